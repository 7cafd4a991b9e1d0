// Refreshes the page while checks wait. Jenkins renders it from memory.
(function () {
  "use strict";

  const MIN_PAUSE = 3000;
  const MAX_PAUSE = 60000;

  function start() {
    const status = document.getElementById("kore-status");
    let pause = MIN_PAUSE;

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
      document.querySelectorAll("#kore-checks details[open]").forEach((open) => {
        const again = fresh.querySelector("#" + open.closest("section").id + " details");
        if (again) {
          again.open = true;
        }
      });
      checks().replaceWith(fresh);
      document.dispatchEvent(new Event("kore-checks-changed"));
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
          pause = MIN_PAUSE;
        })
        .catch(() => {
          pause = Math.min(MAX_PAUSE, 2 * pause);
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
