"""Writes of mandates: one piece of work that several documents order is updated once and reported under all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.engines.plans.errors import MandateInvalid, ReasonMissing
from honglam.engines.plans.models import Plan, Task, TaskMandate
from honglam.engines.plans.share_steps import DIRECT

if TYPE_CHECKING:
    from honglam.core.access.models import User


@transaction.atomic
def add_mandate(*, task: Task, plan: Plan, by: User, clause: str = "", quote: str = "") -> TaskMandate:
    """Say that a document orders a task as well, for those who direct work for the task's issuer.

    Raises:
        NotAllowed; MandateInvalid: it is the task's own document, a draft, out of sight, or added before.
    """
    require(by, DIRECT, task.issuer)
    if not Plan.objects.visible_to(by).filter(pk=plan.pk).exists():
        raise MandateInvalid(_("Không tìm thấy văn bản này trong phạm vi của anh/chị."))
    if plan.pk == task.plan_id:
        raise MandateInvalid(_("Đây chính là văn bản đã giao nhiệm vụ này."))
    if plan.is_draft:
        raise MandateInvalid(_("Văn bản còn là dự thảo; hãy nhập số và ngày ban hành trước."))
    mandate, is_new = TaskMandate.objects.get_or_create(
        task=task, plan=plan, defaults={"clause": clause.strip()[:200], "quote": quote.strip(), "added_by": by}
    )
    if not is_new:
        raise MandateInvalid(_("Văn bản này đã là căn cứ của nhiệm vụ."))
    record(by=by, action="plans.mandate_added", target=task, unit=task.issuer, summary=plan.citation)
    return mandate


@transaction.atomic
def remove_mandate(*, mandate: TaskMandate, reason: str, by: User) -> None:
    """Untie a document from a task it was added to by mistake; what was reported stays with the task."""
    require(by, DIRECT, mandate.task.issuer)
    if not reason.strip():
        raise ReasonMissing
    record(
        by=by, action="plans.mandate_removed", target=mandate.task, unit=mandate.task.issuer, reason=reason,
        summary=mandate.plan.citation,
    )  # fmt: skip
    mandate.delete()
