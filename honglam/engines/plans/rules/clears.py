"""The six clears: what a task says about who, what, when and by whose decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from honglam.engines.plans.terms import Clear, DeadlineKind

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class ClearFacts:
    """What the six clears are judged by. `has_person`: every unit that leads has named who does it."""

    name: str
    lead_units: int
    has_person: bool
    has_monitoring: bool
    has_coordinating: bool
    deadline_kind: str
    product: str
    has_target: bool
    has_approver: bool
    resources: str


@dataclass(frozen=True, slots=True)
class ClearVerdict:
    """One of the six clears: met or not, and what is missing in words."""

    clear: Clear
    met: bool
    missing: str | StrPromise = ""


def six_clears(facts: ClearFacts, *, wanted: Sequence[Clear] = tuple(Clear)) -> list[ClearVerdict]:
    """Which of the clears a task has, and what is missing of the others.

    One responsible unit, or a person in each of several that lead; a named piece of work; lead with coordination or
    monitoring; a date or a period; a product or a measured target; who approves; sources of funds.
    """
    verdicts = {
        Clear.PERSON: (
            facts.lead_units == 1 or (facts.lead_units > 1 and facts.has_person),
            _("chưa có đơn vị chịu trách nhiệm")
            if not facts.lead_units
            else _("nhiều đơn vị cùng chủ trì, chưa rõ người"),
        ),
        Clear.WORK: (len(facts.name.split()) >= 3, _("tên việc quá ngắn")),
        Clear.RESPONSIBILITY: (
            bool(facts.lead_units) and (facts.has_coordinating or facts.has_monitoring),
            _("chưa rõ ai phối hợp, ai theo dõi"),
        ),
        Clear.SCHEDULE: (facts.deadline_kind != DeadlineKind.NONE, _("chưa có thời hạn")),
        Clear.RESULT: (bool(facts.product.strip()) or facts.has_target, _("chưa có sản phẩm hoặc chỉ tiêu đo được")),
        Clear.AUTHORITY: (facts.has_approver, _("chưa rõ cấp quyết định")),
        Clear.RESOURCES: (bool(facts.resources.strip()), _("chưa rõ kinh phí, nguồn lực")),
    }
    return [ClearVerdict(clear, met, "" if met else missing) for clear, (met, missing) in verdicts.items()
            if clear in wanted]  # fmt: skip
