"""Biểu của cấp trên: take a received form in, map its cells once, see its values, keep its versions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
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
from honglam.engines.reporting.actions import upper_forms as actions
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.forms import Blank, FormSheet
from honglam.engines.reporting.models import FilledForm, UpperForm, UpperFormVersion
from honglam.engines.reporting.pages.upper_form_forms import ACCEPT, BlankForm, UpperFormForm
from honglam.engines.reporting.pages.upper_grid import ROWS_SHOWN, CellsShown, cells_table, rows_of, state_words
from honglam.engines.reporting.pages.upper_panel import found_form, panel_of, period_asked
from honglam.engines.reporting.queries import FILL
from honglam.engines.reporting.upper_forms import (
    blank_of,
    empty_cells,
    mapped_cells,
    newest_version,
    periods_to_fill,
    saying,
    values_for,
)
from honglam.toolkit import periods
from honglam.toolkit.periods import Scheme
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

SORTS = {"name": "name", "asked_by": "asked_by", "filled": "filled_at"}
MISSING_SHOWN, FILLINGS_SHOWN = 30, 20


@requires(FILL)
def upper_forms(request: PersonRequest) -> HttpResponseBase:
    """The forms that the reader's units fill, with how far they are mapped and when they were filled last."""
    query = request.GET.get("q", "").strip()
    shown = _with_facts(UpperForm.objects.visible_to(request.user).current().select_related("unit", "created_by"))
    if query:
        shown = shown.filter(saying(query))
    shown = lists.ordered(request, shown, SORTS, default="name")
    if (sheet := lists.sheet_of(request, _forms_table(shown))) is not None:
        return sheet
    page = lists.page_of(request, shown)
    for one in page:
        one.scheme_label, one.period_label = Scheme(one.scheme).label, period_name(one.filled_period)
    return render(request, "reporting/upper_forms.html", {"page": page, "query": query})


@requires(FILL)
def new(request: PersonRequest) -> HttpResponse:
    """Drop the blank form that was received."""
    units, seat = own_units(request)
    form = UpperFormForm(request.POST or None, request.FILES or None, units=units, initial={"unit": seat})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(actions.add_upper_form(by=request.user, **form.cleaned_data))
        except ReportingError as error:
            form.add_error(error.column or None, str(error))
        except FileRefused as error:
            form.add_error("upload", str(error))
    context = {"form": form, "accept": ACCEPT}
    return render(request, "reporting/new_upper_form.html", context, status=422 if form.errors else 200)


