"""Bases that no longer carry the plan: their own title says a time that is over, or another document took their place.

What took whose place is read from the draft itself (“… thay thế Nghị định số …”) and from
`honglam/data/general/replaced_documents.csv`, where every row names its source. Nothing is guessed: a document that is
in neither is taken as in force.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import honglam
from honglam.engines.plans.alignment.drafts.past import issued_from
from honglam.engines.plans.alignment.drafts.saying import found
from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.likeness import plain
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.extraction.citations import fold_number
from honglam.engines.plans.extraction.items import Citation, Source
from honglam.engines.plans.extraction.lines import Line
from honglam.engines.plans.extraction.roles import Role
from honglam.toolkit.text import nfc

_REPLACED = Path(honglam.__file__).resolve().parent / "data" / "general" / "replaced_documents.csv"
_LONGEST_TITLE = 320
# A title ends where the sentence or the item of the list does, or where the next document is named.
_TITLE_ENDS = re.compile(
    r"[;.](?:\s|$)|,?\s{1,5}(?:và\s{1,5})?(?:các\s{1,5})?(?:Nghị quyết|Nghị định|Quyết định"
    r"|Kế hoạch|Công văn|Văn bản|Thông tư|Chỉ thị"
    r"|Luật|Chương trình hành động|Chương trình)\s{1,5}(?:hành động\s{1,5})?số\s"
)
_PERIOD = re.compile(r"(?:giai đoạn|nhiệm kì|thời kì)\s*(?P<first>20\d{2})\s*[-–]\s*(?P<last>20\d{2})")
_UNTIL = re.compile(r"(?:đến|tới)\s+(?:hết\s+)?(?:năm\s+)?(?P<last>20\d{2})")
_ONE_YEAR = re.compile(r"(?<!tháng \d )(?<!tháng \d\d )(?<!/)\bnăm\s+(?P<last>20\d{2})\b")
_ANY_YEAR = re.compile(r"(?<![\d/])20\d{2}(?![\d/])")
# A title of one year names a plan for that year, not the year of a congress or a result.
_FOR_A_YEAR = re.compile(r"kế hoạch|chương trình|nhiệm vụ|dự toán|chỉ tiêu|phát triển kinh tế|chuyển đổi số|cải cách")
_LOOKS_BACK = re.compile(r"tổng kết|sơ kết|đánh giá|kết quả|báo cáo|rút kinh nghiệm")
_DATES = re.compile(r"ngày\s+\d{1,2}\s*(?:/|tháng)\s*\d{1,2}\s*(?:/|năm)\s*20\d{2}|\d{1,2}/\d{1,2}/20\d{2}")
_TAKES_PLACE = re.compile(r"\b(?:thay thế|thay cho|bãi bỏ)\b[^;.]{0,60}$")


@dataclass(frozen=True, slots=True)
class Replaced:
    """A document that another took the place of, from a day on; `source` says who says so."""

    number: str
    title: str
    successor: str
    successor_title: str
    since: dt.date
    source: str
    is_confirmed: bool
    """Whether the source was read; else it is hearsay of a digest, and the finding says to look it up."""


@cache
def replaced_documents() -> dict[str, Replaced]:
    """The shipped rows by folded number."""
    with _REPLACED.open(encoding="utf-8", newline="") as lines:
        rows = [{column: nfc(value) for column, value in row.items()} for row in csv.DictReader(lines)]
    return {
        fold_number(row["number"]): Replaced(
            row["number"], row["title"], row["successor"], row["successor_title"], dt.date.fromisoformat(row["from"]),
            row["source"], row["confidence"] == "high",
        )
        for row in rows
    }  # fmt: skip


def expired_bases(plan: PlanText) -> list[Finding]:
    """One finding per cited document that cannot carry this plan any more."""
    if plan.years is None:
        return []
    findings = []
    within = _replaced_within(plan)
    lines = list(plan.all_lines())
    for citation in plan.reading.legal_basis:
        places = list(_as_basis(plan, citation))
        if not places:
            continue
        finding = _replaced(plan, citation, places[0], within) or _over(plan, citation, places, lines)
        if finding:
            findings.append(finding)
    return findings


def _as_basis(plan: PlanText, citation: Citation) -> Iterator[Source]:
    """The places where a document is cited as what the plan rests on, not in a look back and not in another's title."""
    back = [(line.source.start, line.source.end) for line in plan.passages if line.role is Role.RESULTS]
    for mention in citation.mentions or ():
        start = mention.source.start
        if any(low <= start < high for low, high in back):
            continue
        line = next((line for line in plan.passages if line.source.start <= start < line.source.end), None)
        before = plain(plan.document.text[max(line.source.start if line else 0, start - 160) : start])
        if _TAKES_PLACE.search(before):
            continue
        if re.search(r"(?:thực hiện|thi hành|sửa đổi[^;]*|thay thế[^;]*|bãi bỏ[^;]*)\s+(?:\S+\s+){0,3}$", before) and (
            line is None or _is_second(plan, citation, line.source, start)
        ):
            continue
        yield mention.source


