"""The figures of forms as a report prints them: of the period, from the year's start, of the period before, a year ago,
and what is promised. The figure of a unit is the one that its pages show (`own_figures.figure_shown`)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from honglam.core.organisations.models import Unit
from honglam.core.organisations.queries import in_subtree
from honglam.engines.indicators.models import FormLine, Indicator, IndicatorForm, IndicatorValue
from honglam.engines.indicators.own_figures import OwnFigure, own_figures
from honglam.engines.indicators.promises import Promise, promised_to
from honglam.engines.indicators.reporters import Reporters
from honglam.engines.indicators.rollup import RollUpTable, roll_up
from honglam.engines.indicators.rules.aggregating import over_time
from honglam.engines.indicators.terms import Aggregation, Calculation, TimeAggregation
from honglam.toolkit.periods import Period, PeriodError, Scheme, period_of, periods_between

MOST_FORMS = 20
MOST_PARTS = 12
"""How many short periods a figure from the year's start is made of; days and weeks are not added up."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One indicator of a form. `estimated`: the figure is, or rests on, an estimate; `was_estimated` is what had been
    estimated before the actual figure came. `reported` of `expected` units gave figures where it rests on units below.
    """

    indicator: Indicator
    group_title: str
    value: Decimal | None
    cumulative: Decimal | None
    previous: Decimal | None
    year_before: Decimal | None
    link: str
    is_draft: bool = False
    is_estimate: bool = False
    was_estimated: Decimal | None = None
    reported: int = 0
    expected: int | None = None
    reason: str = ""
    promise: Promise | None = None

    @property
    def is_additive(self) -> bool:
        """Whether the figures of units are added up."""
        return bool(self.indicator.aggregation == Aggregation.SUM)


@dataclass(frozen=True, slots=True)
class ReportForm:
    """A form with its lines for one period."""

    form: IndicatorForm
    period: Period
    lines: tuple[ReportLine, ...]


def figures_for_report(
    unit: Unit, *, ends_on: datetime.date, period: Period | None = None, form_ids: Sequence[int] = ()
) -> list[ReportForm]:
    """The forms of these keys, else those that the unit reports itself, with the unit's figures.

    Figures that nobody approved yet are among them, marked. The number of queries depends on the number of different
    periods of the forms (one or two), not on forms, indicators or units.
    """
    forms = _forms(unit, ends_on, form_ids)
    periods = {form.pk: _period_of(form, period, ends_on) for form in forms}
    lines: dict[int, list[FormLine]] = {form.pk: [] for form in forms}
    known = FormLine.objects.filter(form__in=forms).holding_on(ends_on)
    for line in known.select_related("indicator").order_by("form", "position"):
        lines[line.form_id].append(line)
    indicators = list({one.indicator_id: one.indicator for some in lines.values() for one in some}.values())
    promises = promised_to(indicators, [unit], period or period_of(ends_on, Scheme.YEAR))
    found: dict[int, ReportForm] = {}
    for asked, scheme in {(one, form.scheme) for form in forms for one in [periods[form.pk]]}:
        group = [form for form in forms if (periods[form.pk], form.scheme) == (asked, scheme)]
        sheet = _Sheet.of(unit, asked, Scheme(scheme), [one for form in group for one in lines[form.pk]])
        for form in group:
            made = tuple(sheet.line(one, promises.get((one.indicator_id, unit.pk))) for one in lines[form.pk])
            found[form.pk] = ReportForm(form, asked, made)
    return [found[form.pk] for form in forms]


@dataclass(frozen=True)
class _Sheet:
    """Everything that the lines of one period need."""

    unit: Unit
    period: Period
    year: tuple[Period, ...]
    table: RollUpTable
    own: Mapping[tuple[int, str], OwnFigure]
    parts: Mapping[str, tuple[Period, ...]]
    estimates: Mapping[int, tuple[int, int]]
    estimated_before: Mapping[int, Decimal]

    @classmethod
    def of(cls, unit: Unit, period: Period, scheme: Scheme, lines: Sequence[FormLine]) -> _Sheet:
        indicators = list({line.indicator_id: line.indicator for line in lines}.values())
        year = _from_new_year(period, scheme)
        periods = list(dict.fromkeys([period, period.previous(), period.year_before(), *year]))
        parts = {one.code: _parts(one, scheme) for one in (period, period.previous(), period.year_before())}
        every = list(dict.fromkeys([*periods, *(part for some in parts.values() for part in some)]))
        rows = IndicatorValue.objects.filter(indicator__in=indicators).filter(_made_of(period, scheme))
        estimates = (
            rows.filter(in_subtree(unit.path, "unit__"), is_estimate=True)
            .order_by()
            .values_list("indicator")
            .annotate(own=Count("pk", filter=Q(unit=unit)), below=Count("pk", filter=~Q(unit=unit)))
        )
        before = rows.filter(unit=unit, is_estimate=False, period_code=period.code)
        return cls(
            unit, period, year, roll_up(indicators=indicators, unit=unit, periods=periods, include_drafts=True),
            own_figures(indicators, unit, every, include_drafts=True), parts,
            {key: (own, below) for key, own, below in estimates},
            {key: value for key, value in before.values_list("indicator", "estimated_value") if value is not None},
        )  # fmt: skip

    def line(self, line: FormLine, promise: Promise | None) -> ReportLine:
        """What is printed of one line."""
        indicator = line.indicator
        cell = self.table.cell(indicator, self.period)
        is_own = cell.reported == 0
        own, drafts, reason = self._own(indicator, self.period) if is_own else (None, False, "")
        value = own if is_own else self._at(indicator, self.period)
        query = urlencode({"unit": self.unit.code, "period": self.period.code})
        estimated = self.estimates.get(indicator.pk, (0, 0))
        return ReportLine(
            indicator=indicator, group_title=line.group_title, value=value, cumulative=self._cumulative(indicator),
            previous=self._at(indicator, self.period.previous()),
            year_before=self._at(indicator, self.period.year_before()),
            link=f"{reverse('indicators:drill', args=[indicator.uid, self.period.code])}?{query}",
            is_draft=drafts or (not is_own and cell.is_draft),
            is_estimate=value is not None and bool(estimated[0] if is_own else estimated[1]),
            was_estimated=self.estimated_before.get(indicator.pk) if is_own else None,
            reported=cell.reported, expected=None if is_own else cell.expected,
            reason=reason if is_own else cell.reason,
            promise=promise,
        )  # fmt: skip

    def _at(self, indicator: Indicator, period: Period) -> Decimal | None:
        """The figure of a whole period, of the units below or the unit's own; none where a part of it is missing."""
        cell = self.table.cell(indicator, period)
        if cell.reported == 0:
            return self._own(indicator, period)[0]
        return None if cell.reason and not indicator.is_calculated else cell.value

    def _own(self, indicator: Indicator, period: Period) -> tuple[Decimal | None, bool, str]:
        """What the unit itself reported of a period or of all its parts; whether it is a draft; why there is none."""
        own = self.own.get((indicator.pk, period.code))
        if own is not None:
            return own.value, own.is_draft, ""
        parts = self.parts.get(period.code, ())
        if not parts or indicator.calculation == Calculation.RATIO:
            return None, False, ""
        known = [self.own.get((indicator.pk, part.code)) for part in parts]
        value, reason = over_time(indicator.time_aggregation, [None if one is None else one.value for one in known])
        is_draft = any(one is not None and one.is_draft for one in known)
        return (None, False, reason) if reason else (value, is_draft, "")

    def _cumulative(self, indicator: Indicator) -> Decimal | None:
        """From the year's start: sums need every short period; ratios are only printed for periods of their own."""
        if not self.year or indicator.time_aggregation == TimeAggregation.NONE:
            return None
        if indicator.calculation == Calculation.RATIO and len(self.year) > 1:
            return None
        values = [self._at(indicator, part) for part in self.year]
        if indicator.time_aggregation != TimeAggregation.LATEST and None in values:
            return None
        return values[0] if len(values) == 1 else over_time(indicator.time_aggregation, values)[0]


