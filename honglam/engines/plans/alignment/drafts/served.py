"""Targets that no task, no duty and no line of the plan works towards."""

from __future__ import annotations

from honglam.engines.plans.alignment.drafts.saying import examples, found
from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.likeness import Likeness, TermPlaces, plain
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.alignment.targets import shown_figure
from honglam.engines.plans.alignment.tasks import work_of
from honglam.engines.plans.alignment.vocabulary import MEASURES
from honglam.engines.plans.extraction.items import Indicator
from honglam.engines.plans.extraction.roles import Role

_SERVED_FROM = 0.34
"""How much of a target's words a task has to carry where the words say nothing special: work is worded otherwise
than what it should achieve.
"""

_SURELY_FROM = 0.55
"""How much where the target measures something special (`MEASURES`) that the task does not name."""

_ONE_BY_ONE = 2
_FEWEST_WORKS = 8
"""A plan with fewer tasks and duties than this states aims, and leaves the work to others."""

_FEWEST_WORDS = 4
_NOT_WORK = (Role.GOALS, Role.RESULTS, Role.BASIS, Role.FUNDING)


def targets_without_tasks(plan: PlanText, likeness: Likeness) -> list[Finding]:
    """Targets of the goals section that nothing serves: up to two by name, more in one finding.

    A target that a table gives to a unit is that unit's work already. A plan with hardly any work says nothing here.
    """
    works = [work.text for work in work_of(plan)]
    if len(works) < _FEWEST_WORKS:
        return []
    works += [passage.text for passage in plan.passages if passage.role not in _NOT_WORK and passage.section]
    spans = [(item.source.start, item.source.end) for item in plan.reading.indicators]
    texts = TermPlaces([text for text in works if len(text) > 20])
    orphans = [
        item
        for item in plan.reading.indicators
        if not item.lead
        and len(item.name.split()) >= _FEWEST_WORDS
        and _is_goal(plan, item)
        and not _is_served(item, texts, likeness)
    ]
    if not orphans or len(orphans) > 0.6 * len(spans):
        return []
    if len(orphans) <= _ONE_BY_ONE:
        return [
            found(
                plan, Kind.TARGET_WITHOUT_TASK, Severity.LOW, item.source,
                f"Không có nhiệm vụ nào trong kế hoạch phục vụ chỉ tiêu này ({shown_figure(item)}): khó biết ai làm gì"
                f" để đạt.",
                "Thêm nhiệm vụ có đơn vị chủ trì và thời hạn cho chỉ tiêu này, hoặc bỏ chỉ tiêu.",
                value=item.target, unit=item.unit, section=item.section,
            )
            for item in orphans
        ]  # fmt: skip
    first = orphans[0]
    return [
        found(
            plan, Kind.TARGET_WITHOUT_TASK, Severity.LOW, first.source,
            f"{len(orphans)} chỉ tiêu không có nhiệm vụ nào phục vụ: {examples([item.name for item in orphans])}.",
            "Thêm nhiệm vụ có đơn vị chủ trì và thời hạn cho từng chỉ tiêu.",
            value=first.target, unit=first.unit, section=first.section,
        )
    ]  # fmt: skip


def _is_goal(plan: PlanText, item: Indicator) -> bool:
    """Whether a target stands among the goals; one that stands within work is served by that work."""
    role = next(
        (line.role for line in plan.passages if line.source.start <= item.source.start < line.source.end), Role.GOALS
    )
    return role is Role.GOALS


def _is_served(item: Indicator, works: TermPlaces, likeness: Likeness) -> bool:
    wanted = plain(item.name)
    measured = [qualifier for qualifier in MEASURES if qualifier.search(wanted)]
    if likeness.carrying(item.name, works, _SURELY_FROM if measured else _SERVED_FROM):
        return True
    return bool(measured) and any(all(qualifier.search(plain(text)) for qualifier in measured) for text in works.texts)
