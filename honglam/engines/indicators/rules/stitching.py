"""The series of a unit that came out of others: each point says from whose figures it was made and by which rule.

Nothing is rewritten: figures stay with the unit that reported them. A point of a period before a merger is made from
everything that is the unit today; what passed in part, or cannot be combined, is said to be not comparable. Of a
formula the parts are stitched first and the formula is calculated over them, never the results combined.
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from honglam.engines.indicators.formulas import Formula, evaluate
from honglam.engines.indicators.rules.aggregating import Contribution, aggregate
from honglam.engines.indicators.terms import Aggregation, StitchRule
from honglam.toolkit.numbers import format_number
from honglam.toolkit.periods import Period


@dataclass(frozen=True, slots=True)
class Life:
    """A unit and the days between which it exists (inclusive; None is open)."""

    name: str
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None

    def is_alive(self, day: datetime.date) -> bool:
        """Whether the unit exists on a day."""
        return (self.starts_on is None or self.starts_on <= day) and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Passing:
    """The work of one unit passed to another on a day; `part` names what passed where it was not all."""

    predecessor: Hashable
    successor: Hashable
    on: datetime.date
    part: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One point: its figure or None, the rule, the units it was made from, and a note for readers."""

    period: Period
    value: Decimal | None
    rule: StitchRule
    made_of: tuple[Hashable, ...]
    note: str = ""


Figures = Mapping[tuple[Hashable, str], Contribution]
"""Figures by unit and period code."""


@dataclass(frozen=True, slots=True)
class Component:
    """What a formula uses: an entered indicator or a ratio with its figures, or a formula (`formula`) of those before.

    Of a ratio `figures` are numerators with denominators beside them, and `finished` the ratios themselves.
    """

    code: str
    name: str
    kind: str
    figures: Figures
    finished: Figures
    factor: Decimal = Decimal(1)
    formula: Formula | None = None


_RULE_OF = {
    Aggregation.SUM: StitchRule.SUM,
    Aggregation.MEAN: StitchRule.MEAN,
    Aggregation.WEIGHTED: StitchRule.WEIGHTED,
    Aggregation.MINIMUM: StitchRule.EXTREME,
    Aggregation.MAXIMUM: StitchRule.EXTREME,
    Aggregation.RECOMPUTE: StitchRule.RECOMPUTED,
}


def stitch(
    unit: Hashable,
    periods: Sequence[Period],
    *,
    lives: Mapping[Hashable, Life],
    passings: Sequence[Passing],
    figures: Figures,
    kind: str,
    factor: Decimal = Decimal(1),
    finished: Figures | None = None,
) -> list[Point]:
    """The points of a unit's series, one a period. `figures` are found by (unit, period code).

    Of a ratio `figures` are numerators with denominators beside them, and `finished` the ratios themselves.
    """
    made = Component("", "", kind, figures, figures if finished is None else finished, factor)
    points = []
    for period in periods:
        origin = _origin(unit, period, lives, passings, has_own=(unit, period.code) in made.finished)
        points.append(_point(unit, period, origin, lives, made))
    return points


def stitch_formula(
    unit: Hashable,
    periods: Sequence[Period],
    *,
    lives: Mapping[Hashable, Life],
    passings: Sequence[Passing],
    components: Sequence[Component],
) -> list[Point]:
    """The points of a formula: what it uses is stitched first, each by its own rule, then the formula is calculated.

    `components` stand in the order in which they follow from each other, the formula itself last. All of them are taken
    from the same units, so that a figure of the new unit is never divided by one of the old ones.
    """
    asked = components[-1]
    points = []
    for period in periods:
        has_own = any((unit, period.code) in one.finished for one in components)
        origin = _origin(unit, period, lives, passings, has_own=has_own)
        if len(origin.sources) > 1 and not origin.partial:
            points.append(_recomputed(unit, period, origin, lives, components))
        else:
            points.append(_point(unit, period, origin, lives, asked))
    return points


def sources_of(
    unit: Hashable, day: datetime.date, lives: Mapping[Hashable, Life], passings: Sequence[Passing]
) -> tuple[tuple[Hashable, ...], tuple[Passing, ...]]:
    """The units that existed on a day and are the unit today, and the passings on the way that were not whole."""
    found: dict[Hashable, None] = {}
    partial: dict[Passing, None] = {}
    waiting, seen = [unit], {unit}
    while waiting:
        key = waiting.pop(0)
        if lives[key].is_alive(day):
            found[key] = None
        for passing in passings:
            if passing.successor != key or passing.on <= day or passing.predecessor in seen:
                continue
            if passing.part or sum(other.predecessor == passing.predecessor for other in passings) > 1:
                partial[passing] = None
            seen.add(passing.predecessor)
            waiting.append(passing.predecessor)
    return tuple(found), tuple(partial)


