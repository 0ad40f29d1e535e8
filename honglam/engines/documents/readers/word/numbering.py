"""Word's automatic numbering, which stands nowhere in the text: counted here as Word counts it.

A list (`num`) points to an abstract list of up to nine levels; all lists of one abstract list share their
counters, except where a list overrides a start value: then its first paragraph begins anew.
ISO/IEC 29500-1, 17.9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from ...markers import format_number
from .package import W, is_on, value

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number looks, where it starts and what restarts it."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    suffix: str = "tab"
    style: str | None = None


class Numbering:
    """The numbering part and its running counters; ask once for each paragraph, in document order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._abstract_of: dict[str, str] = {}
        self._levels: dict[str, dict[int, Level]] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._own_levels: dict[str, dict[int, Level]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root)

    def marker(self, list_id: str, level: int | None, style: str | None) -> tuple[str, int, str] | None:
        """(marker as printed, level from 0, separator after it) of the next paragraph of the list.

        None where the list is unknown. The marker is empty where the level prints none.
        """
        abstract = self._abstract_of.get(list_id)
        if abstract is None:
            return None
        if level is None:
            level = self._level_of_style(abstract, style)
        definition = self._level(list_id, abstract, level)
        self._advance(list_id, abstract, level, definition)
        if definition.format == "none" and not _PLACEHOLDER.search(definition.text):
            return definition.text, level, " "
        if definition.format == "bullet":
            return definition.text or "•", level, " "
        counters = self._counters[abstract]

        def number(match: re.Match[str]) -> str:
            index = int(match.group(1)) - 1
            of = self._level(list_id, abstract, index)
            shown = "decimal" if definition.legal else of.format
            return format_number(counters.get(index, of.start), shown)

        separator = "" if definition.suffix == "nothing" else " "
        return _PLACEHOLDER.sub(number, definition.text), level, separator

    def _advance(self, list_id: str, abstract: str, level: int, definition: Level) -> None:
        counters = self._counters.setdefault(abstract, {})
        override = self._overrides.get(list_id, {}).get(level)
        if override is not None and (list_id, level) not in self._begun:
            counters[level] = override
        else:
            counters[level] = counters[level] + 1 if level in counters else definition.start
        self._begun.add((list_id, level))
        for above in range(level):
            counters.setdefault(above, self._level(list_id, abstract, above).start)
        for below in range(level + 1, _LEVELS):
            restart = self._level(list_id, abstract, below).restart
            # Restart 0: never; n: only after a paragraph of level n (from 1) or above; else after any higher.
            if restart is None or (restart and level < restart):
                counters.pop(below, None)

    def _level(self, list_id: str, abstract: str, level: int) -> Level:
        own = self._own_levels.get(list_id, {}).get(level)
        return own or self._levels.get(abstract, {}).get(level) or Level(text=f"%{level + 1}.")

    def _level_of_style(self, abstract: str, style: str | None) -> int:
        for level, definition in self._levels.get(abstract, {}).items():
            if style is not None and definition.style == style:
                return level
        return 0

    def _load(self, root: etree._Element) -> None:
        links: dict[str, str] = {}
        named: dict[str, str] = {}
        for element in root.iterfind(f"{W}abstractNum"):
            identifier = element.get(f"{W}abstractNumId", "")
            self._levels[identifier] = dict(map(_level, element.iterfind(f"{W}lvl")))
            link = value(element.find(f"{W}numStyleLink"))
            name = value(element.find(f"{W}styleLink"))
            if link is not None:
                links[identifier] = link
            if name is not None:
                named[name] = identifier
        for identifier, link in links.items():
            if not self._levels[identifier] and link in named:
                self._levels[identifier] = self._levels[named[link]]
        for element in root.iterfind(f"{W}num"):
            list_id = element.get(f"{W}numId", "")
            self._abstract_of[list_id] = value(element.find(f"{W}abstractNumId")) or ""
            for override in element.iterfind(f"{W}lvlOverride"):
                level = _integer(override.get(f"{W}ilvl"), 0)
                start = value(override.find(f"{W}startOverride"))
                if start is not None:
                    self._overrides.setdefault(list_id, {})[level] = _integer(start, 1)
                own = override.find(f"{W}lvl")
                if own is not None:
                    self._own_levels.setdefault(list_id, {})[level] = _level(own)[1]


def _level(element: etree._Element) -> tuple[int, Level]:
    restart = value(element.find(f"{W}lvlRestart"))
    level = Level(
        format=value(element.find(f"{W}numFmt")) or "decimal",
        text=value(element.find(f"{W}lvlText")) or "",
        start=_integer(value(element.find(f"{W}start")), 1),
        restart=None if restart is None else _integer(restart, 0),
        legal=is_on(element.find(f"{W}isLgl")),
        suffix=value(element.find(f"{W}suff")) or "tab",
        style=value(element.find(f"{W}pStyle")),
    )
    return _integer(element.get(f"{W}ilvl"), 0), level


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdigit() else otherwise
