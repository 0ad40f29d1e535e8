// What people type and paste: numbers in Vietnamese or plain writing, rectangles of cells from Excel. No page is touched here.

const GROUPED = /^\d{1,3}(\.\d{3})+(,\d+)?$/;
const VIETNAMESE = /^\d+(,\d+)?$/;
const ENGLISH_GROUPED = /^(\d{1,3}(,\d{3})+\.\d+|\d{1,3}(,\d{3}){2,})$/;
const ESTIMATE = /^([~\u2248]|\u01b0\u1edbc(?!\p{L}))\s*|\s*\(?(?<!\p{L})\u01b0\u1edbc\)?$/iu;
const POINT = /^\d+\.\d+$/;

/** Whether a text is a figure that the server reads: 1.234,5 · 1234.5 · (3) · 12 %; an empty text clears the cell; “~” or “ước” marks an estimate. */
export function isFigure(text) {
  const plain = text.normalize("NFC").trim(), bare = plain.replace(ESTIMATE, "");
  if (bare !== plain && !bare) return false;
  const figure = bare.normalize("NFKC").replace(/\s/g, "").replace(/\u2212/g, "-").replace(/%$/, "");
  if (!figure || /^[-–—]$/.test(figure)) return true;
  const digits = /^\(.*\)$/.test(figure) ? figure.slice(1, -1) : figure.replace(/^[-+]/, "");
  return [GROUPED, VIETNAMESE, ENGLISH_GROUPED, POINT].some((shape) => shape.test(digits));
}

/** The text with the mark of an estimate before it, or without it where it has one. */
export function toggleEstimate(text) {
  const plain = text.normalize("NFC").trim(), bare = plain.replace(ESTIMATE, "");
  return bare === plain && plain ? `~${plain}` : bare;
}

/** The cells of a copied rectangle, row by row; a cell in quotes may hold tabs, line ends and doubled quotes, as Excel writes them. */
export function readRectangle(text) {
  const rows = [[]];
  let cell = "", quoted = false, fresh = true;
  const endCell = () => { rows.at(-1).push(cell.trim()); cell = ""; fresh = true; };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (quoted) {
      if (letter === '"' && text[at + 1] === '"') { cell += '"'; at += 1; }
      else if (letter === '"') quoted = false;
      else cell += letter;
    } else if (letter === '"' && fresh) { quoted = true; fresh = false; }
    else if (letter === "\t") endCell();
    else if (letter === "\n" || letter === "\r") {
      if (letter === "\r" && text[at + 1] === "\n") at += 1;
      endCell();
      rows.push([]);
    } else { cell += letter; fresh = false; }
  }
  if (cell || rows.at(-1).length) endCell();
  return rows.filter((row) => row.length);
}

/** The next cell from [row, column] in a direction, over places without a field; the same place where there is none. */
export function step(matrix, [row, column], [down, right]) {
  let [r, c] = [row + down, column + right];
  while (r >= 0 && r < matrix.length && c >= 0 && c < matrix[r].length) {
    if (matrix[r][c]) return [r, c];
    [r, c] = [r + down, c + right];
  }
  return [row, column];
}

/** Which fields a rectangle fills from [row, column] on: pairs of field and text, and how many cells fall outside. */
export function spread(matrix, [row, column], rectangle) {
  const pairs = [];
  let beyond = 0;
  rectangle.forEach((cells, down) => cells.forEach((text, right) => {
    const field = matrix[row + down]?.[column + right];
    if (field) pairs.push([field, text]);
    else if (text) beyond += 1;
  }));
  return { pairs, beyond };
}
