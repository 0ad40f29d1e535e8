"""What would become of rows if they were given values: which change, which hold them already, which refuse them.

Nothing is written; the rows that were judged hold the new values afterwards and must not be saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from honglam.core.access.reach import reach_of
from honglam.engines.registers import writing
from honglam.engines.registers.declaration import Move, Register
from honglam.engines.registers.errors import MoveRefused, RecordInvalid
from honglam.engines.registers.naming import called
from honglam.engines.registers.rules import lifecycle as lifecycle_rules

MOST_REFUSALS = 20


@dataclass
class Judged:
    """Keys of the rows that would change, how many hold the values already, and why others refuse (the first few)."""

    changing: list[int] = field(default_factory=list)
    unchanged: int = 0
    refused: int = 0
    refusals: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, row: Any, why: str) -> None:
        """Note a row that cannot take the values."""
        self.refused += 1
        if len(self.refusals) < MOST_REFUSALS:
            self.refusals.append((called(row), why))

    def add(self, other: Judged) -> None:
        """Take in what was found of further rows."""
        self.changing += other.changing
        self.unchanged += other.unchanged
        self.refused += other.refused
        self.refusals = [*self.refusals, *other.refusals][:MOST_REFUSALS]


def judge(register: Register, rows: Iterable[Any], values: Mapping[str, Any]) -> Judged:
    """Try the values on each row."""
    judged = Judged()
    for row in rows:
        try:
            changes = writing.cleaned(register, row, values)
        except RecordInvalid as error:
            judged.refuse(row, str(error))
        else:
            if changes:
                judged.changing.append(row.pk)
            else:
                judged.unchanged += 1
    return judged


def judged_move(register: Register, line: Move, rows: Iterable[Any]) -> Judged:
    """What a line of the lifecycle would do to rows."""
    judged = Judged()
    for row in rows:
        empty = [register.label_of(name) for name in line.requires if getattr(row, name) in (None, "")]
        if row.state == line.target:
            judged.unchanged += 1
        elif refusal := lifecycle_rules.refusal_of(line, state=row.state, empty=empty):
            judged.refuse(row, refusal)
        else:
            judged.changing.append(row.pk)
    return judged


def line_of(register: Register, move: str) -> Move:
    """A line of the lifecycle. Raises MoveRefused where there is none of that code."""
    if register.lifecycle is None:
        raise MoveRefused(lifecycle_rules.no_lifecycle())
    try:
        return register.lifecycle.move(move)
    except KeyError as error:
        raise MoveRefused(_("Sổ này không có bước chuyển “%(code)s”.") % {"code": move}) from error


def standing_rows(register: Register, keys: Sequence[int], by: Any, verb: str, *, locked: bool = False) -> list[Any]:
    """The rows of some keys that stand and lie within a person's reach of a verb; `locked` inside a transaction."""
    reach = reach_of(by, register.permission(verb))
    rows = register.model._default_manager.filter(reach.q("unit"), pk__in=keys, ended_on__isnull=True)
    if locked:
        rows = rows.select_for_update(of=("self",))
    return list(writing.with_what_is_shown(register, rows).order_by("pk"))
