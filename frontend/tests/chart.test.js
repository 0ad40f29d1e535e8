import { describe, expect, it } from "vitest";

import { options, told, written } from "../src/modules/chart.js";

const colour = (token) => `<${token}>`;

it.each([
  [1234.5, "", "vi", "1.234,5"],
  [87.5, "%", "vi", "87,5%"],
  [12, "hồ sơ", "vi", "12 hồ sơ"],
  [1234.5, "", "en", "1,234.5"],
  [0, "%", "vi", "0%"],
  [null, "%", "vi", "—"],
])("writes %s%s in %s as %s", (value, unit, language, text) => expect(written(value, unit, language)).toBe(text));

it("tells a chart in the words of the page, and not without end", () => {
  const series = [{ name: "Vốn", values: [1234.5, null] }];
  expect(told({ categories: ["du lịch", "khác"], series, unit: "" })).toBe("Vốn: du lịch 1.234,5, khác —");
  const many = Array.from({ length: 20 }, (_none, at) => `xã ${at}`);
  expect(told({ categories: many, series: [{ name: "Dòng", values: many.map(() => 1) }], unit: "" })).toMatch(/xã 11 1…$/);
});

describe("chart options", () => {
  const bars = { kind: "bar", categories: ["A", "B"], series: [{ name: "Tỷ lệ", values: [90, null], tone: "success" }], target: 80, targetLabel: "Mục tiêu", unit: "%" };

  it("lay bars down, the first unit on top, in the colour of their tone", () => {
    const { yAxis, series } = options(bars, colour);
    expect(yAxis).toMatchObject({ type: "category", data: ["A", "B"], inverse: true });
    expect(series[0].itemStyle.color).toBe("<--success-solid>");
  });

  it("draw the target once, along the measured axis, and write it", () => {
    const [series] = options(bars, colour).series;
    expect(series.markLine.data).toEqual([{ xAxis: 80 }]);
    expect(series.markLine.label.formatter).toBe("Mục tiêu 80%");
  });

  it("draw a target of zero", () => {
    expect(options({ ...bars, target: 0 }, colour).series[0].markLine.data).toEqual([{ xAxis: 0 }]);
  });

  it("draw no target line where no target is set", () => {
    expect(options({ ...bars, target: null }, colour).series[0].markLine).toBeUndefined();
  });

  it("keep percentages of bars within 0 and at least 100", () => {
    const { max } = options(bars, colour).xAxis;
    expect([max({ max: 40 }), max({ max: 130 })]).toEqual([100, 130]);
  });

  it("end the axis above a target that the figures do not reach", () => {
    const line = { kind: "line", categories: ["T1"], series: [{ name: "a", values: [71.7] }], target: 85, unit: "%" };
    const { max } = options(line, colour).yAxis;
    expect([max({ max: 71.7 }), max({ max: 90 })]).toEqual([100, null]);
    expect(options({ ...line, unit: "lớp", target: 1200 }, colour).yAxis.max({ max: 800 })).toBe(1500);
    expect(options({ ...line, target: null }, colour).yAxis.max({ max: 800 })).toBeNull();
  });

  it("name the lines only where there are several", () => {
    const line = { kind: "line", categories: ["T1"], series: [{ name: "a", values: [1] }] };
    expect(options(line, colour).legend).toBeUndefined();
    expect(options({ ...line, series: [...line.series, { name: "b", values: [2] }] }, colour).legend).toBeDefined();
  });

  it("stand still for people who asked for less motion", () => {
    expect(options(bars, colour, { still: true }).animation).toBe(false);
  });
});
