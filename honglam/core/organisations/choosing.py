"""Choosing a unit by typing: what typed words find, and how a chosen unit is written so that it can be found again."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.functions import Length
from django.utils import timezone

from honglam.core.organisations.models import Unit
from honglam.core.organisations.queries import UnitQuerySet
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.text import fold, strip_marks

MOST_FOUND = 12
_SAME_NAME_FROM_DEPTH = 2
"""Offices of communes bear the same names everywhere, so from this depth on the superior is written too."""


def written(unit: Unit) -> str:
    """The unit as a picker shows it: its name, with its superior where units elsewhere bear the same name."""
    if unit.parent is None or unit.depth < _SAME_NAME_FROM_DEPTH:
        return unit.name
    return f"{unit.name} ({unit.parent.label})"


def found_units(typed: str, units: UnitQuerySet, *, most: int = MOST_FOUND) -> list[Unit]:
    """Units of today whose names, with those of their superiors, hold every typed word; one query.

    First those whose own name holds the words in this order, then those nearest to the top; marks do not matter.
    """
    words = strip_marks(typed.replace("(", " ").replace(")", " ")).split()
    if not words:
        return []
    found = units.valid_on(timezone.localdate()).select_related("parent")
    for word in words:
        found = found.filter(Q(search_text__contains=word) | Q(parent__search_text__contains=word))
    phrase = " ".join(words)
    near_the_top = found.annotate(length=Length("path")).order_by("length", "sort_key", "pk")[: 4 * most]
    return sorted(
        near_the_top,
        key=lambda unit: (phrase not in strip_marks(unit.name), unit.depth, len(unit.name), unit.position),
    )[:most]


def meant_units(typed: str, units: UnitQuerySet) -> list[Unit]:
    """Whom a typed text means: one unit by its uid, its code or its exact name, else all that the words find."""
    text = typed.strip()
    if uid := uuid_of(text):
        return list(units.filter(uid=uid).select_related("parent"))
    if exact := list(units.filter(code=text.lower()).select_related("parent")):
        return exact
    found = found_units(text, units)
    same = [unit for unit in found if fold(text) in (fold(written(unit)), fold(unit.name), fold(unit.short_name))]
    return same or found
