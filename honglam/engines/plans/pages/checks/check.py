"""The page of one check: how far it is, what was found, what was mended; and its rounds: again, stop, delete."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.files.errors import FileRefused
from honglam.engines.plans.actions import checks as actions
from honglam.engines.plans.checking.queries import CHECK
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import PlanCheck
from honglam.engines.plans.pages.checks.forms import ACCEPT, AgainForm
from honglam.engines.plans.pages.checks.tables import findings_table
from honglam.engines.plans.shown import checks as shown
from honglam.engines.plans.shown.check_word import has_comments
from honglam.engines.plans.terms import CheckState, FindingSeverity, FindingStanding
from honglam.toolkit.ui import lists

MOST_ASIDE = 100
"""Doubts, and faults of the upper plan, that the page shows; the sheet holds all."""


def check_of(request: PersonRequest, uid: UUID) -> PlanCheck:
    """The check that an address names, where the reader sits in its unit. Http404."""
    visible = PlanCheck.objects.visible_to(request.user).select_related(
        "unit", "created_by", "plan", "upper_plan", "upper_file"
    )
    return get_object_or_404(visible, uid=uid)


@requires(CHECK)
def check(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """What was found, by weight; a round that is under way is shown above and may be left."""
    found = check_of(request, uid)
    filters = shown.FindingFilters.of(request.GET)
    findings = filters.apply(found.findings.of_draft()).select_related("check_run", "dismissed_by")
    if (sheet := lists.sheet_of(request, findings_table(found, findings))) is not None:
        return sheet
    ended = shown.file_of(found)
    page = lists.page_of(request, findings)
    aside = found.findings.standing().select_related("check_run", "dismissed_by").weightiest_first()
    context: dict[str, Any] = {
        "found": found,
        "ended": ended,
        "run": shown.run_of(found) if found.state != CheckState.DONE else None,
        "page": page,
        "findings": shown.shown(found, page.object_list),
        "counts": shown.counts_of(found),
        "filters": filters,
        "kinds": shown.kinds_of(found),
        "severities": FindingSeverity.choices,
        "standings": FindingStanding.choices,
        "doubtful": shown.shown(found, aside.filter(is_doubtful=True)[:MOST_ASIDE]),
        "upper_faults": shown.shown(found, aside.filter(is_about_upper=True)[:MOST_ASIDE]),
        "rounds": found.rounds.select_related("file", "by").order_by("-number"),
        "has_comments": has_comments(ended),
        "kept_until": shown.kept_until(found),
        "may_delete": shown.may_delete(found, request.user),
        "accept": ACCEPT,
        "history": history_of(found, size=size_asked(request)),
    }
    return render(request, "plans/checks/check.html", context)


@requires(CHECK)
def job(request: PersonRequest, uid: UUID) -> HttpResponse:
    """How far the round is: a part that asks for itself until the round is over."""
    found = check_of(request, uid)
    return render(request, "plans/checks/_job.html", {"found": found, "run": shown.run_of(found)})


@requires(CHECK)
@require_POST
def again(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Check the mended file, or the same once more."""
    found = check_of(request, uid)
    form = AgainForm(request.POST, request.FILES)
    try:
        upload = form.cleaned_data["file"] if form.is_valid() else None
        if form.errors:
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        else:
            actions.check_again(check_run=found, by=request.user, upload=upload)
    except (FileRefused, PlanError) as error:
        messages.error(request, str(error))
    return redirect(found)


@requires(CHECK)
@require_POST
def stop(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Stop the round that is under way."""
    found = check_of(request, uid)
    try:
        actions.stop_check(check_run=found, by=request.user)
    except PlanError as error:
        messages.error(request, str(error))
    else:
        messages.info(request, _("Đã dừng soát."))
    return redirect(found)


@requires(CHECK)
@require_POST
def delete(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Delete one's own draft with everything that was found in it."""
    found = check_of(request, uid)
    plan = found.plan
    try:
        actions.delete_check(check_run=found, by=request.user)
    except PlanError as error:
        messages.error(request, str(error))
        return redirect(found)
    messages.success(request, _("Đã xóa kết quả soát.") if plan else _("Đã xóa dự thảo và kết quả soát."))
    return redirect("plans:plan_alignment", plan.uid) if plan else redirect("plans:checks")
