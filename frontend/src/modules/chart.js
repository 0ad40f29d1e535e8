// One chart, one question: bars or lines with the target drawn. Reads its data from inert JSON beside it:
//   {kind: "bar" | "column" | "stack" | "line", categories: [...], unit: "%", target: 80, targetLabel: "Mục tiêu",
//    series: [{name, values: [number | null], tone}], links: [address per category]}
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([AriaComponent, BarChart, GridComponent, LegendComponent, LineChart, MarkLineComponent, SVGRenderer, TooltipComponent]);

/** A number with the decimals it has, as the page's language writes it; a dash for nothing. */
export function written(value, unit = "", language = "vi") {
  if (value === null || value === undefined || Number.isNaN(value)) return "—";
  return `${Number(value).toLocaleString(language === "en" ? "en-GB" : "vi-VN", { maximumFractionDigits: 2 })}${unit === "%" ? "%" : unit && ` ${unit}`}`;
}

/** Where an axis ends so that the target's line lies on it: a round number above the target, or nothing where the figures reach it. */
export function endFor(extent, target, { unit = "", least = null } = {}) {
  const highest = Math.max(extent.max, least ?? extent.max);
  if (target === null || target <= highest) return least === null ? null : highest;
  if (unit === "%" && target <= 100) return 100;
  const step = 10 ** Math.floor(Math.log10(Math.abs(target) || 1)) / 2;
  return Math.ceil((target * 1.02) / step) * step;
}

const MOST_TOLD = 12;

/** What a reader of the screen hears of a chart, in the words of the page; ECharts' own sentences are English. */
export function told(data, language = "vi") {
  const series = data.series.map(({ name, values }) => {
    const figures = data.categories.slice(0, MOST_TOLD).map((one, at) => `${one} ${written(values[at], data.unit, language)}`);
    return `${name}: ${figures.join(", ")}${data.categories.length > MOST_TOLD ? "…" : ""}`;
  });
  return series.join(". ");
}

/** ECharts' options for our data; `colour` gives the value of a design token. */
export function options(data, colour, { language = "vi", still = false } = {}) {
  const lying = data.kind === "bar" || data.kind === "stack";
  const text = { color: colour("--text-muted"), fontFamily: "Be Vietnam Pro, sans-serif", fontSize: 12 };
  const categories = {
    type: "category",
    data: data.categories,
    inverse: lying,
    axisLine: { lineStyle: { color: colour("--line-strong") } },
    axisTick: { show: false },
    axisLabel: { ...text, color: colour("--text"), ...(lying && { width: 150, overflow: "truncate" }) },
  };
  const target = data.target ?? null;
  const least = data.unit === "%" && data.kind !== "line" ? 100 : null;
  const values = {
    type: "value",
    axisLabel: { ...text, hideOverlap: true, formatter: (value) => written(value, data.unit === "%" ? "%" : "", language) },
    splitLine: { lineStyle: { color: colour("--line") } },
    max: (extent) => endFor(extent, target, { unit: data.unit, least }),
  };
  const targetLine = target === null ? undefined : {
    silent: true,
    symbol: "none",
    lineStyle: { color: colour("--text"), type: "dashed", width: 1.5 },
    label: { ...text, color: colour("--text"), formatter: `${data.targetLabel ?? ""} ${written(target, data.unit, language)}`.trim(), position: lying ? "start" : "insideEndTop" },
    data: [lying ? { xAxis: target } : { yAxis: target }],
  };
  return {
    animation: !still,
    aria: { enabled: true, label: { description: told(data, language) } },
    textStyle: { fontFamily: text.fontFamily },
    grid: { left: 8, right: data.kind === "bar" && data.series.length === 1 ? 64 : 24, top: target !== null && lying ? 28 : 16, bottom: data.series.length > 1 ? 36 : 8, containLabel: true },
    legend: data.series.length > 1 ? { bottom: 0, icon: "roundRect", itemWidth: 12, itemHeight: 12, textStyle: { ...text, color: colour("--text") } } : undefined,
    tooltip: {
      trigger: "axis",
      axisPointer: { type: data.kind === "line" ? "line" : "shadow", shadowStyle: { color: colour("--accent-ground"), opacity: 0.5 } },
      backgroundColor: colour("--surface"),
      borderColor: colour("--line"),
      textStyle: { ...text, color: colour("--text"), fontSize: 13 },
      valueFormatter: (value) => written(value, data.unit, language),
    },
    xAxis: lying ? values : categories,
    yAxis: lying ? categories : values,
    series: data.series.map((one, at) => ({
      name: one.name,
      type: data.kind === "line" ? "line" : "bar",
      data: one.values,
      stack: data.kind === "stack" ? "whole" : undefined,
      itemStyle: { color: colour(`--${one.tone ?? "progress"}-solid`), borderRadius: data.kind === "stack" ? 0 : lying ? [0, 3, 3, 0] : [3, 3, 0, 0] },
      lineStyle: { width: 2.5 },
      symbol: "circle",
      symbolSize: 7,
      barMaxWidth: 22,
      cursor: data.links ? "pointer" : "default",
      label: { show: data.kind === "bar" && data.series.length === 1, position: "right", ...text, color: colour("--text"), backgroundColor: colour("--surface"), padding: [1, 3], formatter: ({ value }) => written(value, data.unit, language) },
      markLine: at === 0 ? targetLine : undefined,
    })),
  };
}

/** Draws the chart of a figure and keeps it as wide as its place. */
export function draw(figure) {
  figure.dataset.started = "yes";
  const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const canvas = figure.querySelector("[data-chart-canvas]");
  const styles = getComputedStyle(document.documentElement);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const chart = echarts.init(canvas, null, { renderer: "svg" });
  chart.setOption(options(data, (token) => styles.getPropertyValue(token).trim(), { language: document.documentElement.lang, still }));
  if (data.links) chart.on("click", ({ dataIndex }) => data.links[dataIndex] && window.location.assign(data.links[dataIndex]));
  new ResizeObserver(() => chart.resize()).observe(canvas);
  return chart;
}
