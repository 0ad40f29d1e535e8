"""Rows for programs: filtered, in order, page by page behind a row, as of a past day; without objects of the model.

A page begins behind the value and the uid of the last row of the page before, so that what is written meanwhile
neither repeats nor drops a row, and the last page costs what the first one does.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import reach_of
from honglam.core.organisations.models import Unit
from honglam.engines.registers.actions.personal import read_personal_of_many
from honglam.engines.registers.api.schemas import OURS, fields_asked, filtered_columns, is_ranged
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.errors import AskedWrongly, ColumnHidden
from honglam.engines.registers.plain_rows import PlainRows, plain_rows
from honglam.engines.registers.spatial import Box, box_of, within
from honglam.engines.registers.values import codes_of, field_of, points_at, source_of
from honglam.toolkit.identifiers import uuid_of

MOST_UNMASKED = 100
"""Rows whose personal values are given out at once: each stands in the log."""


def page(register: Register, user: Any, asked: Any) -> dict[str, Any]:
    """A page of rows as plain values, with the cursor of the next.

    Raises:
        AskedWrongly, ColumnHidden, NotAllowed, PurposeTooShort.
    """
    held, plain = plain_rows(register, user, geometry=register.is_located), readable(register, user, asked)
    column, descending = asked.order.removeprefix("-"), asked.order.startswith("-")
    if column != "uid" and not held.judges(column):
        raise ColumnHidden(register.label_of(column))
    source = source_of(register, column)
    beyond = _beyond(register, column, source, descending, asked.cursor)
    limit = min(asked.limit, MOST_UNMASKED) if plain.unmasked is not None else asked.limit
    way = F(source).desc(nulls_last=True) if descending else F(source).asc(nulls_last=True)
    last = "-uid" if descending else "uid"
    parts = [rows.filter(beyond) for rows in _rows(register, user, asked, held)]
    lookups = [*plain.lookups, "uid", "pk"]
    if len(parts) == 1:
        order = [last] if column == "uid" else [way, last]
        values = parts[0].annotate(_sort=F(source)).order_by(*order).values_list("_sort", *lookups)
    else:
        both = [rows.annotate(_sort=F(source)).order_by().values_list("_sort", *lookups) for rows in parts]
        sort = F("_sort").desc(nulls_last=True) if descending else F("_sort").asc(nulls_last=True)
        values = both[0].union(*both[1:], all=True).order_by(sort, last)
    found = list(values[: limit + 1])
    shown = found[:limit]
    following = cursor_of(shown[-1][0], shown[-1][-2]) if len(found) > limit else None
    if plain.unmasked is not None:
        log_unmasked(register, user, plain, asked.unmask, [(line[-1], line[1:-2]) for line in shown])
    return {"items": [answered(register, plain, line[1:-2]) for line in shown], "next": following}


def one(register: Register, user: Any, uid: UUID, *, unmask: str = "") -> dict[str, Any] | None:
    """A row with every column that the reader may see, or None. Raises NotAllowed, PurposeTooShort."""
    plain = plain_rows(register, user, geometry=register.is_located, unmask=bool(unmask))
    plain = replace(plain, columns=(*plain.columns, *OURS))
    rows: Any = register.model._default_manager
    found = rows.visible_to(user, register.permission("view")).filter(uid=uid)
    values = found.values_list("pk", *plain.lookups).first()
    if values is None:
        return None
    if unmask:
        log_unmasked(register, user, plain, unmask, [(values[0], values[1:])])
    return answered(register, plain, values[1:])


def former_states(register: Register, user: Any, uid: UUID, *, limit: int, offset: int) -> list[dict[str, Any]]:
    """What a row was before, the newest state first; the reader sees the row. One query."""
    plain = plain_rows(register, user)
    plain = replace(plain, columns=(*plain.columns, *OURS))
    states: Any = register.versions._default_manager
    about = ("valid_from", "valid_to", "replaced_at", "replaced_by__full_name", "reason", "act")
    found = states.filter(uid=uid).order_by("-replaced_at", "-pk").values_list(*about, *plain.lookups)
    return [
        dict(zip(("valid_from", "valid_to", "replaced_at", "replaced_by", "reason", "act"),
                 (*line[:3], line[3] or "", *line[4:6]), strict=True))
        | {"values": answered(register, plain, line[6:])}
        for line in found[offset : offset + limit]
    ]  # fmt: skip


def readable(register: Register, user: Any, asked: Any) -> PlainRows:
    """The columns of an answer. Raises AskedWrongly for an unknown one, ColumnHidden for one that is guarded."""
    plain = plain_rows(register, user, geometry=register.is_located, unmask=bool(getattr(asked, "unmask", "")))
    known = (*plain.columns, *OURS)
    try:
        chosen = fields_asked(asked.fields, known)
    except KeyError as error:
        name = str(error.args[0])
        if name in register.guarded:
            raise ColumnHidden(register.label_of(name)) from error
        raise AskedWrongly("fields", _("Sổ này không có cột “%(name)s”.") % {"name": name[:60]}) from error
    columns = tuple(dict.fromkeys(("uid", *chosen))) if chosen else tuple(one for one in known if one != "geometry")
    return replace(plain, columns=columns)


def answered(register: Register, plain: PlainRows, values: Sequence[Any]) -> dict[str, Any]:
    """A row as it is answered."""
    row = plain.read(values)
    if "geometry" in row:
        text = "" if "geometry" in register.masks and plain.unmasked is None else row["geometry"]
        row["geometry"] = json.loads(text) if text else None
    return row


def log_unmasked(
    register: Register, user: Any, plain: PlainRows, reason: str, lines: Sequence[tuple[int, Sequence[Any]]]
) -> None:  # fmt: skip
    """Write down whose personal values are given out: of rows within the reach of the permission. NotAllowed."""
    within_reach = [register.model(pk=pk, uid=plain.read(values)["uid"]) for pk, values in lines
                    if plain.lifts_masks_of(values)]  # fmt: skip
    columns = [name for name, _kind in plain.masked]
    read_personal_of_many(register=register, rows=within_reach, columns=columns, reason=reason, by=user)


def _rows(register: Register, user: Any, asked: Any, plain: PlainRows) -> list[Any]:
    """The present rows that are asked for, and with them the former states that held on a past day."""
    condition = reach_of(user, register.permission("view")).q("unit") & _filters(register, asked, plain)
    present: Any = register.model._default_manager.filter(condition)
    former: Any = register.versions._default_manager.filter(condition)
    if asked.q:
        present, former = present.saying(asked.q), former.saying(asked.q)
    if box := getattr(asked, "bbox", ""):
        if not plain.judges_places:
            raise ColumnHidden(register.label_of("geometry"))
        present = within(register, present, _box(box))
        former = within(register, former, _box(box))
    if asked.on is None:
        if asked.ended != "all":
            present = present.filter(ended_on__isnull=asked.ended == "no")
        return [present]
    if asked.on > timezone.localdate():
        raise AskedWrongly("on", _("Ngày xem lại không được sau hôm nay."))
    return [present.holding_on(asked.on), former.former_on(asked.on)]


def _filters(register: Register, asked: Any, plain: PlainRows) -> Q:
    condition = Q(recorded_at__gte=asked.changed_since) if asked.changed_since else Q()
    for name in filtered_columns(register):
        said = {
            end: value for end in (("_from", "_to") if is_ranged(register, name) else ("",))
            if (value := getattr(asked, f"{name}{end}")) not in (None, "", [])
        }  # fmt: skip
        if said and not plain.judges(name) and name in register.guarded:
            raise ColumnHidden(register.label_of(name))
        for end, value in said.items():
            condition &= _condition(register, name, end, value)
    return condition


def _condition(register: Register, name: str, end: str, value: Any) -> Q:
    if end:
        return Q(**{f"{name}__{'gte' if end == '_from' else 'lte'}": value})
    if codes_of(register, name):
        return Q(**{f"{name}__in": value})
    target = points_at(field_of(register, name))
    if target is Unit:
        unit = Unit.objects.filter(code=value).first()
        if unit is None:
            raise AskedWrongly(name, _("Không có đơn vị mang mã “%(code)s”.") % {"code": str(value)[:60]})
        return Q(**{f"{name}__in": Unit.objects.subtree_of(unit).values("pk")})
    if target is not None:
        return Q(**{f"{source_of(register, name)}": value})
    return Q(**{name: value}) if isinstance(value, bool) else Q(**{f"{name}__icontains": value})


def _box(text: str) -> Box:
    try:
        return box_of(text)
    except ValueError as error:
        raise AskedWrongly("bbox", _("bbox phải là 4 số theo độ WGS84: tây, nam, đông, bắc.")) from error


# --- cursors ---------------------------------------------------------------------------------------------------------


def cursor_of(value: Any, uid: Any) -> str:
    """The place behind a row, as text that means nothing to anybody else."""
    if isinstance(value, Decimal):
        value = format(value, "f")
    elif isinstance(value, datetime.datetime | datetime.date):
        value = value.isoformat()
    elif isinstance(value, UUID):
        value = str(value)
    told = json.dumps([value, uid.hex if isinstance(uid, UUID) else str(uid)], ensure_ascii=False)
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def _beyond(register: Register, column: str, source: str, descending: bool, cursor: str) -> Q:
    """The rows behind the place that a cursor names. Raises AskedWrongly."""
    if not cursor:
        return Q()
    try:
        value, text = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        uid = uuid_of(text)
        if uid is None:
            raise ValueError(text)
        value = None if value is None else _compared(register, column, value)
    except (ValueError, TypeError, binascii.Error, InvalidOperation, RecursionError) as error:
        raise AskedWrongly("cursor", _("cursor không đọc được. Hãy lấy nguyên giá trị next.")) from error
    way = "lt" if descending else "gt"
    later = Q(**{f"uid__{way}": uid})
    if column == "uid":
        return later
    if value is None:
        return Q(**{f"{source}__isnull": True}) & later
    beyond = Q(**{f"{source}__{way}": value}) | (Q(**{source: value}) & later)
    return beyond | Q(**{f"{source}__isnull": True})


def _compared(register: Register, column: str, value: Any) -> Any:
    """The value of a cursor as its column compares it. ValueError, TypeError."""
    kind = field_of(register, column)
    if points_at(kind) is not None:
        if not isinstance(value, str) or "\x00" in value:
            raise ValueError(value)
        return value if source_of(register, column).endswith("__code") else (uuid_of(value) or _none(value))
    if isinstance(kind, models.BooleanField):
        return bool(value)
    if isinstance(kind, models.DecimalField):
        figure = Decimal(value)
        if not figure.is_finite() or abs(figure) >= Decimal(10) ** 20:
            raise ValueError(value)
        return figure
    if isinstance(kind, models.DateTimeField):
        moment = datetime.datetime.fromisoformat(value)
        return moment if moment.tzinfo else _none(value)
    if isinstance(kind, models.DateField):
        return datetime.date.fromisoformat(value)
    if isinstance(kind, models.IntegerField):
        return int(value) if abs(int(value)) < 2**63 else _none(value)
    if isinstance(kind, models.FloatField):
        return float(value)
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError(value)
    return value


def _none(value: Any) -> Any:
    raise ValueError(value)
