import { beforeEach, expect, it } from "vitest";

import { start } from "../src/modules/fold.js";

beforeEach(() => {
  document.body.innerHTML = `<div id="part" class="fold"></div>
    <button type="button" data-unfold aria-controls="part" aria-expanded="false"><span>Xem tất cả</span></button>`;
  start(document.body);
});

it("shows the hidden rows and says so, and hides them again", () => {
  const [part, button] = [document.getElementById("part"), document.querySelector("button")];
  document.querySelector("span").click();
  expect(part.classList.contains("is-unfolded")).toBe(true);
  expect(button.getAttribute("aria-expanded")).toBe("true");
  button.click();
  expect(part.classList.contains("is-unfolded")).toBe(false);
  expect(button.getAttribute("aria-expanded")).toBe("false");
});
