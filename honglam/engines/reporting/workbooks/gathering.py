"""Copies put together: sums cell by cell, lines under lines, and a list of what to ask back."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from openpyxl.utils import get_column_letter

from honglam.engines.reporting.workbooks.comparing import ReturnedCopy, Value
from honglam.engines.reporting.workbooks.form import Area, Form, SheetForm
from honglam.engines.reporting.workbooks.whose import Asked, whose
from honglam.toolkit.numbers import format_number

FAR_OFF = 500
"""A figure so many times the median of the others is likely written in another unit (đồng for triệu đồng)."""
_ENOUGH = 5
_MOSTLY = Decimal("0.6")


@dataclass(frozen=True, slots=True)
class CellDoubt:
    """A cell that cannot be right, with what was typed and why; it is added up unless it is no number."""

    unit: str
    sheet: str
    cell: str
    typed: str
    explanation: str
    is_left_out: bool


@dataclass(frozen=True)
class Line:
    """One line of a list with the unit that it came from."""

    unit: str
    values: dict[int, Value]


@dataclass(frozen=True)
class Gathering:
    """The outcome: totals and lines by sheet, figures by unit, and who has to be asked again."""

    totals: dict[str, dict[tuple[int, int], Value]] = field(default_factory=dict)
    lines: dict[str, list[Line]] = field(default_factory=dict)
    by_unit: dict[str, dict[tuple[str, int, int], Value]] = field(default_factory=dict)
    missing: list[Asked] = field(default_factory=list)
    changed: list[ReturnedCopy] = field(default_factory=list)
    empty: list[ReturnedCopy] = field(default_factory=list)
    unknown: list[ReturnedCopy] = field(default_factory=list)
    repeated: list[tuple[Asked, ReturnedCopy]] = field(default_factory=list)
    unreadable: Sequence[str] = ()
    doubts: list[CellDoubt] = field(default_factory=list)
    senders: dict[int, Asked] = field(default_factory=dict)
    """The unit of each copy, by the identity (`id`) of the copy."""

    @property
    def is_whole(self) -> bool:
        """Whether every unit that was asked is in the totals."""
        return not (self.missing or self.changed or self.empty or self.unknown or self.unreadable)


def gather(
    form: Form, copies: Sequence[ReturnedCopy], asked: Sequence[Asked] = (), unreadable: Sequence[str] = ()
) -> Gathering:
    """Put the copies together. Without `asked` each copy is a unit of its own, named like its file.

    Left out of all totals: copies whose form was changed, empty ones, those of nobody that was asked, and an earlier
    copy of a unit that sent two (the last in order counts). `unreadable` are names of files that could not be opened. A
    unit that sent nothing is missing; one whose file names it and does not open has sent.
    """
    units: dict[str, ReturnedCopy] = {}
    names: dict[str, str] = {}
    changed, empty, unknown = [], [], []
    repeated: list[tuple[Asked, ReturnedCopy]] = []
    sent = {unit.key for name in unreadable if (unit := whose(ReturnedCopy(name), asked))}
    senders: dict[int, Asked] = {}
    for copy in copies:
        unit = whose(copy, asked) if asked else Asked(copy.name, copy.name)
        if unit is None:
            unknown.append(copy)
            continue
        sent.add(unit.key)
        senders[id(copy)] = unit
        if copy.is_changed:
            changed.append(copy)
        elif copy.is_empty:
            empty.append(copy)
        else:
            if unit.key in units:
                repeated.append((unit, units[unit.key]))
            units[unit.key], names[unit.key] = copy, unit.name
    order = {unit.key: at for at, unit in enumerate(asked)}
    shared = {name for name, count in Counter(names.values()).items() if count > 1}
    shown = {key: f"{name} ({units[key].name})" if name in shared else name for key, name in names.items()}
    kept = {shown[key]: units[key] for key in sorted(units, key=lambda key: (order.get(key, 0), shown[key]))}
    totals: dict[str, dict[tuple[int, int], Value]] = {}
    lines: dict[str, list[Line]] = {}
    doubts: list[CellDoubt] = []
    for sheet in form.sheets:
        if sheet.area is Area.LIST:
            lines[sheet.name] = _lines(sheet, kept)
        else:
            totals[sheet.name], doubtful = _totals(sheet, kept)
            doubts += doubtful
    return Gathering(
        totals=totals, lines=lines, by_unit=_by_unit(form, kept),
        missing=[unit for unit in asked if unit.key not in sent], changed=changed, empty=empty, unknown=unknown,
        repeated=repeated, unreadable=unreadable, doubts=doubts, senders=senders,
    )  # fmt: skip


def _by_unit(form: Form, kept: dict[str, ReturnedCopy]) -> dict[str, dict[tuple[str, int, int], Value]]:
    return {
        name: {
            (sheet.name, *at): value
            for sheet in form.sheets
            if sheet.area is Area.SUM
            for at, value in copy.values.get(sheet.name, {}).items()
        }
        for name, copy in kept.items()
    }


def _totals(sheet: SheetForm, kept: dict[str, ReturnedCopy]) -> tuple[dict[tuple[int, int], Value], list[CellDoubt]]:
    """Sums of figures; words of the units one under the other; shares and averages are never added up."""
    totals: dict[tuple[int, int], Value] = {}
    doubts: list[CellDoubt] = []
    for at in sheet.inputs:
        given = {
            name: value for name, copy in kept.items() if (value := copy.values.get(sheet.name, {}).get(at)) is not None
        }
        if not given:
            continue
        figures = {name: value for name, value in given.items() if isinstance(value, Decimal)}
        column = sheet.column_of(at[1])
        if len(figures) >= _MOSTLY * len(given):
            doubts += _doubts(sheet, at, given, figures, kept)
            if not (column and column.is_share):
                totals[at] = sum(figures.values(), Decimal(0))
        else:
            totals[at] = "\n".join(f"{name}: {_shown(value)}" for name, value in given.items())
    return totals, doubts


def _doubts(
    sheet: SheetForm, at: tuple[int, int], given: dict[str, Value], figures: dict[str, Decimal],
    kept: dict[str, ReturnedCopy],
) -> list[CellDoubt]:  # fmt: skip
    column = sheet.column_of(at[1])
    place = f"{get_column_letter(at[1])}{at[0]}"
    found = []
    for name, value in given.items():
        why = _fault(
            value,
            [figure for other, figure in figures.items() if other != name],
            is_share=bool(column and column.is_share),
        )
        if why:
            typed = kept[name].raw.get((sheet.name, *at), _shown(value))
            found.append(CellDoubt(name, sheet.name, place, typed, why, is_left_out=not isinstance(value, Decimal)))
    return found


def _fault(value: Value, others: list[Decimal], *, is_share: bool) -> str:
    """Why a value cannot be right; empty where it can."""
    if not isinstance(value, Decimal):
        return "Ô này cần một con số; chữ trong ô không được cộng vào tổng."
    if value < 0:
        return "Số âm."
    if is_share and value > 100:
        return "Tỷ lệ lớn hơn 100%."
    positive = [other for other in others if other > 0]
    if not is_share and len(positive) >= _ENOUGH:
        middle = median(positive)
        if value > FAR_OFF * middle:
            return (
                f"Gấp hơn {FAR_OFF} lần mức giữa của các đơn vị khác ({format_number(middle)}): có thể sai đơn vị tính."
            )
    return ""


def _lines(sheet: SheetForm, kept: dict[str, ReturnedCopy]) -> list[Line]:
    """The lines of all units, each in its own order; empty lines are left out."""
    found = []
    for name, copy in kept.items():
        rows: dict[int, dict[int, Value]] = defaultdict(dict)
        for (row, column), value in copy.values.get(sheet.name, {}).items():
            rows[row][column] = value
        found += [Line(name, rows[row]) for row in sorted(rows)]
    return found


def _shown(value: Value) -> str:
    if isinstance(value, Decimal):
        return format_number(value)
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else value
