// What stands in the queue, and what may happen to it. Plain values in and out; the store keeps them.
import { newKey } from "./keys.js";

export const WAITING = "waiting"; // to be sent as soon as there is a line
export const HELD = "held"; // the page is sending it itself; kept in case the line drops half-way
export const REFUSED = "refused"; // the server said no; the person decides
const HELD_MS = 60_000;
const KEPT_DAYS = 30;
const DAY_MS = 24 * 3600 * 1000;

export const REMARK = "remark"; // what people say to each other about a task; anything else is a report

/**
 * A new entry. `fields` are share, name, page, progress, text, difficulty, done, completedOn, link, files; of a remark kind, share
 * (the task: remarks keep their order among themselves), name, page, text.
 */
export function newEntry(owner, fields, { key = newKey(), state = WAITING, now = new Date() } = {}) {
  return { owner, ...fields, key, state, enteredAt: now.toISOString(), attempts: 0, version: 1, edited: false, problem: null };
}

/** The entry after its writer changed it. Whatever was refused goes back into the queue. */
export function edited(entry, fields) {
  return {
    ...entry,
    ...fields,
    state: WAITING,
    problem: null,
    version: entry.version + 1,
    edited: entry.edited || entry.attempts > 0,
  };
}

/** Whether the page that holds an entry has had its time: it was closed, or its line dropped. */
export function isReleased(entry, now = Date.now()) {
  return entry.state !== HELD || now - Date.parse(entry.enteredAt) > HELD_MS;
}

/** Whether an entry of somebody who never came back has to go. */
export function isForgotten(entry, now = Date.now()) {
  return now - Date.parse(entry.enteredAt) > KEPT_DAYS * DAY_MS;
}

/** Whether the server holds just what the entry says: an earlier delivery may have come before it was changed. */
export function isSame(entry, stored) {
  if (entry.kind === REMARK) return stored.text === entry.text.trim();
  const written = [entry.done ? 100 : entry.progress, entry.text.trim(), entry.difficulty.trim()];
  return [stored.progress, stored.text, stored.difficulty].every((value, at) => value === written[at]);
}

/** What the API is told of a remark. */
export function asRemark(entry) {
  return { text: entry.text, owner: entry.owner };
}

/** What the API is told of an entry whose files have all been sent. */
export function asReport(entry) {
  return {
    progress: entry.done ? 100 : entry.progress,
    text: entry.text,
    difficulty: entry.difficulty,
    done: entry.done,
    completed_on: (entry.done && entry.completedOn) || null,
    link: entry.link || null,
    evidence: entry.files.map((file) => file.sent),
    entered_at: entry.enteredAt,
    owner: entry.owner,
  };
}
