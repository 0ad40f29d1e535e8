"""The words of a Word paragraph as they are printed: revisions accepted, hidden text left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from ...legacy_encodings import from_tcvn3, from_vni, well_formed_share
from .package import MC, W, value
from .styles import Styles

_SKIPPED = {f"{W}{tag}" for tag in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "rt", "commentReference")}
_TEXT_BOX = f"{W}txbxContent"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SYMBOLS = {"F0B7": "•", "F02D": "-", "F0A7": "▪", "F0FC": "✓", "F0B3": "≥", "F0A3": "≤", "F0B0": "°", "F0B1": "±"}


@dataclass(slots=True)
class Words:
    """A paragraph's printed text, whether all of it is bold or italic, and the text boxes anchored in it."""

    text: str = ""
    bold: bool = False
    italic: bool = False
    text_boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


class ParagraphReader:
    """Reads paragraphs with the document's styles and, for 8-bit fonts, its conversion to Unicode."""

    def __init__(self, styles: Styles, converter: Callable[[str], str] | None) -> None:
        self._styles = styles
        self._converter = converter

    def words(self, paragraph: etree._Element) -> Words:
        """The words of a <w:p>."""
        found = Words()
        pieces: list[tuple[str, bool, bool]] = []
        for run in self._runs(paragraph, found):
            text = self._run_text(run, paragraph, found)
            if text:
                blank = not text.strip()
                bold = blank or self._styles.run_switch(run, paragraph, "b")
                italic = blank or self._styles.run_switch(run, paragraph, "i")
                pieces.append((text, bold, italic))
        found.text = "".join(text for text, _, _ in pieces)
        found.bold = bool(found.text.strip()) and all(bold for _, bold, _ in pieces)
        found.italic = bool(found.text.strip()) and all(italic for _, _, italic in pieces)
        return found

    def _runs(self, parent: etree._Element, found: Words) -> Iterator[etree._Element]:
        """Runs in order, through insertions, hyperlinks, fields and content controls."""
        for child in parent:
            if not isinstance(child.tag, str) or child.tag in _SKIPPED:
                continue
            if child.tag in (f"{W}r", _MATH_TEXT):
                yield child
            elif child.tag == f"{MC}AlternateContent":
                yield from self._runs(preferred(child), found)
            elif child.tag == _TEXT_BOX:
                found.text_boxes.append(child)
            elif child.tag not in (f"{W}p", f"{W}tbl"):
                yield from self._runs(child, found)

    def _run_text(self, run: etree._Element, paragraph: etree._Element, found: Words) -> str:
        if run.tag == _MATH_TEXT:
            return run.text or ""
        if self._styles.run_switch(run, paragraph, "vanish"):
            return ""
        text = "".join(self._run_pieces(run, found))
        if not text.strip():
            return text
        text = self._unicode(text, run, paragraph)
        return text.upper() if self._styles.run_switch(run, paragraph, "caps") else text

    def _run_pieces(self, run: etree._Element, found: Words) -> Iterator[str]:
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                yield child.text or ""
            elif tag in (f"{W}br", f"{W}cr"):
                yield "\n"
            elif tag in (f"{W}tab", f"{W}ptab"):
                yield " "
            elif tag == f"{W}noBreakHyphen":
                yield "-"
            elif tag == f"{W}sym":
                yield _symbol(value(child, "char") or "")
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                found.notes.append((tag.removeprefix(W).removesuffix("Reference"), value(child, "id") or ""))
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object", f"{MC}AlternateContent"):
                # Children of a drawing are no runs of this paragraph; only the boxes with text matter.
                content = preferred(child) if tag.startswith(MC) else child
                found.text_boxes.extend(outermost_boxes(content))

    def _unicode(self, text: str, run: etree._Element, paragraph: etree._Element) -> str:
        fonts = self._styles.run_property(run, paragraph, "rFonts")
        font = (value(fonts, "ascii") or value(fonts, "hAnsi") or "") if fonts is not None else ""
        capitals = font.startswith(".Vn") and font.endswith("H")
        if self._converter is not None:
            converted = self._converter(text)
            return converted.upper() if capitals and converted != text else converted
        convert = from_tcvn3 if font.startswith(".Vn") else from_vni if font.startswith("VNI") else None
        if convert is None or well_formed_share(text)[0] > 0.5:
            # The font is old but the text is Unicode: common in files that were converted once.
            return text
        converted = convert(text)
        if well_formed_share(converted)[0] < 0.9:
            return text
        return converted.upper() if capitals else converted


def preferred(alternate: etree._Element) -> etree._Element:
    """The version of alternate content to read: the first with a text box or words, else the first."""
    versions = [child for child in alternate if child.tag in (f"{MC}Choice", f"{MC}Fallback")]
    for version in versions:
        if next(version.iter(f"{W}t"), None) is not None:
            return version
    return versions[0] if versions else alternate


def outermost_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes under the element, each once: alternate versions and boxes inside boxes left out."""
    for child in element:
        if child.tag == _TEXT_BOX:
            yield child
        elif child.tag == f"{MC}AlternateContent":
            yield from outermost_boxes(preferred(child))
        elif isinstance(child.tag, str):
            yield from outermost_boxes(child)


def _symbol(code: str) -> str:
    if code.upper() in _SYMBOLS:
        return _SYMBOLS[code.upper()]
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
