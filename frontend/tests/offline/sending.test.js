import { describe, expect, it, vi } from "vitest";

import { edited, HELD, isReleased, newEntry, REFUSED, REMARK } from "../../src/offline/entries.js";
import { newKey } from "../../src/offline/keys.js";
import { pauseAfter, sendAll } from "../../src/offline/sending.js";
import { meaning, server } from "../../src/offline/server.js";
import { memoryStore } from "./memory-store.js";

const OWNER = "binh";
const entry = (share, text, more = {}) =>
  newEntry(OWNER, { share, name: share, page: "/", progress: 30, text, difficulty: "", done: false, completedOn: "", link: "", files: [], ...more });
const remark = (task, text) => newEntry(OWNER, { kind: REMARK, share: task, name: task, page: "/", text });
const stored = (report) => ({ progress: report.progress, text: report.text.trim(), difficulty: report.difficulty.trim() });

/** A server that keeps each key once; `answers` replaces the answer of a step: "file photo.jpg", "report <text>". */
function fakeServer(answers = {}) {
  const log = [];
  const entries = new Map();
  const next = (step) => {
    const planned = answers[step];
    const answer = Array.isArray(planned) ? planned.shift() : planned;
    return answer && answer !== "ok" ? answer : null;
  };
  return {
    log,
    entries,
    session: async () => next("session") ?? { meaning: "ok", body: { owner: OWNER, csrf_token: "t" } },
    async sendFile(_entry, file) {
      log.push(`file ${file.name}`);
      return next(`file ${file.name}`) ?? { meaning: "ok", body: { uid: `uid-${file.name}` } };
    },
    async sendRemark(sent, words) {
      log.push(`remark ${words.text}`);
      const planned = next(`remark ${words.text}`);
      if (planned && !planned.stores) return planned;
      if (!entries.has(sent.key)) entries.set(sent.key, { text: words.text.trim(), owner: words.owner });
      return planned ?? { meaning: "ok", status: 201, body: entries.get(sent.key) };
    },
    async sendReport(sent, report) {
      log.push(`report ${report.text}`);
      const planned = next(`report ${report.text}`);
      if (planned && !planned.stores) return planned;
      if (!entries.has(sent.key)) entries.set(sent.key, { ...stored(report), evidence: report.evidence });
      return planned ?? { meaning: "ok", status: 201, body: entries.get(sent.key) };
    },
  };
}

const NO_LINE = { meaning: "offline", body: {} };
const LOST_ANSWER = { meaning: "offline", body: {}, stores: true };
const TAKEN_BACK = { meaning: "refused", status: 422, body: { code: "plans.step_not_allowed", detail: "Đang “Đã thu hồi”" } };

