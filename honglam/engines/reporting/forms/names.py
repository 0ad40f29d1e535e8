"""Places for names in the words of a form: “Đơn vị: ……”, “Quý … năm …”, “ngày … tháng … năm …”."""

from __future__ import annotations

import datetime
import re

from honglam.engines.reporting.terms import CellContent
from honglam.toolkit.text import fold, squeeze

_OPEN = r"(?:[.…_‥]{2,}|…)"
_GAP = re.compile(_OPEN)
_DAY = re.compile(
    rf"(ngày)\s*(?:{_OPEN}|\s)\s*(tháng)\s*(?:{_OPEN}|\s)\s*(năm)\s*(?:{_OPEN}|20\d?\d?\s*{_OPEN}?|\s*$)?",
    re.IGNORECASE,
)
_UNIT = re.compile(
    rf"^(?:{fold('tên')}\s)?(?:{fold('đơn vị')}|{fold('cơ quan')}|{fold('địa phương')}|{fold('ubnd')}"
    rf"|{fold('ủy ban nhân dân')}|{fold('xã')}|{fold('phường')})(?!\s+{fold('tính')}|\s+{fold('nhận')}|\s+đo)\b"
)
_PERIOD_WORDS = r"(?:kỳ\s+báo\s+cáo|kì\s+báo\s+cáo|kỳ|quý|quí|tháng|năm)"
_PERIOD = re.compile(
    rf"(?:(?:tháng|quý|quí)\s*{_OPEN}\s*(?:[,/-]\s*)?(?:năm\s*(?:{_OPEN}|20\d?\d?\s*{_OPEN}?))?"
    rf"|(?:báo\s+cáo\s+)?(?:kỳ|kì)\s*(?:báo\s+cáo)?\s*:?\s*{_OPEN}(?:\s*năm\s*(?:{_OPEN}|20\d*\s*{_OPEN}?))?"
    rf"|năm\s*(?:{_OPEN}|20\d?\s*{_OPEN}))",
    re.IGNORECASE,
)
_PERIOD_COLON = re.compile(r"^(?:kỳ|kì)\s+(?:báo\s+cáo|số\s+liệu)\s*:\s*$", re.IGNORECASE)


def name_asked(text: str) -> CellContent | None:
    """Which name the words leave open; None where they are complete.

    >>> name_asked("Đơn vị: ……………").value, name_asked("Đơn vị tính: triệu đồng")
    ('unit_name', None)
    """
    words = squeeze(text)
    if _DAY.search(words):
        return CellContent.TODAY
    is_open = bool(_GAP.search(words)) or words.endswith(":")
    if not is_open:
        return None
    if _UNIT.match(fold(words)):
        return CellContent.UNIT_NAME
    if _PERIOD.search(words) or _PERIOD_COLON.match(words):
        return CellContent.PERIOD_NAME
    return None


def completed(text: str, content: str, *, unit: str, period: str, day: datetime.date) -> str:
    """The words with their gap filled; where there is no gap the name follows them, in an empty cell it stands alone.

    Days below ten and the months January and February have two digits (Decree 30/2020/NĐ-CP, annex I).
    """
    words = squeeze(text)
    if content == CellContent.TODAY:
        return _with_day(words, day)
    name = unit if content == CellContent.UNIT_NAME else period
    if content == CellContent.PERIOD_NAME and (match := _PERIOD.search(words)):
        return _with_period(words, match, name)
    gap = _GAP.search(words)
    before, after = (words[: gap.start()], words[gap.end() :]) if gap else (words, "")
    return squeeze(f"{before} {_without_repeated(before, name)}{after}")


def _without_repeated(before: str, name: str) -> str:
    """The name without a first word that stands there already: “UBND xã …” and “Xã Bắc Sơn”."""
    first, _space, rest = name.partition(" ")
    is_there = rest and fold(before).endswith(f" {fold(first)}")
    return rest if is_there else name


def _with_day(words: str, day: datetime.date) -> str:
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    said = f"ngày {day:%d} tháng {month} năm {day.year}"  # the form speaks Vietnamese in every language of the reader
    match = _DAY.search(words)
    if match is None:
        return squeeze(f"{words} {said}") if words else f"{day:%d/%m/%Y}"
    if match.group(1)[0].isupper():
        said = said[:1].upper() + said[1:]
    return words[: match.start()] + said + words[match.end() :]


def _with_period(words: str, match: re.Match[str], name: str) -> str:
    """“Quý … năm …” becomes the period's own name; a label before it (“Kỳ báo cáo:”) stays."""
    found = match.group()
    label = re.match(r"(?:báo\s+cáo\s+)?(?:kỳ|kì)\s*(?:báo\s+cáo)?\s*:?\s*", found, re.IGNORECASE)
    kept = label.group() if label and not re.match(r"(?:tháng|quý|quí|năm)", found, re.IGNORECASE) else ""
    shown = name if kept or not found[:1].islower() else name[:1].lower() + name[1:]
    return squeeze(f"{words[: match.start()]}{kept} {shown}{words[match.end() :]}".replace("( ", "("))
