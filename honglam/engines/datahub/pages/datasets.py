"""The catalogue of datasets."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.engines.datahub.actions.datasets import sync_supplies
from honglam.engines.datahub.models import Dataset
from honglam.engines.datahub.queries import MANAGE, VIEW
from honglam.engines.datahub.scores import tone_of
from honglam.engines.datahub.shown import promise_of
from honglam.engines.datahub.terms import Layer, Sensitivity
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

SORTS = {"name": "name", "owner": "owner__sort_key", "score": "score", "since": "since", "rows": "rows_now"}
LOOKUPS = {"owner": "owner__code", "layer": "layer", "sensitivity": "sensitivity", "field": "field"}
SCORES = {"good": ("score__gte", 95), "fair": ("score__lt", 95), "poor": ("score__lt", 80)}


@requires(VIEW)
def datasets(request: PersonRequest) -> HttpResponseBase:
    """Every dataset that the province knows by name, with its owner, its promise and its score."""
    asked = {name: request.GET.get(name, "") for name in ("owner", "layer", "sensitivity", "field", "score", "state")}
    q = request.GET.get("q", "")
    rows = Dataset.objects.saying(q).with_newest().select_related("owner", "steward")
    rows = rows.filter(is_active=asked["state"] != "ended")
    if asked["state"] == "empty":
        rows = rows.filter(pk__in=Dataset.objects.without_version())
    for name, lookup in LOOKUPS.items():
        rows = rows.filter(**{lookup: asked[name]}) if asked[name] else rows
    if asked["score"] in SCORES:
        lookup, value = SCORES[asked["score"]]
        rows = rows.filter(**{lookup: value})
    elif asked["score"] == "none":
        rows = rows.filter(score__isnull=True)
    rows = lists.ordered(request, rows, SORTS, default="name")
    if (sheet := lists.sheet_of(request, _table(rows))) is not None:
        return sheet
    page = lists.page_of(request, rows)
    today = timezone.localdate()
    context: dict[str, Any] = {
        "page": page, "q": q, "asked": asked, "is_filtered": bool(q or any(asked.values())),
        "lines": [(row, promise_of(row, row.confirmed_at, today), tone_of(row.score)) for row in page],
        "layers": Layer.choices, "sensitivities": Sensitivity.choices,
        "owners": _choices("owner__code", "owner__name"), "fields": _choices("field"),
        "may_manage": bool(reach_of(request.user, MANAGE)),
    }  # fmt: skip
    return render(request, "datahub/datasets.html", context)


@requires(MANAGE)
@require_POST
def sync(request: PersonRequest) -> HttpResponse:
    """Bring the catalogue in line with the registers at once."""
    done = sync_supplies(by=request.user)
    words = _("Đã thêm %(made)d, cập nhật %(changed)d, ngừng %(ended)d tập dữ liệu.")
    counts = {"made": len(done.made), "changed": len(done.changed), "ended": len(done.ended)}
    messages.success(request, words % counts)
    return redirect("datahub:datasets")


def _choices(*names: str) -> list[Any]:
    rows = Dataset.objects.filter(is_active=True).exclude(**{names[0]: ""}).order_by(names[-1])
    found = rows.values_list(*names).distinct()
    return [(one[0], one[-1]) for one in found]


def _table(rows: Any) -> Table:
    today = timezone.localdate()
    columns = [
        Column(_("Mã"), lambda row: row.code, width=24),
        Column(_("Tên"), lambda row: row.name, width=40),
        Column(_("Cơ quan chủ quản"), lambda row: str(row.owner), width=28),
        Column(_("Người phụ trách dữ liệu"), lambda row: str(row.steward or "")),
        Column(_("Lĩnh vực"), lambda row: row.field),
        Column(_("Lớp dữ liệu"), lambda row: row.get_layer_display()),
        Column(_("Mức chia sẻ"), lambda row: row.get_sensitivity_display()),
        Column(_("Căn cứ pháp lý"), lambda row: row.legal_basis, width=40),
        Column(_("Số dòng"), lambda row: row.rows_now, Kind.NUMBER),
        Column(_("Phiên bản"), lambda row: row.number_now, Kind.NUMBER),
        Column(_("Dùng từ"), lambda row: row.since, Kind.MOMENT),
        Column(_("Cam kết cập nhật (ngày)"), lambda row: row.update_days, Kind.NUMBER),
        Column(_("Thực hiện cam kết"), lambda row: promise_of(row, row.confirmed_at, today).text),
        Column(_("Điểm chất lượng"), lambda row: row.score, Kind.NUMBER),
    ]
    return Table(_("Kho dữ liệu"), columns, rows)
