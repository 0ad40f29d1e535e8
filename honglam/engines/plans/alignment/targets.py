"""Targets against targets: which are the same, which is weaker, which is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.likeness import Likeness, counted, plain
from honglam.engines.plans.alignment.plan_text import Passage, PlanText
from honglam.engines.plans.alignment.scope import Scope
from honglam.engines.plans.alignment.tasks import Work, goes_on, work_of
from honglam.engines.plans.alignment.vocabulary import LOCAL_COUNTED, MANNERS, MEASURES, PROVINCIAL
from honglam.engines.plans.extraction.items import Indicator
from honglam.engines.plans.extraction.roles import Role
from honglam.toolkit.numbers import format_number

SAME_FROM = 0.72
NEAR_FROM = 0.5
_MENTIONED_FROM = 0.72
_SERVED_FROM = 0.6
_MENTIONED_BELOW = 0.4
_NEIGHBOUR_FROM = 0.3
_WIDE_GAP = 0.1
_SMALL_GROUPS = ("it_officials",)
"""Groups of one or two people in a commune: a share of them says little, so a person judges."""
_LESS_IS_BETTER = re.compile(
    r"\b(?:giảm|dưới|không quá|không vượt quá|tối đa|tồn đọng|quá hạn|trễ hạn|chậm|hộ nghèo|cận nghèo|vi phạm|tai nạn"
    r"|thất nghiệp|tử vong|suy dinh dưỡng|sự cố)\b"
)
_REDUCED_BY = re.compile(r"\b(?:giảm|cắt giảm)(?: (?:ít nhất|tối thiểu|trên))?\b(?! (?:còn|xuống))")
_RATE = re.compile(r"/|^(?:phút|giờ|ngày)")
_FIGURE = re.compile(
    r"(?<!\d)\d{1,9}\s{0,3}/\s{0,3}\d{1,9}(?![\d/])|\d\s*%|(?<!\w)(?:toàn bộ|tất cả)(?!\w)", re.IGNORECASE
)
"""What makes a statement a target although the reader made none of it: “42/42 máy tính”."""
_ADDED = re.compile(r",? (?:có giá trị|có khả năng|bảo đảm|đảm bảo)(?!\w)[^,;]*$")
"""What is said besides of those who are counted: it is not what is measured."""
_EACH = re.compile(r"(?<!\w)(?:mỗi|từng)(?!\w)")
_YEAR = re.compile(r"(?:đến|hết|vào|cuối)\s+(?:hết |cuối )?năm (20\d{2})")


@dataclass(frozen=True, slots=True)
class Level:
    """What a target promises: `bound` is the least that will be reached, or the most where less is better.

    `share` is true for percent; `noun` is what a count counts. A bare “đạt 70 %” and “trên 70 %” promise 70 alike.
    """

    bound: float
    share: bool
    noun: str
    less_is_better: bool

    def weaker_than(self, other: Level) -> bool:
        """Whether this promise falls short of the other."""
        return self.bound > other.bound + 1e-9 if self.less_is_better else self.bound < other.bound - 1e-9


def level_of(item: Indicator) -> Level | None:
    """The level of a target; None where it has no figure ("hoàn thành")."""
    if item.target is None or item.operator == "done":
        return None
    text = plain(item.name)
    less = item.operator in ("<", "<=") or (bool(_LESS_IS_BETTER.search(text)) and not _REDUCED_BY.search(text))
    ends = item.target if isinstance(item.target, list) else [item.target]
    unit = plain(item.unit or "")
    return Level(max(ends) if less else min(ends), unit == "%", "" if unit == "%" else unit, less)


def year_of(item: Indicator, plan: PlanText) -> int | None:
    """The year by which a target holds: the one named with it, else the last of the plan."""
    columns = plan.columns_of_rows[item.source]
    if len(columns) > 1 and plan.years:
        # One row with a figure for each of several years: the first column is for the first year, the last for the
        # last.
        at = next(index for index, other in enumerate(columns) if other is item)
        return plan.years[0] if at == 0 else plan.years[1] if at == len(columns) - 1 else None
    passage = plan.passage_at(item.source.start)
    sentence = plan.document.text[passage.source.start : item.source.end] if passage else ""
    for text in (f"{item.name} {sentence}", item.group or "", *plan.headings_over(item.section)):
        named = _YEAR.findall(plain(text))
        if named:
            return int(named[-1])
    return plan.years[1] if plan.years else None


def _agree(patterns: Sequence[re.Pattern[str]], first: str, second: str) -> bool:
    one, other = (_ADDED.sub("", plain(text)) for text in (first, second))
    return all(bool(pattern.search(one)) == bool(pattern.search(other)) for pattern in patterns)


def measures_alike(first: str, second: str) -> bool:
    """Whether two statements count the same people or things and measure the same of them in the same manner."""
    left, right = counted(first), counted(second)
    return (not left or not right or left == right) and _agree((*MEASURES, *MANNERS), first, second)


@dataclass(frozen=True, slots=True)
class Pair:
    """A target of the upper plan and the one of the lower plan that answers it; `same` is false for a near match."""

    upper: Indicator
    lower: Indicator
    score: float
    same: bool


def pair_targets(upper: PlanText, lower: PlanText, likeness: Likeness) -> list[Pair]:
    """For every target of the upper plan the likest of the lower, the surest pairs first; a lower one may answer
    several."""
    pairs: list[Pair] = []
    for wanted in upper.reading.indicators:
        best: Pair | None = None
        for offered in lower.reading.indicators:
            score = likeness.score(wanted.name, offered.name)
            if score < NEAR_FROM or not _agree(MEASURES, wanted.name, offered.name):
                continue
            same = score >= SAME_FROM and measures_alike(wanted.name, offered.name)
            pair = Pair(wanted, offered, score, same)
            if best is None or (pair.same, pair.score) > (best.same, best.score):
                best = pair
        if best:
            pairs.append(best)
    return sorted(pairs, key=lambda pair: -pair.score)


def weaker_targets(upper: PlanText, lower: PlanText, pairs: list[Pair]) -> tuple[list[Finding], list[Finding]]:
    """Findings for weaker targets, and near matches with a lower figure for a person to judge."""
    findings: list[Finding] = []
    review: list[Finding] = []
    for pair in pairs:
        above, below = level_of(pair.upper), level_of(pair.lower)
        if above is None or below is None or not _comparable(pair, upper, lower):
            continue
        if above.share != below.share or above.noun != below.noun or above.less_is_better != below.less_is_better:
            continue
        if not below.weaker_than(above) or not _holds_for_each(pair.upper, above):
            continue
        finding = _weaker(pair, upper, lower, above, below)
        (findings if pair.same else review).append(finding)
    return findings, review


def _holds_for_each(item: Indicator, level: Level) -> bool:
    """Whether a figure of the province holds for each commune: shares, rates and “mỗi xã …” do, other counts are
    totals."""
    return level.share or bool(_RATE.search(level.noun)) or bool(_EACH.search(plain(item.name)))


def _comparable(pair: Pair, upper: PlanText, lower: PlanText) -> bool:
    """A target for an earlier year may be lower; one for the same or a later year may not."""
    above, below = year_of(pair.upper, upper), year_of(pair.lower, lower)
    return above is None or below is None or below >= above


def _weaker(pair: Pair, upper: PlanText, lower: PlanText, above: Level, below: Level) -> Finding:
    wanted, offered = pair.upper, pair.lower
    gap = abs(above.bound - below.bound)
    everyone = above.share and above.bound >= 100  # one unit below 100% keeps the province below 100%
    severity = Severity.HIGH if everyone or gap >= _WIDE_GAP * max(above.bound, 1) else Severity.MEDIUM
    side = "cao hơn" if above.less_is_better else "thấp hơn"
    if pair.same:
        why = (
            f"Cùng một chỉ tiêu: kế hoạch cấp trên giao {shown_figure(wanted)}, kế hoạch cấp dưới chỉ đặt "
            f"{shown_figure(offered)}, "
            f"{side} {format_number(gap)}{_measure(above)}."
        )
    else:
        why = (
            f"Có thể cùng một chỉ tiêu nhưng cách tính khác nhau; cần người xem. Cấp trên: {shown_figure(wanted)}; "
            f"cấp dưới: {shown_figure(offered)}."
        )
    return Finding(
        Kind.WEAKER_TARGET, severity if pair.same else Severity.LOW,
        upper.quote(wanted.source, wanted.target, wanted.unit, section=wanted.section),
        lower.quote(offered.source, offered.target, offered.unit, section=offered.section), why,
        f"Nâng chỉ tiêu lên ít nhất {_amount(wanted)}, hoặc nêu lý do đặt thấp hơn trong tờ trình."
        if not above.less_is_better
        else f"Hạ chỉ tiêu xuống không quá {_amount(wanted)}, hoặc nêu lý do trong tờ trình.",
    )  # fmt: skip


def missing_targets(
    upper: PlanText, lower: PlanText, pairs: list[Pair], likeness: Likeness, scope: Scope
) -> tuple[list[Finding], list[Finding]]:
    """Targets that the lower plan's issuer has to answer and that the lower plan does not state, by figure or by word;
    and doubtful ones.

    Doubtful is what has a near match, counts a handful of people, is said in passing, or is brought about by somebody
    else.
    """
    answered = {id(pair.upper) for pair in pairs if pair.same}
    near = {id(pair.upper): pair.lower for pair in pairs}
    forward = [passage for passage in lower.passages if passage.role not in (Role.RESULTS, Role.BASIS)]
    works = work_of(upper)
    findings: list[Finding] = []
    review: list[Finding] = []
    seen: set[str] = set()
    for item in upper.reading.indicators:
        key = plain(item.name)
        if id(item) in answered or key in seen or not scope.within_field(item.name):
            continue
        if not (concerns_communes(item) if scope.is_local else item.lead and scope.addresses(item.lead)):
            continue
        seen.add(key)
        mention = _mention(item, forward, likeness)
        if mention is not None and _FIGURE.search(mention.text):
            continue
        finding = _missing(item, upper, lower, mention, near.get(id(item)))
        doubtful = (
            id(item) in near
            or _has_neighbour(item, lower, likeness)
            or counted(item.name) in (*_SMALL_GROUPS, "")
            or _is_said_in_passing(item, upper)
            or _done_from_above(item, works, scope, likeness)
        )
        (review if doubtful else findings).append(finding)
    return findings, review


def _has_neighbour(item: Indicator, lower: PlanText, likeness: Likeness) -> bool:
    """Whether the lower plan measures the same of the same people or things in some other manner."""
    who = counted(item.name)
    return bool(who) and any(
        counted(offered.name) == who
        and _agree(MEASURES, item.name, offered.name)
        and likeness.score(item.name, offered.name) >= _NEIGHBOUR_FROM
        for offered in lower.reading.indicators
    )


def _is_said_in_passing(item: Indicator, plan: PlanText) -> bool:
    """Whether a figure stands in running text about work instead of among the goals or in a table of targets."""
    passage = plan.passage_at(item.source.start)
    return passage is not None and passage.role is not Role.GOALS


def _done_from_above(item: Indicator, works: list[Work], scope: Scope, likeness: Likeness) -> bool:
    """Whether the upper plan has somebody else, and nobody below, bring this target about ("Lắp wifi …": Sở …)."""
    own = other = 0.0
    for work in works:
        carried = likeness.carried(item.name, work.text)
        if scope.addresses(work.leads):
            own = max(own, carried)
        elif not goes_on(work.name):
            other = max(other, carried)
    return other >= _SERVED_FROM and own < _MENTIONED_BELOW


class Elsewhere(StrEnum):
    """Why a target of the upper plan is not a commune's."""

    OTHER_LEAD = "other_lead"
    TOTAL = "total"
    PROVINCIAL = "provincial"


