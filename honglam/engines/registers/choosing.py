"""Which rows a bulk write means: some that were marked, or all that a list's filters leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.http import QueryDict

from honglam.core.access.reach import reach_of
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.listing import Listing
from honglam.toolkit.identifiers import uuid_of

AT_ONCE = 500
"""Rows that are written while the person waits; more are written in the background."""


@dataclass(frozen=True)
class Choice:
    """Rows by uid, or all that a query leaves where no uid is given."""

    register: Register
    uids: tuple[str, ...] = ()
    query: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether all filtered rows are meant, not some that were marked."""
        return not self.uids

    def rows(self, user: Any, verb: str) -> QuerySet[Any]:
        """The rows that stand and that the person may write, in no order; never those of a past day."""
        reach = reach_of(user, self.register.permission(verb))
        asked = QueryDict(self.query, mutable=True)
        asked.pop("on", None)
        if not self.is_everything:
            asked.clear()
        rows = Listing(self.register, user, asked).present().filter(reach.q("unit"), ended_on__isnull=True)
        if self.is_everything:
            return rows
        return rows.filter(uid__in=[uid for text in self.uids if (uid := uuid_of(text))])


def changeable(register: Register, sight: Any) -> list[str]:
    """The columns that many rows may be given one value of: not the identity, not personal ones, not the place."""
    return [
        name for name in register.fields
        if name not in register.identity and name != "geometry" and sight.judges(name)
        and not isinstance(register.fields[name], models.JSONField)
    ]  # fmt: skip


def differing(register: Register, rows: QuerySet[Any], column: str, value: Any) -> QuerySet[Any]:
    """The rows that hold another value."""
    if value is None or (value == "" and register.model._meta.get_field(column).null):
        return rows.filter(**{f"{column}__isnull": False})
    other = ~Q(**{column: value})
    field = register.model._meta.get_field(column)
    return rows.filter(other | Q(**{f"{column}__isnull": True}) if getattr(field, "null", False) else other)


def stored_value(value: Any) -> Any:
    """A value as the arguments of a job hold it."""
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.pk if isinstance(value, models.Model) else str(value)


def value_from(register: Register, column: str, stored: Any) -> Any:
    """The value that `stored_value` stored."""
    field: Any = register.model._meta.get_field(column)
    if isinstance(field, models.ForeignKey) and stored is not None:
        return field.remote_field.model._default_manager.get(pk=stored)
    return field.to_python(stored)


def keys_of(rows: QuerySet[Any]) -> Sequence[int]:
    """The primary keys, fixed before anything is written: a row that no longer matches stays chosen."""
    return list(rows.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=10_000))
