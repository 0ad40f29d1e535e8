"""How the content of a report is shown: its blocks, its figures with what changed, its charts, its annexes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from honglam.engines.reporting.charts import tones_of
from honglam.engines.reporting.content import (
    Block,
    ChartBlock,
    Content,
    Figure,
    ListBlock,
    Piece,
    Row,
    Sentence,
    TableBlock,
    WrittenBlock,
)
from honglam.engines.reporting.making import NOTHING, change_of
from honglam.toolkit.numbers import format_number

register = template.Library()
_KINDS = {
    Sentence: "sentence", TableBlock: "table", ListBlock: "list", ChartBlock: "chart", WrittenBlock: "written",
}  # fmt: skip
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@register.filter
def block_kind(block: Block) -> str:
    """“sentence”, “table”, “list”, “chart”, “written”; “annex” for a table that stands behind the signature."""
    return "annex" if isinstance(block, TableBlock) and block.is_annex else _KINDS[type(block)]


@register.filter
def is_figure(piece: Piece) -> bool:
    """Whether a piece of a sentence or a cell is a figure."""
    return isinstance(piece, Figure)


@register.simple_tag
def shown_figure(figure: Figure, *, with_change: bool = False) -> SafeString:
    """A figure as a link to its rows, without white space around it; with what became of it since the period before."""
    if figure.link:
        shown = format_html(
            '<a class="figure-link" href="{}" title="{}">{}</a>', figure.link, figure.label, figure.printed
        )
    else:
        shown = format_html('<span class="figure-plain">{}</span>', figure.printed)
    since = change_of(figure) if with_change else None
    if since is None or not since.sign:
        return shown
    arrow, word = ("▲", _("tăng")) if since.sign > 0 else ("▼", _("giảm"))
    return shown + format_html(
        '<small class="figure-change" title="{}"><span aria-hidden="true">{}</span> {} {}</small>',
        since.words, arrow, word, since.printed,
    )  # fmt: skip


@register.filter
def heading_text(row: Row) -> str:
    """The words of a row that heads others, wherever they stand in it."""
    return next((cell for cell in row.cells if isinstance(cell, str) and cell), "")


@register.filter
def roman(number: int) -> str:
    """The number of a part as official documents count: I, II, III …"""
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


@dataclass(frozen=True, slots=True)
class Annex:
    """A table behind the signature with its number."""

    number: int
    section: str
    block: TableBlock


@register.simple_tag
def annexes_of(content: Content) -> list[Annex]:
    """The annexes of a report in their order, numbered from 1."""
    found = [
        (section.title, block)
        for section in content.sections
        for block in section.blocks
        if isinstance(block, TableBlock) and block.is_annex
    ]
    return [Annex(number, title, block) for number, (title, block) in enumerate(found, start=1)]


@register.filter
def annex_number(annexes: list[Annex], block: TableBlock) -> int:
    """The number of an annex."""
    return next(annex.number for annex in annexes if annex.block is block)


@register.filter
def cells(row: Any, block: TableBlock) -> list[tuple[Any, Piece]]:
    """The cells of a row, each with its column."""
    return list(zip(block.columns, row.cells, strict=False))


@register.filter
def naming_column(block: TableBlock) -> int:
    """The place of the column that names a row: the first that is no number."""
    return next((place for place, column in enumerate(block.columns) if not column.is_number), 0)


@register.filter
def chart_data(block: ChartBlock) -> dict[str, Any]:
    """What the chart's script reads."""
    kind = "line" if block.shape == "line" else "stack" if len(block.series) > 1 else "bar"
    return {
        "kind": kind, "categories": list(block.categories), "unit": block.measure,
        "target": float(block.target) if block.target else None,
        "series": [
            {"name": series.name, "tone": tone, "values": [float(value) if value else None for value in series.values]}
            for series, tone in zip(block.series, tones_of(block), strict=True)
        ],
    }  # fmt: skip


@register.filter
def chart_height(block: ChartBlock) -> str:
    """Many bars need a tall chart."""
    return "short" if len(block.categories) <= 4 else "tall" if len(block.categories) > 10 else ""


@register.filter
def chart_rows(block: ChartBlock) -> list[tuple[str, list[str]]]:
    """The values of a chart as rows of a table."""
    return [
        (category, [format_number(Decimal(one.values[at])) if one.values[at] else NOTHING for one in block.series])
        for at, category in enumerate(block.categories)
    ]
