"""The register of one unit, and the table of units: who is asked how much."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from honglam.core.access.reach import reach_of, units_of
from honglam.core.organisations.models import Unit
from honglam.engines.indicators.public import Indicator
from honglam.engines.reporting.demands.collecting import Collecting
from honglam.engines.reporting.demands.rows import Demand, Sums, in_order, sums_of
from honglam.engines.reporting.membership import Membership
from honglam.engines.reporting.queries import VIEW

if TYPE_CHECKING:
    from honglam.core.access.models import User

MOST_TWICE = 50


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One authority in the table of units."""

    unit: Unit
    sums: Sums


@dataclass(frozen=True, slots=True)
class AskedTwice:
    """A stored figure that several demands of one unit ask for."""

    indicator: Indicator
    unit: Unit
    demands: tuple[Demand, ...]


def authorities_of(user: User, on: datetime.date | None = None) -> list[Unit]:
    """The authorities whose demands a person may see: departments and communes, the province itself; or, where the
    reach is smaller than an authority, the bodies in reach where the person sits. Two queries."""
    today = on or timezone.localdate()
    reach = reach_of(user, VIEW)
    tops = Unit.objects.valid_on(today).filter(parent__parent__isnull=True).in_alphabet()
    found = [unit for unit in tops if reach.covers(unit)]
    return found or [unit for unit in units_of(user, today) if reach.covers(unit)]


def authority_over(unit: Unit) -> Unit:
    """The authority that a unit belongs to: the department or commune above it, or itself; one query at most."""
    above = _prefixes(unit.path)[:2]
    if unit.path in above:
        return unit
    found: Unit = Unit.objects.get(path=above[-1])
    return found


def demands_of(unit: Unit, today: datetime.date | None = None) -> list[Demand]:
    """What is asked of an authority and its bodies, what is due first first; of the province: of itself alone."""
    today = today or timezone.localdate()
    membership = Membership.load(today)
    inside = {
        pk: one
        for pk, one in membership.units.items()
        if one.pk == unit.pk or (unit.parent_id is not None and one.path.startswith(unit.path))
    }
    tops = dict.fromkeys(inside, unit.path if unit.parent_id is not None else "\0")
    return in_order(Collecting(inside, tops, membership, today).all())


def table_of(authorities: Sequence[Unit], today: datetime.date | None = None) -> list[UnitLine]:
    """How much is asked of each authority, the most burdened first; queries do not grow with the authorities."""
    today = today or timezone.localdate()
    membership = Membership.load(today)
    known = {unit.path: unit for unit in authorities}
    tops: dict[int, str] = {}
    for pk, one in membership.units.items():
        if one.parent_id is None:
            top = one.path
        else:
            top = next((path for path in _prefixes(one.path) if path in known and known[path].parent_id), "")
        if top in known:
            tops[pk] = top
    inside = {pk: membership.units[pk] for pk in tops}
    own = {pk: top if known[top].parent_id is not None else "\0" for pk, top in tops.items()}
    by_top: dict[str, list[Demand]] = defaultdict(list)
    for demand in Collecting(inside, own, membership, today).all():
        by_top[tops[demand.unit.pk]].append(demand)
    lines = [UnitLine(unit, sums_of(by_top.get(unit.path, ()))) for unit in authorities]
    return sorted(lines, key=lambda line: (-line.sums.times, -line.sums.demands, line.unit.sort_key))


def asked_twice(demands: Iterable[Demand]) -> list[AskedTwice]:
    """The stored figures that two demands or more ask of one unit, the most often asked first; one query."""
    by_figure: dict[tuple[int, int], list[Demand]] = defaultdict(list)
    for demand in demands:
        for indicator in demand.indicators:
            by_figure[indicator, demand.unit.pk].append(demand)
    several = {place: found for place, found in by_figure.items() if len(found) > 1}
    shown = sorted(several.items(), key=lambda row: (-len(row[1]), row[0]))[:MOST_TWICE]
    indicators = Indicator.objects.in_bulk({indicator for (indicator, _unit), _found in shown})
    return [
        AskedTwice(indicators[indicator], found[0].unit, tuple(found))
        for (indicator, _unit), found in shown
        if indicator in indicators
    ]


def _prefixes(path: str) -> list[str]:
    """The paths of the units above and of the unit itself, the outermost first."""
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[:length]) + "/" for length in range(1, len(parts) + 1)]
