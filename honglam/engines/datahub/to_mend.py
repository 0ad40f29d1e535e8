"""What waits to be mended by a person's units, in one line for the desk."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q, Sum

from honglam.core.access.people_for_units import unit_ids_answered_for
from honglam.engines.datahub.models import SentBack
from honglam.engines.datahub.queries import ASK

if TYPE_CHECKING:
    from honglam.core.access.models import User


@dataclass(frozen=True, slots=True)
class ToMend:
    """What was sent back to a person's units and is not mended yet: parcels, rows left, nearest day, late parcels."""

    parcels: int
    rows: int
    due_on: datetime.date | None
    late: int


def rows_to_mend(user: User, today: datetime.date) -> ToMend:
    """What was sent back to the units for which a person answers. One query beside those of the reach."""
    units = unit_ids_answered_for(user, ASK, today)
    if not units:
        return ToMend(0, 0, None, 0)
    found = SentBack.objects.filter(unit__in=units, settled_at__isnull=True).aggregate(
        parcels=Count("pk"), rows_left=Sum("left"), nearest=Min("due_on"), late=Count("pk", filter=Q(due_on__lt=today))
    )
    return ToMend(found["parcels"], found["rows_left"] or 0, found["nearest"], found["late"])
