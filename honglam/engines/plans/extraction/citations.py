"""Citations: other numbered documents that a document mentions, with the dates printed at each mention.

A number is what Decree 30/2020 and the Party's drafting rules make it: digits, perhaps a year, then capitals
("57-NQ/TW", "179/2025/NĐ-CP", "5034/UBND-VX₁", "06/QĐ-BCĐTW-VPĐP"). Conflicting dates stay in `mentions`; the
date of the item is the one printed most often, the later one on a tie.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from honglam.engines.plans.extraction.items import Citation, Mention, Source
from honglam.engines.plans.extraction.lines import LOWER, Line

_CODE = r"[A-ZĐ][A-Za-zĐđƯư]{0,9}[\d₀-₉]{0,2}(?:-?[A-ZĐ]{1,6})?"
_NUMBER = re.compile(
    rf"(?<![\w/.-])(?P<number>\d{{1,5}}[a-z]?(?P<year>\s?/\s?(?:19|20)\d{{2}})?\s?[-/]\s?{_CODE}"
    rf"(?:\s?[-/&]\s?{_CODE})*)(?![\w])"
)
_KINDS = (
    "Luật|Bộ luật|Pháp lệnh|Hiến pháp|Lệnh|Nghị quyết liên tịch|Nghị quyết|Nghị định|Quyết định|Chỉ thị"
    "|Thông tư liên tịch|"
    "Thông tư|Kế hoạch liên tịch|Kế hoạch|Chương trình hành động|Chương trình công tác|Chương trình phối hợp"
    "|Chương trình|"
    "Công văn|Văn bản hợp nhất|Văn bản|Thông báo kết luận|Thông báo|Kết luận|Công điện|Hướng dẫn|Quy định"
    "|Quy chế|Đề án|"
    "Báo cáo|Tờ trình|Thông tri|Công thư|Quy hoạch|Dự án|Giấy phép|Biên bản|Phương án|Thư|Sắc lệnh"
)
_KIND = re.compile(rf"(?<![^\W\d_])(?P<kind>{_KINDS})(?![^\W\d_])", re.IGNORECASE)
_ABBREVIATED_KINDS = {
    "CV": "Công văn",
    "VB": "Văn bản",
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "KH": "Kế hoạch",
    "TB": "Thông báo",
}
_KIND_OF_CODE = {
    "NQ": "Nghị quyết", "NQLT": "Nghị quyết liên tịch", "NĐ": "Nghị định", "QĐ": "Quyết định", "QyĐ": "Quy định",
    "QĐi": "Quy định", "CT": "Chỉ thị", "TT": "Thông tư", "TTLT": "Thông tư liên tịch", "KH": "Kế hoạch",
    "KHLT": "Kế hoạch liên tịch", "CTr": "Chương trình", "CTR": "Chương trình", "CV": "Công văn", "TB": "Thông báo",
    "KL": "Kết luận", "CĐ": "Công điện", "HD": "Hướng dẫn", "QC": "Quy chế", "ĐA": "Đề án", "BC": "Báo cáo",
    "TTr": "Tờ trình", "QH": "Luật", "VBHN": "Văn bản hợp nhất", "L": "Luật", "PL": "Pháp lệnh",
    "TBKL": "Thông báo kết luận",
}  # fmt: skip
# Codes of things that are numbered alike but are no documents: units of measure, standards, models.
_NO_CODE = re.compile(
    r"(?:ISO|TCVN|QCVN|IEC|TCN|IPv|COVID|USD|VND|KPI|QR|AI|IT|LAN|WAN|GB|MB|TB|KV|kV|MW|HP|CBCC|CNTT|OCOP)\b"
)
DATE = re.compile(
    r"(?:ngày\s*)?(?P<day>\d{1,2})\s*(?:[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})"
    r"|\s+tháng\s+(?P<month2>\d{1,2})\s*,?\s*năm\s+(?P<year2>\d{4}))(?!\d)",
    re.IGNORECASE,
)
_DATE_BEHIND = re.compile(rf"\s*[,(]?\s*(?:(?:ban hành|ký)\s+)?{DATE.pattern}", re.IGNORECASE)
_ISSUER = re.compile(r"\s*[,)]?\s*(?:do|của)\s+(?P<issuer>[A-ZĐÀ-Ỹ].*)", re.DOTALL)
_ISSUER_ENDS = re.compile(
    r"\s*(?:[;.()“\"]|,\s*(?!(?:[^\W\d_]+\s+){1,6}và\s)|\b(?:về|ban hành|phê duyệt|sửa đổi|quy định|thực hiện"
    r"|triển khai|hướng dẫn"
    r"|thông qua|công bố|giao|và(?=\s+(?:Nghị|Quyết|Kế hoạch|Chương trình|Thông|Chỉ|Công văn|các văn bản))"
    r"|đối với|tại|nhằm|để|khóa|trong"
    r"|chỉ đạo(?! )|tập trung|liên quan|đã|được|cho|tổng kết|kết luận|thành lập|kiện toàn|hợp nhất|năm)\b)"
)
_BOARD = re.compile(r"Ban [Cc]hỉ đạo|Tổ công tác|Hội đồng|Ủy ban (?:quốc gia|Quốc gia)")
_LIST_OF_KIND = re.compile(r"(?:[:,;]|\bvà)\s*(?:số\s*)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Found:
    """One mention of a numbered document."""

    kind: str | None
    number: str
    date: str | None
    issuer: str | None
    source: Source
    mention: Source


def iso_date(match: re.Match[str]) -> str | None:
    """The ISO date of a match of `DATE`; None where the calendar has no such day."""
    month, year = match["month"] or match["month2"], match["year"] or match["year2"]
    try:
        return date(int(year), int(month), int(match["day"])).isoformat()
    except ValueError:
        return None


def fold_number(number: str) -> str:
    """One spelling of a document number for comparison: no spaces, capitals, plain digits."""
    digits = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
    plain = re.sub(r"\s+", "", number).upper().translate(digits)
    return re.sub(r"^0+(?=\d)", "", plain).replace("Ð", "Đ")


def find_citations(lines: Sequence[Line], own_numbers: Sequence[str] = ()) -> list[Citation]:
    """The documents cited in `lines`, once per number, in order of first mention; `own_numbers` are none."""
    own = {fold_number(number) for number in own_numbers}
    order: list[str] = []
    groups: dict[str, list[_Found]] = {}
    for line in lines:
        for found in _mentions(line):
            key = fold_number(found.number)
            if key in own:
                continue
            if key not in groups:
                order.append(key)
                groups[key] = []
            groups[key].append(found)
    return [_citation(groups[key]) for key in order]


def _mentions(line: Line) -> list[_Found]:
    """Every mention in one line, left to right."""
    text = line.text
    found: list[_Found] = []
    kind: str | None = None
    previous_end = 0
    for match in _NUMBER.finditer(text):
        number = re.sub(r"\s+", "", match["number"])
        code = re.split(r"[-/]", re.sub(r"^\d+[a-z]?(?:/\d{4})?[-/]", "", number))
        # "TB" alone measures memory; before an issuer's code it is a notice ("31/TB-UBND").
        measures = _NO_CODE.match(code[0]) and not (code[0] in _KIND_OF_CODE and len(code) > 1)
        if measures or (len(code) == 1 and not match["year"] and len(code[0]) < 3):
            continue
        before = text[previous_end : match.start()]
        kind_match = next(reversed(list(_KIND.finditer(before[-160:]))), None)
        start = match.start()
        if kind_match and _belongs(before[-160:][kind_match.end() :]):
            kind = kind_match["kind"]
            kind = kind[0].upper() + kind[1:].lower()
            start = match.start() - (len(before[-160:]) - kind_match.start())
        elif not (kind and _LIST_OF_KIND.search(before)):
            kind = next((_KIND_OF_CODE[part] for part in code if part in _KIND_OF_CODE), None)
            kind = kind or ("Luật" if re.match(r"QH\d", code[0]) else None)
            if kind is None and not re.search(r"\bsố:?\s*$", before):
                if len(code) < 2:
                    continue
        printed = _DATE_BEHIND.match(text, match.end())
        after = printed.end() if printed else match.end()
        found.append(
            _Found(
                kind=kind,
                number=number,
                date=iso_date(printed) if printed else None,
                issuer=issuer_behind(text[after : after + 240]),
                source=line.source(start, match.end()),
                mention=line.source(start, after),
            )
        )
        previous_end = match.end()
    return found


def _belongs(between: str) -> bool:
    """Whether what stands between a kind and a number lets the number belong to that kind."""
    if re.search(r"[;.]\s", between) or len(between) > 120:
        return False
    words = between.strip()
    if not words or re.fullmatch(r"(?:số|liên tịch số|của\s.{1,60}\bsố|:)?:?", words, re.IGNORECASE):
        return True
    return bool(re.search(r"\bsố:?$", words, re.IGNORECASE)) and "," not in words


def issuer_behind(text: str) -> str | None:
    """The issuer printed behind a number and its date ("của Bộ Chính trị"); None where none is named."""
    match = _ISSUER.match(text)
    if match is None:
        return None
    words = match["issuer"]
    end = _ISSUER_ENDS.search(words)
    if end and _BOARD.match(words) and re.match(rf"\s*(?:,\s*[{LOWER}]|về\b)", words[end.start() :]):
        # "Ban Chỉ đạo … về phát triển khoa học, công nghệ …": the field is part of the board's name.
        longer = re.search(
            r"\s(?:về (?=việc|thực hiện|triển khai)|ban hành|Ban hành|phê duyệt|và các văn bản)|[;.()]", words
        )
        end = longer or end
    issuer = (words[: end.start()] if end else words).strip(" ,")
    return issuer if 3 <= len(issuer) <= 160 else None


def _citation(found: Sequence[_Found]) -> Citation:
    """One item from all mentions of a number."""
    dates = [mention.date for mention in found if mention.date]
    counts = Counter(dates)
    chosen = max(counts, key=lambda day: (counts[day], len(dates) - dates[::-1].index(day))) if dates else None
    kinds = Counter(mention.kind for mention in found if mention.kind)
    kind = kinds.most_common(1)[0][0] if kinds else "Văn bản"
    issuer = next((mention.issuer for mention in found if mention.issuer), None)
    first = found[0]
    return Citation(
        kind=str(kind),
        number=first.number,
        date=chosen,
        issuer=issuer,
        source=first.source,
        confidence=0.6 if len(counts) > 1 else (0.95 if chosen else 0.85),
        mentions=[Mention(mention.date, mention.mention) for mention in found],
    )
