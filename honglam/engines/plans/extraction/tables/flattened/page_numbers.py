"""Finds the page numbers that a converter left between the lines: 2, 3, 4 … at about the same distance.

A number alone on a line may also be a row's number or a figure in a cell. Page numbers are told by what only they
do: each is one more than the last, they stand a page's length apart, through prose and tables alike, and the first
of them a page's length from the beginning.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...lines import LOWER, UPPER

_LINE = re.compile(r"[^\n]*\n?")
_LONE = re.compile(r"\s*(?:[-–]\s*)?(\d{1,3})(?:\s*[-–])?\s*")
_ROW_NUMBER = re.compile(r"^[ \t]*0?(\d{1,3})[.)]?(?=\s)", re.MULTILINE)
# A number at the head of a line, alone or before a name; “03 lớp đào tạo” counts something.
_LED = re.compile(
    r"^[ \t]*(?P<line>(?:[-–][ \t]*)?0?(?P<number>\d{1,3})(?!\d)(?:[ \t]*[-–]|[.)])?"
    rf"(?=[ \t]*(?:\n|[{UPPER}“\"(]))[^\n]*)",
    re.MULTILINE,
)
_GOES_ON = re.compile(rf"\d+[ \t.)–-]*\s+[{LOWER}]")
# How far blank lines around a number are looked for, in characters.
_NEAR = 40
_PAGE_LENGTHS = range(20, 100, 4)
# How far a page may be from the usual length, as a share of it.
_TOLERANCE = 0.55
_LAST_PAGE = 1.7


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A number alone on a line: its place, its value, how many lines with words stand before it, how it stands."""

    start: int
    value: int
    lines_before: int
    weight: float


def find_page_numbers(
    text: str, tables: Sequence[tuple[int, int]] = (), strays: frozenset[int] = frozenset()
) -> frozenset[int]:
    """The places (of the first sign) of lines that are page numbers; empty where no such sequence is found.

    `tables` are the stretches that tables may take: a sequence that stands in tables only may be of row numbers.
    `strays` are lone numbers that number no row: they are page numbers whatever the others are.
    """
    return strays | _in_sequence(text, tables, strays)


def _in_sequence(text: str, tables: Sequence[tuple[int, int]], strays: frozenset[int]) -> frozenset[int]:
    """The lone numbers that go on through the text from page to page."""
    candidates, count = _candidates(text)
    best: list[_Candidate] = []
    best_score = 0.0
    for length in _PAGE_LENGTHS:
        chain, score = _chain(candidates, length, count)
        if score > best_score:
            best, best_score = chain, score
    inside = [candidate for candidate in best if any(start <= candidate.start < end for start, end in tables)]
    if len(inside) == len(best) and not all(_is_printed_twice(text, candidate) for candidate in inside):
        return frozenset()
    return frozenset(candidate.start for candidate in best if not _fills_a_gap(text, candidate, tables, strays))


def stray_numbers(text: str, start: int, end: int) -> frozenset[int]:
    """The places of lone numbers between `start` and `end`, in a table without figures, that number no row of it.

    Between blank lines, they stand where the row numbers go on from the one before to the one behind without them, as
    the foot of a page in the midst of a row does.
    """
    found: list[tuple[int, int, bool]] = []
    for match in _LED.finditer(text, start, end):
        lone = _LONE.fullmatch(match["line"]) is not None
        parted = bool(re.search(r"\n\s*\n[ \t]*$", text[max(start, match.start() - _NEAR) : match.start()])) and bool(
            re.match(r"[ \t]*\n\s*\n", text[match.end() : match.end() + _NEAR])
        )
        found.append((match.start("number"), int(match["number"]), lone and parted))
    stray = set()
    for index, (place, value, lone) in enumerate(found):
        if not lone or index == 0 or index + 1 == len(found):
            continue
        before = next(value for at, value, _ in reversed(found[:index]) if at not in stray)
        _, behind, also_lone = found[index + 1]
        if behind != before + 1:
            continue
        # The next number may well be a row's, unless the row above goes on behind it with a small letter.
        if value != behind or (not also_lone and _GOES_ON.match(text, place)):
            stray.add(place)
    return frozenset(stray)


def _fills_a_gap(text: str, candidate: _Candidate, tables: Sequence[tuple[int, int]], strays: frozenset[int]) -> bool:
    """Do the rows of its table go on over the number, so that one would miss without it (“2”, this “3”, “4”)?"""
    for start, end in tables:
        if start <= candidate.start < end:
            line_end = text.find("\n", candidate.start, end)
            before = _ROW_NUMBER.findall(text, start, candidate.start)
            later = _ROW_NUMBER.finditer(text, line_end if line_end >= 0 else end, end)
            behind = next((number for number in later if number.start(1) not in strays), None)
            if not before or behind is None:
                return False
            return int(before[-1]) == candidate.value - 1 and int(behind[1]) == candidate.value + 1
    return False


def _is_printed_twice(text: str, candidate: _Candidate) -> bool:
    """Does another line begin with the same number, so that a row keeps its own when this one is a page's?"""
    return len(re.findall(rf"^[ \t]*0?{candidate.value}[.)]?(?=\s)", text, re.MULTILINE)) > 1


def _candidates(text: str) -> tuple[list[_Candidate], int]:
    """The lone numbers with blank lines around them, and the number of all lines with words."""
    lines: list[tuple[int, str, int]] = []
    blanks = 0
    for match in _LINE.finditer(text):
        if match[0].strip():
            lines.append((match.start() + len(match[0]) - len(match[0].lstrip()), match[0].rstrip("\n"), blanks))
            blanks = 0
        else:
            blanks += 1
    trailing = sum(line.endswith(" ") for _, line, _ in lines)
    spaced = trailing > 0.6 * len(lines)
    found: list[_Candidate] = []
    numbers = 0
    for index, (start, line, before) in enumerate(lines):
        lone = _LONE.fullmatch(line)
        if lone is None:
            continue
        after = lines[index + 1][2] if index + 1 < len(lines) else 1
        if not before or not after:
            continue
        weight = 1.0 + 0.25 * (before > 1 or after > 1) + 0.25 * (spaced and not line.endswith(" "))
        found.append(_Candidate(start, int(lone[1]), index - numbers, weight))
    return found, len(lines)


def _chain(candidates: list[_Candidate], length: int, count: int) -> tuple[list[_Candidate], float]:
    """(the best run of page numbers for this page length, its worth)."""
    best: dict[int, tuple[float, list[_Candidate]]] = {}
    for candidate in candidates:
        first = _fit(candidate.lines_before, length * (candidate.value - 1)) if candidate.value in (2, 3) else 0.0
        if candidate.value == 1 and candidate.lines_before <= 1:
            first = 0.5
        options = [(first * candidate.weight, [candidate])] if first > 0 else []
        for score, chain in list(best.values()):
            step = candidate.value - chain[-1].value
            fit = _fit(candidate.lines_before - chain[-1].lines_before, length) if step == 1 else 0.0
            if fit > 0:
                options.append((score + fit * candidate.weight, [*chain, candidate]))
        if options:
            best[candidate.start] = max(options, key=lambda option: option[0])
    ended = [
        (score - max(0.0, (count - chain[-1].lines_before) / length - _LAST_PAGE), chain)
        for score, chain in best.values()
    ]
    if not ended:
        return [], 0.0
    score, chain = max(ended, key=lambda option: option[0])
    return chain, score


def _fit(distance: float, length: float) -> float:
    """1 for exactly a page's length, 0 or less beyond the tolerance."""
    return 1.0 - abs(distance - length) / (length * _TOLERANCE)
