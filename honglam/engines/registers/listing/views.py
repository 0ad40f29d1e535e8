"""Which arrangements of a list a person may open: one's own, and those shared with the units where one sits."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from honglam.core.access.reach import units_of
from honglam.core.organisations.models import Unit
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.models import SavedView

MOST_VIEWS = 100


def views_for(register: Register, user: Any) -> QuerySet[SavedView]:
    """The saved filters of a register that a person may open, by name; what a unit shares reaches the bodies in it."""
    mine = SavedView.objects.filter(Q(owner=user) | Q(shared_with__in=_around(user)), register=register.code)
    return mine.select_related("owner", "shared_with").order_by("name", "pk")[:MOST_VIEWS]


def units_to_share_with(user: Any) -> list[Unit]:
    """The units with which a person may share: those where one sits."""
    return units_of(user)


def _around(user: Any) -> list[int]:
    seats = units_of(user)
    codes = {code for unit in seats for code in unit.path.strip("/").split("/")}
    return list(Unit.objects.filter(code__in=codes).values_list("pk", flat=True)) if codes else []
