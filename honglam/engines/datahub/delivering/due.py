"""Which deliveries are to be fetched now."""

from __future__ import annotations

import datetime

from honglam.engines.datahub.models import Inflow
from honglam.engines.datahub.terms import InflowKind, RunState


def due_inflows(now: datetime.datetime) -> list[Inflow]:
    """Ways in that fetch by themselves and whose time has come, without a delivery under way."""
    return list(
        Inflow.objects.filter(is_active=True, every_minutes__gt=0, next_due_at__lte=now)
        .exclude(kind=InflowKind.FILE).exclude(runs__state=RunState.RUNNING)
        .select_related("dataset__owner").order_by("next_due_at")
    )  # fmt: skip
