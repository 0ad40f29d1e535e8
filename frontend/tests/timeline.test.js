import { expect, it } from "vitest";

import { start } from "../src/modules/timeline.js";

const row = (x, width) => `<div class="gantt-row"><div class="gantt-name">Việc</div><svg><rect x="${x}" y="7" width="${width}" height="12"></rect></svg></div>`;

function page({ today, wide = 200 }) {
  document.body.innerHTML = `<div data-today="${today}"><div class="gantt-body">${row(0, 100)}${row(300, 900)}</div></div>`;
  const frame = document.querySelector("[data-today]");
  Object.defineProperty(frame, "clientWidth", { value: wide });
  document.querySelectorAll(".gantt-row").forEach((one, at) => { one.getBoundingClientRect = () => ({ top: at * 40 }); });
  start(document);
  return frame;
}

it("opens a long line where today is, at the first work that is seen there", () => {
  const frame = page({ today: 1000 });
  expect(frame.scrollLeft).toBe(880);
  expect(frame.scrollTop).toBe(40);
});

it("leaves a line that fits where it is", () => {
  const frame = page({ today: 100 });
  expect(frame.scrollLeft).toBe(0);
  expect(frame.scrollTop).toBe(0);
});
