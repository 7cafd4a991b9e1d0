// Draws the recipients of a check over time from the poll history on the page, and marks failed polls.
(function () {
  "use strict";

  function color(place, name) {
    const probe = place.appendChild(document.createElement("span"));
    probe.className = "kore-history-chart__" + name;
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.fillStyle = getComputedStyle(probe).color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    probe.remove();
    return `rgba(${red},${green},${blue},${alpha / 255})`;
  }

  function area(place, name, events, index) {
    return {
      name: place.dataset[name],
      type: "line",
      stack: "recipients",
      step: "end",
      symbol: "none",
      areaStyle: { opacity: 0.6 },
      lineStyle: { width: 1 },
      itemStyle: { color: color(place, name) },
      data: events.map((event) => [event[0], event[index]]),
    };
  }

  function draw(place) {
    if (typeof echarts === "undefined" || place.dataset.drawn) {
      return;
    }
    const events = JSON.parse(place.dataset.events);
    if (events.length < 3) {
      place.remove();
      return;
    }
    place.dataset.drawn = "true";
    const text = color(place, "text");
    const chart = echarts.init(place);
    chart.setOption({
      animation: false,
      grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
      legend: { top: 0, textStyle: { color: text } },
      xAxis: { type: "value", max: "dataMax", axisLabel: { color: text, formatter: "{value} s" } },
      yAxis: { type: "value", minInterval: 1, axisLabel: { color: text } },
      series: [
        area(place, "delivered", events, 1),
        area(place, "failed", events, 2),
        area(place, "pending", events, 3),
        {
          name: place.dataset.polls,
          type: "scatter",
          symbol: "triangle",
          symbolSize: 10,
          itemStyle: { color: text },
          data: events.filter((event) => event[4]).map((event) => [event[0], 0]),
        },
      ],
    });
    if (window.ResizeObserver) {
      new ResizeObserver(() => chart.resize()).observe(place);
    }
  }

  function drawAll() {
    document.querySelectorAll(".kore-history-chart").forEach(draw);
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", drawAll);
  } else {
    drawAll();
  }
  document.addEventListener("kore-checks-changed", drawAll);
})();
