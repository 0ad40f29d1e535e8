"""What a plan says twice: the same target, the same task for the same owner; with another figure it contradicts
itself."""

from __future__ import annotations

import re

from honglam.engines.plans.alignment.findings import Finding, Kind, Quote, Severity
from honglam.engines.plans.alignment.likeness import Likeness, plain, terms
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.alignment.targets import level_of, measures_alike, shown_figure, year_of
from honglam.engines.plans.alignment.tasks import Work, main_clause, work_of
from honglam.engines.plans.extraction.items import Indicator

_SAME_TARGET_FROM = 0.82
_SAME_TASK_FROM = 0.8


def repeated(plan: PlanText, likeness: Likeness, *, is_upper: bool) -> list[Finding]:
    """Targets and tasks that stand twice (`duplicate`), and targets with two figures (`internal_conflict`)."""
    return [*_targets(plan, likeness, is_upper), *_owners(plan, is_upper), *_tasks(plan, likeness, is_upper)]


def _targets(plan: PlanText, likeness: Likeness, is_upper: bool) -> list[Finding]:
    found = []
    told: set[int] = set()
    belonging = {id(item): (item.group or "", year_of(item, plan)) for item in plan.reading.indicators}
    items = plan.reading.indicators
    for place, other_place in likeness.alike_pairs([item.name for item in items], _SAME_TARGET_FROM):
        first, second = items[place], items[other_place]
        if belonging[id(first)] != belonging[id(second)] or id(second) in told or first.source == second.source:
            continue  # of another group or year, told already, or another column of the same row
        if not measures_alike(first.name, second.name):
            continue
        one, other = level_of(first), level_of(second)
        if one is None or other is None or one.share != other.share or one.noun != other.noun:
            continue
        same = abs(one.bound - other.bound) < 1e-9
        if same and _in_prose(first, plan) != _in_prose(second, plan):
            continue  # a goal of the text that a table repeats with its owner is spelt out, not said twice
        told.add(id(second))
        found.append(_target(plan, first, second, same=same, is_upper=is_upper))
    return found


def _in_prose(item: Indicator, plan: PlanText) -> bool:
    return plan.passage_at(item.source.start) is not None


def _target(plan: PlanText, first: Indicator, second: Indicator, *, same: bool, is_upper: bool) -> Finding:
    place = f"mục {first.section}" if first.section else "đoạn trước"
    quote = plan.quote(second.source, second.target, second.unit, section=second.section)
    if same:
        why = f"Chỉ tiêu này đã nêu ở {place} với cùng con số {shown_figure(first)}."
        return _sided(Kind.DUPLICATE, Severity.MEDIUM, quote, is_upper, why, "Giữ một chỗ, bỏ chỗ kia.")
    why = f"Cùng một chỉ tiêu có hai con số: {place} ghi {shown_figure(first)}, ở đây ghi {shown_figure(second)}."
    return _sided(
        Kind.INTERNAL_CONFLICT, Severity.HIGH, quote, is_upper, why, "Chọn một con số và ghi giống nhau ở cả hai nơi."
    )


def _owners(plan: PlanText, is_upper: bool) -> list[Finding]:
    """A body whose duties stand under two headings: it will read only one of them."""
    found = []
    first: dict[str, str] = {}
    for item in plan.reading.assignments:
        section = plan.section_at(item.source.start)
        earlier = first.setdefault(plain(item.unit), section)
        if earlier == section:
            continue
        why = f"{item.unit} đã được giao việc ở mục {earlier}, ở đây lại có một mục nữa."
        quote = plan.quote(item.source)
        found.append(_sided(Kind.DUPLICATE, Severity.MEDIUM, quote, is_upper, why, "Gộp hai mục thành một."))
    return found


def _tasks(plan: PlanText, likeness: Likeness, is_upper: bool) -> list[Finding]:
    rows = [work for work in work_of(plan) if len(terms(work.name)) >= 6]
    found = []
    told: set[int] = set()
    for place, other_place in likeness.alike_pairs([work.name for work in rows], _SAME_TASK_FROM):
        first, second = rows[place], rows[other_place]
        if id(second) in told or first.is_row != second.is_row or not _same_owner(first, second):
            continue
        if "." in second.number or _asides(first.name) != _asides(second.name):
            continue
        if likeness.score(main_clause(first.name), main_clause(second.name)) < _SAME_TASK_FROM:
            continue
        told.add(id(second))
        why = f"Việc này đã giao cho cùng cơ quan ở mục {first.section or 'trước'}."
        if first.deadline and second.deadline and first.deadline != second.deadline:
            why += f" Hai nơi ghi thời hạn khác nhau: “{first.deadline_text}” và “{second.deadline_text}”."
        quote = plan.quote(second.source, second.deadline, section=second.section)
        found.append(
            _sided(Kind.DUPLICATE, Severity.MEDIUM, quote, is_upper, why, "Gộp lại thành một nhiệm vụ, một thời hạn.")
        )
    return found


def _asides(name: str) -> list[str]:
    """What stands in brackets: it often tells alike tasks apart ("… (tại các xã)")."""
    return re.findall(r"\(([^)]*)\)", plain(name))


def _same_owner(first: Work, second: Work) -> bool:
    return bool({plain(name) for name in first.leads} & {plain(name) for name in second.leads})


def _sided(kind: Kind, severity: Severity, quote: Quote, is_upper: bool, why: str, suggestion: str) -> Finding:
    return Finding(kind, severity, quote if is_upper else None, None if is_upper else quote, why, suggestion)
