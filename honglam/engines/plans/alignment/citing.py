"""Documents that plans cite: the same one with different dates, within a plan and between two."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from honglam.engines.plans.alignment.findings import Finding, Kind, Quote, Severity
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.alignment.tasks import shown_day
from honglam.engines.plans.extraction.citations import fold_number, issuer_behind
from honglam.engines.plans.extraction.items import Source
from honglam.toolkit.text import fold

# Codes that only one body in the country gives out: the number alone names the document.
_UNIQUE = re.compile(
    r"(?:QĐ-TTG|CT-TTG|NQ-CP|NĐ-CP|/QH\d+|NQ/TW|CT/TW|KL/TW|QĐ/TW|-TT-?[A-Z]{2,}|TT-[A-ZĐ]{2,}|QĐ-B[A-ZĐ]{2,}|BTTTT"
    r"|BKHCN)"
)
_PLACE_LEVEL = re.compile(r"(tỉnh|thành phố|phường|xã(?! hội)|huyện|thị xã|đặc khu|trung ương|chính phủ|bộ )")


@dataclass(frozen=True, slots=True)
class Mention:
    """One dated mention of a document in one plan."""

    plan: PlanText
    number: str
    date: str
    source: Source


def citation_conflicts(plans: Sequence[tuple[PlanText, bool]]) -> list[Finding]:
    """Documents with more than one date: over all plans together; `plans` says of each whether it is the upper one."""
    mentions: dict[tuple[str, str], list[tuple[Mention, bool]]] = defaultdict(list)
    for plan, is_upper in plans:
        for key, mention in _mentions(plan):
            mentions[key].append((mention, is_upper))
    findings = []
    for group in mentions.values():
        findings.extend(_conflicts(group))
    return findings


def _mentions(plan: PlanText) -> list[tuple[tuple[str, str], Mention]]:
    found = []
    for citation in plan.reading.legal_basis:
        number = fold_number(citation.number)
        for mention in citation.mentions:
            if mention.date is None:
                continue
            issuer = issuer_behind(plan.document.text[mention.source.end : mention.source.end + 240]) or citation.issuer
            key = (number, _issuer_key(number, issuer, plan))
            found.append((key, Mention(plan, citation.number, mention.date, mention.source)))
    return [*found, *_own(plan)]


def _own(plan: PlanText) -> list[tuple[tuple[str, str], Mention]]:
    """The plan's own number and date, which a lower plan may cite wrongly."""
    head = plan.reading.doc
    if not head.number or not head.date:
        return []
    number = fold_number(head.number)
    at = plan.document.text.find(head.number)
    source = Source(max(at, 0), max(at, 0) + len(head.number), plan.document.page_at(max(at, 0)))
    key = (number, _issuer_key(number, head.issuer, plan))
    return [(key, Mention(plan, head.number, head.date, source))]


def _issuer_key(number: str, issuer: str | None, plan: PlanText) -> str:
    """What tells apart documents of one number: the level of the issuer and, below the province, whose plan cites
    it."""
    if _UNIQUE.search(number):
        return ""
    name = fold(issuer or "")
    level = _PLACE_LEVEL.search(name)
    if level is None:
        return "?" if plan.is_local and re.search(r"ĐU|UBND|BCĐ|HĐND", number) and not issuer else "province"
    word = level.group().strip()
    if word in ("phường", "xã", "đặc khu", "huyện", "thị xã"):
        return f"{word} {fold(plan.reading.doc.issuer or '')}"
    return "province" if word in ("tỉnh", "thành phố") else word


def _conflicts(group: list[tuple[Mention, bool]]) -> list[Finding]:
    """One finding per date that is not the likely one: the date that more plans print, or else that stands more
    often."""
    dates = [mention.date for mention, _ in group]
    if len(set(dates)) < 2:
        return []

    def trust(day: str) -> tuple[int, int, str]:
        return (len({is_upper for mention, is_upper in group if mention.date == day}), dates.count(day), day)

    likely = max(set(dates), key=trust)
    found = []
    for odd_date in sorted(set(dates) - {likely}):
        odd = next(entry for entry in group if entry[0].date == odd_date)
        others = [entry for entry in group if entry[0].date == likely]
        other = next((entry for entry in others if entry[1] != odd[1]), others[0])
        found.append(_conflict(odd, other, dates.count(likely)))
    return found


def _conflict(odd: tuple[Mention, bool], other: tuple[Mention, bool], times: int) -> Finding:
    wrong, right = odd[0], other[0]
    upper: Quote | None = None
    lower: Quote | None = None
    for mention, is_upper in (other, odd):
        quote = mention.plan.quote(mention.source, mention.date)
        if is_upper:
            upper = quote
        else:
            lower = quote
    why = (
        f"Văn bản {wrong.number} ghi ngày {shown_day(wrong.date)} ở đây, nhưng nơi khác ghi ngày "
        f"{shown_day(right.date)}"
        f" ({times} lần). Một văn bản chỉ có một ngày."
    )
    if odd[1] == other[1]:
        place = right.plan.section_at(right.source.start)
        why += f" Chỗ ghi khác: mục {place}." if place else ""
    return Finding(
        Kind.CITATION_CONFLICT, Severity.HIGH, upper, lower, why,
        f"Tra lại bản gốc; nếu đúng là ngày {shown_day(right.date)} thì sửa chỗ này.",
    )  # fmt: skip
