"""Work of the upper plan that communes must do: which the lower plan carries, how late, and what it leaves out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.likeness import Likeness, plain, terms
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
    r"\b(?:trước|chậm nhất|trong|xong|đến|hết|quá|vào)\s[^;.]{0,20}?(?:ngày \d{1,2}/\d{1,2}|\d{1,2}/\d{1,2}/\d{4}"
    r"|tháng \d{1,2}"
    r"|quý [IVX1-4]+)[^;,.]{0,12}",
    re.IGNORECASE,
)
_ENOUGH_TERMS = 9
"""A name of so many syllables and pairs that stands whole in another is not there by chance."""
_ONLY_COMMUNES = re.compile(
    r"^(?:ubnd|ủ[iy] ban nhân dân)?\s*(?:các\s+)?(?:xã|phường)[, /]*(?:và\s+)?(?:xã|phường|đặc khu)?"
    r"|^(?:các )?địa phương$"
)
_GOES_ON = re.compile(
    r"^(?:(?:tổ chức|tiếp tục|đẩy mạnh|tăng cường|triển khai|thực hiện|các|công tác|hoạt động|hội nghị|lớp) )*"
    r"(?:tập huấn|tuyên truyền|truyền thông|phổ biến|vận động|hướng dẫn|kiểm tra|giám sát|vận hành|duy trì|bảo đảm"
    r"|hỗ trợ)"
)
_ONCE = re.compile(r"^(?:thí điểm|xây dựng|hoàn thành|ban hành|thành lập|lắp đặt|đầu tư|trình|phê duyệt|nâng cấp)")
# Standing orders that every plan repeats in its own words: their absence is no gap.
_GENERAL = re.compile(
    r"^(?:căn cứ |theo chức năng|tổ chức triển khai thực hiện kế hoạch|báo cáo|định kì"
    r"|phối hợp (?:với )?(?:các )?(?:sở|đơn vị|cơ quan)"
    r"|(?:hằng năm )?(?:xây dựng|ban hành) kế hoạch|chủ trì xây dựng và triển khai các nhiệm vụ|tham mưu"
    r"|chịu trách nhiệm"
    r"|thực hiện các nhiệm vụ (?:được )?(?:phân công|giao)|bố trí(?:, lồng ghép)? (?:kinh phí|nguồn vốn)[^,;]{0,40}$)"
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
    is_row: bool = False
    """Whether it stands in a table; else it is a duty or a line of prose."""
    number: str = ""


def work_of(plan: PlanText) -> list[Work]:
    """The rows of task tables and the duties of the implementation part."""
    year = plan.reading.doc.year
    rows = [
        Work(
            task.name, f"{task.name}. {task.content or ''} {task.product or ''}", task.deadline, task.deadline_text,
            task.section_or_appendix, task.source, tuple(task.lead), is_row=True, number=task.no or "",
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
    return [work for work in work_of(plan) if scope.addresses(work.leads) and not is_standing_order(work.name)]


def is_standing_order(name: str) -> bool:
    """Whether a task says only what every plan repeats ("tham mưu …", "báo cáo …"), or hardly anything."""
    clause = plain(main_clause(name))
    return len(clause) < 25 or bool(_GENERAL.match(clause))


def _carriers(plan: PlanText) -> list[Work]:
    """Everything in a lower plan that can carry a task: its rows, duties and lines of prose that look ahead."""
    prose = [
        Work(passage.text, passage.text, None, None, passage.section, passage.source, ())
        for passage in plan.passages
        if passage.section and passage.role not in (Role.RESULTS, Role.BASIS) and len(passage.text) > 20
    ]
    return [*work_of(plan), *prose]


def compare_work(
    upper: PlanText, lower: PlanText, likeness: Likeness, scope: Scope
) -> tuple[list[Finding], list[Finding]]:
    """Missing tasks and later deadlines; near matches for a person to judge.

    Where the lower plan has a narrower field, what is outside of it is told in one finding for all.
    """
    carriers = _carriers(lower)
    findings: list[Finding] = []
    review: list[Finding] = []
    outside: list[Work] = []
    for work in asked_of(scope, upper):
        clause = main_clause(work.name)
        scored = [(likeness.carried(clause, carrier.text), carrier) for carrier in carriers]
        score, best = max(scored, key=lambda entry: entry[0], default=(0.0, None))
        if best is not None and score >= CARRIED_FROM:
            continue
        if not scope.within_field(work.text):
            outside.append(work)
        elif best is not None and score >= _NEAR_FROM:
            review.append(_missing(work, upper, lower, best, scope))
        else:
            findings.append(_missing(work, upper, lower, None, scope))
    if outside:
        findings.append(_outside(outside, upper))
    late, doubtful = _later(upper, lower, likeness)
    return [*findings, *late], [*review, *doubtful]


def goes_on(name: str) -> bool:
    """Whether work is of the kind that is never finished: training, campaigns, upkeep."""
    return bool(_GOES_ON.search(plain(main_clause(name))))


def main_clause(text: str) -> str:
    """The first statement of a task that is no standing order: up to a full stop or semicolon, not endlessly long."""
    clauses = [clause.strip() for clause in re.split(r"[;.](?:\s|$)", text) if clause.strip()]
    first = next((clause for clause in clauses if not _GENERAL.match(plain(clause))), text)
    return " ".join(first.split()[:_LONGEST_CLAUSE])


def _missing(work: Work, upper: PlanText, lower: PlanText, near: Work | None, scope: Scope) -> Finding:
    owners = ", ".join(work.leads)
    why = f"Kế hoạch cấp trên giao việc này cho “{owners}”, nhưng kế hoạch cấp dưới không có việc tương ứng."
    if near:
        why = f"Kế hoạch cấp trên giao việc này cho “{owners}”; cấp dưới có việc gần giống, cần người xem đã đủ chưa."
    due = f", hạn {work.deadline_text}" if is_day(work.deadline) else ""
    return Finding(
        Kind.MISSING_TASK, Severity.LOW if near else _weight(work, scope),
        upper.quote(work.source, work.deadline, None, section=work.section),
        lower.quote(near.source, section=near.section) if near else None, why,
        f"Thêm nhiệm vụ: “{main_clause(work.name)}”{due}; ghi rõ bộ phận chủ trì.",
    )  # fmt: skip


def _weight(work: Work, scope: Scope) -> Severity:
    """Work for the issuer by name, or dated work for the communes alone, weighs most; a standing principle least."""
    lead = plain(work.leads[0])
    named = len(work.leads) == 1 and scope.names_issuer(lead)
    alone = len(work.leads) == 1 and bool(_ONLY_COMMUNES.search(lead))
    if named or (alone and is_day(work.deadline)):
        return Severity.HIGH
    return Severity.MEDIUM if alone or is_day(work.deadline) else Severity.LOW


def _outside(works: list[Work], upper: PlanText) -> Finding:
    first = works[0]
    return Finding(
        Kind.MISSING_TASK, Severity.LOW, upper.quote(first.source, first.deadline, None, section=first.section), None,
        f"Kế hoạch cấp trên giao {len(works)} việc ngoài lĩnh vực của kế hoạch này (việc đầu tiên được dẫn ở đây): một "
        f"kế hoạch "
        "chuyên đề không phải mang chúng, nhưng phải có kế hoạch khác của đơn vị mang.",
        "Kiểm tra đơn vị đã có kế hoạch chung cho cùng năm chưa; nếu chưa, lập kế hoạch đó.",
    )  # fmt: skip


def _later(upper: PlanText, lower: PlanText, likeness: Likeness) -> tuple[list[Finding], list[Finding]]:
    """Work that both plans have and that the lower one does later, or without any date; doubtful ones apart."""
    others = [*work_of(lower), *_dated_prose(lower)]
    findings: list[Finding] = []
    review: list[Finding] = []
    for work in work_of(upper):
        if not is_day(work.deadline):
            continue
        match = _same_work(work, others, likeness)
        if match is None or (is_day(match.deadline) and str(match.deadline) <= str(work.deadline)):
            continue
        if match.deadline is None:
            continue
        finding = _late(work, match, upper, lower)
        (findings if _is_certain(work, match, lower) else review).append(finding)
    return findings, review


def _same_work(work: Work, others: list[Work], likeness: Likeness) -> Work | None:
    """The likest work of the lower plan; None where none is the same."""
    clause = main_clause(work.name)
    best: tuple[float, Work] | None = None
    for other in others:
        score = likeness.score(clause, main_clause(other.name))
        if len(terms(clause)) >= _ENOUGH_TERMS:
            score = max(score, 0.72 * likeness.carried(clause, other.name))
        if score >= _SAME_TASK_FROM and (best is None or score > best[0]):
            best = (score, other)
    return best[1] if best else None


def _is_certain(work: Work, other: Work, lower: PlanText) -> bool:
    """Whether a later date is a delay: work done once. Training and campaigns go on; “cả giai đoạn” may hold a share
    this year."""
    if not is_day(other.deadline):
        return not goes_on(work.name)
    first, last = lower.years or (0, 0)
    whole_period = last > first and str(other.deadline) == f"{last}-12-31"
    return not whole_period or bool(_ONCE.search(plain(work.name)))


def _late(work: Work, other: Work, upper: PlanText, lower: PlanText) -> Finding:
    due = shown_day(work.deadline)
    if is_day(other.deadline):
        why = f"Cùng một việc: cấp trên đặt hạn {due}, cấp dưới đặt hạn {shown_day(other.deadline)}, muộn hơn."
    else:
        why = (
            f"Cùng một việc: cấp trên đặt hạn {due}, cấp dưới chỉ ghi “{other.deadline_text}”, không cam kết ngày nào."
        )
    own = not PROVINCIAL.search(plain(work.name)) and is_day(other.deadline)
    return Finding(
        Kind.LATER_DEADLINE, Severity.HIGH if own else Severity.MEDIUM,
        upper.quote(work.source, work.deadline, None, section=work.section),
        lower.quote(other.source, other.deadline, None, section=other.section), why,
        f"Đặt hạn không muộn hơn {due}, sớm hơn vài ngày để kịp tổng hợp.",
    )  # fmt: skip


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


def is_day(deadline: str | None) -> bool:
    """Whether a deadline is a day: neither missing nor a rule such as "recurring"."""
    return bool(deadline) and str(deadline)[0].isdigit()


def shown_day(deadline: str | None) -> str:
    """An ISO date as dd/mm/yyyy."""
    year, month, day = str(deadline).split("-")
    return f"{day}/{month}/{year}"
