// Shows how far waiting checks are: fetches the checks from Jenkins, which has them in memory, until none waits.
(function () {
  "use strict";

  const MIN_INTERVAL = 3000;
  const MAX_INTERVAL = 60000;

  function start() {
    const status = document.getElementById("kore-status");
    let interval = MIN_INTERVAL;

    function checks() {
      return document.getElementById("kore-checks");
    }

    function schedule() {
      if (checks() && checks().dataset.waiting === "true") {
        window.setTimeout(refresh, interval);
      }
    }

    function show(html) {
      const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("kore-checks");
      if (!fresh) {
        throw new Error("not the checks");
      }
      // What the reader unfolded stays so, and keeps the focus.
      checks().querySelectorAll("details[open]").forEach((details) => {
        const same = fresh.querySelector("#" + CSS.escape(details.id));
        if (same) {
          same.open = true;
        }
      });
      const focused = document.activeElement.closest("#kore-checks details");
      checks().replaceWith(fresh);
      if (focused && document.getElementById(focused.id)) {
        document.getElementById(focused.id).querySelector("summary").focus({ preventScroll: true });
      }
      document.dispatchEvent(new Event("kore-checks-changed"));
      if (status && status.textContent !== fresh.dataset.status) {
        status.textContent = fresh.dataset.status;
      }
    }

    function refresh() {
      if (document.hidden) {
        schedule();
        return;
      }
      fetch("live", { headers: { "X-Requested-With": "XMLHttpRequest" } })
        .then((response) => (response.ok ? response.text() : Promise.reject(new Error("HTTP " + response.status))))
        .then((html) => {
          show(html);
          interval = MIN_INTERVAL;
        })
        .catch(() => {
          interval = Math.min(MAX_INTERVAL, 2 * interval);
        })
        .then(schedule);
    }

    schedule();
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