describe("the queue", () => {
  it("is sent in the order of writing, and is empty then", async () => {
    const store = memoryStore([entry("a", "một"), entry("b", "hai"), entry("a", "ba")]);
    const there = fakeServer();
    expect(await sendAll({ store, server: there })).toEqual({ outcome: "ok", sent: 3 });
    expect(there.log).toEqual(["report một", "report hai", "report ba"]);
    expect(store.all()).toEqual([]);
  });

  it("sends the files of a report before it, and names them", async () => {
    const files = [{ key: "f1", name: "a.jpg", sent: "" }, { key: "f2", name: "b.jpg", sent: "" }];
    const store = memoryStore();
    await store.add(entry("a", "một", { files }), new Map([["f1", "A"], ["f2", "B"]]));
    const there = fakeServer();
    await sendAll({ store, server: there });
    expect(there.log).toEqual(["file a.jpg", "file b.jpg", "report một"]);
    expect([...there.entries.values()][0].evidence).toEqual(["uid-a.jpg", "uid-b.jpg"]);
    expect(store.blobs.size).toBe(0);
  });

  it("goes on where the line dropped: files that arrived are not sent again", async () => {
    const files = [{ key: "f1", name: "a.jpg", sent: "" }, { key: "f2", name: "b.jpg", sent: "" }];
    const store = memoryStore();
    await store.add(entry("a", "một", { files }), new Map([["f1", "A"], ["f2", "B"]]));
    const there = fakeServer({ "file b.jpg": [NO_LINE, "ok"] });
    expect((await sendAll({ store, server: there })).outcome).toBe("offline");
    expect(store.all()[0].state).toBe("waiting");
    await sendAll({ store, server: there });
    expect(there.log).toEqual(["file a.jpg", "file b.jpg", "file b.jpg", "report một"]);
  });

  it("sends remarks among the reports, once each, in the name of the writer", async () => {
    const store = memoryStore([entry("a", "một"), remark("t", "Đê thấp hơn bản vẽ"), remark("t", "Đã gọi kỹ sư")]);
    const there = fakeServer({ "remark Đê thấp hơn bản vẽ": [LOST_ANSWER, "ok"] });
    await sendAll({ store, server: there });
    await sendAll({ store, server: there });
    expect(there.log).toEqual(["report một", "remark Đê thấp hơn bản vẽ", "remark Đê thấp hơn bản vẽ", "remark Đã gọi kỹ sư"]);
    expect([...there.entries.values()].slice(1).map((one) => [one.text, one.owner])).toEqual([
      ["Đê thấp hơn bản vẽ", OWNER],
      ["Đã gọi kỹ sư", OWNER],
    ]);
    expect(store.all()).toEqual([]);
  });

  it("makes a remark that was changed after its delivery a remark of its own", async () => {
    const store = memoryStore([remark("t", "Đê thấp")]);
    const there = fakeServer({ "remark Đê thấp": LOST_ANSWER });
    await sendAll({ store, server: there });
    await store.change(store.all()[0].id, (known) => edited(known, { text: "Đê thấp hơn bản vẽ" }));
    await sendAll({ store, server: there });
    await sendAll({ store, server: there });
    expect([...there.entries.values()].map((one) => one.text)).toContain("Đê thấp hơn bản vẽ");
    expect(store.all()).toEqual([]);
  });

  it("delivers a report once although the first answer was lost", async () => {
    const store = memoryStore([entry("a", "một")]);
    const there = fakeServer({ "report một": [LOST_ANSWER, "ok"] });
    await sendAll({ store, server: there });
    await sendAll({ store, server: there });
    expect(there.log).toEqual(["report một", "report một"]);
    expect(there.entries.size).toBe(1);
    expect(store.all()).toEqual([]);
  });

  it("sends a change as a report of its own where the server already had the first", async () => {
    const store = memoryStore([entry("a", "một")]);
    const there = fakeServer({ "report một": [LOST_ANSWER] });
    await sendAll({ store, server: there });
    await store.change(1, (known) => edited(known, { text: "một, đã sửa" }));
    await sendAll({ store, server: there });
    expect([...there.entries.values()].map((one) => one.text)).toEqual(["một", "một, đã sửa"]);
    expect(store.all()).toEqual([]);
  });

  it("keeps what was changed while it was on its way", async () => {
    const store = memoryStore([entry("a", "một")]);
    const there = fakeServer();
    const send = there.sendReport;
    there.sendReport = async (sent, report) => {
      there.sendReport = send;
      await store.change(1, (known) => edited(known, { text: "hai" }));
      return send(sent, report);
    };
    await sendAll({ store, server: there });
    expect([...there.entries.values()].map((one) => one.text)).toEqual(["một", "hai"]);
  });

  it("keeps a refusal with its reason, and the later reports on that share behind it", async () => {
    const store = memoryStore([entry("a", "một"), entry("a", "hai"), entry("b", "ba")]);
    const there = fakeServer({ "report một": TAKEN_BACK });
    expect(await sendAll({ store, server: there })).toEqual({ outcome: "ok", sent: 1 });
    expect(store.all().map((one) => [one.text, one.state, one.problem?.code])).toEqual([
      ["một", REFUSED, "plans.step_not_allowed"],
      ["hai", "waiting", undefined],
    ]);
    await sendAll({ store, server: there });
    expect(there.log).toEqual(["report một", "report ba"]);
  });

  it("sends files again that the server cleared away, and not for ever", async () => {
    const gone = { meaning: "refused", status: 422, body: { code: "plans.evidence_gone", detail: "Không còn" } };
    const store = memoryStore();
    await store.add(entry("a", "một", { files: [{ key: "f", name: "a.jpg", sent: "old" }] }), new Map([["f", "A"]]));
    const there = fakeServer({ "report một": [gone, gone] });
    await sendAll({ store, server: there });
    expect(there.log).toEqual(["report một", "file a.jpg", "report một"]);
    expect(store.all()[0].state).toBe(REFUSED);
  });

  it("stops at a server that is busy, so that nothing overtakes", async () => {
    const store = memoryStore([entry("a", "một"), entry("b", "hai")]);
    const there = fakeServer({ "report một": { meaning: "later", status: 503, body: {} } });
    expect(await sendAll({ store, server: there })).toEqual({ outcome: "later", sent: 0 });
    expect(there.log).toEqual(["report một"]);
  });

  it("waits for its writer where the session has ended", async () => {
    const store = memoryStore([entry("a", "một")]);
    const there = fakeServer({ session: { meaning: "signed-out", body: {} } });
    expect(await sendAll({ store, server: there })).toEqual({ outcome: "signed-out", sent: 0 });
    expect(store.all()).toHaveLength(1);
  });

  it("of another person is left alone", async () => {
    const store = memoryStore([{ ...entry("a", "của người khác"), owner: "cuong" }]);
    const there = fakeServer();
    await sendAll({ store, server: there });
    expect(there.log).toEqual([]);
    expect(store.all()).toHaveLength(1);
  });

  it("lets the page that sends a report itself have its time first", async () => {
    const store = memoryStore([{ ...entry("a", "một"), state: HELD }, entry("a", "hai")]);
    const there = fakeServer();
    await sendAll({ store, server: there });
    expect(there.log).toEqual([]);
    await sendAll({ store, server: there, now: () => Date.now() + 61_000 });
    expect(there.log).toEqual(["report một", "report hai"]);
  });

  it("drops after a month what nobody came back for", async () => {
    const store = memoryStore([entry("a", "một")]);
    await sendAll({ store, server: fakeServer(), now: () => Date.now() + 31 * 24 * 3600 * 1000 });
    expect(store.all()).toEqual([]);
  });
});

