import { beforeEach, expect, test } from "vitest";

import { start } from "../src/modules/choose.js";

beforeEach(() => {
  document.body.innerHTML = `<form data-choose><input type="checkbox" data-choose-all><input type="checkbox" name="entries" value="a"><input type="checkbox" name="entries" value="b"><input type="checkbox" value="c" disabled></form>`;
  start(document);
});

const all = () => document.querySelector("[data-choose-all]");
const values = () => [...document.querySelectorAll("[name=entries]")].map((box) => box.checked);

function mark(box, checked) {
  box.checked = checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

test("one box marks all others that can be marked, and unmarks them", () => {
  mark(all(), true);
  expect(values()).toEqual([true, true]);
  expect(document.querySelector("[value=c]").checked).toBe(false);
  mark(all(), false);
  expect(values()).toEqual([false, false]);
});

test("the box for all tells when only some are marked", () => {
  mark(document.querySelector("[value=a]"), true);
  expect(all().indeterminate).toBe(true);
  mark(document.querySelector("[value=b]"), true);
  expect(all().checked).toBe(true);
  expect(all().indeterminate).toBe(false);
});
