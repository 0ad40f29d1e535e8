import { beforeEach, expect, it, vi } from "vitest";

import { start } from "../src/modules/row-form.js";

beforeEach(() => {
  const root = document.createElement("main"); // listeners of an earlier test stay with their own
  root.innerHTML = `<form data-whens data-send-keys>
    <input type="checkbox" name="is_delayed">
    <div id="why" data-when="is_delayed" data-when-values='["True"]'><input name="delay_reason"></div>
    <select name="kind"><option value=""></option><option value="other">khác</option></select>
    <fieldset id="more" data-when="kind" data-when-values='["other"]'><textarea name="note"></textarea></fieldset>
    <div id="always" data-when="elsewhere" data-when-values='["x"]'></div>
  </form>`;
  document.body.replaceChildren(root);
  start(root);
});

const change = (name, values) => {
  const field = document.querySelector(`[name=${name}]`);
  Object.assign(field, values);
  field.dispatchEvent(new Event("change", { bubbles: true }));
};

it("asks for a part only while the other field says so", () => {
  const why = document.getElementById("why");
  expect(why.hidden).toBe(true);
  expect(why.querySelector("input").disabled).toBe(true);
  change("is_delayed", { checked: true });
  expect(why.hidden).toBe(false);
  expect(why.querySelector("input").disabled).toBe(false);
  change("is_delayed", { checked: false });
  expect(why.hidden).toBe(true);
});

it("does so for whole sections too, and leaves alone what depends on no field of this form", () => {
  expect(document.getElementById("more").hidden).toBe(true);
  change("kind", { value: "other" });
  expect(document.getElementById("more").hidden).toBe(false);
  expect(document.getElementById("always").hidden).toBe(false);
});

it("sends with Ctrl+Enter from any field", () => {
  const form = document.querySelector("form");
  form.requestSubmit = vi.fn();
  const press = (options) => form.querySelector("textarea").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, ...options }));
  press({});
  expect(form.requestSubmit).not.toHaveBeenCalled();
  press({ ctrlKey: true });
  expect(form.requestSubmit).toHaveBeenCalledOnce();
});
