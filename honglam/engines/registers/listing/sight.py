"""What one reader sees of a register: which columns, which values, and by which columns the list may be judged.

A personal column is never searched, filtered, sorted or summed: that would tell what its mask hides. A guarded column
is judged by only where the reader sees all of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from honglam.core.access.reach import Reach, reach_of
from honglam.core.personal.masks import mask
from honglam.engines.datahub.public import ColumnType
from honglam.engines.registers.declaration import Computed, Register
from honglam.engines.registers.naming import called
from honglam.toolkit.sheets import Kind

_KINDS = {
    ColumnType.DATE: Kind.DATE, ColumnType.MOMENT: Kind.MOMENT, ColumnType.DECIMAL: Kind.NUMBER,
    ColumnType.INTEGER: Kind.NUMBER,
}  # fmt: skip
OWN = ("unit", "valid_from", "recorded_at", "recorded_by", "revision", "ended_on", "ended_reason")
"""Columns of the engine that a list may show besides the pack's."""


@dataclass(frozen=True)
class ListSight:
    """How far a reader sees: `reach` of the list, `guards` of columns, `unmasked` where masks are lifted on purpose."""

    register: Register
    reach: Reach
    guards: Mapping[str, Reach]
    unmasked: Reach | None = None

    def columns(self) -> list[str]:
        """Every column that the reader may have in the list: the declared ones first, then the model's, then ours."""
        register = self.register
        state = ("state",) if register.lifecycle else ()
        names = dict.fromkeys((*register.columns, *register.fields, *register.computed, *state, *OWN))
        return [name for name in names if self.shows(name)]

    def shows(self, column: str) -> bool:
        """Whether the reader sees a column of any row; of one that is worked out, all that it reads."""
        if (computed := self.register.computed.get(column)) is not None:
            return all(self.shows(name) for name in computed.of)
        return column not in self.guards or bool(self.guards[column])

    def judges(self, column: str) -> bool:
        """Whether the list may be filtered, sorted and summed by a column; what is worked out stands nowhere."""
        if column in self.register.masks or column == "geometry" or column in self.register.computed:
            return False
        return column not in self.guards or _covers(self.guards[column], self.reach)

    def asks_between(self, column: str) -> bool:
        """Whether the list may be asked for a column that is worked out: its condition tells no more than its mask."""
        computed = self.register.computed[column]
        return computed.between is not None and all(
            name not in self.guards or _covers(self.guards[name], self.reach) for name in computed.of
        )

    def places(self, row: Any) -> bool:
        """Whether the reader may know where a row is."""
        if "geometry" in self.register.masks:
            return False
        return "geometry" not in self.guards or self.guards["geometry"].covers(row.unit)

    def value(self, row: Any, column: str) -> Any:
        """A cell: text, number, day or moment as it may be shown; an empty text where the reader may not see it."""
        if (computed := self.register.computed.get(column)) is not None:
            return self._computed(row, computed)
        if column in self.guards and not self.guards[column].covers(row.unit):
            return ""
        value = self._plain(row, column)
        kind = self.register.masks.get(column)
        if kind is None or (self.unmasked is not None and self.unmasked.covers(row.unit)):
            return value
        return mask(getattr(row, column) if isinstance(value, bool) else value, kind)

    def _computed(self, row: Any, computed: Computed) -> Any:
        """What is worked out of a row, masked as it is declared."""
        if any(name in self.guards and not self.guards[name].covers(row.unit) for name in computed.of):
            return ""
        value = computed.value(row)
        if not computed.mask or (self.unmasked is not None and self.unmasked.covers(row.unit)):
            return "" if value is None else value
        return mask(value, computed.mask)

    def _plain(self, row: Any, column: str) -> Any:
        if column == "geometry":
            return _("có") if row.west is not None else ""
        field = self.register.model._meta.get_field(column)
        value = getattr(row, column)
        if isinstance(field, models.ForeignKey):
            return called(value)
        if column == "state":
            return states_of(self.register).get(value, value)
        if choices := dict(getattr(field, "flatchoices", ())):
            return str(choices.get(value, "" if value is None else value))
        if isinstance(field, models.BooleanField):
            return "" if value is None else _("có") if value else _("không")
        if isinstance(field, models.JSONField):
            return "" if value in (None, "", [], {}) else str(value)
        return value


def sight_of(register: Register, user: Any, *, unmask: bool = False) -> ListSight:
    """How far a person sees a register; masks are lifted only where that is asked for and permitted."""
    return ListSight(
        register,
        reach_of(user, register.permission("view")),
        {column: reach_of(user, code) for column, code in register.guarded.items()},
        reach_of(user, register.permission("unmask")) if unmask and register.personal else None,
    )


def states_of(register: Register) -> dict[str, str]:
    """The states of a register's rows in words."""
    return {code: str(label) for code, label in register.lifecycle.states.choices} if register.lifecycle else {}


def kind_of(register: Register, column: str) -> Kind:
    """What a column holds, as sheets ask. A year is written without a dot: it is no quantity."""
    if (computed := register.computed.get(column)) is not None:
        return Kind.TEXT if computed.mask else _KINDS.get(computed.type, Kind.TEXT)
    field = register.model._meta.get_field(column)
    if isinstance(field, models.DateTimeField):
        return Kind.MOMENT
    if isinstance(field, models.DateField):
        return Kind.DATE
    is_figure = isinstance(field, models.IntegerField | models.DecimalField | models.FloatField)
    if not is_figure or column in register.masks or getattr(field, "choices", None) or "year" in column.split("_"):
        return Kind.TEXT
    return Kind.NUMBER


def _covers(guard: Reach, reach: Reach) -> bool:
    """Whether everything within `reach` lies within `guard`; where that is not plain to see, no."""
    if guard.everything:
        return True
    if reach.everything or reach.fields:
        return False
    paths = all(any(path.startswith(own) for own in guard.paths) for path in reach.paths)
    return paths and reach.group_unit_ids <= guard.group_unit_ids
