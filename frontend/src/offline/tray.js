// The tray: what waits to be sent, on every page of the desk; each can be changed or taken out before it goes.
import { writtenSize } from "../modules/file-drop.js";
import { ask } from "../modules/confirm.js";
import { edited, REFUSED, REMARK } from "./entries.js";
import { moment, said } from "./words.js";

const ADVICE = {
  "plans.step_not_allowed": "adviceState",
  "plans.evidence_refused": "adviceFile",
  "access.not_allowed": "adviceRights",
  not_found: "adviceRights",
};

const part = (item, name) => item.querySelector(`[data-part="${name}"]`);

function fill(item, entry, tray) {
  part(item, "name").textContent = entry.name;
  part(item, "name").href = entry.page || "#";
  const isRemark = entry.kind === REMARK;
  for (const field of item.querySelectorAll("[data-report-only]")) field.hidden = isRemark;
  if (isRemark) part(item, "progress").textContent = said(tray, "remark");
  else part(item, "progress").textContent = entry.done ? said(tray, "done") : `${entry.progress}%`;
  part(item, "text").textContent = entry.text;
  part(item, "entered").textContent = said(tray, "entered", moment(entry.enteredAt));
  const isRefused = entry.state === REFUSED;
  part(item, "state").textContent = said(tray, isRefused ? "refused" : "waiting");
  item.classList.toggle("is-refused", isRefused);
  part(item, "problem").hidden = !isRefused;
  if (isRefused) {
    part(item, "reason").textContent = entry.problem.detail || said(tray, "noReason");
    part(item, "advice").textContent = said(tray, ADVICE[entry.problem.code] ?? "advice");
  }
  part(item, "again").hidden = !isRefused;
  const form = part(item, "form");
  form.elements.progress.value = entry.progress ?? 0;
  form.elements.text.value = entry.text;
  form.elements.difficulty.value = entry.difficulty ?? "";
  form.elements.done.checked = Boolean(entry.done);
  part(item, "files").replaceChildren(...(entry.files ?? []).map((file) => fileLine(file, tray)));
}

function fileLine(file, tray) {
  const line = document.createElement("li");
  const words = document.createElement("span");
  words.textContent = `${file.name} · ${writtenSize(file.size)}${file.sent ? ` · ${said(tray, "fileSent")}` : ""}`;
  const remove = document.createElement("button");
  remove.type = "button";
  remove.className = "btn btn-quiet btn-sm";
  remove.dataset.dropFile = file.key;
  remove.textContent = said(tray, "dropFile");
  remove.setAttribute("aria-label", `${said(tray, "dropFile")}: ${file.name}`);
  line.append(words, remove);
  return line;
}

/** Starts the tray. Gives `show`, which reads the queue anew. */
export function start(root, { store, owner, wake }) {
  const tray = root.getElementById("outbox");
  const button = root.querySelector("[data-outbox]");
  if (!tray || !button || !owner) return { show: async () => {}, say: () => {} };
  const list = tray.querySelector("[data-outbox-list]");
  const template = tray.querySelector("template");

  async function show() {
    const entries = await store.list(owner);
    const open = new Set([...list.children].filter((item) => !part(item, "form").hidden).map((item) => item.dataset.id));
    button.hidden = entries.length === 0;
    button.classList.toggle("has-refused", entries.some((entry) => entry.state === REFUSED));
    button.setAttribute("aria-label", said(tray, "count", entries.length));
    button.querySelector("[data-outbox-count]").textContent = entries.length;
    tray.querySelector("[data-outbox-empty]").hidden = entries.length > 0;
    const shown = entries.map((entry) => {
      const id = String(entry.id);
      const known = open.has(id) && [...list.children].find((item) => item.dataset.id === id);
      if (known) return known; // being changed: what was typed stays
      const item = template.content.firstElementChild.cloneNode(true);
      item.dataset.id = id;
      fill(item, entry, tray);
      return item;
    });
    list.replaceChildren(...shown);
  }

  /** Says above the list why nothing goes out: no line, a busy server, nobody signed in. */
  function say(outcome) {
    const names = { offline: "offline", later: "later", "signed-out": "signIn" };
    const line = tray.querySelector("[data-outbox-line]");
    line.textContent = names[outcome] ? said(tray, names[outcome]) : "";
    tray.querySelector("[data-outbox-sign-in]").hidden = outcome !== "signed-out";
  }

  tray.addEventListener("click", async (event) => {
    const item = event.target.closest("[data-id]");
    const id = Number(item?.dataset.id);
    if (event.target.closest("[data-outbox-send]")) await wake();
    if (!item) return;
    const form = part(item, "form");
    if (event.target.closest("[data-edit]")) {
      form.hidden = !form.hidden;
      if (!form.hidden) form.elements[form.elements.progress.closest("[hidden]") ? "text" : "progress"].focus();
    } else if (event.target.closest("[data-again]")) {
      await store.change(id, (entry) => edited(entry, {}));
      await wake();
    } else if (event.target.closest("[data-delete]")) {
      if (!(await ask(said(tray, "sure"), root))) return;
      await store.remove(id);
      await show();
    } else if (event.target.closest("[data-drop-file]")) {
      const key = event.target.closest("[data-drop-file]").dataset.dropFile;
      const entry = await store.change(id, (known) => edited(known, { files: known.files.filter((file) => file.key !== key) }));
      if (entry) part(item, "files").replaceChildren(...entry.files.map((file) => fileLine(file, tray)));
    }
  });
  tray.addEventListener("submit", async (event) => {
    const item = event.target.closest("[data-id]");
    if (!item) return;
    event.preventDefault();
    const { progress, text, difficulty, done } = event.target.elements;
    const fields = { progress: Number(progress.value), text: text.value, difficulty: difficulty.value, done: done.checked };
    event.target.hidden = true;
    await store.change(Number(item.dataset.id), (entry) => edited(entry, entry.kind === REMARK ? { text: fields.text } : fields));
    await show();
    await wake();
  });
  return { show, say };
}
