// Forms of rows: parts that are asked only when another field says so (data-when, data-when-values), Ctrl+Enter sends.

/** What a form says of a field: the chosen value; “True” or “False” of a single box. */
export function valueOf(form, name) {
  const field = form.elements.namedItem(name);
  if (!field) return null;
  if (field.type === "checkbox") return field.checked ? "True" : "False";
  return field.value ?? "";
}

/** Shows and hides the parts of a form; what is hidden is not sent, so that nothing is wrong with it. */
export function settle(form) {
  for (const part of form.querySelectorAll("[data-when]")) {
    const value = valueOf(form, part.dataset.when);
    if (value === null) continue;
    const isAsked = JSON.parse(part.dataset.whenValues).includes(value);
    part.hidden = !isAsked;
    for (const field of part.querySelectorAll("input, select, textarea")) field.disabled = !isAsked;
  }
}

/** Listens to all such forms of a page. */
export function start(root) {
  for (const form of root.querySelectorAll("form[data-whens]")) settle(form);
  root.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-whens]");
    if (form) settle(form);
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target.closest?.("form[data-send-keys]");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
