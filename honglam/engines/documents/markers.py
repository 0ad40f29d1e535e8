"""The number or bullet at the head of a paragraph, as Decree 30/2020/NĐ-CP prints it.

Phần I, Chương II, Mục 1, Điều 3; I., 1., 1.1., a), bullets. Only the form is read here; what the number
means for the outline is for the extractor to say.
"""

from __future__ import annotations

import re

_BULLETS = "-–—−+•▪●○◦■□➢✓✔*·"
_MARKER = re.compile(
    r"""
    (?P<part>(?:Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Tiểu[ ]mục|Điều|ĐIỀU)\s+(?:[IVXLC]+|\d+)\b[.:]?)
  | (?P<roman>[IVXL]{1,6}[.)]|[1|]{0,3}[IVXl|][IVXl|1]{0,5}\.(?=\s+[^\W\d_])|[IVXL]{1,6}(?=\s+\S))
  | (?P<dotted>\d{1,2}(?:\.\d{1,2}){1,3}[.)]?(?=\s))
  | (?P<number>\d{1,3}[.)](?!\d))
  | (?P<letter>[a-zđ][.)](?!\w))
  | (?P<bullet>["""
    + re.escape(_BULLETS)
    + r"""](?=\s))
    """,
    re.VERBOSE,
)
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
# A bare roman numeral is a marker only in capitals and before a capital: "II Hạ tầng", not "I vs".
_BARE_ROMAN = re.compile(r"[IVXL]{1,6}\s+[^\W\d_a-zà-ỹđ]")


def marker_of(text: str) -> str | None:
    """The marker at the head of `text`, as printed and without spaces around it; None where there is none.

    >>> marker_of("2.1. Phát triển chính quyền số"), marker_of("a) Mục tiêu"), marker_of("2026 là năm")
    ('2.1.', 'a)', None)
    """
    text = text.lstrip()
    match = _MARKER.match(text)
    if match is None:
        return None
    marker = match.group().strip()
    if match.lastgroup == "roman" and marker[-1] not in ".)" and not _BARE_ROMAN.match(text):
        return None
    return marker


def is_bullet(marker: str) -> bool:
    """Whether the marker is a bullet, not a number."""
    return marker in _BULLETS


def is_letter(marker: str) -> bool:
    """Whether the marker is a single letter ("a)", "đ.")."""
    return len(marker) == 2 and marker[0].isalpha() and marker[0].islower()


def format_number(number: int, format: str) -> str:
    """The number in Word's number format; formats of other scripts print as decimal.

    >>> format_number(4, "upperRoman"), format_number(28, "lowerLetter"), format_number(7, "decimalZero")
    ('IV', 'bb', '07')
    """
    if format in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman.upper() if format == "upperRoman" else roman
    if format in ("upperLetter", "lowerLetter") and number > 0:
        # After z Word doubles the letter: aa, bb.
        letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letters.upper() if format == "upperLetter" else letters
    if format == "decimalZero":
        return f"{number:02d}"
    return "" if format == "none" else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    letters = ""
    for size, letter in _ROMAN:
        while number >= size:
            letters += letter
            number -= size
    return letters
