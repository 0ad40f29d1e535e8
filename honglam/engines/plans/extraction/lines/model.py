"""The logical line, and the page of an offset."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from honglam.engines.documents.public import ReadDocument
from honglam.engines.plans.extraction.items import Source


class Pages:
    """Finds the page of an offset in logarithmic time."""

    def __init__(self, document: ReadDocument) -> None:
        self._starts = [block.start for block in document.blocks]
        self._pages = [block.page for block in document.blocks]

    def at(self, offset: int) -> int | None:
        """The page on which `offset` stands; None where the format has no pages."""
        index = bisect_right(self._starts, offset) - 1
        return self._pages[index] if index >= 0 else None


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line. `offsets[i]` is the code point of the document's text that `text[i]` stands for."""

    text: str
    offsets: Sequence[int]
    page: int | None = None
    bold: bool = False
    footnote: bool = False
    breaks: tuple[int, ...] = field(default=())

    @property
    def start(self) -> int:
        """Offset of the first character in the document's text."""
        return self.offsets[0]

    @property
    def end(self) -> int:
        """Offset behind the last character in the document's text."""
        return self.offsets[-1] + 1

    def source(self, start: int = 0, end: int | None = None) -> Source:
        """Where `text[start:end]` stands in the document."""
        end = len(self.text) if end is None else end
        return Source(self.offsets[start], self.offsets[end - 1] + 1, self.page)
