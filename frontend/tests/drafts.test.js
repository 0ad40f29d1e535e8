import { beforeEach, describe, expect, it, vi } from "vitest";

import { restore, start, written } from "../src/modules/drafts.js";

const FORM = `
  <form data-draft="task-7">
    <input name="title"><textarea name="note"></textarea>
    <input type="password" name="secret" value="s3cret"><input type="hidden" name="csrf" value="token">
    <input type="checkbox" name="recurring" value="yes"><input type="radio" name="role" value="lead"><input type="radio" name="role" value="support">
    <p data-draft-note hidden>Đã khôi phục</p><button data-draft-drop>Bỏ bản nháp</button>
  </form>`;
const DAY = 24 * 3600 * 1000;

function storage(initial = {}) {
  const kept = new Map(Object.entries(initial));
  return { kept, getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) };
}

describe("a draft", () => {
  let root;
  beforeEach(() => {
    root = document.implementation.createHTMLDocument();
    root.body.innerHTML = FORM;
  });
  const form = () => root.querySelector("form");

  it("keeps what was written, never passwords or hidden fields", () => {
    form().querySelector("[name=title]").value = "Rà soát";
    root.querySelector("[value=support]").checked = true;
    expect(written(form())).toEqual({ title: ["Rà soát"], note: [""], role: ["support"] });
  });

  it("comes back after the tab was closed, and says so", () => {
    const box = storage({ "draft:task-7": JSON.stringify({ at: 10 * DAY, values: { title: ["Rà soát"], recurring: ["yes"] } }) });
    start(root, box, () => 11 * DAY);
    expect(root.querySelector("[name=title]").value).toBe("Rà soát");
    expect(root.querySelector("[name=recurring]").checked).toBe(true);
    expect(root.querySelector("[data-draft-note]").hidden).toBe(false);
  });

  it("is forgotten after two weeks", () => {
    const box = storage({ "draft:task-7": JSON.stringify({ at: 0, values: { title: ["cũ"] } }) });
    start(root, box, () => 15 * DAY);
    expect(root.querySelector("[name=title]").value).toBe("");
    expect(box.kept.size).toBe(0);
  });

  it("that cannot be read is dropped instead of breaking the page", () => {
    const box = storage({ "draft:task-7": "{broken" });
    start(root, box);
    expect(box.kept.size).toBe(0);
  });

  it("is written when typing pauses and removed when the server has it", () => {
    vi.useFakeTimers();
    const box = storage();
    start(root, box, () => 5);
    const field = root.querySelector("[name=note]");
    field.value = "Đã trao đổi";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    expect(box.kept.size).toBe(0);
    vi.advanceTimersByTime(600);
    expect(JSON.parse(box.kept.get("draft:task-7"))).toMatchObject({ at: 5, values: { note: ["Đã trao đổi"] } });
    form().dispatchEvent(new CustomEvent("draft-saved", { bubbles: true }));
    expect(box.kept.size).toBe(0);
    vi.useRealTimers();
  });

  it("counts only fields that it changed", () => {
    form().querySelector("[name=title]").value = "Rà soát";
    expect(restore(form(), { title: ["Rà soát"], note: ["x"], gone: ["y"] })).toBe(1);
  });
});
