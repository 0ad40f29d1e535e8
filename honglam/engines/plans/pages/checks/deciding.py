"""Setting a finding aside with a reason, and taking that back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.engines.plans.actions import checks as actions
from honglam.engines.plans.checking.queries import CHECK
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import PlanFinding
from honglam.engines.plans.pages.checks.check import check_of
from honglam.engines.plans.shown import checks as shown


@requires(CHECK)
@require_POST
def dismiss(request: PersonRequest, uid: UUID, finding_uid: UUID) -> HttpResponse:
    """Set a finding aside; with htmx the finding and the counts come back, else the page."""
    finding = _finding(request, uid, finding_uid)
    reason, error = request.POST.get("reason", ""), ""
    try:
        finding = actions.dismiss(finding=finding, reason=reason, by=request.user)
    except PlanError as refused:
        error = str(refused)
    return _answer(request, finding, error)


@requires(CHECK)
@require_POST
def take_back(request: PersonRequest, uid: UUID, finding_uid: UUID) -> HttpResponse:
    """Let a finding count again."""
    finding = actions.take_dismissal_back(finding=_finding(request, uid, finding_uid), by=request.user)
    return _answer(request, finding, "")


def _finding(request: PersonRequest, uid: UUID, finding_uid: UUID) -> PlanFinding:
    found = check_of(request, uid)
    return get_object_or_404(found.findings.select_related("check_run", "dismissed_by"), uid=finding_uid)


def _answer(request: PersonRequest, finding: PlanFinding, error: str) -> HttpResponse:
    check_run = finding.check_run
    if not request.headers.get("HX-Request"):
        if error:
            messages.error(request, error)
        return redirect(f"{check_run.get_absolute_url()}?standing=all#finding-{finding.uid}")
    context = {
        "found": check_run,
        "shown": shown.shown(check_run, [finding])[0],
        "counts": shown.counts_of(check_run),
        "error": error,
        "oob": True,
    }
    return render(request, "plans/checks/_answer.html", context, status=422 if error else 200)
