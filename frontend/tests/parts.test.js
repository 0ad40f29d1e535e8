import { readFileSync } from "node:fs";

import { beforeEach, describe, expect, it, vi } from "vitest";

import { sprite, symbol } from "../build/icon-sprite.js";
import { ask, start as startConfirm } from "../src/modules/confirm.js";
import { start as startJobs } from "../src/modules/jobs.js";
import { start as startToasts, toast } from "../src/modules/toasts.js";

describe("toasts", () => {
  beforeEach(() => { document.body.innerHTML = `<div id="toasts" data-close-label="Đóng"></div>`; });

  it("show text as text", () => {
    toast("<b>Đã lưu</b>", "success");
    expect(document.querySelector("[data-toast] p").textContent).toBe("<b>Đã lưu</b>");
    expect(document.querySelector("[data-toast] b")).toBeNull();
  });

  it("leave by themselves, errors stay until closed", () => {
    vi.useFakeTimers();
    startToasts(document);
    toast("Đã lưu", "success");
    toast("Chưa lưu được", "error");
    vi.advanceTimersByTime(10_000);
    expect([...document.querySelectorAll("[data-toast]")].map((one) => one.className)).toEqual(["toast toast-error"]);
    document.querySelector("[data-toast-close]").click();
    expect(document.querySelector("[data-toast]")).toBeNull();
    vi.useRealTimers();
  });

  it("appear when a response asks for one", () => {
    document.body.dispatchEvent(new CustomEvent("toast", { bubbles: true, detail: { text: "Đã giao 3 việc", tone: "success" } }));
    expect(document.querySelector("[data-toast] p").textContent).toBe("Đã giao 3 việc");
  });
});

describe("the question before an action", () => {
  beforeEach(() => {
    document.body.innerHTML = `<dialog id="confirm"><p id="confirm-question"></p></dialog><form data-confirm="Thu hồi?"><button>Thu hồi</button></form>`;
    const dialog = document.getElementById("confirm");
    dialog.showModal = vi.fn();
  });

  const answer = (value) => {
    const dialog = document.getElementById("confirm");
    dialog.returnValue = value;
    dialog.dispatchEvent(new Event("close"));
  };

  it.each([["yes", true], ["no", false], ["", false]])("answered %j gives %j", async (value, expected) => {
    const asked = ask("Thu hồi nhiệm vụ?");
    expect(document.getElementById("confirm-question").textContent).toBe("Thu hồi nhiệm vụ?");
    answer(value);
    expect(await asked).toBe(expected);
  });

  it("holds a form back until it is answered yes", async () => {
    startConfirm(document);
    const form = document.querySelector("form");
    form.requestSubmit = vi.fn();
    const event = new Event("submit", { bubbles: true, cancelable: true });
    form.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    answer("no");
    await Promise.resolve();
    expect(form.requestSubmit).not.toHaveBeenCalled();

    form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    answer("yes");
    await Promise.resolve();
    expect(form.requestSubmit).toHaveBeenCalledTimes(1);
  });

  it("lets htmx go on only after yes", async () => {
    const [issueRequest, dropRequest] = [vi.fn(), vi.fn()];
    const event = new CustomEvent("htmx:confirm", { bubbles: true, cancelable: true, detail: { ctx: { confirm: "Xóa?" }, issueRequest, dropRequest } });
    document.body.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    answer("yes");
    await Promise.resolve();
    expect(issueRequest).toHaveBeenCalled();
    expect(dropRequest).not.toHaveBeenCalled();
  });
});

it("opens the page of a job once it has succeeded while being watched", () => {
  const root = document.implementation.createHTMLDocument();
  const go = vi.fn();
  root.body.innerHTML = `<div id="job-1" data-job="running" data-done-url="/plans/3/"></div><div id="job-2" data-job="succeeded" data-done-url="/old/"></div>`;
  startJobs(root, go);
  root.getElementById("job-1").dataset.job = "succeeded";
  root.dispatchEvent(new Event("htmx:after:swap"));
  root.dispatchEvent(new Event("htmx:after:swap"));
  expect(go.mock.calls).toEqual([["/plans/3/"]]);
});

describe("the icon sprite", () => {
  it("keeps the drawing and drops the frame", () => {
    const svg = `<!-- x --><svg class="a" width="24">\n  <path stroke="none" d="M0 0h24v24H0z" fill="none" />\n  <path d="M5 12l5 5" />\n</svg>\n`;
    expect(symbol("check", svg)).toBe(`<symbol id="check" viewBox="0 0 24 24"><path d="M5 12l5 5" /></symbol>`);
  });

  it("has every icon that is listed, each once", () => {
    const names = JSON.parse(readFileSync("icons.json", "utf8"));
    const made = sprite(names, "node_modules/@tabler/icons/icons/outline");
    expect([...made.matchAll(/<symbol id="([^"]+)"/g)].map(([, id]) => id)).toEqual([...new Set(names)].sort());
    expect(names).toEqual([...new Set(names)]);
  });
});
