"""The life of a unit: made, changed, moved, renamed, merged, closed. Nothing is deleted: old figures stay with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from honglam.core.audit.actions import record
from honglam.core.organisations.derived import fill_derived, refresh_search_text
from honglam.core.organisations.errors import InvalidUnit
from honglam.core.organisations.models import FormerName, Succession, Unit
from honglam.core.organisations.queries import in_subtree
from honglam.core.organisations.rules import kind_fits_below, level_of
from honglam.core.organisations.terms import VILLAGE_KINDS
from honglam.toolkit.text import nfc, squeeze

CHANGEABLE = (
    "identifier",
    "short_name",
    "name_en",
    "function",
    "bloc",
    "starts_on",
    "email",
    "phone",
    "address",
    "website",
    "area_km2",
    "population",
    "source",
    "confidence",
    "position",
)
"""Columns that `change` may set; name, superiors and end have verbs of their own."""


@transaction.atomic
def create(
    *,
    by: AbstractBaseUser | None,
    code: str,
    name: str,
    kind: str,
    bloc: str,
    parent: Unit | None,
    second_parent: Unit | None = None,
    **details: Any,
) -> Unit:
    """Make a unit below its superiors. `details` are columns of `CHANGEABLE`. Raises `InvalidUnit`."""
    if not kind_fits_below(kind, parent.kind if parent else None):
        raise InvalidUnit(_("Loại đơn vị này không đặt được dưới cấp trên đã chọn."))
    unit = Unit(
        code=code.strip().lower(),
        name=squeeze(nfc(name)),
        kind=kind,
        level=level_of(kind, parent.level if parent else None),
        bloc=bloc,
        parent=parent,
        second_parent=second_parent,
    )
    for column, value in _changeable(details).items():
        setattr(unit, column, value)
    fill_derived(unit)
    _check(unit)
    unit.save()
    record(by=by, action="organisations.unit_created", target=unit, unit=unit, summary=unit.name)
    return unit


@transaction.atomic
def change(*, unit: Unit, by: AbstractBaseUser | None, reason: str = "", **details: Any) -> Unit:
    """Change columns of `CHANGEABLE`. Raises `InvalidUnit`."""
    changes: dict[str, tuple[Any, Any]] = {}
    for column, value in _changeable(details).items():
        if getattr(unit, column) != value:
            changes[column] = (getattr(unit, column), value)
            setattr(unit, column, value)
    if not changes:
        return unit
    _check(unit)
    refresh_search_text(unit)
    unit.save()
    record(
        by=by,
        action="organisations.unit_changed",
        target=unit,
        unit=unit,
        changes=changes,
        reason=reason,
        summary=unit.name,
    )
    return unit


@transaction.atomic
def rename(
    *, unit: Unit, by: AbstractBaseUser | None, name: str, on: dt.date, short_name: str = "", decision: str = ""
) -> Unit:
    """Give a unit a new name from a day on; the old one stays known and findable. Raises `InvalidUnit`."""
    name = squeeze(nfc(name))
    if name == unit.name:
        raise InvalidUnit(_("Tên mới trùng với tên đang dùng."))
    until = on - dt.timedelta(days=1)
    if unit.starts_on and until < unit.starts_on:
        raise InvalidUnit(_("Ngày đổi tên phải sau ngày đơn vị bắt đầu hoạt động."))
    if FormerName.objects.filter(unit=unit, until__gte=until).exists():
        raise InvalidUnit(_("Đơn vị đã có một lần đổi tên từ ngày này hoặc sau đó."))
    FormerName.objects.create(unit=unit, name=unit.name, short_name=unit.short_name, until=until, decision=decision)
    old = unit.name
    unit.name, unit.short_name = name, squeeze(nfc(short_name))
    fill_derived(unit)
    _check(unit)
    refresh_search_text(unit)
    unit.save()
    record(
        by=by,
        action="organisations.unit_renamed",
        target=unit,
        unit=unit,
        changes={"name": (old, name), "on": (None, on)},
        reason=decision,
        summary=f"{old} → {name}",
    )
    return unit


@transaction.atomic
def move(
    *, unit: Unit, by: AbstractBaseUser | None, parent: Unit, second_parent: Unit | None = None, decision: str = ""
) -> Unit:
    """Put a unit, with all below it, under other superiors. Raises `InvalidUnit` on a circle or an unfit superior."""
    if not kind_fits_below(unit.kind, parent.kind):
        raise InvalidUnit(_("Loại đơn vị này không đặt được dưới cấp trên đã chọn."))
    for superior in (parent, second_parent):
        if superior is not None and superior.path.startswith(unit.path):
            raise InvalidUnit(_("Không thể đặt một đơn vị dưới chính nó hoặc dưới đơn vị trực thuộc nó."))
    before = {"parent": unit.parent, "second_parent": unit.second_parent}
    unit.parent, unit.second_parent = parent, second_parent
    unit.level = level_of(unit.kind, parent.level)
    old_path = unit.path
    below = list(
        Unit.objects.filter(in_subtree(old_path)).exclude(pk=unit.pk).select_related("parent", "second_parent")
    )
    fill_derived(unit)
    _check(unit)
    unit.save()
    _rewrite_below(unit, below)
    record(
        by=by,
        action="organisations.unit_moved",
        target=unit,
        unit=unit,
        changes={"parent": (before["parent"], parent), "second_parent": (before["second_parent"], second_parent)},
        reason=decision,
        summary=unit.name,
    )
    return unit


@transaction.atomic
def close(
    *,
    unit: Unit,
    by: AbstractBaseUser | None,
    last_day: dt.date,
    successors: Sequence[Unit] = (),
    decision: str = "",
    with_all_below: bool = False,
) -> Unit:
    """End a unit after its last day and say who carries its work on. Raises `InvalidUnit`.

    Units below must have ended already, or end with it where `with_all_below` is set.
    """
    if unit.ends_on is not None:
        raise InvalidUnit(_("Đơn vị này đã kết thúc hoạt động trước đó."))
    if unit.starts_on and last_day < unit.starts_on:
        raise InvalidUnit(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."))
    below = list(Unit.objects.filter(path__startswith=unit.path, ends_on__isnull=True).exclude(pk=unit.pk))
    if below and not with_all_below:
        raise InvalidUnit(
            _("Còn %(count)d đơn vị trực thuộc đang hoạt động; hãy chuyển hoặc kết thúc các đơn vị đó trước.")
            % {"count": len(below)}
        )
    for body in (*below, unit):
        _end(body, last_day)
    _succeed(unit, successors, last_day, decision)
    record(
        by=by,
        action="organisations.unit_closed",
        target=unit,
        unit=unit,
        changes={"ends_on": (None, last_day)},
        reason=decision,
        rows=[(body.code, body.name) for body in below] if below else None,
        about=below,
        summary=" → ".join([unit.name, ", ".join(heir.name for heir in successors)]) if successors else unit.name,
    )
    return unit


@transaction.atomic
def merge(*, units: Sequence[Unit], into: Unit, by: AbstractBaseUser | None, on: dt.date, decision: str = "") -> Unit:
    """From a day on, `into` carries on the work of several units, which end the day before. Raises `InvalidUnit`.

    Villages move below `into`. Other bodies below a merged unit end too; the body of `into` with the same function
    carries their work on, or `into` itself where it has none.
    """
    merged = [unit for unit in units if unit.pk != into.pk]
    if not merged:
        raise InvalidUnit(_("Hãy chọn ít nhất một đơn vị được nhập vào đơn vị khác."))
    last_day = on - dt.timedelta(days=1)
    standing = Unit.objects.filter(path__startswith=into.path, ends_on__isnull=True)
    heirs = {body.function: body for body in standing.exclude(function="")}
    for unit in merged:
        if into.path.startswith(unit.path):
            raise InvalidUnit(_("Không thể nhập một đơn vị vào đơn vị trực thuộc nó."))
        if unit.kind == into.kind or unit.is_commune == into.is_commune:
            for village in Unit.objects.filter(parent=unit, kind__in=VILLAGE_KINDS, ends_on__isnull=True):
                move(unit=village, by=by, parent=into, second_parent=village.second_parent, decision=decision)
        for body in Unit.objects.filter(path__startswith=unit.path, ends_on__isnull=True).exclude(pk=unit.pk):
            _end(body, last_day)
            _succeed(body, [heirs.get(body.function, into)], last_day, decision)
        close(unit=unit, by=by, last_day=last_day, successors=[into], decision=decision)
    record(
        by=by,
        action="organisations.units_merged",
        target=into,
        unit=into,
        reason=decision,
        rows=[(unit.code, unit.name) for unit in merged],
        about=merged,
        summary=f"{', '.join(unit.name for unit in merged)} → {into.name}",
    )
    return into


def _changeable(details: dict[str, Any]) -> dict[str, Any]:
    """The details with texts in one spelling. Raises `InvalidUnit` on a column that has its own verb."""
    if strange := set(details) - set(CHANGEABLE):
        raise InvalidUnit(_("Không sửa trực tiếp được: %(columns)s.") % {"columns": ", ".join(sorted(strange))})
    return {column: squeeze(nfc(value)) if isinstance(value, str) else value for column, value in details.items()}


def _check(unit: Unit) -> None:
    """All rules of the model. Raises `InvalidUnit` with every message."""
    try:
        unit.full_clean(exclude=["path", "second_path", "sort_key", "search_text"])
    except ValidationError as error:
        raise InvalidUnit(" ".join(error.messages)) from error


def _end(unit: Unit, last_day: dt.date) -> None:
    unit.ends_on = last_day if unit.starts_on is None else max(last_day, unit.starts_on)
    unit.save(update_fields=["ends_on"])


def _succeed(unit: Unit, successors: Sequence[Unit], last_day: dt.date, decision: str) -> None:
    for heir in successors:
        if heir.path.startswith(unit.path):
            raise InvalidUnit(_("Đơn vị kế thừa không thể nằm trong đơn vị kết thúc."))
        Succession.objects.get_or_create(
            predecessor=unit,
            successor=heir,
            defaults={"on": last_day + dt.timedelta(days=1), "decision": decision},
        )


def _rewrite_below(moved: Unit, below: Sequence[Unit]) -> None:
    """New paths for the units below a moved one, superiors first."""
    fresh = {moved.pk: moved}
    for unit in sorted(below, key=lambda unit: unit.path.count("/")):
        if unit.parent_id in fresh:
            unit.parent = fresh[unit.parent_id]
        if unit.second_parent_id in fresh:
            unit.second_parent = fresh[unit.second_parent_id]
        fill_derived(unit)
        fresh[unit.pk] = unit
    Unit.objects.bulk_update(below, ["path", "second_path"], batch_size=500)
