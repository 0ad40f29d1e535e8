"""Tables whose grid the format drew (Word, HTML, ruled PDF, tabs): from blocks to rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from honglam.engines.documents.public import Block, Cell, ReadDocument, Table
from honglam.toolkit.text import fold, squeeze

from ..deadlines import deadline_fit
from ..quantities import read_target
from ..unit_names import unit_fit
from .columns import Column, Role, TableKind, kind_of, read_header, settle
from .model import CellText, GridRow, RowKind, TableRegion
from .numerals import leading_numeral, read_number_cell, read_numeral
from .places import columns_of_places

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_RULE_ROW = re.compile(r"[\s\-_=:|.…]*")
_MAX_HEADER_ROWS = 3
_MAX_GAP = 200
_TELLING = frozenset({Role.LEAD, Role.COORDINATING, Role.DEADLINE, Role.PRODUCT})
_WHOLE_DEADLINE = 0.9


def ruled_regions(document: ReadDocument) -> list[TableRegion]:
    """The task and indicator tables among the table blocks; a table without a header goes on with the one above."""
    regions: list[TableRegion] = []
    previous: tuple[TableRegion, Table] | None = None
    for block in document.tables():
        table = block.table
        if table is None or not table.cells:
            continue
        header = _header_of(table)
        if header is not None and previous is not None and _is_repeat(document, previous[0], header[0], block):
            region = previous[0]
            _read_rows(block, table, header[1], region)
            region.end = block.end
            previous = (region, table)
            continue
        if header is None and previous is not None and _goes_on(document, previous[0], previous[1], block):
            region = previous[0]
            _read_rows(block, table, 0, region)
            region.end = block.end
            previous = (region, table)
            continue
        columns, body = header or (_columns_by_content(table), 0)
        kind = kind_of(columns) if columns else None
        if kind is None and (shared := _shared_out(document, block, table)) is not None:
            regions.append(shared)
            previous = (shared, table)
            continue
        if columns is None or kind is None:
            previous = None
            continue
        region = TableRegion(block.start, block.end, kind, columns, ruled=table.ruled, shows_merges=table.shows_merges)
        _read_rows(block, table, body, region)
        previous = (region, table)
        regions.append(region)
    return regions


def _shared_out(document: ReadDocument, block: Block, table: Table) -> TableRegion | None:
    """The table as one that shares targets out among places, with its header in the first row; None where it is not."""
    grid = _texts(table)
    above = document.text[: block.start]
    columns = columns_of_places(grid[0], grid[1:], above)
    if columns is None:
        return None
    region = TableRegion(
        block.start, block.end, TableKind.INDICATORS, columns, ruled=table.ruled, shows_merges=table.shows_merges
    )
    region.headers = {cell.column: _cell_text(cell) for cell in table.cells if cell.row == 0}
    _read_rows(block, table, 1, region)
    return region


def _goes_on(document: ReadDocument, region: TableRegion, above: Table, block: Block) -> bool:
    """Is this block the rest of the table above (same grid, nothing but a page number between)?"""
    if block.table is None or block.table.column_count != above.column_count:
        return False
    between = document.text[region.end : block.start]
    return len(between) < _MAX_GAP and not re.search(r"[^\W\d_]", between)


def _is_repeat(document: ReadDocument, region: TableRegion, columns: list[Column], block: Block) -> bool:
    """Does this block go on with the table above under the same header, and with the rest of its last row?"""
    between = document.text[region.end : block.start]
    same = [(column.role, fold(column.header)) for column in columns] == [
        (column.role, fold(column.header)) for column in region.columns
    ]
    return same and len(between) < _MAX_GAP and not re.search(r"[^\W\d_]", between)


def _header_of(table: Table) -> tuple[list[Column], int] | None:
    """(columns, first body row) where the first rows name the columns; None where they do not."""
    grid = _texts(table)
    best: tuple[list[Column], int] | None = None
    best_score = 0.0
    for top in range(min(3, table.row_count)):
        for depth in range(1, min(_MAX_HEADER_ROWS, table.row_count - top) + 1):
            if depth > 1 and _is_body(grid[top + depth - 1]):
                break
            columns, known = _columns_under(grid[top : top + depth], _is_numbered(grid[top + depth :]))
            score = known - 0.2 * top - 0.1 * (depth - 1)
            if known >= 2 and any(column.role is Role.NAME for column in columns) and score > best_score:
                best, best_score = (columns, top + depth), score
    return best


def _is_numbered(body: list[list[str]]) -> bool:
    """Does the first column hold numbers and numerals, and nothing else?"""
    first = [row[0] for row in body if row[0]]
    return len(first) > 1 and all(read_number_cell(cell) is not None for cell in first)


def _columns_under(rows: list[list[str]], is_numbered: bool) -> tuple[list[Column], int]:
    """The columns that header rows name and how many are known; the lowest row that is known names a column.

    A first column of nothing but numbers counts the rows, whatever its title.
    """
    columns: list[Column] = []
    known = 0
    for index in range(len(rows[0])):
        stack: list[str] = []
        for row in rows:
            if row[index] and row[index] not in stack:
                stack.append(row[index])
        column = None
        candidates = [*reversed(stack), " ".join(stack)] if stack else []
        for candidate in candidates:
            column = read_header(candidate)
            if column:
                break
        if column and len(stack) > 1 and column.role in (Role.TARGET, Role.BASELINE) and len(fold(column.header)) < 9:
            # “Chỉ tiêu” above “2025 | 2026”: the header above tells a result from a target.
            column = read_header(" ".join(stack)) or column
        known += column is not None
        if column is None and index == 0 and is_numbered:
            column = Column(Role.NUMBER, " ".join(stack))
        columns.append(column or Column(Role.OTHER, " ".join(stack)))
    return settle(columns), known


def _texts(table: Table) -> list[list[str]]:
    """The grid of cell texts on one line each; a merged cell fills all the places it covers."""
    grid = [[""] * table.column_count for _ in range(table.row_count)]
    for cell in table.cells:
        words = squeeze(_TAG.sub(" ", cell.text)).strip("*")
        for row in range(cell.row, min(cell.row + cell.row_span, table.row_count)):
            for column in range(cell.column, min(cell.column + cell.column_span, table.column_count)):
                grid[row][column] = words
    return grid


def _is_body(row: list[str]) -> bool:
    """Does a row begin like the body of a table (a row number)?"""
    return bool(row) and read_numeral(row[0]) is not None and not _is_column_numbers(row)


def _is_column_numbers(row: list[str]) -> bool:
    """“(1) (2) (3) …”, “1 2 3 …”, “A B 1 2 …” under a header."""
    filled = [cell.strip("() ") for cell in row if cell]
    if len(filled) < 3:
        return False
    signs = [cell for cell in filled if re.fullmatch(r"\d{1,2}(?:\s*=.*)?|[A-Ha-h]", cell)]
    return len(signs) == len(filled) and signs[-1][:1].isdigit() and len(set(signs)) == len(signs)


def _columns_by_content(table: Table) -> list[Column] | None:
    """Columns of a table without a header, by what most cells hold; None where that does not tell."""
    grid = _texts(table)
    roles: list[Role] = []
    for index in range(table.column_count):
        cells = [row[index] for row in grid if row[index]]
        roles.append(_role_by_content(cells, roles))
    if Role.NUMBER not in roles or Role.NAME not in roles or len(grid) < 2:
        return None
    return [Column(role, "") for role in roles]


def _role_by_content(cells: list[str], before: list[Role]) -> Role:
    if not cells:
        return Role.OTHER
    count = len(cells)
    if not before and sum(read_numeral(cell) is not None for cell in cells) >= 0.7 * count:
        return Role.NUMBER
    if sum(deadline_fit(cell) >= 0.9 for cell in cells) >= 0.7 * count and Role.DEADLINE not in before:
        return Role.DEADLINE
    if sum(unit_fit(cell) >= 0.8 for cell in cells) >= 0.7 * count:
        if Role.NAME not in before:
            return Role.OTHER
        return Role.COORDINATING if Role.LEAD in before else Role.LEAD
    if sum(read_target(cell) is not None and len(cell) < 25 for cell in cells) >= 0.7 * count:
        return Role.TARGET
    if Role.NAME not in before and sum(len(cell) for cell in cells) / count > 15:
        return Role.NAME
    return Role.CONTENT if Role.CONTENT not in before else Role.OTHER


def _read_rows(block: Block, table: Table, first: int, region: TableRegion) -> None:
    """Adds the body rows to the region: groups, items; a torn row's rest goes to the row above."""
    headers = [fold(column.header) for column in region.columns]
    by_row: list[list[Cell]] = [[] for _ in range(table.row_count)]
    for cell in table.cells:
        by_row[cell.row].append(cell)
    covered = _covered_from_above(table)
    for index in range(first, table.row_count):
        cells = by_row[index]
        texts = [squeeze(cell.text) for cell in cells]
        if all(_RULE_ROW.fullmatch(text) for text in texts) or _is_column_numbers(texts):
            continue
        if _repeats_header(texts, headers):
            continue
        for row in _read_row(block, cells, covered[index], region, is_first=index == first):
            region.rows.append(row)


