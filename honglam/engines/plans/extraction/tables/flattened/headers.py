"""Finds where flattened tables begin: a run of words that parses as the header of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from honglam.toolkit.text import fold

from ..columns import Column, Role, TableKind, kind_of, segment_header
from ..numerals import read_numeral

_FIRST_WORDS = re.compile(r"[ \t]*(?:STT|Stt|S\.T\.T|TT|Tt|T\.T|Số TT|SỐ TT|Số\s+thứ\s+tự)(?=\s)", re.MULTILINE)
_SPLIT_NUMBER = re.compile(r"[ \t]*(?:Số|SỐ)[ \t]*\n\s*(?:TT|thứ)(?=\s)", re.MULTILINE)
_MAX_HEADER_LINES = 40
_HARD_END = re.compile(
    r"^[ \t]*(?:PHỤ\s+LỤC|Phụ\s+lục\s+(?:số\s+)?[\dIVX]+|Nơi\s+nhận|NƠI\s+NHẬN|TM\.\s|KT\.\s|T/M|TL\.\s"
    r"|BIỂU\s+MẪU|Biểu\s+mẫu"
    r"|(?:[IVX]+|\d{1,2})\.\s*(?:TỔ\s+CHỨC\s+THỰC\s+HIỆN|Tổ\s+chức\s+thực\s+hiện)\b"
    r"|Trên\s+đây\s+là\s)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class FoundHeader:
    """A header: its stretch of text, its columns, and the folded letters by which its repeats are known."""

    start: int
    end: int
    columns: tuple[Column, ...]
    kind: TableKind
    letters: str


def find_headers(text: str) -> Iterator[FoundHeader]:
    """The headers of flattened tables, in order; a repeat on a later page is found as another one."""
    starts = sorted({match.start() for pattern in (_FIRST_WORDS, _SPLIT_NUMBER) for match in pattern.finditer(text)})
    past = 0
    for start in starts:
        if start < past:
            continue
        line_start = text.rfind("\n", 0, start) + 1
        if text[line_start:start].strip():
            continue
        header = _header_at(text, start)
        if header is not None:
            past = header.end
            yield header


def hard_end(text: str, start: int) -> int:
    """Where a table that begins at `start` must have ended: the next appendix, the signature, the end."""
    match = _HARD_END.search(text, start)
    return match.start() if match else len(text)


def letters_of(text: str) -> str:
    """The folded letters and digits of a text, by which headers are compared."""
    return re.sub(r"[\W_]+", "", fold(text))


def _header_at(text: str, start: int) -> FoundHeader | None:
    """The header that begins here: its words go on up to the first row number or heading."""
    words: list[str] = []
    position = start
    best: FoundHeader | None = None
    for count, line in enumerate(_lines_from(text, start)):
        begin, finish = line
        tokens = text[begin:finish].split()
        if count >= _MAX_HEADER_LINES or not tokens:
            break
        if count and (_begins_body(tokens) or all(re.fullmatch(r"\(\d{1,2}\)", token) for token in tokens)):
            break
        if len(words) + len(tokens) > 70:
            break
        words.extend(tokens)
        position = finish
        if count and len(words) > 60:
            break
    while words:
        columns = segment_header(words)
        if columns is not None:
            columns = _one_number(columns)
            kind = kind_of(columns)
            unread = sum(len(column.header.split()) for column in columns if column.role is Role.OTHER)
            if kind is not None and columns[0].role is Role.NUMBER and unread <= 4 and len(columns) >= 3:
                best = FoundHeader(start, position, tuple(columns), kind, letters_of(text[start:position]))
        break
    return best


def _begins_body(tokens: list[str]) -> bool:
    """Does a line begin with a row number, or with the letter of a first group (“A Hạ tầng số”)?"""
    numeral = read_numeral(tokens[0])
    if numeral is None:
        return False
    if numeral.kind != "letter":
        return True
    return numeral.printed in "Aa" and (len(tokens) == 1 or (tokens[1][0].isupper() and len(tokens[1]) > 1))


def _one_number(columns: list[Column]) -> list[Column]:
    """“Số TT” in two lines is one column."""
    while len(columns) > 1 and columns[1].role is Role.NUMBER:
        columns = columns[1:]
    return columns


def _lines_from(text: str, start: int) -> Iterator[tuple[int, int]]:
    position = start
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        if text[position:end].strip():
            yield position, end
        position = end + 1
