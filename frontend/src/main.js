// What every page loads: styles, htmx, the small modules; charts and maps are fetched only by pages that have one.
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layouts.css";
import "./styles/components.css";
import "./styles/work.css";
import "./styles/task-views.css";
import "./styles/review.css";
import "./styles/overview.css";
import "./styles/plans.css";
import "./styles/calendar.css";
import "./styles/notices.css";
import "./styles/access.css";
import "./styles/picker.css";
import "./styles/moves.css";
import "./styles/grid.css";
import "./styles/upper-forms.css";
import "./styles/layout-classes.scss";
import "./styles/letters.css";
import "./styles/checks.css";
import "./styles/regimes.css";
import "./styles/offline.css";
import "./styles/reports.css";
import "./styles/report-way.css";
import "./styles/datahub.css";
import "./styles/registers.css";
import "./styles/register-rows.css";
import "./styles/rows-map.css";
import "./styles/open-data.css";
import "./styles/print.css";

import htmx from "htmx.org";

import { start as choose } from "./modules/choose.js";
import { start as confirm } from "./modules/confirm.js";
import { start as copy } from "./modules/copy.js";
import { start as days } from "./modules/days.js";
import { start as dialogs } from "./modules/dialogs.js";
import { start as drafts } from "./modules/drafts.js";
import { start as fileDrop } from "./modules/file-drop.js";
import { start as filters } from "./modules/filters.js";
import { start as findings } from "./modules/findings.js";
import { start as fold } from "./modules/fold.js";
import { start as jobs } from "./modules/jobs.js";
import { start as lazy } from "./modules/lazy.js";
import { start as lines } from "./modules/lines.js";
import { start as mentions } from "./modules/mentions.js";
import { start as picker } from "./modules/picker.js";
import { start as responses } from "./modules/responses.js";
import { start as rowForm } from "./modules/row-form.js";
import { start as rows } from "./modules/rows.js";
import { start as sheetCells } from "./modules/sheet-cells.js";
import { start as shortcuts } from "./modules/shortcuts.js";
import { start as sidebar } from "./modules/sidebar.js";
import { start as timeline } from "./modules/timeline.js";
import { start as toasts } from "./modules/toasts.js";

document.documentElement.classList.add("js");
for (const start of [toasts, dialogs, shortcuts, sidebar, copy, rowForm, rows, findings, choose]) start(document);
confirm(document, htmx);
filters(document, htmx);
jobs(document);
responses(document);
lines(document, (line) => htmx.process(line)); // before drafts, which fill the lines again
for (const start of [picker, days, drafts, fileDrop, fold, lazy, mentions, sheetCells, timeline]) start(document);

// Working without a line (the queue, its tray, kept pages) is fetched when the page stands.
if ("owner" in document.body.dataset || "signedOut" in document.body.dataset) {
  import("./offline/start.js").then(({ start }) => start(document));
}

// Widgets with state of their own (Alpine) are rare: pages that have one load it.
if (document.querySelector("[x-data]")) {
  import("@alpinejs/csp").then(({ default: Alpine }) => Alpine.start());
}
