"""Rows of any register, made from the fields of its model, with the people who may and may not see them.

    keeper = keeper_of(register, unit)                 # holds everything that the register asks for
    rows = make_rows(register, 30, unit=unit, by=keeper)

A pack whose columns obey rules that nobody can guess from the model (a check digit, a sum) names values that pass in
`EXAMPLES`, by register and column.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from honglam.core.access.models import Role, User
from honglam.core.organisations.models import Unit
from honglam.engines.registers.declaration import Register, register_of_model
from honglam.engines.registers.public import create
from tests.people import give, make_person

FIRST_DAY = datetime.date(2020, 1, 1)
SINCE = datetime.date(2026, 1, 1)
Example = Callable[[int], Any]
EXAMPLES: dict[tuple[str, str], Example] = {}
"""Values for columns whose rules the model does not tell: (register, column) → number → value."""


def keeper_of(register: Register, unit: Unit, *verbs: str, guarded: bool = True, username: str = "keeper") -> User:
    """A person who holds verbs of a register (all of them where none is named) over a unit, and its guarded columns."""
    codes = [register.permission(verb) for verb in verbs or ("view", "edit", "decide", "unmask")]
    codes += register.guarded.values() if guarded else ()
    role = Role.objects.create(code=username, name=username, permissions=sorted(set(codes)))
    person = make_person(username, "Người Giữ Sổ")
    give(person, role, unit=unit)
    return person


def make_rows(
    register: Register, count: int, *, unit: Unit, by: Any, first: int = 0, valid_from: datetime.date = SINCE
) -> list[Any]:
    """Rows that the register takes, written by its own verb; rows that they point at are made on the way."""
    return [
        create(register=register, unit=unit, values=values_of(register, number, unit=unit), by=by,
               valid_from=valid_from)
        for number in range(first, first + count)
    ]  # fmt: skip


def values_of(register: Register, number: int, *, unit: Unit) -> dict[str, Any]:
    """Values for the row of a number: different numbers never share an identity."""
    values: dict[str, Any] = {}
    for place, (name, field) in enumerate(register.fields.items()):
        example = EXAMPLES.get((register.code, name))
        value = example(number) if example else _value(register, name, field, place, number, unit)
        if value is not None:
            values[name] = value
    return values


def other_value(register: Register, column: str, row: Any, *, unit: Unit) -> Any:
    """A value of a column that a row does not hold, or None where none can be made."""
    field = register.fields[column]
    place = list(register.fields).index(column)
    for number in range(100, 140):
        value = values_of(register, number, unit=unit).get(column) if place >= 0 else None
        if value is not None and field.to_python(getattr(value, "pk", value)) != getattr(row, field.attname):
            return value
    return None


def _value(register: Register, name: str, field: Any, place: int, number: int, unit: Unit) -> Any:
    is_key = name in register.identity
    if isinstance(field, models.ForeignKey):
        return _pointed(field, number if is_key else 0, unit)
    if field.choices:
        codes = [code for code, _label in field.flatchoices if code != ""]
        return codes[number % len(codes)]
    if isinstance(field, models.BooleanField):
        return number % 2 == 0
    if isinstance(field, models.DateTimeField):
        return datetime.datetime.combine(FIRST_DAY, datetime.time(8), datetime.UTC) + datetime.timedelta(days=number)
    if isinstance(field, models.DateField):
        return FIRST_DAY + datetime.timedelta(days=30 * place + number)
    if isinstance(field, models.JSONField):
        return None if field.null or field.blank else field.get_default()
    if name == "geometry":
        return json.dumps({"type": "Point", "coordinates": [105.5 + number / 1000, 18.3]})
    figures = (models.IntegerField, models.DecimalField, models.FloatField)
    return _figure(field, number, is_key) if isinstance(field, figures) else _text(field, name, number)


def _pointed(field: Any, number: int, unit: Unit) -> Any:
    model = field.remote_field.model
    if model is Unit:
        return unit
    other = register_of_model(model)
    if other is None:
        found = model._default_manager.first()
        assert found is not None or field.null, f"{field} points at {model.__name__}, of which the test has none"
        return found
    key = values_of(other, number, unit=unit)
    lookup = {name: key[name] for name in other.identity if name in key}
    rows: Any = model._default_manager
    if (known := rows.filter(ended_on__isnull=True, **lookup).first()) is not None:
        return known
    keeper = User.objects.filter(username=f"keeper-{other.code}").first() or keeper_of(
        other, Unit.objects.get(parent=None), username=f"keeper-{other.code}"
    )
    return create(register=other, unit=unit, values=key, by=keeper, valid_from=SINCE)


def _figure(field: Any, number: int, is_key: bool) -> Any:
    """A small figure that the column's validators take; keys never repeat."""
    figures = [number + 1] if is_key else [1 + number % 9, number + 1]
    for figure in [*figures, 1990 + number, 2000 + number % 20, 0, 10, 50, 100]:
        value = Decimal(figure) if isinstance(field, models.DecimalField) else figure
        if _fits(field, value):
            return value
    raise AssertionError(f"no figure fits {field}; name one in EXAMPLES")


def _text(field: Any, name: str, number: int) -> str:
    most = field.max_length or 200
    words = f"{name.replace('_', ' ').capitalize()} thứ {number:04d}"
    digits = f"{number:04d}"
    candidates = [
        words[:most] if len(words) <= most else f"{name[: max(1, most - 5)]}-{digits}"[:most],
        f"0420900{number:05d}", f"0912{number:06d}", f"{name}{number}@tinh.example", f"https://tinh.example/{name}/{number}",
        f"{name[:10]}-{digits}", f"T{digits}", digits[-most:], f"{number:010d}", f"10.0.{number // 250}.{number % 250}",
        f"2026-{number:05d}", f"AA {number:06d}",
    ]  # fmt: skip
    for value in candidates:
        if len(value) <= most and _fits(field, value):
            return value
    raise AssertionError(f"no text fits {field}; name one in EXAMPLES")


def _fits(field: Any, value: Any) -> bool:
    try:
        field.clean(value, None)
    except ValidationError:
        return False
    return True


__all__ = ["EXAMPLES", "keeper_of", "make_rows", "other_value", "values_of"]
