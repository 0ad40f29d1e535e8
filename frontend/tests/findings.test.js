import { beforeEach, describe, expect, it, vi } from "vitest";

import { nextFinding, start } from "../src/modules/findings.js";

const PAGE = `
  <article data-finding tabindex="-1" id="one"><button data-copy="Sửa thành 80%">copy</button>
    <details><summary data-dismiss>x</summary><form><input type="text"></form></details></article>
  <article data-finding tabindex="-1" id="two"></article>`;

function press(key, target = document.activeElement) {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

describe("findings by keyboard", () => {
  beforeEach(() => {
    document.body.innerHTML = PAGE;
    if (!start.started) start(document);
    start.started = true;
  });

  it("walks to the ends and stays there", () => {
    const [one, two] = document.querySelectorAll("[data-finding]");
    expect(nextFinding([one, two], null, 1)).toBe(one);
    expect(nextFinding([one, two], one, 1)).toBe(two);
    expect(nextFinding([one, two], two, 1)).toBe(two);
    expect(nextFinding([one, two], one, -1)).toBe(one);
    expect(nextFinding([], null, 1)).toBe(null);
  });

  it("walks with j and k", () => {
    press("j", document.body);
    expect(document.activeElement.id).toBe("one");
    press("j");
    expect(document.activeElement.id).toBe("two");
    press("k");
    expect(document.activeElement.id).toBe("one");
  });

  it("opens the reason with x and writes into it", () => {
    document.getElementById("one").focus();
    press("x");
    expect(document.querySelector("details").open).toBe(true);
    expect(document.activeElement.matches("input")).toBe(true);
    press("j");
    expect(document.activeElement.matches("input")).toBe(true);
  });

  it("copies the suggestion with c", () => {
    const copied = vi.fn();
    document.querySelector("[data-copy]").addEventListener("click", copied);
    document.getElementById("one").focus();
    press("c");
    expect(copied).toHaveBeenCalledOnce();
    press("c", document.getElementById("two"));
  });
});
