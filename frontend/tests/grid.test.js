import { beforeEach, expect, it, vi } from "vitest";

import { isFigure, readRectangle, spread, step, toggleEstimate } from "../src/modules/grid-reading.js";
import { matrixOf, start } from "../src/modules/grid.js";

it.each(["1.234,5", "1234.5", "1.234.567", "1,234.5", "12 %", "85,5%", "-3", "(3)", "−7", "", "-", "—", " 15 ", "~120", "≈ 5", "ước 1.234,5", "120 ước", "120 (Ước)"])("takes %j for a figure", (text) => {
  expect(isFigure(text)).toBe(true);
});

it.each(["nhiều", "1.23.4", "12a", "1,2,3", "5/2026", "--3", "~", "ước", "nước 5"])("does not take %j for a figure", (text) => {
  expect(isFigure(text)).toBe(false);
});

it("puts the mark of an estimate before a figure and takes it away", () => {
  expect([toggleEstimate("120"), toggleEstimate("~120"), toggleEstimate("120 ước"), toggleEstimate("")]).toEqual(["~120", "120", "120", ""]);
});

it("reads a rectangle as Excel copies it, with quotes around cells that hold line ends", () => {
  expect(readRectangle("1.234,5\t12 %\r\n\t7\r\n")).toEqual([["1.234,5", "12 %"], ["", "7"]]);
  expect(readRectangle('"hai\ndòng ""lạ"""\t5')).toEqual([['hai\ndòng "lạ"', "5"]]);
  expect(readRectangle("12")).toEqual([["12"]]);
  expect(readRectangle("")).toEqual([]);
});

it("steps over places without a field and stays at the ends", () => {
  const matrix = [["a"], [null], ["c"]];
  expect(step(matrix, [0, 0], [1, 0])).toEqual([2, 0]);
  expect(step(matrix, [2, 0], [1, 0])).toEqual([2, 0]);
  expect(step(matrix, [2, 0], [-1, 0])).toEqual([0, 0]);
});

it("spreads a rectangle over the fields and counts what falls outside", () => {
  const matrix = [["a", "b"], [null, "d"]];
  expect(spread(matrix, [0, 1], [["1", "2"], ["3"]])).toEqual({ pairs: [["b", "1"], ["d", "3"]], beyond: 1 });
});

const row = (code, value, version) => `<tr data-grid-row><th>${code}</th><td class="grid-cell">
  <input data-cell data-key="90001|2026-04|${code}" data-unit="90001" data-period="2026-04" data-indicator="${code}" data-version="${version}" data-saved="${value}" value="${value}">
  <ul id="notes-${code}" data-notes></ul></td></tr>`;

let grid, send, answers;
const field = (code) => document.querySelector(`[data-indicator=${code}]`);
const notes = (code) => field(code).closest("td").querySelector("[data-notes]").textContent;
const press = (target, key, more = {}) => target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
const settled = () => new Promise((resolve) => setTimeout(resolve));
const saved = (code, value, version) => ({ key: `90001|2026-04|${code}`, value, version, notes: [] });

beforeEach(() => {
  document.body.innerHTML = `<input name="csrfmiddlewaretoken" value="t"><p data-grid-state></p><button data-grid-undo disabled></button>
    <div data-grid-words data-saving="Đang lưu" data-saved="Đã lưu" data-offline="Mất kết nối" data-retry="Lưu lại" data-not-a-number="Không phải là số"
      data-theirs="Người khác ghi" data-yours="của anh/chị" data-keep="Ghi số của tôi" data-take="Lấy số mới" data-pasted="ô vừa dán" data-beyond="Thừa" data-undone="Hoàn tác xong" data-cleared="trống"></div>
    <table><tbody data-grid data-save="/cells/">${row("A", "", 0)}${row("B", "5", 7)}<tr data-grid-row><th></th><td class="grid-cell" data-key="90001|2026-04|T"><span data-figure>—</span><p data-why></p><ul data-notes></ul></td></tr>${row("C", "", 0)}</tbody></table>
    <ul data-grid-form-notes></ul>`;
  answers = [];
  send = vi.fn(async (_address, _token, cells) => {
    const next = answers.shift();
    return next ? next(cells) : { status: 200, answer: { cells: cells.map((one, at) => saved(one.indicator, one.text, 100 + at)), calculated: [], findings: [] } };
  });
  grid = start(document, send);
});

it("walks with Enter and the arrows over what is calculated, and saves what it leaves", async () => {
  field("A").focus();
  field("A").value = "1.234,5";
  press(field("A"), "Enter");
  expect(document.activeElement).toBe(field("B"));
  press(field("B"), "ArrowDown");
  expect(document.activeElement).toBe(field("C"));
  press(field("C"), "Enter", { shiftKey: true });
  expect(document.activeElement).toBe(field("B"));
  await settled();
  expect(send).toHaveBeenCalledTimes(1);
  expect(send).toHaveBeenCalledWith("/cells/", "t", [{ unit: "90001", period: "2026-04", indicator: "A", text: "1.234,5", version: 0 }]);
  expect(field("A").dataset).toMatchObject({ version: "100", saved: "1.234,5" });
});

