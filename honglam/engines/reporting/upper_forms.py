"""What a form of an upper level is read and filled from: its blank, indicators and units it may ask for, figures."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from honglam.core.access.reach import reach_of
from honglam.core.organisations.models import Unit, UnitAlias
from honglam.engines.indicators.public import Indicator, sight_of
from honglam.engines.reporting.forms import Blank, FormCell, Gap, KnownIndicator, KnownUnit, figure_for, read_blank
from honglam.engines.reporting.forms.filling import Entry
from honglam.engines.reporting.forms.names import completed
from honglam.engines.reporting.forms.stored import measured_figures
from honglam.engines.reporting.models import MappedCell, UpperForm, UpperFormVersion
from honglam.engines.reporting.terms import CellContent, FormMeasure
from honglam.toolkit.periods import Period, Scheme, period_of

if TYPE_CHECKING:
    from honglam.core.access.models import User

SEE_FIGURES = "indicators.view_values"
OFFERED_PERIODS = 12
NEEDS = {str(FormMeasure.CHANGE): str(FormMeasure.GROWTH)}
"""Figures that are worked out from what another one asks for."""
UNMAPPED, WAITING = "unmapped", "waiting"
"""Why a cell stays empty, besides `Gap`: nobody has mapped it; a proposal waits to be looked at."""
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CellValue:
    """What a cell is filled with for a period, or why it stays empty and where the figure is entered."""

    entry: Entry | None = None
    gap: str = ""
    why: str = ""
    url: str = ""


@lru_cache(maxsize=32)
def _read(_digest: str, path: Path) -> Blank:
    return read_blank(path.read_bytes())


def blank_of(version: UpperFormVersion) -> Blank:
    """The blank of a version; kept in memory, for a stored file never changes. Raises FormError."""
    return _read(version.file.sha256, version.file.path)


def newest_version(form: UpperForm) -> UpperFormVersion:
    """The version that is mapped and filled now."""
    found: UpperFormVersion = form.versions.select_related("file", "created_by").order_by("-number")[0]
    return found


def known_indicators() -> list[KnownIndicator]:
    """Everything that is measured."""
    rows = Indicator.objects.order_by("code").values_list("pk", "name", "measure")
    return [KnownIndicator(*row) for row in rows]


def units_named(unit: Unit, today: datetime.date) -> list[KnownUnit]:
    """The units that lines of a form may name: the communes of today, the unit itself and whatever stands below it."""
    below = Unit.objects.subtree_of(unit).valid_on(today)
    communes = Unit.objects.communes().valid_on(today)
    found = (below | communes).order_by("pk").distinct()
    names: dict[int, list[str]] = {one.pk: [one.name, one.short_name] for one in found}
    for key, alias in UnitAlias.objects.filter(unit__in=list(names)).values_list("unit_id", "alias"):
        names[int(key or 0)].append(alias)
    return [KnownUnit(key, tuple(some)) for key, some in names.items()]


def periods_to_fill(form: UpperForm, today: datetime.date) -> list[Period]:
    """Those that are over, the newest first, then the running one."""
    running = period_of(today, Scheme(form.scheme))
    found = [running.previous()]
    while len(found) < OFFERED_PERIODS:
        found.append(found[-1].previous())
    return [*found, running]


def values_for(
    *, form: UpperForm, blank: Blank, cells: Sequence[MappedCell], period: Period, by: User, today: datetime.date
) -> dict[Key, CellValue]:
    """The value of each mapped cell for a period, or why it has none. `cells` need their indicator and unit loaded.

    Figures of other units are shown to those who may see them: in reach, or sent to a unit in reach.
    """
    figures = [cell for cell in cells if cell.content == CellContent.FIGURE and cell.indicator is not None]
    units = {(cell.unit or form.unit).pk: cell.unit or form.unit for cell in figures}
    indicators = {cell.indicator_id: cell.indicator for cell in figures}
    allowed = _allowed(form, list(units.values()), [one for one in indicators.values() if one], period, by)
    stored = measured_figures(
        indicator_ids=[int(key) for key in indicators if key], period=period, user=by,
        units=[unit for key, unit in units.items() if key in allowed],
        measures={NEEDS.get(cell.measure, cell.measure) for cell in figures},
    )  # fmt: skip
    found: dict[Key, CellValue] = {}
    for cell in cells:
        at = blank.cells.get((cell.sheet, cell.cell))
        if at is None:
            continue
        if cell.content != CellContent.FIGURE:
            text = completed(at.text, cell.content, unit=str(cell.unit or form.unit), period=period.label, day=today)
            found[at.key] = CellValue(text)
            continue
        unit = cell.unit or form.unit
        if unit.pk not in allowed:
            found[at.key] = CellValue(gap=Gap.NOT_ALLOWED, why=Gap.NOT_ALLOWED.label)
            continue
        measured = stored.get((int(cell.indicator_id or 0), unit.pk))
        figure = figure_for(measured, cell.measure, cell.factor)
        url = measured.cell_url if measured is not None else ""
        found[at.key] = (
            CellValue(gap=figure, why=figure.label, url=url) if isinstance(figure, Gap) else CellValue(figure, url=url)
        )
    return found


def empty_cells(blank: Blank, cells: Iterable[MappedCell], values: Mapping[Key, CellValue]) -> list[dict[str, Any]]:
    """The cells that stay empty, in the order of the form, each with why and where its figure is entered."""
    mapped = {(cell.sheet, cell.cell): cell for cell in cells}
    found = []
    for key, at in blank.cells.items():
        cell = mapped.get(key)
        if cell is None and not (at.is_asked and at.content == CellContent.FIGURE):
            continue
        if cell is None:
            value = CellValue(gap=UNMAPPED, why=_("Chưa ghép với chỉ tiêu nào"))
        elif cell.is_proposed:
            value = CellValue(gap=WAITING, why=_("Đề xuất chưa được nhận"))
        else:
            value = values.get(key, CellValue())
        if value.entry is None:
            found.append(
                {"sheet": at.sheet, "cell": at.cell, "title": at.title, "gap": str(value.gap), "why": value.why,
                 "url": value.url}
            )  # fmt: skip
    return found


def mapped_cells(version: UpperFormVersion) -> list[MappedCell]:
    """The mapped cells of a version with what they name; one query."""
    return list(version.cells.select_related("indicator", "unit"))


def doubts_of(version: UpperFormVersion) -> dict[Key, str]:
    """Why proposals of a version have to be looked at: what was doubtful, and what reads differently in this blank."""
    return {
        (note["sheet"], note["cell"]): note["text"]
        for note in version.notes
        if note.get("kind") in ("doubt", "look") and note.get("cell")
    }


def sure_cells(version: UpperFormVersion) -> list[Key]:
    """The cells whose proposals can be taken over unseen."""
    doubts = doubts_of(version)
    proposed = version.cells.filter(is_proposed=True).values_list("sheet", "cell")
    return [key for key in proposed if key not in doubts]


def factor_shown(factor: Decimal) -> str:
    """A factor for people: “0,001”."""
    return f"{factor.normalize():f}".replace(".", ",")


def cell_words(cell: FormCell) -> str:
    """A cell with its place: “Biểu 05!E8: Hồ sơ tiếp nhận – Thực hiện”."""
    return f"{cell.sheet}!{cell.cell}: {cell.title}"


def _allowed(
    form: UpperForm, units: Sequence[Unit], indicators: Sequence[Indicator], period: Period, by: User
) -> set[int]:
    """Keys of the units whose figures may be shown: the form's own, those in reach, those that report to one in
    reach."""
    reach = reach_of(by, SEE_FIGURES)
    found = {unit.pk for unit in units if unit.pk == form.unit_id or reach.covers(unit)}
    beyond = [unit for unit in units if unit.pk not in found]
    if beyond:
        sight = sight_of(reach, indicators, period.end)
        found |= {unit.pk for unit in beyond if sight.covers(unit)}
    return found


def saying(text: str) -> Q:
    """Forms whose name or whose asker holds a text."""
    return Q(name__icontains=text) | Q(asked_by__icontains=text)
