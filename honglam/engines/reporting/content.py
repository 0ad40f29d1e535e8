"""What a report says, as values: sections of blocks whose numbers know where they come from.

Content is assembled from stored facts, shown, frozen as JSON and read again for the paper, the annexes, the public
page, the comparison with the period before, and the report of the level above. The JSON is a tree of the classes below
with a `kind` on each block; decimals are canonical text ("12.5"), never floats: the same content has one digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a report.

    `key` is stable over periods ("work.done_late"), unique in its section: the comparison with the period before and
    the sum over units go by it. `value` is the canonical decimal, empty where nothing is stored. `printed` is how
    people read it ("1.234,5"), `measure` its unit of measure. `link` is the address of the rows behind it. `previous`
    is the value of the period before. `is_additive`: the sum over units is the figure of all of them.
    """

    key: str
    value: str
    printed: str
    measure: str = ""
    label: str = ""
    link: str = ""
    previous: str = ""
    is_additive: bool = False

    @property
    def number(self) -> Decimal | None:
        """The value to calculate with."""
        return Decimal(self.value) if self.value else None


Piece = str | Figure


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with figures in them."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The sentence as it is printed."""
        return "".join(piece if isinstance(piece, str) else piece.printed for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Column:
    """The heading of a column; numbers stand at the right. `width` is its share of the paper's width (relative)."""

    title: str
    is_number: bool = False
    width: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a cell is words, or a figure. `link` is the page of what the row is about."""

    cells: tuple[Piece, ...]
    link: str = ""
    is_total: bool = False
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A ruled table. `is_annex`: it is printed as an annex behind the signature and as its own sheet in Excel."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    is_annex: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: its words, whose it is, and its page."""

    text: str
    unit: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list of lines."""

    title: str
    items: tuple[Item, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one line or set of bars, one for each category; empty text where nothing is stored."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """One chart that answers one question; its values stand in a table beside it. `shape` is "bar" or "line"."""

    title: str
    shape: str
    measure: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    target: str = ""


@dataclass(frozen=True, slots=True)
class WrittenBlock:
    """Words that people typed; paragraphs are separated by line breaks."""

    text: str


Block = Sentence | TableBlock | ListBlock | ChartBlock | WrittenBlock
_KINDS: dict[str, type] = {
    "sentence": Sentence, "table": TableBlock, "list": ListBlock, "chart": ChartBlock, "written": WrittenBlock,
}  # fmt: skip
_KIND_OF = {made: kind for kind, made in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report. `code` is the declared section, `key` its place in the outline (unique in a report)."""

    code: str
    key: str
    title: str
    blocks: tuple[Block, ...] = ()

    def figures(self) -> Iterator[Figure]:
        """All its figures, in reading order."""
        for block in self.blocks:
            if isinstance(block, Sentence):
                yield from (piece for piece in block.pieces if isinstance(piece, Figure))
            elif isinstance(block, TableBlock):
                yield from (cell for row in block.rows for cell in row.cells if isinstance(cell, Figure))


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a report says, in order."""

    sections: tuple[Section, ...] = ()
    format: int = field(default=FORMAT)

    def section(self, key: str) -> Section | None:
        """The section of a key."""
        return next((one for one in self.sections if one.key == key), None)

    def figures_by_key(self) -> dict[tuple[str, str], Figure]:
        """(code of the section, key of the figure) → the first figure of that key."""
        found: dict[tuple[str, str], Figure] = {}
        for section in self.sections:
            for figure in section.figures():
                found.setdefault((section.code, figure.key), figure)
        return found

    def to_json(self) -> dict[str, Any]:
        """The tree to store."""
        return {"format": self.format, "sections": [_section_json(section) for section in self.sections]}

    @staticmethod
    def from_json(tree: dict[str, Any]) -> Content:
        """The content of a stored tree."""
        return Content(tuple(_read_section(section) for section in tree["sections"]), tree.get("format", FORMAT))


def digest_of(tree: dict[str, Any]) -> str:
    """SHA-256 of a stored tree, the same whatever the order in which the database keeps keys."""
    canonical = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _section_json(section: Section) -> dict[str, Any]:
    return {
        "code": section.code,
        "key": section.key,
        "title": section.title,
        "blocks": [{"kind": _KIND_OF[type(block)], **asdict(block)} for block in section.blocks],
    }


def _read_section(tree: dict[str, Any]) -> Section:
    return Section(tree["code"], tree["key"], tree["title"], tuple(_read_block(block) for block in tree["blocks"]))


def _read_block(tree: dict[str, Any]) -> Block:
    values = {name: value for name, value in tree.items() if name != "kind"}
    if tree["kind"] == "sentence":
        return Sentence(_pieces(values["pieces"]))
    if tree["kind"] == "table":
        columns = tuple(Column(**column) for column in values.pop("columns"))
        rows = tuple(Row(**{**row, "cells": _pieces(row["cells"])}) for row in values.pop("rows"))
        return TableBlock(columns=columns, rows=rows, **values)
    if tree["kind"] == "list":
        return ListBlock(items=tuple(Item(**item) for item in values.pop("items")), **values)
    if tree["kind"] == "chart":
        series = tuple(Series(one["name"], tuple(one["values"])) for one in values.pop("series"))
        return ChartBlock(series=series, categories=tuple(values.pop("categories")), **values)
    return WrittenBlock(**values)


def _pieces(trees: Iterable[str | dict[str, Any]]) -> tuple[Piece, ...]:
    return tuple(tree if isinstance(tree, str) else Figure(**tree) for tree in trees)
