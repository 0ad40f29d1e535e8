// A form of lines (form data-lines): rows are added and taken away, pasted from Excel and walked by keyboard.
// Cells are named "field-place"; a new row is a copy of the first one as it came, emptied and with a place of its own.
const PLACED = ["name", "id", "hx-get", "hx-target"];
const PLACE = /^([a-z_]+)-(\d+)$/;

/** The cells of a copied range: rows and columns; a cell with line breaks comes in quotes, as Excel copies it. */
export function pastedCells(text) {
  const rows = [[]];
  let cell = "";
  let quoted = false;
  const source = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at];
    if (quoted) {
      if (sign === '"' && source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (sign === '"') quoted = false;
      else cell += sign;
    } else if (sign === '"' && cell === "" && source.indexOf('"', at + 1) > at) quoted = true;
    else if (sign === "\t" || sign === "\n") {
      rows.at(-1).push(cell.trim());
      cell = "";
      if (sign === "\n") rows.push([]);
    } else cell += sign;
  }
  rows.at(-1).push(cell.trim());
  return rows;
}

/** How many lines a kept draft needs: one more than the highest place in its names. */
export function linesNeeded(names) {
  return Math.max(0, ...names.map((name) => PLACE.exec(name)).filter(Boolean).map((found) => Number(found[2]) + 1));
}

const cellsOf = (line) => [...line.querySelectorAll("input, textarea")];

function emptied(line) {
  for (const cell of cellsOf(line)) {
    cell.value = "";
    cell.removeAttribute("value");
    if (cell.tagName === "TEXTAREA") cell.textContent = "";
  }
  line.querySelectorAll(".cell-error").forEach((error) => error.remove());
  line.querySelectorAll(".has-error").forEach((cell) => cell.classList.remove("has-error"));
  return line;
}

/** Equips one form. `process` tells htmx of new rows. */
export function equip(form, process = () => {}) {
  const body = form.querySelector("[data-line-body]");
  const pattern = emptied(body.querySelector("[data-line]").cloneNode(true));
  const most = Number(body.dataset.most) || 300;
  const lines = () => [...body.querySelectorAll("[data-line]")];
  const renumber = () => {
    lines().forEach((line, place) => {
      line.querySelector("[data-line-number]").textContent = String(place + 1);
    });
  };
  const nextPlace = () => linesNeeded(cellsOf(body).map((cell) => cell.name));

  const add = () => {
    if (lines().length >= most) return null;
    const line = pattern.cloneNode(true);
    const place = nextPlace();
    for (const part of line.querySelectorAll("[name], [id]")) {
      for (const name of PLACED) {
        if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace(/-\d+$/, `-${place}`));
      }
    }
    body.append(line);
    process(line);
    renumber();
    return line;
  };
  const fill = (first, rows) => {
    const start = first.closest("[data-line]");
    const column = cellsOf(start).indexOf(first);
    let at = lines().indexOf(start);
    for (const row of rows) {
      const line = lines()[at] ?? add();
      if (!line) break;
      const cells = cellsOf(line);
      row.forEach((value, step) => {
        const cell = cells[column + step];
        if (!cell) return;
        cell.value = cell.tagName === "TEXTAREA" ? value : value.replace(/\s*\n\s*/g, "; ");
        if (cell.value) cell.dispatchEvent(new Event("change", { bubbles: true }));
      });
      at += 1;
    }
    form.dispatchEvent(new Event("input", { bubbles: true })); // once, for the draft
  };

  form.addEventListener("paste", (event) => {
    const cell = event.target.closest?.("[data-line] input, [data-line] textarea");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell || !/[\t\n]/.test(text.trim())) return;
    const rows = pastedCells(text);
    if (rows.length === 1 && rows[0].length === 1) return;
    event.preventDefault();
    fill(cell, rows);
  });
  form.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.("[data-line] input, [data-line] textarea");
    if (!cell || event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
    event.preventDefault(); // Enter walks down; it never sends half a form
    const line = cell.closest("[data-line]");
    const below = lines()[lines().indexOf(line) + 1] ?? add();
    if (below) cellsOf(below)[cellsOf(line).indexOf(cell)].focus();
  });
  form.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-line-add]")) {
      const line = add();
      if (line) cellsOf(line)[0].focus();
    }
    const remove = event.target.closest?.("[data-line-remove]");
    if (!remove) return;
    const line = remove.closest("[data-line]");
    const near = line.nextElementSibling ?? line.previousElementSibling;
    if (near) line.remove();
    else cellsOf(line).forEach((cell) => (cell.value = ""));
    renumber();
    cellsOf(near ?? line)[0].focus();
    form.dispatchEvent(new Event("input", { bubbles: true })); // the draft is kept without the line
  });
  return { add, lines };
}

/** Starts every form of lines, before drafts come back: rows are made for what was kept. */
export function start(root, process, storage = window.localStorage) {
  for (const form of root.querySelectorAll("form[data-lines]")) {
    const { add, lines } = equip(form, process);
    try {
      const kept = JSON.parse(storage.getItem(`draft:${form.dataset.draft}`) ?? "null");
      const needed = linesNeeded(Object.keys(kept?.values ?? {}));
      while (lines().length < needed && add());
    } catch {
      // what is kept there is no draft; drafts clears it
    }
  }
}