it("puts the old figure back on Escape and sends nothing", async () => {
  field("B").focus();
  field("B").value = "6";
  press(field("B"), "Escape");
  field("B").blur();
  await settled();
  expect(field("B").value).toBe("5");
  expect(send).not.toHaveBeenCalled();
});

it("spreads a paste over the cells below, sends it at once, marks what is no number", async () => {
  field("A").focus();
  const event = Object.assign(new Event("paste", { bubbles: true, cancelable: true }), { clipboardData: { getData: () => "10\n1234.5\n7\nnhiều" } });
  field("A").dispatchEvent(event);
  await settled();
  expect(event.defaultPrevented).toBe(true);
  expect(send.mock.calls[0][2].map((one) => [one.indicator, one.text])).toEqual([["A", "10"], ["B", "1234.5"]]);
  expect(notes("C")).toBe("Không phải là số");
  expect(field("C").getAttribute("aria-invalid")).toBe("true");
});

it("leaves the paste of one value to the browser", () => {
  const event = Object.assign(new Event("paste", { bubbles: true, cancelable: true }), { clipboardData: { getData: () => "10" } });
  field("A").dispatchEvent(event);
  expect(event.defaultPrevented).toBe(false);
});

it("shows findings at the cell, and calculated figures with their trace", async () => {
  answers.push((cells) => ({ status: 200, answer: {
    cells: [{ ...saved("B", cells[0].text, 8), notes: [{ blocks: true, text: "Quá lớn" }] }],
    calculated: [{ key: "90001|2026-04|T", value: "55", why: "[A] = 1", notes: [] }], findings: [{ blocks: false, text: "A phải nhỏ hơn B" }],
  } }));
  grid.write([[field("B"), "999"]]);
  await settled();
  expect(notes("B")).toBe("Quá lớn");
  expect(document.querySelector("[data-figure]").textContent).toBe("55");
  expect(document.querySelector("[data-why]").textContent).toBe("[A] = 1");
  expect(document.querySelector("[data-grid-form-notes]").textContent).toBe("A phải nhỏ hơn B");
});

it("shows both figures of a conflict and sends the own one again with the newer version", async () => {
  answers.push(() => ({ status: 200, answer: { cells: [{ key: "90001|2026-04|B", error: "x", theirs: { value: "6", version: 9, who: "Bình", at: "09:10" } }], calculated: [] } }));
  grid.write([[field("B"), "8"]]);
  await settled();
  expect(notes("B")).toContain("Người khác ghi: 6 (Bình, 09:10); của anh/chị: 8");
  field("B").closest("td").querySelector("[data-grid-choice=keep]").click();
  await settled();
  expect(send.mock.calls[1][2][0]).toMatchObject({ text: "8", version: 9 });
  expect(notes("B")).toBe("");
});

it("keeps what could not be sent and sends it again when asked", async () => {
  answers.push(() => ({ status: 0, answer: null }));
  grid.write([[field("A"), "3"]]);
  await settled();
  expect(grid.isUnsaved).toBe(true);
  document.querySelector("[data-retry]").click();
  await settled();
  expect(send).toHaveBeenCalledTimes(2);
  expect(grid.isUnsaved).toBe(false);
});

it("sends what was typed meanwhile after the answer, never beside it", async () => {
  let answer;
  answers.push((cells) => new Promise((resolve) => { answer = () => resolve({ status: 200, answer: { cells: [saved("A", cells[0].text, 20)], calculated: [] } }); }));
  grid.write([[field("A"), "1"]]);
  grid.write([[field("A"), "2"]]);
  await settled();
  expect(send).toHaveBeenCalledTimes(1);
  answer();
  await settled();
  expect(send.mock.calls[1][2][0]).toMatchObject({ text: "2", version: 20 });
  expect(field("A").value).toBe("2");
});

it("takes the last change back", async () => {
  grid.write([[field("B"), "6"]]);
  await settled();
  document.querySelector("[data-grid-undo]").click();
  await settled();
  expect(field("B").value).toBe("5");
  expect(send.mock.calls[1][2][0]).toMatchObject({ text: "5", version: 100 });
  expect(document.querySelector("[data-grid-undo]").disabled).toBe(true);
});

it("knows which places have a field", () => {
  expect(matrixOf(document.querySelector("[data-grid]")).map((cells) => cells.map(Boolean))).toEqual([[true], [true], [false], [true]]);
});
