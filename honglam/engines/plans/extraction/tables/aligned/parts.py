"""Where another part of a row begins: contents of one task that each have a time of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ...deadlines import deadline_fit
from ..columns import Role, read_header
from .lines import Segment
from .titles import Title

_DITTO = re.compile(r"(?:nt|như trên)(?!\w)")
_WHOLE_DEADLINE = 0.9
# A content and a time alone may stand beside each other by chance; with a third cell they begin together.
_FEWEST_CELLS = 3
# How many lines a time may take in its narrow column.
_LONGEST_DEADLINE = 3


def part_starts(cells: Sequence[Mapping[int, Sequence[Segment]]], title: Title) -> list[int]:
    """The lines of a row, behind its first, that begin another part of it.

    `cells` holds the segments by column for each line. On such a line the content, the time and another cell begin
    anew while the name does not go on, and the time above is whole without it.
    """
    columns = [read_header(column.text) for column in title.columns]
    roles = [column.role if column else None for column in columns]
    if Role.CONTENT not in roles or Role.DEADLINE not in roles:
        return []
    content, when = roles.index(Role.CONTENT), roles.index(Role.DEADLINE)
    starts: list[int] = []
    above = ""
    for index, line in enumerate(cells):
        own = _words(line.get(when, ()))
        begun = [column for column, segments in line.items() if not goes_on(segments)]
        if (
            own
            and deadline_fit(above) >= _WHOLE_DEADLINE
            and {content, when} <= set(begun)
            and title.name_column not in begun
            and len(begun) >= _FEWEST_CELLS
            and _begins_deadline(cells[index : index + _LONGEST_DEADLINE], when)
        ):
            starts.append(index)
            above = own
        else:
            above = f"{above} {own}".strip()
    return starts


def goes_on(segments: Sequence[Segment]) -> bool:
    """Do a cell's words go on from the line above? “nt” (“như trên”) stands for itself."""
    return segments[0].text[:1].islower() and not _DITTO.match(segments[0].text)


def _begins_deadline(cells: Sequence[Mapping[int, Sequence[Segment]]], when: int) -> bool:
    """Do these lines begin with a whole time, wrapped over one or several of them?"""
    words = ""
    for line in cells:
        words = f"{words} {_words(line.get(when, ()))}".strip()
        if deadline_fit(words) >= _WHOLE_DEADLINE:
            return True
    return False


def _words(segments: Sequence[Segment]) -> str:
    return " ".join(segment.text for segment in segments)
