"""A register as a supply of the hub: its columns, its rows in one spelling, the way back to each row.

Rows are read by primary key in batches of `BATCH`, one query each, so that neither memory nor the number of queries
for a batch grows with the register.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from honglam.core.access.registry import area_name
from honglam.core.organisations.models import Unit
from honglam.engines.datahub.public import Column, ColumnType, Sensitivity, Supply, declare_supply
from honglam.engines.registers import writing
from honglam.engines.registers.actions import change
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.errors import ColumnHidden, RecordGone, RecordInvalid
from honglam.engines.registers.naming import named
from honglam.engines.registers.values import (
    as_text,
    codes_of,
    column_names,
    field_of,
    from_text,
    keyed,
    points_at,
    source_of,
)

BATCH = 2000
KEYS_IN_ONE_QUERY = 500


def code_of_supply(register: Register) -> str:
    """The name under which the hub knows a register."""
    return f"registers.{register.code}"


def supply(register: Register) -> Supply:
    """Declare a register's supply. Raises SupplyError where a rule names a column that does not leave."""
    open_data = register.open_data
    return declare_supply(Supply(
        code=code_of_supply(register), name=_CAPITAL(register.label), description=register.purpose,
        columns=tuple(column_of(register, name) for name in column_names(register)), key="uid", unit_column="unit",
        owner=_bound(owner_of, register), rows=_bound(rows_of, register),
        changed_since=_bound(changed_since, register), addresses=_bound(addresses_of, register),
        shown=_bound(shown_of, register), mend=_bound(mend, register), rules=register.quality,
        legal_basis=register.legal_basis, layer=register.layer,
        sensitivity=register.sensitivity or (Sensitivity.PERSONAL if register.personal else Sensitivity.SHARED),
        update_days=register.update_days, retention_days=register.retention_days,
        open_columns=open_data.columns if open_data else (), quasi=open_data.quasi if open_data else (),
        expected=register.expected, field_of_work=_AREA(register.pack),
    ))  # fmt: skip


def column_of(register: Register, name: str) -> Column:
    """A column of a register as the hub describes it."""
    one = field_of(register, name)
    help_text = getattr(one, "help_text", "")
    return Column(
        name=name, label=_LABEL(register, name), type=type_of(register, name), meaning=help_text or "",
        scale=one.decimal_places if isinstance(one, models.DecimalField) and one.decimal_places is not None else 2,
        codes=codes_of(register, name), required=not one.null and not one.blank and not _has_default(one),
        personal=name in {one.column for one in register.personal},
        quasi=register.open_data is not None and name in register.open_data.quasi,
    )  # fmt: skip


def type_of(register: Register, name: str) -> ColumnType:
    """What a column holds."""
    one = field_of(register, name)
    if name == "geometry":
        return ColumnType.GEOMETRY
    if points_at(one) is not None or name in ("uid", "state") or codes_of(register, name):
        return ColumnType.CODE
    for kind, of_kind in (
        (models.BooleanField, ColumnType.BOOLEAN), (models.DecimalField, ColumnType.DECIMAL),
        (models.FloatField, ColumnType.DECIMAL), (models.IntegerField, ColumnType.INTEGER),
        (models.DateTimeField, ColumnType.MOMENT), (models.DateField, ColumnType.DATE),
    ):  # fmt: skip
        if isinstance(one, kind):
            return of_kind
    return ColumnType.TEXT


def rows_of(register: Register, keys: Sequence[str] | None = None) -> Iterator[list[Mapping[str, str | None]]]:
    """Batches of the rows that stand, all or those of some keys; one query a batch, by primary key."""
    names = column_names(register)
    wanted = ["pk", *(source_of(register, name) for name in names)]
    standing: Any = register.model._default_manager.filter(ended_on__isnull=True).order_by("pk")
    if keys is not None:
        for start in range(0, len(keys), KEYS_IN_ONE_QUERY):
            found = keyed(register, standing, keys[start : start + KEYS_IN_ONE_QUERY])
            if batch := [_row(names, values) for values in found.values_list(*wanted)]:
                yield batch
        return
    last = 0
    while read := list(standing.filter(pk__gt=last).values_list(*wanted)[:BATCH]):
        last = read[-1][0]
        yield [_row(names, values) for values in read]


def _row(names: Sequence[str], values: Sequence[Any]) -> Mapping[str, str | None]:
    return {name: as_text(value) for name, value in zip(names, values[1:], strict=True)}


def changed_since(register: Register, moment: datetime.datetime) -> list[str]:
    """The keys of rows that were written or ended since a moment, in the order of the register; one query."""
    rows: Any = register.model._default_manager
    return [str(uid) for uid in rows.filter(recorded_at__gte=moment).order_by("pk").values_list("uid", flat=True)]


def addresses_of(register: Register, keys: Sequence[str]) -> dict[str, str]:
    """The page of each row."""
    return {key: reverse("registers:row", args=[register.code, key]) for key in keys}


def shown_of(register: Register, keys: Sequence[str]) -> dict[str, str]:
    """What people call each row, personal values masked; one query for every 500."""
    found: dict[str, str] = {}
    for start in range(0, len(keys), KEYS_IN_ONE_QUERY):
        rows = writing.with_what_is_shown(register, register.model._default_manager.all())
        for row in keyed(register, rows, keys[start : start + KEYS_IN_ONE_QUERY]):
            found[str(row.uid)] = named(register, row)
    return found


def mend(register: Register, *, key: str, column: str, value: str | None, by: Any, reason: str) -> None:
    """Write one cell through the register's own verb: rights, rules of the model and the former state hold.

    Raises:
        RecordGone, ColumnHidden (a column that is not written from outside), RecordInvalid, and whatever `change`
        refuses.
    """
    if column not in register.fields and column != "unit":
        raise ColumnHidden(register.label_of(column) if column in column_names(register) else column)
    row = keyed(register, register.model._default_manager.all(), [key]).first()
    if row is None:
        raise RecordGone()
    try:
        meant = from_text(register, column, value)
    except ValidationError as error:
        raise RecordInvalid({column: list(error.messages)}) from error
    change(register=register, row=row, values={column: meant}, by=by, reason=reason)


def owner_of(register: Register) -> Unit | None:
    """The unit that keeps the register (by its function or the end of its code), else the province."""
    units = Unit.objects.valid_on(timezone.localdate())
    keeper = None
    if register.keeper:
        named = units.filter(Q(function=register.keeper) | Q(code__endswith=f".{register.keeper}"))
        keeper = named.filter(parent__parent__isnull=True).order_by("path").first()
    return keeper or units.province()


def _has_default(one: models.Field[Any, Any]) -> bool:
    return one.has_default() and not callable(one.default)


def _bound(function: Callable[..., Any], register: Register) -> Callable[..., Any]:
    """The function with its register in hand, told apart by name in a trace."""

    def bound(*arguments: Any, **named: Any) -> Any:
        return function(register, *arguments, **named)

    bound.__name__ = f"{function.__name__}[{register.code}]"
    return bound


def _capital(label: Any) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]


def _label(register: Register, name: str) -> str:
    return {"uid": _("Mã định danh"), "unit": _("Đơn vị quản lý")}.get(name) or register.label_of(name)


_CAPITAL = lazy(_capital, str)
_LABEL = lazy(_label, str)
_AREA = lazy(area_name, str)
