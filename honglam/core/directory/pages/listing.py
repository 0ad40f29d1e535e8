"""The tree of units: opened step by step, or searched and filtered as a flat list."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.decorators import signed_in
from honglam.core.access.reach import reach_of
from honglam.core.organisations.choosing import found_units, written
from honglam.core.organisations.models import Unit
from honglam.core.organisations.queries import UnitQuerySet, valid_on
from honglam.core.organisations.terms import Bloc, Kind
from honglam.toolkit.sheets import Column, Table
from honglam.toolkit.sheets import Kind as CellKind
from honglam.toolkit.ui import lists

PAGE_SIZE = 50


@signed_in
def units(request: HttpRequest) -> HttpResponseBase:
    """Units below the opened one (`at`), or all that fit the filters (`q`, `kind`, `bloc`, `commune`, `ended`)."""
    found, filters = _filtered(request)
    if (sheet := lists.sheet_of(request, _units_table(_whole(found, filters)))) is not None:
        return sheet
    here = Unit.objects.select_related("parent").filter(code=filters["at"]).first() if filters["at"] else None
    here = here or Unit.objects.province()
    is_search = _is_search(filters)
    if not is_search:
        found = found.filter(Q(parent=here) | Q(second_parent=here)) if here else found.none()
    today = timezone.localdate()
    found = found.select_related("parent", "second_parent").annotate(
        below=Count("children", filter=valid_on(today, "children__"), distinct=True)
    )
    page = Paginator(found.order_by("position", "sort_key", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    manage = reach_of(request.user, "organisations.manage_units")
    context = {
        "page": page,
        "here": here,
        "above": list(Unit.objects.ancestors_of(here)) if here else [],
        "filters": filters,
        "is_search": is_search,
        "kinds": Kind.choices,
        "blocs": Bloc.choices,
        "communes": Unit.objects.communes().valid_on(today).in_alphabet().only("code", "name"),
        "may_manage": here is not None and manage.covers(here),
        "may_import": bool(reach_of(request.user, "organisations.import_units")),
        "today": today,
    }
    return render(request, "directory/units.html", context)


@signed_in
def export(request: HttpRequest) -> HttpResponseBase:
    """The units that fit the filters as a workbook."""
    found, filters = _filtered(request)
    return lists.sheet(_units_table(_whole(found, filters)))


def _whole(found: UnitQuerySet, filters: dict[str, Any]) -> UnitQuerySet:
    """What a sheet holds: the page opens the tree step by step, a sheet holds everything below the opened unit."""
    opened = Unit.objects.filter(code=filters["at"]).first() if filters["at"] else None
    return found.subtree_of(opened) if opened is not None and not _is_search(filters) else found


def _is_search(filters: dict[str, Any]) -> bool:
    return any(filters[name] for name in ("q", "kind", "bloc", "commune", "ended"))


def _units_table(found: UnitQuerySet) -> Table:
    return Table(
        title=_("Danh sách đơn vị"),
        columns=[
            Column(_("Mã"), lambda unit: unit.code),
            Column(_("Mã định danh"), lambda unit: unit.identifier),
            Column(_("Tên"), lambda unit: unit.name, width=48),
            Column(_("Tên ngắn"), lambda unit: unit.short_name, width=28),
            Column(_("Loại"), lambda unit: unit.get_kind_display(), width=28),
            Column(_("Khối"), lambda unit: unit.get_bloc_display()),
            Column(_("Cấp trên trực tiếp"), lambda unit: unit.parent.name if unit.parent else "", width=36),
            Column(_("Cấp trên theo ngành dọc"), lambda unit: unit.second_parent.name if unit.second_parent else ""),
            Column(_("Có từ ngày"), lambda unit: unit.starts_on, CellKind.DATE),
            Column(_("Đến hết ngày"), lambda unit: unit.ends_on, CellKind.DATE),
            Column(_("Diện tích (km²)"), lambda unit: unit.area_km2, CellKind.NUMBER),
            Column(_("Dân số (người)"), lambda unit: unit.population, CellKind.NUMBER),
            Column(_("Nguồn"), lambda unit: unit.source, width=40),
            Column(_("Độ tin cậy"), lambda unit: unit.get_confidence_display()),
        ],
        rows=found.select_related("parent", "second_parent").order_by("path"),
    )


@signed_in
def suggest(request: HttpRequest) -> JsonResponse:
    """Units for a picker: at most twelve that the typed `q` finds.

    `within` names a permission whose reach they must lie in; `villages=no` leaves villages out.
    """
    within = request.GET.get("within", "")
    units = reach_of(request.user, within).units() if within else Unit.objects.all()
    if request.GET.get("villages") == "no":
        units = units.seats()
    found = found_units(request.GET.get("q", ""), units)
    options = [
        {
            "key": str(unit.uid),
            "text": written(unit),
            "label": unit.name,
            "note": unit.parent.label if unit.parent else "",
        }
        for unit in found
    ]
    return JsonResponse({"options": options})


def _filtered(request: HttpRequest) -> tuple[UnitQuerySet, dict[str, Any]]:
    """The units that fit the filters of the address, and the filters."""
    filters = {name: request.GET.get(name, "").strip() for name in ("q", "kind", "bloc", "commune", "at", "ended")}
    today = timezone.localdate()
    found = Unit.objects.filter(ends_on__lt=today) if filters["ended"] else Unit.objects.valid_on(today)
    if filters["q"]:
        found = found.containing(filters["q"])
    if filters["kind"] in Kind.values:
        found = found.filter(kind=filters["kind"])
    if filters["bloc"] in Bloc.values:
        found = found.filter(bloc=filters["bloc"])
    if filters["commune"]:
        commune = Unit.objects.filter(code=filters["commune"]).first()
        found = found.subtree_of(commune) if commune else found.none()
    return found, filters
