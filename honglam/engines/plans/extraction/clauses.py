"""Clauses and the names of figures: which words of a sentence say what a figure measures.

Vietnamese drafting puts a figure before what it measures ("100% xã, phường có …"), behind it ("Tỷ lệ … đạt
70%"), or in the midst ("phủ sóng 60% khu vực dân cư"). Each figure of a clause gets the words that belong to
it and no words of its neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from honglam.engines.plans.extraction.lines import UPPER
from honglam.engines.plans.extraction.quantities import Quantity

_BREAK = re.compile(rf";|[.!?…](?=\s+[\"“(]?[{UPPER}\d])|[.;]$|\./\.")
_LEAD = re.compile(
    r"(?:[\s,]*(?:và|đồng thời|trong đó|phấn đấu|phân đấu|phân đầu|phấn đầu|phần đấu|(?:đến|hết|trong"
    r"|tính đến)\s+(?:cuối\s+|hết\s+)?(?:năm|tháng|quý)\s+[\dIVX/]+|(?:đến|trước|từ)\s+20\d\d"
    r"|(?:giai đoạn|năm)\s+\d{4}(?:\s*[-–]\s*\d{4})?|bảo đảm|đảm bảo|đạt|yêu cầu|duy trì|tối thiểu|ít nhất|trên"
    r"|phải|khoảng|cơ bản|ổn định"
    r"|(?:đến|trước|tính đến|từ)\s+(?:hết\s+)?(?:ngày\s+)?\d{1,2}/\d{1,2}(?:/\d{4})?"
    r"|giữ vững|mục tiêu|trong năm|từng bước|có|là|riêng|cụ thể|hằng năm|hàng năm)(?=[\s,:]|$)[\s,:]*)+",
    re.IGNORECASE,
)
_DROPPED_VERBS = re.compile(r"(?:thực hiện|hoàn thành|tiếp tục|tập trung|triển khai)$", re.IGNORECASE)
_REACH = re.compile(
    r"(?:[\s,]*\b(?:đạt|đạt tỷ lệ|đạt tỉ lệ|đạt mức|chiếm|là|bằng|lên|đến|khoảng|từ|còn|ở mức))+\s*$", re.IGNORECASE
)
# “Tỷ lệ hộ nghèo giảm | 1,5%”: how a measure moves is no part of its name, but “tốc độ tăng” is one.
_MOVES = re.compile(
    r"(?<!tốc độ)(?<!mức độ)(?<!tỷ lệ)(?<!tỉ lệ)(?<!mức)(?<!đà)(?<!độ)(?<!số)\s+(?P<move>(?:tiếp tục\s+)?(?:tăng|giảm)"
    r"(?:\s+(?:bình quân|trung bình|thêm|dần|mạnh|ổn định|hằng năm|hàng năm|mỗi năm|từ))*)\s*$",
    re.IGNORECASE,
)
# When it is to be reached, said behind a name.
_BY_WHEN = re.compile(
    r",\s+(?:ngay\s+)?(?:trong|đến|trước|từ)\s+(?:hết\s+)?(?:năm|quý|tháng|ngày)\s[^,;]*$", re.IGNORECASE
)
_ASIDE = re.compile(
    r",?\s+(?:trọng tâm là|trong đó|cụ thể là|bao gồm|góp phần|qua đó|từ đó|theo quy định|theo lộ trình"
    r"|theo kế hoạch|theo yêu cầu)\b"
    r"|\s*\((?:(?:cơ quan|đơn vị)\s+)?(?:chủ trì|phối hợp|thực hiện|phụ trách|hoàn thành|thời (?:gian|hạn))\b"
    r"|:\s",
    re.IGNORECASE,
)
_MEASURE_WORD = re.compile(
    r"(?:^|[\s,])(?P<word>tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|số lượng|tốc độ tăng|chỉ số)\b", re.IGNORECASE
)
_AIM_INSIDE = re.compile(r"[,;]\s+(?:phấn đấu|bảo đảm|đảm bảo|yêu cầu)\s+", re.IGNORECASE)
_TRAILER = re.compile(
    r"[\s,]*(?:\((?:[^()]*)\)|theo (?:quy định|kế hoạch|lộ trình|yêu cầu)[^,;]*|trở lên|số|so với [^,;]*"
    r"|(?:ngay\s+)?(?:trong|vào)\s+(?:cuối\s+)?(?:năm|quý|tháng)\s+[\dIVX/]+)?[\s,.]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A figure with its name: `start:end` is the name in the text; `low:high` name and figure together."""

    quantity: Quantity
    start: int
    end: int
    low: int
    high: int


