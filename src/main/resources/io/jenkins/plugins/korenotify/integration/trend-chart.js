// Draws the trend of a job from the figures on the page: recipients as stacked bars, the success rate as a line.
(function () {
  "use strict";

  const COLORS = ["delivered", "failed", "pending", "rate", "text", "line", "background"];

  // The theme's colors as a canvas takes them: a theme may write them in ways that the library cannot parse.
  function colorsFor(place) {
    const canvas = document.createElement("canvas");
    canvas.width = 1;
    canvas.height = 1;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    const probe = place.appendChild(document.createElement("span"));
    const colors = {};
    COLORS.forEach((name) => {
      probe.className = "kore-trend-chart__" + name;
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = getComputedStyle(probe).color;
      pen.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
      colors[name] = `rgba(${red},${green},${blue},${alpha / 255})`;
    });
    probe.remove();
    return colors;
  }

  function bars(name, color, values) {
    return { name: name, type: "bar", stack: "recipients", barMaxWidth: 32, itemStyle: { color: color }, data: values };
  }

  // In percent of the build's recipients, so that one large build does not flatten all others.
  function share(build, index) {
    const total = build[1] + build[2] + build[3];
    return total === 0 ? null : Math.round((10000 * build[index]) / total) / 100;
  }

  function options(labels, figures, colors) {
    const axis = {
      nameTextStyle: { color: colors.text },
      axisLabel: { color: colors.text },
      axisLine: { lineStyle: { color: colors.line } },
      splitLine: { lineStyle: { color: colors.line } },
    };
    return {
      animation: false,
      grid: { left: 8, right: 8, top: 76, bottom: 8, containLabel: true },
      legend: { top: 0, textStyle: { color: colors.rate }, itemGap: 16 },
      tooltip: {
        trigger: "axis",
        confine: true,
        backgroundColor: colors.background,
        borderColor: colors.line,
        textStyle: { color: colors.rate },
      },
      xAxis: { ...axis, type: "category", data: figures.map((build) => "#" + build[0]) },
      yAxis: [
        {
          ...axis,
          type: "value",
          name: labels.recipients,
          nameTextStyle: { color: colors.text, align: "left" },
          min: 0,
          max: 100,
        },
        {
          ...axis,
          type: "value",
          name: labels.rate,
          nameTextStyle: { color: colors.text, align: "right" },
          // From 95 % on every tenth matters; worse builds widen the axis.
          min: (range) => Math.max(0, Math.floor(Math.min(95, range.min))),
          max: 100,
          splitLine: { show: false },
        },
      ],
      series: [
        bars(labels.delivered, colors.delivered, figures.map((build) => share(build, 1))),
        bars(labels.failed, colors.failed, figures.map((build) => share(build, 2))),
        bars(labels.pending, colors.pending, figures.map((build) => share(build, 3))),
        {
          name: labels.rate,
          type: "line",
          yAxisIndex: 1,
          symbol: "circle",
          symbolSize: 6,
          lineStyle: { color: colors.rate, width: 2 },
          itemStyle: { color: colors.rate },
          // Where there is nobody, there is no rate: a gap, not a zero.
          data: figures.map((build) => build[4]),
        },
      ],
    };
  }

  function draw(place) {
    if (typeof echarts === "undefined") {
      place.remove();
      return;
    }
    const figures = JSON.parse(place.dataset.figures);
    const chart = echarts.init(place);
    const show = () => chart.setOption(options(place.dataset, figures, colorsFor(place)));
    show();
    chart.on("click", (event) => {
      const build = figures[event.dataIndex];
      if (build) {
        window.location.assign(place.dataset.builds + build[0] + "/koreNotifyStatus/");
      }
    });
    if (window.ResizeObserver) {
      new ResizeObserver(() => chart.resize()).observe(place);
    }
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  }

  function start() {
    document.querySelectorAll(".kore-trend-chart").forEach(draw);
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
