"""Plain text: mostly printed documents that went through a PDF export or OCR.

The text stays as it is in the file (normalised, line ends kept), because extractors read its lines:
hard-wrapped sentences, tabs between cells, cells flattened into lines. Only the two sides of a letterhead
and of a signature block, where spaces hold them side by side, come one below the other. Blocks are what the
lines tell with confidence: paragraphs of wrapped lines, and tables where tab counts agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..blocks import Block, BlockKind, ReadDocument
from ..errors import UnknownEncoding
from ..legacy_encodings import decode_text, legacy_converter
from ..markers import is_bullet, is_letter, marker_of
from ..normalising import normalise
from .side_by_side import set_apart
from .tab_tables import tab_table
from .text_lines import Line, lines_of

# Widths, in characters, between which a text counts as hard-wrapped (A4 portrait to landscape).
_NARROWEST_WRAP, _WIDEST_WRAP = 50, 140
_FULL_LINE_SHARE = 0.75
_SENTENCE_END = (".", ";", ":", "!", "?", "/.", "./")
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1", re.DOTALL)


def read(data: bytes, *, name: str) -> ReadDocument:
    """Reads a text file in UTF-8, UTF-16, Windows-1258, TCVN3 or VNI. Raises UnknownEncoding."""
    text = decode_text(data)
    if text is None:
        raise UnknownEncoding(name)
    converter = legacy_converter(text)
    if converter is not None:
        text = converter(text)
    return read_text(text)


def read_text(text: str) -> ReadDocument:
    """A document from text that is already decoded."""
    text = set_apart(normalise(text))
    lines = lines_of(text)
    text = text.replace("\f", "\n")
    layout = _Layout.of(lines)
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        table = tab_table(text, lines, index)
        if table is not None:
            block, index = table
        else:
            stop = index + 1
            while (
                stop < len(lines)
                and "\t" not in lines[stop].text.lstrip()
                and layout.joins(lines[stop - 1], lines[stop])
            ):
                stop += 1
            block, index = _paragraph(text, lines[index:stop]), stop
        blocks.append(block)
    return ReadDocument(text, tuple(blocks), "txt", lines[-1].page if lines else None)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the file breaks its lines: the width they are wrapped at, and whether it is double-spaced."""

    width: int | None
    adjacent_blanks: int

    @classmethod
    def of(cls, lines: list[Line]) -> _Layout:
        if len(lines) < 2:
            return cls(None, 0)
        lengths = sorted(len(line.text) for line in lines)
        widest = lengths[len(lengths) * 9 // 10]
        width = widest if _NARROWEST_WRAP <= widest <= _WIDEST_WRAP else None
        touching = sum(1 for line in lines[1:] if line.blanks_before == 0)
        double_spaced = width is not None and touching < len(lines) * 0.3
        return cls(width, 1 if double_spaced else 0)

    def joins(self, upper: Line, lower: Line) -> bool:
        """Whether `lower` carries on the sentence of `upper`."""
        words, ending = lower.text.lstrip(), upper.text.rstrip()
        if marker_of(words) or lower.blanks_before > max(1, self.adjacent_blanks):
            return False
        runs_on = words[0].islower() and not ending.endswith(_SENTENCE_END)
        if lower.blanks_before > self.adjacent_blanks:
            return runs_on
        if self.width is None:
            return runs_on
        full = len(ending) >= self.width * _FULL_LINE_SHARE
        return full or (runs_on and not ending.isupper())


def _paragraph(text: str, lines: list[Line]) -> Block:
    start, end = lines[0].start, lines[-1].end
    words = text[start:end].lstrip()
    start = end - len(words)
    marker = marker_of(words)
    kind = BlockKind.ITEM if marker and (is_bullet(marker) or is_letter(marker)) else BlockKind.PARAGRAPH
    emphasis = _EMPHASIS.fullmatch(words.removeprefix(marker or "").strip())
    stars = len(emphasis.group(1)) if emphasis else 0
    return Block(kind, words, start, end, lines[0].page, None, marker, stars >= 2, stars in (1, 3))