def clauses(text: str, begin: int = 0) -> list[tuple[int, int]]:
    """The clauses of a text from `begin` on, parted by semicolons and ends of sentences outside brackets."""
    bounds: list[tuple[int, int]] = []
    start = begin
    depths = _depths(text)
    for match in _BREAK.finditer(text, begin):
        if depths[match.start()]:
            continue
        if match.start() > start:
            bounds.append((start, match.start()))
        start = match.end()
    if start < len(text):
        bounds.append((start, len(text)))
    return [(low, high) for low, high in bounds if text[low:high].strip()]


def _depths(text: str) -> list[int]:
    """How many brackets are open at each character; a bracket that never closes counts for nothing."""
    depths = [0] * (len(text) + 1)
    opened: list[int] = []
    for index, char in enumerate(text):
        if char == "(":
            opened.append(index)
        elif char == ")" and opened:
            start = opened.pop()
            if not opened:
                depths[start:index] = [1] * (index - start)
    return depths


def name_figures(text: str, clause: tuple[int, int], figures: Sequence[Quantity]) -> list[Named]:
    """The figures of one clause with their names, left to right."""
    named: list[Named] = []
    cursor, limit = clause
    for position, figure in enumerate(figures):
        following = figures[position + 1] if position + 1 < len(figures) else None
        boundary = _boundary(text, figure.end, following, limit)
        part = _is_part_of_total(text, clause[0], figures[:position], figure)
        ends = part and _TRAILER.fullmatch(text[figure.end : boundary])
        one = _part_name(text, cursor, figure) if ends else None
        one = one or _name(text, cursor, figure, boundary, limit)
        if one is None:
            cursor = figure.end
            continue
        named.append(one)
        cursor = one.high
    return named


def _boundary(text: str, start: int, following: Quantity | None, limit: int) -> int:
    """Where the words of the next figure begin: at the comma or "và" before it, or before its measuring word."""
    if following is None:
        return limit
    between = text[start : following.start]
    measure = next(reversed(list(_MEASURE_WORD.finditer(between))), None)
    if measure and _reaches(following):
        return start + measure.start("word")
    cut = next(reversed(list(re.finditer(r",\s|\s(?:và|cùng với|với)\s", between))), None)
    if cut:
        lead = _LEAD.fullmatch(between[cut.start() :]) or not between[cut.end() :].strip()
        if lead or _reaches(following) or len(between) - cut.start() < 60:
            return start + cut.start()
    return following.start


def _is_part_of_total(text: str, low: int, earlier: Sequence[Quantity], figure: Quantity) -> bool:
    """Whether a figure is one of the parts that follow a total: "đạt 2.000 ha, trong đó ngô 900 ha, lạc 300 ha"."""
    return any(other.unit == figure.unit for other in earlier) and bool(
        re.search(r"\b(?:trong đó|bao gồm|gồm|cụ thể)\b", text[low : figure.start], re.IGNORECASE)
    )


def _part_name(text: str, cursor: int, figure: Quantity) -> Named | None:
    """The word or two before a part of a total; None where more or nothing stands there."""
    words = text[cursor : figure.start]
    match = re.fullmatch(
        r"[\s,:]*(?:(?:và|trong đó|bao gồm|gồm|cụ thể)[\s:,]+)*(?P<name>[^\W\d_]+(?:\s[^\W\d_]+)?)\s*",
        words,
        re.IGNORECASE,
    )
    if match is None or re.fullmatch(
        r"có|là|đạt|trên|thêm|với|và|thì|trong đó|bao gồm|gồm|cụ thể", match["name"], re.IGNORECASE
    ):
        return None
    start = cursor + match.start("name")
    return Named(figure, start, start + len(match["name"]), start, figure.end)


