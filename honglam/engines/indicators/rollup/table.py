"""The roll-up itself: sums from the database or from cells become figures, ratios and formulas, over units and time."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.organisations.models import Unit
from honglam.engines.indicators.calculation import Definitions
from honglam.engines.indicators.formulas import evaluate
from honglam.engines.indicators.models import Indicator
from honglam.engines.indicators.rollup.ground import Ground, Spans
from honglam.engines.indicators.rollup.reading import Figure, Figures, Key, figures_of, partials_below
from honglam.engines.indicators.rollup.values import RollUpCell, RollUpRow, RollUpTable
from honglam.engines.indicators.rules.aggregating import Partial, figure_of, over_time
from honglam.engines.indicators.terms import Aggregation, Calculation
from honglam.toolkit.periods import Period

_NOTHING = Decimal(0)


def roll_up(
    *,
    indicators: Sequence[Indicator],
    unit: Unit,
    periods: Sequence[Period],
    on: datetime.date | None = None,
    include_drafts: bool = False,
    by_unit: bool = False,
) -> RollUpTable:
    """The figures of a unit made from those of the units below it, and with `by_unit` of each unit directly below.

    `on` is the day on which the tree is looked at (today): units that ended before the periods, or begin after the
    day, have no row, nor do units of which nothing is known or expected. A figure of a unit stands for all below it.
    Nothing is read that nobody approved unless `include_drafts` asks for it. The number of queries does not depend on
    indicators, units, periods. Without `by_unit` the database adds up; with it every cell is brought into memory, so
    ask for what fits on a page.
    """
    day = on or timezone.localdate()
    definitions = Definitions.around(indicators)
    ground = Ground.of(unit, definitions)
    spans = Spans.of(definitions.indicators.values(), periods)
    own = figures_of(definitions, [unit.pk, *(ground.units if by_unit else ())], spans, include_drafts=include_drafts)
    scopes: list[_Scope] = []
    if by_unit:
        gathered = _Gathered(definitions, ground, own)
        total = gathered.merged(ground.children)
        for child in _shown(Unit.objects.filter(pk__in=ground.children).in_alphabet(), periods, day):
            covers = frozenset(ground.everything_below(child.pk))
            scopes.append(_Scope(child, covers, gathered.of(child.pk), _of(own, child.pk)))
    else:
        total = partials_below(definitions, indicators, ground, spans, include_drafts=include_drafts)
    scopes = [scope for scope in scopes if scope.partials or scope.own or _is_asked(ground, scope, spans)]
    scopes.insert(0, _Scope(unit, frozenset(ground.units), total, _of(own, unit.pk)))
    cells = {
        scope.unit.pk: _Maker(definitions, ground, spans, scope, scope.unit.pk == unit.pk).cells(periods)
        for scope in scopes
    }
    rows = [
        RollUpRow(
            indicator, scope.unit, scope.unit.pk == unit.pk,
            {period.code: cells[scope.unit.pk][indicator.pk, period.code] for period in periods},
        )
        for indicator in indicators
        for scope in scopes
    ]  # fmt: skip
    return RollUpTable(unit, tuple(periods), tuple(rows))


@dataclass(frozen=True, slots=True)
class _Scope:
    """What one row is made from: the units that it covers, what they add up to, and the unit's own figures."""

    unit: Unit
    covers: frozenset[int]
    partials: Mapping[Key, Partial]
    own: Mapping[Key, Figure]


