"""The series of a unit that came out of others: each point says from whose figures it was made and by which rule.

Nothing is rewritten: figures stay with the unit that reported them. A point of a period before a merger is made from
everything that is the unit today; what passed in part, or cannot be combined, is said to be not comparable.
"""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from honglam.engines.indicators.rules.aggregating import Contribution, aggregate
from honglam.engines.indicators.terms import Aggregation, StitchRule
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
    figures: Mapping[tuple[Hashable, str], Contribution],
    kind: str,
    factor: Decimal = Decimal(1),
    finished: Mapping[tuple[Hashable, str], Contribution] | None = None,
) -> list[Point]:
    """The points of a unit's series, one a period. `figures` are found by (unit, period code).

    Of a ratio `figures` are numerators with denominators beside them, and `finished` the ratios themselves.
    """
    alone = figures if finished is None else finished
    return [_point(unit, period, lives, passings, figures, alone, kind, factor) for period in periods]


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


def _point(
    unit: Hashable,
    period: Period,
    lives: Mapping[Hashable, Life],
    passings: Sequence[Passing],
    figures: Mapping[tuple[Hashable, str], Contribution],
    alone: Mapping[tuple[Hashable, str], Contribution],
    kind: str,
    factor: Decimal,
) -> Point:
    sources, partial = sources_of(unit, period.end, lives, passings)
    if sources == (unit,) and (unit, period.code) not in alone and period.start < _start(lives[unit]):
        # The unit began inside the period and reported nothing: what its predecessors reported still tells.
        sources, partial = sources_of(unit, period.start, lives, passings)
    if sources in ((), (unit,)):
        return _own(unit, period, alone, is_alive=bool(sources))
    if partial:
        names = ", ".join(f"{lives[one.predecessor].name} ({one.part or _('nhiều nơi nhận')})" for one in partial)
        note = _("Không so sánh được: chỉ nhận một phần của %(units)s.") % {"units": names}
        return Point(period, None, StitchRule.NOT_COMPARABLE, sources, note)
    brought = [figures.get((key, period.code), Contribution(key, None)) for key in sources]
    names = ", ".join(lives[key].name for key in sources)
    if len(sources) == 1:
        figure = alone.get((sources[0], period.code))
        if figure is not None and figure.value is not None:
            note = _("Số của %(units)s.") % {"units": names}
            return Point(period, figure.value, StitchRule.INHERITED, sources, note)
    rule = _RULE_OF.get(Aggregation(kind))
    if rule is None:
        note = _("Không so sánh được: số của %(units)s không gộp được với nhau.") % {"units": names}
        return Point(period, None, StitchRule.NOT_COMPARABLE, sources, note)
    made = aggregate(kind, brought, factor=factor)
    if made.missing:
        lacking = ", ".join(lives[key].name for key in made.missing)
        return Point(period, None, StitchRule.MISSING, sources, _("Thiếu số của %(units)s.") % {"units": lacking})
    note = made.reason or _("Từ số của %(units)s.") % {"units": names}
    return Point(period, made.value, rule, sources, note)


def _own(
    unit: Hashable, period: Period, figures: Mapping[tuple[Hashable, str], Contribution], *, is_alive: bool
) -> Point:
    figure = figures.get((unit, period.code))
    if figure is None or figure.value is None:
        note = _("Chưa có số của kỳ này.") if is_alive else _("Đơn vị chưa hoặc không còn hoạt động trong kỳ này.")
        return Point(period, None, StitchRule.MISSING, (), note)
    return Point(period, figure.value, StitchRule.OWN, (unit,))


def _start(life: Life) -> datetime.date:
    return life.starts_on or datetime.date.min
