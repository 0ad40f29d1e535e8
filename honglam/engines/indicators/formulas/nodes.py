"""The parts of a formula that was read. Each knows how deep it is, so that no formula can exhaust the stack."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: Decimal
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Reference:
    """The figure of another indicator, by its code."""

    code: str
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Negative:
    """A minus sign before an operand."""

    operand: Node
    depth: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands of one rank from left to right: a + b - c, or a * b / c."""

    first: Node
    rest: tuple[tuple[str, Node], ...]
    depth: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function of `FUNCTIONS` with its arguments."""

    name: str
    arguments: tuple[Node, ...]
    depth: int


Node = Number | Reference | Negative | Chain | Call

FUNCTIONS: dict[str, tuple[int, int | None]] = {
    "sum": (1, None),
    "mean": (1, None),
    "min": (1, None),
    "max": (1, None),
    "if_missing": (2, 2),
}
"""Fewest and most arguments of each function; None is any number."""
