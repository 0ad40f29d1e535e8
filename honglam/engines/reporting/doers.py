"""Who does a step of a report: the person who is arranged, else whoever holds the permission in that unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from honglam.core.access.people_for_units import people_by_unit
from honglam.engines.reporting.arrangements import Arranged
from honglam.engines.reporting.queries import STEP_PERMISSIONS
from honglam.engines.reporting.terms import ReportStep

if TYPE_CHECKING:
    from honglam.core.access.models import User


@dataclass(frozen=True, slots=True)
class Doers:
    """The people of some steps, by permission and unit."""

    by_permission: dict[str, dict[int, list[User]]]

    @classmethod
    def of(cls, arrangements: Iterable[Arranged], steps: Iterable[ReportStep]) -> Doers:
        """Load them: one query for each permission, however many arrangements."""
        units: dict[str, set[int]] = {}
        arranged = list(arrangements)
        for step in steps:
            asked = units.setdefault(STEP_PERMISSIONS[step], set())
            for one in arranged:
                asked |= {one.unit_of(step).pk, one.unit.pk}
        return cls({permission: people_by_unit(permission, keys) for permission, keys in units.items()})

    def of_step(self, arranged: Arranged, step: ReportStep) -> list[User]:
        """The person arranged for a step; else those who may do it in its unit; else those of the reporting unit."""
        person = arranged.people.get(step)
        if person is not None and person.is_active:
            return [person]
        held = self.by_permission[STEP_PERMISSIONS[step]]
        return held.get(arranged.unit_of(step).pk) or held.get(arranged.unit.pk, [])
