"""Many rows into a table at the speed of the database: one prepared statement (SQLite), COPY (PostgreSQL).

Values come in the order of `stored_fields`, as Python has them (dates, decimals, identifiers); nothing here judges.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache, partial
from typing import Any

from django.db import connection, models

_AS_THEY_ARE = (models.CharField, models.TextField, models.IntegerField, models.FloatField, models.BooleanField)


@cache
def stored_fields(model: type[models.Model]) -> tuple[Any, ...]:
    """The columns that an insertion fills: everything but the primary key and what the database computes."""
    return tuple(one for one in model._meta.concrete_fields if not one.primary_key and not one.generated)


def insert(model: type[models.Model], rows: Sequence[Sequence[Any]]) -> None:
    """Write new rows, in the caller's transaction."""
    fields = stored_fields(model)
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(one.column) for one in fields)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in _prepared(fields, rows):
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(_prepared(fields, rows)))


def update(model: type[models.Model], columns: Iterable[str], rows: Sequence[Any]) -> None:
    """Write some columns of stored rows (objects), in the caller's transaction."""
    fields: list[Any] = [model._meta.get_field(name) for name in columns]
    quote, key = connection.ops.quote_name, str(model._meta.pk.column)
    sets = ", ".join(f"{quote(one.column)} = %s" for one in fields)
    values = ([getattr(row, one.attname) for one in fields] for row in rows)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {quote(key)} = %s",
            [[*prepared, row.pk] for prepared, row in zip(_prepared(fields, values), rows, strict=True)],
        )


def keys_of(model: type[models.Model], uids: Sequence[Any]) -> list[int]:
    """The primary keys of rows just written, by their identifiers."""
    keys: list[int] = []
    for start in range(0, len(uids), 500):
        keys += model._default_manager.filter(uid__in=uids[start : start + 500]).values_list("pk", flat=True)
    return sorted(keys)


def _prepared(fields: Sequence[Any], rows: Iterable[Sequence[Any]]) -> Iterable[list[Any]]:
    changing = [(place, prepare) for place, one in enumerate(fields) if (prepare := _preparer(one)) is not None]
    for row in rows:
        line = list(row)
        for place, prepare in changing:
            if line[place] is not None:
                line[place] = prepare(line[place])
        yield line


def _preparer(field: Any) -> Callable[[Any], Any] | None:
    """What turns a value into what the driver takes; None where the driver takes it as it is."""
    is_plain = isinstance(field, _AS_THEY_ARE) and type(field).__module__.startswith("django.db.models")
    if field.is_relation or is_plain:
        return None
    if connection.vendor == "sqlite":
        if isinstance(field, models.UUIDField):
            return _hexadecimal
        if isinstance(field, models.DecimalField):
            return _figures
        if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
            return datetime.date.isoformat
    elif isinstance(field, models.UUIDField | models.DateField | models.DecimalField):
        return None
    prepare = partial(field.get_db_prep_save, connection=connection)
    return _remembering(prepare) if isinstance(field, models.DateField) else prepare


def _hexadecimal(value: Any) -> str:
    return str(value.hex)


def _figures(value: Decimal) -> str:
    return format(value, "f")


def _remembering(prepare: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Days repeat; a batch is too short for the memory to grow."""
    known: dict[datetime.date, Any] = {}

    def prepared(value: datetime.date) -> Any:
        if value not in known:
            known[value] = prepare(value)
        return known[value]

    return prepared
