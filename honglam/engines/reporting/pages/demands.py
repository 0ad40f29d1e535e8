"""Sổ theo dõi yêu cầu báo cáo: what is asked of a unit, by whom, how often, by when; and what is asked twice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.organisations.models import Unit
from honglam.engines.reporting.actions.demands import note_demand
from honglam.engines.reporting.actions.proposals import settle_remark
from honglam.engines.reporting.demands import register
from honglam.engines.reporting.demands.rows import Demand, DemandKind, sums_of
from honglam.engines.reporting.errors import DemandRefused
from honglam.engines.reporting.models import RegimeRemark, ReportRegime
from honglam.engines.reporting.overlaps import asked_already, labels_in, labels_of_form
from honglam.engines.reporting.pages.demand_forms import DemandForm
from honglam.engines.reporting.queries import DEFINE, DRAFT, VIEW
from honglam.engines.reporting.workbooks import FormError
from honglam.toolkit.periods import Scheme
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.text import strip_marks
from honglam.toolkit.ui import lists

LARGEST_FORM = 20_000_000


@requires(VIEW)
def demands(request: PersonRequest) -> HttpResponseBase:
    """The register of one authority; for who sees several, the table of them until one is chosen."""
    authorities = register.authorities_of(request.user)
    unit = _chosen(request, authorities)
    return _one_unit(request, unit, authorities) if unit is not None else _all_units(request, authorities)


@requires(DRAFT)
def note(request: PersonRequest) -> HttpResponse:
    """Note what somebody asks of the own unit."""
    units, seat = _own_units(request)
    form = DemandForm(request.POST or None, units=units, initial={"unit": seat})
    if request.method == "POST" and form.is_valid():
        try:
            made = note_demand(by=request.user, **form.cleaned_data)
        except DemandRefused as error:
            form.add_error(error.column or None, str(error))
        else:
            messages.success(request, _("Đã ghi yêu cầu “%(name)s”.") % {"name": made.name})
            top = register.authority_over(made.owner)
            return redirect(f"{reverse('reporting:demands')}?unit={top.code}")
    return render(request, "reporting/note_demand.html", {"form": form}, status=422 if form.errors else 200)


@requires(VIEW)
@require_POST
def overlaps(request: PersonRequest) -> HttpResponse:
    """A part of a page: which of the labels (typed, or in a blank form) ask for what the unit stores already."""
    labels, problem = labels_in(request.POST.get("labels", "")), ""
    upload = next(iter(request.FILES.values()), None)
    if isinstance(upload, UploadedFile):
        labels, problem = _labels_of(upload)
    unit = _asked_unit(request)
    context = {
        "found": asked_already(labels, unit, request.user) if unit is not None else [], "labels": labels, "unit": unit,
        "problem": problem,
    }  # fmt: skip
    return render(request, "reporting/parts/overlaps.html", context)


@requires(DEFINE)
@require_POST
def settle(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Somebody has looked at a remark."""
    regimes = ReportRegime.objects.visible_to(request.user)
    remark = get_object_or_404(RegimeRemark.objects.filter(regime__in=regimes), uid=uid)
    settle_remark(remark=remark, by=request.user)
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_ours else reverse("reporting:demands"))


def _chosen(request: PersonRequest, authorities: list[Unit]) -> Unit | None:
    """The authority that the address names, or the only one. Http404 for one that the reader may not see."""
    code = request.GET.get("unit", "")
    if not code:
        return authorities[0] if len(authorities) == 1 else None
    found = next((unit for unit in authorities if unit.code == code), None)
    if found is None:
        raise Http404
    return found


def _one_unit(request: PersonRequest, unit: Unit, authorities: list[Unit]) -> HttpResponseBase:
    found = register.demands_of(unit)
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "asker", "kind", "often", "whose")}
    shown = _filtered(found, asked)
    if (sheet := lists.sheet_of(request, _demands_table(unit, shown))) is not None:
        return sheet
    context = {
        "unit": unit, "sums": sums_of(found), "page": lists.page_of(request, shown), "asked": asked,
        "askers": sorted({one.asked_by for one in found if one.asked_by}), "kinds": DemandKind.choices,
        "schemes": [(scheme.value, scheme.label) for scheme in Scheme if any(one.scheme == scheme for one in found)],
        "twice": register.asked_twice(found), "several": len(authorities) > 1, "today": timezone.localdate(),
        "may_note": bool(reach_of(request.user, DRAFT)),
    }  # fmt: skip
    return render(request, "reporting/demands.html", context)


