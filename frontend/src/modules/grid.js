// A grid of figures: arrows, Enter, Tab, F2, Esc, Alt+U; a pasted rectangle; each cell saved when it is left, in one queue, so that no
// answer overtakes another; a figure that somebody else changed shows both. Markup: templates/indicators/forms/entry.html.
import { isFigure, readRectangle, spread, step, toggleEstimate } from "./grid-reading.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** The fields row by row; null where a column has a figure that is not written. */
export function matrixOf(body) {
  return [...body.querySelectorAll("[data-grid-row]")].map((row) =>
    [...row.querySelectorAll(".grid-cell")].map((cell) => cell.querySelector("[data-cell]")));
}

function placeOf(matrix, field) {
  const row = matrix.findIndex((cells) => cells.includes(field));
  return row < 0 ? null : [row, matrix[row].indexOf(field)];
}

/** One grid. `send` posts a list of cells and gives {status, answer}; replaced in tests. */
export class Grid {
  constructor(body, words, send) {
    Object.assign(this, { body, words, send, waiting: new Map(), done: [], isSending: false, isEditing: false });
    this.state = document.querySelector("[data-grid-state]");
    this.undoButton = document.querySelector("[data-grid-undo]");
    body.addEventListener("focusin", ({ target }) => this.entered(target));
    body.addEventListener("focusout", ({ target }) => this.left(target));
    body.addEventListener("keydown", (event) => this.pressed(event));
    body.addEventListener("paste", (event) => this.pasted(event));
    body.addEventListener("click", ({ target }) => this.chosen(target));
    this.undoButton?.addEventListener("click", () => this.undo());
    this.state?.addEventListener("click", ({ target }) => target.closest("[data-retry]") && this.flush());
  }

  /** Whether something on the page has not reached the server. */
  get isUnsaved() {
    return this.waiting.size > 0 || this.isSending;
  }

  entered(field) {
    if (!field.matches("[data-cell]")) return;
    this.isEditing = false;
    field.select();
  }

  left(field) {
    if (field.matches("[data-cell]")) this.commit(field);
  }

  go(field, direction) {
    const matrix = matrixOf(this.body);
    const place = placeOf(matrix, field);
    const [row, column] = step(matrix, place, direction);
    const next = matrix[row][column];
    if (next === field) { this.commit(field); field.select(); } else next.focus();
  }

  pressed(event) {
    const field = event.target;
    if (!field.matches?.("[data-cell]") || event.isComposing) return;
    const { key } = event;
    if (key === "Enter") {
      event.preventDefault();
      this.go(field, [event.shiftKey ? -1 : 1, 0]);
    } else if (event.altKey && !event.ctrlKey && event.code === "KeyU") {
      event.preventDefault();
      field.value = toggleEstimate(field.value);
    } else if (key === "F2") {
      event.preventDefault();
      this.isEditing = true;
      field.setSelectionRange(field.value.length, field.value.length);
    } else if (key === "Escape") {
      field.value = field.dataset.saved;
      this.isEditing = false;
      field.select();
    } else if (ARROWS[key] && !event.altKey && !event.ctrlKey && !event.shiftKey && !(this.isEditing && ARROWS[key][1])) {
      event.preventDefault();
      this.go(field, ARROWS[key]);
    } else if (key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && field.value === field.dataset.saved) {
      event.preventDefault();
      this.undo();
    }
  }

  pasted(event) {
    const field = event.target;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const rectangle = readRectangle(text);
    if (!field.matches("[data-cell]") || (rectangle.length < 2 && (rectangle[0]?.length ?? 0) < 2)) return;
    event.preventDefault();
    const matrix = matrixOf(this.body);
    const { pairs, beyond } = spread(matrix, placeOf(matrix, field), rectangle);
    this.write(pairs);
    const told = `${pairs.length} ${this.words.pasted}.`;
    this.say(beyond ? `${told} ${this.words.beyond} ${beyond}.` : told);
  }

  commit(field) {
    if (field.value.trim() !== field.dataset.saved) this.write([[field, field.value]]);
  }

  /** Puts texts into fields and sends those that are figures; `isUndo` keeps them out of what can be undone. */
  write(pairs, isUndo = false) {
    const good = [], before = [];
    for (const [field, text] of pairs) {
      field.value = text.trim();
      if (!isFigure(text)) this.refuse(field, this.words.notANumber);
      else if (field.value !== field.dataset.saved || field.getAttribute("aria-invalid")) {
        before.push([field, field.dataset.saved]);
        good.push(field);
      }
    }
    if (good.length && !isUndo) this.done.push(before);
    for (const field of good) this.waiting.set(field.dataset.key, { field, text: field.value });
    if (this.undoButton) this.undoButton.disabled = !this.done.length;
    if (good.length) this.flush();
  }

  /** Takes the last change back. */
  undo() {
    const last = this.done.pop();
    if (this.undoButton) this.undoButton.disabled = !this.done.length;
    if (!last) return;
    this.write(last, true);
    this.say(this.words.undone);
  }

  async flush() {
    if (this.isSending || !this.waiting.size) return;
    const sent = [...this.waiting.values()];
    this.waiting.clear();
    this.isSending = true;
    this.say(this.words.saving);
    for (const { field } of sent) field.closest("td").classList.add("is-saving");
    const outcome = await this.send(sent.map(({ field, text }) => ({
      unit: field.dataset.unit, period: field.dataset.period, indicator: field.dataset.indicator, text, version: Number(field.dataset.version),
    })));
    for (const { field } of sent) field.closest("td").classList.remove("is-saving");
    this.isSending = false;
    if (outcome.answer?.cells) this.take(outcome.answer, new Map(sent.map((one) => [one.field.dataset.key, one])));
    else this.keep(sent, outcome);
    if (outcome.answer?.cells) this.flush();
  }

