"""The routes of every register: list, read, add, change, move, history. The same verbs and rights as the pages."""
# No postponed annotations here: ninja resolves the parameters of views, which are shapes made on the spot.

import datetime
import hashlib
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Header, Query, Router, Schema

from honglam.core.access.reach import reach_of, require
from honglam.core.organisations.models import Unit
from honglam.engines.registers import actions
from honglam.engines.registers.api import reading, schemas
from honglam.engines.registers.declaration import Register, registers
from honglam.engines.registers.errors import AskedWrongly, RecordInvalid
from honglam.engines.registers.values import codes_of, column_names, field_of, objects_named, points_at
from honglam.toolkit.paging import DEEPEST

router = Router()


class ColumnOut(Schema):
    """A column of a register."""

    name: str
    label: str
    codes: dict[str, str]
    is_personal: bool
    is_guarded: bool


class RegisterOut(Schema):
    """A register that the reader may see, and what the reader may do in it."""

    code: str
    label: str
    purpose: str
    legal_basis: str
    columns: list[ColumnOut]
    moves: list[str]
    may_edit: bool
    may_decide: bool
    may_unmask: bool


class StatesAsked(Schema):
    """Which former states are asked for."""

    limit: int = Field(100, ge=1, le=1000)
    offset: int = Field(0, ge=0, le=DEEPEST)


@router.get("", response=list[RegisterOut], summary="Các sổ dữ liệu được xem")
def all_registers(request: HttpRequest) -> list[RegisterOut]:
    """Every register that the reader may see, with its columns and steps."""
    return [_told(one, request.user) for one in registers() if reach_of(request.user, one.permission("view"))]


def _told(register: Register, user: Any) -> RegisterOut:
    held = {verb: bool(reach_of(user, register.permission(verb))) for verb in ("edit", "decide", "unmask")}
    return RegisterOut(
        code=register.code, label=str(register.label), purpose=str(register.purpose),
        legal_basis=str(register.legal_basis), may_edit=held["edit"], may_decide=held["decide"],
        may_unmask=held["unmask"], moves=[one.code for one in register.lifecycle.moves] if register.lifecycle else [],
        columns=[
            ColumnOut(
                name=name, label=register.label_of(name), is_personal=name in register.personal_columns,
                is_guarded=name in register.guarded,
                codes={code: str(label) for code, label in codes_of(register, name)},
            ) for name in column_names(register)
        ],
    )  # fmt: skip


def _answer(told: Any, status: int = 200) -> HttpResponse:
    """An answer written straight from plain values: shapes describe it, they do not build it."""
    answer = HttpResponse(
        json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=_written), status=status,
        content_type="application/json; charset=utf-8",
    )  # fmt: skip
    answer["Cache-Control"] = "private, no-store"
    return answer


