"""Typing into a report in place: written sections, difficulties, proposals. Parts for htmx, whole pages without it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.engines.reporting.actions import writing
from honglam.engines.reporting.errors import ReportChangedMeanwhile, ReportingError
from honglam.engines.reporting.models import Report, ReportEntry
from honglam.engines.reporting.pages.finding import read_report
from honglam.engines.reporting.pages.report_forms import EntryForm, SectionForm
from honglam.engines.reporting.queries import DRAFT
from honglam.engines.reporting.sections import written_sections
from honglam.engines.reporting.shown_report import shown_entries, shown_section
from honglam.engines.reporting.terms import EntryKind


@requires(DRAFT)
@require_POST
def write(request: PersonRequest, uid: UUID, key: str) -> HttpResponse:
    """Keep the words of a section; where somebody else wrote meanwhile both texts are shown."""
    report = read_report(request, uid)
    title = next((one["title"] for one in written_sections(report.regime.sections) if one["key"] == key), None)
    if title is None:
        raise Http404
    form = SectionForm(request.POST)
    form.is_valid()
    typed, seen = form.cleaned_data.get("text", ""), form.cleaned_data.get("seen", "")
    context: dict[str, Any] = {"report": report, "is_saved": False}
    status = 200
    try:
        report = writing.write_section(report=report, key=key, text=typed, seen=seen, by=request.user)
        context |= {"section": shown_section(report, key, title), "is_saved": True}
    except ReportingError as error:
        report.refresh_from_db(fields=["written"])
        is_overtaken = isinstance(error, ReportChangedMeanwhile)
        context |= {
            "section": shown_section(report, key, title), "typed": typed, "error": str(error),
            "is_overtaken": is_overtaken, "was_refused": True,
        }  # fmt: skip
        status = error.status
    if not request.htmx:
        _say(request, context.get("error", ""))
        if status == 200:
            return redirect(f"{report.get_absolute_url()}#write-{key}")
        return render(request, "reporting/write_section.html", context, status=status)
    answer = render(request, "reporting/parts/section_editor.html", context, status=status)
    if status == 200:
        answer["HX-Trigger"] = "draft-saved"
    return answer


@requires(DRAFT)
@require_POST
def add(request: PersonRequest, uid: UUID, kind: str) -> HttpResponse:
    """Add a difficulty or a proposal."""
    if kind not in EntryKind.values:
        raise Http404
    report = read_report(request, uid)
    form = EntryForm(request.POST, kind=kind)
    error = ""
    if form.is_valid():
        data = form.cleaned_data
        try:
            writing.add_entry(
                report=report, kind=EntryKind(kind), text=data["text"], addressed_to=data.get("addressed_to"),
                by=request.user,
            )  # fmt: skip
            form = EntryForm(kind=kind)
        except ReportingError as refused:
            error = str(refused)
            form.add_error(None, error)
    return _answer(request, report, EntryKind(kind), form=form)


@requires(DRAFT)
@require_POST
def change(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Change one in its place; what was typed stays where it is refused."""
    entry = _entry(request, uid)
    form = EntryForm(request.POST, kind=entry.kind)
    if form.is_valid():
        data = form.cleaned_data
        try:
            writing.change_entry(
                entry=entry, text=data["text"], addressed_to=data.get("addressed_to"), seen=data["seen"],
                by=request.user,
            )  # fmt: skip
        except ReportingError as refused:
            form.add_error(None, str(refused))
    failed = {"uid": entry.uid, "form": form} if form.errors else None
    return _answer(request, entry.report, EntryKind(entry.kind), failed=failed)


@requires(DRAFT)
@require_POST
def remove(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Take one out."""
    entry = _entry(request, uid)
    kind, error = EntryKind(entry.kind), ""
    try:
        writing.remove_entry(entry=entry, seen=request.POST.get("seen", ""), by=request.user)
    except ReportingError as refused:
        error = str(refused)
    return _answer(request, entry.report, kind, error=error)


@requires(DRAFT)
@require_POST
def move(request: PersonRequest, uid: UUID) -> HttpResponse:
    """One place up or down."""
    entry = _entry(request, uid)
    error = ""
    try:
        writing.move_entry(entry=entry, places=-1 if request.POST.get("to") == "up" else 1, by=request.user)
    except ReportingError as refused:
        error = str(refused)
    return _answer(request, entry.report, EntryKind(entry.kind), error=error)


def entry_lists(report: Report) -> list[dict[str, Any]]:
    """Both lists as their part shows them."""
    return [entry_list(report, kind) for kind in EntryKind]


def entry_list(report: Report, kind: EntryKind, **more: Any) -> dict[str, Any]:
    """One list: its rows, an empty form below, and the form of the row that was refused."""
    form = more.pop("form", None) or EntryForm(kind=kind, prefix=None, auto_id=f"id_{kind}_%s")
    failed = more.pop("failed", None) or {}
    rows = [
        {
            "shown": shown,
            "form": failed["form"] if failed.get("uid") == shown.entry.uid else EntryForm(
                kind=kind, auto_id=f"id_{shown.entry.pk}_%s",
                initial={"text": shown.entry.text, "addressed_to": shown.entry.addressed_to, "seen": shown.stamp},
            ),
            "is_failed": failed.get("uid") == shown.entry.uid,
        }
        for shown in shown_entries(report, kind)
    ]  # fmt: skip
    return {"kind": kind.value, "title": kind.label, "rows": rows, "form": form, "report": report, **more}


def _answer(
    request: PersonRequest, report: Report, kind: EntryKind, *, form: EntryForm | None = None,
    failed: dict[str, Any] | None = None, error: str = "",
) -> HttpResponse:  # fmt: skip
    """The list anew for htmx; without scripts the page, or the list alone where something was refused."""
    is_refused = bool(error or failed or (form is not None and form.errors))
    found = entry_list(report, kind, form=form, failed=failed, error=error, is_alone=not request.htmx)
    if request.htmx:
        answer = render(request, "reporting/parts/entries.html", {"list": found}, status=422 if is_refused else 200)
        if not is_refused:
            answer["HX-Trigger"] = "draft-saved"
        return answer
    if not is_refused:
        return redirect(f"{report.get_absolute_url()}#entries-{kind}")
    return render(request, "reporting/write_entries.html", {"list": found, "report": report}, status=422)


def _entry(request: PersonRequest, uid: UUID) -> ReportEntry:
    readable = Report.objects.readable_by(request.user)
    rows = ReportEntry.objects.filter(report__in=readable).select_related("report__unit", "report__regime")
    return get_object_or_404(rows, uid=uid)


def _say(request: PersonRequest, error: str) -> None:
    if not error:
        messages.success(request, _("Đã lưu."))
