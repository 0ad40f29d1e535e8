// A form shown as a sheet ([data-sheet]): arrow keys go from one cell that can be filled to the next in that direction.

const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** Of some boxes {left, top, width, height} the number of the nearest one in a direction; -1 where there is none. */
export function nearest(boxes, at, [across, down]) {
  const middle = ({ left, top, width, height }) => [left + width / 2, top + height / 2];
  const [x, y] = middle(boxes[at]);
  let best = -1;
  let least = Infinity;
  boxes.forEach((box, number) => {
    const [toX, toY] = middle(box);
    const along = (toX - x) * across + (toY - y) * down;
    const aside = Math.abs((toX - x) * down) + Math.abs((toY - y) * across);
    const far = along + 3 * aside;
    if (number !== at && along > 1 && far < least) [best, least] = [number, far];
  });
  return best;
}

/** Listens for arrow keys on the cells of sheets. */
export function start(root) {
  root.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.("[data-sheet-cell]");
    const direction = ARROWS[event.key];
    if (!cell || !direction || event.ctrlKey || event.metaKey || event.altKey) return;
    const cells = [...cell.closest("[data-sheet]").querySelectorAll("[data-sheet-cell]")];
    const next = nearest(cells.map((one) => one.getBoundingClientRect()), cells.indexOf(cell), direction);
    if (next < 0) return;
    event.preventDefault();
    cells[next].focus();
  });
}
