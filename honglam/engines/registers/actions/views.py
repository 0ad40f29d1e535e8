"""Saved filters: kept, renamed, shared, dropped."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.organisations.models import Unit
from honglam.engines.registers.declaration import Register, register_of
from honglam.engines.registers.errors import ViewRefused
from honglam.engines.registers.listing.views import units_to_share_with
from honglam.engines.registers.models import SavedView
from honglam.toolkit.text import nfc, squeeze

NOT_KEPT = ("page", "format", "whole", "after", "view")
LONGEST_NAME, LONGEST_QUERY = 120, 2000


@transaction.atomic
def save_view(*, register: Register, name: str, query: str, by: Any, shared_with: Unit | None = None) -> SavedView:
    """Keep the filters, columns and order of an address under a name; the same name takes the new ones.

    Raises:
        NotAllowed, ViewRefused (no name, too long, or a unit where the person does not sit).
    """
    require(by, register.permission("view"))
    columns = {"query": _kept(query), "shared_with": _sharing(by, shared_with)}
    view, is_new = SavedView.objects.update_or_create(
        owner=by, register=register.code, name=_named(name), defaults=columns
    )
    record(by=by, action="registers.view_saved", target=view, unit=shared_with, summary=str(register.label),
           changes={"name": ("" if is_new else view.name, view.name), "query": ("", view.query)})  # fmt: skip
    return view


@transaction.atomic
def rename_view(*, view: SavedView, name: str, by: Any, shared_with: Unit | None = None) -> SavedView:
    """Give one's own saved filter another name, and share it with a unit or with nobody.

    Raises:
        ViewRefused: not one's own, no name, the name is taken, or a unit where the person does not sit.
    """
    view = _own(view, by)
    before, shared_before = view.name, str(view.shared_with or "")
    view.name, view.shared_with = _named(name), _sharing(by, shared_with)
    if SavedView.objects.filter(owner=by, register=view.register, name=view.name).exclude(pk=view.pk).exists():
        raise ViewRefused(_("Anh/chị đã có bộ lọc tên “%(name)s” ở sổ này. Hãy đặt tên khác.") % {"name": view.name})
    view.save(update_fields=["name", "shared_with"])
    record(by=by, action="registers.view_saved", target=view, unit=shared_with, summary=_label(view),
           changes={"name": (before, view.name), "shared_with": (shared_before, str(shared_with or ""))})  # fmt: skip
    return view


@transaction.atomic
def drop_view(*, view: SavedView, by: Any) -> None:
    """Drop one's own saved filter.

    Raises:
        ViewRefused: not one's own.
    """
    view = _own(view, by)
    record(by=by, action="registers.view_dropped", target=view, unit=view.shared_with, summary=_label(view),
           changes={"name": (view.name, ""), "query": (view.query, "")})  # fmt: skip
    view.delete()


def _kept(query: str) -> str:
    """The query of an address as a saved filter keeps it. Raises ViewRefused where it is longer than can be kept."""
    asked = QueryDict(query, mutable=True)
    for name in NOT_KEPT:
        asked.pop(name, None)
    for name in [name for name, values in asked.lists() if not any(values)]:
        del asked[name]
    text = asked.urlencode()
    if len(text) > LONGEST_QUERY:
        raise ViewRefused(_("Bộ lọc quá dài để lưu. Hãy bớt điều kiện hoặc bớt cột."))
    return text


def _own(view: SavedView, by: Any) -> SavedView:
    found = SavedView.objects.select_for_update(of=("self",)).select_related("shared_with").filter(
        pk=view.pk, owner=by
    ).first()  # fmt: skip
    if found is None:
        raise ViewRefused(_("Chỉ người lưu bộ lọc mới đổi tên hoặc bỏ được."))
    return found


def _named(name: str) -> str:
    name = squeeze(nfc(name))
    if not name or len(name) > LONGEST_NAME:
        raise ViewRefused(_("Hãy đặt tên cho bộ lọc, không quá %(most)d ký tự.") % {"most": LONGEST_NAME})
    return name


def _sharing(by: Any, unit: Unit | None) -> Unit | None:
    if unit is not None and unit.pk not in {one.pk for one in units_to_share_with(by)}:
        raise ViewRefused(_("Chỉ dùng chung bộ lọc trong đơn vị nơi anh/chị công tác."))
    return unit


def _label(view: SavedView) -> str:
    try:
        return str(register_of(view.register).label)
    except KeyError:
        return view.register
