"""Reads of boundaries that chain like speech."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models

from honglam.core.organisations.queries import valid_on


class BoundaryQuerySet(models.QuerySet[Any]):
    """Boundaries of units."""

    def valid_on(self, date: dt.date) -> BoundaryQuerySet:
        """Boundaries in force on a day."""
        return self.filter(valid_on(date))

    def around(self, lon: float, lat: float) -> BoundaryQuerySet:
        """Boundaries whose bounding box holds the point: the few that are worth an exact test."""
        return self.filter(west__lte=lon, east__gte=lon, south__lte=lat, north__gte=lat)
