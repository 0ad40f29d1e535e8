"""What one reader may see and do in one register: the guards of columns, the permissions over units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from honglam.core.access.reach import Reach, reach_of
from honglam.engines.registers.declaration import Register


@dataclass(frozen=True, slots=True)
class Sight:
    """A register through one person's eyes. Costs no query once the reach of a permission is known."""

    register: Register
    user: Any

    def reach(self, verb: str) -> Reach:
        """How far one of the register's permissions carries the reader: view, edit, decide or unmask."""
        return reach_of(self.user, self.register.permission(verb))

    def may(self, verb: str, unit: Any) -> bool:
        """Whether the reader holds the permission over a unit."""
        return self.reach(verb).covers(unit)

    def hidden(self, unit: Any) -> frozenset[str]:
        """Columns of a unit's rows that the reader may not see at all."""
        return frozenset(
            name for name, code in self.register.guarded.items() if not reach_of(self.user, code).covers(unit)
        )

    def column_q(self, column: str) -> Q:
        """Rows in which the reader may see a column; Q() where nothing guards it."""
        code = self.register.guarded.get(column)
        return reach_of(self.user, code).q("unit") if code else Q()
