import { beforeEach, expect, it, vi } from "vitest";

import { start } from "../src/modules/panel.js";

let panel;
const filled = () => document.querySelector("main").dispatchEvent(new CustomEvent("htmx:after:swap", { bubbles: true }));

beforeEach(() => {
  document.body.innerHTML = `<main><a href="#" hx-target="#cell-panel">…</a><div id="cell-panel"></div></main>`;
  panel = document.getElementById("cell-panel");
  panel.scrollIntoView = vi.fn();
  start(document.querySelector("main"), { innerHeight: 800 });
});

it.each([
  ["below the screen", 2400, 1],
  ["above the screen", -300, 1],
  ["beside the grid", 120, 0],
])("shows a panel that was asked for and stands %s", (_where, top, times) => {
  panel.getBoundingClientRect = () => ({ top });
  document.querySelector("a").click();
  filled();
  expect(panel.scrollIntoView).toHaveBeenCalledTimes(times);
});

it("does not move the page when something else is swapped", () => {
  panel.getBoundingClientRect = () => ({ top: 2400 });
  filled();
  expect(panel.scrollIntoView).not.toHaveBeenCalled();
});