def _covered_from_above(table: Table) -> list[dict[int, CellText]]:
    """For every row, the columns covered by a cell that is merged from a row above, with that cell."""
    covered: list[dict[int, CellText]] = [{} for _ in range(table.row_count)]
    for cell in table.cells:
        if cell.row_span < 2:
            continue
        text = _cell_text(cell)
        for row in range(cell.row + 1, min(cell.row + cell.row_span, table.row_count)):
            covered[row].update(dict.fromkeys(range(cell.column, cell.column + cell.column_span), text))
    return covered


def _repeats_header(texts: list[str], headers: list[str]) -> bool:
    filled = [fold(text) for text in texts if text]
    return len(filled) >= 2 and all(text in headers or read_header(text) for text in filled)


def _read_row(
    block: Block, cells: list[Cell], covered: dict[int, CellText], region: TableRegion, *, is_first: bool
) -> Iterator[GridRow]:
    """The row that these cells make; nothing where they only go on with the row above."""
    texts = {cell.column: _cell_text(cell) for cell in cells}
    texts = {column: text for column, text in texts.items() if text}
    if not texts:
        return
    start, end = min(cell.start for cell in cells), max(cell.end for cell in cells)
    number_column = region.column_of(Role.NUMBER)
    name_column = region.column_of(Role.NAME)
    number = texts.pop(number_column, None) if number_column is not None else None
    numeral = read_number_cell(number.text) if number else None
    inherits = False
    if number and numeral is None:
        # The numeral and the heading share the first cell (“II Hạ tầng số”), or the row has no number.
        led = leading_numeral(number.text)
        if name_column is not None and name_column not in texts:
            texts[name_column] = number
            if not led or len(texts) == 1:
                yield _group(block, led[0].printed if led else "", led[1] if led else number.text, start, end)
                return
    name = texts.get(name_column) if name_column is not None else None
    if number is None and name is not None:
        led = leading_numeral(name.text)
        if led and led[0].kind in ("dotted", "arabic") and region.rows:
            texts[name_column] = CellText((led[1],), name.parts)  # type: ignore[index]
            numeral, inherits = led[0], True
    spans_row = any(cell.column_span >= max(2, len(region.columns) - 1) for cell in cells if cell.text.strip())
    if name is None and numeral is None and name_column is not None and _stands_for_itself(texts, covered, region):
        # Several contents under one name: each is work of its own.
        name = region.rows[-1].cells.get(name_column) or region.rows[-1].merged[name_column]
        covered = {**covered, name_column: name}
        inherits = True
    others = [column for column in texts if column != name_column]
    if not inherits and name is None and numeral is None and region.rows and not spans_row:
        _append(region.rows[-1], texts, end)
        return
    if not inherits and number is None and numeral is None and region.rows and not spans_row and name is not None:
        if _continues(name, others, covered, region, is_first=is_first):
            _append(region.rows[-1], texts, end)
            return
        # Without row numbers every row stands for itself.
        inherits = number_column is not None and (bool(others) or bool(covered))
    if name is None and texts and (spans_row or _stands_behind_the_number(texts, number_column)):
        name = next(iter(texts.values()))
        others = []
    is_group = name is not None and not others and not inherits and (not covered.keys() - {number_column} or spans_row)
    if is_group and name is not None:
        yield _group(block, numeral.printed if numeral else "", name.text, start, end, spans_row=spans_row)
        return
    yield GridRow(
        RowKind.ITEM,
        numeral.printed if numeral else (number.text if number else ""),
        texts,
        start,
        end,
        _page_of(cells, block),
        inherits=inherits,
        merged=dict(covered),
    )


