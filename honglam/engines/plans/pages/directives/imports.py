"""Imports from document systems: the file, its columns, its rows one by one, then the work of the right ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.files.errors import FileRefused
from honglam.core.jobs.models import JobRun
from honglam.engines.plans.actions import document_imports as actions
from honglam.engines.plans.actions.imported_rows import read_row_as_plan
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.imported_documents import first_lines
from honglam.engines.plans.models import DocumentImport, DocumentImportRow
from honglam.engines.plans.pages.directives.forms import IMPORT_ACCEPT, ColumnsForm, ImportFileForm
from honglam.engines.plans.pages.directives.giving import directing_units
from honglam.engines.plans.share_steps import DIRECT
from honglam.engines.plans.terms import ImportField, ImportRowState, ImportState
from honglam.toolkit.sheets import Column, Kind, SheetError, Table
from honglam.toolkit.ui import lists

SAMPLE_LINES = 3


@requires(DIRECT)
def imports(request: PersonRequest) -> HttpResponseBase:
    """Files of document systems, those that wait first."""
    shown = DocumentImport.objects.visible_to(request.user).select_related("unit", "created_by").with_counts()
    state = request.GET.get("state", "")
    if state in ImportState.values:
        shown = shown.filter(state=state)
    if (sheet := lists.sheet_of(request, _imports_table(shown))) is not None:
        return sheet
    context = {"page": lists.page_of(request, shown), "state": state, "states": ImportState.choices}
    return render(request, "plans/directives/imports.html", context)


@requires(DIRECT)
def new(request: PersonRequest) -> HttpResponse:
    """Choose the file and in whose name its work is given."""
    units = directing_units(request, None)
    form = ImportFileForm(request.POST or None, request.FILES or None, units=units, initial={"unit": units.first()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            return redirect(actions.bring_in_documents(upload=data["file"], unit=data["unit"], by=request.user))
        except (FileRefused, PlanError, SheetError) as error:
            form.add_error("file", str(error))
    context = {"form": form, "accept": IMPORT_ACCEPT}
    return render(request, "plans/directives/new_import.html", context, status=422 if form.errors else 200)


@requires(DIRECT)
def document_import(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """One import: its rows by what becomes of them; before that, its columns."""
    found = _found(request, uid)
    if found.state == ImportState.COLUMNS:
        return redirect("plans:import_columns", found.uid)
    rows = found.rows.select_related("plan", "file", "reading").prefetch_related("attachments__file").order_by("number")
    state = request.GET.get("state", "")
    if state in ImportRowState.values:
        rows = rows.filter(state=state)
    if (sheet := lists.sheet_of(request, _rows_table(found, rows))) is not None:
        return sheet
    context = {
        "found": found, "page": lists.page_of(request, rows), "state": state, "states": ImportRowState.choices,
        "run": JobRun.objects.for_target(found).first(),
        "history": history_of(found, size=size_asked(request)), "is_open": found.state == ImportState.REVIEW,
        "may_read": reach_of(request.user, "plans.import_plan").covers(found.unit),
    }  # fmt: skip
    return render(request, "plans/directives/import.html", context)


@requires(DIRECT)
def columns(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Say what each column holds; guessed where its title is understood."""
    found = _found(request, uid)
    if found.file_id is None or found.state not in (ImportState.COLUMNS, ImportState.REVIEW):
        raise Http404
    form = ColumnsForm(request.POST or None, headings=found.headings, columns=found.columns)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_columns(document_import=found, columns=form.columns, by=request.user)
        except PlanError as error:
            form.add_error(None, str(error))
        else:
            return redirect(found)
    samples = _samples(found, form.headings)
    lines = [
        (form[f"column-{place}"], heading, samples.get(heading, [])) for place, heading in enumerate(form.headings)
    ]
    context = {"found": found, "form": form, "lines": lines}
    return render(request, "plans/directives/columns.html", context, status=422 if form.errors else 200)


