// The panel of a cell stands beside the grid, on a phone below it: what somebody asked for is brought into view.

const LOWEST = 0.7;

/** Scrolls to the panel [id=cell-panel] after it was filled on request, where it cannot be seen. */
export function start(root, view = window) {
  let isAsked = false;
  root.addEventListener("click", ({ target }) => {
    if (target.closest?.("[hx-target='#cell-panel']")) isAsked = true;
  });
  root.addEventListener("htmx:after:swap", () => {
    const panel = root.querySelector("#cell-panel");
    if (!isAsked || !panel) return;
    isAsked = false;
    const { top } = panel.getBoundingClientRect();
    if (top < 0 || top > view.innerHeight * LOWEST) panel.scrollIntoView?.({ block: "start" });
  });
}