def _is_second(plan: PlanText, citation: Citation, line: Source, start: int) -> bool:
    """Whether another document is cited before it in the same line: then this one stands in that one's title."""
    return any(
        line.start <= mention.source.start < start
        for other in plan.reading.legal_basis
        if other is not citation
        for mention in other.mentions
    )


def title_behind(lines: Sequence[Line], place: Source) -> str:
    """The words behind a document's number, in the line that holds it, up to the end of its title."""
    for line in lines:
        if line.start <= place.start < line.end:
            text = line.text[bisect_left(line.offsets, place.end) :][:_LONGEST_TITLE]
            ends = _TITLE_ENDS.search(text)
            return text[: ends.start()] if ends else text
    return ""


def last_year_of(title: str) -> int | None:
    """The last year that a title gives itself; None where it names none or looks further ahead.

    >>> last_year_of("phê duyệt Chương trình giai đoạn 2021-2025")
    2025
    >>> last_year_of("phê duyệt Chiến lược đến năm 2025, định hướng đến năm 2030")
    2030
    """
    words = _DATES.sub(" ", plain(title))
    if _LOOKS_BACK.search(words):
        return None
    named = [int(match["last"]) for pattern in (_PERIOD, _UNTIL) for match in pattern.finditer(words)]
    if not named and _FOR_A_YEAR.search(words):
        named = [int(match["last"]) for match in _ONE_YEAR.finditer(words)]
    if not named:
        return None
    return max(*named, *(int(year) for year in _ANY_YEAR.findall(words)))


def _over(plan: PlanText, citation: Citation, places: Sequence[Source], lines: Sequence[Line]) -> Finding | None:
    begins = plan.years[0] if plan.years else 0
    for place in places:
        title = title_behind(lines, place)
        last = last_year_of(title)
        if last is None:
            continue
        if last >= begins:
            return None
        return found(
            plan, Kind.EXPIRED_BASIS, Severity.MEDIUM, place,
            f"{citation.kind.capitalize()} {citation.number} chỉ nói đến hết năm {last}, kế hoạch này bắt đầu năm"
            f" {begins}:"
            " căn cứ đã hết thời gian.",
            "Tìm văn bản của giai đoạn mới để làm căn cứ; nếu chưa có, ghi rõ tiếp tục thực hiện theo chỉ đạo nào.",
            value=citation.date,
        )  # fmt: skip
    return None


def _replaced_within(plan: PlanText) -> dict[str, Citation]:
    """Documents that the draft itself says were replaced, with the citation that stands before the words “thay thế”."""
    pairs: dict[str, Citation] = {}
    for line in plan.passages:
        inside = [
            (mention.source.start, citation)
            for citation in plan.reading.legal_basis
            for mention in citation.mentions
            if line.source.start <= mention.source.start < line.source.end
        ]
        inside.sort(key=lambda entry: entry[0])
        for (start, citation), (following, other) in pairwise(inside):
            between = plain(plan.document.text[start:following])
            if _TAKES_PLACE.search(between) and "một số điều" not in between:
                pairs[fold_number(other.number)] = citation
    return pairs


def _replaced(plan: PlanText, citation: Citation, place: Source, within: dict[str, Citation]) -> Finding | None:
    number = fold_number(citation.number)
    newer = within.get(number)
    if newer is not None and newer is not citation:
        return found(
            plan, Kind.EXPIRED_BASIS, Severity.HIGH, place,
            f"{citation.kind.capitalize()} {citation.number} vẫn là căn cứ ở đây, nhưng chính kế hoạch ghi"
            f" {newer.number} thay"
            " thế văn bản này.",
            f"Căn cứ vào {newer.number}, bỏ {citation.number}.", value=citation.date,
        )  # fmt: skip
    shipped = replaced_documents().get(number)
    if shipped is None:
        return None
    starts = issued_from(plan) or dt.date(plan.years[0] if plan.years else 1, 1, 1)
    if shipped.since > starts:
        return None
    doubt = "" if shipped.is_confirmed else " Cần tra lại văn bản gốc."
    return found(
        plan, Kind.EXPIRED_BASIS, Severity.HIGH if shipped.is_confirmed else Severity.MEDIUM, place,
        f"{shipped.title} số {shipped.number} đã được thay bằng {shipped.successor_title} số {shipped.successor} từ"
        f" ngày {shipped.since:%d/%m/%Y}.{doubt}",
        f"Căn cứ vào {shipped.successor_title} số {shipped.successor}.", value=citation.date,
    )  # fmt: skip
