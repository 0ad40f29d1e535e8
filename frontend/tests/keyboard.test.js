import { beforeEach, describe, expect, it, vi } from "vitest";

import { nextRow, start as startRows } from "../src/modules/rows.js";
import { start as startShortcuts } from "../src/modules/shortcuts.js";

function press(target, key, more = {}) {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
}

describe("shortcuts", () => {
  let go;
  beforeEach(() => {
    document.body.innerHTML = `<input type="search" data-search-everywhere><textarea></textarea><dialog id="shortcuts"></dialog>`;
    go = vi.fn();
  });

  it("goes to the search field with / and not while typing", () => {
    startShortcuts(document, go);
    expect(press(document.body, "/").defaultPrevented).toBe(true);
    expect(document.activeElement).toBe(document.querySelector("[data-search-everywhere]"));
    expect(press(document.querySelector("textarea"), "/").defaultPrevented).toBe(false);
  });

  it("leaves the browser's own keys alone", () => {
    expect(press(document.body, "/", { ctrlKey: true }).defaultPrevented).toBe(false);
  });
});

describe("rows", () => {
  const rows = (count) => {
    document.body.innerHTML = `<table data-rows>${"<tr data-href></tr>".repeat(count)}</table>`;
    document.querySelectorAll("tr").forEach((row, at) => { row.dataset.href = `/task/${at}`; });
    return [...document.querySelectorAll("tr")];
  };

  it.each([
    [-1, 1, 0],
    [0, 1, 1],
    [2, 1, 2],
    [0, -1, 0],
    [2, -1, 1],
  ])("from row %d, step %d selects row %d of three", (selected, step, expected) => {
    const all = rows(3);
    if (selected >= 0) all[selected].classList.add("is-selected");
    expect(nextRow(all, step)).toBe(all[expected]);
  });

  it("selects nothing in an empty table", () => expect(nextRow([], 1)).toBeNull());

  it("opens the selected row with Enter and a clicked row at once, but not from a link in it", () => {
    const all = rows(2);
    all[1].innerHTML = `<td>Tên</td><td><a href="/unit">Đơn vị</a></td>`;
    const go = vi.fn();
    startRows(document, go);
    press(document.body, "j");
    press(document.body, "Enter");
    expect(go).toHaveBeenLastCalledWith("/task/0");
    all[1].querySelector("td").click();
    expect(go).toHaveBeenLastCalledWith("/task/1");
    all[1].querySelector("a").addEventListener("click", (event) => event.preventDefault());
    all[1].querySelector("a").click();
    expect(go).toHaveBeenCalledTimes(2);
  });
});
