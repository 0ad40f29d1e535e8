"""Annexes that a plan cites and does not have."""

from __future__ import annotations

import re

from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.alignment.words import window
from honglam.toolkit.text import fold

_CITED = re.compile(
    r"(?P<lead>\(|kèm theo|tại|theo|chi tiết(?: như| tại| ở)?|xem|ở|như|gồm|và|,)\s+(?:các\s+|danh mục\s+|biểu\s+)?"
    r"(?P<annex>phụ lục|biểu(?: mẫu)? số)(?:\s+(?:số\s+)?(?P<label>[IVX]{1,5}|\d{1,2}|[A-H])(?![\w/]))?",
    re.IGNORECASE,
)
# "Phụ lục I ban hành kèm theo Thông tư số …": an annex of another document.
_OF_ANOTHER = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:,\s*)?(?:(?:được\s+)?(?:ban hành\s+)?(?:kèm theo|của|thuộc|tại)\s+)?(?:các\s+)?"
    r"(?:Nghị định|Thông tư|Quyết định|Công văn|Văn bản|Nghị quyết|Hướng dẫn|Luật|Chỉ thị|Đề án|Kế hoạch số"
    r"|Kế hoạch\s+\d"
    r"|Chương trình số|Thông báo)",
    re.IGNORECASE,
)
_HEADING = re.compile(
    r"^\s*(?P<annex>phụ lục|biểu(?: mẫu)? số|mẫu số)(?:\s+(?:số\s+)?(?P<label>[ivx]{1,5}|\d{1,2}|[a-h]))?(?![\w/])",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}


def missing_annexes(plan: PlanText, *, is_upper: bool) -> list[Finding]:
    """One finding for every annex that the text sends the reader to and that is not there."""
    own = _own_annexes(plan)
    findings = []
    told: set[str] = set()
    for line in plan.all_lines():
        if _HEADING.match(line.text) and len(line.text) < 60:
            continue
        for match in _CITED.finditer(line.text):
            if _OF_ANOTHER.match(line.text[match.end() :]):
                continue
            key = _key(match)
            if key in told or key == "biểu " or (key in own if key else bool(own)):
                continue
            told.add(key)
            quote = plan.quote(window(line, match.start(), match.end()))
            word = "Biểu số" if key.startswith("biểu") else "Phụ lục"
            name = f"{word} {match['label']}" if match["label"] else "phụ lục"
            findings.append(
                Finding(
                    Kind.MISSING_ANNEX, Severity.HIGH, quote if is_upper else None, None if is_upper else quote,
                    f"Văn bản dẫn đến {name} nhưng không có {name} nào kèm theo.",
                    f"Kèm {name} trước khi trình ký, hoặc bỏ chỗ dẫn này.",
                )
            )  # fmt: skip
    return findings


def _own_annexes(plan: PlanText) -> set[str]:
    """The labels of the annexes that are there; "" where one stands without a label."""
    found = {_key(match) for section in plan.reading.sections for match in [_HEADING.match(section.path)] if match}
    for line in plan.all_lines():
        match = _HEADING.match(line.text)
        if match and len(line.text) < 60:
            found.add(_key(match))
    return found


def _key(match: re.Match[str]) -> str:
    """One spelling of a label: "II", "02" and "2" are the same; forms ("Biểu số 02") are counted apart from annexes."""
    folded = fold(match["label"] or "")
    number = str(_ROMAN.get(folded, folded.lstrip("0")))
    return number if fold(match["annex"]) == "phụ lục" else f"biểu {number}"
