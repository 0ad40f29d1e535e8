// Folding the side navigation; a cookie tells the server, so the next page comes folded from the start.
const YEAR_S = 31536000;

/** Starts the fold button and the closing of the phone drawer with Escape. */
export function start(root) {
  root.addEventListener("click", (event) => {
    if (!event.target.closest("[data-sidebar-fold]")) return;
    const page = root.documentElement;
    const narrow = page.dataset.sidebar !== "narrow";
    if (narrow) page.dataset.sidebar = "narrow";
    else delete page.dataset.sidebar;
    root.cookie = `sidebar=${narrow ? "narrow" : "wide"}; path=/; max-age=${YEAR_S}; samesite=lax`;
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && window.location.hash === "#sidebar") window.location.hash = "main";
  });
}
