// A timeline wider than its frame opens where today is, not a year ago.

const SHARE_BEFORE_TODAY = 0.6;

const endOf = (bar) => (bar ? Number(bar.getAttribute("x")) + Number(bar.getAttribute("width")) : 0);

/** Scrolls the frames [data-today] (px from the start of the line) of a part to today, and to the first work seen there. */
function showToday(part) {
  for (const frame of part.querySelectorAll("[data-today]")) {
    const room = frame.clientWidth - (frame.querySelector(".gantt-name")?.offsetWidth ?? 0);
    frame.scrollLeft = Math.max(0, Number(frame.dataset.today) - room * SHARE_BEFORE_TODAY);
    const rows = [...frame.querySelectorAll(".gantt-body .gantt-row")];
    const first = rows.find((row) => endOf(row.querySelector("rect")) > frame.scrollLeft + (frame.scrollLeft && room / 3));
    const body = frame.querySelector(".gantt-body");
    if (first) frame.scrollTop = first.getBoundingClientRect().top - body.getBoundingClientRect().top;
  }
}

/** Shows today on the page and in every part swapped in later. */
export function start(root) {
  showToday(root);
  root.addEventListener("htmx:after:swap", () => showToday(root));
}
