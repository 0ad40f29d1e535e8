"""Who used what: reads by month, dataset and unit, and the single reads behind every number."""

from __future__ import annotations

import datetime
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.engines.datahub.models import AccessLog
from honglam.engines.datahub.queries import VIEW, ReadQuerySet
from honglam.engines.datahub.sharing.figures import by_unit_and_month
from honglam.engines.datahub.sharing.shape import ColumnWords
from honglam.engines.datahub.terms import ReadForm
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

OWNED, USED = "owned", "used"
NAMES = ("whose", "dataset", "unit", "month", "grant", "form", "q")


@requires(VIEW)
def reads(request: PersonRequest) -> HttpResponseBase:
    """By month, dataset and unit: how often, how many rows."""
    asked, found = _asked(request)
    rows = by_unit_and_month(found)
    if (sheet := lists.sheet_of(request, _sums_table(rows))) is not None:
        return sheet
    context = {"page": lists.page_of(request, rows), "asked": asked, "owned": OWNED, "used": USED}
    return render(request, "datahub/sharing/reads.html", context)


@requires(VIEW)
def read_lines(request: PersonRequest) -> HttpResponseBase:
    """The single reads, the latest first; refused calls too."""
    asked, found = _asked(request)
    rows = found.select_related("dataset", "unit", "user", "key", "version", "grant__request").order_by("-id")
    if (sheet := lists.sheet_of(request, _lines_table(rows, ColumnWords(_datasets(found))))) is not None:
        return sheet
    page = lists.page_of(request, rows)
    words = ColumnWords({one.dataset_id for one in page})
    lines = [(one, words.of(one.dataset_id, one.columns)) for one in page]
    context = {"page": page, "lines": lines, "asked": asked, "forms": ReadForm.choices}
    return render(request, "datahub/sharing/read_lines.html", context)


def _asked(request: PersonRequest) -> tuple[dict[str, str], ReadQuerySet]:
    """What the address asks for, and the reads that the person may see of it."""
    asked = {name: request.GET.get(name, "").strip() for name in NAMES}
    found = AccessLog.objects.visible_to(request.user)
    if asked["whose"] == OWNED:
        found = AccessLog.objects.of_own_datasets(request.user)
    elif asked["whose"] == USED:
        found = AccessLog.objects.by_own_units(request.user)
    if asked["dataset"]:
        found = found.filter(dataset__code=asked["dataset"])
    if asked["unit"]:
        found = found.filter(unit__code=asked["unit"])
    if asked["form"] in ReadForm.values:
        found = found.filter(form=asked["form"])
    if (uid := uuid_of(asked["grant"])) is not None:
        found = found.filter(grant__uid=uid)
    if (first := month_of(asked["month"])) is not None:
        after = (first + datetime.timedelta(days=32)).replace(day=1)
        begin, end = (timezone.make_aware(datetime.datetime.combine(day, datetime.time.min)) for day in (first, after))
        found = found.filter(at__gte=begin, at__lt=end)
    if asked["q"]:
        found = found.saying(asked["q"])
    return asked, found


def month_of(text: str) -> datetime.date | None:
    """The first day of a month as an address writes it (2026-11), or nothing."""
    try:
        first = datetime.date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return first if 2000 <= first.year < 2100 else None


def _sums_table(rows: Any) -> Table:
    columns = [
        Column(_("Tháng"), lambda one: f"{timezone.localtime(one['month']):%m/%Y}", width=10),
        Column(_("Tập dữ liệu"), lambda one: one["dataset__name"], width=40),
        Column(_("Đơn vị khai thác"), lambda one: one["unit__name"] or "", width=36),
        Column(_("Số lần"), lambda one: one["times"], Kind.NUMBER),
        Column(_("Số dòng"), lambda one: one["read"], Kind.NUMBER),
        Column(_("Lần gần nhất"), lambda one: one["last"], Kind.MOMENT),
    ]
    return Table(_("Khai thác dữ liệu theo tháng"), columns, rows)


def _datasets(found: ReadQuerySet) -> Any:
    return found.order_by().values("dataset").distinct()


def _lines_table(rows: Any, words: ColumnWords) -> Table:
    columns = [
        Column(_("Thời điểm"), lambda one: one.at, Kind.MOMENT),
        Column(_("Tập dữ liệu"), lambda one: one.dataset.name, width=36),
        Column(_("Đơn vị"), lambda one: str(one.unit or ""), width=32),
        Column(_("Người, hệ thống"), lambda one: str(one.key.name if one.key else one.user or ""), width=28),
        Column(_("Hình thức"), lambda one: one.get_form_display(), width=20),
        Column(_("Cột"), lambda one: words.of(one.dataset_id, one.columns), width=40),
        Column(_("Số dòng"), lambda one: one.rows, Kind.NUMBER),
        Column(_("Kết quả"), lambda one: str(one.status), width=10),
        Column(_("Phiên bản"), lambda one: one.version.number if one.version else None, Kind.NUMBER),
        Column(_("Theo đề nghị"), lambda one: one.grant.request.code if one.grant else "", width=20),
        Column(_("Mục đích"), lambda one: one.grant.request.purpose if one.grant else "", width=48),
    ]
    return Table(_("Nhật ký khai thác dữ liệu"), columns, rows)