def _written(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _row(register: Register, user: Any, uid: UUID) -> Any:
    """The row that the reader sees. Raises NotAllowed, Http404."""
    require(user, register.permission("view"))
    rows: Any = register.model._default_manager
    row = rows.visible_to(user, register.permission("view")).filter(uid=uid).first()
    if row is None:
        raise Http404(str(uid))
    return row


def _read(register: Register, user: Any, uid: UUID, *, unmask: str = "") -> dict[str, Any]:
    require(user, register.permission("view"))
    found = reading.one(register, user, uid, unmask=unmask)
    if found is None:
        raise Http404(str(uid))
    return found


def meant(register: Register, given: Schema) -> dict[str, Any]:
    """The values that a program sent, as the verbs take them: references become the objects that they name.

    Raises:
        RecordInvalid: a reference names nothing.
    """
    values: dict[str, Any] = {}
    faults: dict[str, list[str]] = {}
    for name in given.model_fields_set:
        value = getattr(given, name)
        one = field_of(register, name)
        target = points_at(one)
        if name == "geometry":
            value = json.dumps(value.model_dump()) if value is not None else ""
        elif value is None and not one.null:
            value = "" if isinstance(one, models.CharField | models.TextField) else None
        elif value is not None and target is not None:
            value = objects_named(target, [str(value)]).get(str(value))
            if value is None:
                faults[name] = [_("Không có “%(value)s”.") % {"value": getattr(given, name)}]
        values[name] = value
    if faults:
        raise RecordInvalid(faults)
    return values


def _unit(code: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise RecordInvalid({"unit": [_("Không có đơn vị mang mã “%(code)s”.") % {"code": code[:60]}]})
    return unit


def _add_reading(register: Register, row: type[Schema]) -> None:
    """List, one row, its past."""
    code, label = register.code, str(register.label)
    asked_type, page = schemas.asked_schema(register), schemas.page_schema(register, row)
    state = schemas.state_schema(register, row)

    def rows(request: HttpRequest, asked: Any) -> HttpResponse:
        require(request.user, register.permission("view"))
        if unknown := sorted(set(request.GET) - set(asked_type.model_fields)):
            raise AskedWrongly(unknown[0][:60], _("Không có tham số “%(name)s”.") % {"name": unknown[0][:60]})
        return _answer(reading.page(register, request.user, asked))

    _route(router.get, f"/{code}", rows, {"asked": Annotated[asked_type, Query()]}, response=page,
           operation_id=f"list_{code}", summary=f"Danh sách {label}")  # fmt: skip

    def one(request: HttpRequest, uid: UUID, unmask: str = "") -> HttpResponse:
        return _answer(_read(register, request.user, uid, unmask=unmask))

    reason = Annotated[str, Query("", max_length=500, pattern=schemas.NO_NUL)]
    _route(router.get, f"/{code}/{{uid}}", one, {"uid": UUID, "unmask": reason}, response=row,
           operation_id=f"read_{code}", summary=f"Một dòng {label}")  # fmt: skip

    def history(request: HttpRequest, uid: UUID, asked: Any) -> HttpResponse:
        _row(register, request.user, uid)
        return _answer(reading.former_states(register, request.user, uid, limit=asked.limit, offset=asked.offset))

    _route(router.get, f"/{code}/{{uid}}/history", history, {"uid": UUID, "asked": Annotated[StatesAsked, Query()]},
           response=list[state], operation_id=f"history_{code}", summary=f"Các trạng thái trước của một dòng {label}")  # type: ignore[valid-type]  # fmt: skip


def _add_writing(register: Register, row: type[Schema]) -> None:
    """Add, change, move."""
    code, label = register.code, str(register.label)

    def create(request: HttpRequest, given: Any, idempotency_key: str | None = None) -> HttpResponse:
        common = {"register": register, "unit": _unit(given.unit), "values": meant(register, given.values),
                  "by": request.user, "valid_from": given.valid_from, "reason": given.reason}  # fmt: skip
        if idempotency_key:
            digest = hashlib.sha256(request.body).hexdigest()
            made = actions.create_once(**common, key=idempotency_key, digest=digest)
        else:
            made = actions.create(**common)
        return _answer(_seen(register, request.user, made), 201)

    key = Annotated[str | None, Header(None, min_length=1, max_length=64, pattern=r"^[\x20-\x7e]+$")]
    _route(router.post, f"/{code}", create, {"given": schemas.new_schema(register), "idempotency_key": key},
           response={201: row}, operation_id=f"create_{code}", summary=f"Thêm một dòng {label}")  # fmt: skip

    def change(request: HttpRequest, uid: UUID, given: Any) -> HttpResponse:
        found = _row(register, request.user, uid)
        changed = actions.change(
            register=register, row=found, values=meant(register, given.values), by=request.user,
            revision=given.revision, valid_from=given.valid_from, reason=given.reason, act=given.act,
        )  # fmt: skip
        return _answer(_seen(register, request.user, changed))

    _route(router.patch, f"/{code}/{{uid}}", change, {"uid": UUID, "given": schemas.change_schema(register)},
           response=row, operation_id=f"change_{code}", summary=f"Sửa một dòng {label}")  # fmt: skip
    if register.lifecycle is None:
        return

    def move(request: HttpRequest, uid: UUID, given: Any) -> HttpResponse:
        found = _row(register, request.user, uid)
        moved = actions.move(
            register=register, row=found, move=given.move, by=request.user, reason=given.reason,
            revision=given.revision, valid_from=given.valid_from, act=given.act,
        )  # fmt: skip
        return _answer(_seen(register, request.user, moved))

    _route(router.post, f"/{code}/{{uid}}/moves", move, {"uid": UUID, "given": schemas.move_schema(register)},
           response=row, operation_id=f"move_{code}", summary=f"Chuyển trạng thái một dòng {label}")  # fmt: skip


def _seen(register: Register, user: Any, row: Any) -> dict[str, Any]:
    """What was written, as its writer sees it; only its uid where it went out of the writer's sight."""
    return reading.one(register, user, row.uid) or {"uid": row.uid}


def _route(
    method: Callable[..., Any], path: str, view: Callable[..., Any], parameters: dict[str, Any], **options: Any
) -> None:  # fmt: skip
    """Tell ninja the types of a view's parameters, which are known only here, and add it."""
    view.__annotations__ = {"request": HttpRequest, **parameters, "return": HttpResponse}
    method(path, **options)(view)


for _register in registers():
    _shape = schemas.row_schema(_register)
    _add_reading(_register, _shape)
    _add_writing(_register, _shape)