def _reaches(figure: Quantity) -> bool:
    """Whether the figure is the end of its statement ("đạt 70%"), so that its name stands before it."""
    return bool(
        re.match(
            r"(?:đạt|chiếm|bằng|(?:xuống\s+)?còn|xuống|lên|từ \S+ (?:lên|xuống|còn))\b", figure.text, re.IGNORECASE
        )
    )


def _name(text: str, cursor: int, figure: Quantity, boundary: int, limit: int) -> Named | None:
    """The name of one figure among the words between `cursor` and `boundary`."""
    before = text[cursor : figure.start]
    content_start = cursor + _lead_length(before)
    for aim in _AIM_INSIDE.finditer(text, content_start, figure.start):
        content_start = aim.end()
    content = text[content_start : figure.start]
    after = text[figure.end : boundary]
    last_comma = _last_comma(content)
    chunk = content[last_comma:]
    behind = not _TRAILER.fullmatch(after)
    only_lead = (
        not chunk.strip(" ,") or _LEAD.fullmatch(f" {chunk.strip(' ,')}") or _DROPPED_VERBS.fullmatch(chunk.strip(" ,"))
    )
    if only_lead and behind:
        return _leading(text, figure, boundary)
    if not content.strip(" ,:-"):
        rate = "/" in (figure.unit or "") and not figure.is_percent and (figure.unit or "")[0].isalpha()
        alone = Named(figure, figure.number_start, figure.end, figure.start, figure.end) if rate else None
        return _leading(text, figure, boundary) if behind else alone
    if _reaches(figure) or not behind:
        start = content_start
        measures = list(_MEASURE_WORD.finditer(content))
        if measures:
            start = content_start + measures[0].start("word")
        elif ":" in content and not _reaches(figure):
            start = content_start
        named = _trimmed(text, figure, start, figure.start, reach=True)
        if named is None and not figure.is_percent and re.match(r"[^\W\d_]{2,}\s*$", text[start : figure.start]):
            # One short verb before a count: "Đón 20.000 lượt khách" is the whole name.
            return Named(figure, start, figure.end, start, figure.end)
        return named
    start = content_start + (last_comma if len(chunk.split()) >= 2 and len(content) > 60 else 0)
    return _trimmed(text, figure, start, boundary, reach=False)


def _leading(text: str, figure: Quantity, boundary: int) -> Named | None:
    """The name behind its figure."""
    return _trimmed(text, figure, figure.end, boundary, reach=False)


def _lead_length(text: str) -> int:
    """How many characters at the head of a clause only lead to the statement ("Phấn đấu đến năm 2026, có …")."""
    stripped = len(text) - len(text.lstrip(" ,:-–+*"))
    match = _LEAD.match(text, stripped)
    return match.end() if match else stripped


def _last_comma(text: str) -> int:
    """The place behind the last comma outside brackets; 0 where there is none."""
    depths = _depths(text)
    place = 0
    for match in re.finditer(r",\s", text):
        if not depths[match.start()]:
            place = match.end()
    return place


def _trimmed(text: str, figure: Quantity, start: int, end: int, *, reach: bool) -> Named | None:
    """The name between two places, without asides, reaching verbs and loose punctuation; None where nothing is left."""
    words = text[start:end]
    if reach:
        if tail := _REACH.search(words):
            words = words[: tail.start()]
        if (move := _MOVES.search(words)) and len(words[: move.start()].split()) > 1:
            moved = " ".join(text[start + move.start("move") : figure.end].split())
            figure = replace(figure, text=moved)
            words = words[: move.start()]
    else:
        inside = max(figure.end - start, 0) if start < figure.start else 0
        if aside := _ASIDE.search(words, inside):
            words = words[: aside.start()] if aside.start() > 8 else words
    shift = len(words) - len(words.lstrip(" ,:;-–+."))
    start += shift
    words = words[shift:].rstrip(" ,:;.-–")
    words = re.sub(r"\s+(?:và|với|hoặc|có|đến|cho)$", "", _BY_WHEN.sub("", words))
    if lead := re.match(r"(?:với|cùng với)\s+(?=\S)", words):
        words, start = words[lead.end() :], start + lead.end()
    if words.startswith('"') and words.count('"') == 1:
        words, start = words[1:], start + 1
    if len(words) < 4:
        return None
    end = start + len(words)
    return Named(figure, start, end, min(start, figure.start), max(end, figure.end))
