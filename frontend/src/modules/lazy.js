// Charts and maps bring large libraries: fetched only when a page has one, and for maps when it comes into view.

function startWithin(part) {
  const charts = part.querySelectorAll("[data-chart]:not([data-started])");
  if (charts.length) import("./chart.js").then(({ draw }) => charts.forEach(draw));
  const maps = part.querySelectorAll("[data-map]:not([data-started])");
  if (maps.length) import("./map.js").then(({ draw }) => maps.forEach(draw));
  const rows = part.querySelectorAll("[data-rows-map]:not([data-started])");
  if (rows.length) import("./rows-map.js").then(({ draw }) => rows.forEach(draw));
}

/** Starts charts and maps of the page and of every part swapped in later. */
export function start(root) {
  startWithin(root);
  root.addEventListener("htmx:after:swap", () => startWithin(root));
}
