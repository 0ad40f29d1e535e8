"""What is stored of indicators for units and a period: the one door through which forms get figures.

`measured_figures` has the shape of the verb of the same name in `indicators.public`; where that stands, it takes the
place of this module.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse

from honglam.core.organisations.models import Unit
from honglam.engines.indicators.public import (
    Aggregation,
    Calculation,
    FormLine,
    Indicator,
    IndicatorForm,
    IndicatorValue,
    Promise,
    ValueState,
    parse,
    promises_of,
    roll_up,
)
from honglam.engines.reporting.forms.reckoning import Figure, Place, Reckoner, parts_of, parts_of_year, used_by
from honglam.engines.reporting.forms.values import Measured
from honglam.engines.reporting.terms import FormMeasure
from honglam.toolkit.periods import Period

if TYPE_CHECKING:
    from honglam.core.access.models import User

OFFICIAL = (ValueState.APPROVED, ValueState.LOCKED)
_NEEDS_TARGET = {FormMeasure.TARGET, FormMeasure.OF_TARGET}


def measured_figures(
    *, indicator_ids: Collection[int], units: Sequence[Unit], period: Period, measures: Collection[str] | None = None,
    user: User | None = None,
) -> dict[tuple[int, int], Measured]:  # fmt: skip
    """What is stored by (indicator, unit); pairs of which nothing is known or asked are left out.

    A figure of a unit is its own, else what the units below it make together. `measures` tells which figures are
    needed. The number of queries depends on neither indicators nor periods, and on units only where units below
    report for them; targets cost one for each indicator.
    """
    known = _with_used(indicator_ids)
    asked = [known[key] for key in indicator_ids if key in known]
    if not asked or not units:
        return {}
    spans = [period, period.previous(), period.year_before()]
    codes = {
        part.code: part
        for one in known.values()
        for parts in (*(parts_of(span, one.scheme) for span in spans), parts_of_year(period, one.scheme))
        for part in parts
    }
    figures = _own(known, units, codes)
    figures |= _from_below(known, units, list(codes.values()), figures)
    reckoner = Reckoner(known, figures)
    targets = _targets(asked, units, period, user) if measures is None or _NEEDS_TARGET & set(measures) else {}
    links = _Links.of(known, units, period)
    touched = {(key, unit) for key, unit, _code in figures}
    found = {}
    for indicator in asked:
        rests_on = _rests_on(indicator, known)
        for unit in units:
            target = targets.get((indicator.pk, unit.pk))
            form_url = links.form_url(rests_on, unit)
            if target is None and not form_url and not any((key, unit.pk) in touched for key in rests_on):
                continue
            found[indicator.pk, unit.pk] = _measured(
                reckoner, indicator, unit, period, target, form_url or links.page_url(indicator, unit)
            )
    return found


def _measured(
    reckoner: Reckoner, indicator: Indicator, unit: Unit, period: Period, target: Promise | None, url: str
) -> Measured:
    now = reckoner.figure(indicator.pk, unit.pk, period)
    cumulative = reckoner.figure(indicator.pk, unit.pk, period, from_new_year=True)
    previous = reckoner.figure(indicator.pk, unit.pk, period.previous())
    before = reckoner.figure(indicator.pk, unit.pk, period.year_before())
    return Measured(
        value=now.value if now else None,
        is_estimate=bool(now and now.is_estimate),
        estimate=(now.value if now.is_estimate else now.estimate) if now else None,
        cumulative=cumulative.value if cumulative and cumulative.is_firm else None,
        previous=previous.value if previous and previous.is_firm else None,
        year_before=before.value if before and before.is_firm else None,
        target=target.value if target else None,
        measure=indicator.measure,
        decimals=indicator.decimals,
        cell_url=url,
        is_approved=bool(now and now.is_firm),
    )


def _with_used(keys: Iterable[int]) -> dict[int, Indicator]:
    """The indicators and all that they are calculated from; one query for each step of calculation."""
    known: dict[int, Indicator] = {}
    wanted, codes = set(keys), set[str]()
    while wanted or codes:
        rows = list(Indicator.objects.filter(pk__in=wanted)) if wanted else []
        rows += list(Indicator.objects.filter(code__in=codes)) if codes else []
        known |= {row.pk: row for row in rows}
        wanted, codes = set(), set()
        for row in rows:
            wanted |= {int(key) for key in (row.numerator_id, row.denominator_id) if key}
            codes |= set(parse(row.formula).codes) if row.calculation == Calculation.FORMULA else set()
        wanted -= known.keys()
        codes -= {one.code for one in known.values()}
        if not rows:
            break
    return known


def _own(known: Mapping[int, Indicator], units: Sequence[Unit], codes: Mapping[str, Period]) -> dict[Place, Figure]:
    """What the units themselves reported; one query."""
    direct = [key for key, one in known.items() if one.calculation == Calculation.DIRECT]
    rows = IndicatorValue.objects.filter(
        indicator__in=direct, unit__in=[unit.pk for unit in units], period_code__in=list(codes)
    ).order_by()
    return {
        (row.indicator_id, row.unit_id, row.period_code): Figure(
            row.value, row.state in OFFICIAL, row.is_estimate, row.estimated_value
        )
        for row in rows
    }


def _from_below(
    known: Mapping[int, Indicator], units: Sequence[Unit], periods: Sequence[Period], own: Mapping[Place, Figure]
) -> dict[Place, Figure]:
    """What units below make together, for the units that report nothing themselves of an indicator."""
    added = [
        one for one in known.values() if one.calculation == Calculation.DIRECT and one.aggregation != Aggregation.NONE
    ]
    reported = {(key, unit) for key, unit, _code in own}
    silent = [unit for unit in units if any((one.pk, unit.pk) not in reported for one in added)]
    if not silent:
        return {}
    reporting = IndicatorValue.objects.filter(
        indicator__in=[one.pk for one in added], unit__parent__in=[unit.pk for unit in silent]
    )
    pairs = reporting.order_by().values_list("indicator_id", "unit__parent_id").distinct()
    parents = {unit for key, unit in pairs if (key, unit) not in reported}
    found: dict[Place, Figure] = {}
    for unit in silent:
        if unit.pk not in parents:
            continue
        table = roll_up(indicators=added, unit=unit, periods=periods, include_drafts=True)
        for row in table.rows:
            for code, cell in row.cells.items():
                if cell.value is not None and (row.indicator.pk, unit.pk) not in reported:
                    is_whole = cell.expected is None or cell.reported >= cell.expected
                    figure = Figure(cell.value, not cell.is_draft and is_whole and not cell.reason)
                    found[row.indicator.pk, unit.pk, code] = figure
    return found


def _rests_on(indicator: Indicator, known: Mapping[int, Indicator]) -> list[int]:
    """The indicator and everything that it is calculated from."""
    found = [indicator.pk]
    for key in found:
        found.extend(one for one in used_by(known[key], known) if one not in found)
    return found


# --- targets ---------------------------------------------------------------------------------------------------------


def _targets(
    asked: Sequence[Indicator], units: Sequence[Unit], period: Period, user: User | None
) -> dict[tuple[int, int], Promise]:
    """The target of each unit for the period's year: its own, else for shares that of the nearest superior."""
    found: dict[tuple[int, int], Promise] = {}
    if user is None:
        return found
    for indicator in asked:
        promises = [one for one in promises_of(indicator, user) if one.value is not None and _counts(one, period)]
        for unit in units:
            above = unit.path.strip("/").split("/")
            fitting = [
                one for one in promises
                if one.unit.pk == unit.pk or (indicator.measure == "%" and one.unit.code in above)
            ]  # fmt: skip
            if fitting:
                best = max(fitting, key=lambda one: (len(one.unit.path), _closeness(one, period)))
                found[indicator.pk, unit.pk] = best
    return found


