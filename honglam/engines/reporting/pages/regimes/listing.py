"""Chế độ báo cáo: all regimes that concern the reader, what waits for a decision first."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.organisations.fields import UnitField
from honglam.engines.reporting.models import ReportRegime
from honglam.engines.reporting.queries import DEFINE, VIEW
from honglam.engines.reporting.schedule import next_due_dates
from honglam.engines.reporting.sight import sees_all
from honglam.engines.reporting.terms import RegimeKind, RegimeState
from honglam.engines.reporting.wording import reporters_in_words, rule_in_words
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists


class RegimeFilter(forms.Form):
    """What the list is narrowed to."""

    state = forms.ChoiceField(label=_("Tình trạng"), required=False, choices=[("", _("Tất cả")), *RegimeState.choices])
    kind = forms.ChoiceField(label=_("Loại"), required=False, choices=[("", _("Tất cả")), *RegimeKind.choices])
    unit = UnitField(label=_("Đơn vị"), required=False, without_villages=True, help_text="")
    plan = forms.UUIDField(required=False, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class ShownRegime:
    """One row: the record, its rule and reporters in words, its next due day, how many reports are missing."""

    regime: ReportRegime
    rule: str
    reporters: str
    next_due: datetime.date | None
    missing: int | None


@requires(VIEW)
def regimes(request: PersonRequest) -> HttpResponseBase:
    """Regimes in the reader's reach, by state, kind and unit; goes to Excel."""
    form = RegimeFilter(request.GET or None)
    query = request.GET.get("q", "").strip()
    found = _narrowed(ReportRegime.objects.visible_to(request.user), form, query)
    today = timezone.localdate()
    rows = found.select_related("group", "owner", "receiver", "consolidator").with_counts(today).proposals_first()
    if lists.form_of(request):
        sheet = lists.sheet_of(request, _table([_shown(one, request, today) for one in rows]))
        assert sheet is not None
        return sheet
    page = lists.page_of(request, rows)
    page.object_list = [_shown(one, request, today) for one in page.object_list]
    context = {
        "page": page, "form": form, "query": query, "may_define": bool(reach_of(request.user, DEFINE)),
        "is_narrowed": bool(query or any(request.GET.get(name) for name in form.fields)),
        "waiting": ReportRegime.objects.visible_to(request.user).filter(state=RegimeState.PROPOSED).count(),
    }  # fmt: skip
    return render(request, "reporting/regimes/list.html", context)


def _narrowed(found: Any, form: RegimeFilter, query: str) -> Any:
    if query:
        found = found.filter(Q(name__icontains=query) | Q(code__iexact=query) | Q(legal_basis__icontains=query))
    if not form.is_bound or not form.is_valid():
        return found
    asked = form.cleaned_data
    for name in ("state", "kind"):
        if asked[name]:
            found = found.filter(**{name: asked[name]})
    if asked["plan"] is not None:
        found = found.filter(plan_uid=asked["plan"])
    return found.about(asked["unit"]) if asked["unit"] is not None else found


def _shown(regime: Any, request: PersonRequest, today: datetime.date) -> ShownRegime:
    is_ready = regime.state == RegimeState.IN_FORCE
    dates = next_due_dates(regime, today, WorkingCalendar.load(), 1) if is_ready else []
    return ShownRegime(
        regime=regime,
        rule=rule_in_words(regime) or regime.due_text,
        reporters=reporters_in_words(regime, regime.named_count),
        next_due=dates[0].due_on if dates else None,
        missing=regime.missing_count if sees_all(request.user, regime) else None,
    )


def _table(rows: list[ShownRegime]) -> Table:
    columns = [
        Column(_text("Mã"), lambda row: row.regime.code, width=18),
        Column(_text("Tên báo cáo"), lambda row: row.regime.name, width=48),
        Column(_text("Loại"), lambda row: row.regime.get_kind_display()),
        Column(_text("Tình trạng"), lambda row: row.regime.get_state_display(), width=16),
        Column(_text("Kỳ và hạn gửi"), lambda row: row.rule, width=48),
        Column(_text("Nơi báo cáo"), lambda row: row.reporters, width=32),
        Column(_text("Nơi nhận"), lambda row: row.regime.receiver_name, width=32),
        Column(_text("Đơn vị quản lý"), lambda row: str(row.regime.owner), width=32),
        Column(_text("Hạn gần nhất"), lambda row: row.next_due, Kind.DATE),
        Column(_text("Quá hạn chưa gửi"), lambda row: row.missing, Kind.NUMBER),
        Column(_text("Căn cứ"), lambda row: row.regime.legal_basis, width=40),
    ]
    return Table(_text("Chế độ báo cáo"), columns, rows)
