"""The list of later dates that were asked for, agreed by telephone and decided."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.engines.plans.models import Plan
from honglam.engines.plans.pages.sheets import extension_columns
from honglam.engines.plans.queries import VIEW
from honglam.engines.plans.shown.extension_filters import OPEN, ExtensionFilters
from honglam.engines.plans.shown.moves import extension_lines
from honglam.engines.plans.terms import ExtensionState
from honglam.toolkit.sheets import Table
from honglam.toolkit.ui import lists

SORTS = {
    "asked": "asked_at",
    "due": "new_due_on",
    "unit": "assignment__unit__sort_key",
    "state": "state",
    "name": "assignment__task__name",
}


@requires(VIEW)
def extensions(request: PersonRequest) -> HttpResponseBase:
    """Extensions that the user may see, narrowed by the address; Excel and print give all of them."""
    today = timezone.localdate()
    filters = ExtensionFilters.of(request.GET)
    rows = lists.ordered(request, filters.extensions(request.user, today).in_full(), SORTS, default="-asked")
    table = Table(_("Gia hạn"), extension_columns(request), rows)
    if (sheet := lists.sheet_of(request, table)) is not None:
        return sheet
    page = lists.page_of(request, rows)
    page.object_list = extension_lines(page.object_list, request.user)
    context = {
        "page": page,
        "filters": filters,
        "states": [(OPEN, _("Chưa quyết định")), *(choice for choice in ExtensionState.choices if choice[0])],
        "plans": Plan.objects.visible_to(request.user).only("uid", "number", "title", "code"),
        "today": today,
    }
    return render(request, "plans/extensions.html", context)
