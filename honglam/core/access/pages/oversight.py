"""For those who look after the platform: the log, and the register of personal columns."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.models import User
from honglam.core.access.pages.forms import LogFilter
from honglam.core.access.reach import reach_of
from honglam.core.access.tables import log_table, register_table
from honglam.core.audit.actions import record
from honglam.core.audit.models import AuditBlock, AuditEntry
from honglam.core.audit.queries import AuditEntryQuerySet
from honglam.core.audit.registry import actions as declared_actions
from honglam.core.organisations.fields import offer
from honglam.core.organisations.models import Unit
from honglam.core.personal.registry import personal_columns
from honglam.toolkit.sheets import xlsx_response
from honglam.toolkit.ui import lists

VIEW = "audit.view_log"
_PAGE = 100
_MOST_EXPORTED = 50_000


@requires(VIEW)
def log(request: HttpRequest) -> HttpResponse:
    """The log within reach, newest first; pages by the last number seen, so that the millionth entry costs no more."""
    entries = _filtered(request)
    if request.GET.get("before", "").isdecimal():
        entries = entries.filter(pk__lt=int(request.GET["before"]))
    shown = list(entries.readable()[: _PAGE + 1])
    context = {
        "entries": shown[:_PAGE],
        "older": shown[_PAGE - 1].pk if len(shown) > _PAGE else None,
        "actions": declared_actions(),
        "filters": _filters(request),
        "asked": {name: request.GET.get(name, "") for name in ("q", "action")},
        "head": AuditBlock.objects.order_by("-number").first(),
    }
    return render(request, "access/log.html", context)


@requires(VIEW)
@require_POST
def export_log(request: HttpRequest) -> FileResponse:
    """The filtered log as Excel (the newest 50,000 entries); the export is itself an entry."""
    entries = list(_filtered(request).readable()[:_MOST_EXPORTED])
    with transaction.atomic():
        record(
            by=_me(request), action="access.log_exported", rows=[(str(entry.uid), entry.action) for entry in entries]
        )
    return xlsx_response(_("nhat-ky"), [log_table(entries)])


@requires("personal.view_register")
def personal_register(request: HttpRequest) -> HttpResponseBase:
    """Every personal column: why it is kept, under which law, for how long, how it is masked."""
    columns = list(personal_columns())
    if (sheet := lists.sheet_of(request, register_table(columns))) is not None:
        return sheet
    groups = [
        {"name": capfirst(model._meta.verbose_name), "columns": list(found)}
        for model, found in groupby(columns, key=lambda column: column.model)
    ]
    return render(request, "access/personal.html", {"groups": groups, "count": len(columns)})


def _filtered(request: HttpRequest) -> AuditEntryQuerySet:
    asked = request.GET
    entries = AuditEntry.objects.filter(reach_of(request.user, VIEW).q("unit")).order_by("-pk")
    chosen = _filters(request).cleaned_data
    entries = entries.between(chosen.get("first"), chosen.get("last"))
    if action := asked.get("action"):
        entries = entries.filter(action=action)
    if text := asked.get("q", "").strip():
        entries = entries.filter(by__in=User.objects.containing(text).values("pk"))
    if unit := chosen.get("unit"):
        entries = entries.filter(unit__in=Unit.objects.subtree_of(unit))
    result: AuditEntryQuerySet = entries
    return result


def _filters(request: HttpRequest) -> LogFilter:
    """The unit and the days that are asked for; what cannot be read is passed over and said at its field."""
    form = LogFilter(request.GET)
    offer(form, "unit", reach_of(request.user, VIEW).units().seats(), within=VIEW)
    form.is_valid()
    return form


def _me(request: HttpRequest) -> Any:
    return request.user
