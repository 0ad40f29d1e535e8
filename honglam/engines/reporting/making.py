"""Making figures: one canonical value, one official way to print it, and what became of it since the period before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from honglam.engines.reporting.content import Block, Content, Figure, Piece, Section, Sentence, TableBlock
from honglam.toolkit.numbers import format_number

NOTHING = "…"
"""What is printed where nothing is stored (the sign of official statistical tables for “no figure yet”)."""


def canonical(value: Decimal | int) -> str:
    """A number as content keeps it: no exponent, no zeros at the end ("12.5", "0", "-3")."""
    text = f"{Decimal(value):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


def figure_of(
    key: str, value: Decimal | int | None, *, measure: str = "", label: str = "", link: str = "",
    is_additive: bool = False,
) -> Figure:  # fmt: skip
    """A figure of a stored number; where nothing is stored it has no value and says so."""
    if value is None:
        return Figure(key, "", NOTHING, measure, str(label), link, "", is_additive)
    return Figure(key, canonical(value), format_number(value), measure, str(label), link, "", is_additive)


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure stands to the period before: `sign` is 1, -1 or 0, `printed` the difference without its sign."""

    sign: int
    printed: str
    measure: str

    @property
    def words(self) -> str:
        """“tăng 5 nhiệm vụ so với kỳ trước”."""
        if not self.sign:
            return _("bằng kỳ trước")
        amount = {"amount": f"{self.printed} {self.measure}".strip()}
        if self.sign > 0:
            return _("tăng %(amount)s so với kỳ trước") % amount
        return _("giảm %(amount)s so với kỳ trước") % amount


def change_of(one: Figure) -> Change | None:
    """The change of a figure since the period before; None where one of the two is not stored."""
    if not one.value or not one.previous:
        return None
    difference = Decimal(one.value) - Decimal(one.previous)
    sign = (difference > 0) - (difference < 0)
    return Change(sign, format_number(abs(difference)), _("điểm phần trăm") if one.measure == "%" else one.measure)


def compared(one: Figure, previous: Content | None, code: str) -> Figure:
    """The figure with its value of the period before, from the frozen report of that period."""
    if previous is None:
        return one
    before = previous.figures_by_key().get((code, one.key))
    return one if before is None or not before.value else replace(one, previous=before.value)


def change_pieces(one: Figure) -> tuple[Piece, ...]:
    """“ (tăng 5 nhiệm vụ so với kỳ trước)” behind a figure in a sentence; nothing where there is nothing to compare."""
    change = change_of(one)
    return () if change is None else (f" ({change.words})",)


def with_previous(sections: Iterable[Section], previous: Content | None) -> tuple[Section, ...]:
    """Every figure with its value in the frozen report of the period before, where that has the same figure."""
    if previous is None:
        return tuple(sections)
    known = {key: one.value for key, one in previous.figures_by_key().items() if one.value}

    def told(section: Section, piece: Piece) -> Piece:
        before = known.get((section.code, piece.key)) if isinstance(piece, Figure) else None
        return replace(piece, previous=before) if isinstance(piece, Figure) and before else piece

    def block(section: Section, one: Block) -> Block:
        if isinstance(one, Sentence):
            return Sentence(tuple(told(section, piece) for piece in one.pieces))
        if isinstance(one, TableBlock):
            rows = (replace(row, cells=tuple(told(section, cell) for cell in row.cells)) for row in one.rows)
            return replace(one, rows=tuple(rows))
        return one

    return tuple(replace(one, blocks=tuple(block(one, each) for each in one.blocks)) for one in sections)
