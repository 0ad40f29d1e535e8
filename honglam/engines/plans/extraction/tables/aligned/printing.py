"""Prints a space-aligned table anew in the stretch of text that it took, cell by cell, so that cells can be cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from honglam.engines.documents.public import Cell, Span

from .lines import AlignedLine, Segment
from .rows import AlignedRow, AlignedTable


@dataclass(frozen=True, slots=True)
class Printed:
    """The new text, as long as the old one, and the cells that point into the document."""

    text: str
    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    header_rows: int


class _Writer:
    """Writes cells one after the other: “tab” between the cells of a row, a line feed between rows."""

    def __init__(self, start: int, lines: Sequence[AlignedLine]) -> None:
        self.start = start
        self.lines = lines
        self.out: list[str] = []
        self.length = 0
        self.cells: list[Cell] = []
        self.used: set[tuple[int, int]] = set()

    def write(
        self, row: int, column: int, pieces: Sequence[tuple[int, Segment]], *, column_span: int = 1, row_span: int = 1
    ) -> None:
        """A cell of the words at these places (line, segment)."""
        if not pieces:
            return
        begins_row = not self.cells or self.cells[-1].row != row
        if self.cells:
            self._put("\n" if begins_row else "\t")
        begin = self.start + self.length
        for order, (index, segment) in enumerate(pieces):
            if order:
                self._put(" " if index == pieces[order - 1][0] else "\n")
            self._put(segment.text)
            self.used.update((index, place) for place in range(segment.left, segment.right))
        end = self.start + self.length
        text = "".join(self.out)[begin - self.start :] if len(self.out) < 2 else self._tail(end - begin)
        span = Span(begin, end, self.lines[pieces[0][0]].page)
        self.cells.append(Cell(row, column, text, (span,), row_span, column_span))

    def _tail(self, length: int) -> str:
        parts: list[str] = []
        count = 0
        for part in reversed(self.out):
            if count >= length:
                break
            parts.append(part)
            count += len(part)
        return "".join(reversed(parts))[-length:]

    def _put(self, text: str) -> None:
        self.out.append(text)
        self.length += len(text)


def print_table(text: str, start: int, end: int, table: AlignedTable) -> Printed:
    """The table's cells in reading order; page numbers and repeated headers that stood between go to the end."""
    writer = _Writer(start, table.lines)
    header_rows = _print_header(writer, table)
    for order, row in enumerate(table.rows):
        _print_row(writer, header_rows + order, row, len(table.title.columns))
    spare = []
    for index in range(table.first, table.stop):
        line = table.lines[index]
        for segment in line.segments:
            left = "".join(
                char if (index, segment.left + place) not in writer.used else " "
                for place, char in enumerate(segment.text)
            )
            spare.extend(left.split())
    printed = "".join(writer.out) + "".join(f" {word}" for word in spare)
    return Printed(
        printed.ljust(end - start),
        tuple(writer.cells),
        header_rows + len(table.rows),
        len(table.title.columns),
        header_rows,
    )


def _print_header(writer: _Writer, table: AlignedTable) -> int:
    """Writes the header, in two rows where words span several columns; gives the number of rows."""
    columns = table.title.columns
    over = {id(segment): (index, segment) for column in columns for index, segment in column.umbrellas}
    groups = {key: [i for i, column in enumerate(columns) if any(id(s) == key for _, s in column.umbrellas)]
              for key in over}  # fmt: skip
    rows = 2 if over else 1
    for place, column in enumerate(columns):
        for key, covered in groups.items():
            if covered[0] == place:
                writer.write(0, place, [over[key]], column_span=len(covered))
        if not column.umbrellas:
            writer.write(0, place, sorted(column.pieces, key=lambda piece: piece[0]), row_span=rows)
    for place, column in enumerate(columns):
        if column.umbrellas:
            writer.write(1, place, sorted(column.pieces, key=lambda piece: piece[0]))
    return rows


def _print_row(writer: _Writer, place: int, row: AlignedRow, columns: int) -> None:
    numbers = [line for line in row.lines if line.numeral is not None][:1]
    number = [
        (line.index, _numeral_segment(writer.lines[line.index]))
        for line in row.lines
        if line in numbers or (line.torn is not None and numbers and line.index == numbers[0].index + 1)
    ]
    writer.write(place, 0, number)
    if row.is_heading:
        words = [
            (line.index, segment) for line in row.lines for _, cell in sorted(line.cells.items()) for segment in cell
        ]
        writer.write(place, 1, words, column_span=columns - 1)
        return
    for column in range(1, columns):
        pieces = [(line.index, segment) for line in row.lines for segment in line.cells.get(column, [])]
        writer.write(place, column, pieces)


def _numeral_segment(line: AlignedLine) -> Segment:
    word = line.segments[0].text.split(" ", 1)[0]
    left = line.segments[0].left
    return Segment(left, left + len(word), word)
