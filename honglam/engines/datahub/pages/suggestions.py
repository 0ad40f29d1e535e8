"""Suggested corrections: looked at, applied or dismissed together, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.errors import NotAllowed
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.personal.masks import mask
from honglam.engines.datahub.actions.suggestions import dismiss_suggestions
from honglam.engines.datahub.drafts import columns_of
from honglam.engines.datahub.models import Dataset, Suggestion
from honglam.engines.datahub.pages.opening import begin, dataset_of, frame_of
from honglam.engines.datahub.queries import STEWARD, VIEW
from honglam.engines.datahub.rows_shown import said
from honglam.engines.datahub.sight import require_keeper
from honglam.engines.datahub.supply import supply_of
from honglam.engines.datahub.terms import SuggestionState
from honglam.toolkit.errors import DomainError
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

MOST_AT_ONCE = 5_000


@requires(VIEW)
def suggestions(request: PersonRequest, code: str) -> HttpResponseBase:
    """The corrections of a dataset that wait, or that were decided."""
    found = dataset_of(code)
    frame = frame_of(request, found, "quality")
    if not frame["keeps"]:
        raise NotAllowed(STEWARD, str(found.owner))
    state = request.GET.get("state", SuggestionState.OPEN)
    rows = _asked(request, found, state)
    if (sheet := lists.sheet_of(request, _table(found, rows))) is not None:
        return sheet
    page = lists.page_of(request, rows)
    supply = supply_of(found.supply) if found.supply else None
    keys = [row.key for row in page]
    called = supply.shown(keys) if supply is not None and keys else {}
    labels = {one.name: one.label for one in columns_of(found)}
    hidden = _hidden(found)
    standing = found.suggestions.filter(state=state)
    context: dict[str, Any] = {
        **frame, "page": page, "state": state, "states": SuggestionState.choices, "q": request.GET.get("q", ""),
        "lines": [
            (row, called.get(row.key, row.key), labels.get(row.column, row.column), *_values(row, hidden))
            for row in page
        ],
        "columns": [(one["column"], labels.get(one["column"], one["column"]), one["count"])
                    for one in standing.values("column").annotate(count=Count("pk")).order_by("column")],
        "column": request.GET.get("column", ""), "most": MOST_AT_ONCE, "query": request.GET.urlencode(),
        "history": history_of(found, size=size_asked(request)),
    }  # fmt: skip
    return render(request, "datahub/suggestions.html", context)


@requires(VIEW)
@require_POST
def find(request: PersonRequest, code: str) -> HttpResponse:
    """Have a worker look for what can be corrected."""
    found = dataset_of(code)
    require_keeper(request.user, found)
    return begin(request, found, "datahub.find_suggestions", "suggestions")


@requires(VIEW)
@require_POST
def decide(request: PersonRequest, code: str) -> HttpResponse:
    """Apply, dismiss or take back those that were ticked, or all that the filters leave."""
    found = dataset_of(code)
    require_keeper(request.user, found)
    verb = request.POST.get("verb", "")
    state = SuggestionState.APPLIED if verb == "undo" else SuggestionState.OPEN
    rows = _asked(request, found, state)
    if "everything" not in request.POST:
        ticked = request.POST.getlist("chosen")[: lists.PAGE_SIZE]
        rows = rows.filter(pk__in=[int(one) for one in ticked if one.isdecimal() and len(one) < 19])
    ids = list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE])
    if not ids:
        messages.error(request, _("Chưa chọn gợi ý nào; hãy đánh dấu các dòng cần xử lý."))
        return redirect("datahub:suggestions", found.code)
    if verb == "dismiss":
        try:
            count = dismiss_suggestions(dataset=found, ids=ids, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Đã bỏ qua %(count)d gợi ý.") % {"count": count})
        return redirect("datahub:suggestions", found.code)
    return begin(request, found, "datahub.apply_suggestions", "suggestions", ids=ids, undo=verb == "undo")


def _asked(request: PersonRequest, found: Dataset, state: str) -> QuerySet[Suggestion]:
    rows = found.suggestions.filter(state=state).select_related("unit", "decided_by").order_by("column", "pk")
    if column := request.GET.get("column", ""):
        rows = rows.filter(column=column)
    if q := request.GET.get("q", "").strip():
        rows = rows.filter(said(found, rows, q))
    return rows


def _hidden(found: Dataset) -> set[str]:
    """The personal columns, whose values are not shown here: that one of them is only tidied can be said without."""
    return {one.name for one in columns_of(found) if one.personal}


def _values(row: Suggestion, hidden: set[str]) -> tuple[str, str]:
    return (mask(row.old, "full"), mask(row.new, "full")) if row.column in hidden else (row.old, row.new)


def _table(found: Dataset, rows: QuerySet[Suggestion]) -> Table:
    hidden = _hidden(found)
    return Table(_("Gợi ý sửa: %(name)s") % {"name": found.name}, [
        Column(_("Khóa"), lambda one: one.key, width=24),
        Column(_("Cột"), lambda one: one.column),
        Column(_("Giá trị hiện có"), lambda one: _values(one, hidden)[0], width=36),
        Column(_("Giá trị đề xuất"), lambda one: _values(one, hidden)[1], width=36),
        Column(_("Vì sao"), lambda one: one.why, width=40),
        Column(_("Đơn vị"), lambda one: str(one.unit or "")),
        Column(_("Tình trạng"), lambda one: one.get_state_display()),
        Column(_("Người xử lý"), lambda one: str(one.decided_by or "")),
        Column(_("Lúc"), lambda one: one.decided_at, Kind.MOMENT),
    ], rows)  # fmt: skip
