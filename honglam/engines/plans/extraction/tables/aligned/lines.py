"""Printed lines as segments: words with single spaces between, parted by gaps of two spaces or more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from honglam.engines.documents.public import ReadDocument

_LINE = re.compile(r"[^\n]*\n?")
_SEGMENT = re.compile(r"\S+(?: \S+)*")
_PAGE_NUMBER = re.compile(r"[-–]?\s*\d{1,3}\s*[-–]?")
_FARTHEST_NUMBER = 8


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of a line: the places of their first letter and behind their last one, counted from the line's start."""

    left: int
    right: int
    text: str


@dataclass(frozen=True, slots=True)
class AlignedLine:
    """One printed line: its stretch of the document's text, its segments, the blank lines before it, its page."""

    start: int
    end: int
    segments: tuple[Segment, ...]
    blanks_before: int
    page: int | None
    text: str
    inside_table: bool = False

    @property
    def is_page_number(self) -> bool:
        """Does a number stand alone on the line, far from the left edge?"""
        return (
            len(self.segments) == 1
            and self.segments[0].left > _FARTHEST_NUMBER
            and bool(_PAGE_NUMBER.fullmatch(self.segments[0].text))
        )


def lines_of(document: ReadDocument) -> list[AlignedLine]:
    """The lines that have words, in order; those inside tables that are known already are marked."""
    taken = [(block.start, block.end) for block in document.tables()]
    pages = [(block.start, block.page) for block in document.blocks]
    lines: list[AlignedLine] = []
    blanks, place = 0, 0
    page: int | None = None
    table = 0
    for match in _LINE.finditer(document.text):
        raw = match[0].rstrip("\n")
        if not raw.strip():
            blanks += 1
            continue
        while place < len(pages) and pages[place][0] < match.start() + len(raw):
            page = pages[place][1]
            place += 1
        while table < len(taken) and taken[table][1] <= match.start():
            table += 1
        inside = table < len(taken) and taken[table][0] < match.start() + len(raw)
        lines.append(
            AlignedLine(
                match.start(), match.start() + len(raw), _segments(raw), blanks, page, raw, inside or "\t" in raw
            )
        )
        blanks = 0
    return lines


def _segments(raw: str) -> tuple[Segment, ...]:
    return tuple(Segment(found.start(), found.end(), found[0]) for found in _SEGMENT.finditer(raw))


def words_of(segment: Segment) -> Sequence[Segment]:
    """The words of a segment, each with its own places."""
    return [
        Segment(segment.left + found.start(), segment.left + found.end(), found[0])
        for found in re.finditer(r"\S+", segment.text)
    ]
