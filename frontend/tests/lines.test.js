import { beforeEach, describe, expect, it, vi } from "vitest";

import { linesNeeded, pastedCells, start } from "../src/modules/lines.js";

const line = (n) =>
  `<tr data-line><th data-line-number></th><td><textarea name="work-${n}"></textarea></td><td><input name="lead-${n}"></td><td><input name="due_on-${n}"><button type="button" data-line-remove>x</button></td></tr>`;
const FORM = `
  <form data-lines data-draft="letter-new"><table><tbody data-line-body data-most="5">${line(0)}${line(1)}</tbody></table><button type="button" data-line-add>+</button></form>`;

function storage(kept = null) {
  return { getItem: () => kept };
}

describe("cells copied from Excel", () => {
  it("are rows and columns", () => {
    expect(pastedCells("Rà soát\tXã A\nBáo cáo\tXã B\r\n")).toEqual([["Rà soát", "Xã A"], ["Báo cáo", "Xã B"]]);
  });
  it("keep line breaks and quotes inside a cell", () => {
    expect(pastedCells('"Rà soát\nđợt 1"\t"nói ""gấp"""')).toEqual([["Rà soát\nđợt 1", 'nói "gấp"']]);
    expect(pastedCells('5" một\tB')).toEqual([['5" một', "B"]]);
  });
  it("keep empty cells in their places", () => {
    expect(pastedCells("a\t\tc")).toEqual([["a", "", "c"]]);
  });
});

describe("a form of lines", () => {
  let root;
  const form = () => root.querySelector("form");
  const values = (name) => [...root.querySelectorAll(`[name^=${name}-]`)].map((cell) => cell.value);
  const paste = (cell, text) => {
    const event = new Event("paste", { bubbles: true, cancelable: true });
    event.clipboardData = { getData: () => text };
    cell.dispatchEvent(event);
    return event;
  };
  beforeEach(() => {
    document.body.innerHTML = FORM;
    root = document;
  });

  it("takes a pasted range from the cell on, and makes the lines it lacks", () => {
    const process = vi.fn();
    start(root, process, storage());
    const event = paste(root.querySelector("[name=work-1]"), "Rà soát\tXã A\t31/12/2026\nBáo cáo\t\"Xã B\nXã C\"\t\n");
    expect(event.defaultPrevented).toBe(true);
    expect(values("work")).toEqual(["", "Rà soát", "Báo cáo"]);
    expect(values("lead")).toEqual(["", "Xã A", "Xã B; Xã C"]);
    expect(values("due_on")).toEqual(["", "31/12/2026", ""]);
    expect(process).toHaveBeenCalledTimes(1);
    expect([...root.querySelectorAll("[data-line-number]")].at(-1).textContent).toBe("3");
  });
  it("leaves a single word to the browser", () => {
    start(root, undefined, storage());
    expect(paste(root.querySelector("[name=work-0]"), "Rà soát").defaultPrevented).toBe(false);
  });
  it("makes no more lines than the server takes", () => {
    start(root, undefined, storage());
    paste(root.querySelector("[name=work-0]"), Array(9).fill("việc\tXã A").join("\n"));
    expect(values("work")).toHaveLength(5);
  });
  it("walks down with Enter and does not send the form", () => {
    start(root, undefined, storage());
    const cell = root.querySelector("[name=lead-1]");
    cell.focus();
    const event = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
    cell.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(document.activeElement.name).toBe("lead-2");
  });
  it("takes a line away, and empties the last one", () => {
    start(root, undefined, storage());
    root.querySelector("[name=work-0]").value = "đầu";
    root.querySelector("[data-line-remove]").click();
    expect(values("work")).toEqual([""]);
    root.querySelector("[name=work-1]").value = "sau";
    root.querySelector("[data-line-remove]").click();
    expect(values("work")).toEqual([""]);
  });
  it("never gives a place twice after a line was taken away", () => {
    start(root, undefined, storage());
    root.querySelector("[data-line-remove]").click();
    form().querySelector("[data-line-add]").click();
    expect([...root.querySelectorAll("textarea")].map((cell) => cell.name)).toEqual(["work-1", "work-2"]);
  });
  it("makes the lines of a kept draft before it comes back", () => {
    start(root, undefined, storage(JSON.stringify({ values: { "work-3": ["x"], title: ["t"] } })));
    expect(values("work")).toHaveLength(4);
    expect(linesNeeded(["title", "work-3"])).toBe(4);
    expect(linesNeeded([])).toBe(0);
  });
  it("survives a draft that is none", () => {
    expect(() => start(root, undefined, storage("{"))).not.toThrow();
  });
});
