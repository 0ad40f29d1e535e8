// The service worker: shows kept pages where there is no line, keeps the parts that pages are made of, sends the queue when the
// browser says that the line is back. Built on its own by build/service-worker.js, which names VERSION and ASSETS; the server
// puts PLACES before it. Nothing is kept that does not carry X-Kept-For, and never an answer to a write.
import { isFresh, keptAddress, savedCopy } from "./copies.js";
import { sendAll } from "./sending.js";
import { server } from "./server.js";
import { openStore } from "./store.js";

/* global PLACES, ASSETS, VERSION */
const SHELL = `shell-${VERSION}`;
const PAGES = "pages-";
const PATIENCE_MS = 6000;
const MOST_PAGES = 80;
let generation = 0; // grows with each sign-out: answers that were under way before it are not kept

const isShell = (name) => name.startsWith("shell-");
const isPages = (name) => name.startsWith(PAGES);

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const shell = await caches.open(SHELL);
      await shell.addAll(ASSETS.map((name) => PLACES.static + name));
      // Without cookies: this page stays on the machine after sign-out, so it may say nothing about anybody.
      await shell.add(new Request(PLACES.offline, { credentials: "omit" }));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim().then(tidy));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== self.location.origin) return;
  if (address.pathname === PLACES.signOut && request.method === "POST") event.waitUntil(forget());
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(event, address));
  else if (address.pathname.startsWith(PLACES.static)) event.respondWith(part(request));
});

self.addEventListener("message", (event) => {
  const { kind, owner, addresses } = event.data ?? {};
  if (kind === "keep") event.waitUntil(keepAll(addresses).then(tidy));
  if (kind === "forget") event.waitUntil(forget(owner).then(() => event.ports[0]?.postMessage("done")));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "send-reports") event.waitUntil(sendQueue());
});

async function part(request) {
  return (await caches.match(request)) ?? fetch(request);
}

/** A page from the server; where no answer comes in time, the kept copy, or the page that says that there is none. */
async function page(event, address) {
  const born = generation;
  const asked = fetch(event.request);
  const kept = (await find(address)) ?? (await find(address, { ignoreSearch: true }));
  let timer;
  const patience = new Promise((resolve) => {
    if (kept) timer = setTimeout(resolve, PATIENCE_MS);
  });
  try {
    const answer = await Promise.race([asked, patience]);
    if (answer) {
      event.waitUntil(keep(address, answer.clone(), born));
      return answer;
    }
    asked.then((late) => keep(address, late, born)).catch(() => {});
  } catch {
    // no line: the copy below
  } finally {
    clearTimeout(timer);
  }
  if (kept) return savedCopy(kept);
  if (address.pathname === "/") return Response.redirect(PLACES.desk);
  return savedCopy(await caches.match(PLACES.offline));
}

async function find(address, options = {}) {
  for (const name of (await caches.keys()).filter(isPages)) {
    const found = await (await caches.open(name)).match(keptAddress(address) ?? address.href, options);
    if (found) return found;
  }
  return null;
}

async function keep(address, answer, born) {
  const owner = answer.headers.get("X-Kept-For");
  const name = keptAddress(address);
  if (!name || answer.redirected || answer.status >= 500) return;
  if (!owner || answer.status !== 200) {
    await drop(name); // no longer one's own, or no longer there
    return;
  }
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-At", new Date().toISOString());
  headers.set("X-Kept-With", VERSION);
  const body = await answer.blob();
  if (born !== generation) return;
  await forgetOthers(owner);
  const pages = await caches.open(PAGES + owner);
  await pages.put(name, new Response(body, { status: 200, headers }));
  const all = await pages.keys();
  for (const old of all.slice(0, Math.max(0, all.length - MOST_PAGES))) await pages.delete(old);
}

async function drop(address) {
  for (const name of (await caches.keys()).filter(isPages)) await (await caches.open(name)).delete(address);
}

/** Fetches pages to be read without a line, one after the other, those that were not fetched lately. */
async function keepAll(addresses) {
  const born = generation;
  for (const address of addresses.slice(0, MOST_PAGES).map((one) => new URL(one, self.location.origin))) {
    const kept = await find(address);
    if (kept && isFresh(kept)) continue;
    if (!(await refetch(address, born))) return;
  }
}

/** Fetches one page anew; false where there is no line. */
async function refetch(address, born) {
  try {
    // The header asks the server to leave its short messages to the page that a person opens next.
    const answer = await fetch(address.href, { credentials: "same-origin", headers: { "X-For-Keeping": "1" } });
    await keep(address, answer, born);
    return true;
  } catch {
    return false;
  }
}

/** Removes the parts of older versions as soon as no kept page is made of them; pages that no longer open go with them. */
async function tidy() {
  const names = await caches.keys();
  const old = names.filter((name) => isShell(name) && name !== SHELL);
  if (!old.length) return;
  const born = generation;
  for (const name of names.filter(isPages)) {
    const pages = await caches.open(name);
    for (const request of await pages.keys()) {
      const kept = await pages.match(request);
      if (!kept || kept.headers.get("X-Kept-With") === VERSION) continue;
      if (!(await refetch(new URL(request.url), born))) return;
      const now = await pages.match(request);
      if (now && now.headers.get("X-Kept-With") !== VERSION) await pages.delete(request);
    }
  }
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** Removes the pages of everybody, or of everybody but one person. */
async function forget(owner = "") {
  if (!owner) generation += 1;
  await forgetOthers(owner);
}

async function forgetOthers(owner) {
  const names = (await caches.keys()).filter((name) => isPages(name) && name !== PAGES + owner);
  await Promise.all(names.map((name) => caches.delete(name)));
}

async function sendQueue() {
  const sending = async () => sendAll({ store: await openStore(), server: server() });
  const result = await (self.navigator.locks ? navigator.locks.request("send-reports", sending) : sending());
  for (const client of await self.clients.matchAll()) client.postMessage({ kind: "sent", ...result });
  if (result.outcome === "offline" || result.outcome === "later") throw new Error("no line yet"); // the browser tries again
}