class _Gathered:
    """Partials of every unit from cells in memory: a unit's own figure, or what the units below it add up to."""

    def __init__(self, definitions: Definitions, ground: Ground, figures: Figures) -> None:
        self.ground = ground
        self.made: dict[int, dict[Key, Partial]] = {}
        self.single: dict[int, dict[Key, Partial | None]] = {}
        codes: dict[int, list[str]] = {}
        for key, code in figures:
            codes.setdefault(key, []).append(code)
        for indicator in definitions.indicators.values():
            over, under = _pair(indicator)
            if over is None:
                continue
            for code in codes.get(over, ()):
                by_unit = figures[over, code]
                beside = figures.get((under, code), {}) if under else {}
                for unit_id, figure in by_unit.items():
                    one = _one(figure, beside.get(unit_id), needs_beside=bool(under))
                    self.single.setdefault(unit_id, {})[indicator.pk, code] = one

    def of(self, unit_id: int) -> dict[Key, Partial]:
        """The partials of a unit. A figure that lacks its other half counts for nothing, and hides those below."""
        if unit_id not in self.made:
            own = self.single.get(unit_id, {})
            found = {
                key: partial
                for key, partial in self.merged(self.ground.below.get(unit_id, ())).items()
                if key not in own
            }
            self.made[unit_id] = found | {key: partial for key, partial in own.items() if partial is not None}
        return self.made[unit_id]

    def merged(self, units: Iterable[int]) -> dict[Key, Partial]:
        """What some units add up to."""
        found: dict[Key, list[Partial]] = {}
        for unit_id in units:
            for key, partial in self.of(unit_id).items():
                found.setdefault(key, []).append(partial)
        return {key: Partial.of(parts) for key, parts in found.items()}


@dataclass(frozen=True)
class _Maker:
    """Makes the cells of one row."""

    definitions: Definitions
    ground: Ground
    spans: Spans
    scope: _Scope
    is_total: bool

    def cells(self, periods: Sequence[Period]) -> dict[Key, RollUpCell]:
        """The cells of every indicator and period, calculated ones after what they use."""
        found: dict[Key, RollUpCell] = {}
        for period in periods:
            for indicator in self.definitions.indicators.values():
                if indicator.calculation != Calculation.FORMULA:
                    found[indicator.pk, period.code] = self._entered(indicator, period)
            for indicator in self.definitions.calculated:
                if indicator.calculation == Calculation.FORMULA:
                    found[indicator.pk, period.code] = self._calculated(indicator, period, found)
        return found

    def _entered(self, indicator: Indicator, period: Period) -> RollUpCell:
        """The cell of an entered indicator or of a ratio."""
        parts = self.spans.parts_of(indicator, period)
        if not parts:
            return RollUpCell(None, reason=_("Kỳ này không ghép được từ kỳ báo cáo của chỉ tiêu."))
        known = [self.scope.partials.get((indicator.pk, part.code), Partial()) for part in parts]
        stated = self._stated(indicator, parts)
        expected = self._expected(indicator, parts)
        count, drafts = sum(one.count for one in known), sum(one.drafts for one in known)
        if not self.is_total and stated is not None and len(parts) == 1:
            is_draft = self.scope.own[indicator.pk, parts[0].code].is_draft
            return RollUpCell(stated, 1, expected, int(is_draft), stated)
        if indicator.calculation == Calculation.RATIO:
            value, reason = self._ratio(indicator, known)
        else:
            made = [figure_of(indicator.aggregation, one) for one in known]
            value, reason = made[0] if len(parts) == 1 else self._over_time(indicator, made)
        return RollUpCell(value, count, expected, drafts, stated, reason)

    def _over_time(
        self, indicator: Indicator, made: Sequence[tuple[Decimal | None, str]]
    ) -> tuple[Decimal | None, str]:
        value, reason = over_time(indicator.time_aggregation, [figure for figure, _reason in made])
        reasons = [why for figure, why in made if figure is None and why]
        return value, reason if value is not None or not reasons else reasons[0]

    def _ratio(self, indicator: Indicator, known: Sequence[Partial]) -> tuple[Decimal | None, str]:
        """Factor × numerators / denominators, each over time in its own way; never a mean of ratios."""
        if indicator.aggregation == Aggregation.NONE and self.is_total:
            return figure_of(Aggregation.NONE, Partial())
        if len(known) == 1:
            return figure_of(Aggregation.RECOMPUTE, known[0], factor=indicator.factor)
        pair = []
        for part_id, sums in (
            (indicator.numerator_id, [one.total if one.count else None for one in known]),
            (indicator.denominator_id, [one.beside if one.count else None for one in known]),
        ):
            value, reason = over_time(self.definitions.indicators[part_id or 0].time_aggregation, sums)
            if value is None:
                return None, reason
            pair.append(value)
        whole = Partial(count=sum(one.count for one in known), total=pair[0], beside=pair[1])
        return figure_of(Aggregation.RECOMPUTE, whole, factor=indicator.factor)

    def _calculated(self, indicator: Indicator, period: Period, found: Mapping[Key, RollUpCell]) -> RollUpCell:
        """The cell of a formula over the rolled-up figures of what it uses."""
        used = {key: found[key, period.code] for key in self.definitions.uses[indicator.pk]}
        reported = [cell.reported for cell in used.values()]
        known = [cell.expected for cell in used.values() if cell.expected is not None]
        coverage = (min(reported, default=0), max(known) if known else None, max(c.drafts for c in used.values()))
        if indicator.aggregation == Aggregation.NONE and self.is_total:
            return RollUpCell(None, *coverage, reason=figure_of(Aggregation.NONE, Partial())[1])
        values = {self.definitions.indicators[key].code: cell.value for key, cell in used.items()}
        outcome = evaluate(self.definitions.formula(indicator), values)
        reason = outcome.reason
        if outcome.value is not None and len(set(reported)) > 1:
            reason = _("Các thành phần không cùng số đơn vị báo cáo.")
        return RollUpCell(outcome.value, *coverage, reason=reason)

    def _stated(self, indicator: Indicator, parts: Sequence[Period]) -> Decimal | None:
        """What the unit itself reported: of one period the figure, of several what its own figures make."""
        if indicator.is_calculated:
            return None
        figures = [self.scope.own.get((indicator.pk, part.code)) for part in parts]
        values = [None if figure is None else figure.value for figure in figures]
        return values[0] if len(parts) == 1 else over_time(indicator.time_aggregation, values)[0]

    def _expected(self, indicator: Indicator, parts: Sequence[Period]) -> int | None:
        """How many figures are to come: a ratio is expected of those who report it or its numerator."""
        key = indicator.id
        asked = (key,) if key in self.ground.forms else self.definitions.uses[key][:1]
        total = 0
        for part in parts:
            expected = self.ground.expected(asked, part.end)
            if expected is None:
                return None
            total += len(expected & self.scope.covers)
        return total


