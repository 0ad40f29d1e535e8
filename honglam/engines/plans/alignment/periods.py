"""Dates that do not fit the plan's own years: work that ends before the plan begins or after it is over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.alignment.tasks import shown_day
from honglam.engines.plans.extraction.items import Source
from honglam.engines.plans.extraction.roles import Role

_PERIOD = re.compile(r"giai đoạn\s*(?P<first>20\d{2})\s*[-–]\s*(?P<last>20\d{2})", re.IGNORECASE)
_GOAL_YEAR = re.compile(r"(?:đến|hết|cuối)\s+(?:hết |cuối )?năm (?P<year>20\d{2})", re.IGNORECASE)
_CITED = re.compile(
    r"(?:\b\d+[\w./]*[-/][A-ZĐ]{2,}|Chương trình mục tiêu quốc gia|Bộ tiêu chí|Đề án|Nghị quyết|Quyết định|Kế hoạch số"
    r"|Chiến lược"
    r"|[“\"])[^;.]{0,200}$"
)
_LOOKS_BACK = re.compile(
    r"\b(?:tổng kết|sơ kết|đánh giá|kết quả|kế thừa|phát huy|đã|so với|từ năm|của giai đoạn)\b", re.IGNORECASE
)


def outside_period(plan: PlanText, *, is_upper: bool) -> list[Finding]:
    """Tasks, targets and statements about work whose time lies outside the plan's years."""
    if plan.years is None:
        return []
    return [*_old_goals(plan, is_upper), *_dated_tasks(plan, is_upper), *_named_periods(plan, is_upper)]


def _old_goals(plan: PlanText, is_upper: bool) -> Iterator[Finding]:
    """Headings of goals that are set for a year before the plan begins."""
    first, _ = plan.years or (0, 9999)
    goals = {passage.section for passage in plan.passages if passage.role is Role.GOALS}
    for section in plan.reading.sections:
        named = _GOAL_YEAR.search(section.heading)
        if named is None or section.path not in goals or int(named["year"]) >= first:
            continue
        yield _finding(
            plan, section.source, named["year"], section.path, Severity.HIGH, is_upper,
            f"Mục tiêu ở đây đặt cho năm {named['year']}, trước kỳ của kế hoạch ({_years(plan)}): kế hoạch chưa có mục "
            f"tiêu cho "
            "kỳ của mình.",
        )  # fmt: skip


def _dated_tasks(plan: PlanText, is_upper: bool) -> Iterator[Finding]:
    first, last = plan.years or (0, 9999)
    for task in plan.reading.tasks:
        if not task.deadline or not task.deadline[0].isdigit():
            continue
        year = int(task.deadline[:4])
        if first <= year <= last:
            continue
        # One year after the plan's last is often meant (a final report in January); it is looked at, not refused.
        severity = Severity.LOW if year == last + 1 else Severity.HIGH
        side = "trước khi kế hoạch bắt đầu" if year < first else "sau khi kế hoạch kết thúc"
        yield _finding(
            plan, task.source, task.deadline, task.section_or_appendix, severity, is_upper,
            f"Thời hạn “{task.deadline_text}” (hết ngày {shown_day(task.deadline)}) ở {side} ({_years(plan)}).",
        )  # fmt: skip


def _named_periods(plan: PlanText, is_upper: bool) -> Iterator[Finding]:
    first, last = plan.years or (0, 9999)
    spans = [(task.source.start, task.source.end) for task in plan.reading.tasks]
    rows = [(task.name, task.source, task.section_or_appendix, Role.OTHER) for task in plan.reading.tasks]
    prose = [
        (passage.text, passage.source, passage.section, passage.role)
        for passage in plan.passages
        if passage.role not in (Role.RESULTS, Role.BASIS) and passage.section
        and not any(start <= passage.source.start < end for start, end in spans)
    ]  # fmt: skip
    for text, source, section, role in (*prose, *rows):
        for match in _PERIOD.finditer(text):
            begins, ends = int(match["first"]), int(match["last"])
            before = text[: match.start()]
            if ends >= first and begins <= last:
                continue
            # Money of a period that is over pays for nothing, whatever programme it belonged to.
            if role is not Role.FUNDING and (_CITED.search(before[-220:]) or _LOOKS_BACK.search(before[-80:])):
                continue
            yield _finding(
                plan, source, f"{begins}-{ends}", section, Severity.MEDIUM, is_upper,
                f"Việc của kế hoạch {_years(plan)} lại ghi “{match.group()}”: có thể chép từ kế hoạch cũ.",
            )  # fmt: skip
            break


def _finding(
    plan: PlanText, source: Source, value: str, section: str, severity: Severity, is_upper: bool, why: str
) -> Finding:
    quote = plan.quote(source, value, section=section)
    return Finding(
        Kind.OUTSIDE_PERIOD, severity, quote if is_upper else None, None if is_upper else quote, why,
        f"Sửa thời gian cho nằm trong {_years(plan)}, hoặc bỏ việc này nếu đã xong.",
    )  # fmt: skip


def _years(plan: PlanText) -> str:
    first, last = plan.years or (0, 0)
    return f"năm {first}" if first == last else f"giai đoạn {first}-{last}"
