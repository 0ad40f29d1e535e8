"""How well the rows of an invented table were found again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from honglam.engines.plans.extraction.items import Indicator, TaskRow

from .invented_tables import InventedTable


@dataclass
class Found:
    """F1 of the rows by their names, and the shares of right numbers, unit lists and other cells."""

    f1: float
    fields: dict[str, float]
    misses: list[str]


def measure(table: InventedTable, items: Sequence[TaskRow | Indicator]) -> Found:
    """Pairs rows in order of likeness, as the scoring of plans does, and counts what is right."""
    wanted = [row for row in table.rows if row.kind == "item"]
    scored = sorted(
        (
            (-alike(item.name, row.cells["name"]), place, index)
            for place, item in enumerate(items)
            for index, row in enumerate(wanted)
        ),
    )
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for score, place, index in scored:
        if -score >= 0.8 and place not in used and index not in pairs:
            pairs[index] = place
            used.add(place)
    right: dict[str, list[bool]] = {}
    misses: list[str] = []
    for index, row in enumerate(wanted):
        item = items[pairs[index]] if index in pairs else None
        checks = {"no": (row.number.rstrip("."), item.no if item else None)}
        for column, units in row.units.items():
            if units:
                checks[column] = (
                    str([bare(unit) for unit in units]),
                    str([bare(u) for u in getattr(item, column, [])]),
                )
        if row.group:
            checks["group"] = (bare(row.group), bare(item.group or "") if item else "")
        for column, name in (
            ("deadline", "deadline_text"),
            ("product", "product"),
            ("content", "content"),
            ("target", "target_text"),
        ):
            if row.cells.get(column):
                checks[column] = (bare(row.cells[column]), bare(getattr(item, name, None) or ""))
        if item is not None:
            checks["name"] = (bare(row.cells["name"]), bare(item.name))
        for column, (want, got) in checks.items():
            right.setdefault(column, []).append(want == got)
            if want != got:
                misses.append(f"{row.number} {column}: wanted {want!r}, got {got!r}")
        if item is None:
            misses.append(f"{row.number} missing: {row.cells['name']}")
    f1 = 2 * len(pairs) / (len(items) + len(wanted)) if items or wanted else 1.0
    return Found(f1, {column: sum(values) / len(values) for column, values in right.items()}, misses)


def alike(one: str, other: str) -> float:
    """Likeness of two texts by their letters, 0 to 1."""
    one, other = bare(one), bare(other)
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() > 0.7 else 0.0


def bare(text: str) -> str:
    """The letters and digits of a text."""
    return re.sub(r"[\W_]+", "", text.lower())
