"""Printed lines, cleaned: without markup, page numbers, rules and the links at the foot of a page."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from honglam.engines.documents.public import BlockKind, ReadDocument

# A tab parts the columns of a letterhead or a signature, unless only a number or a bullet stands before it.
_PHYSICAL = re.compile(
    r"[ \u00a0]*(?:[-–+•*▪]|\d{1,2}(?:\.\d{1,2})*[.)]?|[IVX]{1,5}[.)]"
    r"|[a-zđ][.)])[ \u00a0]*\t[^\n\r\t\v\f\x85\u2028\u2029]*"
    r"|[^\n\r\t\v\f\x85\u2028\u2029]+"
)
_MARKUP = re.compile(
    r"</?(?:p|br|ul|ol|li|b|i|u|em|strong|span|div|sup|sub|table|thead|tbody|tr|td|th|h[1-6]|hr|a|font"
    r"|center)\b[^<>]{0,200}>"
    r"|\*\*|__+|(?<=\s)\*(?=[^\s*])|^\*(?=[^\s*])|(?<=[^\s(*])\*(?=\W|$)|\\(?=[-.+*_#()\[\]])|^\s*#{1,6}\s"
    r"|[\u00ad\u200b-\u200f\u2060\ufeff]",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
_PAGE_NUMBER = re.compile(r"(?:[-–]\s*)?(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–])?", re.IGNORECASE)
_BARE_LINK = re.compile(r"(?:https?://|www\.)\S+")
_RULE = re.compile(r"[\s_\-–—=*.·•~⁎|:+]+")


@dataclass(frozen=True, slots=True)
class Physical:
    """One printed line, cleaned."""

    text: str
    offsets: list[int]
    block: int
    blank_before: bool
    page_before: bool
    bold: bool
    footnote: bool


def clean(text: str, start: int = 0) -> tuple[str, list[int]]:
    """(clean text, offsets): a stretch of text without markup and with single spaces.

    Offsets count from `start`, the place of `text` in the document.
    """
    chars: list[str] = []
    offsets: list[int] = []
    position = 0
    pieces: list[tuple[int, int]] = []
    if "*" in text or "<" in text or "_" in text or "\\" in text or "#" in text or not text.isprintable():
        for match in _MARKUP.finditer(text):
            if match.start() > position:
                pieces.append((position, match.start()))
            if match.group()[0] == "<":
                pieces.append((match.start(), match.start()))
            position = match.end()
    pieces.append((position, len(text)))
    for begin, end in pieces:
        if begin == end and chars and chars[-1] != " ":
            chars.append(" ")
            offsets.append(start + max(begin - 1, 0))
        for index in range(begin, end):
            char = text[index]
            if char.isspace():
                if chars and chars[-1] != " ":
                    chars.append(" ")
                    offsets.append(start + index)
            else:
                chars.append(char)
                offsets.append(start + index)
    while chars and chars[-1] == " ":
        chars.pop()
        offsets.pop()
    return "".join(chars), offsets


def physical_lines(document: ReadDocument, skip: list[tuple[int, int]]) -> list[Physical]:
    """The printed lines outside the skipped spans, cleaned, with what surrounds them."""
    starts = [block.start for block in document.blocks]
    skip_starts = [span[0] for span in skip]
    lines: list[Physical] = []
    previous_end = 0
    for match in _PHYSICAL.finditer(document.text):
        between = document.text[previous_end : match.start()]
        index = bisect_right(skip_starts, match.start()) - 1
        if index >= 0 and match.start() < skip[index][1]:
            previous_end = match.end()
            continue
        text, offsets = clean(match.group(), match.start())
        if not text:
            continue
        block = bisect_right(starts, offsets[0]) - 1
        kind = document.blocks[block].kind if block >= 0 else BlockKind.PARAGRAPH
        lines.append(
            Physical(
                text=text,
                offsets=offsets,
                block=block,
                blank_before=between.count("\n") > 1 or "\f" in between,
                page_before="\f" in between or match.group()[0] == " ",
                bold=block >= 0 and document.blocks[block].bold,
                footnote=kind is BlockKind.FOOTNOTE,
            )
        )
        previous_end = match.end()
    return lines


def drop_furniture(lines: list[Physical]) -> list[Physical]:
    """The lines without page numbers, rules and the link targets that PDF viewers print at the foot of a page."""
    kept: list[Physical] = []
    for index, line in enumerate(lines):
        if _RULE.fullmatch(line.text) or _PAGE_NUMBER.fullmatch(line.text):
            continue
        if _BARE_LINK.fullmatch(line.text):
            following = lines[index + 1] if index + 1 < len(lines) else None
            at_foot = following is None or following.page_before or bool(_BARE_LINK.fullmatch(following.text))
            if line.text.endswith("/") or "?" in line.text or at_foot:
                continue
        kept.append(line)
    return kept
