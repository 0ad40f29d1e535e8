"""Deadlines that nobody can keep: past before the plan is issued, or past on the day of checking."""

from __future__ import annotations

import datetime as dt
import re

from honglam.engines.plans.alignment.drafts.saying import examples, found, place
from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.alignment.tasks import Work, shown_day, work_of
from honglam.engines.plans.extraction.roles import Role

_ONE_BY_ONE = 4
"""More deadlines than these that passed before the day of checking are told in one finding."""

_BLANK = r"(?:\s|\.|…|_)*"
_OWN_MONTH = (
    # "(Kèm theo Kế hoạch số    /KH-UBND ngày    /4/2026 của …)": day and number are filled in by hand.
    re.compile(
        rf"kèm theo (?:kế hoạch|chương trình) số:?{_BLANK}/?[\w-]*{_BLANK}ngày{_BLANK}(?P<day>\d{{1,2}})?{_BLANK}"
        rf"(?:/|tháng){_BLANK}(?P<month>\d{{1,2}}){_BLANK}(?:/|năm){_BLANK}(?P<year>20\d{{2}})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^[^\d\n]{{2,40}},\s*ngày{_BLANK}(?P<day>\d{{1,2}})?{_BLANK}tháng{_BLANK}(?P<month>\d{{1,2}}){_BLANK}"
        rf"năm{_BLANK}(?P<year>20\d{{2}})",
        re.IGNORECASE,
    ),
)
_HEAD = 1500
"""Letters of the document in which its own place and date are looked for."""


def issued_from(plan: PlanText) -> dt.date | None:
    """The first day on which the plan can have been issued: its date, or the first of its month (day left blank)."""
    if plan.reading.doc.date:
        return dt.date.fromisoformat(plan.reading.doc.date)
    for line in plan.all_lines():
        for pattern in _OWN_MONTH if line.start < _HEAD else _OWN_MONTH[:1]:
            match = pattern.search(line.text)
            if match and 1 <= int(match["month"]) <= 12:
                day = int(match["day"] or 1)
                return dt.date(int(match["year"]), int(match["month"]), day if 1 <= day <= 28 else 1)
    return None


def past_deadlines(plan: PlanText, today: dt.date) -> list[Finding]:
    """Work whose last day lies before the plan's own date, each piece by itself; or else before `today`.

    A plan with a date of its own is measured by that date: that a day passed since is no fault of it. Where its
    years are over the reader is told once that this is an old plan. Days outside the plan's years are another
    finding (`outside_period`).
    """
    first_year = plan.years[0] if plan.years else 0
    dated = [
        (dt.date.fromisoformat(str(work.deadline)), work)
        for work in _work_ahead(plan)
        if work.deadline and work.deadline[0].isdigit() and int(work.deadline[:4]) >= first_year
    ]
    issued = issued_from(plan)
    findings = [_before_issue(plan, day, work, issued) for day, work in dated if issued and day < issued]
    late = [(day, work) for day, work in dated if day < today and not (issued and day < issued)]
    if not late:
        return findings
    if plan.years is not None and plan.years[1] < today.year:
        return [*findings, _over(plan, late, len(dated), today)]
    if issued:
        return findings
    if len(late) > _ONE_BY_ONE:
        return [*findings, _many(plan, late, today)]
    return [*findings, *(_before_today(plan, day, work, today) for day, work in late)]


def _work_ahead(plan: PlanText) -> list[Work]:
    """The work of a plan outside the sections that look back, every printed place once."""
    back = [(line.source.start, line.source.end) for line in plan.passages if line.role is Role.RESULTS]
    seen: set[int] = set()
    ahead = []
    for work in work_of(plan):
        if work.source.start in seen or any(start <= work.source.start < end for start, end in back):
            continue
        seen.add(work.source.start)
        ahead.append(work)
    return ahead


def _before_issue(plan: PlanText, day: dt.date, work: Work, issued: dt.date) -> Finding:
    return found(
        plan, Kind.PAST_DEADLINE, Severity.HIGH, work.source,
        f"Thời hạn “{work.deadline_text}” (hết ngày {day:%d/%m/%Y}) đã qua trước khi kế hoạch được ban hành"
        f" ({_issued_in_words(plan, issued)}): không ai có thể làm đúng hạn.",
        "Đặt thời hạn sau ngày ban hành; nếu việc đã xong thì bỏ khỏi kế hoạch hoặc chuyển sang phần kết quả.",
        value=work.deadline, section=work.section,
    )  # fmt: skip


def _issued_in_words(plan: PlanText, issued: dt.date) -> str:
    return f"ngày {issued:%d/%m/%Y}" if plan.reading.doc.date else f"tháng {issued.month}/{issued.year}"


def _before_today(plan: PlanText, day: dt.date, work: Work, today: dt.date) -> Finding:
    return found(
        plan, Kind.PAST_DEADLINE, Severity.MEDIUM, work.source,
        f"Thời hạn “{work.deadline_text}” (hết ngày {day:%d/%m/%Y}) đã qua tính đến hôm nay {today:%d/%m/%Y}.",
        "Đặt thời hạn mới; nếu việc đã xong thì bỏ khỏi kế hoạch.",
        value=work.deadline, section=work.section,
    )  # fmt: skip


def _over(plan: PlanText, late: list[tuple[dt.date, Work]], total: int, today: dt.date) -> Finding:
    _, first = min(late, key=lambda entry: entry[0])
    return found(
        plan, Kind.PAST_DEADLINE, Severity.LOW, first.source,
        f"Kế hoạch này đã cũ: {len(late)} trên {total} việc có thời hạn đã qua hôm nay {today:%d/%m/%Y}.",
        "Nếu dùng làm dự thảo cho kỳ mới, sửa năm và các thời hạn cho đúng kỳ.",
        value=first.deadline, section=first.section,
    )  # fmt: skip


def _many(plan: PlanText, late: list[tuple[dt.date, Work]], today: dt.date) -> Finding:
    _, first = min(late, key=lambda entry: entry[0])
    places = ", ".join(dict.fromkeys(place(work.section) for _, work in late))
    return found(
        plan, Kind.PAST_DEADLINE, Severity.MEDIUM, first.source,
        f"{len(late)} việc ({places}) có thời hạn đã qua tính đến hôm nay {today:%d/%m/%Y}, sớm nhất là"
        f" {shown_day(first.deadline)}: {examples([work.name for _, work in late])}.",
        f"Đặt lại các thời hạn trước ngày {today:%d/%m/%Y}; việc đã xong thì bỏ.",
        value=first.deadline, section=first.section,
    )  # fmt: skip
