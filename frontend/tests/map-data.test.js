import { describe, expect, it } from "vitest";

import { bounds, colourOf, isDark, labelPoint, withColours } from "../src/modules/map-data.js";

const square = (west, south, side) => [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]];
const polygon = (...rings) => ({ type: "Polygon", coordinates: rings });
const feature = (uid, geometry) => ({ type: "Feature", properties: { uid, name: uid }, geometry });

it("spans all features", () => {
  expect(bounds([feature("a", polygon(square(105, 18, 1))), feature("b", { type: "MultiPolygon", coordinates: [[square(104, 19, 0.5)]] })])).toEqual([[104, 18], [106, 19.5]]);
});

it("gives an empty extent for no feature", () => expect(bounds([])).toEqual([[0, 0], [0, 0]]));

describe("the place of a name", () => {
  it("is in the largest part of a unit with islands", () => {
    const { point } = labelPoint({ type: "MultiPolygon", coordinates: [[square(0, 0, 1)], [square(10, 10, 4)]] });
    expect(point).toEqual([12, 12]);
  });

  it("is inside a shape whose middle is empty", () => {
    const horseshoe = [[0, 0], [10, 0], [10, 10], [7, 10], [7, 3], [3, 3], [3, 10], [0, 10], [0, 0]];
    const [x, y] = labelPoint(polygon(horseshoe)).point;
    const inside = y < 3 || x < 3 || x > 7;
    expect(inside).toBe(true);
  });
});

it("colours every unit and gives those without a value the empty step", () => {
  const shapes = { type: "FeatureCollection", features: [feature("a", null), feature("b", null)] };
  const coloured = withColours(shapes, { a: { tone: "high" } }, (tone) => `colour of ${tone}`);
  expect(coloured.features.map((one) => one.properties.fill)).toEqual(["colour of high", "colour of empty"]);
  expect(shapes.features[0].properties.fill).toBeUndefined();
});

it.each([
  ["high", "#0b6384"],
  ["danger", "#cf302c"],
  ["nothing", "#eef2f3"],
])("finds the colour of the tone %s", (tone, expected) => {
  const tokens = { "--step-high": "#0b6384", "--danger-solid": "#cf302c", "--step-empty": "#eef2f3" };
  expect(colourOf(tone, (token) => tokens[token] ?? "")).toBe(expected);
});

it.each([["#0b6384", true], ["#dcebf0", false], ["rgb(1, 2, 3)", false]])("knows whether %s is dark", (colour, dark) => expect(isDark(colour)).toBe(dark));
