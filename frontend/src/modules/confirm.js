// Asks before an action: hx-confirm of htmx, and data-confirm on a link, a button or a form. No window.confirm.

/** Opens the one confirm dialog with a question; resolves to true or false. */
export function ask(question, root = document) {
  const dialog = root.getElementById("confirm");
  if (!dialog) return Promise.resolve(window.confirm(question));
  root.getElementById("confirm-question").textContent = question;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/** Starts both kinds of question. */
export function start(root, _htmx) {
  root.addEventListener("htmx:confirm", (event) => {
    const { ctx, issueRequest, dropRequest } = event.detail;
    if (!ctx?.confirm) return;
    event.preventDefault();
    ask(ctx.confirm, root).then((yes) => (yes ? issueRequest() : dropRequest()));
  });
  root.addEventListener("submit", (event) => {
    const asked = event.submitter?.closest("[data-confirm]") ?? event.target.closest("[data-confirm]");
    if (!asked || event.target.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(asked.dataset.confirm, root).then((yes) => {
      if (!yes) return;
      event.target.dataset.confirmed = "yes";
      event.target.requestSubmit(event.submitter);
      delete event.target.dataset.confirmed;
    });
  }, true);
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-confirm]");
    if (!link) return;
    event.preventDefault();
    ask(link.dataset.confirm, root).then((yes) => yes && window.location.assign(link.href));
  });
}
