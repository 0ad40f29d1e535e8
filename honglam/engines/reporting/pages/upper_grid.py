"""A form of an upper level as its page shows it: the sheet's rows with what each cell is mapped to and its value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from honglam.engines.reporting.forms import Blank, FormCell, FormSheet, ShownCell
from honglam.engines.reporting.models import MappedCell, UpperFormVersion
from honglam.engines.reporting.terms import CellContent
from honglam.engines.reporting.upper_forms import CellValue, Key, doubts_of, factor_shown
from honglam.toolkit.numbers import format_number
from honglam.toolkit.sheets import Column, Table

MAPPED, SURE, DOUBTFUL, OPEN, FREE = "mapped", "sure", "doubtful", "open", "free"
ROWS_SHOWN = 120


def state_words() -> dict[str, tuple[str, str]]:
    """Icon and word of each state of a cell."""
    return {
        MAPPED: ("circle-check", _("đã ghép")),
        SURE: ("bulb", _("đề xuất chắc chắn")),
        DOUBTFUL: ("alert-triangle", _("đề xuất cần xem")),
        OPEN: ("circle-dashed", _("chưa ghép")),
        FREE: ("", _("không cần điền")),
    }


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of the page's table: how it looks and, where it can be filled, its state, its value and why it is
    empty."""

    shown: ShownCell
    state: str = ""
    icon: str = ""
    word: str = ""
    value: str = ""
    why: str = ""
    title: str = ""
    address: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class CellsShown:
    """The mapped cells of a version by place, with their doubts and their values for a period."""

    blank: Blank
    cells: Mapping[Key, MappedCell]
    doubts: Mapping[Key, str]
    values: Mapping[Key, CellValue]

    @classmethod
    def of(
        cls, version: UpperFormVersion, blank: Blank, cells: Sequence[MappedCell], values: Mapping[Key, CellValue]
    ) -> CellsShown:
        """Put together what was loaded."""
        return cls(blank, {(cell.sheet, cell.cell): cell for cell in cells}, doubts_of(version), values)

    def state(self, cell: FormCell) -> str:
        """How far a cell is decided."""
        mapped = self.cells.get(cell.key)
        if mapped is not None:
            if not mapped.is_proposed:
                return MAPPED
            return DOUBTFUL if cell.key in self.doubts else SURE
        return OPEN if cell.is_asked and cell.content == CellContent.FIGURE else FREE

    def counts(self) -> dict[str, int]:
        """How many cells are in each state."""
        found = dict.fromkeys((MAPPED, SURE, DOUBTFUL, OPEN), 0)
        for cell in self.blank.cells.values():
            if (state := self.state(cell)) in found:
                found[state] += 1
        return found

    @property
    def known_count(self) -> int:
        """How many of the asked figures are stored already, for the chosen period."""
        return sum(
            (value := self.values.get(cell.key)) is not None and value.entry is not None for cell in self.blank.asked
        )


def rows_of(
    sheet: FormSheet, mapping: CellsShown, rows: Sequence[Sequence[ShownCell]], *, chosen: str, query: str
) -> list[list[GridCell]]:
    """Some rows of a sheet, ready for the page."""
    words = state_words()
    last = rows[-1][0].row if rows and rows[-1] else 0
    found = []
    for row in rows:
        line = []
        for shown in row:
            at = mapping.blank.cells.get((sheet.name, shown.cell))
            clipped = shown if shown.row + shown.rows - 1 <= last else _clipped(shown, last)
            if at is None:
                line.append(GridCell(clipped))
                continue
            state = mapping.state(at)
            icon, word = words[state]
            value = mapping.values.get(at.key)
            line.append(
                GridCell(
                    clipped, state, icon, word, entry_text(value), value.why if value is not None else "", at.title,
                    address=f"?{query}&cell={shown.cell}#cell-{shown.cell}", is_chosen=shown.cell == chosen,
                )
            )  # fmt: skip
        found.append(line)
    return found


def entry_text(value: CellValue | None) -> str:
    """A cell's value for people."""
    if value is None or value.entry is None:
        return ""
    return format_number(value.entry) if isinstance(value.entry, Decimal) else value.entry


def what(cell: MappedCell | None) -> str:
    """What a cell is mapped to, in words."""
    if cell is None:
        return ""
    if cell.indicator is None:
        return str(CellContent(cell.content).label)
    parts = [str(cell.indicator), str(cell.get_measure_display())]
    if cell.unit is not None:
        parts.append(str(cell.unit))
    if cell.factor != 1:
        parts.append(f"× {factor_shown(cell.factor)}")
    return " · ".join(parts)


def cells_table(title: str, mapping: CellsShown) -> Table:
    """Every cell of the form with what it is mapped to, for Excel and for paper."""
    words = state_words()
    cells = [cell for cell in mapping.blank.cells.values() if mapping.state(cell) != FREE]

    def mapped(cell: FormCell) -> Any:
        return mapping.cells.get(cell.key)

    columns = [
        Column(_("Trang tính"), lambda cell: cell.sheet, width=20),
        Column(_("Ô"), lambda cell: cell.cell, width=8),
        Column(_("Dòng, cột của biểu"), lambda cell: cell.title, width=60),
        Column(_("Tình trạng"), lambda cell: words[mapping.state(cell)][1], width=18),
        Column(_("Điền gì"), lambda cell: what(mapped(cell)), width=60),
        Column(_("Giá trị"), lambda cell: entry_text(mapping.values.get(cell.key)), width=20),
        Column(_("Vì sao trống"), lambda cell: getattr(mapping.values.get(cell.key), "why", ""), width=32),
        Column(_("Cần xem"), lambda cell: mapping.doubts.get(cell.key, ""), width=48),
    ]
    return Table(title, columns, cells)


def _clipped(shown: ShownCell, last: int) -> ShownCell:
    return ShownCell(
        shown.cell, shown.row, shown.column, shown.text, shown.columns, last - shown.row + 1, shown.is_bold,
        shown.is_ruled, shown.is_formula, shown.side,
    )  # fmt: skip
