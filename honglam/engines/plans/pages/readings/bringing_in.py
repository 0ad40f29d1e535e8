"""Bringing documents in, and following how they are read."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of, require, units_of
from honglam.core.access.requests import PersonRequest
from honglam.core.files.errors import FileRefused
from honglam.core.jobs.models import JobRun
from honglam.engines.plans.actions import readings as actions
from honglam.engines.plans.models import Plan, Reading
from honglam.engines.plans.pages.readings.forms import BringInForm
from honglam.engines.plans.terms import ReadingState
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

PAGE_SIZE = 30


@requires("plans.import_plan")
def readings(request: PersonRequest) -> HttpResponseBase:
    """Documents on their way to becoming plans, and those that arrived."""
    shown = Reading.objects.visible_to(request.user).select_related("file", "issuer", "plan", "created_by")
    state = request.GET.get("state", "")
    if state in ReadingState.values:
        shown = shown.filter(state=state)
    elif state != "all":
        shown = shown.unfinished()
    shown = shown.defer("document_text", "blocks").with_progress()
    if (sheet := lists.sheet_of(request, _table(shown))) is not None:
        return sheet
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "plans/readings/list.html", {"page": page, "state": state, "states": ReadingState.choices})


def _table(shown: QuerySet[Reading]) -> Table:
    columns = [
        Column(_("Văn bản"), str, width=60),
        Column(_("Tệp"), lambda reading: reading.file.name, width=30),
        Column(_("Cơ quan ban hành"), lambda reading: str(reading.issuer or ""), width=30),
        Column(_("Tình trạng"), lambda reading: reading.get_state_display(), width=20),
        Column(_("Số mục"), lambda reading: reading.item_count, Kind.NUMBER),
        Column(_("Chưa xem"), lambda reading: reading.pending_count, Kind.NUMBER),
        Column(_("Tải lên"), lambda reading: reading.created_at, Kind.MOMENT),
    ]
    return Table(_("Văn bản chờ thành kế hoạch"), columns, shown)


@requires("plans.import_plan")
def bring_in(request: PersonRequest) -> HttpResponse:
    """Choose the document; the issuer is the officer's own unit unless another is chosen."""
    reach = reach_of(request.user, actions.IMPORT)
    amends = None
    if asked := request.GET.get("amends"):
        amends = get_object_or_404(Plan.objects.visible_to(request.user).select_related("issuer"), uid=uuid_of(asked))
        require(request.user, actions.IMPORT, amends.issuer)
    own = next((unit for unit in units_of(request.user) if reach.covers(unit)), None)
    form = BringInForm(
        request.POST or None, request.FILES or None, issuers=reach.units(),
        initial={"issuer": amends.issuer if amends else own},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            reading = actions.bring_in(
                upload=form.cleaned_data["file"], issuer=form.cleaned_data["issuer"], by=request.user, amends=amends
            )
        except FileRefused as error:
            form.add_error("file", str(error))
        else:
            return redirect(reading)
    status = 422 if form.errors else 200
    return render(request, "plans/readings/bring_in.html", {"form": form, "amends": amends}, status=status)


@requires("plans.import_plan")
def job(request: PersonRequest, uid: UUID) -> HttpResponse:
    """How far the reading is: a fragment that asks for itself until the job is over."""
    reading = get_object_or_404(Reading.objects.visible_to(request.user).defer("document_text", "blocks"), uid=uid)
    return render(request, "plans/readings/_job.html", {"reading": reading, "run": run_of(reading)})


@requires("plans.import_plan")
@require_POST
def read_again(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Read the file anew."""
    reading = get_object_or_404(Reading.objects.visible_to(request.user), uid=uid)
    actions.read_again(reading=reading, by=request.user)
    messages.info(request, _("Đang đọc lại văn bản."))
    return redirect(reading)


def run_of(reading: Reading) -> JobRun | None:
    """The newest run of the job that reads this document."""
    return JobRun.objects.for_target(reading).first()
