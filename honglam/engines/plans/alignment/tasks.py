"""Work of the upper plan that communes must do: which the lower plan carries, how late, and what it leaves out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.likeness import Likeness, plain
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.alignment.scope import Scope
from honglam.engines.plans.alignment.vocabulary import PROVINCIAL
from honglam.engines.plans.extraction.deadlines import read_deadline
from honglam.engines.plans.extraction.items import Source
from honglam.engines.plans.extraction.roles import Role

CARRIED_FROM = 0.55
_NEAR_FROM = 0.42
_SAME_TASK_FROM = 0.62
_LONGEST_CLAUSE = 40
_BY_WHEN = re.compile(
    r"\b(?:trước|chậm nhất|trong|xong|đến|hết|quá|vào)\s[^;.]{0,20}?(?:ngày \d{1,2}/\d{1,2}|\d{1,2}/\d{1,2}/\d{4}|tháng \d{1,2}"
    r"|quý [IVX1-4]+)[^;,.]{0,12}",
    re.IGNORECASE,
)
# Standing orders that every plan repeats in its own words: their absence is no gap.
_GENERAL = re.compile(
    r"^(?:căn cứ chức năng|theo chức năng|tổ chức triển khai thực hiện kế hoạch|báo cáo|định kỳ|định kì|phối hợp (?:với )?(?:các )?"
    r"(?:sở|đơn vị|cơ quan)|xây dựng kế hoạch|chủ trì xây dựng và triển khai các nhiệm vụ|tham mưu)"
)


@dataclass(frozen=True, slots=True)
class Work:
    """One piece of work of either plan: what, by when, where it stands."""

    name: str
    text: str
    deadline: str | None
    deadline_text: str | None
    section: str
    source: Source
    leads: tuple[str, ...]


def work_of(plan: PlanText) -> list[Work]:
    """The rows of task tables and the duties of the implementation part."""
    year = plan.reading.doc.year
    rows = [
        Work(
            task.name, f"{task.name}. {task.content or ''} {task.product or ''}", task.deadline, task.deadline_text,
            task.section_or_appendix, task.source, tuple(task.lead),
        )
        for task in plan.reading.tasks
    ]  # fmt: skip
    for item in plan.reading.assignments:
        for duty, source in zip(item.duties, item.duty_sources, strict=False):
            named = _BY_WHEN.search(duty)
            due = read_deadline(named.group(), year=year, issued=plan.reading.doc.date) if named else None
            rows.append(
                Work(
                    duty,
                    duty,
                    due,
                    named.group() if named else None,
                    plan.section_at(source.start),
                    source,
                    (item.unit,),
                )
            )
    return rows


def asked_of(scope: Scope, plan: PlanText) -> list[Work]:
    """The work of an upper plan that its leads, or the owner of the duty, make the lower plan's."""
    found = []
    for work in work_of(plan):
        if not scope.addresses(work.leads) or not scope.within_field(work.text):
            continue
        if len(plain(work.name)) < 25 or _GENERAL.match(plain(work.name)):
            continue
        found.append(work)
    return found


def _carriers(plan: PlanText) -> list[Work]:
    """Everything in a lower plan that can carry a task: its rows, duties and lines of prose that look ahead."""
    prose = [
        Work(passage.text, passage.text, None, None, passage.section, passage.source, ())
        for passage in plan.passages
        if passage.role not in (Role.RESULTS, Role.BASIS) and len(passage.text) > 20
    ]
    return [*work_of(plan), *prose]


def compare_work(
    upper: PlanText, lower: PlanText, likeness: Likeness, scope: Scope
) -> tuple[list[Finding], list[Finding]]:
    """Missing tasks and later deadlines; near matches for a person to judge."""
    carriers = _carriers(lower)
    findings: list[Finding] = []
    review: list[Finding] = []
    for work in asked_of(scope, upper):
        clause = main_clause(work.name)
        scored = [(likeness.carried(clause, carrier.text), carrier) for carrier in carriers]
        score, best = max(scored, key=lambda entry: entry[0], default=(0.0, None))
        if best is None or score < CARRIED_FROM:
            finding = _missing(work, upper, lower, best if score >= _NEAR_FROM else None)
            (review if score >= _NEAR_FROM else findings).append(finding)
    findings.extend(_later(upper, lower, likeness))
    return findings, review


