import { beforeEach, describe, expect, it } from "vitest";

import { keptAddress, isFresh, savedCopy } from "../../src/offline/copies.js";
import { forgetDrafts, forgetOthers, markCopy, ownerOf, savedAt } from "../../src/offline/pages.js";
import { enqueue, faultOf, fieldsOf } from "../../src/offline/report-form.js";
import { start as startTray } from "../../src/offline/tray.js";
import { moment, said } from "../../src/offline/words.js";
import { memoryStore } from "./memory-store.js";

const FORM = `
  <form data-report-queue="s1" data-name="Đắp đê" data-page="/plans/tasks/t1/?share=s1">
    <input name="key" value="k"><input name="progress" value="60"><textarea name="text">Đã đắp</textarea>
    <textarea name="difficulty"></textarea><input name="completed_on" value="1/11/2026"><input name="link" value=" ">
    <input type="checkbox" name="claims_done" checked>
  </form>`;
const TRAY = `
  <button data-outbox hidden><span data-outbox-count></span></button>
  <dialog id="outbox" data-said-count="Chờ gửi: {0}" data-said-refused="Chưa nhận" data-said-waiting="Chờ gửi"
          data-said-advice="Sửa rồi gửi lại" data-said-advice-state="Mở việc để xem" data-said-sign-in="Hãy đăng nhập">
    <p data-outbox-line></p><p data-outbox-sign-in hidden></p><p data-outbox-empty></p><ul data-outbox-list></ul>
    <template><li>
      <a data-part="name"></a><span data-part="state"></span><b data-part="progress"></b><i data-part="text"></i>
      <ul data-part="files"></ul><p data-part="entered"></p>
      <div data-part="problem"><span data-part="reason"></span><span data-part="advice"></span></div>
      <button data-edit></button><button data-part="again" data-again></button><button data-delete></button>
      <form data-part="form" hidden><input name="progress"><textarea name="text"></textarea><textarea name="difficulty"></textarea>
        <input type="checkbox" name="done"><button>Lưu</button></form>
    </li></template>
  </dialog>`;
const settled = () => new Promise((resolve) => setTimeout(resolve));

function page(html, copiedAt = "") {
  const root = document.implementation.createHTMLDocument();
  root.body.innerHTML = html;
  if (copiedAt) root.documentElement.dataset.savedCopy = copiedAt;
  return root;
}

describe("a report form", () => {
  it("says the same to the queue as to the server", () => {
    expect(fieldsOf(page(FORM).querySelector("form"))).toEqual({
      share: "s1", name: "Đắp đê", page: "/plans/tasks/t1/?share=s1", progress: 60, text: "Đã đắp", difficulty: "",
      done: true, completedOn: "2026-11-01", link: "",
    });
  });

  it("says of a remark whose task it is about", () => {
    const html = `<form data-remark-queue="t1" data-name="Đắp đê" data-page="/plans/tasks/t1/"><textarea name="text">Thiếu đất</textarea></form>`;
    const said = fieldsOf(page(html).querySelector("form"));
    expect(said).toEqual({ kind: "remark", share: "t1", name: "Đắp đê", page: "/plans/tasks/t1/", text: "Thiếu đất" });
    expect(faultOf(said, [])).toBe("");
  });

  it.each([
    [{ progress: 101, done: false, text: "", link: "" }, [], "range"],
    [{ progress: 10, done: true, text: " ", link: "" }, [], "proof"],
    [{ progress: 10, done: true, text: " ", link: "" }, ["a file"], ""],
    [{ progress: 0, done: false, text: "", link: "" }, [], ""],
  ])("of %o with %o has the fault “%s”", (fields, files, fault) => expect(faultOf(fields, files)).toBe(fault));

  it("puts its files beside it, each under a key of its own", async () => {
    const store = memoryStore();
    await enqueue(store, "binh", { text: "x" }, [new File(["1"], "a.jpg"), new File(["22"], "b.jpg")], { key: "k" });
    const [entry] = store.all();
    expect(entry.files.map((file) => [file.name, file.size, file.sent])).toEqual([["a.jpg", 1, ""], ["b.jpg", 2, ""]]);
    expect(entry).toMatchObject({ key: "k", owner: "binh", state: "waiting", attempts: 0 });
    expect([...store.blobs.keys()]).toEqual(entry.files.map((file) => file.key));
  });
});

describe("a kept page", () => {
  it.each([
    ["https://h/plans/tasks/1/?share=2", "https://h/plans/tasks/1/?share=2"],
    ["https://h/plans/tasks/1/?sent=k", "https://h/plans/tasks/1/"],
    ["https://h/plans/tasks/1/?format=print", null],
    ["https://h/desk/#a", "https://h/desk/"],
  ])("of %s stands under %s", (asked, kept) => expect(keptAddress(new URL(asked))).toBe(kept));

  it("says so, and its text is otherwise the same", async () => {
    const kept = new Response('<!doctype html><html lang="vi"><p>ệ</p></html>', { headers: { "X-Kept-At": "2026-11-22T01:00:00Z" } });
    expect(await (await savedCopy(kept)).text()).toBe('<!doctype html><html data-saved-copy="2026-11-22T01:00:00Z" lang="vi"><p>ệ</p></html>');
  });

  it("is fresh for half an hour", () => {
    const kept = { headers: new Headers({ "X-Kept-At": "2026-11-22T01:00:00Z" }) };
    expect([29, 31].map((minutes) => isFresh(kept, Date.parse("2026-11-22T01:00:00Z") + minutes * 60_000))).toEqual([true, false]);
    expect(isFresh({ headers: new Headers() })).toBe(false);
  });

  it("shows from when it is, and switches off what needs a line but not the report form", () => {
    const root = page(
      `<div id="toasts"><p data-toast>Đã báo hoàn thành.</p></div>
       <div data-saved-note data-said-saved="Bản lưu lúc {0}." data-said-needs-line="Cần mạng" hidden><b data-saved-words></b></div>
       <main><form method="post"><button id="other"></button></form><form method="post" data-report-queue="s"><button id="mine"></button></form></main>`,
      new Date(2026, 10, 22, 8, 5).toISOString(),
    );
    markCopy(root);
    expect(root.querySelector("[data-saved-words]").textContent).toBe("Bản lưu lúc 08:05 22/11/2026.");
    expect([root.getElementById("other").disabled, root.getElementById("mine").disabled]).toEqual([true, false]);
    expect(root.querySelector("[data-saved-note]").hidden).toBe(false);
    expect(root.querySelectorAll("#toasts [data-toast]")).toHaveLength(0);
  });
});

