import { expect, it } from "vitest";

import { start } from "../src/modules/timeline.js";

const row = (x, width) => `<tr><th>Việc</th><td><svg><rect x="${x}" y="7" width="${width}" height="12"></rect></svg></td></tr>`;

function page({ today, wide = 200 }) {
  document.body.innerHTML = `<div data-today="${today}"><table><thead><tr><th>Nhiệm vụ</th></tr></thead>
    <tbody>${row(0, 100)}${row(300, 900)}</tbody></table></div>`;
  const frame = document.querySelector("[data-today]");
  Object.defineProperty(frame, "clientWidth", { value: wide });
  document.querySelectorAll("tbody tr").forEach((one, at) => Object.defineProperty(one, "offsetTop", { value: 30 + at * 40 }));
  start(document);
  return frame;
}

it("opens a long line where today is, at the first work that is seen there", () => {
  const frame = page({ today: 1000 });
  expect(frame.scrollLeft).toBe(880);
  expect(frame.scrollTop).toBe(70);
});

it("leaves a line that fits where it is", () => {
  const frame = page({ today: 100 });
  expect(frame.scrollLeft).toBe(0);
  expect(frame.scrollTop).toBe(30);
});