def _stands_for_itself(texts: dict[int, CellText], covered: Collection[int], region: TableRegion) -> bool:
    """Is a row without a number and a name another part of the work above, not the torn rest of its cells?

    It tells what is done and, besides, by when, by whom or what comes of it, while the row above has told its own.
    Where no merged cell is drawn over the name, only a new beginning and a time of its own say so.
    """
    content, name, when = (region.column_of(role) for role in (Role.CONTENT, Role.NAME, Role.DEADLINE))
    above = region.rows[-1] if region.rows else None
    if content is None or name is None or above is None or above.kind is RowKind.GROUP:
        return False
    is_named = above.cells.get(name) or above.merged.get(name)
    if not is_named or content not in above.cells or content not in texts or texts[content].text[:1].islower():
        return False
    told = [column for column in texts if column != content and region.columns[column].role in _TELLING]
    if name in covered:
        return bool(told)
    return (
        when in told
        and when in above.cells
        and min(deadline_fit(texts[when].text), deadline_fit(above.cells[when].text)) >= _WHOLE_DEADLINE
    )


def _page_of(cells: list[Cell], block: Block) -> int | None:
    """The page on which the row begins, as far as its cells tell; else that of the table."""
    return next((part.page for cell in cells for part in cell.parts if part.page is not None), block.page)


