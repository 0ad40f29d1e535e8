"""What plans tell the rest: typed events, announced in the transaction in which they happen."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from honglam.core.events.registry import event


@event("plans.plan_issued", subject="plan_uid", label=_("Kế hoạch được ban hành"))
@dataclass(frozen=True, slots=True)
class PlanIssued:
    """A plan got its number and date: from now on it holds. Told once in the life of a plan."""

    plan_uid: UUID


@event("plans.plan_amended", subject="plan_uid", label=_("Kế hoạch được sửa đổi, bổ sung"))
@dataclass(frozen=True, slots=True)
class PlanAmended:
    """A plan in force was amended; `version` counts from 1, the plan as it was issued."""

    plan_uid: UUID
    version: int


@event("plans.plan_ended", subject="plan_uid", label=_("Kế hoạch kết thúc"))
@dataclass(frozen=True, slots=True)
class PlanEnded:
    """A plan was replaced or its time has passed. `reason` is what was written, or the plan that took its place."""

    plan_uid: UUID
    reason: str
