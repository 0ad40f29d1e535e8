"""The numbering grammar of administrative drafting (Decree 30/2020/NĐ-CP, appendix I).

Parts (Phần), chapters (Chương), sections (Mục), capitals (A.), Roman numerals, articles (Điều), Arabic and
dotted numbers, letters; bullets below them; appendices start afresh.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from honglam.engines.plans.extraction.lines import LOWER, UPPER

_FIGURE = r"\s(?:[≥≤<>]=?\s?)?\d[\d.,]*%?"
_ROW_OF_FIGURES = re.compile(rf"(?:{_FIGURE}){{2}}$|(?:{_FIGURE}(?=\s|$)){{3}}")


class Rank(IntEnum):
    """How high a marker stands; a smaller number heads the greater ones."""

    APPENDIX = 0
    PART = 1
    CHAPTER = 2
    SECTION = 3
    CAPITAL = 4
    ROMAN = 5
    ARTICLE = 6
    ARABIC = 7
    DOTTED = 8
    DOTTED_TWICE = 9
    DOTTED_DEEPER = 10
    LETTER = 11
    BRACKET = 12
    DASH = 20
    PLUS = 21


def holds_row_of_figures(words: str) -> bool:
    """Is this the row of a table: do several bare figures stand side by side in it? A heading has none.

    >>> holds_row_of_figures("Sản lượng cá nghìn tấn 12,5 13,1"), holds_row_of_figures("Mục tiêu năm 2026")
    (True, False)
    """
    return bool(_ROW_OF_FIGURES.search(words))


@dataclass(frozen=True, slots=True)
class Marker:
    """A number or bullet at the head of a line: its rank, its label as printed, and where the words begin."""

    rank: Rank
    label: str
    end: int
    dotted: bool = True


_ORDINAL = r"thứ\s+(?:nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)"
_NAMED = re.compile(
    rf"(?P<word>Phần|Chương|Mục|Tiểu mục|Điều)\s+(?P<label>[IVX]{{1,6}}|\d{{1,3}}[a-z]?|{_ORDINAL})"
    r"(?:\s*(?P<stop>[.:,–—-])\s*|\s+(?=[^\W\d_])|\s*$)",
    re.IGNORECASE,
)
_NAMED_RANKS = {
    "phần": Rank.PART, "chương": Rank.CHAPTER, "mục": Rank.SECTION, "tiểu mục": Rank.SECTION, "điều": Rank.ARTICLE,
}  # fmt: skip
_APPENDIX = re.compile(
    r"(?:PHỤ\s+LỤC|Phụ\s+lục)(?:\s+(?:SỐ|số))?(?:\s*(?P<label>\d{1,2}[a-z]?|[IVX]{1,5}|[A-H])(?!\w))?"
    rf"\s*(?:$|[:.–—-]\s*(?=[\"“(]?[{UPPER}])|(?=\()|(?=[{UPPER}]{{2,}}[^{LOWER}]*$)|(?=Danh mục|Bảng|Biểu|Phân công))"
)
_ROMAN = re.compile(r"(?!V/v)(?P<label>[IVX]{1,6})\s?(?P<stop>[.):/-])\s*(?=\S)")
# A Roman numeral without its dot, before words in capitals ("II NHIỆM VỤ").
_BARE_ROMAN = re.compile(rf"(?P<label>[IVX]{{1,6}})\s+(?=[{UPPER}]{{2,}}\s+[{UPPER}]{{2,}}[^{LOWER}]*$)")
# Character recognition takes I, l, 1 and | for each other: "Il. NHIỆM VỤ", "lV. TỔ CHỨC".
_SLIP = re.compile(rf"(?P<label>[IVXl|1]{{1,6}})\s?\.\s*(?=[\"“(]?[{UPPER}])")
_SLIPPED = str.maketrans("l|1", "III")
_ROMAN_NUMBER = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_CAPITAL = re.compile(r"(?P<label>[A-H])\s?(?P<stop>[.)/])\s*(?=\S)")
_ARABIC = re.compile(
    rf"(?P<label>\d{{1,2}}(?:\.\d{{1,2}}){{0,4}})\s?(?P<stop>[.):/]|-(?=\s)|)\s*"
    # A figure may open the words: "1. 100% hồ sơ", "2. 14/14 thôn", "3. 05 mô hình".
    rf"(?=[\"“'(*]?[{UPPER}]|(?<=[.)]\s)\d+(?:[.,/]\d+)*\s?(?:%|[^\W\d_]))"
)
_LETTER = re.compile(r"(?P<label>[a-zđ]\d?)\s?[).]\s*(?=\S)")
_BRACKET = re.compile(r"\((?P<label>\d{1,2}|[ivx]{1,4}|[a-z])\)\s*(?=\S)")
_DASH = re.compile(r"[-–—•●▪◦·∙‣▸►§Ø\uf000-\uf0ff]\s*(?=\S)|\*\s+(?=\S)")
_PLUS = re.compile(r"\+\s*(?=\S)")


def read_marker(text: str) -> Marker | None:
    """The marker at the head of a line, if there is one.

    >>> [read_marker(t).label for t in ("Phần II. NỘI DUNG", "IV. GIẢI PHÁP", "2.1. Mục tiêu", "a) Kinh tế số", "- Có")]
    ['Phần II', 'IV', '2.1', 'a', '-']
    """
    if match := _NAMED.match(text):
        rank = _NAMED_RANKS[match["word"].lower()]
        capital = text[0].isupper() and (match["stop"] or not text[match.end() :] or text[match.end() :].isupper())
        if capital:
            return Marker(rank, " ".join(match.group().rstrip(" .:,–—-").split()), match.end())
    if match := _APPENDIX.match(text):
        label = f"PHỤ LỤC {match['label']}" if match["label"] else "PHỤ LỤC"
        return Marker(Rank.APPENDIX, label, match.end())
    if match := _ROMAN.match(text):
        return Marker(Rank.ROMAN, match["label"], match.end())
    if match := _BARE_ROMAN.match(text):
        return Marker(Rank.ROMAN, match["label"], match.end())
    if slip := _read_slip(text):
        return slip
    if match := _CAPITAL.match(text):
        return Marker(Rank.CAPITAL, match["label"], match.end())
    if match := _ARABIC.match(text):
        dots = match["label"].count(".")
        rank = (Rank.ARABIC, Rank.DOTTED, Rank.DOTTED_TWICE)[dots] if dots < 3 else Rank.DOTTED_DEEPER
        return Marker(rank, match["label"], match.end(), dotted=bool(match["stop"]) or dots > 0)
    if match := _LETTER.match(text):
        return Marker(Rank.LETTER, match["label"], match.end())
    if match := _BRACKET.match(text):
        return Marker(Rank.BRACKET, match["label"], match.end())
    if match := _PLUS.match(text):
        return Marker(Rank.PLUS, "+", match.end())
    if match := _DASH.match(text):
        return Marker(Rank.DASH, text[0], match.end())
    return None


def _read_slip(text: str) -> Marker | None:
    """A Roman numeral misread by character recognition; "l." before small words is the figure one."""
    match = _SLIP.match(text)
    if match is None or match["label"].isdigit():
        return None
    label = match["label"].translate(_SLIPPED)
    if not _ROMAN_NUMBER.fullmatch(label):
        return None
    if label == "I" and not text[match.end() :].isupper():
        return Marker(Rank.ARABIC, "1", match.end())
    return Marker(Rank.ROMAN, label, match.end())
