import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { equip, typedName, withName } from "../src/modules/mentions.js";

const PEOPLE = [
  { key: "binh", text: "Trần Thị Bình", note: "Chuyên viên" },
  { key: "cuong", text: "Lê Văn Cường", note: "" },
];

describe("the name being typed", () => {
  it.each([
    ["Nhờ @bi", { at: 4, typed: "bi" }],
    ["@", { at: 0, typed: "" }],
    ["@trần thị", { at: 0, typed: "trần thị" }],
    ["thư gửi a@b", null],
    ["không có ai", null],
    ["@bình\nxong", null],
    ["@ bình", null],
  ])("in “%s” is %o", (text, then) => expect(typedName(text, text.length)).toEqual(then));

  it("ends at the caret", () => expect(typedName("Nhờ @bình xem", 7)).toEqual({ at: 4, typed: "bì" }));
});

describe("the chosen name", () => {
  it("takes the place of what was typed, with one space behind", () => {
    expect(withName("Nhờ @bi xem", 7, 4, "binh")).toEqual({ text: "Nhờ @binh xem", caret: 10 });
  });
});

describe("a text in which people are mentioned", () => {
  let look;
  const field = () => document.querySelector("textarea");
  const list = () => document.querySelector("[role=listbox]");
  const type = async (text) => {
    field().value = text;
    field().setSelectionRange(text.length, text.length);
    field().dispatchEvent(new Event("input", { bubbles: true }));
    await vi.advanceTimersByTimeAsync(300);
  };
  const press = (key) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    field().dispatchEvent(event);
    return event.defaultPrevented;
  };

  beforeEach(() => {
    vi.useFakeTimers();
    document.body.innerHTML = '<div data-mentions data-address="/people/"><textarea></textarea></div>';
    look = vi.fn(async () => PEOPLE);
    equip(document.querySelector("[data-mentions]"), look);
  });
  afterEach(() => { vi.useRealTimers(); });

  it("offers who fits and takes by keyboard", async () => {
    await type("Nhờ @b");
    expect(look).toHaveBeenCalledWith("/people/?q=b");
    expect(list().hidden).toBe(false);
    expect(press("ArrowDown")).toBe(true);
    expect(field().getAttribute("aria-activedescendant")).toBe(list().children[1].id);
    expect(press("Enter")).toBe(true);
    expect(field().value).toBe("Nhờ @cuong ");
    expect(list().hidden).toBe(true);
  });

  it("closes on Escape and leaves the keys to the text", async () => {
    await type("@b");
    expect(press("Escape")).toBe(true);
    expect(list().hidden).toBe(true);
    expect(press("Enter")).toBe(false);
  });

  it("stays quiet where no name is typed", async () => {
    await type("xong rồi");
    expect(look).not.toHaveBeenCalled();
  });

  it("shows nothing that came too late", async () => {
    look.mockImplementationOnce(() => new Promise((resolve) => { setTimeout(() => resolve(PEOPLE), 1000); }));
    await type("@b");
    await type("xong");
    await vi.advanceTimersByTimeAsync(2000);
    expect(list().hidden).toBe(true);
  });
});
