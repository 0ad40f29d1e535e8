"""What the columns of a file may fill: the columns of the register, and the parts that some of them are made of.

A key is a column (`capital`), `unit` (who keeps the row), `state` (of new rows), half a position
(`geometry.longitude`), or a part of a reference to a register whose identity has several columns (`parcel.sheet`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from honglam.core.access.reach import reach_of
from honglam.core.organisations.models import Unit
from honglam.engines.registers.declaration import Register, register_of_model
from honglam.toolkit.sheets import Kind

LONGITUDE, LATITUDE = "geometry.longitude", "geometry.latitude"
NUMBERS = (models.DecimalField, models.IntegerField, models.FloatField)
_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that a column of a file may fill; `names` are the headings that mean it."""

    key: str
    column: str
    label: str
    names: tuple[str, ...]
    kind: Kind
    is_identity: bool = False
    is_required: bool = False
    part: str = ""


def targets_of(register: Register, *, by: Any = None) -> list[Target]:
    """Everything that a file may fill, in the order of the form; with `by` only what that person may write."""
    found: list[Target] = []
    for name in ordered_columns(register):
        code = register.guarded.get(name)
        if not register.fields[name].editable:
            continue
        if by is None or not code or reach_of(by, code):
            found += _of_column(register, name)
    label = _("Đơn vị quản lý")
    keeps = "unit" in register.identity
    found.append(Target("unit", "unit", label, (label, _("cơ quan quản lý"), "unit"), Kind.TEXT, is_identity=keeps))
    if register.lifecycle is not None and (by is None or reach_of(by, register.permission("decide"))):
        found.append(Target("state", "state", _("Trạng thái"), (_("trạng thái"), _("giai đoạn"), "state"), Kind.TEXT))
    return found


def ordered_columns(register: Register) -> list[str]:
    """The columns that people fill, as the sections put them; the place last where no section shows it."""
    placed = [name for section in register.sections for name in section.columns if name in register.fields]
    return [*placed, *(name for name in register.fields if name not in placed)]


def _of_column(register: Register, name: str) -> Iterator[Target]:
    field = register.fields[name]
    label = register.label_of(name)
    is_identity = name in register.identity
    is_required = is_identity or not (field.blank or field.null or field.has_default())
    if name == "geometry" and register.is_located:
        yield Target(
            LONGITUDE, name, _("Kinh độ"), (_("kinh độ"), "longitude", "long", "lng", "lon", "x"), Kind.NUMBER,
            part="longitude",
        )  # fmt: skip
        yield Target(
            LATITUDE, name, _("Vĩ độ"), (_("vĩ độ"), "latitude", "lat", "y"), Kind.NUMBER, part="latitude"
        )  # fmt: skip
        yield Target(name, name, label, (label, name, "geojson", "geom", _("hình dạng")), Kind.TEXT)
        return
    parts = reference_parts(field)
    if len(parts) > 1:
        other = register_of_model(_pointed(field))
        assert other is not None
        for part in parts:
            words = _("%(column)s – %(part)s") % {"column": label, "part": _small(other.label_of(part))}
            yield Target(
                f"{name}.{part}", name, words, (words, f"{name}.{part}"), _kind_of(_field(other, part)),
                is_identity, is_required, part,
            )  # fmt: skip
    yield Target(
        name, name, label, tuple(dict.fromkeys((label, _BRACKETS.sub("", label), name))), _kind_of(field), is_identity,
        is_required and len(parts) < 2,
    )  # fmt: skip


def reference_parts(field: models.Field[Any, Any]) -> tuple[str, ...]:
    """The identity of the register that a column points at; empty for plain columns and for units."""
    if not field.is_relation or _pointed(field) is Unit:
        return ()
    other = register_of_model(_pointed(field))
    return other.identity if other is not None else ()


def withheld_cells(register: Register) -> frozenset[str]:
    """Columns whose cells of a file are not for everybody who writes the register: what is withheld of its own rows,
    and references that are written by what is withheld of others (somebody's number).
    """
    named = {name for name, column in register.fields.items() if _named_by_secret(column) is not None}
    return register.withheld | named


def named_by_secret(register: Register) -> list[Register]:
    """The registers whose rows a file of this one names by what is withheld of them."""
    found = (_named_by_secret(column) for column in register.fields.values())
    return list({one.code: one for one in found if one is not None}.values())


def _named_by_secret(column: models.Field[Any, Any]) -> Register | None:
    other = register_of_model(_pointed(column)) if column.is_relation else None
    return other if other is not None and other.withheld & set(other.identity) else None


def _field(register: Register, name: str) -> models.Field[Any, Any]:
    field: Any = register.model._meta.get_field(name)
    return field


def _pointed(field: models.Field[Any, Any]) -> type[models.Model]:
    remote = field.related_model
    assert isinstance(remote, type)
    return remote


def _kind_of(field: models.Field[Any, Any]) -> Kind:
    if isinstance(field, models.DateTimeField):
        return Kind.MOMENT
    if isinstance(field, models.DateField):
        return Kind.DATE
    return Kind.NUMBER if isinstance(field, NUMBERS) and not field.choices else Kind.TEXT


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def how_written(register: Register, target: Target) -> str:
    """How a cell of the column is filled in, in one sentence, for the sheet of explanations."""
    if target.key == "unit":
        return _("Tên hoặc mã đơn vị; để trống thì là đơn vị đã chọn khi nhập.")
    if target.key == "state":
        return _("Chọn trong danh mục; chỉ dùng cho dòng mới.")
    if target.part in ("longitude", "latitude"):
        return _("Độ thập phân WGS84, ví dụ 105,9012 hoặc 18,3421.")
    field = register.fields[target.column]
    if target.column == "geometry":
        return _("Hình GeoJSON; bỏ trống nếu đã có kinh độ, vĩ độ.")
    if field.is_relation:
        return _how_pointed(field, target)
    if field.choices:
        return _("Chọn trong danh mục (ghi tên hoặc mã).")
    if isinstance(field, models.BooleanField):
        return _("Ghi x, có hoặc không.")
    if target.kind == Kind.DATE:
        return _("Ngày/tháng/năm, ví dụ 05/03/2026.")
    if target.kind == Kind.MOMENT:
        return _("Giờ và ngày, ví dụ 14:30 05/03/2026.")
    if isinstance(field, models.IntegerField):
        return _("Số nguyên, ví dụ 1.250.")
    if target.kind == Kind.NUMBER:
        return _("Số, ví dụ 1.234,5.")
    longest = getattr(field, "max_length", None)
    return _("Chữ, tối đa %(n)d ký tự.") % {"n": longest} if longest else _("Chữ.")


def _how_pointed(field: models.Field[Any, Any], target: Target) -> str:
    if _pointed(field) is Unit:
        return _("Tên hoặc mã đơn vị.")
    other = register_of_model(_pointed(field))
    if other is None:
        return _("Mã hoặc tên đã có trong hệ thống.")
    names = ", ".join(_small(other.label_of(name)) for name in other.identity)
    if len(other.identity) > 1 and not target.part:
        return _("Tên đúng như trong sổ %(register)s; bỏ trống nếu đã điền: %(names)s.") % {
            "register": other.label, "names": names,
        }  # fmt: skip
    return _("Đúng như trong sổ %(register)s: %(names)s.") % {"register": other.label, "names": names}