def notes_of(line: ReportLine) -> list[str]:
    """What is said beside a figure: estimate, not approved yet, how many units it rests on, why there is none."""
    said = []
    if line.is_estimate:
        said.append(_("ước thực hiện"))
    if line.is_draft:
        said.append(_("số tạm, chưa duyệt"))
    if line.expected is not None and line.reported < line.expected:
        counts = {"reported": line.reported, "expected": line.expected}
        said.append(_("mới có %(reported)d/%(expected)d đơn vị") % counts)
    if line.reason:
        said.append(line.reason.rstrip("."))
    elif line.value is None:
        said.append(_("chưa có số"))
    return said


def _forms(unit: Unit, day: datetime.date, form_ids: Sequence[int]) -> list[IndicatorForm]:
    forms = IndicatorForm.objects.select_related("group", "receiver").order_by("code")
    if form_ids:
        return list(forms.filter(pk__in=form_ids)[:MOST_FORMS])
    known = list(forms.active().counting_on(day, day))
    reporters = Reporters.of(known)
    return [form for form in known if unit.pk in {one.pk for one in reporters.on(form, day)}][:MOST_FORMS]


def _period_of(form: IndicatorForm, asked: Period | None, ends_on: datetime.date) -> Period:
    """The report's own period where the form is filled for it or for parts of it; else the one its last day is in."""
    scheme = Scheme(form.scheme)
    if asked is not None and (asked.scheme == scheme or _parts(asked, scheme)):
        return asked
    return period_of(ends_on, scheme)


def _parts(period: Period, scheme: Scheme) -> tuple[Period, ...]:
    """The short periods that a period is made of; none where it is no longer one, or there are too many."""
    if scheme == period.scheme:
        return ()
    try:
        parts = period.parts(scheme)
    except PeriodError:
        return ()
    return tuple(parts) if len(parts) <= MOST_PARTS else ()


def _from_new_year(period: Period, scheme: Scheme) -> tuple[Period, ...]:
    """The short periods from the start of the year that a period is reported under to its end; none where too many."""
    if period.scheme.is_cumulative or period.scheme in (Scheme.YEAR, Scheme.YEAR_CUT_OFF):
        return (period,)
    if scheme in (Scheme.DAY, Scheme.WEEK, Scheme.PROGRAMME) or scheme.is_cumulative:
        return ()
    parts = [one for one in periods_between(period.start, period.end, scheme) if one.end <= period.end]
    if not parts:
        return ()
    while parts[0].previous().year == period.year and len(parts) <= MOST_PARTS:
        parts.insert(0, parts[0].previous())
    return tuple(parts)


def _made_of(period: Period, scheme: Scheme) -> Q:
    """Figures that the one of a period is made of: its own, or those of its parts."""
    return Q(period_code__in=[period.code, *(part.code for part in _parts(period, scheme))])
