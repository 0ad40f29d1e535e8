"""Finds where flattened tables begin: a run of words that parses as the header of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from honglam.toolkit.text import fold

from ..columns import Column, Role, TableKind, kind_of, segment_header
from ..numerals import read_numeral

# “STT”, “TT”, “Số TT”, in narrow columns broken over lines (“S⏎TT”, “ST⏎T”, “Số⏎TT”).
_FIRST_WORDS = re.compile(
    r"^[ \t]*(?P<number>S\s{0,4}T\s{0,4}T|T\s{0,4}T|S\s{0,2}ố\s{1,4}T\s{0,4}T|SỐ\s{1,4}T\s{0,4}T|Stt|Tt|S\.T\.T|T\.T"
    r"|Số\s+thứ\s+tự)(?=\s)",
    re.MULTILINE,
)
# The titles with which the header of a table without row numbers may begin.
_FIRST_TITLE = re.compile(
    r"^[ \t]*(?=(?:Thời\s+(?:gian|hạn|điểm)|Ngày|Tháng|Nội\s+dung|Nhiệm\s+vụ|Công\s+việc|Hoạt\s+động|Tên\s)"
    r"[^.;:\n]{0,80}$)",
    re.MULTILINE,
)
_MAX_HEADER_LINES = 40
_MOST_TITLE_WORDS = 45
HARD_END = re.compile(
    r"^[ \t]*(?:PHỤ\s+LỤC|Phụ\s+lục\s+(?:số\s+)?[\dIVX]+|Nơi\s+nhận|NƠI\s+NHẬN|TM\.\s|KT\.\s|T/M|TL\.\s"
    r"|BIỂU\s+MẪU|Biểu\s+mẫu"
    r"|(?:[IVX]+|\d{1,2})\.\s*(?:TỔ\s+CHỨC\s+THỰC\s+HIỆN|Tổ\s+chức\s+thực\s+hiện)\b"
    r"|Trên\s+đây\s+là\s)",
    re.MULTILINE,
)


# A section heading with a bulleted sentence below it; below a heading inside a table stands a row number.
_PROSE = re.compile(
    r"^[ \t]*(?:[IVX]+|[A-E])\.[ \t]+\S[^\n]*\n(?:[ \t]*\n)*(?:[^\W\d_][^\n]*\n(?:[ \t]*\n)*)?"
    r"[ \t]*[-–+•][ \t][^\n]*(?:[.;][ \t]*$|[^\n]{60})",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class FoundHeader:
    """A header: its stretch of text, its columns, and the folded letters by which its repeats are known.

    The first column is that of the row numbers; where `is_numbered` is false the table has none.
    """

    start: int
    end: int
    columns: tuple[Column, ...]
    kind: TableKind
    letters: str
    is_numbered: bool = True


def find_headers(text: str) -> Iterator[FoundHeader]:
    """The headers of flattened tables, in order; a repeat on a later page is found as another one."""
    starts = [(match.start(), match.end()) for match in _FIRST_WORDS.finditer(text)]
    starts += [(match.start(), match.start()) for match in _FIRST_TITLE.finditer(text)]
    past = 0
    for start, after_number in sorted(starts):
        if start < past:
            continue
        header = _header_at(text, start, after_number) if after_number > start else _titles_at(text, start)
        if header is not None:
            past = header.end
            yield header


def hard_end(text: str, start: int) -> int:
    """Where a table that begins at `start` must have ended: the next appendix, prose, the signature, the end."""
    ends = (pattern.search(text, start) for pattern in (HARD_END, _PROSE))
    return min([match.start() for match in ends if match], default=len(text))


def letters_of(text: str) -> str:
    """The folded letters and digits of a text, by which headers are compared."""
    return re.sub(r"[\W_]+", "", fold(text))


def _header_at(text: str, start: int, after_number: int) -> FoundHeader | None:
    """The header that begins here: its words go on up to the first row number or heading."""
    words: list[str] = ["STT"]
    position = after_number
    for count, line in enumerate(_lines_from(text, after_number)):
        begin, finish = line
        tokens = text[begin:finish].split()
        if count >= _MAX_HEADER_LINES or not tokens:
            break
        if _begins_body(tokens) or all(re.fullmatch(r"\(\d{1,2}\)", token) for token in tokens):
            break
        if len(words) + len(tokens) > 70:
            break
        words.extend(tokens)
        position = finish
        if count and len(words) > 60:
            break
    columns = segment_header(words)
    if columns is None:
        return None
    kind = kind_of(columns)
    unread = sum(len(column.header.split()) for column in columns if column.role is Role.OTHER)
    if kind is None or columns[0].role is not Role.NUMBER or unread > 4 or len(columns) < 3:
        return None
    return FoundHeader(start, position, tuple(columns), kind, letters_of(text[start:position]))


def _titles_at(text: str, start: int) -> FoundHeader | None:
    """The header without “TT” that begins here: all its words name columns, at least three."""
    words: list[str] = []
    found: FoundHeader | None = None
    for begin, finish in _lines_from(text, start):
        words.extend(text[begin:finish].split())
        if len(words) > _MOST_TITLE_WORDS:
            break
        columns = segment_header(words)
        if columns is None or any(column.role in (Role.OTHER, Role.NUMBER) for column in columns):
            if found is not None:
                break
            continue
        kind = kind_of(columns)
        if len(columns) >= 3 and kind is TableKind.TASKS:
            numbered = (Column(Role.NUMBER, ""), *columns)
            found = FoundHeader(start, finish, numbered, kind, letters_of(text[start:finish]), is_numbered=False)
    return found


def _begins_body(tokens: list[str]) -> bool:
    """Does a line begin with a row number, or with the letter of a first group (“A Hạ tầng số”)?"""
    numeral = read_numeral(tokens[0])
    if numeral is None:
        return False
    if numeral.kind != "letter":
        return True
    return numeral.printed in "Aa" and (len(tokens) == 1 or (tokens[1][0].isupper() and len(tokens[1]) > 1))


def _lines_from(text: str, start: int) -> Iterator[tuple[int, int]]:
    position = start
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        if text[position:end].strip():
            yield position, end
        position = end + 1
