// Draws charts from the numbers on the page: the trend of a job, and the progress of a check.
(function () {
  "use strict";

  const COLORS = ["delivered", "failed", "pending", "rest", "text", "label", "line", "background"];
  const RATES = [0, 50, 75, 90, 95, 99, 100];

  // The theme's colors as a canvas takes them: a theme may write them in ways that the library cannot parse.
  function colorsFor(place) {
    const canvas = document.createElement("canvas");
    canvas.width = 1;
    canvas.height = 1;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    const probe = place.appendChild(document.createElement("span"));
    const colors = {};
    COLORS.forEach((name) => {
      probe.className = "kore-chart__" + name;
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = getComputedStyle(probe).color;
      pen.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
      colors[name] = `rgba(${red},${green},${blue},${alpha / 255})`;
    });
    probe.remove();
    return colors;
  }

  // Where a success rate is on its axis, from 0 to 1: the closer to 100 %, the more room.
  function position(rate) {
    return rate === null ? null : 1 - Math.cbrt(1 - rate / 100);
  }

  function rateAt(position) {
    return Math.round((1 - Math.pow(1 - position, 3)) * 100);
  }

  // The label shows how the reader's language writes one and a half percent.
  function percent(rate, labels) {
    if (rate === null) {
      return "–";
    }
    const [sample, point] = /1(.)5/.exec(labels.percent);
    return labels.percent.replace(sample, String(rate).replace(".", point));
  }

  // Below the legend, which needs two lines on a narrow page.
  function top(width) {
    return width < 500 ? 84 : 60;
  }

  function axis(colors) {
    return {
      nameTextStyle: { color: colors.label, align: "left" },
      axisLabel: { color: colors.label, hideOverlap: true },
      axisLine: { lineStyle: { color: colors.line } },
      splitLine: { lineStyle: { color: colors.line } },
    };
  }

  function common(colors, names) {
    return {
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      legend: { top: 0, data: names, textStyle: { color: colors.text }, itemGap: 16, itemWidth: 16 },
    };
  }

  function tooltip(colors, formatter) {
    return {
      trigger: "axis",
      confine: true,
      backgroundColor: colors.background,
      borderColor: colors.line,
      textStyle: { color: colors.text },
      formatter: formatter,
    };
  }

  // Success rates above, recipients that were not reached below: a large build does not flatten the others.
  function trend(labels, builds, colors, width) {
    const names = builds.map((build) => "#" + build[0]);
    const bar = (name, color, index) => ({
      name: name,
      type: "bar",
      stack: "undelivered",
      barMaxWidth: 32,
      xAxisIndex: 1,
      yAxisIndex: 1,
      itemStyle: { color: color },
      data: builds.map((build) => build[index]),
    });
    const ticks = { customValues: RATES.map(position) };
    const line = axis(colors);
    return {
      ...common(colors),
      grid: [
        { left: 56, right: 16, top: top(width), height: 150 },
        { left: 56, right: 16, top: top(width) + 190, bottom: 28 },
      ],
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      tooltip: tooltip(colors, (points) => {
        const build = builds[points[0].dataIndex];
        return [
          `#${build[0]}`,
          `${labels.rate}: ${percent(build[4], labels)}`,
          `${labels.delivered}: ${build[1]}`,
          `${labels.failed}: ${build[2]}`,
          `${labels.pending}: ${build[3]}`,
        ].join("<br>");
      }),
      xAxis: [
        { ...line, type: "category", data: names, gridIndex: 0, axisLabel: { show: false } },
        { ...line, type: "category", data: names, gridIndex: 1 },
      ],
      yAxis: [
        {
          ...line,
          type: "value",
          gridIndex: 0,
          name: labels.rate,
          min: 0,
          max: 1,
          axisTick: ticks,
          splitLine: { ...line.splitLine, ...ticks },
          axisLabel: { color: colors.label, ...ticks, formatter: (value) => percent(rateAt(value), labels) },
        },
        { ...line, type: "value", gridIndex: 1, name: labels.undelivered, minInterval: 1, splitNumber: 3 },
      ],
      series: [
        {
          name: labels.rate,
          type: "line",
          symbol: "circle",
          symbolSize: 8,
          lineStyle: { color: colors.text, width: 2 },
          itemStyle: { color: colors.text },
          // Where there is no recipient, there is no rate: a gap, not a zero.
          data: builds.map((build) => position(build[4])),
        },
        bar(labels.failed, colors.failed, 2),
        bar(labels.pending, colors.pending, 3),
      ],
    };
  }

  function progress(labels, history, colors, width) {
    // Before the first status nothing is known of the recipients, and a failed poll says nothing new.
    const first = history.findIndex((event) => event[1] + event[2] + event[3] > 0);
    const events = history.slice(first).filter((event) => !event[4]);
    const seconds = (event) => event[0] / 1000;
    // Areas one before the other, from all recipients to the delivered ones; a value axis cannot stack them.
    const area = (name, color, value) => ({
      name: name,
      type: "line",
      symbol: "none",
      areaStyle: { opacity: 1 },
      lineStyle: { width: 0 },
      itemStyle: { color: color },
      data: events.map((event) => [seconds(event), value(event)]),
    });
    const failedPolls = history.filter((event) => event[4]);
    const long = seconds(events[events.length - 1]) > 600;
    const time = (value) => (long ? `${Math.round(value / 6) / 10} min` : `${Math.round(value)} s`);
    const line = axis(colors);
    return {
      ...common(colors, [labels.delivered, labels.failed, labels.pending, labels.failedPolls]),
      grid: { left: 56, right: 24, top: top(width) - 24, bottom: 28 },
      tooltip: tooltip(colors, (points) => {
        const event = events[points[0].dataIndex];
        return [
          time(seconds(event)),
          `${labels.delivered}: ${event[1]}`,
          `${labels.failed}: ${event[2]}`,
          `${labels.pending}: ${event[3]}`,
        ].join("<br>");
      }),
      xAxis: {
        ...line,
        type: "value",
        min: 0,
        max: "dataMax",
        splitLine: { show: false },
        axisLabel: { color: colors.label, hideOverlap: true, showMaxLabel: false, formatter: time },
      },
      yAxis: { ...line, type: "value", minInterval: 1 },
      series: [
        area(labels.pending, colors.rest, (event) => event[1] + event[2] + event[3]),
        area(labels.failed, colors.failed, (event) => event[1] + event[2]),
        area(labels.delivered, colors.delivered, (event) => event[1]),
      ].concat(
        failedPolls.length === 0
          ? []
          : {
              name: labels.failedPolls,
              type: "scatter",
              symbol: "triangle",
              symbolSize: 14,
              // On the time axis, not across it.
              symbolOffset: [0, -7],
              clip: false,
              z: 5,
              itemStyle: { color: colors.text, borderColor: colors.background, borderWidth: 1 },
              tooltip: { show: false },
              data: failedPolls.map((event) => [seconds(event), 0]),
            },
      ),
    };
  }

  // The charts on the page; the page removes some when it shows how far a waiting check is.
  const drawn = new Set();

  // Where a browser cannot tell of sizes, charts keep theirs.
  const sizes =
    window.ResizeObserver &&
    new ResizeObserver((changes) => {
      const places = changes.map((change) => change.target);
      drawn.forEach((one) => {
        if (places.includes(one.place)) {
          one.chart.resize();
          one.show();
        }
      });
    });

  function draw(place, options, onClick) {
    if (typeof echarts === "undefined") {
      place.remove();
      return;
    }
    const numbers = JSON.parse(place.dataset.numbers);
    const chart = echarts.init(place);
    const show = () => chart.setOption(options(place.dataset, numbers, colorsFor(place), place.clientWidth));
    show();
    if (onClick) {
      chart.on("click", (event) => onClick(numbers[event.dataIndex]));
    }
    drawn.add({ place, chart, show });
    if (sizes) {
      sizes.observe(place);
    }
  }

  function disposeRemoved() {
    drawn.forEach((one) => {
      if (!one.place.isConnected) {
        if (sizes) {
          sizes.unobserve(one.place);
        }
        one.chart.dispose();
        drawn.delete(one);
      }
    });
  }

  function drawAll() {
    disposeRemoved();
    document.querySelectorAll(".kore-chart:not([_echarts_instance_])").forEach((place) => {
      if (place.dataset.builds) {
        draw(place, trend, (build) => {
          if (build) {
            window.location.assign(place.dataset.builds + build[0] + "/koreNotifyStatus/");
          }
        });
      } else {
        draw(place, progress);
      }
    });
  }

  window
    .matchMedia("(prefers-color-scheme: dark)")
    .addEventListener("change", () => drawn.forEach((one) => one.show()));
  document.addEventListener("kore-checks-changed", drawAll);
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", drawAll);
  } else {
    drawAll();
  }
})();
