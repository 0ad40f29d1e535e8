"""The values of a row as they leave the register: where each is read, how it is written as text or JSON, how it is
read back.

References leave as names that hold outside: units as their code, rows of registers and everything else with a uid as
that.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from honglam.core.organisations.models import Unit
from honglam.engines.registers.declaration import Register
from honglam.toolkit.identifiers import uuid_of

SHOWN_OF_OURS = ("uid", "unit", "state", "valid_from")
"""The engine's own columns that leave with every row, before the register's."""


def column_names(register: Register) -> list[str]:
    """Every column that leaves a register, in order: the engine's (state only where there is a lifecycle), its own."""
    ours = [name for name in SHOWN_OF_OURS if name != "state" or register.lifecycle is not None]
    return [*ours, *register.fields]


def field_of(register: Register, name: str) -> models.Field[Any, Any]:
    """The model's field of a column. Raises FieldDoesNotExist."""
    found: Any = register.model._meta.get_field(name)
    return found


def points_at(one: models.Field[Any, Any]) -> type[models.Model] | None:
    """The model that a column refers to, or None where it holds a value of its own."""
    return one.remote_field.model if isinstance(one, models.ForeignKey) else None


def source_of(register: Register, name: str) -> str:
    """The lookup that reads a column: `commune__code` for a unit, `project__uid` for a row, the name itself else."""
    target = points_at(field_of(register, name))
    if target is None:
        return name
    if target is Unit:
        return f"{name}__code"
    return f"{name}__uid" if any(one.name == "uid" for one in target._meta.concrete_fields) else f"{name}_id"


def codes_of(register: Register, name: str) -> tuple[tuple[str, Any], ...]:
    """The code list of a column with its labels, which are put into words when they are read; empty without one."""
    if name == "state":
        return tuple(register.lifecycle.states.choices) if register.lifecycle else ()
    return tuple((str(code), label) for code, label in field_of(register, name).flatchoices)


def as_text(value: Any) -> str | None:
    """A value in the one spelling of the hub: figures with a point, days as 2026-11-22, true, false; nothing None."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def as_json(value: Any) -> Any:
    """A value for GeoJSON: figures as numbers, days as text, true and false, nothing null."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return as_text(value)


def from_text(register: Register, name: str, text: str | None) -> Any:
    """The value that a text means for a column, as the verbs take it: references become the objects.

    Raises:
        ValidationError: the text is no such value, or what it names does not exist.
    """
    one = field_of(register, name)
    text = (text or "").strip()
    if not text:
        return None if one.null else ""
    target = points_at(one)
    if target is not None:
        found = objects_named(target, [text]).get(text)
        if found is None:
            raise ValidationError(_("Không có “%(value)s”.") % {"value": text[:80]})
        return found
    if isinstance(one, models.BooleanField):
        if text not in ("true", "false"):
            raise ValidationError(_("Hãy ghi true hoặc false."))
        return text == "true"
    return one.to_python(text)


def objects_named(target: type[models.Model], names: Iterable[str]) -> dict[str, Any]:
    """The objects that references name, by that name; names that lead nowhere are left out. One query."""
    wanted = list(dict.fromkeys(names))
    manager = target._default_manager
    if target is Unit:
        return {unit.code: unit for unit in manager.filter(code__in=wanted)}  # type: ignore[attr-defined]
    uids = {uid: name for name in wanted if (uid := uuid_of(name)) is not None}
    return {uids[row.uid]: row for row in manager.filter(uid__in=uids)}  # type: ignore[attr-defined]


def keyed(register: Register, rows: Any, keys: Sequence[str]) -> Any:
    """The rows of some uids; texts that are no uid name nothing."""
    return rows.filter(uid__in=[uid for key in keys if (uid := uuid_of(key)) is not None])
