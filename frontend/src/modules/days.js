// Day fields (data-day) hold dd/mm/yyyy as text; a button opens the browser's calendar.

/** 2026-02-01 for 1/2/2026, 01-02-26 or 01.02.2026; an empty text for anything that is no day. */
export function toIso(text) {
  const found = /^\s*(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4}|\d{2})\s*$/.exec(text);
  if (!found) return "";
  const [day, month] = [Number(found[1]), Number(found[2])];
  const year = found[3].length === 2 ? 2000 + Number(found[3]) : Number(found[3]);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return "";
  return date.toISOString().slice(0, 10);
}

/** 01/02/2026 for 2026-02-01; an empty text for an empty one. */
export function fromIso(iso) {
  return iso ? iso.split("-").reverse().join("/") : "";
}

function addButton(field) {
  if (field.dataset.dayReady || !("showPicker" in HTMLInputElement.prototype)) return;
  field.dataset.dayReady = "yes";
  const box = field.ownerDocument.createElement("span");
  box.className = "day-field";
  field.before(box);
  const picker = field.ownerDocument.createElement("input");
  picker.type = "date";
  picker.tabIndex = -1;
  picker.className = "day-picker";
  picker.setAttribute("aria-hidden", "true");
  picker.addEventListener("change", () => {
    field.value = fromIso(picker.value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  picker.addEventListener("click", (event) => {
    event.preventDefault();
    picker.value = toIso(field.value);
    picker.showPicker();
  });
  box.append(field, picker);
}

/** Starts the calendar buttons; what was typed is written out in full when the field is left. */
export function start(root) {
  const startAll = () => root.querySelectorAll("input[data-day]").forEach(addButton);
  startAll();
  root.addEventListener("htmx:after:swap", startAll);
  root.addEventListener("focusout", ({ target }) => {
    if (!target.matches?.("input[data-day]")) return;
    const iso = toIso(target.value);
    if (iso) target.value = fromIso(iso);
  });
}
