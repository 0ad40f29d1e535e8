// The review screen: the source at the left, what was read at the right.
import { start } from "./modules/review.js";

start(document);
