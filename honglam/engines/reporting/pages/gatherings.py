"""Gộp biểu: drop the blank form and the returned copies, see who is missing and what is wrong, take the result."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.files.errors import FileRefused
from honglam.core.jobs.models import JobRun
from honglam.core.organisations.models import Unit
from honglam.engines.reporting.actions import gatherings as actions
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.models import WorkbookCopy, WorkbookGathering
from honglam.engines.reporting.pages.forms import ACCEPT_COPIES, CopiesForm, GatheringForm
from honglam.engines.reporting.terms import FAULTY, CopyOutcome, GatheringState
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

GATHER = actions.GATHER
DOUBTS_SHOWN = 100


@requires(GATHER)
def gatherings(request: PersonRequest) -> HttpResponseBase:
    """Forms that were or are being put together, the latest first."""
    shown = (
        WorkbookGathering.objects.visible_to(request.user).current().select_related("unit", "created_by").with_counts()
    )
    if query := request.GET.get("q", "").strip():
        shown = shown.filter(name__icontains=query)
    if (sheet := lists.sheet_of(request, _gatherings_table(shown))) is not None:
        return sheet
    return render(request, "reporting/gatherings.html", {"page": lists.page_of(request, shown), "query": query})


@requires(GATHER)
def new(request: PersonRequest) -> HttpResponse:
    """Drop the blank form and the copies."""
    units, seat = _own_units(request)
    form = GatheringForm(request.POST or None, request.FILES or None, units=units, initial={"unit": seat})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            return redirect(actions.start_gathering(by=request.user, **data))
        except ReportingError as error:
            form.add_error(error.column or None, str(error))
        except FileRefused as error:
            form.add_error("copies", str(error))
    context = {"form": form, "accept": ACCEPT_COPIES}
    return render(request, "reporting/new_gathering.html", context, status=422 if form.errors else 200)


@requires(GATHER)
def gathering(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """What came of it: the result to take away, who is missing, what to ask back, every copy."""
    found = _found(request, uid)
    copies = found.copies.select_related("file", "unit").order_by("position")
    outcome = request.GET.get("outcome", "")
    if outcome in CopyOutcome.values:
        copies = copies.filter(outcome=outcome)
    if (sheet := lists.sheet_of(request, _copies_table(found, copies))) is not None:
        return sheet
    context = {
        "found": found, "page": lists.page_of(request, copies), "outcome": outcome, "outcomes": CopyOutcome.choices,
        "missing": found.outcome.get("missing", []), "doubts": found.outcome.get("doubts", [])[:DOUBTS_SHOWN],
        "doubt_count": len(found.outcome.get("doubts", [])), "form": CopiesForm(), "accept": ACCEPT_COPIES,
        "run": JobRun.objects.for_target(found).first(), "faulty": [str(kind) for kind in FAULTY],
        "is_waiting": found.state == GatheringState.WAITING, "history": history_of(found, size=size_asked(request)),
    }  # fmt: skip
    return render(request, "reporting/gathering.html", context)


@requires(GATHER)
def gathering_job(request: PersonRequest, uid: UUID) -> HttpResponse:
    """How far it is; a part that asks for itself."""
    found = _found(request, uid)
    return render(
        request, "reporting/gathering_job.html", {"found": found, "run": JobRun.objects.for_target(found).first()}
    )


@requires(GATHER)
@require_POST
def add(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Further copies came in."""
    found = _found(request, uid)
    form = CopiesForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(found)
    try:
        actions.add_copies(gathering=found, copies=form.cleaned_data["copies"], by=request.user)
    except (ReportingError, FileRefused) as error:
        messages.error(request, str(error))
    return redirect(found)


@requires(GATHER)
@require_POST
def leave_out(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Leave one copy out."""
    visible = WorkbookGathering.objects.visible_to(request.user).current()
    copy = get_object_or_404(
        WorkbookCopy.objects.filter(gathering__in=visible).select_related("gathering", "file"), uid=uid
    )
    try:
        actions.leave_out(copy=copy, by=request.user)
    except ReportingError as error:
        messages.error(request, str(error))
    return redirect(copy.gathering)


@requires(GATHER)
@require_POST
def drop(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Put the whole gathering aside."""
    actions.drop_gathering(gathering=_found(request, uid), by=request.user)
    messages.info(request, _("Đã bỏ lần gộp này."))
    return redirect("reporting:gatherings")


def _own_units(request: PersonRequest) -> tuple[QuerySet[Unit], Unit | None]:
    """The units of the reader's posts in whose name forms are gathered, and the one where the reader sits."""
    reach = reach_of(request.user, GATHER)
    posts = request.user.posts(timezone.localdate())
    units = [unit for post in posts for unit in (post.seat, post.unit) if unit is not None and reach.covers(unit)]
    found = Unit.objects.filter(pk__in={unit.pk for unit in units}).order_by("path")
    return found, units[0] if units else None


def _found(request: PersonRequest, uid: UUID) -> Any:
    visible = WorkbookGathering.objects.visible_to(request.user).current()
    return get_object_or_404(
        visible.select_related("unit", "form", "result", "group", "created_by").with_counts(), uid=uid
    )


def _gatherings_table(shown: QuerySet[WorkbookGathering]) -> Table:
    columns = [
        Column(_("Tên biểu"), lambda one: one.name, width=48),
        Column(_("Đơn vị tổng hợp"), lambda one: str(one.unit), width=32),
        Column(_("Tình trạng"), lambda one: one.get_state_display()),
        Column(_("Số bản"), lambda one: one.copy_count, Kind.NUMBER),
        Column(_("Đã cộng"), lambda one: one.added_count, Kind.NUMBER),
        Column(_("Cần hỏi lại"), lambda one: one.faulty_count, Kind.NUMBER),
        Column(_("Chưa gửi"), lambda one: len(one.outcome.get("missing", [])), Kind.NUMBER),
        Column(_("Người gộp"), lambda one: str(one.created_by), width=24),
        Column(_("Lập lúc"), lambda one: one.created_at, Kind.MOMENT),
    ]
    return Table(_("Gộp biểu"), columns, shown)


def _copies_table(found: WorkbookGathering, copies: QuerySet[WorkbookCopy]) -> Table:
    columns = [
        Column(_("Tệp gửi về"), lambda copy: copy.file.name, width=40),
        Column(_("Đơn vị"), lambda copy: str(copy.unit or ""), width=32),
        Column(_("Kết quả"), lambda copy: copy.get_outcome_display(), width=18),
        Column(_("Ghi chú"), lambda copy: "\n".join(copy.notes), width=60),
    ]
    return Table(_("Các bản của %(name)s") % {"name": found.name}, columns, copies)
