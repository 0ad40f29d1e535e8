// Keys of working pages: / searches, ? helps, g h goes home. Never while something is being typed.
const SECOND_KEY_MS = 1200;

/** Whether keys belong to the element: a field, an editable text, or a dialog that is open. */
export function isTyping(target) {
  return Boolean(target?.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open]"));
}

/** Starts the keys. `go` opens an address (replaced in tests). */
export function start(root, go = (address) => window.location.assign(address)) {
  let waitingSince = 0;
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches?.("input[type=search]")) return event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "/") {
      const field = root.querySelector("[data-search-everywhere]") ?? root.querySelector("input[type=search]");
      if (!field) return;
      event.preventDefault();
      field.focus();
      field.select();
    } else if (event.key === "?") {
      const help = root.getElementById("shortcuts");
      if (help && !help.open) help.showModal();
    } else if (event.key === "g") {
      waitingSince = event.timeStamp;
      return;
    } else if (event.key === "h" && waitingSince && event.timeStamp - waitingSince < SECOND_KEY_MS) {
      go("/");
    }
    waitingSince = 0;
  });
}
