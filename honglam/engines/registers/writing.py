"""How a row is written: cleaned, compared, its former state kept, its folded text and box brought up to date.

Used by the verbs in `actions`; nothing here asks who may.
"""

from __future__ import annotations

import datetime
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _
from shapely.geometry import shape

from honglam.core.access.reach import reach_of
from honglam.core.search.queries import searchable_text
from honglam.engines.registers.constraints import broken_by
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.errors import RecordInvalid, RecordKnown
from honglam.engines.registers.naming import named
from honglam.engines.registers.terms import OWN_COLUMNS
from honglam.toolkit.text import nfc, squeeze

_IDENTITIES = 5021
"""The first half of the locks that `hold_identities` takes."""


def cleaned(register: Register, row: Any, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set the values on the row and return what changed, column → (old, new). Texts are NFC and trimmed.

    Raises:
        RecordInvalid: values that the model refuses, columns that do not exist, conditional columns that are due.
    """
    if unknown := sorted(set(values) - set(register.fields) - {"unit"}):
        raise RecordInvalid({"": [_("Sổ này không có cột %(names)s.") % {"names": ", ".join(unknown)}]})
    old = {name: getattr(row, register_attribute(register, name)) for name in values}
    faults: dict[str, list[str]] = {}
    for name, value in values.items():
        one = row._meta.get_field(name)
        if isinstance(value, str):
            value = nfc(value).strip() if isinstance(one, models.TextField) else squeeze(nfc(value))
            if value == "" and one.null:
                value = None
        try:
            setattr(row, name, value)
        except (ValueError, TypeError) as error:
            faults[name] = [str(error)]
    clear_what_does_not_apply(register, row)
    if "geometry" in values:
        faults |= place(row)
    try:
        row.clean_fields(exclude=[*faults, *OWN_COLUMNS - {"unit"}, *_pointed_at(row)])
        row.clean()
    except ValidationError as error:
        faults |= {"" if name == "__all__" else name: list(texts) for name, texts in error.message_dict.items()}
    faults |= {name: texts for name, texts in due_conditions(register, row).items() if name not in faults}
    if not faults:
        faults = broken_by(row)
    if faults:
        raise RecordInvalid(faults)
    row.search_text = folded(register, row)
    return {
        name: (old[name], getattr(row, register_attribute(register, name)))
        for name in values
        if old[name] != getattr(row, register_attribute(register, name))
    }


def _pointed_at(row: Any) -> list[str]:
    """References that are set: whoever set them had the object in hand, and the database holds the constraint."""
    return [
        one.name for one in row._meta.concrete_fields
        if one.is_relation and getattr(row, one.attname) is not None
    ]  # fmt: skip


def register_attribute(register: Register, name: str) -> str:
    """The attribute that holds a column's plain value: `unit_id` for a foreign key, the name itself otherwise."""
    return register.model._meta.get_field(name).attname  # type: ignore[union-attr]


def clear_what_does_not_apply(register: Register, row: Any) -> None:
    """Empty the columns whose condition does not hold: what is not asked is not kept."""
    for section in register.sections:
        if section.when is not None and not _holds(row, section.when.column, section.when.values):
            for name in section.columns:
                _empty(row, name)
    for name, when in register.conditions.items():
        if not _holds(row, when.column, when.values):
            _empty(row, name)


def due_conditions(register: Register, row: Any) -> dict[str, list[str]]:
    """Columns whose condition holds and that are still empty."""
    return {
        name: [_("Cần điền vì “%(other)s” là “%(value)s”.") % {
            "other": register.label_of(when.column), "value": shown(row, when.column),
        }]
        for name, when in register.conditions.items()
        if _holds(row, when.column, when.values) and getattr(row, name) in (None, "")
    }  # fmt: skip


def shown(row: Any, column: str) -> str:
    """A value in words: the label of a choice, the name of what is pointed at."""
    display = getattr(row, f"get_{column}_display", None)
    value = display() if display else getattr(row, column)
    return "" if value is None else str(value)


def _holds(row: Any, column: str, values: Sequence[str]) -> bool:
    return str(getattr(row, column)) in values


def _empty(row: Any, name: str) -> None:
    one = row._meta.get_field(name)
    setattr(row, name, None if one.null else one.get_default())


def place(row: Any) -> dict[str, list[str]]:
    """Check the GeoJSON text of a located row, write it compactly, and set its box; what is wrong by column."""
    text = (row.geometry or "").strip()
    if not text:
        row.geometry, row.west, row.south, row.east, row.north = "", None, None, None, None
        return {}
    try:
        found = shape(json.loads(text))
        if found.is_empty or not found.is_valid:
            return {"geometry": [_("Hình không hợp lệ: %(why)s.") % {"why": shapely.is_valid_reason(found)}]}
        west, south, east, north = found.bounds
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError):
        return {"geometry": [_("Vị trí phải là hình GeoJSON (Point, Polygon …), kinh độ trước, vĩ độ sau.")]}
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        return {"geometry": [_("Tọa độ phải là kinh độ, vĩ độ WGS84 (độ), không phải hệ VN-2000.")]}
    row.geometry = json.dumps(shapely.geometry.mapping(found), separators=(",", ":"))
    row.west, row.south, row.east, row.north = west, south, east, north
    return {}


