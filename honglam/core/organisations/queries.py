"""Reads of the organisation that chain like speech. Dates are inclusive at both ends; an empty end is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from honglam.core.organisations.terms import COMMUNE_KINDS, VILLAGE_KINDS, Kind, Level
from honglam.toolkit.text import strip_marks


def valid_on(date: dt.date, prefix: str = "") -> Q:
    """The condition that a dated row (starts_on, ends_on; inclusive) is in force on a day."""
    start, end = f"{prefix}starts_on", f"{prefix}ends_on"
    return (Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lte": date})) & (
        Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": date})
    )


def in_subtree(path: str, prefix: str = "") -> Q:
    """The condition that a unit stands in the subtree of a path, through its first or its second superior."""
    return Q(**{f"{prefix}path__startswith": path}) | Q(**{f"{prefix}second_path__startswith": path})


class UnitQuerySet(models.QuerySet[Any]):
    """Units of the province."""

    def valid_on(self, date: dt.date) -> UnitQuerySet:
        """Units that exist on a day."""
        return self.filter(valid_on(date))

    def subtree_of(self, unit: Any) -> UnitQuerySet:
        """The unit and everything below it, through either superior."""
        return self.filter(in_subtree(unit.path))

    def in_subtrees(self, paths: Iterable[str]) -> UnitQuerySet:
        """Everything in any of the subtrees; nothing where no path is given."""
        condition = Q(pk__in=())
        for path in paths:
            condition |= in_subtree(path)
        return self.filter(condition)

    def children_of(self, unit: Any) -> UnitQuerySet:
        """Units whose first or second superior is this one."""
        return self.filter(Q(parent=unit) | Q(second_parent=unit))

    def ancestors_of(self, unit: Any) -> UnitQuerySet:
        """The line of first superiors from the province down, the unit itself left out."""
        codes = unit.path.strip("/").split("/")[:-1]
        return self.filter(code__in=codes).order_by("path")

    def communes(self) -> UnitQuerySet:
        """Communes, wards and special zones."""
        return self.filter(kind__in=COMMUNE_KINDS)

    def departments(self) -> UnitQuerySet:
        """Departments and other administrative bodies under the provincial People's Committee."""
        return self.filter(kind=Kind.DEPARTMENT)

    def provincial(self) -> UnitQuerySet:
        """Bodies of the provincial level that stand directly below the province."""
        return self.filter(level=Level.PROVINCE, parent__kind=Kind.PROVINCE)

    def villages(self) -> UnitQuerySet:
        """Villages, hamlets, blocks and residential groups."""
        return self.filter(kind__in=VILLAGE_KINDS)

    def province(self) -> Any | None:
        """The unit at the root of the tree, or nothing before a province is loaded."""
        return self.filter(kind=Kind.PROVINCE).order_by("pk").first()

    def seats(self) -> UnitQuerySet:
        """Units that a person can sit in: villages are left out, there are thousands and nobody signs in for one."""
        return self.exclude(kind__in=VILLAGE_KINDS)

    def containing(self, text: str) -> UnitQuerySet:
        """Units whose names, codes or aliases contain every typed word; marks do not matter."""
        units = self
        for word in strip_marks(text).split():
            units = units.filter(search_text__contains=word)
        return units

    def in_alphabet(self) -> UnitQuerySet:
        """Sorted by the Vietnamese alphabet."""
        return self.order_by("sort_key", "pk")


class DissolutionQuerySet(models.QuerySet[Any]):
    """Bodies that ended before this installation kept units."""

    def succeeded_by(self, unit: Any) -> DissolutionQuerySet:
        """Bodies whose work, or a part of it, passed to this unit."""
        return self.filter(successors__unit=unit).distinct()