  /** Nothing was saved: the figures stay on the page and can be sent again. */
  keep(sent, { status, answer }) {
    for (const one of sent) if (!this.waiting.has(one.field.dataset.key)) this.waiting.set(one.field.dataset.key, one);
    this.say(answer?.error ?? (status === 401 || status === 302 ? this.words.signedOut : this.words.offline), true);
  }

  take(answer, sent) {
    for (const cell of answer.cells) {
      const { field, text } = sent.get(cell.key);
      if (cell.error) {
        if (cell.theirs) this.disagree(field, text, cell.theirs);
        else this.refuse(field, cell.error);
        continue;
      }
      field.dataset.version = cell.version;
      field.dataset.saved = cell.value;
      if (field.value.trim() === text) field.value = cell.value;
      field.closest("td").classList.toggle("is-estimate", /^[~\u2248]/.test(cell.value));
      field.removeAttribute("aria-invalid");
      field.closest("td").classList.remove("is-refused");
      field.closest("td").classList.add("is-saved");
      this.note(field.closest("td"), cell.notes);
    }
    for (const cell of answer.calculated) this.show(cell);
    for (const { key, value } of answer.cumulative ?? []) {
      const figure = this.body.querySelector(`[data-cumulative="${CSS.escape(key)}"] > span`);
      if (figure) figure.textContent = value || "—";
    }
    if (answer.findings) this.noteForm(answer.findings);
    const moment = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
    const isWhole = answer.cells.every((cell) => !cell.error);
    if (isWhole) this.say(`${this.words.saved} ${moment}.`);
    else this.say("");
  }

  show({ key, value, why, notes }) {
    const cell = this.body.querySelector(`td[data-key="${CSS.escape(key)}"]`);
    if (!cell) return;
    cell.querySelector("[data-figure]").textContent = value || "—";
    const trace = cell.querySelector("[data-why]");
    if (trace) trace.textContent = why;
    this.note(cell, notes);
  }

  note(cell, notes) {
    const list = cell.querySelector("[data-notes]");
    list.replaceChildren(...notes.map((note) => {
      const line = document.createElement("li");
      line.className = `grid-note ${note.blocks ? "is-blocking" : note.kind ? `is-${note.kind}` : "is-warning"}`;
      line.textContent = note.text;
      return line;
    }));
    const field = cell.querySelector("[data-cell]");
    if (field && notes.length) field.setAttribute("aria-describedby", list.id);
  }

  noteForm(notes) {
    const list = document.querySelector("[data-grid-form-notes]");
    if (list) this.note({ querySelector: (wanted) => (wanted === "[data-notes]" ? list : null) }, notes);
  }

  refuse(field, message) {
    field.setAttribute("aria-invalid", "true");
    field.closest("td").classList.add("is-refused");
    const line = document.createElement("li");
    line.className = "grid-note is-error";
    line.textContent = message;
    const list = field.closest("td").querySelector("[data-notes]");
    list.replaceChildren(line);
    field.setAttribute("aria-describedby", list.id);
  }

  /** Two people wrote the same cell: both figures, and who decides. */
  disagree(field, mine, theirs) {
    const who = [theirs.who, theirs.at].filter(Boolean).join(", ");
    this.refuse(field, `${this.words.theirs}: ${theirs.value || this.words.cleared}${who ? ` (${who})` : ""}; ${this.words.yours}: ${mine || this.words.cleared}. `);
    const line = field.closest("td").querySelector(".grid-note");
    for (const [name, text] of [["keep", mine], ["take", theirs.value]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm";
      button.textContent = this.words[name];
      Object.assign(button.dataset, { gridChoice: name, text, saved: theirs.value, version: theirs.version });
      line.append(button);
    }
  }

  chosen(target) {
    const button = target.closest("[data-grid-choice]");
    if (!button) return;
    const cell = button.closest("td"), field = cell.querySelector("[data-cell]");
    field.dataset.version = button.dataset.version;
    field.dataset.saved = button.dataset.saved;
    this.note(cell, []);
    field.removeAttribute("aria-invalid");
    cell.classList.remove("is-refused");
    field.focus();
    if (button.dataset.gridChoice === "take") field.value = button.dataset.saved;
    else this.write([[field, button.dataset.text]]);
  }

  say(text, isRetry = false) {
    if (!this.state) return;
    this.state.textContent = text;
    this.state.classList.toggle("is-refused", isRetry);
    if (!isRetry) return;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn btn-sm";
    again.dataset.retry = "";
    again.textContent = this.words.retry;
    this.state.append(" ", again);
  }
}

async function post(address, token, cells) {
  try {
    const response = await fetch(address, {
      method: "POST", redirect: "manual", headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
      body: JSON.stringify({ cells }),
    });
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    return { status: response.type === "opaqueredirect" ? 302 : response.status, answer: isJson ? await response.json() : null };
  } catch {
    return { status: 0, answer: null };
  }
}

/** Starts the grid of the page (an element marked data-grid), and the boxes that tick all others of a name. */
export function start(root, send = post) {
  root.addEventListener("change", ({ target }) => {
    if (!target.matches?.("[data-tick-all]")) return;
    root.querySelectorAll(`input[type=checkbox][name="${CSS.escape(target.dataset.tickAll)}"]`).forEach((box) => { box.checked = target.checked; });
  });
  const body = root.querySelector("[data-grid]");
  if (!body) return null;
  const token = root.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
  const grid = new Grid(body, root.querySelector("[data-grid-words]").dataset, (cells) => send(body.dataset.save, token, cells));
  root.defaultView?.addEventListener("beforeunload", (event) => { if (grid.isUnsaved) event.preventDefault(); });
  return grid;
}
