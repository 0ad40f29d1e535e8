"""Targets lower than what the same document reports as reached."""

from __future__ import annotations

import re
from collections.abc import Iterator

from honglam.engines.plans.alignment.drafts.saying import found, opened, place
from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.likeness import Likeness, counted, plain
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.alignment.targets import Level, level_of, measures_alike, shown_figure
from honglam.engines.plans.extraction.items import Indicator, Result
from honglam.toolkit.numbers import format_number

_SAME_FROM = 0.5
"""How alike a result and a target must be that count the same things. A report words its figures more loosely than a
plan its targets; what keeps strangers apart is that both also measure the same (`measures_alike`).
"""

_SAME_UNCOUNTED_FROM = 0.72
"""How alike they must be where one of them does not say what it counts."""

_WIDE_GAP = 5.0
"""From this many points of a percent (or percent of a count) on, the target should not be signed like this."""

# A change, a plan or a comparison is no level that was reached.
_NO_LEVEL = re.compile(
    r"\b(?:tăng|giảm|thêm|so với|cùng kì|kế hoạch giao|chỉ tiêu giao|vượt|mục tiêu|phấn đấu|dự kiến|còn thiếu|chưa)\b"
)
_PART = re.compile(r"(?<![\d/])(?P<part>\d{1,4})\s*/\s*(?P<whole>\d{1,4})\s+[^\W\d_]")
_TRIAL = re.compile(r"\b(?:thí điểm|trong đó|riêng)\b")


def targets_below_results(plan: PlanText, likeness: Likeness) -> list[Finding]:
    """One finding per target that promises less than the result reported for what is plainly the same measure."""
    findings = list(_parts(plan, likeness))
    told = {finding.lower.source.start for finding in findings if finding.lower}
    for item in plan.reading.indicators:
        level = level_of(item)
        if item.source.start in told or level is None or (not level.share and not level.noun):
            continue
        matches = [
            (likeness.score(item.name, result.text), result)
            for result in plan.reading.results
            if _is_level(result) and _same_measure(item, level, result)
        ]
        best = max(matches, key=lambda entry: entry[0], default=None)
        if best is None or best[0] < _least(item, best[1]):
            continue
        reached = float(best[1].value or 0)
        if _falls_short(level, reached):
            findings.append(_below(plan, item, level, best[1], reached))
    return findings


def _parts(plan: PlanText, likeness: Likeness) -> Iterator[Finding]:
    """Targets and results that count a part of the same whole: “11/18 xóm” after “12/18 xóm”."""
    for item in plan.reading.indicators:
        level, aimed = level_of(item), _PART.search(f"{item.name} {item.target_text}")
        if level is None or aimed is None or level.less_is_better:
            continue
        for result in plan.reading.results:
            done = _PART.search(result.text)
            if done is None or done["whole"] != aimed["whole"] or int(done["part"]) <= int(aimed["part"]):
                continue
            if (
                measures_alike(item.name, result.text)
                and likeness.score(item.name, result.text) >= _SAME_UNCOUNTED_FROM
            ):
                shown = f"{done['part']}/{done['whole']}"
                yield found(
                    plan, Kind.TARGET_BELOW_RESULT, Severity.HIGH, item.source,
                    f"{opened(place(result.section))} báo cáo đã đạt {shown}, nhưng chỉ tiêu này chỉ đặt"
                    f" {aimed['part']}/{aimed['whole']}: thấp hơn việc đã làm được.",
                    f"Đặt ít nhất bằng mức đã đạt ({shown}), hoặc nêu lý do.",
                    value=item.target, unit=item.unit, section=item.section,
                )  # fmt: skip
                break


def _is_level(result: Result) -> bool:
    words = plain(result.text)
    return result.value is not None and not _NO_LEVEL.search(words) and not _TRIAL.search(words)


def _same_measure(item: Indicator, level: Level, result: Result) -> bool:
    """The same counted thing, the same unit, the same qualities."""
    unit = plain(result.unit or "")
    if (unit == "%") != level.share or (not level.share and unit != level.noun):
        return False
    return measures_alike(item.name, result.text)


def _least(item: Indicator, result: Result) -> float:
    """A share of unnamed things may be the share of anything: then the words have to be nearly the same."""
    named = counted(item.name)
    return _SAME_FROM if named and named == counted(result.text) else _SAME_UNCOUNTED_FROM


def _falls_short(level: Level, reached: float) -> bool:
    return level.bound > reached + 1e-9 if level.less_is_better else level.bound < reached - 1e-9


def _below(plan: PlanText, item: Indicator, level: Level, result: Result, reached: float) -> Finding:
    gap = abs(level.bound - reached)
    wide = gap >= (_WIDE_GAP if level.share else _WIDE_GAP / 100 * max(reached, 1))
    shown = f"{format_number(reached)}{'%' if level.share else f' {result.unit}'}"
    side = "cao hơn" if level.less_is_better else "thấp hơn"
    why = (
        f"{opened(place(result.section))} báo cáo đã đạt {shown}, nhưng chỉ tiêu năm nay chỉ đặt {shown_figure(item)}: "
        f"{side} việc đã làm được."
    )
    return found(
        plan, Kind.TARGET_BELOW_RESULT, Severity.HIGH if wide else Severity.MEDIUM, item.source, why,
        f"Đặt ít nhất bằng mức đã đạt ({shown}), hoặc nêu lý do và cách tính khác nếu hai con số không cùng một việc."
        if not level.less_is_better
        else f"Đặt không cao hơn mức đã đạt ({shown}), hoặc nêu lý do.",
        value=item.target, unit=item.unit, section=item.section,
    )  # fmt: skip
