"""What every writer prints, in order: the lines of the text and the cells of the tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from honglam.engines.plans.demo.example import (
    AIM_COLUMNS,
    HEADERS,
    AimTable,
    Bullet,
    Example,
    Group,
    Heading,
    Row,
    TaskTable,
)

NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
KIND = "KẾ HOẠCH"


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph of the text: its words, its level (0 is running text) and whether it stands behind a dash."""

    text: str
    level: int = 0
    is_bullet: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A printed row: one text per column, or a heading over the whole width."""

    cells: tuple[str, ...]
    heading: str = ""


def letterhead(example: Example) -> tuple[list[str], list[str]]:
    """The two columns at the top: who issues, with the number; the nation, with place and date."""
    number = f"Số: {example.number}/{example.suffix}" if example.number else f"Số:       /{example.suffix}"
    left = [line for line in [example.superior, *example.letterhead.split("\n")] if line]
    if example.issued:
        of_month, month = example.issued
        when = f"{example.place}, ngày {of_month:02} tháng {month:02} năm {example.year}"
    else:
        when = f"{example.place}, ngày      tháng      năm {example.year}"
    return [*left, number], [*NATION, when]


def text_lines(example: Example) -> Iterator[TextLine]:
    """The running text from the legal basis to the closing paragraph."""
    for line in example.basis:
        yield TextLine(line)
    yield TextLine(example.opening)
    for part in example.body:
        if isinstance(part, Heading):
            yield TextLine(f"{part.mark}{')' if part.level == 3 else '.'} {part.text}", part.level)
        elif isinstance(part, Bullet):
            yield TextLine(part.text, is_bullet=True)
        else:
            yield TextLine(part.text)
    yield TextLine(f"{example.duties_mark}. TỔ CHỨC THỰC HIỆN", 1)
    for number, duty in enumerate(example.duties, start=1):
        yield TextLine(f"{number}. {'Đề nghị ' if duty.asked else ''}{duty.unit}", 2)
        for words in duty.duties:
            yield TextLine(f"{words}.", is_bullet=True)
    yield TextLine(example.closing)


def reference(example: Example) -> str:
    """The line below the title of an annex."""
    if example.number and example.issued_on:
        return (
            f"(Kèm theo Kế hoạch số {example.full_number} ngày {example.issued_on:%d/%m/%Y} "
            f"của {example.letterhead.title().replace(chr(10), ' ')})"
        )
    return f"(Kèm theo Kế hoạch số       /{example.suffix} ngày      /     /{example.year})"


def table_rows(table: TaskTable | AimTable, year: int) -> Iterator[TableRow]:
    """The rows of a table below its header."""
    if isinstance(table, AimTable):
        for number, aim in enumerate(table.aims, start=1):
            yield TableRow((str(number), aim.name, aim.measure, aim.text, "; ".join(aim.lead)))
        return
    for group in table.groups:
        if group.title:
            yield TableRow((), heading=f"{group.numeral}\t{group.title}")
        yield from _group_rows(table, group, year)


def _group_rows(table: TaskTable, group: Group, year: int) -> Iterator[TableRow]:
    for number, row in enumerate(group.rows, start=1):
        cells = _cells(row, number, year)
        yield TableRow(tuple(cells[column] for column in table.columns))


def _cells(row: Row, number: int, year: int) -> dict[str, str]:
    return {
        "number": str(number),
        "name": row.name,
        "lead": "; ".join(row.lead),
        "coordinating": "; ".join(row.coordinating),
        "monitoring": "; ".join(row.monitoring),
        "due": row.due.printed(year),
        "product": row.product,
    }


def headers(table: TaskTable | AimTable, year: int) -> tuple[str, ...]:
    """The header row."""
    columns = AIM_COLUMNS if isinstance(table, AimTable) else table.columns
    return tuple(HEADERS[column].format(year=year) for column in columns)
