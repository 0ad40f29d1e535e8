// Short messages at the corner; they leave by themselves, except errors.
const STAY_MS = 6000;

/** Shows a message; tone is info, success, warning or error. Gives the element. */
export function toast(text, tone = "info", root = document) {
  const region = root.getElementById("toasts");
  if (!region) return null;
  const shown = root.createElement("div");
  shown.className = `toast toast-${tone}`;
  shown.dataset.toast = "";
  const words = root.createElement("p");
  words.textContent = text;
  const close = root.createElement("button");
  close.type = "button";
  close.className = "btn btn-quiet btn-icon";
  close.dataset.toastClose = "";
  close.setAttribute("aria-label", region.dataset.closeLabel || "×");
  close.textContent = "×";
  shown.append(words, close);
  region.append(shown);
  leaveLater(shown);
  return shown;
}

function leaveLater(shown) {
  if (!shown.classList.contains("toast-error")) setTimeout(() => shown.remove(), STAY_MS);
}

/** Starts the close buttons, the leaving of messages rendered by the server, and the server's own `toast` event. */
export function start(root) {
  root.querySelectorAll("[data-toast]").forEach(leaveLater);
  root.addEventListener("click", (event) => event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove());
  // A response with the header HX-Trigger: {"toast": {"text": "…", "tone": "success"}}
  root.addEventListener("toast", (event) => toast(event.detail.text ?? event.detail.value, event.detail.tone, root));
}
