// Shows how far waiting checks are: asks Jenkins, which answers from memory, until none waits any more.
(function () {
  "use strict";

  const SHORTEST = 3000;
  const LONGEST = 60000;

  function start() {
    const status = document.getElementById("kore-status");
    let pause = SHORTEST;

    function checks() {
      return document.getElementById("kore-checks");
    }

    function later() {
      if (checks() && checks().dataset.waiting === "true") {
        window.setTimeout(refresh, pause);
      }
    }

    function show(html) {
      const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("kore-checks");
      if (!fresh) {
        throw new Error("not the checks");
      }
      checks().replaceWith(fresh);
      if (status && status.textContent !== fresh.dataset.status) {
        status.textContent = fresh.dataset.status;
      }
    }

    function refresh() {
      if (document.hidden) {
        later();
        return;
      }
      fetch("live", { headers: { "X-Requested-With": "XMLHttpRequest" } })
        .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error("HTTP " + answer.status))))
        .then((html) => {
          show(html);
          pause = SHORTEST;
        })
        .catch(() => {
          pause = Math.min(LONGEST, 2 * pause);
        })
        .then(later);
    }

    later();
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
