// Two panes that follow each other. Source: <… data-review-pane="source"> with <span data-span="s12">; items:
// <… data-review-pane="items"> with <… data-item="7" data-spans="s12 s13">. Click or Enter on one shows and marks the other.
// Events: "review:linked" on the item, with detail {item, spans}.

/** Spans named by an item, as elements of the source, in document order. */
export function spansOf(root, item) {
  return (item.dataset.spans ?? "").split(/\s+/).filter(Boolean)
    .map((name) => root.querySelector(`[data-span="${CSS.escape(name)}"]`)).filter(Boolean);
}

/** The first item that names a span. */
export function itemOf(root, span) {
  return [...root.querySelectorAll("[data-item]")].find((item) => (item.dataset.spans ?? "").split(/\s+/).includes(span.dataset.span)) ?? null;
}

/** Scrolls an element to a third of its pane's height, so that what follows can be read; far ways are jumped, near ones glide. */
export function bringIntoView(pane, element) {
  const way = element.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
  const still = window.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
  const near = Math.abs(way) < 2 * pane.clientHeight;
  pane.scrollTo({ top: Math.max(0, pane.scrollTop + way), behavior: near && !still ? "smooth" : "auto" });
}

function clear(root) {
  root.querySelectorAll(".is-linked").forEach((one) => one.classList.remove("is-linked"));
}

/** Marks an item and its spans and scrolls the pane that was not touched (or both when `from` is not given). */
export function link(root, item, from = "") {
  clear(root);
  const spans = spansOf(root, item);
  item.classList.add("is-linked");
  spans.forEach((span) => span.classList.add("is-linked"));
  const [source, items] = ["source", "items"].map((name) => root.querySelector(`[data-review-pane="${name}"]`));
  if (from !== "source" && spans.length) bringIntoView(source, spans[0]);
  if (from !== "items") bringIntoView(items, item);
  item.dispatchEvent(new CustomEvent("review:linked", { bubbles: true, detail: { item: item.dataset.item, spans } }));
}

function startOne(root) {
  root.addEventListener("click", ({ target }) => {
    const span = target.closest("[data-span]");
    const item = span ? itemOf(root, span) : target.closest("[data-item]");
    if (item) link(root, item, span ? "source" : "items");
  });
  root.addEventListener("focusin", ({ target }) => {
    const item = target.closest("[data-item]");
    if (item && !item.classList.contains("is-linked")) link(root, item, "items");
  });
  root.addEventListener("keydown", (event) => {
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const items = [...root.querySelectorAll("[data-item]")];
      const at = items.findIndex((item) => item.classList.contains("is-linked"));
      const next = items[Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), items.length - 1)];
      if (!next) return;
      event.preventDefault();
      link(root, next);
      next.querySelector("input, select, textarea, button, a")?.focus({ preventScroll: true });
    }
  });
  // After an item was saved through htmx its element is new: mark it again.
  root.addEventListener("htmx:before:swap", () => {
    root.dataset.linked = root.querySelector("[data-item].is-linked")?.dataset.item ?? "";
  });
  root.addEventListener("htmx:after:swap", () => {
    const item = root.dataset.linked && root.querySelector(`[data-item="${CSS.escape(root.dataset.linked)}"]`);
    if (item && !item.classList.contains("is-linked")) link(root, item, "items");
  });
  const first = window.location.hash.startsWith("#item-") && root.querySelector(`[data-item="${CSS.escape(window.location.hash.slice(6))}"]`);
  if (first) return link(root, first);
  // On a wide screen the first item is shown with its place at once, so that nobody has to look for it.
  const top = root.querySelector("[data-item]");
  if (top && window.matchMedia?.("(min-width: 901px)").matches) link(root, top, "items");
}

/** Starts every review screen of the page (an element marked data-review). */
export function start(root) {
  root.querySelectorAll("[data-review]").forEach(startOne);
}
