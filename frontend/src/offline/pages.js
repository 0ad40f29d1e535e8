// A page and the service worker: whose machine this is, what to keep, when to forget, and how a kept copy says that it is one.
import { ask } from "../modules/confirm.js";
import { moment, said } from "./words.js";

const OWNER = "owner";

/** The person for whom a page was made; empty on pages for everybody. */
export const ownerOf = (root) => root.body.dataset.owner ?? "";

/** From when the page is, where it is a kept copy; empty where it came from the server. */
export const savedAt = (root) => root.documentElement.dataset.savedCopy ?? "";

async function tell(message, workers = navigator.serviceWorker) {
  const worker = (await workers?.getRegistration())?.active;
  if (!worker) return;
  await new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = resolve;
    worker.postMessage(message, [channel.port2]);
    setTimeout(resolve, 2000);
  });
}

/** Half-written forms of the last person go too. */
export function forgetDrafts(storage = window.localStorage) {
  const names = Object.keys(storage).filter((name) => name.startsWith("draft:"));
  for (const name of names) storage.removeItem(name);
}

/** Removes what pages of somebody else left here; `owner` may stay. The queue stays: it is the only copy of what was written. */
export async function forgetOthers(store, owner, { send = tell, storage = window.localStorage } = {}) {
  const last = await store.fact(OWNER);
  if (owner && last === owner) return;
  await send({ kind: "forget", owner });
  if (owner && last) forgetDrafts(storage);
  if (owner) await store.setFact(OWNER, owner);
}

/** Shows from when a kept copy is, and switches off what needs the server. */
export function markCopy(root) {
  const at = savedAt(root);
  const note = root.querySelector("[data-saved-note]");
  if (!at || !note) return;
  root.querySelectorAll("#toasts [data-toast]").forEach((old) => old.remove()); // they were about that moment
  note.querySelector("[data-saved-words]").textContent = said(note, "saved", moment(at));
  note.hidden = false;
  const forms = root.querySelectorAll("main form[method=post]:not([data-report-queue], [data-remark-queue])");
  for (const button of [...forms].flatMap((form) => [...form.querySelectorAll("button")])) {
    button.disabled = true;
    button.title = said(note, "needsLine");
  }
}

/** Asks the worker to keep the pages that this page names. */
function keepPages(root) {
  const links = [...root.querySelectorAll("[data-keep-offline] a")].map((link) => link.href);
  if (links.length && !savedAt(root)) tell({ kind: "keep", addresses: [window.location.href, ...new Set(links)] });
}

/** Before signing out: says what was not sent, and leaves nothing behind. */
function signOut(root, store, owner) {
  root.addEventListener(
    "submit",
    async (event) => {
      const form = event.target.closest("form[data-sign-out]");
      if (!form || form.dataset.cleared) return;
      event.preventDefault();
      const left = await store.list(owner);
      if (left.length && !(await ask(said(form, "unsent", left.length), root))) return;
      for (const entry of left) await store.remove(entry.id);
      await tell({ kind: "forget", owner: "" });
      forgetDrafts();
      await store.setFact(OWNER, "");
      form.dataset.cleared = "yes";
      form.requestSubmit();
    },
    true,
  );
}

/** Starts all of this on a page. */
export async function start(root, store) {
  const owner = ownerOf(root);
  markCopy(root);
  navigator.serviceWorker?.register("/service-worker.js").catch(() => {}); // none over plain HTTP: the queue works without
  if (!savedAt(root) && (owner || "signedOut" in root.body.dataset)) await forgetOthers(store, owner);
  if (!owner) return;
  signOut(root, store, owner);
  const workers = navigator.serviceWorker;
  workers?.ready.then(() => keepPages(root));
}
