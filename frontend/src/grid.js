// The page on which a form of figures is filled.
import { start } from "./modules/grid.js";

start(document);
