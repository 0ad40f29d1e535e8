// Sends the queue: in the order of writing, files before the report that names them, each once. What the server refuses stays and
// holds back later reports on the same share, so that order is kept; other shares go on.
import { asRemark, asReport, isForgotten, isReleased, isSame, REFUSED as IS_REFUSED, REMARK, WAITING } from "./entries.js";
import { newKey } from "./keys.js";
import { OK, REFUSED, SIGNED_OUT } from "./server.js";

const PAUSES = [5, 15, 60, 180, 600]; // seconds
const GONE = "plans.evidence_gone";

/** Seconds to wait before the next attempt after so many that failed. */
export const pauseAfter = (failures) => PAUSES[Math.min(failures, PAUSES.length) - 1] ?? 0;

/**
 * Sends what waits of whoever is signed in. `changed` is called after each step. Gives {outcome, sent}: outcome is "ok" where all
 * that can be sent was sent, else why it stopped ("offline", "later", "signed-out").
 */
export async function sendAll({ store, server, changed = () => {}, now = () => Date.now() }) {
  const session = await server.session();
  if (session.meaning !== OK) return { outcome: session.meaning === REFUSED ? SIGNED_OUT : session.meaning, sent: 0 };
  const { owner, csrf_token: token } = session.body;
  const held = new Set();
  let sent = 0;
  for (const entry of await store.list(owner)) {
    if (isForgotten(entry, now())) await store.remove(entry.id);
    else if (held.has(entry.share) || !isReleased(entry, now()) || entry.state === IS_REFUSED) held.add(entry.share);
    else {
      const result = await sendOne(store, server, entry.id, token, changed);
      await changed();
      if (result === OK) sent += 1;
      else if (result === REFUSED) held.add(entry.share);
      else if (result !== "gone") return { outcome: result, sent };
    }
  }
  return { outcome: OK, sent };
}

function deliver(server, entry, token) {
  if (entry.kind === REMARK) return server.sendRemark(entry, asRemark(entry), token);
  return server.sendReport(entry, asReport(entry), token);
}

async function sendOne(store, server, id, token, changed, isSecondTime = false) {
  let entry = await store.change(id, (known) => ({ ...known, attempts: known.attempts + 1 }));
  if (!entry) return "gone";
  await changed(id);
  let answer = await sendFiles(store, server, entry, token);
  entry = await store.get(id);
  if (!entry) return "gone";
  if (answer.meaning === OK) answer = await deliver(server, entry, token);
  if (answer.body.code === GONE && !isSecondTime) {
    // The server cleared the files away because their report came too late: send them again.
    await store.change(id, (known) => ({ ...known, files: known.files.map((file) => ({ ...file, sent: "" })) }));
    return sendOne(store, server, id, token, changed, true);
  }
  if (answer.meaning === REFUSED) {
    const problem = { code: answer.body.code ?? "", detail: answer.body.detail ?? "", status: answer.status };
    await store.change(id, (known) => ({ ...known, state: IS_REFUSED, problem }));
  }
  if (answer.meaning !== OK) return answer.meaning;
  const kept = await store.get(id);
  if (kept && (kept.version !== entry.version || (kept.edited && !isSame(kept, answer.body)))) {
    // Changed after a delivery that the server has: the change is a report of its own.
    await store.change(id, (known) => ({ ...known, key: newKey(), state: WAITING, attempts: 0, edited: false }));
    return sendOne(store, server, id, token, changed, isSecondTime);
  }
  await store.remove(id);
  return OK;
}

async function sendFiles(store, server, entry, token) {
  for (const file of (entry.files ?? []).filter((one) => !one.sent)) {
    const blob = await store.blob(file.key);
    if (!blob) continue; // taken out meanwhile
    const answer = await server.sendFile(entry, file, blob, token);
    if (answer.meaning !== OK) return answer;
    await store.change(entry.id, (known) => ({
      ...known,
      files: known.files.map((one) => (one.key === file.key ? { ...one, sent: answer.body.uid } : one)),
    }));
  }
  return { meaning: OK, body: {} };
}