def folded(register: Register, row: Any) -> str:
    """What free text finds a row by. Personal and guarded columns never go in: a search would tell what is hidden."""
    return searchable_text(*(shown(row, name) for name in register.search if name not in register.withheld))


def known(register: Register, row: Any) -> Any:
    """Another standing row with the same identity, or None; a row with an empty part of its key is nobody's double."""
    key = {name: getattr(row, register_attribute(register, name)) for name in register.identity}
    if any(value in (None, "") for value in key.values()):
        return None
    attributes = {register_attribute(register, name): value for name, value in zip(key, key.values(), strict=True)}
    return register.model._default_manager.filter(ended_on__isnull=True, **attributes).exclude(pk=row.pk).first()


def require_unknown(register: Register, row: Any, by: Any) -> None:
    """Raises RecordKnown where a standing row has the same identity; what it is called is told to who may see it."""
    if (other := known(register, row)) is not None:
        sees = reach_of(by, register.permission("view")).covers(other.unit)
        raise RecordKnown(named(register, other) if sees else "", other.uid, keeper=str(other.unit))


def hold_identities(register: Register, names: Iterable[str] | None = None) -> None:
    """Let nobody else give a row of the register an identity until the transaction ends; before any row is locked.

    `names` are the columns that are written; nothing is held where none of them is part of the identity. Two people who
    add the same row at once are one after the other, and the second is told. SQLite writes one after the other anyway.
    """
    if connection.vendor != "postgresql" or (names is not None and not {*names} & {*register.identity}):
        return
    key = zlib.crc32(register.model._meta.db_table.encode()) - 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_IDENTITIES, key])


def former(register: Register, row: Any, *, until: datetime.date, by: Any, reason: str, act: str) -> Any:
    """The present state of a stored row as a former one, unsaved; call it before the row takes new values."""
    copied = {
        one.attname: getattr(row, one.attname) for one in register.model._meta.concrete_fields if not one.primary_key
    }
    return register.versions(
        **copied, record_id=row.pk, valid_to=until, replaced_at=timezone.now(), replaced_by=by,
        reason=reason, act=act,
    )  # fmt: skip


def with_what_is_shown(register: Register, rows: Any) -> Any:
    """The rows together with what their references show, so that folding and comparing costs no query a row."""
    pointing = [
        one.name for one in register.model._meta.concrete_fields if one.is_relation and one.name in register.fields
    ]
    return rows.select_related("unit", *pointing)


def columns_to_write(names: Iterable[str]) -> list[str]:
    """The columns of an UPDATE after some of a row's columns changed."""
    return sorted({*names, "search_text", "valid_from", "recorded_at", "recorded_by", "revision"})


def keep_formers(
    register: Register, rows: Sequence[tuple[int, datetime.date, str]], *, by: Any, reason: str
) -> None:  # fmt: skip
    """Copy stored, locked rows (key, first day on which the state no longer holds, deciding paper) into the former
    states, inside the database; call it before the rows are written.
    """
    if not rows:
        return
    quote, versions = connection.ops.quote_name, register.versions._meta
    copied = ", ".join(_column(one) for one in register.model._meta.concrete_fields if not one.primary_key)
    own = ", ".join(
        _column(versions.get_field(name))
        for name in ("record", "valid_to", "replaced_at", "replaced_by", "reason", "act")
    )
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(versions.db_table)} ({copied}, {own})"
            f" SELECT {copied}, id, %s, %s, %s, %s, %s FROM {quote(register.model._meta.db_table)} WHERE id = %s",
            [
                (connection.ops.adapt_datefield_value(until), now, by.pk if by else None, reason, act, key)
                for key, until, act in rows
            ],
        )


def _column(one: Any) -> str:
    """The quoted column of a field."""
    return connection.ops.quote_name(one.column)


def write_many(register: Register, rows: Sequence[Any], names: Iterable[str]) -> None:
    """Write columns of many stored, locked rows: one prepared statement, run for each of them.

    An UPDATE with a CASE for every row and column, as `bulk_update` makes it, costs several times as much.
    """
    if not rows:
        return
    quote = connection.ops.quote_name
    fields: list[Any] = [register.model._meta.get_field(name) for name in columns_to_write(names)]
    settings = ", ".join(f"{_column(one)} = %s" for one in fields)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(register.model._meta.db_table)} SET {settings} WHERE id = %s",
            [
                (*(one.get_db_prep_save(getattr(row, one.attname), connection) for one in fields), row.pk)
                for row in rows
            ],
        )
