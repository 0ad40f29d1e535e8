import { beforeEach, describe, expect, it, vi } from "vitest";

import { ledToSignIn, messageFor, start } from "../src/modules/responses.js";

it.each([
  [403, "saidForbidden"],
  [404, "saidMissing"],
  [429, "saidBusy"],
  [500, "saidBroken"],
  [503, "saidBroken"],
  [422, ""],
  [409, ""],
  [400, ""],
])("status %d is said with %j", (status, name) => expect(messageFor(status)).toBe(name));

it.each([
  [{ redirected: true, url: "http://localhost:3000/accounts/login/?next=/plans/" }, true],
  [{ redirected: true, url: "http://localhost:3000/plans/" }, false],
  [{ redirected: false, url: "http://localhost:3000/accounts/login/" }, false],
  [undefined, false],
])("knows the sign-in page after the session has ended", (response, expected) => {
  expect(ledToSignIn(response, "/accounts/login/")).toBe(expected);
  expect(ledToSignIn(response, "")).toBe(false);
});

describe("an answer that fails", () => {
  let root;
  let reload;
  beforeEach(() => {
    root = document.implementation.createHTMLDocument();
    root.body.innerHTML = `<div id="toasts" data-sign-in="/accounts/login/" data-said-forbidden="Không có quyền" data-said-offline="Mất kết nối"></div>`;
    reload = vi.fn();
    start(root, reload);
  });
  const send = (name, detail) => {
    const event = new CustomEvent(name, { bubbles: true, cancelable: true, detail });
    root.body.dispatchEvent(event);
    return event;
  };
  const said = () => [...root.querySelectorAll("[data-toast] p")].map((one) => one.textContent);

  it("is explained", () => {
    send("htmx:response:error", { ctx: { response: { status: 403 } } });
    expect(said()).toEqual(["Không có quyền"]);
  });

  it("with a form to mend is left to the form", () => {
    send("htmx:response:error", { ctx: { response: { status: 422 } } });
    expect(said()).toEqual([]);
  });

  it("because the line is lost says so", () => {
    send("htmx:error", { ctx: { request: {} }, error: new TypeError("Failed to fetch") });
    expect(said()).toEqual(["Mất kết nối"]);
  });

  it("because the session has ended opens the page again instead of swapping the sign-in form into it", () => {
    const raw = { redirected: true, url: "http://localhost:3000/accounts/login/?next=/plans/" };
    expect(send("htmx:before:response", { ctx: { response: { raw } } }).defaultPrevented).toBe(true);
    expect(reload).toHaveBeenCalledTimes(1);
  });
});
