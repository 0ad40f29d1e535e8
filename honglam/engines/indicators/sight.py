"""Whose figures of some indicators a person sees: those of units in reach, and of units that report to a unit in reach.

The department that consolidates the forms of 69 communes reaches none of them, but what they send is sent to it: it
sees their figures of the indicators of its forms, one by one and added up, and nothing else of theirs.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from honglam.core.access.reach import Reach
from honglam.core.organisations.models import Unit
from honglam.core.organisations.queries import UnitQuerySet
from honglam.engines.indicators.models import FormLine, Indicator
from honglam.engines.indicators.reporters import Reporters


@dataclass(frozen=True)
class Sight(Reach):
    """A reach, widened by `reporting`: keys of the units whose forms come to a unit in reach, and of `above` them.

    `above` is the lowest unit over all of them, whose totals are what the forms add up to; None where nothing is added.
    """

    reporting: frozenset[int] = frozenset()
    above: Unit | None = None

    def covers(self, unit: Unit | None, field: Any = None) -> bool:
        """Whether the figures of a unit are seen."""
        if unit is not None and (unit.pk in self.reporting or (self.above is not None and unit.pk == self.above.pk)):
            return True
        return super().covers(unit, field)

    def units(self, *, field: Any = None, in_any_field: bool = False) -> UnitQuerySet:
        """The units whose figures are seen."""
        own = super().units(field=field, in_any_field=in_any_field)
        if self.above is None:
            return own
        return own | Unit.objects.filter(pk__in=[*self.reporting, self.above.pk])


def sight_of(reach: Reach, indicators: Sequence[Indicator], day: datetime.date) -> Sight:
    """What a person sees of indicators on a day; widened only where every one of them is in a form that they receive.

    One query where nothing is received, six where something is; none for who reaches everything.
    """
    own = {column.name: getattr(reach, column.name) for column in fields(reach)}
    if reach.everything or not indicators:
        return Sight(**own)
    lines = FormLine.objects.holding_on(day).filter(indicator__in=[one.pk for one in indicators], form__is_active=True)
    found = [line for line in lines.select_related("form__group", "form__receiver") if reach.covers(line.form.receiver)]
    if {line.indicator_id for line in found} != {one.pk for one in indicators}:
        return Sight(**own)
    forms = {line.form_id: line.form for line in found}
    reporters = Reporters.of(forms.values())
    beyond = [unit for form in forms.values() for unit in reporters.on(form, day) if not reach.covers(unit)]
    return Sight(**own, reporting=frozenset(unit.pk for unit in beyond), above=_above(beyond))


def _above(units: Sequence[Unit]) -> Unit | None:
    """The lowest unit over all of some units."""
    if not units:
        return None
    ways = [unit.path.strip("/").split("/")[:-1] for unit in units]
    shared = 0
    while all(len(way) > shared and way[shared] == ways[0][shared] for way in ways):
        shared += 1
    path = "/" + "".join(f"{code}/" for code in ways[0][:shared])
    found: Unit | None = Unit.objects.filter(path=path).first()
    return found
