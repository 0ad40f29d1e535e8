// The page on which a form of figures is filled.
import { start } from "./modules/grid.js";
import { start as panel } from "./modules/panel.js";

start(document);
panel(document);
