import { describe, expect, it } from "vitest";

import { boxOf, boxText, featuresUrl, middles, shapes } from "../src/modules/rows-map-data.js";

describe("the box of a view", () => {
  it("is read from the page, or is none", () => {
    expect(boxOf("105.1,17.9,106.5,18.8")).toEqual([105.1, 17.9, 106.5, 18.8]);
    for (const text of ["", "1,2,3", "a,b,c,d", undefined]) expect(boxOf(text)).toBeNull();
  });

  it("stays within the world", () => expect(boxText([-200, -95, 200, 95])).toBe("-180.000000,-90.000000,180.000000,90.000000"));

  it("joins the filters of the address", () => {
    const asked = "bbox=1.000000,2.000000,3.000000,4.000000";
    expect(featuresUrl("/f/", [1, 2, 3, 4])).toBe(`/f/?${asked}`);
    expect(featuresUrl("/f/?", [1, 2, 3, 4])).toBe(`/f/?${asked}`);
    expect(featuresUrl("/f/?sector=energy", [1, 2, 3, 4])).toBe(`/f/?sector=energy&${asked}`);
  });
});

describe("features", () => {
  const point = { id: "a", geometry: { type: "Point", coordinates: [1, 2] }, properties: { uid: "a", at: [1, 2], name: "A" } };
  const line = { id: "b", geometry: { type: "LineString", coordinates: [[0, 0], [2, 2]] }, properties: { uid: "b", at: [1, 1], name: "B" } };

  it("have one point each, told apart from real points", () => {
    expect(middles([point, line]).map((one) => [one.geometry.coordinates, one.properties])).toEqual([
      [[1, 2], { uid: "a", isPoint: true }],
      [[1, 1], { uid: "b", isPoint: false }],
    ]);
  });

  it("give the map their shapes and nothing that a popup says", () => {
    expect(shapes([point, line])).toEqual([{ type: "Feature", geometry: line.geometry, properties: { uid: "b" } }]);
  });
});