def main_clause(text: str) -> str:
    """The first statement of a task: up to the first full stop or semicolon, at most `_LONGEST_CLAUSE` words."""
    first = re.split(r"[;.](?:\s|$)", text, maxsplit=1)[0]
    return " ".join(first.split()[:_LONGEST_CLAUSE])


def _missing(work: Work, upper: PlanText, lower: PlanText, near: Work | None) -> Finding:
    owners = ", ".join(work.leads)
    why = f"Kế hoạch cấp trên giao việc này cho “{owners}”, nhưng kế hoạch cấp dưới không có việc tương ứng."
    if near:
        why = f"Kế hoạch cấp trên giao việc này cho “{owners}”; cấp dưới có việc gần giống, cần người xem đã đủ chưa."
    due = f", hạn {work.deadline_text}" if work.deadline_text else ""
    return Finding(
        Kind.MISSING_TASK, Severity.LOW if near else Severity.MEDIUM,
        upper.quote(work.source, work.deadline, None, section=work.section),
        lower.quote(near.source, section=near.section) if near else None, why,
        f"Thêm nhiệm vụ: “{main_clause(work.name)}”{due}; ghi rõ bộ phận chủ trì.",
    )  # fmt: skip


def _later(upper: PlanText, lower: PlanText, likeness: Likeness) -> list[Finding]:
    """Work that both plans date, later in the lower one. The province's own projects are compared where the names agree."""
    dated = [work for work in work_of(lower) if _is_day(work.deadline)]
    dated += _dated_prose(lower)
    found = []
    for work in work_of(upper):
        if not _is_day(work.deadline):
            continue
        for other in dated:
            if str(other.deadline) <= str(work.deadline):
                continue
            if likeness.score(main_clause(work.name), main_clause(other.name)) >= _SAME_TASK_FROM:
                found.append(_late(work, other, upper, lower))
                break
    return found


def _dated_prose(plan: PlanText) -> list[Work]:
    known = {(work.source.start, work.source.end) for work in work_of(plan)}
    found = []
    for passage in plan.passages:
        named = _BY_WHEN.search(passage.text)
        if named is None or passage.role in (Role.RESULTS, Role.BASIS, Role.IMPLEMENTATION):
            continue
        due = read_deadline(named.group(), year=plan.reading.doc.year, issued=plan.reading.doc.date)
        if due and (passage.source.start, passage.source.end) not in known:
            found.append(Work(passage.text, passage.text, due, named.group(), passage.section, passage.source, ()))
    return found


def _late(work: Work, other: Work, upper: PlanText, lower: PlanText) -> Finding:
    own = not PROVINCIAL.search(plain(work.name))
    return Finding(
        Kind.LATER_DEADLINE, Severity.HIGH if own else Severity.MEDIUM,
        upper.quote(work.source, work.deadline, None, section=work.section),
        lower.quote(other.source, other.deadline, None, section=other.section),
        f"Cùng một việc: cấp trên đặt hạn {shown_day(work.deadline)}, cấp dưới đặt hạn {shown_day(other.deadline)}, muộn hơn.",
        f"Đặt hạn không muộn hơn {shown_day(work.deadline)}, sớm hơn vài ngày để kịp tổng hợp.",
    )  # fmt: skip


def _is_day(deadline: str | None) -> bool:
    return bool(deadline) and str(deadline)[0].isdigit()


def shown_day(deadline: str | None) -> str:
    """An ISO date as dd/mm/yyyy."""
    year, month, day = str(deadline).split("-")
    return f"{day}/{month}/{year}"
