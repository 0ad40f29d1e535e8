"""What a page prints around the document: page numbers, running headers and footers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .lines import Line

_MARGIN_SHARE = 0.1
_PAGE_NUMBER = re.compile(r"(?:trang|page)?\s*[-–—]?\s*\d{1,4}\s*(?:[/|]\s*\d{1,4})?\s*[-–—]?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")


def without_furniture(pages: Sequence[tuple[list[Line], float]]) -> list[list[Line]]:
    """The lines of each page (given with its height) without page numbers and lines repeated at one place."""
    repeated: Counter[tuple[str, int]] = Counter()
    for lines, height in pages:
        repeated.update({_mark(line) for line in lines if _in_margin(line, height)})
    often = max(3, len(pages) // 2)
    return [
        [
            line
            for line in lines
            if not (_in_margin(line, height) and (_PAGE_NUMBER.fullmatch(line.text) or repeated[_mark(line)] >= often))
        ]
        for lines, height in pages
    ]


def _in_margin(line: Line, height: float) -> bool:
    return line.bottom < _MARGIN_SHARE * height or line.top > (1 - _MARGIN_SHARE) * height


def _mark(line: Line) -> tuple[str, int]:
    """The line with its figures masked and its rough height on the page."""
    return _DIGITS.sub("0", line.text), round(line.top / 6)
