"""Whether two names of indicators say the same: plain words, abbreviations, and where they count otherwise."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation import gettext as _

from honglam.engines.indicators.rules.vocabulary import ABBREVIATIONS, MEASURES
from honglam.toolkit.text import fold

_ABBREVIATION = re.compile(
    r"(?<![\w-])(" + "|".join(sorted(map(re.escape, ABBREVIATIONS), key=len, reverse=True)) + r")(?![\w-])"
)
_NUMBERING = re.compile(r"^\s*(?:[ivxlc]+|\d+(?:\.\d+)*|[a-zđ])\s*[.)\-/]\s+|^\s*[-+•*]\s*")
_FRAME = re.compile(r"\b(?:tổng số|tổng|số lượng|số|tỷ lệ|tỉ lệ|trong đó|trên địa bàn|của đơn vị|trong kỳ|trong kì)\b")
_SHARE = re.compile(r"\b(?:tỷ lệ|tỉ lệ|phần trăm|%|tỉ trọng|tỷ trọng)(?!\w)")
_OVER = re.compile(r"(?:\btrên tổng số|\btrên tổng|\bso với tổng số|\bso với|/)\s*(.+)$")
_QUALIFIERS = (
    ("age", re.compile(r"\b(?:từ|dưới|trên|đủ)\s+\d+(?:\s*(?:-|đến)\s*\d+)?\s*tuổi")),
    (
        "part",
        re.compile(r"\b(?:nữ|nam giới|trẻ em|người cao tuổi|dân tộc thiểu số|khuyết tật|hộ nghèo|hộ cận nghèo)\b"),
    ),
    ("stage", re.compile(r"\b(?:toàn trình|một phần|đúng hạn|quá hạn|trước hạn|trực tiếp|trực tuyến)\b")),
    ("time", re.compile(r"\b(?:lũy kế|lũi kế|luỹ kế|cùng kỳ|cùng kì|năm trước|kỳ trước|kì trước|từ đầu năm)\b")),
    ("not", re.compile(r"\b(?:chưa|không|còn lại)\b")),
)


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """A name folded, without numbering before it, abbreviations written out."""
    folded = _NUMBERING.sub("", fold(text))
    return fold(_ABBREVIATION.sub(lambda match: ABBREVIATIONS[match[1]], folded)).strip(" .:;")


@lru_cache(maxsize=20_000)
def abridged(text: str) -> str:
    """The words of a name that tell what it is about; the whole where nothing else is left."""
    words = " ".join(_FRAME.sub(" ", plain(text)).split())
    return words or plain(text)


def same_measure(first: str, second: str) -> bool:
    """Whether two units of measure are one, however they are written; an unwritten one agrees with any."""
    one, other = fold(first), fold(second)
    return not one or not other or one == other or any({one, other} <= some for some in MEASURES)


def differences(name: str, measure: str, other_name: str, other_measure: str) -> str:
    """In what two alike names count otherwise; empty where nothing speaks against it."""
    one, other = plain(name), plain(other_name)
    told = []
    if not same_measure(measure, other_measure):
        told.append(_("đơn vị tính khác: %(first)s, %(second)s") % {"first": measure, "second": other_measure})
    if _is_share(one, measure) != _is_share(other, other_measure):
        told.append(_("một bên là tỷ lệ, một bên là số lượng"))
    if _over(one) != _over(other):
        told.append(_("mẫu số khác"))
    if any(_said(pattern, one) != _said(pattern, other) for _name, pattern in _QUALIFIERS):
        told.append(_("phạm vi khác (độ tuổi, đối tượng, hình thức hoặc thời gian)"))
    return "; ".join(told)


def _is_share(text: str, measure: str) -> bool:
    return bool(_SHARE.search(text) or measure.strip() == "%")


def _over(text: str) -> str:
    match = _OVER.search(text)
    return abridged(match[1]) if match else ""


def _said(pattern: re.Pattern[str], text: str) -> set[str]:
    return set(pattern.findall(text))
