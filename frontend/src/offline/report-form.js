// The forms of reports and remarks: what is written goes into the queue first and is sent by the page itself where there is a line, so that a
// line that drops half-way loses nothing. On a kept copy, or without a line, it waits.
import { toIso } from "../modules/days.js";
import { toast } from "../modules/toasts.js";
import { HELD, newEntry, REMARK, WAITING } from "./entries.js";
import { newKey } from "./keys.js";
import { ownerOf, savedAt } from "./pages.js";
import { PlaceStays, reduced } from "./photos.js";
import { OK } from "./server.js";
import { said } from "./words.js";

const SOON_MS = 4000;
const MOST_HELD = 30_000_000; // bytes: larger files are not kept twice while the page sends them itself

export const QUEUED = "form[data-report-queue], form[data-remark-queue]";

/** What the form says, without its files. */
export function fieldsOf(form) {
  const { reportQueue, remarkQueue, name, page } = form.dataset;
  if (remarkQueue) return { kind: REMARK, share: remarkQueue, name: name ?? "", page: page ?? "", text: form.elements.text.value };
  const value = (name) => form.elements[name]?.value ?? "";
  return {
    share: reportQueue,
    name: name ?? "",
    page: page ?? "",
    progress: Number(value("progress")) || 0,
    text: value("text"),
    difficulty: value("difficulty"),
    done: Boolean(form.elements.claims_done?.checked),
    completedOn: toIso(value("completed_on")),
    link: value("link").trim(),
  };
}

/** What the server would refuse at once; the name of the sentence that says so, or nothing. */
export function faultOf(fields, files) {
  if (fields.kind === REMARK) return "";
  if (fields.progress < 0 || fields.progress > 100) return "range";
  if (fields.done && !(fields.text.trim() || files.length || fields.link)) return "proof";
  return "";
}

async function prepared(form, isPhone) {
  const keepPlace = Boolean(form.querySelector("[data-keep-place]")?.checked);
  const files = [...(form.elements.files?.files ?? [])];
  return isPhone ? Promise.all(files.map((file) => reduced(file, { keepPlace }))) : files;
}

async function hasLine(root, server, owner) {
  if (savedAt(root) || navigator.onLine === false) return false;
  const session = await server.session(SOON_MS);
  return session.meaning === OK && session.body.owner === owner;
}

/** Puts a report into the queue; gives its id. */
export async function enqueue(store, owner, fields, files, { key, state = WAITING } = {}) {
  const named = files.map((file) => ({ file, key: newKey() }));
  const entry = newEntry(
    owner,
    { ...fields, files: named.map((one) => ({ key: one.key, name: one.file.name, size: one.file.size, sent: "" })) },
    { key, state },
  );
  return store.add(entry, new Map(named.map((one) => [one.key, one.file])));
}

function putBack(form, files) {
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(file);
  if (form.elements.files) form.elements.files.files = carrier.files;
}

function emptied(form) {
  form.reset();
  form.elements.key.value = newKey();
  form.querySelectorAll("[data-file-list]").forEach((list) => list.replaceChildren());
  form.dispatchEvent(new CustomEvent("draft-saved", { bubbles: true }));
}

/** The page that answers a report or a remark names its key: the queue need not hold it any longer. */
async function release(root, store, owner) {
  const marks = [...root.querySelectorAll('[data-draft-sent^="report-"]')];
  const sent = marks.map((mark) => mark.dataset.draftSent.slice("report-".length));
  sent.push(...[...root.querySelectorAll("[data-queue-sent]")].map((mark) => mark.dataset.queueSent));
  const shown = [...root.querySelectorAll(QUEUED)].map((form) => form.elements.key.value);
  const answered = new Set(savedAt(root) ? [] : [...sent, ...shown]);
  for (const entry of await store.list(owner)) {
    if (entry.state === HELD && answered.has(entry.key)) await store.remove(entry.id);
  }
}

/** Starts the forms of a page. `wake` sends the queue. */
export async function start(root, { store, server, wake }) {
  const owner = ownerOf(root);
  if (!owner) return;
  await release(root, store, owner);
  const forms = root.querySelectorAll(QUEUED);
  for (const form of forms) {
    if (savedAt(root)) form.elements.key.value = newKey(); // the key in a kept copy was used before
    const note = form.querySelector("[data-phone-only]");
    if (note) note.hidden = !isPhone();
  }
  root.addEventListener("submit", (event) => {
    const form = event.target.closest(QUEUED);
    if (!form || event.defaultPrevented) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    send(form).finally(() => delete form.dataset.busy);
  });

  async function send(form) {
    let files;
    try {
      files = await prepared(form, isPhone());
    } catch (error) {
      if (!(error instanceof PlaceStays)) throw error;
      toast(said(form, "placeStays", error.message), "error", root);
      return;
    }
    const fields = fieldsOf(form);
    const key = form.elements.key.value || newKey();
    form.elements.key.value = key;
    if (await hasLine(root, server, owner)) {
      const size = files.reduce((sum, file) => sum + file.size, 0);
      if (size <= MOST_HELD) await enqueue(store, owner, fields, files, { key, state: HELD }).catch(() => {});
      putBack(form, files);
      form.dispatchEvent(new CustomEvent("draft-saved", { bubbles: true })); // the queue has it now
      form.submit();
      return;
    }
    const fault = faultOf(fields, files);
    if (fault) {
      toast(said(form, fault), "error", root);
      return;
    }
    try {
      await enqueue(store, owner, fields, files, { key });
    } catch {
      toast(said(form, "full"), "error", root);
      return;
    }
    emptied(form);
    toast(said(form, "kept"), "success", root);
    await wake();
  }
}

const isPhone = () => window.matchMedia("(pointer: coarse)").matches;