def _stands_behind_the_number(texts: dict[int, CellText], number_column: int | None) -> bool:
    """Is the cell next to the number the only one? Before a column of leads headings stand there, names do not."""
    return number_column is not None and list(texts) == [number_column + 1]


def _continues(
    name: CellText, others: list[int], covered: Collection[int], region: TableRegion, *, is_first: bool
) -> bool:
    """Does an unnumbered row with a name go on with the row above?"""
    above = region.rows[-1]
    if above.kind is RowKind.GROUP:
        return name.text[:1].islower() and not others
    first = name.text[:1]
    if first.islower():
        return True
    name_column = region.column_of(Role.NAME)
    before = above.cells.get(name_column) if name_column is not None else None
    told = {region.column_of(Role.LEAD), region.column_of(Role.DEADLINE)} & set(others)
    if is_first and before is not None and not re.search(r"[.;:)”\"]$", before.text) and not told:
        return True
    return bool(covered) and name_column in covered


def _append(row: GridRow, texts: dict[int, CellText], end: int) -> None:
    for column, text in texts.items():
        row.cells[column] = row.cells[column].followed_by(text) if column in row.cells else text
    row.end = max(row.end, end)


def _group(block: Block, number: str, text: str, start: int, end: int, *, spans_row: bool = False) -> GridRow:
    cells = {0: CellText((text,), ((start, end),))}
    return GridRow(RowKind.GROUP, number, cells, start, end, block.page, spans_row=spans_row)


def _cell_text(cell: Cell) -> CellText:
    words = _TAG.sub("\n", cell.text)
    lines = tuple(line for line in (squeeze(line) for line in words.split("\n")) if line)
    return CellText(lines, tuple((part.start, part.end) for part in cell.parts))
