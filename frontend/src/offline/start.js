// Working without a line, on every page of the desk; fetched after the page stands.
import { toast } from "../modules/toasts.js";
import * as pages from "./pages.js";
import * as reportForm from "./report-form.js";
import { pauseAfter, sendAll } from "./sending.js";
import { server as serverAt } from "./server.js";
import { openStore } from "./store.js";
import * as trayOf from "./tray.js";
import { said } from "./words.js";

/** One sender at a time on this machine; without locks (plain HTTP) the keys keep a second delivery harmless. */
function alone(send) {
  if (!navigator.locks) return send();
  return navigator.locks.request("send-reports", { ifAvailable: true }, (lock) => (lock ? send() : { outcome: "ok", sent: 0 }));
}

/** Starts the queue, its tray, the report forms and the keeping of pages. */
export async function start(root) {
  let store;
  try {
    store = await openStore();
  } catch {
    return; // a browser that keeps nothing: pages work with a line, as ever
  }
  const owner = pages.ownerOf(root);
  const server = serverAt();
  let failures = 0;
  let timer;

  async function wake() {
    clearTimeout(timer);
    if (!owner || !(await store.list(owner)).length) {
      await tray.show();
      return;
    }
    const result = await alone(() => sendAll({ store, server, changed: () => tray.show() }));
    await finish(result);
  }

  async function finish({ outcome, sent }) {
    await tray.show();
    tray.say(outcome);
    if (sent) toast(said(root.getElementById("outbox"), "sent", sent), "success", root);
    const left = (await store.list(owner)).length;
    failures = outcome === "ok" ? 0 : failures + 1;
    if (left && outcome !== "signed-out") timer = setTimeout(wake, 1000 * (pauseAfter(failures) || 60));
    if (left && outcome !== "ok") await askForSync();
  }

  async function askForSync() {
    const registration = await navigator.serviceWorker?.getRegistration();
    await registration?.sync?.register("send-reports").catch(() => {}); // not granted: this page goes on trying
  }

  const tray = trayOf.start(root, { store, owner, wake });
  window.addEventListener("online", () => {
    failures = 0;
    wake();
  });
  navigator.serviceWorker?.addEventListener("message", (event) => {
    if (event.data?.kind === "sent") finish(event.data);
  });
  await reportForm.start(root, { store, server, wake });
  await pages.start(root, store);
  await wake();
}