describe("an answer", () => {
  it.each([
    [201, "", "ok"], [401, "access.not_signed_in", "signed-out"], [409, "plans.another_person", "signed-out"],
    [403, "access.not_allowed", "refused"], [403, "http", "later"], [404, "not_found", "refused"], [413, "", "refused"],
    [422, "plans.step_not_allowed", "refused"], [429, "", "later"], [502, "", "later"],
  ])("%i %s means %s", (status, code, meant) => expect(meaning(status, code)).toBe(meant));

  it("that is the sign-in page means that the writer has to come", async () => {
    const page = new Response("<html>", { headers: { "Content-Type": "text/html" } });
    expect((await server(async () => page).session()).meaning).toBe("signed-out");
  });

  it("that never comes is given up", async () => {
    vi.useFakeTimers();
    const never = (_address, { signal }) => new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const asked = server(never).session(4000);
    await vi.advanceTimersByTimeAsync(4000);
    expect((await asked).meaning).toBe("offline");
    vi.useRealTimers();
  });

  it("carries key, token and writer", async () => {
    const calls = [];
    const there = server(async (address, options) => {
      calls.push([address, options]);
      return new Response("{}", { status: 201, headers: { "Content-Type": "application/json" } });
    });
    await there.sendReport({ share: "s1", key: "k1" }, { progress: 5 }, "token");
    await there.sendFile({ share: "s1", owner: OWNER }, { name: "a.jpg" }, new File(["x"], "a.jpg"), "token");
    expect(calls[0][0]).toBe("/api/plans/shares/s1/reports");
    expect(calls[0][1].headers).toMatchObject({ "Idempotency-Key": "k1", "X-CSRFToken": "token" });
    expect(calls[1][0]).toBe("/api/plans/shares/s1/evidence?owner=binh");
    expect(calls[1][1].body.get("file").name).toBe("a.jpg");
  });
});

describe("small parts", () => {
  it("wait longer after each failure, and no longer than ten minutes", () => {
    expect([0, 1, 2, 3, 4, 5, 50].map(pauseAfter)).toEqual([0, 5, 15, 60, 180, 600, 600]);
  });

  it("make a key that no other report has", () => {
    expect(newKey()).toMatch(/^[0-9a-f]{32}$/);
    expect(newKey()).not.toBe(newKey());
  });

  it("release what a page held a minute ago", () => {
    const held = { ...entry("a", "một"), state: HELD };
    expect(isReleased(held, Date.parse(held.enteredAt) + 59_000)).toBe(false);
    expect(isReleased(held, Date.parse(held.enteredAt) + 61_000)).toBe(true);
  });
});
