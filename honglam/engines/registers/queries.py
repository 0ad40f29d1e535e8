"""Reads of registers' rows; the same chains serve present rows and former states."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from honglam.core.access.reach import reach_of
from honglam.core.search.queries import matches

if TYPE_CHECKING:
    from honglam.core.access.models import User


class RecordQuerySet(models.QuerySet[Any]):
    """Rows of one register."""

    def standing(self) -> Self:
        """Rows that have not ended."""
        return self.filter(ended_on__isnull=True)

    def visible_to(self, user: User, permission: str) -> Self:
        """Rows of units within the person's reach of a permission."""
        return self.filter(reach_of(user, permission).q("unit"))

    def saying(self, text: str) -> Self:
        """Rows with the words, with or without marks; all of them where nothing is asked."""
        return self.filter(matches(text)) if text.strip() else self

    def holding_on(self, day: datetime.date) -> Self:
        """Present rows whose content held on a day already, and had not ended by it."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), valid_from__lte=day)

    def former_on(self, day: datetime.date) -> Self:
        """Former states that held on a day (on the table of versions)."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), valid_from__lte=day, valid_to__gt=day)
