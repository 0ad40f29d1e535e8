// Long tables on a phone: the first rows, and a button that shows the others (the styles fold only there).

/** Opens or closes the part that a button [data-unfold] names with aria-controls. */
export function start(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-unfold]");
    const part = button && document.getElementById(button.getAttribute("aria-controls"));
    if (!part) return;
    const open = part.classList.toggle("is-unfolded");
    button.setAttribute("aria-expanded", String(open));
    if (!open) part.scrollIntoView?.({ block: "start" });
  });
}
