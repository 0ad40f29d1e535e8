"""Rows as plain values for programs: what one reader may have of each, read without building objects of the model.

    rows = plain_rows(register, user)
    for values in queryset.values_list(*rows.lookups):
        rows.read(values)          # {"uid": …, "unit": "tinh.finance", "capital": Decimal("50000.00"), …}

Personal columns are masked, guarded ones are left out of rows that the reader's guard does not cover.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from honglam.core.access.reach import Reach, reach_of
from honglam.core.organisations.models import Unit
from honglam.core.personal.masks import mask
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.values import column_names, points_at, source_of

_UNIT = ("unit_id", "unit__path", "unit__second_path")


@dataclass
class PlainRows:
    """What a reader has of a register's rows: columns in order, the reach of each guard, where masks are lifted."""

    register: Register
    columns: tuple[str, ...]
    guards: Mapping[str, Reach] = field(default_factory=dict)
    unmasked: Reach | None = None

    @cached_property
    def lookups(self) -> list[str]:
        """What `values_list` is to read, in the order that `read` takes."""
        return [*(_UNIT if self._asks_unit else ()), *(source_of(self.register, name) for name in self.columns)]

    @cached_property
    def masked(self) -> list[tuple[str, str]]:
        """Columns that are masked, with the mask."""
        return [(name, kind) for name, kind in self.register.masks.items() if kind and name in self.columns]

    @cached_property
    def _guarded(self) -> list[tuple[str, Reach]]:
        return [(name, reach) for name, reach in self.guards.items() if name in self.columns and not reach.everything]

    @cached_property
    def _asks_unit(self) -> bool:
        return bool(self._guarded or (self.masked and self.unmasked is not None))

    def read(self, values: Sequence[Any]) -> dict[str, Any]:
        """A row of `values_list` as column → value, masked and without what is guarded."""
        unit = None
        if self._asks_unit:
            unit, values = self._unit(*values[:3]), values[3:]
        row = dict(zip(self.columns, values, strict=True))
        if self.masked and not (self.unmasked is not None and self.unmasked.covers(unit)):
            for name, kind in self.masked:
                row[name] = mask(row[name], kind)
        for name, reach in self._guarded:
            if not reach.covers(unit):
                del row[name]
        return row

    def lifts_masks_of(self, values: Sequence[Any]) -> bool:
        """Whether the personal columns of a row of `values_list` are shown to the reader as they are."""
        return bool(self.masked) and self.unmasked is not None and self.unmasked.covers(self._unit(*values[:3]))

    @property
    def judges_places(self) -> bool:
        """Whether rows may be asked for by where they are."""
        if self.register.masks.get("geometry"):
            return False
        return "geometry" not in self.guards or self.guards["geometry"].everything

    def _unit(self, pk: int, path: str, second_path: str) -> Unit:
        known: dict[int, Unit] = self.__dict__.setdefault("_units", {})
        if pk not in known:
            known[pk] = Unit(pk=pk, path=path, second_path=second_path)
        return known[pk]

    def judges(self, column: str) -> bool:
        """Whether rows may be filtered and ordered by a column: never by one whose value is hidden from the reader."""
        if column not in self.columns or column == "geometry" or self.register.masks.get(column):
            return False
        return column not in self.guards or self.guards[column].everything


def plain_rows(register: Register, user: Any, *, geometry: bool = False, unmask: bool = False) -> PlainRows:
    """What a signed-in person has: every column but those with a guard that the person holds nowhere."""
    guards = {name: reach_of(user, code) for name, code in register.guarded.items()}
    columns = tuple(
        name for name in column_names(register)
        if (name not in guards or guards[name]) and (geometry or name != "geometry")
    )  # fmt: skip
    lifted = reach_of(user, register.permission("unmask")) if unmask and register.masks else None
    return PlainRows(register, columns, guards, lifted)


def is_reference(register: Register, column: str) -> bool:
    """Whether a column names another object."""
    return points_at(register.model._meta.get_field(column)) is not None  # type: ignore[arg-type]
