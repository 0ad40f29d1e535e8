// The few requests of the queue, and what their answers mean for it.
const QUICK_MS = 20_000;
const UPLOAD_MS = 120_000;

export const OFFLINE = "offline"; // no answer: try again later
export const LATER = "later"; // the server is busy or broken: try again later
export const SIGNED_OUT = "signed-out"; // nobody, or somebody else, is signed in: the writer has to come
export const REFUSED = "refused"; // the server read it and said no
export const OK = "ok";

/** What a status means. `code` is that of the problem: a forgery check that failed only needs a fresh token. */
export function meaning(status, code = "") {
  if (status >= 200 && status < 300) return OK;
  if (status === 401 || code === "plans.another_person") return SIGNED_OUT;
  if (status === 403 && code === "http") return LATER;
  if (status === 408 || status === 425 || status === 429 || status >= 500) return LATER;
  return REFUSED;
}

async function ask(fetch, address, options, patience) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    const answer = await fetch(address, { credentials: "same-origin", cache: "no-store", signal: stop.signal, ...options });
    const isJson = /json/.test(answer.headers.get("Content-Type") ?? "");
    // A page instead of data: the server led to the sign-in, or to a password that has to be changed first.
    if (answer.redirected || (answer.ok && !isJson)) return { meaning: SIGNED_OUT, body: {} };
    const body = isJson ? await answer.json() : {};
    return { meaning: meaning(answer.status, body.code), status: answer.status, body };
  } catch {
    return { meaning: OFFLINE, body: {} };
  } finally {
    clearTimeout(timer);
  }
}

/** The server as the queue sees it. */
export function server(fetch = (...given) => globalThis.fetch(...given), api = "/api") {
  function write(address, key, words, token) {
    const headers = { "Content-Type": "application/json", "Idempotency-Key": key, "X-CSRFToken": token };
    return ask(fetch, address, { method: "POST", body: JSON.stringify(words), headers }, QUICK_MS);
  }
  return {
    /** Who is signed in, with a fresh token. */
    session: (patience = QUICK_MS) => ask(fetch, `${api}/session`, {}, patience),
    /** Sends one file; the answer's uid names it in the report. */
    sendFile(entry, file, blob, token) {
      const body = new FormData();
      body.append("file", blob, file.name);
      const address = `${api}/plans/shares/${entry.share}/evidence?owner=${entry.owner}`;
      return ask(fetch, address, { method: "POST", body, headers: { "X-CSRFToken": token } }, UPLOAD_MS);
    },
    /** Sends a report under its key. */
    sendReport: (entry, report, token) => write(`${api}/plans/shares/${entry.share}/reports`, entry.key, report, token),
    /** Sends a remark on a task under its key. */
    sendRemark: (entry, remark, token) => write(`${api}/plans/tasks/${entry.share}/comments`, entry.key, remark, token),
  };
}
