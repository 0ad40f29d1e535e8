"""What the pages of rolled-up figures show: a table by indicators or by units, the cells behind a number, a series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from honglam.core.access.reach import Reach
from honglam.core.organisations.models import Unit
from honglam.engines.indicators.models import Indicator, IndicatorValue
from honglam.engines.indicators.own_figures import ShownFigure, figure_shown, own_figures
from honglam.engines.indicators.rollup import DrillRow, drill_down, roll_up
from honglam.engines.indicators.series import Series, series_of
from honglam.engines.indicators.shown import written
from honglam.engines.indicators.terms import Calculation, StitchRule
from honglam.toolkit.numbers import format_number
from honglam.toolkit.periods import Period
from honglam.toolkit.sheets import Column, Kind, Table

MOST_INDICATORS = 60
"""How many indicators one table shows; a form has fewer."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row: an indicator of the unit, or one unit of the indicator; figures by period, in the order of periods."""

    indicator: Indicator
    unit: Unit
    is_total: bool
    figures: tuple[tuple[Period, ShownFigure], ...]

    def of(self, code: str) -> ShownFigure:
        """The figure of a period."""
        return next(figure for period, figure in self.figures if period.code == code)


@dataclass(frozen=True, slots=True)
class Behind:
    """What is behind one number: the figure, the cells in reach, how it was made, what the unit itself reported."""

    figure: ShownFigure
    rows: tuple[DrillRow, ...]
    made: str
    own: IndicatorValue | None
    hidden: int = 0

    @property
    def missing(self) -> int:
        """How many cells are still to come."""
        return sum(row.value is None for row in self.rows)


def table_of(
    indicators: Sequence[Indicator], unit: Unit, periods: Sequence[Period], *, reach: Reach, include_drafts: bool
) -> list[ShownRow]:
    """Several indicators of a unit, or of one indicator the unit and each unit directly below it.

    Only units in reach have a row. A constant number of queries.
    """
    asked = list(indicators)[:MOST_INDICATORS]
    if not asked:
        return []
    own = own_figures(asked, unit, periods, include_drafts=include_drafts)
    table = roll_up(
        indicators=asked, unit=unit, periods=periods, include_drafts=include_drafts, by_unit=len(asked) == 1
    )
    return [
        ShownRow(
            row.indicator, row.unit, row.is_total,
            tuple(
                (
                    period,
                    figure_shown(
                        row.cells[period.code], own.get((row.indicator.pk, period.code)) if row.is_total else None
                    ),
                )
                for period in periods
            ),
        )
        for row in table.rows
        if row.is_total or reach.covers(row.unit)
    ]  # fmt: skip


def behind(indicator: Indicator, unit: Unit, period: Period, *, reach: Reach, include_drafts: bool) -> Behind:
    """What is behind one number; cells of units out of reach are counted, not shown. A constant number of queries."""
    (total, *_children) = table_of([indicator], unit, [period], reach=reach, include_drafts=include_drafts)
    every = drill_down(indicator=indicator, unit=unit, period=period, include_drafts=include_drafts)
    rows = tuple(row for row in every if row.unit.pk != unit.pk and reach.covers(row.unit))
    own = None
    if not indicator.is_calculated:
        own = (
            IndicatorValue.objects.of_indicators([indicator.pk])
            .of_unit(unit)
            .of_period(period)
            .select_related("evidence", "entered_by", "reporter")
            .first()
        )
    figure = total.of(period.code)
    hidden = sum(row.unit.pk != unit.pk and row.value is not None for row in every)
    hidden -= sum(row.value is not None for row in rows)
    return Behind(figure, rows, _made(indicator, every, figure), own, hidden)


def _made(indicator: Indicator, rows: Sequence[DrillRow], figure: ShownFigure) -> str:
    """A ratio with its two sums, as a calculation that can be checked by hand; empty for everything else."""
    if indicator.calculation != Calculation.RATIO or figure.value is None or figure.is_own:
        return ""
    pairs = [(row.value, row.beside) for row in rows if row.is_counted and row.value is not None]
    over = sum((value for value, _beside in pairs), Decimal(0))
    under = sum((beside for _value, beside in pairs if beside is not None), Decimal(0))
    factor = "" if indicator.factor == 1 else f" × {format_number(indicator.factor)}"
    return f"{format_number(over)} ÷ {format_number(under)}{factor} = {written(figure.value, indicator.measure)}"


def table_sheet(
    title: str, rows: Sequence[ShownRow], periods: Sequence[Period], *, by_unit: bool, notes: Sequence[str]
) -> Table:
    """The table as it goes to Excel and to paper: a figure and its coverage for every period."""
    columns = [
        Column(_("Đơn vị"), lambda row: str(row.unit), width=36)
        if by_unit
        else Column(_("Chỉ tiêu"), lambda row: f"{row.indicator.name} ({row.indicator.code})", width=60),
        Column(_("Đơn vị tính"), lambda row: row.indicator.measure),
    ]
    for period in periods:
        columns.append(Column(period.short_label, _value_at(period), Kind.NUMBER))
        columns.append(Column(_("%(period)s: đã báo cáo") % {"period": period.short_label}, _coverage_at(period)))
    return Table(title, columns, rows, list(notes))


def coverage(figure: ShownFigure) -> str:
    """“12/69 đơn vị, có số tạm”: how much a figure rests on; empty where it is the unit's own official figure."""
    parts = []
    if figure.is_own:
        parts.append(_("số của chính đơn vị"))
    elif figure.expected is not None:
        parts.append(f"{figure.reported}/{figure.expected}")
    elif figure.reported:
        parts.append(str(figure.reported))
    if figure.is_draft:
        parts.append(_("có số tạm"))
    return ", ".join(parts)


def _value_at(period: Period) -> Any:
    return lambda row: row.of(period.code).value


def _coverage_at(period: Period) -> Any:
    return lambda row: coverage(row.of(period.code))


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A stitched series with the names of the units behind each point, and the data of its chart."""

    series: Series
    points: tuple[Any, ...]
    chart: dict[str, Any]

    @property
    def has_stitches(self) -> bool:
        """Whether a point was made from other units than the one asked for."""
        return any(point.rule not in (StitchRule.OWN, StitchRule.MISSING) for point in self.series.points)


def series_view(
    indicator: Indicator, unit: Unit, periods: Sequence[Period], *, target: Decimal | None, target_label: str,
    include_drafts: bool,
) -> SeriesView:  # fmt: skip
    """The series of a unit: what it and its predecessors reported, and where it reported nothing what rolls up to it.

    A point that the units below make has the rule None.
    """
    series = series_of(indicator=indicator, unit=unit, periods=periods, include_drafts=include_drafts)
    table = roll_up(indicators=[indicator], unit=unit, periods=periods, include_drafts=include_drafts)
    points = []
    for point in series.points:
        below = table.cell(indicator, point.period)
        value, rule, note = point.value, str(StitchRule(point.rule).label), point.note
        if value is None and below.value is not None:
            figure = figure_shown(below, None)
            value, rule, note = below.value, _("Tổng hợp từ đơn vị trực thuộc"), coverage(figure)
        points.append((point.period, value, rule, note, [series.names[key] for key in point.made_of]))
    chart = {
        "kind": "line" if len(points) > 1 else "column",
        "categories": [period.short_label for period, *_rest in points],
        "unit": indicator.measure,
        "target": None if target is None else float(target),
        "targetLabel": target_label,
        "series": [
            {
                "name": str(unit),
                "values": [None if value is None else float(value) for _period, value, *_rest in points],
                "tone": "progress",
            }
        ],
    }
    return SeriesView(series, tuple(points), chart)