def _counts(promise: Promise, period: Period) -> bool:
    return promise.due_on is None or promise.due_on >= period.end


def _closeness(promise: Promise, period: Period) -> int:
    """The target that is due soonest after the period counts first, one without a day last."""
    return -((promise.due_on or datetime.date.max) - period.end).days


# --- where a figure is entered ---------------------------------------------------------------------------------------


class _Links:
    """The pages on which missing figures are entered."""

    def __init__(self, lines: Mapping[int, list[IndicatorForm]], reporters: Mapping[int, set[int]], period: Period):
        self.lines, self.reporters, self.period = lines, reporters, period

    @classmethod
    def of(cls, known: Mapping[int, Indicator], units: Sequence[Unit], period: Period) -> _Links:
        """Load the forms that ask for the indicators, with the units that report them."""
        lines = (
            FormLine.objects.holding_on(period.end)
            .filter(indicator__in=list(known), form__is_active=True)
            .select_related("form__group", "form__receiver")
        )
        by_indicator: dict[int, list[IndicatorForm]] = {}
        forms: dict[int, IndicatorForm] = {}
        for line in lines:
            form = forms.setdefault(line.form_id, line.form)
            by_indicator.setdefault(line.indicator_id, []).append(form)
        wanted = {unit.pk for unit in units}
        named = IndicatorForm.units.through.objects.filter(indicatorform__in=list(forms), unit__in=wanted)
        reporters: dict[int, set[int]] = {}
        for form_id, unit_id in named.values_list("indicatorform_id", "unit_id"):
            reporters.setdefault(form_id, set()).add(unit_id)
        for form in forms.values():
            if form.group is not None:
                members = {unit.pk for unit in form.group.units_on(period.end, form.receiver)}
                reporters.setdefault(form.pk, set()).update(members & wanted)
        return cls(by_indicator, reporters, period)

    def form_url(self, keys: Sequence[int], unit: Unit) -> str:
        """The page of the form in which the unit enters one of the indicators; empty where no form asks for them."""
        for key in keys:
            for form in self.lines.get(key, ()):
                parts = parts_of(self.period, form.scheme)
                if parts and unit.pk in self.reporters.get(form.pk, ()):
                    return reverse("indicators:entry", args=[form.uid, parts[-1].code, unit.code])
        return ""

    def page_url(self, indicator: Indicator, unit: Unit) -> str:
        """The page of the indicator, where its figures are recorded."""
        return f"{reverse('indicators:indicator', args=[indicator.uid])}?unit={unit.code}"
