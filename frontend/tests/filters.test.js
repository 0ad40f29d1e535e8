import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { filterAddress, start } from "../src/modules/filters.js";

const FORM = `
  <form data-filters data-target="#list" action="/plans/">
    <input type="search" name="q" value="">
    <select name="status"><option value="" selected></option><option value="overdue">Quá hạn</option></select>
    <input type="checkbox" name="unit" value="1"><input type="checkbox" name="unit" value="2">
    <input type="checkbox" name="mine" value="1">
    <input type="hidden" name="page" value="4">
  </form>`;

describe("filterAddress", () => {
  beforeEach(() => { document.body.innerHTML = FORM; });
  const form = () => document.querySelector("form");

  it("leaves out empty fields and the page number", () => {
    expect(filterAddress(form())).toBe("/plans/");
  });

  it("trims what was typed and keeps every box that is ticked", () => {
    form().q.value = "  số hóa ";
    form().querySelectorAll("[name=unit]").forEach((box) => { box.checked = true; });
    expect(filterAddress(form())).toBe(`/plans/?${new URLSearchParams([["q", "số hóa"], ["unit", "1"], ["unit", "2"]])}`);
  });

  it("keeps parameters of the action that are no field, and drops old values of fields", () => {
    form().setAttribute("action", "/plans/?sort=-due&status=returned&page=3");
    expect(filterAddress(form())).toBe("/plans/?sort=-due");
  });
});

describe("a filter bar", () => {
  const root = document.implementation.createHTMLDocument();
  const htmx = { ajax: vi.fn() };
  start(root, htmx);

  beforeEach(() => {
    vi.useFakeTimers();
    htmx.ajax.mockClear();
    root.body.innerHTML = FORM;
  });
  afterEach(() => vi.useRealTimers());

  it("shows the result of a change at once, in the address bar too", () => {
    const form = root.querySelector("form");
    form.querySelector("select").value = "overdue";
    form.querySelector("select").dispatchEvent(new Event("change", { bubbles: true }));
    expect(htmx.ajax).toHaveBeenCalledWith("GET", "/plans/?status=overdue", expect.objectContaining({ push: "/plans/?status=overdue", target: "#list", select: "#list" }));
  });

  it("waits until typing pauses, and asks once", () => {
    const field = root.querySelector("[name=q]");
    for (const text of ["s", "so", "so hoa"]) {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      vi.advanceTimersByTime(100);
    }
    expect(htmx.ajax).not.toHaveBeenCalled();
    vi.advanceTimersByTime(400);
    expect(htmx.ajax).toHaveBeenCalledTimes(1);
    expect(htmx.ajax.mock.calls[0][1]).toBe("/plans/?q=so+hoa");
  });
});
