"""When a plan is issued, the reports that it asks for are proposed as regimes; amended, what changed is shown; ended,
they end.

A province issues a plan in the morning: “các sở, ban, ngành báo cáo trước ngày 20 tháng cuối quý”. The officer who
looks after regimes finds the schedule proposed, with the words of the plan beside it, and puts it in force.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from honglam.core.events.registry import Announced, subscribe
from honglam.engines.plans.public import (
    Plan,
    PlanAmended,
    PlanDuty,
    PlanEnded,
    PlanIssued,
    PlanState,
    reporting_duties,
)
from honglam.engines.reporting.public import Proposed, ProposedDuty, end_regimes_of_plan, propose_regimes

if TYPE_CHECKING:
    from honglam.core.access.models import User

NAME = "plan_duties_become_report_regimes"
LABEL = _("Phân công báo cáo trong kế hoạch thành chế độ báo cáo")
_FIELDS = [field.name for field in fields(ProposedDuty)]


def listen() -> None:
    """Subscribe to what plans tell."""
    subscribe(PlanIssued, name=NAME, handle=plan_issued, label=LABEL)
    subscribe(PlanAmended, name=NAME, handle=plan_amended, label=LABEL)
    subscribe(PlanEnded, name=NAME, handle=plan_ended, label=LABEL)


def plan_issued(announced: Announced[PlanIssued]) -> None:
    """Propose what the plan asks for."""
    propose_for_plan(plan_uid=announced.event.plan_uid, by=announced.by)


def plan_amended(announced: Announced[PlanAmended]) -> None:
    """Propose what is new, remark what changed."""
    propose_for_plan(plan_uid=announced.event.plan_uid, by=announced.by)


def plan_ended(announced: Announced[PlanEnded]) -> None:
    """End what stands on the plan."""
    end_regimes_of_plan(plan_uid=announced.event.plan_uid, reason=announced.event.reason, by=announced.by)


def propose_for_plan(*, plan_uid: UUID, by: User | None) -> Proposed:
    """Propose the regimes of a plan in force; nothing for another. Done again it changes nothing."""
    if not Plan.objects.filter(uid=plan_uid, state__in=[PlanState.ISSUED, PlanState.AMENDED]).exists():
        return Proposed()
    duties = [_proposed(duty) for duty in reporting_duties(plan_uid)]
    return propose_regimes(plan_uid=plan_uid, duties=duties, by=by)


def _proposed(duty: PlanDuty) -> ProposedDuty:
    return ProposedDuty(**{name: getattr(duty, name) for name in _FIELDS})
