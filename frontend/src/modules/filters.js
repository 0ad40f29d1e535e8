// Filter bars: a change shows its result at once and stands in the address bar, without empty parameters.
const TYPING_MS = 350;

/** The address of a filter form: its action with the filled fields only, `page` left out. */
export function filterAddress(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim() !== "" && name !== "page") query.append(name, value.trim());
  }
  const action = new URL(form.getAttribute("action") || window.location.pathname, window.location.href);
  for (const name of form.elements) query.has(name.name) || action.searchParams.delete(name.name);
  for (const [name, value] of action.searchParams) if (!query.has(name)) query.append(name, value);
  const text = query.toString();
  return action.pathname + (text ? `?${text}` : "");
}

/** Starts every form marked data-filters; with data-target only that element is replaced (it stands in the full page too). */
export function start(root, htmx) {
  let timer;
  const show = (form) => {
    const address = filterAddress(form);
    const { target } = form.dataset;
    if (target && htmx) {
      htmx.ajax("GET", address, { target, select: target, swap: "outerHTML", push: address, source: form });
    } else {
      window.location.assign(address);
    }
  };
  root.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-filters]");
    if (!form || event.target.type === "search") return;
    clearTimeout(timer);
    show(form);
  });
  root.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-filters]");
    if (!form || event.target.type !== "search" || !form.dataset.target || event.target.closest("[data-picker]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => show(form), TYPING_MS);
  });
  root.addEventListener("picked", (event) => {
    if (event.target.matches("form[data-filters]")) show(event.target);
  });
  root.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-filters]")) return;
    event.preventDefault();
    clearTimeout(timer);
    show(event.target);
  });
}