def elsewhere(item: Indicator) -> Elsewhere | None:
    """Why a commune need not answer a target of the upper plan: somebody else leads it, it is a total, or the
    province's.

    None where it can be counted within a commune.
    """
    if item.lead and not any(
        "xã" in plain(name) or "phường" in plain(name) or "địa phương" in plain(name) for name in item.lead
    ):
        return Elsewhere.OTHER_LEAD
    level = level_of(item)
    if level is not None and not _holds_for_each(item, level):
        return Elsewhere.TOTAL
    is_local = counted(item.name) in (*LOCAL_COUNTED, "") and not PROVINCIAL.search(plain(item.name))
    return None if is_local else Elsewhere.PROVINCIAL


def concerns_communes(item: Indicator) -> bool:
    """Whether a target of the upper plan can be counted within a commune and is not the province's own affair."""
    return elsewhere(item) is None


def _mention(item: Indicator, passages: list[Passage], likeness: Likeness) -> Passage | None:
    """The passage that speaks of the same thing without a target."""
    scored = [(likeness.carried(item.name, passage.text), passage) for passage in passages]
    best = max(scored, key=lambda entry: entry[0], default=None)
    return best[1] if best and best[0] >= _MENTIONED_FROM else None


def _missing(
    item: Indicator, upper: PlanText, lower: PlanText, mention: Passage | None, near: Indicator | None
) -> Finding:
    wanted = f"{item.name} ({shown_figure(item)})"
    if mention is not None:
        why = f"Kế hoạch cấp dưới có nói đến việc này nhưng không đặt chỉ tiêu; cấp trên yêu cầu {shown_figure(item)}."
        quote = lower.quote(mention.source, section=mention.section)
    elif near is not None:
        why = (
            f"Cấp trên giao {shown_figure(item)}; kế hoạch cấp dưới chỉ có một chỉ tiêu gần giống, tính theo cách "
            f"khác, "
            "nên không trả lời chỉ tiêu này."
        )
        quote = lower.quote(near.source, near.target, near.unit, section=near.section)
    else:
        why = (
            f"Chỉ tiêu cấp trên giao {shown_figure(item)} và xã, phường thực hiện được, "
            "nhưng kế hoạch cấp dưới không có."
        )
        quote = None
    return Finding(
        Kind.MISSING_TARGET, Severity.MEDIUM if quote is None else Severity.LOW,
        upper.quote(item.source, item.target, item.unit, section=item.section), quote, why,
        f"Thêm vào mục tiêu: “{wanted[0].upper()}{wanted[1:]}”.",
    )  # fmt: skip


def shown_figure(item: Indicator) -> str:
    """The figure of a target as officials write it: “trên 70%”."""
    words = {">": "trên ", ">=": "tối thiểu ", "<": "dưới ", "<=": "không quá "}
    return f"{words.get(item.operator, '')}{_amount(item)}"


def _amount(item: Indicator) -> str:
    """The figure alone, with its unit: “70%”, “2-3 thiết bị”."""
    unit = item.unit or ""
    unit = unit if unit == "%" else f" {unit}" if unit else ""
    if isinstance(item.target, list):
        return f"{format_number(item.target[0])}-{format_number(item.target[1])}{unit}"
    return f"{format_number(item.target or 0)}{unit}"


def _measure(level: Level) -> str:
    return " điểm phần trăm" if level.share else f" {level.noun}" if level.noun else ""
