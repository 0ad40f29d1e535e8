"""The shapes of requests and answers, made from the fields of a register's model."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db import models
from ninja import Field, Schema
from pydantic import AwareDatetime, ConfigDict, create_model

from honglam.core.organisations.models import Unit
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.values import codes_of, column_names, field_of, points_at
from honglam.toolkit.paging import MOST_ROWS

NO_NUL = r"^[^\x00]*$"
"""PostgreSQL stores no NUL in text."""
LARGEST_WHOLE = 2**31 - 1
OURS = ("revision", "recorded_at", "ended_on")
"""Columns of the engine that programs get besides those that every reader gets."""
TAKEN = frozenset({"q", "order", "cursor", "limit", "on", "fields", "ended", "bbox", "unmask", "changed_since"})
"""Names that the list takes from its address; a column of such a name is not filtered by."""


def name_of(register: Register, part: str) -> str:
    """The name of a shape: `ProjectsRow`."""
    return "".join(word.capitalize() for word in register.code.split("_")) + part


class Strict(Schema):
    """A shape that refuses what it does not know."""

    model_config = ConfigDict(extra="forbid")


class GeometryIn(Strict):
    """A GeoJSON geometry in WGS84 degrees, longitude first."""

    type: Literal["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]
    coordinates: list[Any]


def row_schema(register: Register) -> type[Schema]:
    """A row as it is answered: columns that the reader may not see, or did not ask for, are left out."""
    columns: dict[str, Any] = {"uid": (UUID, ...)}
    for name in (*column_names(register)[1:], *OURS):
        title = register.label_of(name)
        columns[name] = (_answered(register, name) | None, Field(None, title=title, description=_codes(register, name)))
    return create_model(name_of(register, "Row"), __base__=Schema, __doc__=_about(register), **columns)


def page_schema(register: Register, row: type[Schema]) -> type[Schema]:
    """A page of rows."""
    return create_model(
        name_of(register, "Page"), __base__=Schema, items=(list[row], ...),  # type: ignore[valid-type]
        next=(str | None, Field(None, description="Đưa vào cursor để đọc trang sau; null ở trang cuối")),
    )  # fmt: skip


def new_schema(register: Register) -> type[Schema]:
    """A row to be added."""
    return create_model(
        name_of(register, "New"), __base__=Strict,
        unit=(_text(60), Field(..., title="Mã đơn vị quản lý")),
        values=(_values(register, "Values", is_change=False), ...),
        valid_from=(datetime.date | None, Field(None, title="Có hiệu lực từ")), reason=(_text(500), ""),
    )  # fmt: skip


def change_schema(register: Register) -> type[Schema]:
    """New values for a row: what is not named stays, null empties."""
    return create_model(
        name_of(register, "Change"), __base__=Strict,
        revision=(int, Field(..., ge=1, le=LARGEST_WHOLE, title="Lần ghi đã đọc")),
        values=(_values(register, "ChangedValues", is_change=True), ...),
        valid_from=(datetime.date | None, Field(None, title="Có hiệu lực từ")), reason=(_text(500), ""),
        act=(_text(300), Field("", title="Văn bản làm căn cứ")),
    )  # fmt: skip


def move_schema(register: Register) -> type[Schema]:
    """A step of the lifecycle."""
    assert register.lifecycle is not None
    codes = tuple(move.code for move in register.lifecycle.moves)
    return create_model(
        name_of(register, "Move"), __base__=Strict,
        move=(Literal[codes], Field(..., title="Bước")),  # type: ignore[arg-type]
        revision=(int, Field(..., ge=1, le=LARGEST_WHOLE, title="Lần ghi đã đọc")),
        valid_from=(datetime.date | None, Field(None, title="Có hiệu lực từ")), reason=(_text(500), ""),
        act=(_text(300), Field("", title="Văn bản làm căn cứ")),
    )  # fmt: skip


def state_schema(register: Register, row: type[Schema]) -> type[Schema]:
    """A former state of a row: what it held, until when, who replaced it and why."""
    return create_model(
        name_of(register, "FormerState"), __base__=Schema, valid_from=(datetime.date, ...),
        valid_to=(datetime.date, Field(..., title="Đến trước ngày")), replaced_at=(datetime.datetime, ...),
        replaced_by=(str, ""), reason=(str, ""), act=(str, ""), values=(row, ...),
    )  # fmt: skip


def asked_schema(register: Register) -> type[Schema]:
    """What a list is asked for: the register's filters, and what every list takes."""
    orders = [name for name in column_names(register) if name not in register.masks and name != "geometry"]
    columns: dict[str, Any] = {
        "q": (_text(200), Field("", description="Chữ cần tìm, không cần dấu")),
        "order": (Literal[(*orders, *(f"-{name}" for name in orders))], Field(
            "uid", description="Cột xếp thứ tự; dấu trừ là giảm dần; uid là thứ tự thêm vào")),
        "cursor": (_text(400), Field("", description="Giá trị next của trang trước")),
        "limit": (int, Field(100, ge=1, le=MOST_ROWS)),
        "on": (datetime.date | None, Field(None, description="Tình trạng tại ngày đã qua")),
        "ended": (Literal["no", "only", "all"], Field("no", description="Dòng đã ngừng hiệu lực")),
        "fields": (_text(2000), Field("", description="Các cột cần lấy, cách nhau bằng dấu phẩy")),
        "changed_since": (AwareDatetime | None, Field(None, description="Chỉ những dòng ghi từ lúc này")),
    }  # fmt: skip
    if register.masks:
        columns["unmask"] = (_text(500), Field("", description="Lý do xem dữ liệu cá nhân; được ghi vào nhật ký"))
    if register.is_located:
        columns["bbox"] = (_text(200), Field("", description="Khung: tây,nam,đông,bắc theo độ WGS84"))
    for name in filtered_columns(register):
        columns |= _filters(register, name)
    return create_model(name_of(register, "Asked"), __base__=Strict, **columns)


