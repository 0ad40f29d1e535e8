"""Behind a rolled-up number: the figures that it was made from, and the units that are missing."""

from __future__ import annotations

from decimal import Decimal

from honglam.core.organisations.models import Unit
from honglam.engines.indicators.calculation import Definitions
from honglam.engines.indicators.models import Indicator, IndicatorValue
from honglam.engines.indicators.rollup.ground import Ground, Spans
from honglam.engines.indicators.rollup.values import DrillRow
from honglam.engines.indicators.terms import Aggregation, Calculation
from honglam.toolkit.periods import Period


def drill_down(
    *, indicator: Indicator, unit: Unit, period: Period, include_drafts: bool = False
) -> tuple[DrillRow, ...]:
    """The cells behind one number of `roll_up`, in the order of the alphabet, and a row for every unit that is missing.

    Of a ratio the numerators with the denominators beside them, of a weighted mean the figures with their weights, of a
    formula the cells of everything that it uses. The figure of the unit itself comes last and is not counted.
    """
    definitions = Definitions.around([indicator])
    ground = Ground.of(unit, definitions)
    spans = Spans.of(definitions.indicators.values(), [period])
    rows = IndicatorValue.objects.filter(
        indicator__in=definitions.direct, unit__in=[unit.pk, *ground.units], period_code__in=list(spans.all)
    ).select_related("reporter", "evidence", "entered_by")
    if not include_drafts:
        rows = rows.official()
    figures = {(row.indicator_id, row.period_code, row.unit_id): row for row in rows}
    holders = _holders(ground, {key for _indicator, _code, key in figures}, definitions, spans)
    found: list[DrillRow] = []
    for shown in _shown(definitions, indicator):
        under = _beside(shown)
        over = definitions.indicators[shown.numerator_id or shown.pk]
        for part in spans.parts_of(shown, period) or ():
            expected = ground.expected((shown.pk, over.pk), part.end) or frozenset()
            for key, holder in holders.items():
                row = figures.get((over.pk, part.code, key))
                if row is None and key not in expected:
                    continue
                beside = figures.get((under, part.code, key)) if under else None
                line = ground.line_of(key)[1:] if key != unit.pk else []
                is_counted = (
                    row is not None
                    and key != unit.pk
                    and (not under or beside is not None)
                    and not any((over.pk, part.code, above) in figures for above in line)
                )
                found.append(_row(over, holder, part, row, None if beside is None else beside.value, is_counted))
    return tuple(found)


def _holders(ground: Ground, reported: set[int], definitions: Definitions, spans: Spans) -> dict[int, Unit]:
    """The units that reported or were to report, by the alphabet, the unit asked for last; one query."""
    expected = {
        key
        for indicator_id in definitions.indicators
        for part in spans.all.values()
        for key in ground.expected((indicator_id,), part.end) or ()
    }
    keys = (reported | expected) - {ground.unit.pk}
    return {one.pk: one for one in (*Unit.objects.filter(pk__in=keys).in_alphabet(), ground.unit)}


def _shown(definitions: Definitions, indicator: Indicator) -> list[Indicator]:
    """The indicator, or for a formula everything entered (and every ratio) that it rests on."""
    if indicator.calculation != Calculation.FORMULA:
        return [indicator]
    return [
        used
        for key in definitions.uses[indicator.pk]
        for used in _shown(definitions, definitions.indicators[key])
    ]  # fmt: skip


def _beside(indicator: Indicator) -> int | None:
    if indicator.calculation == Calculation.RATIO:
        return indicator.denominator_id
    return indicator.weight_id if indicator.aggregation == Aggregation.WEIGHTED else None


def _row(
    indicator: Indicator, unit: Unit, period: Period, row: IndicatorValue | None, beside: Decimal | None,
    is_counted: bool,
) -> DrillRow:  # fmt: skip
    if row is None:
        return DrillRow(indicator, unit, period)
    return DrillRow(
        indicator, unit, period, row.value, beside, row.state, is_counted, row.source, row.comment,
        str(row.reporter) if row.reporter_id not in (None, unit.pk) else "",
        str(row.entered_by) if row.entered_by else "", row.entered_at, row.uid,
        row.evidence.uid if row.evidence else None,
    )  # fmt: skip
