// Copy buttons: data-copy holds the text, data-copied what is said afterwards.
import { toast } from "./toasts.js";

/** Puts a text on the clipboard, also on a page served without HTTPS. Gives whether it worked. */
export async function copyText(text, root = document) {
  try {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // refused: the old way below asks no permission
  }
  const holder = root.createElement("textarea");
  holder.value = text;
  holder.className = "visually-hidden";
  root.body.append(holder);
  holder.select();
  const worked = root.execCommand?.("copy") ?? false;
  holder.remove();
  return worked;
}

/** Starts every copy button of the page, present and future. */
export function start(root) {
  root.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    if (await copyText(button.dataset.copy, root)) toast(button.dataset.copied, "success", root);
    else toast(button.dataset.copy, "info", root);
  });
}
