"""Taking difficulties and proposals over from the reports below, and answering proposals."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.errors import NotAllowed
from honglam.core.access.requests import PersonRequest
from honglam.engines.reporting.actions import consolidating as actions
from honglam.engines.reporting.addresses import address_by_uid
from honglam.engines.reporting.entries import Offered, matching, offered_to
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.models import Report, ReportEntry
from honglam.engines.reporting.queries import DRAFT, RECEIVE
from honglam.engines.reporting.rights import may_draft
from honglam.engines.reporting.terms import EntryKind, ReportStep
from honglam.toolkit.sheets import Column, Table
from honglam.toolkit.ui import lists


@requires(DRAFT)
def take_over(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """Choose what is taken over: reports below, then what units wrote while they worked."""
    report = get_object_or_404(
        Report.objects.readable_by(request.user).select_related("unit", "regime", "receiver"), uid=uid
    )
    if not may_draft(report, request.user):
        raise NotAllowed(DRAFT, str(report.unit))
    if request.method == "POST":
        return _taken(request, report)
    offered = offered_to(report)
    query, unit, kind = (request.GET.get(name, "").strip() for name in ("q", "unit", "kind"))
    shown = matching(offered, query=query, unit=unit, kind=kind if kind in EntryKind.values else "")
    title = _("Khó khăn, kiến nghị của cấp dưới")
    if (sheet := lists.sheet_of(request, _table(title, report, shown))) is not None:
        return sheet
    context = {
        "report": report, "report_url": address_by_uid(report.uid), "query": query, "unit": unit, "kind": kind,
        "page": lists.page_of(request, shown, total=len(shown), size=100), "kinds": EntryKind.choices,
        "units": list({one.unit.code: str(one.unit) for one in offered}.items()), "has_any": bool(offered),
        "may_take": report.step == ReportStep.DRAFTING and may_draft(report, request.user),
    }  # fmt: skip
    return render(request, "reporting/take_over.html", context)


def _taken(request: PersonRequest, report: Report) -> HttpResponse:
    back = redirect("reporting:take_over", report.uid)
    try:
        made = actions.take_over_entries(report=report, entries=request.POST.getlist("entries"), by=request.user)
    except ReportingError as error:
        messages.error(request, str(error))
        return back
    said = ngettext("Đã lấy %(count)d ý vào báo cáo.", "Đã lấy %(count)d ý vào báo cáo.", len(made))
    messages.success(request, said % {"count": len(made)})
    address = address_by_uid(report.uid)
    return redirect(address) if address and "stay" not in request.POST else back


@requires(RECEIVE)
@require_POST
def answer(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Answer a proposal of a report that was sent; `next` is the page to come back to."""
    entries = ReportEntry.objects.proposals_to(request.user)
    entry = get_object_or_404(entries.select_related("report__receiver", "report__unit", "addressed_to"), uid=uid)
    try:
        actions.answer_entry(entry=entry, text=request.POST.get("text", ""), by=request.user)
    except ReportingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã gửi trả lời cho %(unit)s.") % {"unit": entry.report.unit})
    return redirect(_back(request, entry))


@requires(RECEIVE)
def proposals(request: PersonRequest) -> HttpResponseBase:
    """Proposals that were sent to the reader's units, those without an answer first."""
    found = ReportEntry.objects.proposals_to(request.user).select_related(
        "report__unit", "report__regime", "report__receiver", "addressed_to", "answered_by"
    )
    query, state = request.GET.get("q", "").strip(), request.GET.get("state", "open")
    if query:
        found = found.filter(text__icontains=query)
    if state == "open":
        found = found.filter(answer="")
    elif state == "answered":
        found = found.exclude(answer="")
    found = found.order_by("answered_at", "-report__period_end", "report__unit__sort_key", "position", "pk")
    columns = [
        Column(_("Đơn vị"), lambda one: str(one.report.unit), width=30),
        Column(_("Báo cáo"), lambda one: one.report.title, width=44),
        Column(_("Kiến nghị"), lambda one: one.text, width=70),
        Column(_("Cơ quan giải quyết"), lambda one: str(one.addressed_to or one.report.receiver_name), width=30),
        Column(_("Trả lời"), lambda one: one.answer, width=60),
    ]
    if (sheet := lists.sheet_of(request, Table(_("Kiến nghị của đơn vị"), columns, found))) is not None:
        return sheet
    context = {"page": lists.page_of(request, found), "query": query, "state": state}
    return render(request, "reporting/proposals.html", context)


def _back(request: PersonRequest, entry: ReportEntry) -> str:
    asked = request.POST.get("next", "")
    if asked and url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}):
        return asked
    return address_by_uid(entry.report.uid)


def _table(title: str, report: Report, shown: list[Offered]) -> Table:
    columns = [
        Column(_("Đơn vị"), lambda one: str(one.unit), width=32), Column(_("Loại"), lambda one: one.kind.label),
        Column(_("Nội dung"), lambda one: one.text, width=80), Column(_("Nguồn"), lambda one: one.about, width=44),
        Column(_("Đã lấy"), lambda one: _("Đã có trong báo cáo") if one.is_taken else ""),
    ]  # fmt: skip
    return Table(title, columns, shown, [report.title])