def filtered_columns(register: Register) -> list[str]:
    """Columns that a list may be filtered by: those declared, the state, the unit; never a masked one."""
    names = dict.fromkeys((*(("state",) if register.lifecycle else ()), *register.filters, "unit"))
    known = set(column_names(register))
    return [name for name in names if name in known and name not in register.masks and name not in TAKEN]


def is_ranged(register: Register, name: str) -> bool:
    """Whether a column is asked for from … to."""
    one = field_of(register, name)
    return not codes_of(register, name) and isinstance(
        one, models.DateField | models.IntegerField | models.DecimalField | models.FloatField
    )


def _filters(register: Register, name: str) -> dict[str, Any]:
    one, title = field_of(register, name), register.label_of(name)
    if is_ranged(register, name):
        kind = _figure(one)
        return {f"{name}_{end}": (kind | None, Field(None, description=title)) for end in ("from", "to")}
    if codes := codes_of(register, name):
        kind = list[Literal[tuple(code for code, _label in codes)]]  # type: ignore[misc]
        return {name: (kind, Field([], description=f"{title}. {_codes(register, name)}", max_length=50))}
    if isinstance(one, models.BooleanField):
        return {name: (bool | None, Field(None, description=title))}
    target = points_at(one)
    if target is not None and target is not Unit:
        return {name: (UUID | None, Field(None, description=title))}
    about = f"{title} (mã đơn vị, gồm cả đơn vị bên dưới)" if target is Unit else f"{title} (chứa)"
    return {name: (_text(200), Field("", description=about))}


def _values(register: Register, part: str, *, is_change: bool) -> type[Schema]:
    columns: dict[str, Any] = {"unit": (_text(60), None)} if is_change else {}
    for name, one in register.fields.items():
        kind = _taken(register, name)
        is_due = not is_change and not one.blank and not one.has_default() and not isinstance(one, models.BooleanField)
        title, about = register.label_of(name), _codes(register, name)
        columns[name] = (kind, Field(..., title=title, description=about)) if is_due else (
            kind | None, Field(None, title=title, description=about))  # fmt: skip
    return create_model(name_of(register, part), __base__=Strict, **columns)


def _taken(register: Register, name: str) -> Any:
    """The type of a value that is written."""
    one = field_of(register, name)
    target = points_at(one)
    if name == "geometry":
        return GeometryIn
    if target is not None:
        return _text(60) if target is Unit else UUID
    if codes := codes_of(register, name):
        codes_and_nothing = [code for code, _label in codes] + ([""] if one.blank and not one.null else [])
        return Literal[tuple(codes_and_nothing)]
    if isinstance(one, models.BooleanField):
        return bool
    if isinstance(one, models.DateTimeField):
        return AwareDatetime
    if isinstance(one, models.DateField):
        return datetime.date
    if isinstance(one, models.IntegerField | models.DecimalField | models.FloatField):
        return _figure(one)
    if isinstance(one, models.JSONField):
        return dict[str, Any] | list[Any]
    return _text(one.max_length or 20_000)


def _figure(one: Any) -> Any:
    if isinstance(one, models.DateField):
        return datetime.date
    if isinstance(one, models.DecimalField):
        return Annotated[Decimal, Field(max_digits=one.max_digits, decimal_places=one.decimal_places)]
    if isinstance(one, models.FloatField):
        return Annotated[float, Field(allow_inf_nan=False)]
    least = 0 if isinstance(one, models.PositiveIntegerField | models.PositiveSmallIntegerField) else -LARGEST_WHOLE
    return Annotated[int, Field(ge=least, le=LARGEST_WHOLE)]


def _answered(register: Register, name: str) -> Any:
    """The type of a value that is answered."""
    one = field_of(register, name)
    target = points_at(one)
    if name == "geometry":
        return dict[str, Any]
    if name in register.masks or name == "state":
        return str
    if target is not None:
        return str
    for kind, answered in (
        (models.BooleanField, bool), (models.DecimalField, str), (models.FloatField, float),
        (models.IntegerField, int), (models.DateTimeField, datetime.datetime), (models.DateField, datetime.date),
        (models.JSONField, Any),
    ):  # fmt: skip
        if isinstance(one, kind):
            return answered
    return str


def _text(most: int) -> Any:
    return Annotated[str, Field(max_length=most, pattern=NO_NUL)]


def _codes(register: Register, name: str) -> str | None:
    return "; ".join(f"{code}: {label}" for code, label in codes_of(register, name)) or None


def _about(register: Register) -> str:
    return f"{register.label}. {register.purpose}"


def fields_asked(text: str, known: Iterable[str]) -> list[str] | None:
    """The columns that `fields` names, None where it names none. Raises KeyError with the first unknown one."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    offered = set(known)
    for name in names:
        if name not in offered:
            raise KeyError(name)
    return list(dict.fromkeys(names)) or None
