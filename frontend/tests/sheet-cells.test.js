import { beforeEach, describe, expect, it } from "vitest";

import { nearest, start } from "../src/modules/sheet-cells.js";

const box = (left, top) => ({ left, top, width: 10, height: 10 });

describe("nearest", () => {
  const boxes = [box(0, 0), box(20, 0), box(0, 20), box(20, 40)];

  it("goes along the row and down the column", () => {
    expect(nearest(boxes, 0, [1, 0])).toBe(1);
    expect(nearest(boxes, 0, [0, 1])).toBe(2);
    expect(nearest(boxes, 1, [0, 1])).toBe(3);
  });

  it("stays where nothing lies in the direction", () => {
    expect(nearest(boxes, 0, [-1, 0])).toBe(-1);
  });
});

describe("arrow keys", () => {
  beforeEach(() => {
    document.body.innerHTML = `<table data-sheet><tr><td><a href="#a" id="a" data-sheet-cell>a</a></td>
      <td><a href="#b" id="b" data-sheet-cell>b</a></td></tr></table>`;
    for (const [id, left] of [["a", 0], ["b", 20]]) document.getElementById(id).getBoundingClientRect = () => box(left, 0);
  });

  it("move the focus to the next cell that can be filled", () => {
    start(document);
    const first = document.getElementById("a");
    first.focus();
    first.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
    expect(document.activeElement.id).toBe("b");
  });
});
