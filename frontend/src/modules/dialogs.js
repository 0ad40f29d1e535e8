// Dialogs (data-open="id"), menus (details.menu) and the print button.

/** Starts opening of dialogs, closing on a click beside them, and closing of menus by Escape or a click elsewhere. */
export function start(root) {
  root.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) {
      event.preventDefault();
      closeMenus(root);
      root.getElementById(opener.dataset.open)?.showModal();
      return;
    }
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.matches?.("dialog.modal")) event.target.close();
    closeMenus(root, event.target.closest("details[data-menu]"));
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = root.querySelector("details[data-menu][open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary")?.focus();
  });
  // A form inside a dialog that was saved says so with the header HX-Trigger: close-dialog
  root.addEventListener("close-dialog", () => root.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close()));
}

function closeMenus(root, except = null) {
  for (const menu of root.querySelectorAll("details[data-menu][open]")) if (menu !== except) menu.open = false;
}
