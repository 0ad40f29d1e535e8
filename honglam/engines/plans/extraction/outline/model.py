"""Headings and the way from a place in the text to its section."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from honglam.engines.plans.extraction.items import Section, Source
from honglam.engines.plans.extraction.lines import Line
from honglam.engines.plans.extraction.numbering import Marker, Rank


@dataclass(frozen=True, slots=True)
class Heading:
    """A section: `line` is the index of its line; the lines from `first` to `last` (exclusive) stand under it.

    `start:end` are the words of the heading in the document's text; `run_in` is the place in its line where
    the text after the colon begins, where there is any; `parent` the index of the heading above.
    """

    path: str
    label: str
    rank: Rank
    text: str
    line: int
    first: int
    last: int
    start: int
    end: int
    run_in: int | None
    parent: int | None
    page: int | None
    confidence: float


class Outline:
    """The headings of a document in order, and the way from a place in the text to its section."""

    def __init__(
        self,
        lines: Sequence[Line],
        markers: Sequence[Marker | None],
        headings: Sequence[Heading],
        silent: Iterable[int] = (),
    ) -> None:
        self.lines = list(lines)
        self.silent = frozenset(silent)
        """The lines of recipients and signatures, which say nothing of the plan."""
        self.markers = list(markers)
        self.headings = list(headings)
        self._starts = [self.lines[heading.line].start for heading in self.headings]
        self._by_line = {heading.line: heading for heading in self.headings}

    def heading_at(self, offset: int) -> Heading | None:
        """The innermost heading at or before `offset`; None before the first."""
        index = bisect_right(self._starts, offset) - 1
        return self.headings[index] if index >= 0 else None

    def heading_on(self, line: int) -> Heading | None:
        """The heading that the line of that index is."""
        return self._by_line.get(line)

    def path_at(self, offset: int) -> str:
        """The path of the section in which `offset` stands ("II/3", "PHỤ LỤC 01"); empty before the first."""
        heading = self.heading_at(offset)
        return heading.path if heading else ""

    def sections(self) -> list[Section]:
        """The headings as items of the reading; a heading without words is no section of its own."""
        return [
            Section(heading.path, heading.text, Source(heading.start, heading.end, heading.page), heading.confidence)
            for heading in self.headings
            if heading.text
        ]