@dataclass(frozen=True, slots=True)
class _Origin:
    """The units that a point is made from, and the passings on the way that were not whole."""

    sources: tuple[Hashable, ...]
    partial: tuple[Passing, ...]


def _origin(
    unit: Hashable, period: Period, lives: Mapping[Hashable, Life], passings: Sequence[Passing], *, has_own: bool
) -> _Origin:
    origin = _Origin(*sources_of(unit, period.end, lives, passings))
    if origin.sources == (unit,) and not has_own and period.start < _start(lives[unit]):
        # The unit began inside the period and reported nothing: what its predecessors reported still tells.
        origin = _Origin(*sources_of(unit, period.start, lives, passings))
    return origin


def _point(
    unit: Hashable, period: Period, origin: _Origin, lives: Mapping[Hashable, Life], made_of: Component
) -> Point:
    sources = origin.sources
    if sources in ((), (unit,)):
        return _own(unit, period, made_of.finished, is_alive=bool(sources))
    if origin.partial:
        names = ", ".join(
            f"{lives[one.predecessor].name} ({one.part or _('nhiều nơi nhận')})" for one in origin.partial
        )
        note = _("Không so sánh được: chỉ nhận một phần của %(units)s.") % {"units": names}
        return Point(period, None, StitchRule.NOT_COMPARABLE, sources, note)
    brought = [made_of.figures.get((key, period.code), Contribution(key, None)) for key in sources]
    names = ", ".join(lives[key].name for key in sources)
    if len(sources) == 1:
        figure = made_of.finished.get((sources[0], period.code))
        if figure is not None and figure.value is not None:
            note = _("Số của %(units)s.") % {"units": names}
            return Point(period, figure.value, StitchRule.INHERITED, sources, note)
        if made_of.formula is not None:
            return Point(period, None, StitchRule.MISSING, sources, _("Thiếu số của %(units)s.") % {"units": names})
    rule = _RULE_OF.get(Aggregation(made_of.kind))
    if rule is None:
        note = _("Không so sánh được: số của %(units)s không gộp được với nhau.") % {"units": names}
        return Point(period, None, StitchRule.NOT_COMPARABLE, sources, note)
    made = aggregate(made_of.kind, brought, factor=made_of.factor)
    if made.missing:
        lacking = ", ".join(lives[key].name for key in made.missing)
        return Point(period, None, StitchRule.MISSING, sources, _("Thiếu số của %(units)s.") % {"units": lacking})
    note = made.reason or _("Từ số của %(units)s.") % {"units": names}
    return Point(period, made.value, rule, sources, note)


def _recomputed(
    unit: Hashable, period: Period, origin: _Origin, lives: Mapping[Hashable, Life], components: Sequence[Component]
) -> Point:
    """The formula over what its parts add up to; the note says each part with its rule, or what stands against it."""
    values: dict[str, Decimal | None] = {}
    told, wanting = [], []
    for one in components:
        if one.formula is not None:
            if one.kind == Aggregation.NONE:
                note = _("Không so sánh được: “%(name)s” không được tính lại khi gộp đơn vị.") % {"name": one.name}
                return Point(period, None, StitchRule.NOT_COMPARABLE, origin.sources, note)
            outcome = evaluate(one.formula, values)
            values[one.code] = outcome.value
            continue
        part = _point(unit, period, origin, lives, one)
        if part.rule == StitchRule.NOT_COMPARABLE:
            return Point(period, None, part.rule, origin.sources, f"“{one.name}”: {part.note}")
        values[one.code] = part.value
        if part.value is None:
            wanting.append(f"“{one.name}”: {part.note}")
        else:
            rule = str(StitchRule(part.rule).label)
            told.append(f"“{one.name}” = {format_number(part.value)} ({rule[:1].lower()}{rule[1:]})")
    if outcome.value is None:
        rule = StitchRule.MISSING if wanting else StitchRule.NOT_COMPARABLE
        return Point(period, None, rule, origin.sources, " ".join(wanting) or outcome.reason)
    note = _("Ghép từng thành phần rồi tính công thức: %(parts)s.") % {"parts": "; ".join(told)}
    return Point(period, outcome.value, StitchRule.RECOMPUTED, origin.sources, " ".join([note, *wanting]))


def _own(unit: Hashable, period: Period, figures: Figures, *, is_alive: bool) -> Point:
    figure = figures.get((unit, period.code))
    if figure is None or figure.value is None:
        note = _("Chưa có số của kỳ này.") if is_alive else _("Đơn vị chưa hoặc không còn hoạt động trong kỳ này.")
        return Point(period, None, StitchRule.MISSING, (), note)
    return Point(period, figure.value, StitchRule.OWN, (unit,))


def _start(life: Life) -> datetime.date:
    return life.starts_on or datetime.date.min
