// Tables whose rows open something (tr data-href): click, or walk with j and k and open with Enter.
import { isTyping } from "./shortcuts.js";

/** The row to select next: `step` rows on from the selected one, or the first. */
export function nextRow(rows, step) {
  const at = rows.findIndex((row) => row.classList.contains("is-selected"));
  if (at < 0) return rows[0] ?? null;
  return rows[Math.min(Math.max(at + step, 0), rows.length - 1)];
}

function select(root, row) {
  root.querySelectorAll("tr.is-selected").forEach((other) => other.classList.remove("is-selected"));
  row.classList.add("is-selected");
  row.querySelector("a[href]")?.focus({ preventScroll: true });
  row.scrollIntoView?.({ block: "nearest" });
}

/** Starts rows of every table marked data-rows. `go` opens an address (replaced in tests). */
export function start(root, go = (address) => window.location.assign(address)) {
  root.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest("a, button, input, label, select, summary")) return;
    if (window.getSelection?.().toString()) return; // someone is copying text from the row
    if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
    else go(row.dataset.href);
  });
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const rows = [...root.querySelectorAll("table[data-rows] tr[data-href]")];
    if (event.key === "j" || event.key === "k") {
      const row = nextRow(rows, event.key === "j" ? 1 : -1);
      if (row) select(root, row);
    } else if (event.key === "Enter" && !event.target.closest?.("a, button, summary")) {
      const row = rows.find((one) => one.classList.contains("is-selected"));
      if (row) go(row.dataset.href);
    }
  });
}
