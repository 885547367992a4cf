// Draws the charts of a page from the data beside them. The table that says the same is always there.
(function () {
  "use strict";

  function token(name) {
    return window.getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function colours() {
    return [1, 2, 3, 4, 5].map(function (number) {
      return token("--zh-series-" + number);
    });
  }

  function seriesOf(data, one, place) {
    return {
      name: one.name,
      type: data.kind === "lines" ? "line" : "bar",
      data: one.values.map(function (value) {
        return value === null ? null : Number(value);
      }),
      stack: data.stacked ? "sum" : undefined,
      barMaxWidth: 22,
      symbolSize: 7,
      symbol: ["circle", "rect", "triangle", "diamond", "pin"][place % 5],
      // A line at the limit is drawn once, with its words.
      markLine: place === 0 && data.limit !== null ? limitOf(data) : undefined
    };
  }

  function limitOf(data) {
    var line = { name: data.limitText };
    line[data.kind === "bars" ? "xAxis" : "yAxis"] = Number(data.limit);
    return {
      symbol: "none",
      silent: true,
      data: [line],
      lineStyle: { color: token("--zh-ink"), type: "dashed", width: 1.5 },
      label: { color: token("--zh-ink"), position: data.kind === "bars" ? "start" : "insideEndTop", formatter: data.limitText + " " + data.limit }
    };
  }

  function optionsOf(data, size) {
    var words = { color: token("--zh-ink"), fontSize: size };
    var lines = { lineStyle: { color: token("--zh-line") } };
    var names = {
      type: "category",
      data: data.categories,
      inverse: data.kind === "bars",
      axisLabel: words,
      axisLine: { lineStyle: { color: token("--zh-control") } },
      axisTick: { show: false }
    };
    var numbers = { type: "value", name: data.unit, nameTextStyle: words, axisLabel: words, splitLine: lines };
    return {
      animation: false,
      aria: { enabled: true, decal: { show: data.series.length > 1 } },
      color: colours(),
      textStyle: { fontFamily: window.getComputedStyle(document.body).fontFamily, fontSize: size },
      grid: { left: 8, right: size * 3, top: data.series.length > 1 ? size * 3.6 : size * 2.2, bottom: 8, containLabel: true },
      legend: { show: data.series.length > 1, top: 0, left: 0, textStyle: words },
      // Plain text, never HTML: names come from people.
      tooltip: { trigger: "item", renderMode: "richText", backgroundColor: token("--zh-ground"), borderColor: token("--zh-control"), textStyle: words,
        formatter: function (at) {
          var one = data.series[at.seriesIndex];
          return data.categories[at.dataIndex] + "\n" + one.name + " " + one.shown[at.dataIndex] + " " + data.unit;
        }
      },
      xAxis: data.kind === "bars" ? numbers : names,
      yAxis: data.kind === "bars" ? names : numbers,
      series: data.series.map(function (one, place) {
        return seriesOf(data, one, place);
      })
    };
  }

  function draw(figure) {
    var source = document.getElementById(figure.dataset.chart + "-data");
    var place = figure.querySelector("[data-chart-drawing]");
    if (!source || !place || !window.echarts || window.echarts.getInstanceByDom(place)) {
      return;
    }
    var data = JSON.parse(source.textContent);
    var size = parseFloat(window.getComputedStyle(document.documentElement).fontSize) * 0.8125;
    place.hidden = false;
    figure.classList.add("zh-drawn");
    if (data.kind === "bars") {
      var each = size * (data.series.length > 1 ? 1.1 * data.series.length + 1 : 2.1);
      place.style.height = Math.round(Math.max(160, data.categories.length * each + size * 6)) + "px";
    }
    var table = figure.querySelector(".zh-scroll");
    if (table) {
      table.style.maxHeight = Math.max(320, place.clientHeight) + "px";
    }
    var label = place.getAttribute("aria-label");
    var chart = window.echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(optionsOf(data, size));
    place.setAttribute("aria-label", label); // ECharts writes its own words in one language only.
    chart.on("click", function (at) {
      var href = data.series[at.seriesIndex].hrefs[at.dataIndex];
      if (href) {
        window.location.assign(href);
      }
    });
    window.addEventListener("resize", function () {
      chart.resize();
    });
    ["beforeprint", "afterprint"].forEach(function (name) {
      window.addEventListener(name, function () {
        chart.resize();
      });
    });
  }

  function drawAll() {
    document.querySelectorAll("figure[data-chart]").forEach(draw);
  }

  drawAll();
  document.addEventListener("htmx:afterSwap", drawAll);
})();
