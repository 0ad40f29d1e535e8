"""What points at the rows of a register: rows of other registers, and other tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from honglam.engines.registers.declaration import Register, register_of_model


@dataclass(frozen=True, slots=True)
class Pointer:
    """A column of a table that points at rows of a register; `register` where the table is a register's."""

    model: type[models.Model]
    column: str
    register: Register | None

    @property
    def attribute(self) -> str:
        """The attribute that holds the key."""
        return str(self.model._meta.get_field(self.column).attname)  # type: ignore[union-attr]

    def rows(self) -> Any:
        """All rows of the table that still count: of a register those that stand."""
        rows: Any = self.model._default_manager.all()
        return rows.filter(ended_on__isnull=True) if self.register is not None else rows


def pointers_at(register: Register) -> list[Pointer]:
    """Every column that points at the register's rows; former states and the mark of merging do not count."""
    found = []
    for relation in register.model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        model, column = relation.related_model, relation.field.name  # type: ignore[union-attr]
        if not isinstance(model, type) or not relation.field.concrete:  # type: ignore[union-attr]
            continue
        if column == "merged_into" or hasattr(model, "replaced_at"):
            continue
        found.append(Pointer(model, column, register_of_model(model)))
    return sorted(found, key=lambda one: (one.model._meta.label, one.column))


def pointed_at(register: Register, keys: Sequence[int]) -> dict[int, str]:
    """Which of the rows others point at, and who, in words."""
    found: dict[int, str] = {}
    for pointer in pointers_at(register):
        name = pointer.register.label if pointer.register else pointer.model._meta.verbose_name
        held = pointer.rows().filter(**{f"{pointer.column}__in": list(keys)})
        for key in held.values_list(pointer.attribute, flat=True).distinct():
            found.setdefault(key, _("có dòng của sổ “%(name)s” trỏ tới") % {"name": name})
    return found
