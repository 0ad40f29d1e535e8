"""What a merge stores so that it can be taken back, and what would stand twice after it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from honglam.engines.registers.declaration import Register
from honglam.engines.registers.naming import named
from honglam.engines.registers.pointing import Pointer
from honglam.engines.registers.writing import register_attribute

_BOX = ("west", "south", "east", "north")


@dataclass(frozen=True, slots=True)
class Moved:
    """Rows of one table whose column was moved: primary key, revision afterwards (0 in plain tables), old target."""

    model: str
    column: str
    rows: tuple[tuple[int, int, int], ...]

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {"model": self.model, "column": self.column, "rows": [list(row) for row in self.rows]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Moved:
        """As it was stored."""
        return cls(data["model"], data["column"], tuple((row[0], row[1], row[2]) for row in data["rows"]))


def snapshot(row: Any) -> dict[str, Any]:
    """All values of a row as JSON."""
    values = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
    found: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return found


def columns_kept(register: Register) -> list[str]:
    """The columns that a merge may change of the row that stands, and that taking it back restores."""
    return [*register.fields, "search_text", *(_BOX if register.is_located else ())]


def values_of(register: Register, before: Mapping[str, Any]) -> dict[str, Any]:
    """The values of `columns_kept` from a snapshot, by attribute."""
    found = {}
    for name in columns_kept(register):
        field: Any = register.model._meta.get_field(name)
        value = before[field.attname]
        holder = field.target_field if field.is_relation else field
        found[field.attname] = None if value is None else holder.to_python(value)
    return found


def collisions(pointer: Pointer, moving: Sequence[Any], keep: Any) -> list[str]:
    """Rows that would have the same identity once they point at the kept row, each once, in words."""
    register = pointer.register
    if register is None or pointer.column not in register.identity:
        return []
    rest = [register_attribute(register, name) for name in register.identity if name != pointer.column]
    taken: dict[tuple[Any, ...], Any] = {
        tuple(getattr(row, name) for name in rest): row for row in pointer.rows().filter(**{pointer.column: keep})
    }
    twice: list[str] = []
    for row in moving:
        key = tuple(getattr(row, name) for name in rest)
        if any(part in (None, "") for part in key):
            continue
        if key in taken:
            twice.append(named(register, row))
        taken.setdefault(key, row)
    return twice