@requires(DIRECT)
def wrong_rows(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """The wrong rows as they came, with what to mend in a last column: mended, the file is sent again."""
    found = _found(request, uid)
    headings = list(dict.fromkeys(filter(None, found.headings)))
    table = Table(
        _("Dòng cần sửa"),
        [*(Column(heading, _cell_of(heading), width=24) for heading in headings),
         Column(_("Lỗi cần sửa"), lambda row: "\n".join(_told(error) for error in row.errors), width=60)],
        found.rows.filter(state=ImportRowState.WRONG).order_by("number"),
    )  # fmt: skip
    return lists.sheet(table)


@requires(DIRECT)
@require_POST
def accept(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Give the work of the right rows."""
    found = _found(request, uid)
    try:
        actions.accept_import(document_import=found, by=request.user)
    except PlanError as error:
        messages.error(request, str(error))
    return redirect(found)


@requires(DIRECT)
@require_POST
def drop(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Put the import aside."""
    found = _found(request, uid)
    try:
        actions.drop_import(document_import=found, by=request.user)
    except PlanError as error:
        messages.error(request, str(error))
        return redirect(found)
    messages.info(request, _("Đã bỏ tệp này; không có việc nào được giao."))
    return redirect("plans:document_imports")


@requires("plans.import_plan")
@require_POST
def read_row(request: PersonRequest, uid: UUID, number: int) -> HttpResponse:
    """Have the letter of a row read like a plan, and go on to its review."""
    found = _found(request, uid)
    row = get_object_or_404(found.rows, number=number)
    try:
        return redirect(read_row_as_plan(row=row, by=request.user))
    except PlanError as error:
        messages.error(request, str(error))
    return redirect(found)


@requires(DIRECT)
def import_job(request: PersonRequest, uid: UUID) -> HttpResponse:
    """How far the giving is; a part that asks for itself."""
    found = _found(request, uid)
    context = {"found": found, "run": JobRun.objects.for_target(found).first()}
    return render(request, "plans/directives/import_job.html", context)


def _found(request: PersonRequest, uid: UUID) -> Any:
    visible = DocumentImport.objects.visible_to(request.user).select_related("unit", "file", "created_by")
    return get_object_or_404(visible.with_counts(), uid=uid)


def _samples(found: DocumentImport, headings: Sequence[str]) -> dict[str, list[str]]:
    """The first contents of each column, to recognise it by."""
    lines = first_lines(found.file.path, SAMPLE_LINES) if found.file else []
    return {heading: [cells.get(heading, "") for cells in lines] for heading in headings}


def _cell_of(heading: str) -> Any:
    return lambda row: row.cells.get(heading, "")


def _told(error: dict[str, str]) -> str:
    return f"{error['heading']}: {error['message']}" if error["heading"] else error["message"]


def _imports_table(shown: QuerySet[DocumentImport]) -> Table:
    columns = [
        Column(_("Tệp"), lambda one: one.name, width=40),
        Column(_("Nguồn"), lambda one: one.get_origin_display()),
        Column(_("Đơn vị giao việc"), lambda one: str(one.unit), width=32),
        Column(_("Tình trạng"), lambda one: one.get_state_display()),
        Column(_("Số dòng"), lambda one: one.row_count, Kind.NUMBER),
        Column(_("Đã giao"), lambda one: one.created_count, Kind.NUMBER),
        Column(_("Đã có, bỏ qua"), lambda one: one.known_count, Kind.NUMBER),
        Column(_("Cần sửa"), lambda one: one.wrong_count, Kind.NUMBER),
        Column(_("Người nhập"), lambda one: str(one.created_by), width=24),
        Column(_("Tải lên lúc"), lambda one: one.created_at, Kind.MOMENT),
    ]
    return Table(_("Tệp nhập từ hệ thống văn bản"), columns, shown)


def _rows_table(found: DocumentImport, rows: QuerySet[DocumentImportRow]) -> Table:
    columns = [
        Column(_("Dòng"), lambda row: row.number, Kind.NUMBER),
        *(Column(str(field.label), _value_of(field), width=24) for field in ImportField),
        Column(_("Số đơn vị chủ trì"), lambda row: row.units, Kind.NUMBER),
        Column(_("Tình trạng"), lambda row: row.get_state_display(), width=18),
        Column(_("Văn bản"), lambda row: row.plan.citation if row.plan else "", width=36),
        Column(_("Tệp"), lambda row: "\n".join(_file_names(row)), width=36),
        Column(_("Lỗi cần sửa"), lambda row: "\n".join(_told(error) for error in row.errors), width=60),
    ]
    return Table(_("Dòng của %(name)s") % {"name": found.name}, columns, rows)


def _file_names(row: DocumentImportRow) -> list[str]:
    return [*([row.file.name] if row.file else []), *(one.file.name for one in row.attachments.all())]


def _value_of(field: ImportField) -> Any:
    return lambda row: row.values.get(field.value, "")
