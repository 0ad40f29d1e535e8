// Answers that are no fragment: a lost line, an error page, the sign-in page after the session has ended. Error pages are not
// swapped into the page (htmx-config noSwap in base.html); a message says what happened and what to do.
import { toast } from "./toasts.js";

/** Which message fits a status: of the toast region's data-said-… texts. */
export function messageFor(status) {
  if (status === 403) return "saidForbidden";
  if (status === 404) return "saidMissing";
  if (status === 429) return "saidBusy";
  return status >= 500 ? "saidBroken" : "";
}

/** Whether a response is the sign-in page that the server led to because the session has ended. */
export function ledToSignIn(response, signIn) {
  return Boolean(signIn && response?.redirected && new URL(response.url, window.location.href).pathname === signIn);
}

/** Starts the messages. `reload` opens this page again, so that the server asks to sign in and comes back (replaced in tests). */
export function start(root, reload = () => window.location.reload()) {
  const words = root.getElementById("toasts")?.dataset ?? {};
  root.addEventListener("htmx:before:response", (event) => {
    if (!ledToSignIn(event.detail.ctx.response?.raw, words.signIn)) return;
    event.preventDefault();
    reload();
  });
  root.addEventListener("htmx:response:error", (event) => {
    const said = words[messageFor(event.detail.ctx.response?.status)];
    if (said) toast(said, "error", root);
  });
  root.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx && !event.detail.ctx.response) toast(words.saidOffline, "error", root);
  });
}
