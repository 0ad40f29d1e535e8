"""Going over what is shared by default every six months, and the figures of the yearly check of data."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.engines.datahub.actions.reviews import review
from honglam.engines.datahub.errors import HubError
from honglam.engines.datahub.models import Dataset, SharingReview
from honglam.engines.datahub.pages.sharing.forms import ReviewForm
from honglam.engines.datahub.queries import DECIDE, VIEW
from honglam.engines.datahub.sharing.scope import REVIEW_MONTHS, months_later
from honglam.engines.datahub.sharing.yearly import FigureLine, check_of_year
from honglam.engines.datahub.terms import Layer, Sensitivity
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A dataset shared by default: when it was gone over, what came of it, when it is due again."""

    dataset: Dataset
    last: datetime.date | None
    note: str
    due_on: datetime.date
    is_late: bool


@requires(VIEW)
def reviews(request: PersonRequest) -> HttpResponseBase:
    """Datasets that are shared by default, the one that waits longest first."""
    today = timezone.localdate()
    query, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    latest = SharingReview.objects.filter(dataset=OuterRef("pk")).order_by("-id")
    shared = Q(sensitivity__in=[Sensitivity.PUBLIC, Sensitivity.SHARED]) | Q(layer__in=[Layer.MASTER, Layer.REFERENCE])
    found = (
        Dataset.objects.filter(shared, reach_of(request.user, VIEW).q("owner"), is_active=True).saying(query)
        .select_related("owner")
        .annotate(reviewed_at=Subquery(latest.values("at")[:1]), reviewed=Subquery(latest.values("note")[:1]))
    )  # fmt: skip
    lines = sorted((_line(one, today) for one in found), key=lambda line: (line.due_on, line.dataset.name))
    if state == "late":
        lines = [line for line in lines if line.is_late]
    if (sheet := lists.sheet_of(request, _table(lines))) is not None:
        return sheet
    reach = reach_of(request.user, DECIDE)
    page = lists.page_of(request, lines)
    page.object_list = [(line, reach.covers(line.dataset.owner)) for line in page.object_list]
    context = {
        "page": page, "query": query, "state": state, "months": REVIEW_MONTHS, "today": today, "year": str(today.year),
    }  # fmt: skip
    return render(request, "datahub/sharing/reviews.html", context)


@requires(DECIDE)
@require_POST
def add_review(request: PersonRequest, code: str) -> HttpResponse:
    """Write down that a dataset was gone over."""
    dataset = get_object_or_404(Dataset.objects.select_related("owner"), code=code)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Hãy ghi kết quả rà soát."))
        return redirect("datahub:reviews")
    try:
        review(dataset=dataset, note=form.cleaned_data["note"], by=request.user)
    except HubError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã ghi kết quả rà soát “%(dataset)s”.") % {"dataset": dataset})
    return redirect("datahub:reviews")


@requires(VIEW)
def yearly(request: PersonRequest) -> HttpResponseBase:
    """The figures of the yearly check of data (before 31 December), for the units within reach."""
    today = timezone.localdate()
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else today.year
    year = min(max(year, 2020), today.year)
    lines = check_of_year(Dataset.objects.filter(reach_of(request.user, VIEW).q("owner")), year, today)
    if (sheet := lists.sheet_of(request, _yearly_table(lines, year))) is not None:
        return sheet
    context = {"page": lists.page_of(request, lines), "year": year, "years": range(today.year, today.year - 5, -1)}
    return render(request, "datahub/sharing/yearly.html", context)


def _line(dataset: Any, today: datetime.date) -> ReviewLine:
    last = timezone.localdate(dataset.reviewed_at) if dataset.reviewed_at is not None else None
    due = months_later(last or timezone.localdate(dataset.created_at), REVIEW_MONTHS)
    return ReviewLine(dataset, last, dataset.reviewed or "", due, due < today)


def _table(lines: list[ReviewLine]) -> Table:
    columns = [
        Column(_("Mã"), lambda line: line.dataset.code, width=24),
        Column(_("Tập dữ liệu"), lambda line: line.dataset.name, width=40),
        Column(_("Cơ quan chủ quản"), lambda line: str(line.dataset.owner), width=36),
        Column(_("Mức chia sẻ"), lambda line: line.dataset.get_sensitivity_display(), width=24),
        Column(_("Rà soát lần cuối"), lambda line: line.last, Kind.DATE),
        Column(_("Kết quả"), lambda line: line.note, width=44),
        Column(_("Hạn rà soát tới"), lambda line: line.due_on, Kind.DATE),
        Column(_("Quá hạn"), lambda line: line.is_late),
    ]
    return Table(_("Rà soát dữ liệu chia sẻ mặc định"), columns, lines)


def _yearly_table(lines: list[FigureLine], year: int) -> Table:
    columns = [
        Column(_("Mã"), lambda line: line.code, width=10),
        Column(_("Nội dung kiểm tra"), lambda line: str(line.label), width=60),
        Column(_("Số liệu"), lambda line: line.value, Kind.NUMBER),
        Column(_("Đơn vị tính"), lambda line: str(line.measure), width=16),
        Column(_("Căn cứ"), lambda line: str(line.basis), width=44),
    ]
    notes = [_("Căn cứ chưa đối chiếu với Nghị định 194/2025/NĐ-CP; số liệu lấy từ hệ thống đến ngày xuất bảng.")]
    return Table(_("Số liệu kiểm tra dữ liệu năm %(year)d") % {"year": year}, columns, lines, notes)
