// Choosing many rows of a form marked data-choose: one box marks all others, and tells when only some are marked.

/** The boxes of a form that can be marked. */
function boxes(form) {
  return [...form.querySelectorAll("input[type=checkbox]:not([data-choose-all]):not(:disabled)")];
}

/** Brings the box for all in step with the others. */
export function settle(form) {
  const all = form.querySelector("[data-choose-all]");
  if (!all) return;
  const marked = boxes(form).filter((box) => box.checked).length;
  all.checked = marked > 0 && marked === boxes(form).length;
  all.indeterminate = marked > 0 && !all.checked;
}

/** Listens to all such forms of a page. */
export function start(root) {
  root.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-choose]");
    if (!form) return;
    if (event.target.matches("[data-choose-all]")) boxes(form).forEach((box) => (box.checked = event.target.checked));
    settle(form);
  });
}