@requires(FILL)
def upper_form(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """The form as it looks, each cell with what it is mapped to and its value for the chosen period."""
    form = found_form(request, uid)
    context = page_of_form(request, form)
    if (at := context["chosen"]) is not None:
        mapped = context["cells"].cells.get(at.key)
        context |= panel_of(request, form, context["version"], context["blank"], at, mapped) | {"panel": True}
    if (sheet := lists.sheet_of(request, cells_table(form.name, context["cells"]))) is not None:
        return sheet
    return render(request, "reporting/upper_form.html", context)


@requires(FILL)
@require_POST
def replace_blank(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The next blank of the form came: its mapping goes along."""
    form = found_form(request, uid)
    bound = BlankForm(request.POST, request.FILES)
    if not bound.is_valid():
        messages.error(request, _("Hãy chọn tệp biểu trống mới (.xlsx)."))
        return redirect(form)
    try:
        version = actions.replace_blank(form=form, upload=bound.cleaned_data["upload"], by=request.user)
        messages.success(request, _("Đã nhận phiên bản %(number)d của biểu.") % {"number": version.number})
    except (ReportingError, FileRefused) as error:
        messages.error(request, str(error))
    return redirect(form)


@requires(FILL)
@require_POST
def drop(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Put the form aside."""
    try:
        actions.drop_form(form=found_form(request, uid), by=request.user)
        messages.info(request, _("Đã bỏ biểu này."))
    except ReportingError as error:
        messages.error(request, str(error))
    return redirect("reporting:upper_forms")


def page_of_form(request: PersonRequest, form: UpperForm) -> dict[str, Any]:
    """Everything that the page of a form shows; queries do not depend on its cells."""
    today = timezone.localdate()
    version = newest_version(form)
    blank = blank_of(version)
    mapped = mapped_cells(version)
    offered = periods_to_fill(form, today)
    period = period_asked(request, offered)
    values = values_for(form=form, blank=blank, cells=mapped, period=period, by=request.user, today=today)
    cells = CellsShown.of(version, blank, mapped, values)
    sheet = _sheet_asked(request, blank)
    query = f"sheet={blank.sheets.index(sheet)}&period={period.code}"
    page = lists.page_of(request, sheet.shown, size=ROWS_SHOWN)
    if page.number > 1:
        query += f"&page={page.number}"
    empty = empty_cells(blank, mapped, values)
    versions = list(form.versions.select_related("file", "created_by").annotate(mapped_count=Count("cells")))
    fillings = FilledForm.objects.filter(version__form=form).select_related("file", "version", "created_by")
    chosen = blank.cells.get((sheet.name, request.GET.get("cell", "")))
    counts, run = cells.counts(), JobRun.objects.for_target(form).first()
    return {
        "form": form, "version": version, "blank": blank, "cells": cells, "sheet": sheet, "period": period,
        "periods": offered, "running": offered[-1], "is_over": period.is_over(today), "page": page, "query": query,
        "rows": rows_of(sheet, cells, list(page.object_list), chosen=chosen.cell if chosen else "", query=query),
        "sheet_number": blank.sheets.index(sheet), "scheme_label": Scheme(form.scheme).label,
        "counts": counts, "asked_count": len(blank.asked), "known_count": cells.known_count,
        "states": [(state, (*state_words()[state], count)) for state, count in counts.items()], "chosen": chosen,
        "missing": [one for one in empty if one["gap"] not in ("waiting",)][:MISSING_SHOWN],
        "missing_count": sum(one["gap"] != "waiting" for one in empty), "versions": versions,
        "notes": [note for note in version.notes if note.get("kind") != "doubt"],
        "fillings": with_period_names(fillings[:FILLINGS_SHOWN]), "blank_form": BlankForm(), "accept": ACCEPT,
        "run": run, "is_filling": run is not None and run.is_open,
        "history": history_of(form, size=size_asked(request)),
    }  # fmt: skip


def own_units(request: PersonRequest) -> tuple[QuerySet[Unit], Unit | None]:
    """The units of the reader's posts that fill forms, and the one where the reader sits."""
    reach = reach_of(request.user, FILL)
    posts = request.user.posts(timezone.localdate())
    units = [unit for post in posts for unit in (post.seat, post.unit) if unit is not None and reach.covers(unit)]
    found = Unit.objects.filter(pk__in={unit.pk for unit in units}).order_by("path")
    return found, units[0] if units else None


def with_period_names(fillings: Iterable[FilledForm]) -> list[tuple[FilledForm, str]]:
    """Filled forms with the names of their periods."""
    return [(one, periods.parse(one.period_code).label) for one in fillings]


def _sheet_asked(request: HttpRequest, blank: Blank) -> FormSheet:
    asked = request.GET.get("sheet", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 4 else 0
    return blank.sheets[number if number < len(blank.sheets) else 0]


def _with_facts(forms: QuerySet[UpperForm]) -> QuerySet[UpperForm]:
    """Adds mapped_count, waiting_count (of the newest version), filled_at and filled_period."""
    newest = UpperFormVersion.objects.filter(form=OuterRef("pk")).order_by("-number")
    counted = newest.annotate(
        mapped=Count("cells", filter=Q(cells__is_proposed=False)),
        waiting=Count("cells", filter=Q(cells__is_proposed=True)),
    )
    filled = FilledForm.objects.filter(version__form=OuterRef("pk")).order_by("-created_at", "-pk")
    return forms.annotate(
        mapped_count=Subquery(counted.values("mapped")[:1]), waiting_count=Subquery(counted.values("waiting")[:1]),
        filled_at=Subquery(filled.values("created_at")[:1]), filled_period=Subquery(filled.values("period_code")[:1]),
    )  # fmt: skip


def _forms_table(shown: QuerySet[UpperForm]) -> Table:
    columns = [
        Column(_("Tên biểu"), lambda one: one.name, width=48),
        Column(_("Nơi yêu cầu"), lambda one: one.asked_by, width=32),
        Column(_("Căn cứ"), lambda one: one.legal_basis, width=24),
        Column(_("Đơn vị lập biểu"), lambda one: str(one.unit), width=32),
        Column(_("Kỳ báo cáo"), lambda one: Scheme(one.scheme).label, width=20),
        Column(_("Ô đã ghép"), lambda one: one.mapped_count, Kind.NUMBER),
        Column(_("Ô chờ xem"), lambda one: one.waiting_count, Kind.NUMBER),
        Column(_("Kỳ điền gần nhất"), lambda one: period_name(one.filled_period), width=20),
        Column(_("Điền lúc"), lambda one: one.filled_at, Kind.MOMENT),
    ]
    return Table(_("Biểu của cấp trên"), columns, shown)


def period_name(code: str | None) -> str:
    """The short name of a period; empty for none."""
    return periods.parse(code).short_label if code else ""
