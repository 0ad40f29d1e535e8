"""Which figure a heading asks for: thực hiện, ước, lũy kế, cùng kỳ, kỳ trước, kế hoạch, and comparisons with them."""

from __future__ import annotations

import re

from honglam.engines.reporting.forms.labels import plainly, unbracketed, unnumbered
from honglam.engines.reporting.terms import FormMeasure
from honglam.toolkit.text import fold


def _any(*phrases: str) -> str:
    return "(?:" + "|".join(fold(phrase) for phrase in phrases) + ")"


_PLAN = _any("kế hoạch", "chỉ tiêu", "mục tiêu", "dự toán")
_COMPARE = _any("so với", "so sánh với", "so", "đạt", "hoàn thành", "thực hiện", "mức độ hoàn thành")
_SAME_TIME = _any("cùng kỳ", "cùng thời điểm")
_YEAR = r"(?:\s(?:" + fold("năm trước") + "|" + fold("năm ngoái") + "|" + fold("năm") + r" \d{2,4}))?"
_KINDS: tuple[tuple[FormMeasure, re.Pattern[str]], ...] = (
    (FormMeasure.OF_TARGET, re.compile(
        rf"(?:{_any('tỷ lệ', '%')}\s)?(?:{_any('thực hiện', 'hoàn thành', 'đạt')}\s)?"
        rf"(?:%\s)?{_COMPARE}\s(?:{_any('với')}\s)?(?:{_any('thực hiện', 'được')}\s)?"
        rf"(?:%\s)?{_PLAN}(?:\s{_any('được giao', 'giao', 'đề ra', 'năm')})*(?:\s\d{{4}})?(?:\s%)?"
        rf"|%\s{_PLAN}(?:\s{_any('giao', 'năm')})*|{_any('thực hiện')}\s?/\s?{_any('kế hoạch')}"
    )),
    (FormMeasure.CHANGE, re.compile(
        rf"(?:{_any('tốc độ')}\s)?(?:%\s)?{_any('tăng giảm', 'tăng trưởng', 'tăng', 'giảm')}(?:\s[+/%-]*)*"
        rf"(?:\s?{_any('so với', 'so')})?\s{_SAME_TIME}{_YEAR}(?:\s%)?"
    )),
    (FormMeasure.GROWTH, re.compile(
        rf"(?:%\s)?{_any('so với', 'so sánh với', 'so')}\s{_SAME_TIME}{_YEAR}(?:\s%)?|%\s{_SAME_TIME}{_YEAR}"
    )),
    (FormMeasure.CUMULATIVE, re.compile(
        rf"{_any('lũy kế', 'cộng dồn')}(?:\s{_any('từ đầu năm', 'đến nay', 'đến kỳ báo cáo', 'đến cuối kỳ', 'năm')})*"
        rf"|{_any('từ đầu năm')}(?:\s{_any('đến nay', 'đến kỳ báo cáo', 'đến cuối kỳ')})?"
    )),
    (FormMeasure.YEAR_BEFORE, re.compile(
        rf"(?:{_any('thực hiện', 'số liệu')}\s)?(?:{_any('kỳ', 'quý', 'tháng')}\s)?{_SAME_TIME}{_YEAR}"
    )),
    (FormMeasure.PREVIOUS, re.compile(
        rf"(?:{_any('thực hiện', 'số liệu')}\s)?{_any('kỳ báo cáo trước', 'kỳ trước', 'quý trước', 'tháng trước')}"
        rf"(?:\s{_any('liền kề')})?"
    )),
    (FormMeasure.TARGET, re.compile(
        rf"{_PLAN}(?:\s{_any('được giao', 'giao', 'đề ra', 'cả năm', 'năm', 'kỳ')})*(?:\s\d{{4}})?"
    )),
    (FormMeasure.ESTIMATE, re.compile(
        rf"{_any('ước tính', 'ước thực hiện', 'ước đạt', 'ước')}"
        rf"(?:\s{_any('kết quả', 'thực hiện', 'kỳ này', 'kỳ báo cáo', 'quý này', 'tháng này', 'quý', 'tháng')})*"
    )),
    (FormMeasure.VALUE, re.compile(
        _any(
            "kết quả thực hiện", "thực hiện trong kỳ", "thực hiện kỳ này", "thực hiện", "kết quả trong kỳ", "kết quả",
            "số liệu", "số lượng", "tổng số", "giá trị", "phát sinh trong kỳ", "trong kỳ", "kỳ này", "kỳ báo cáo",
            "quý này", "tháng này", "trong quý", "trong tháng", "trong năm", "năm nay", "đạt được", "chính thức",
        )
    )),
)  # fmt: skip
_EMPTY = re.compile(
    rf"\b(?:{_any('quý', 'tháng', 'năm', 'kỳ')}\s(?:[ivx]+|\d+)|{_any('năm', 'quý', 'tháng', 'kỳ')}|20\d\d"
    rf"|{_any('này', 'báo cáo', 'nay')}|%)(?=\s|$)"
)


def kind_in(text: str) -> tuple[FormMeasure | None, str]:
    """The figure that a heading or a label asks for, and the words that are left over; None where it says none.

    >>> kind_in("Hồ sơ trực tuyến – Lũy kế từ đầu năm")[0].value
    'cumulative'
    """
    left = plainly(unbracketed(unnumbered(text)).replace("/", " / "))
    for kind, pattern in _KINDS:
        match = re.search(rf"(?<!\w)(?:{pattern.pattern})(?!\w)", left)
        if match:
            return kind, _rest(left[: match.start()] + " " + left[match.end() :])
    return None, _rest(left)


def _rest(words: str) -> str:
    return " ".join(_EMPTY.sub(" ", words).split())
