"""The lines of a plain text: where each stands, what is blank before it, on which page it is."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line that has words: its place in the text, the blank lines before it and its page."""

    text: str
    start: int
    blanks_before: int
    page: int | None

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def lines_of(text: str) -> list[Line]:
    """The lines of a text that have words; pages are counted where the text has form feeds."""
    paged = "\f" in text
    lines: list[Line] = []
    start, blanks, page = 0, 0, 1
    for raw in re.split("([\n\f])", text):
        if raw in ("\n", "\f"):
            page += raw == "\f"
        elif raw.strip():
            stripped = raw.rstrip(" ")
            indent = len(stripped) - len(stripped.lstrip(" "))
            lines.append(Line(stripped[indent:], start + indent, blanks, page if paged else None))
            blanks = 0
        elif lines:
            blanks += 1
        start += len(raw)
    return lines
