"""Row numbers of tables: “1”, “01.”, “1.2”, “II”, “a)”, and what follows what."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ARABIC = re.compile(r"\d{1,3}[.)]?|\d{1,2}(?:\.\d{1,3}){1,3}[.)]?")
_ROMAN = re.compile(r"(?=[IVXL])(?:X{0,3}L?)(?:IX|IV|V?I{0,3})[.)]?")
_LETTER = re.compile(r"[A-HĐa-hđ][.)]?")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A row number as printed, its kind (“arabic”, “dotted”, “roman”, “letter”) and its value."""

    printed: str
    kind: str
    value: tuple[int, ...]


def read_numeral(text: str) -> Numeral | None:
    """The numeral that a text is, None where it is anything else. The printed form loses its closing dot."""
    text = text.strip()
    if not text or len(text) > 9:
        return None
    printed = text.rstrip(".)")
    if _ARABIC.fullmatch(text):
        value = tuple(int(part) for part in printed.split("."))
        return Numeral(printed, "dotted" if len(value) > 1 else "arabic", value)
    if _ROMAN.fullmatch(text):
        return Numeral(printed, "roman", (_roman(printed),))
    if _LETTER.fullmatch(text):
        return Numeral(printed, "letter", (ord(printed.lower()),))
    return None


def read_number_cell(text: str) -> Numeral | None:
    """The numeral that fills a cell; a narrow column tears it: “1⏎0”, “II⏎I”."""
    return read_numeral(text) or read_numeral(re.sub(r"\s+", "", text))


def leading_numeral(text: str) -> tuple[Numeral, str] | None:
    """The numeral at the head of a text and the rest: “II Hạ tầng số”, “12.1. Triển khai …”, “1.Tên”."""
    match = re.match(
        r"\s*((?:\d{1,2}(?:\.\d{1,3})+|\d{1,3}|[IVXL]+|[A-HĐ](?=[.)]))[.)]?)(?:\s+|(?<=[.)])(?=\D))(?=\S)", text
    )
    if not match:
        return None
    numeral = read_numeral(match[1])
    return (numeral, text[match.end() :].strip()) if numeral else None


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[sign] for sign in text]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
