"""The first rows of each kind that trying a file finds, as the page shows them; personal values are masked."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from honglam.core.personal.masks import mask
from honglam.engines.registers import writing
from honglam.engines.registers.declaration import Register, register_of_model
from honglam.engines.registers.importing.judging import Outcome, Verdict
from honglam.engines.registers.importing.references import Pointed
from honglam.engines.registers.naming import named
from honglam.toolkit.sheets import Column, Kind, as_text

MOST = 20
LONGEST = 120
_KINDS: dict[type, Kind] = {
    Decimal: Kind.NUMBER, int: Kind.NUMBER, float: Kind.NUMBER, datetime.date: Kind.DATE,
    datetime.datetime: Kind.MOMENT,
}  # fmt: skip


class Preview:
    """Gathers up to twenty lines of each kind but the refused ones, which are kept whole elsewhere."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._found: dict[Outcome, list[dict[str, Any]]] = {
            Outcome.CREATED: [], Outcome.UPDATED: [], Outcome.UNCHANGED: [],
        }  # fmt: skip

    def take(self, verdicts: Sequence[Verdict]) -> None:
        """Look at the verdicts of a batch."""
        for verdict in verdicts:
            kept = self._found.get(verdict.outcome)
            if kept is not None and len(kept) < MOST:
                kept.append(self._line(verdict))

    def to_json(self) -> dict[str, Any]:
        """What was gathered: lists of lines by kind, under `previews`."""
        return {"previews": {outcome.value: lines for outcome, lines in self._found.items()}}

    def _line(self, verdict: Verdict) -> dict[str, Any]:
        line: dict[str, Any] = {
            "line": verdict.line.number,
            "values": {name: self._shown(name, value) for name, value in verdict.line.values.items()},
        }
        if verdict.row is not None:
            line["changes"] = {
                name: [self._of(verdict.former, name), self._of(verdict.row, name)] for name in verdict.changes
            }
            line["uid"] = str(verdict.row.uid)
        return line

    def _shown(self, name: str, value: Any) -> str:
        field = self.register.fields.get(name)
        if isinstance(value, Pointed):
            other = register_of_model(type(value.target))
            value = value.shown if other is None else named(other, value.target)
        elif field is not None and field.choices:
            value = dict(field.flatchoices).get(value, value)
        return self._masked(name, value)

    def _of(self, row: Any, name: str) -> str:
        field = row._meta.get_field(name)
        return self._masked(name, reference_words(row, name) if field.choices or field.is_relation else
                            getattr(row, name))  # fmt: skip

    def _masked(self, name: str, value: Any) -> str:
        if name in self.register.withheld:
            return mask(value, self.register.masks.get(name, "full"))
        return written(value)[:LONGEST]


def reference_words(row: Any, name: str) -> str:
    """What a choice or a reference is called, with what is personal in the name of a row masked."""
    pointed = getattr(row, name) if row._meta.get_field(name).is_relation else None
    other = register_of_model(type(pointed)) if pointed is not None else None
    return writing.shown(row, name) if other is None else named(other, pointed)


def written(value: Any) -> str:
    """A value as people write it."""
    if value is None:
        return ""
    column = Column("", lambda one: one, _KINDS.get(type(value), Kind.TEXT))
    return as_text(column, value)
