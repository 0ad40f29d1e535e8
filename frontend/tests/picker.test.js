import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { equip, lookupAddress, nextPlace } from "../src/modules/picker.js";

const UNITS = [
  { key: "1", text: "Xã Bắc Sơn", label: "Xã Bắc Sơn", note: "Tỉnh" },
  { key: "2", text: "Trạm Y tế (Xã Bắc Sơn)", label: "Trạm Y tế", note: "Xã Bắc Sơn" },
];
const ONE = `
  <form><label for="unit">Đơn vị</label>
    <div class="picker" data-picker data-address="/units/suggest.json" data-name="unit" data-nothing="Không thấy.">
      <input type="search" name="unit" id="unit" value="Sở Nội vụ"><input type="hidden" name="unit_key" value="9">
      <div class="picker-options"><input type="radio" name="unit_choice" value="3" checked></div>
    </div>
  </form>`;
const MANY = `
  <form><div class="picker" data-picker data-many data-address="/units/suggest.json" data-name="unit" data-nothing="">
    <div data-picker-chosen></div><input type="search" name="unit" value="">
  </div></form>`;

const press = (field, key) => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  field.dispatchEvent(event);
  return event;
};

describe("the address of a look-up", () => {
  it("adds the typed text to what the field asks within", () => {
    expect(lookupAddress("/units/suggest.json", "bắc")).toBe("/units/suggest.json?q=b%E1%BA%AFc");
    expect(lookupAddress("/units/suggest.json?within=a", "x y")).toBe("/units/suggest.json?within=a&q=x%20y");
  });
});

describe("the walk through a list", () => {
  it.each([[-1, 1, 3, 0], [-1, -1, 3, 2], [2, 1, 3, 0], [0, -1, 3, 2], [1, 1, 3, 2], [-1, 1, 0, -1]])(
    "from %d by %d among %d comes to %d",
    (at, step, count, then) => expect(nextPlace(at, step, count)).toBe(then),
  );
});

describe("a picker", () => {
  let look;
  const field = () => document.querySelector("input[type=search]");
  const type = async (text) => {
    field().value = text;
    field().dispatchEvent(new Event("input", { bubbles: true }));
    await vi.advanceTimersByTimeAsync(300);
  };
  const open = (html, found = UNITS) => {
    document.body.innerHTML = html;
    look = vi.fn(async () => found);
    equip(document.querySelector("[data-picker]"), look);
  };

  beforeEach(() => { vi.useFakeTimers(); });
  afterEach(() => { vi.useRealTimers(); });

  it("forgets what was chosen as soon as another text is typed", async () => {
    open(ONE);
    await type("bac son");
    expect(document.querySelector("[name=unit_key]").value).toBe("");
    expect(look).toHaveBeenCalledOnce();
    expect(field().getAttribute("aria-expanded")).toBe("true");
  });

  it("is walked and taken by keyboard, without sending the form", async () => {
    open(ONE);
    const told = vi.fn();
    document.querySelector("form").addEventListener("picked", told);
    await type("bac son");
    press(field(), "ArrowDown");
    press(field(), "ArrowDown");
    expect(document.querySelectorAll("[aria-selected=true]")).toHaveLength(1);
    expect(press(field(), "Enter").defaultPrevented).toBe(true);
    expect(field().value).toBe("Trạm Y tế (Xã Bắc Sơn)");
    expect(document.querySelector("[name=unit_key]").value).toBe("2");
    expect(document.querySelector("[role=listbox]").hidden).toBe(true);
    expect(document.querySelector(".picker-options")).toBeNull();
    expect(told).toHaveBeenCalledOnce();
  });

  it("sends the form on Enter while nothing is marked", async () => {
    open(ONE);
    await type("bac son");
    expect(press(field(), "Enter").defaultPrevented).toBe(false);
  });

  it("closes on Escape and passes over an answer that comes late", async () => {
    open(ONE);
    let answer;
    look.mockImplementation(() => new Promise((resolve) => { answer = resolve; }));
    await type("bac");
    press(field(), "Escape");
    field().dispatchEvent(new Event("blur"));
    answer(UNITS);
    await vi.advanceTimersByTimeAsync(0);
    expect(document.querySelector("[role=listbox]").hidden).toBe(true);
  });

  it("says that nothing was found", async () => {
    open(ONE, []);
    await type("zzz");
    expect(document.querySelector("[role=listbox]").textContent).toBe("Không thấy.");
  });

  it("ticks several, each once", async () => {
    open(MANY);
    for (const name of ["bac", "bac"]) {
      await type(name);
      document.querySelectorAll("[role=option]")[0].click();
    }
    const boxes = [...document.querySelectorAll("[name=unit_key]")];
    expect(boxes.map((box) => [box.value, box.checked])).toEqual([["1", true]]);
    expect(field().value).toBe("");
  });
});
