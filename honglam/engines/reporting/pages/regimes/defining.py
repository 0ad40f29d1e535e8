"""The form that defines, adopts and changes a regime, with the next real due dates beside it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of, require
from honglam.core.access.requests import PersonRequest
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.organisations.models import Unit
from honglam.engines.reporting.actions import regimes as actions
from honglam.engines.reporting.definition import check_due_rule
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.models import ReportRegime
from honglam.engines.reporting.pages.regimes.forms import COLUMNS_OF_ERRORS, RegimeForm, RuleForm, initial_of
from honglam.engines.reporting.pages.regimes.one import found_regime
from honglam.engines.reporting.queries import DEFINE
from honglam.engines.reporting.schedule import next_due_dates
from honglam.engines.reporting.terms import RegimeState
from honglam.engines.reporting.wording import rule_in_words


@requires(DEFINE)
def new(request: PersonRequest) -> HttpResponseBase:
    """Define a regime."""
    return _edited(request, None)


@requires(DEFINE)
def edit(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """Change a regime in force, or complete a proposed one and put it in force."""
    found = found_regime(request, uid)
    require(request.user, DEFINE, found.owner)
    if found.state not in (RegimeState.IN_FORCE, RegimeState.PROPOSED):
        messages.error(request, _("Chế độ báo cáo này không còn áp dụng nên không sửa được."))
        return redirect(found)
    return _edited(request, found)


@requires(DEFINE)
def preview(request: PersonRequest) -> HttpResponse:
    """The next due dates of a rule while it is typed; a part of the form."""
    return render(request, "reporting/regimes/_preview.html", previewed(RuleForm(request.GET)))


def previewed(form: RuleForm) -> dict[str, Any]:
    """What the preview shows of a bound form: the rule in words, its next four dates, what to look out for."""
    rule = form.rule()
    if rule is None:
        return {"rule": "", "dates": []}
    try:
        check_due_rule(rule, is_new=False)
    except ReportingError as error:
        return {"rule": "", "dates": [], "problem": str(error)}
    dates = next_due_dates(rule, timezone.localdate(), WorkingCalendar.load())
    return {"rule": rule_in_words(rule), "dates": dates, "is_early": any(one.is_before_its_end for one in dates)}


def _edited(request: PersonRequest, found: ReportRegime | None) -> HttpResponseBase:
    reach = reach_of(request.user, DEFINE)
    initial = initial_of(found) if found is not None else {"owner": _seat(request), "starts_on": timezone.localdate()}
    is_adopted = found is not None and found.state == RegimeState.PROPOSED
    form = RegimeForm(
        request.POST or None, initial=initial, owners=reach.units(), upper=_upper(request, found),
        is_new=found is None or is_adopted,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            kept = _kept(request, found, form)
        except ReportingError as error:
            column = COLUMNS_OF_ERRORS.get(error.column, error.column)
            form.add_error(column if column in form.fields else None, str(error))
        else:
            messages.success(request, _("Đã lưu. Kỳ báo cáo đến lịch đã được mở."))
            if found is None or is_adopted:
                return redirect("reporting:regime_outline", uid=kept.uid)
            return redirect(kept)
    shown = form if form.is_bound else RuleForm(_sent(initial))
    context = {"form": form, "regime": found, "is_adopted": is_adopted} | previewed(shown)
    return render(request, "reporting/regimes/form.html", context, status=422 if form.errors else 200)


def _kept(request: PersonRequest, found: ReportRegime | None, form: RegimeForm) -> ReportRegime:
    definition = form.definition()
    if found is None:
        return actions.define_regime(definition=definition, by=request.user)
    if found.state == RegimeState.PROPOSED:
        return actions.adopt_regime(regime=found, definition=definition, by=request.user)
    reason = form.cleaned_data.get("reason", "")
    return actions.redefine_regime(regime=found, definition=definition, by=request.user, reason=reason)


def _sent(initial: dict[str, Any]) -> dict[str, Any]:
    """The form as it would be sent untouched, so that the first look has its dates too."""
    fields = RuleForm.base_fields
    values = {name: initial.get(name, field.initial) for name, field in fields.items()}
    return {name: value() if callable(value) else value for name, value in values.items()}


def _upper(request: PersonRequest, found: ReportRegime | None) -> QuerySet[ReportRegime]:
    """The regimes that this one may be consolidated into."""
    visible = ReportRegime.objects.visible_to(request.user).filter(state=RegimeState.IN_FORCE)
    return visible.exclude(pk=found.pk) if found is not None else visible


def _seat(request: PersonRequest) -> Unit | None:
    """The unit where the reader sits, as far as regimes are defined there."""
    reach = reach_of(request.user, DEFINE)
    posts = request.user.posts(timezone.localdate())
    units = [unit for post in posts for unit in (post.seat, post.unit) if unit is not None and reach.covers(unit)]
    return units[0] if units else None