def _all_units(request: PersonRequest, authorities: list[Unit]) -> HttpResponseBase:
    lines = register.table_of(authorities)
    query = request.GET.get("q", "").strip()
    if query:
        lines = [line for line in lines if strip_marks(query) in strip_marks(str(line.unit))]
    if (sheet := lists.sheet_of(request, _units_table(lines))) is not None:
        return sheet
    context = {
        "page": lists.page_of(request, lines), "query": query,
        "times": sum(line.sums.times for line in lines), "may_note": bool(reach_of(request.user, DRAFT)),
    }  # fmt: skip
    return render(request, "reporting/demands_of_units.html", context)


def _filtered(found: list[Demand], asked: dict[str, str]) -> list[Demand]:
    words = strip_marks(asked["q"])

    def wanted(one: Demand) -> bool:
        return (
            (not words or words in strip_marks(f"{one.name} {one.basis}"))
            and (not asked["asker"] or one.asked_by == asked["asker"])
            and (not asked["kind"] or one.kind == asked["kind"])
            and (not asked["often"] or one.scheme == asked["often"] or (asked["often"] == "once" and not one.scheme))
            and (asked["whose"] != "outside" or not one.is_internal)
            and (asked["whose"] != "internal" or one.is_internal)
            and (asked["whose"] != "overdue" or one.overdue)
        )

    return [one for one in found if wanted(one)]


def _labels_of(upload: UploadedFile[Any]) -> tuple[list[str], str]:
    if (upload.size or 0) > LARGEST_FORM:
        return [], _("Tệp Excel lớn hơn 20 MB. Hãy bỏ bớt ảnh trong tệp rồi tải lại.")
    try:
        return labels_of_form(upload.read()), ""
    except FormError as error:
        return [], error.message


def _asked_unit(request: PersonRequest) -> Unit | None:
    """The authority that the form is about: of the unit that the form names where the reader sees it, else the own."""
    reach = reach_of(request.user, VIEW)
    key = request.POST.get("unit", "")
    named = Unit.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 18 else None
    if named is not None and reach.covers(named):
        authority = register.authority_over(named)
        return authority if reach.covers(authority) else named
    own, seat = _own_units(request)
    return register.authority_over(seat) if seat is not None and own else None


def _own_units(request: PersonRequest) -> tuple[QuerySet[Unit], Unit | None]:
    """The units of the reader's posts, as far as the reader drafts their reports, and where the reader sits."""
    reach = reach_of(request.user, DRAFT)
    posts = request.user.posts(timezone.localdate())
    units = [unit for post in posts for unit in (post.seat, post.unit) if unit is not None and reach.covers(unit)]
    return Unit.objects.filter(pk__in={unit.pk for unit in units}).order_by("path"), units[0] if units else None


def _demands_table(unit: Unit, shown: list[Demand]) -> Table:
    columns = [
        Column(_("Yêu cầu"), lambda one: one.name, width=56),
        Column(_("Loại"), lambda one: one.kind.label, width=24),
        Column(_("Nơi yêu cầu"), lambda one: one.asked_by, width=36),
        Column(_("Đơn vị báo cáo"), lambda one: str(one.unit), width=32),
        Column(_("Bao lâu một lần"), lambda one: one.often, width=24),
        Column(_("Lượt/năm"), lambda one: one.times, Kind.NUMBER),
        Column(_("Hạn tới"), lambda one: one.next_due, Kind.DATE),
        Column(_("Quá hạn"), lambda one: _("Quá hạn") if one.overdue else ""),
        Column(_("Gửi lần gần nhất"), lambda one: one.last_sent, Kind.DATE),
        Column(_("Gửi muộn"), lambda one: _("Gửi muộn") if one.late else ""),
        Column(_("Căn cứ"), lambda one: one.basis, width=48),
    ]
    return Table(_("Yêu cầu báo cáo của %(unit)s") % {"unit": unit}, columns, shown)


def _units_table(lines: list[register.UnitLine]) -> Table:
    columns = [
        Column(_("Đơn vị"), lambda line: str(line.unit), width=40),
        Column(_("Số yêu cầu"), lambda line: line.sums.demands, Kind.NUMBER),
        Column(_("Lượt/năm"), lambda line: line.sums.times, Kind.NUMBER),
        Column(_("Số nơi yêu cầu"), lambda line: line.sums.askers, Kind.NUMBER),
        Column(_("Quá hạn"), lambda line: line.sums.overdue, Kind.NUMBER),
        Column(_("Chờ xem xét"), lambda line: line.sums.proposed, Kind.NUMBER),
        Column(_("Nội bộ"), lambda line: line.sums.internal, Kind.NUMBER),
    ]
    return Table(_("Yêu cầu báo cáo theo đơn vị"), columns, lines)
