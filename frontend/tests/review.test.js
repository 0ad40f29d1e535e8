import { beforeEach, expect, it, vi } from "vitest";

import { itemOf, link, spansOf, start } from "../src/modules/review.js";

let root;
beforeEach(() => {
  document.body.innerHTML = `
    <div data-review>
      <div data-review-pane="source"><p><span data-span="s1">Sở A chủ trì</span> <span data-span="s2">trong quý III</span></p><span data-span="s9">khác</span></div>
      <div data-review-pane="items"><article data-item="7" data-spans="s2 s1 s404"><button>Nhận</button></article><article data-item="8" data-spans="s9"></article></div>
    </div>`;
  root = document.querySelector("[data-review]");
  for (const pane of root.querySelectorAll("[data-review-pane]")) pane.scrollTo = vi.fn();
});
const linked = () => [...root.querySelectorAll(".is-linked")].map((one) => one.dataset.item ?? one.dataset.span);
const pane = (name) => root.querySelector(`[data-review-pane=${name}]`);

it("finds the spans of an item, leaving out names that the source lacks", () => {
  expect(spansOf(root, root.querySelector("[data-item='7']")).map((span) => span.dataset.span)).toEqual(["s2", "s1"]);
});

it("finds the item of a span", () => {
  expect(itemOf(root, root.querySelector("[data-span=s9]")).dataset.item).toBe("8");
});

it("marks both sides and scrolls only the pane that was not clicked", () => {
  start(document);
  root.querySelector("[data-item='7']").click();
  expect(linked()).toEqual(["s1", "s2", "7"]);
  expect(pane("source").scrollTo).toHaveBeenCalled();
  expect(pane("items").scrollTo).not.toHaveBeenCalled();

  pane("source").scrollTo.mockClear();
  root.querySelector("[data-span=s9]").click();
  expect(linked()).toEqual(["s9", "8"]);
  expect(pane("items").scrollTo).toHaveBeenCalled();
  expect(pane("source").scrollTo).not.toHaveBeenCalled();
});

it("tells the page which item is linked", () => {
  const heard = vi.fn();
  root.addEventListener("review:linked", ({ detail }) => heard(detail.item, detail.spans.length));
  link(root, root.querySelector("[data-item='7']"));
  expect(heard).toHaveBeenCalledWith("7", 2);
});

it("shows the first item with its place at once on a wide screen", () => {
  window.matchMedia = () => ({ matches: true });
  start(document);
  expect(linked()).toContain("7");
});

it("walks the items with Alt and the arrows, stopping at the ends", () => {
  window.matchMedia = () => ({ matches: false });
  start(document);
  const press = (key) => root.dispatchEvent(new KeyboardEvent("keydown", { key, altKey: true, bubbles: true, cancelable: true }));
  press("ArrowDown");
  expect(linked()).toContain("7");
  press("ArrowDown");
  press("ArrowDown");
  expect(linked()).toContain("8");
  press("ArrowUp");
  expect(linked()).toContain("7");
});