def _shown(children: Iterable[Unit], periods: Sequence[Period], day: datetime.date) -> list[Unit]:
    """The units that existed at some time from the first period to the day."""
    first = min(period.start for period in periods)
    last = max(day, first)
    return [
        child
        for child in children
        if (child.ends_on is None or child.ends_on >= first) and (child.starts_on is None or child.starts_on <= last)
    ]


def _is_asked(ground: Ground, scope: _Scope, spans: Spans) -> bool:
    """Whether anything is expected of the units of a row."""
    return any(
        scope.covers & (ground.expected((key,), part.end) or frozenset())
        for key in ground.forms
        for part in spans.all.values()
    )


def _of(figures: Figures, unit_id: int) -> dict[Key, Figure]:
    return {key: by_unit[unit_id] for key, by_unit in figures.items() if unit_id in by_unit}


def _pair(indicator: Indicator) -> tuple[int | None, int | None]:
    """Whose figures an indicator is made from, and whose stand beside them."""
    if indicator.calculation == Calculation.RATIO:
        return indicator.numerator_id, indicator.denominator_id
    if indicator.calculation == Calculation.FORMULA:
        return None, None
    return indicator.pk, indicator.weight_id if indicator.aggregation == Aggregation.WEIGHTED else None


def _one(figure: Figure, beside: Figure | None, *, needs_beside: bool) -> Partial | None:
    if needs_beside and beside is None:
        return None
    is_draft = figure.is_draft or (beside is not None and beside.is_draft)
    other = beside.value if beside is not None else _NOTHING
    return Partial(
        1, int(is_draft), figure.value, figure.value, figure.value, figure.value * other, other,
        (figure.entered_at, figure.value),
    )  # fmt: skip
