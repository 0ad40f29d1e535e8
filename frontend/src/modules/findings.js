// Findings of a check by keyboard: j and k walk, x opens the reason for setting one aside, c copies the suggestion.
import { isTyping } from "./shortcuts.js";

/** The finding to stand on next: `step` on from the present one, or the first. */
export function nextFinding(findings, present, step) {
  const at = findings.indexOf(present);
  if (at < 0) return findings[0] ?? null;
  return findings[Math.min(Math.max(at + step, 0), findings.length - 1)];
}

function openDismissal(finding) {
  const details = finding.querySelector("details:has([data-dismiss])");
  if (!details) return false;
  details.open = true;
  details.querySelector("input[type=text]")?.focus();
  return true;
}

/** Starts the keys on pages that have findings (data-finding), present and future. */
export function start(root) {
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const present = root.activeElement?.closest?.("[data-finding]") ?? null;
    if (event.key === "j" || event.key === "k") {
      const next = nextFinding([...root.querySelectorAll("[data-finding]")], present, event.key === "j" ? 1 : -1);
      next?.focus({ preventScroll: true });
      next?.scrollIntoView?.({ block: "nearest" });
    } else if (event.key === "x" && present) {
      if (openDismissal(present)) event.preventDefault();
    } else if (event.key === "c" && present) {
      present.querySelector("[data-copy]")?.click();
    }
  });
  // The reason is what comes next when the question is opened by hand.
  root.addEventListener("toggle", (event) => {
    const details = event.target;
    if (details.open && details.querySelector?.("[data-dismiss]")) details.querySelector("input[type=text]")?.focus();
  }, true);
}
