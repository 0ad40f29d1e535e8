"""Reads of deliveries."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef

from honglam.core.events.terms import DeliveryState


class DeliveryQuerySet(models.QuerySet[Any]):
    """Deliveries."""

    def waiting(self) -> Self:
        """Those that are not through."""
        return self.filter(state=DeliveryState.WAITING)

    def stuck(self) -> Self:
        """Those that were given up and that nobody looked at."""
        return self.filter(state=DeliveryState.GIVEN_UP)

    def due(self, now: datetime.datetime) -> Self:
        """Those that may be tried now: no earlier one of the same subscriber and lane waits."""
        earlier = self.model._default_manager.waiting().filter(
            subscriber=OuterRef("subscriber"), lane=OuterRef("lane"), pk__lt=OuterRef("pk")
        )
        return self.waiting().filter(~Exists(earlier), next_try_at__lte=now).order_by("pk")