describe("a machine that several people use", () => {
  let store;
  let told;
  const send = async (message) => void told.push(message);
  beforeEach(() => {
    store = memoryStore();
    told = [];
    localStorage.setItem("draft:report-1", "của người trước");
    localStorage.setItem("other", "x");
  });

  it("forgets pages and drafts of the last person when another comes", async () => {
    await store.setFact("owner", "binh");
    await forgetOthers(store, "cuong", { send });
    expect(told).toEqual([{ kind: "forget", owner: "cuong" }]);
    expect([localStorage.getItem("draft:report-1"), localStorage.getItem("other")]).toEqual([null, "x"]);
    expect(await store.fact("owner")).toBe("cuong");
  });

  it("keeps everything for the same person", async () => {
    await store.setFact("owner", "binh");
    await forgetOthers(store, "binh", { send });
    expect(told).toEqual([]);
  });

  it("forgets the pages, not the drafts, where a session has ended", async () => {
    await store.setFact("owner", "binh");
    await forgetOthers(store, "", { send });
    expect(told).toEqual([{ kind: "forget", owner: "" }]);
    expect(localStorage.getItem("draft:report-1")).not.toBeNull();
    forgetDrafts();
    expect(localStorage.getItem("draft:report-1")).toBeNull();
  });

  it("knows whose page it shows", () => {
    const root = page("");
    expect([ownerOf(root), savedAt(root)]).toEqual(["", ""]);
    root.body.dataset.owner = "binh";
    expect(ownerOf(root)).toBe("binh");
  });
});

describe("the tray", () => {
  const waiting = { owner: "binh", name: "Đắp đê", page: "/t", progress: 60, text: "một", difficulty: "", done: false, files: [], enteredAt: "2026-11-22T01:00:00Z", state: "waiting", attempts: 0, version: 1 };
  const refused = { ...waiting, text: "hai", state: "refused", attempts: 1, problem: { code: "plans.step_not_allowed", detail: "Đã thu hồi" } };
  let root;
  let store;
  let tray;
  let woken;
  beforeEach(async () => {
    root = page(TRAY);
    store = memoryStore([waiting, refused, { ...waiting, owner: "cuong", text: "của người khác" }]);
    woken = 0;
    tray = startTray(root, { store, owner: "binh", wake: async () => void (woken += 1) });
    await tray.show();
  });
  const items = () => [...root.querySelectorAll("[data-id]")];
  const text = (item, name) => item.querySelector(`[data-part=${name}]`).textContent;

  it("counts and shows what is one's own, with the reason and what to do", () => {
    expect(root.querySelector("[data-outbox]").getAttribute("aria-label")).toBe("Chờ gửi: 2");
    expect(items().map((item) => [text(item, "text"), text(item, "state")])).toEqual([["một", "Chờ gửi"], ["hai", "Chưa nhận"]]);
    expect([text(items()[1], "reason"), text(items()[1], "advice")]).toEqual(["Đã thu hồi", "Mở việc để xem"]);
  });

  it("changes an entry before it goes", async () => {
    items()[0].querySelector("[data-edit]").click();
    const form = items()[0].querySelector("form");
    form.elements.text.value = "một, đã sửa";
    form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
    await settled();
    expect(store.all()[0]).toMatchObject({ text: "một, đã sửa", version: 2, edited: false, state: "waiting" });
    expect(woken).toBe(1);
  });

  it("keeps what is being typed while the queue moves", async () => {
    items()[0].querySelector("[data-edit]").click();
    items()[0].querySelector("form").elements.text.value = "đang gõ";
    await tray.show();
    expect(items()[0].querySelector("form").elements.text.value).toBe("đang gõ");
  });

  it("sends a refused entry again when asked", async () => {
    items()[1].querySelector("[data-again]").click();
    await settled();
    expect(store.all()[1]).toMatchObject({ state: "waiting", problem: null, edited: true });
  });

  it("says who has to come where the session has ended", () => {
    tray.say("signed-out");
    expect(root.querySelector("[data-outbox-line]").textContent).toBe("Hãy đăng nhập");
    expect(root.querySelector("[data-outbox-sign-in]").hidden).toBe(false);
    tray.say("ok");
    expect(root.querySelector("[data-outbox-line]").textContent).toBe("");
  });

  it("goes away when nothing waits", async () => {
    await store.remove(1);
    await store.remove(2);
    await tray.show();
    expect(root.querySelector("[data-outbox]").hidden).toBe(true);
  });
});

describe("sentences", () => {
  it("come from the page", () => {
    const root = page('<p data-said-full-name="Còn {0} việc của {1}"></p>');
    expect(said(root.querySelector("p"), "fullName", 3)).toBe("Còn 3 việc của {1}");
    expect(said(null, "any")).toBe("");
    expect(moment("nonsense")).toBe("");
  });
});
