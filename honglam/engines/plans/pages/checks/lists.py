"""The list of a unit's checks, and the page on which a draft is dropped."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.core.files.errors import FileRefused
from honglam.engines.plans.actions import checks as actions
from honglam.engines.plans.checking.queries import CHECK, checking_units
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import Plan, PlanCheck
from honglam.engines.plans.pages.checks.forms import ACCEPT, NewCheckForm
from honglam.engines.plans.pages.checks.tables import checks_table
from honglam.engines.plans.pages.forms import add_refusal
from honglam.engines.plans.plan_documents import OVER, with_document
from honglam.engines.plans.province import draft_retention_days
from honglam.toolkit.ui import lists

SORTS = {"name": "name", "open": "open_count", "high": "high_count", "touched": "touched_at"}
DRAFTS, PLANS = "drafts", "plans"


@requires(CHECK)
def checks(request: PersonRequest) -> HttpResponseBase:
    """The checks of the reader's own units, the newest first."""
    visible = PlanCheck.objects.visible_to(request.user)
    text, of = request.GET.get("q", ""), request.GET.get("of", "")
    found = visible.saying(text)
    if of in (DRAFTS, PLANS):
        found = found.filter(plan__isnull=of == DRAFTS)
    if request.GET.get("mine"):
        found = found.filter(created_by=request.user)
    rows = found.with_counts().select_related("unit", "created_by", "upper_plan", "upper_file")
    rows = lists.ordered(request, rows, SORTS, default="-touched")
    if (sheet := lists.sheet_of(request, checks_table(rows))) is not None:
        return sheet
    context = {
        "page": lists.page_of(request, rows, total=found.count()),
        "q": text,
        "of": of,
        "mine": bool(request.GET.get("mine")),
        "is_filtered": bool(text or of or request.GET.get("mine")),
        "units": checking_units(request.user),
        "days": draft_retention_days(),
    }
    return render(request, "plans/checks/list.html", context)


@requires(CHECK)
def new(request: PersonRequest) -> HttpResponse:
    """Drop a draft, choose what it is held against, and let it be checked."""
    units = checking_units(request.user)
    seen = with_document(Plan.objects.visible_to(request.user)).exclude(state__in=OVER)
    seen = (
        seen.select_related("issuer").defer("document_text", "recipients").order_by("-last_year", "-issued_on", "-pk")
    )
    year = timezone.localdate().year
    superiors = {code for unit in units for code in unit.path.strip("/").split("/")[:-1]}
    superior = Q(issuer__code__in=superiors, last_year__gte=year)
    form = NewCheckForm(
        request.POST or None, request.FILES or None, units=units, above=seen.filter(superior),
        others=seen.exclude(superior), initial={"unit": units[0].pk if units else None},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            check_run = actions.check_draft(
                upload=data["file"], unit=data["unit"], by=request.user, upper_plan=data["upper_plan"],
                upper_upload=data["upper_file"],
            )  # fmt: skip
        except FileRefused as error:
            form.add_error("file", str(error))
        except PlanError as error:
            add_refusal(form, error)
        else:
            return redirect(check_run)
    context = {"form": form, "accept": ACCEPT, "several_units": len(units) > 1, "days": draft_retention_days()}
    return render(request, "plans/checks/new.html", context, status=422 if form.errors else 200)
