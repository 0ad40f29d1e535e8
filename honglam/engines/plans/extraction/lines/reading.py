"""Logical lines from printed ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from honglam.engines.documents.public import ReadDocument
from honglam.engines.plans.extraction.lines.cleaning import Physical, drop_furniture, physical_lines
from honglam.engines.plans.extraction.lines.model import Line, Pages
from honglam.engines.plans.extraction.lines.wrapping import Wrap

# Formats that state their paragraphs; in the others line ends may be mere wraps.
_FORMATS_WITH_PARAGRAPHS = frozenset({"docx", "doc", "odt", "html", "htm", "md", "markdown"})


def read_lines(document: ReadDocument, skip: Iterable[tuple[int, int]] = ()) -> list[Line]:
    """The logical lines of a document, in order, without those that begin inside a span of `skip` (tables)."""
    physical = drop_furniture(physical_lines(document, sorted(skip)))
    wrap = Wrap.measure(physical, trusted=document.format in _FORMATS_WITH_PARAGRAPHS)
    pages = Pages(document)
    lines: list[Line] = []
    group: list[Physical] = []
    for line in physical:
        if group and wrap.starts_anew(group, line):
            lines.append(_join(group, pages))
            group = []
        group.append(line)
    if group:
        lines.append(_join(group, pages))
    return lines


def _join(group: Sequence[Physical], pages: Pages) -> Line:
    """One logical line from its printed lines; a hyphen at a line's end closes without a space."""
    text = group[0].text
    offsets = list(group[0].offsets)
    breaks: list[int] = []
    for line in group[1:]:
        closes = len(text) > 1 and text[-1] in "-/" and text[-2] not in " -–"
        breaks.append(len(text))
        if not closes:
            text += " "
            offsets.append(offsets[-1])
        text += line.text
        offsets += line.offsets
    return Line(
        text=text,
        offsets=offsets,
        page=pages.at(offsets[0]),
        bold=all(line.bold for line in group),
        footnote=group[0].footnote,
        breaks=tuple(breaks),
    )
