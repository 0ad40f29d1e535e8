"""Tables whose cells a converter flattened into lines: finds their headers and rebuilds rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from honglam.engines.documents.public import ReadDocument

from ..columns import Column, Role
from ..model import CellText, GridRow, RowKind, TableRegion
from .atoms import INLINE, Atom, cut_lines, lines_of
from .decode import DecodedRow, Decoder, heading_parts
from .headers import FoundHeader, find_headers, hard_end, letters_of
from .helpers_in_place import with_helpers_in_place
from .page_numbers import find_page_numbers, stray_numbers

__all__ = ["flattened_regions"]

_LONGEST_TABLE = 60_000
_FEWEST_ROWS = 1
# Columns in which a number may stand alone on a line.
_FIGURES = frozenset({Role.TARGET, Role.BASELINE, Role.BUDGET, Role.MEASURE, Role.OTHER})
_WORST_ROW = 14.0
# Where a whole row stands on one line, only the words tell where its cells part.
_SURE_OF_ONE_LINE = 0.85
# Where no numbers part the rows, only the looks of cells do.
_SURE_WITHOUT_NUMBERS = 0.8


def flattened_regions(document: ReadDocument, taken: Sequence[tuple[int, int]]) -> list[TableRegion]:
    """The flattened tables outside the stretches `taken` by tables that the format drew."""
    regions = _regions(document.text, tuple(taken), _page_starts(document))
    for row in (row for region in regions for row in region.rows):
        row.page = document.page_at(row.start)
    return list(regions)


@lru_cache(maxsize=2)
def _regions(text: str, taken: tuple[tuple[int, int], ...], pages: tuple[int, ...]) -> list[TableRegion]:
    """The regions of a text; kept for the last texts, because one reading asks for its tables several times."""
    regions: list[TableRegion] = []
    headers = [header for header in find_headers(text) if not _inside(header.start, taken)]
    stretches = [(header.start, hard_end(text, header.end)) for header in headers]
    strays = [
        stray_numbers(text, header.end, end)
        for header, (_, end) in zip(headers, stretches, strict=True)
        if header.is_numbered and not _FIGURES & {column.role for column in header.columns}
    ]
    numbers = find_page_numbers(text, stretches, frozenset().union(*strays))
    past = 0
    for index, header in enumerate(headers):
        if header.start < past:
            continue
        end = min([hard_end(text, header.end), header.end + _LONGEST_TABLE, *(s for s, _ in taken if s >= header.end)])
        later = [other for other in headers[index + 1 :] if other.start < end]
        other_table = next((other.start for other in later if other.letters != header.letters), end)
        region = _read_region(text, header, min(end, other_table), pages, numbers)
        if region is not None:
            regions.append(region)
            past = region.end
    return regions


def _page_starts(document: ReadDocument) -> tuple[int, ...]:
    """Where a new page begins, as far as the format tells."""
    starts = []
    last = None
    for block in document.blocks:
        if block.page is not None and last is not None and block.page != last:
            starts.append(block.start)
        last = block.page
    return tuple(starts)


def _inside(offset: int, taken: Sequence[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in taken)


def _read_region(
    text: str, header: FoundHeader, end: int, pages: Sequence[int], numbers: frozenset[int]
) -> TableRegion | None:
    """The table below a header, None where its lines do not read as rows."""
    roles = {column.role for column in header.columns}
    atoms = cut_lines(text, header.end, end, pages, numbers, roles=roles)
    atoms = atoms[_column_numbers(atoms, len(header.columns)) :]
    if not atoms:
        return None
    repeats = _repeats(atoms, header.letters)
    decoder = Decoder(atoms, header.columns, repeats, is_numbered=header.is_numbered)
    decoded, stop = decoder.decode()
    on_one_line = decoder.costs.layout.one_line_rows
    sure = 1.0 if header.is_numbered else _SURE_WITHOUT_NUMBERS
    rows = [_grid_row(atoms, row, _SURE_OF_ONE_LINE if row.begin in on_one_line else sure) for row in decoded]
    rows = with_helpers_in_place(rows, header.columns)
    items = [row for row in rows if row.kind is RowKind.ITEM]
    if len(items) < _FEWEST_ROWS:
        return None
    last = atoms[stop - 1].end if stop else header.end
    while rows[-1].kind is RowKind.GROUP:
        # What heads no row is the next section of the text.
        last = rows[-2].end
        rows.pop()
    columns = header.columns if header.is_numbered else (Column(Role.OTHER, ""), *header.columns[1:])
    return TableRegion(header.start, last, header.kind, columns, rows, ruled=False, shows_merges=False)


def _column_numbers(atoms: Sequence[Atom], columns: int) -> int:
    """How many atoms a row of column numbers under the header takes (“(1) (2) …”, “1 2 3 …”)."""
    words: list[str] = []
    for count, atom in enumerate(atoms[: columns + 2]):
        found = [word.strip("()") for word in atom.text.split()]
        if not all(word.isdigit() or (len(word) == 1 and word.isalpha()) for word in found):
            return 0
        words.extend(found)
        numbers = [word for word in words if word.isdigit()]
        following = atoms[count + 1].text.split()[0].strip("()") if count + 1 < len(atoms) else ""
        goes_on = following.isdigit() and bool(numbers) and int(following) == int(numbers[-1]) + 1
        if len(words) in (columns, columns - 1) and len(words) > 2 and not goes_on:
            expected = [str(number) for number in range(1, len(numbers) + 1)]
            return count + 1 if numbers == expected else 0
    return 0


def _repeats(atoms: Sequence[Atom], letters: str) -> dict[int, int]:
    """Where the header is printed again on a later page: {first atom: atom after it}."""
    found: dict[int, int] = {}
    index = 0
    while index < len(atoms):
        run = ""
        position = index
        if atoms[index].gap != INLINE:
            while position < len(atoms) and len(run) < len(letters):
                run += letters_of(atoms[position].text)
                position += 1
                if not letters.startswith(run):
                    break
        if run == letters and run:
            found[index] = position
            index = position
        else:
            index += 1
    return found


def _grid_row(atoms: Sequence[Atom], row: DecodedRow, sure: float) -> GridRow:
    first, last = atoms[row.begin], atoms[max(row.end - 1, row.begin)]
    confidence = max(0.3, min(1.0, 1.0 - max(0.0, row.cost - 2.0) / _WORST_ROW)) * sure
    if row.kind == "group":
        number, words = heading_parts(atoms[row.begin : row.end])
        cell = CellText((words,), ((first.start, last.end),))
        return GridRow(RowKind.GROUP, number, {0: cell}, first.start, last.end, confidence=confidence)
    numeral = first.numeral if row.number is not None else None
    cells = {column: _cell(atoms, ranges) for column, ranges in row.cells.items()}
    return GridRow(
        RowKind.ITEM,
        numeral.printed if numeral else "",
        cells,
        first.start,
        last.end,
        confidence=confidence,
    )


def _cell(atoms: Sequence[Atom], ranges: Sequence[tuple[int, int]]) -> CellText:
    lines: list[str] = []
    parts: list[tuple[int, int]] = []
    for begin, end in ranges:
        lines.extend(lines_of(atoms[begin:end]))
        parts.append((atoms[begin].start, atoms[end - 1].end))
    return CellText(tuple(lines), tuple(parts))
