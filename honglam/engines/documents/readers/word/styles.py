"""Paragraph and character properties with their inheritance: direct, style chain, document defaults."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from .package import W, is_on, value

_MAX_CHAIN = 20


class Styles:
    """The styles part; every lookup follows `basedOn` and ends at the document defaults."""

    def __init__(self, root: etree._Element | None) -> None:
        self._by_id: dict[str, etree._Element] = {}
        self._defaults: dict[str, str] = {}
        self._run_defaults: etree._Element | None = None
        if root is None:
            return
        for style in root.iterfind(f"{W}style"):
            identifier = style.get(f"{W}styleId")
            if identifier:
                self._by_id[identifier] = style
                if style.get(f"{W}default") in ("1", "true"):
                    self._defaults[style.get(f"{W}type", "")] = identifier
        self._run_defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")

    def chain(self, identifier: str | None, kind: str = "paragraph") -> Iterator[etree._Element]:
        """The style and those it is based on, nearest first."""
        identifier = identifier or self._defaults.get(kind)
        for _ in range(_MAX_CHAIN):
            style = self._by_id.get(identifier or "")
            if style is None:
                return
            yield style
            identifier = value(style.find(f"{W}basedOn"))

    def paragraph_property(self, paragraph: etree._Element, tag: str) -> etree._Element | None:
        """The paragraph property `tag`, direct or inherited."""
        direct = paragraph.find(f"{W}pPr/{W}{tag}")
        if direct is not None:
            return direct
        for style in self.chain(style_of(paragraph)):
            found = style.find(f"{W}pPr/{W}{tag}")
            if found is not None:
                return found
        return None

    def run_switch(self, run: etree._Element, paragraph: etree._Element, tag: str) -> bool:
        """Whether a character switch ("b", "i", "caps", "vanish") is on for the run."""
        return is_on(self.run_property(run, paragraph, tag))

    def run_property(self, run: etree._Element, paragraph: etree._Element, tag: str) -> etree._Element | None:
        """The character property `tag` of the run, direct or inherited."""
        direct = run.find(f"{W}rPr/{W}{tag}")
        if direct is not None:
            return direct
        character_style = value(run.find(f"{W}rPr/{W}rStyle"))
        chains = [self.chain(character_style, "character")] if character_style else []
        for chain in [*chains, self.chain(style_of(paragraph))]:
            for style in chain:
                found = style.find(f"{W}rPr/{W}{tag}")
                if found is not None:
                    return found
        return None if self._run_defaults is None else self._run_defaults.find(f"{W}{tag}")

    def heading_level(self, paragraph: etree._Element) -> int | None:
        """The outline level, from 1, or None for body text (Word counts from 0; 9 means body text)."""
        level = value(self.paragraph_property(paragraph, "outlineLvl"))
        return int(level) + 1 if level is not None and level.isdigit() and int(level) < 9 else None

    def numbering(self, paragraph: etree._Element) -> tuple[str, int | None, str | None] | None:
        """(list id, level or None, style that gave it) of the paragraph's automatic numbering, or None."""
        direct = paragraph.find(f"{W}pPr/{W}numPr")
        inherited = self._style_numbering(paragraph)
        if direct is None:
            return inherited
        list_id, level = value(direct.find(f"{W}numId")), value(direct.find(f"{W}ilvl"))
        if list_id is None:
            # The paragraph changes only the level of its style's list.
            return None if inherited is None else (inherited[0], _integer(level), None)
        return None if list_id == "0" else (list_id, _integer(level) or 0, None)

    def _style_numbering(self, paragraph: etree._Element) -> tuple[str, int | None, str | None] | None:
        level: int | None = None
        for style in self.chain(style_of(paragraph)):
            properties = style.find(f"{W}pPr/{W}numPr")
            if properties is None:
                continue
            level = _integer(value(properties.find(f"{W}ilvl"))) if level is None else level
            list_id = value(properties.find(f"{W}numId"))
            if list_id is not None:
                return None if list_id == "0" else (list_id, level, style.get(f"{W}styleId"))
        return None


def style_of(paragraph: etree._Element) -> str | None:
    """The id of the paragraph's style, or None for the default one."""
    return value(paragraph.find(f"{W}pPr/{W}pStyle"))


def _integer(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdigit() else None
