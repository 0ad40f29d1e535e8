"""Finding the report of an address for a person, and answering a refused step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from honglam.core.access.errors import NotAllowed
from honglam.core.access.requests import PersonRequest
from honglam.core.files.errors import FileRefused
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.shown_report import ReportPage

PARTS = (
    "unit__parent", "unit__second_parent", "regime__consolidator", "receiver", "corrects", "document", "signed_file",
    "sent_by", "received_by",
)  # fmt: skip


def seen_report(request: PersonRequest, uid: UUID) -> Report:
    """A report that the reader sees, though perhaps not its content. Http404."""
    visible = Report.objects.visible_to(request.user).with_sent_day().select_related(*PARTS)
    found: Report = get_object_or_404(visible, uid=uid)
    return found


def read_report(request: PersonRequest, uid: UUID) -> Report:
    """A report whose content the reader may read. Http404."""
    readable = Report.objects.readable_by(request.user).with_sent_day().select_related(*PARTS)
    found: Report = get_object_or_404(readable, uid=uid)
    return found


def page_of(request: PersonRequest, report: Report) -> ReportPage:
    """The page of a report for the reader."""
    is_readable = Report.objects.readable_by(request.user).filter(pk=report.pk).exists()
    return ReportPage(report, request.user, timezone.localdate(), is_readable=is_readable)


def done(request: HttpRequest, report: Report, act: Callable[[], Any], said: str) -> HttpResponse:
    """Do a step that has no form of its own, say what became of it, and go back to the report."""
    try:
        act()
    except ReportingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect(report)


def accepted(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do a step with what a valid form holds; what is refused stands in the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except (ReportingError, FileRefused, NotAllowed) as error:
        column = getattr(error, "column", "") or ("file" if isinstance(error, FileRefused) else "")
        form.add_error(column if column in form.fields else None, str(error))
        return False
    return True
