"""The year, one day of it, office hours."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires, signed_in
from honglam.core.audit.history import history_of, size_asked
from honglam.core.calendar.actions import decide_day, set_office_hours, swap_days, withdraw_day
from honglam.core.calendar.affected import affected_by
from honglam.core.calendar.counting import FIRST_YEAR, LAST_YEAR
from honglam.core.calendar.errors import CalendarError
from honglam.core.calendar.models import CalendarDay, WorkingHoursRule
from honglam.core.calendar.months import ShownDay, months_of, special_days
from honglam.core.calendar.official import official_rule
from honglam.core.calendar.pages.forms import CountForm, DayForm, HoursForm, SwapForm, WithdrawForm
from honglam.core.calendar.terms import DayKind
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.toolkit.numbers import format_date
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

MANAGE = "calendar.manage_days"


@signed_in
def year(request: HttpRequest) -> HttpResponseBase:
    """Twelve small months, the days that differ from an ordinary week, and a counter of terms."""
    shown = _year(request)
    calendar = WorkingCalendar.load()
    months = months_of(shown, calendar, timezone.localdate())
    if (sheet := lists.sheet_of(request, _days_table(shown, special_days(months)))) is not None:
        return sheet
    context = {
        "year": shown,
        "previous_year": shown - 1 if shown > FIRST_YEAR else None,
        "next_year": shown + 1 if shown < LAST_YEAR else None,
        "months": months,
        "special": special_days(months),
        "working_days": sum(month.working_days for month in months),
        "hours": WorkingHoursRule.objects.filter(starts_on__lte=timezone.localdate()).last(),
        "may_manage": request.user.has_perm(MANAGE),
        **_counted(request, calendar),
    }
    return render(request, "calendar/year.html", context)


@signed_in
def export(request: HttpRequest) -> HttpResponseBase:
    """The special days of a year as Excel."""
    shown = _year(request)
    days = special_days(months_of(shown, WorkingCalendar.load(), timezone.localdate()))
    return lists.sheet(_days_table(shown, days))


def _days_table(shown: int, days: list[ShownDay]) -> Table:
    columns = [
        Column(_("Ngày"), lambda day: day.date, Kind.DATE),
        Column(_("Là"), lambda day: day.kind_label, width=22),
        Column(_("Tên, lý do"), lambda day: day.rule.label, width=48),
        Column(_("Văn bản"), lambda day: day.rule.source, width=48),
        Column(_("Nguồn"), lambda day: day.origin_label, width=22),
    ]
    return Table(_("Ngày nghỉ, ngày làm bù năm %(year)s") % {"year": shown}, columns, days)


@signed_in
def day(request: HttpRequest, date: datetime.date) -> HttpResponse:
    """What one date is, why, what is due on it, and (for who may) the form that decides it."""
    return _day_page(request, date)


@requires(MANAGE)
@require_POST
def decide(request: HttpRequest, date: datetime.date) -> HttpResponse:
    """Say what one date is; a swap partner that the day has stays."""
    form = DayForm(request.POST)
    if form.is_valid():
        known = CalendarDay.objects.filter(date=date).first()
        try:
            decide_day(
                date=date,
                kind=DayKind(form.cleaned_data["kind"]),
                name=form.cleaned_data["name"],
                source=form.cleaned_data["source"],
                paired_with=known.paired_with if known else None,
                by=_me(request),
            )
        except CalendarError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Đã ghi ngày %(date)s.") % {"date": format_date(date)})
            return redirect("calendar:day", date=date)
    return _day_page(request, date, form=form)


@requires(MANAGE)
@require_POST
def withdraw(request: HttpRequest, date: datetime.date) -> HttpResponse:
    """Take a decision back."""
    decided: CalendarDay = get_object_or_404(CalendarDay, date=date)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        withdraw_day(day=decided, reason=form.cleaned_data["reason"], by=_me(request))
        messages.success(request, _("Ngày %(date)s trở lại theo lịch chung.") % {"date": format_date(date)})
        return redirect("calendar:day", date=date)
    return _day_page(request, date, withdraw_form=form)


@requires(MANAGE)
def swap(request: HttpRequest) -> HttpResponse:
    """A swap of two days."""
    form = SwapForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            swap_days(**form.cleaned_data, by=_me(request))
        except CalendarError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Đã ghi ngày nghỉ và ngày làm bù."))
            return redirect(f"{reverse('calendar:year')}?year={form.cleaned_data['off'].year}")
    return render(request, "calendar/form.html", {"form": form, "title": _("Hoán đổi ngày làm việc")})


@requires(MANAGE)
def hours(request: HttpRequest) -> HttpResponseBase:
    """Office hours, past and present, and the form of the next."""
    rules = list(WorkingHoursRule.objects.order_by("-starts_on"))
    if (sheet := lists.sheet_of(request, _hours_table(rules))) is not None:
        return sheet
    latest = rules[0] if rules else WorkingHoursRule()
    names = ("morning_start", "morning_end", "afternoon_start", "afternoon_end")
    initial = {name: getattr(latest, name) for name in names} | {"starts_on": timezone.localdate()}
    form = HoursForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_office_hours(hours=form.hours(), source=form.cleaned_data["source"], by=_me(request))
        except CalendarError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Đã lưu giờ làm việc."))
            return redirect("calendar:hours")
    context = {"form": form, "rules": rules, "history": history_of(*rules, size=size_asked(request))}
    return render(request, "calendar/hours.html", context)


def _hours_table(rules: list[WorkingHoursRule]) -> Table:
    columns = [
        Column(_("Áp dụng từ"), lambda rule: rule.starts_on, Kind.DATE),
        Column(_("Sáng"), lambda rule: f"{rule.morning_start:%H:%M}–{rule.morning_end:%H:%M}"),
        Column(_("Chiều"), lambda rule: f"{rule.afternoon_start:%H:%M}–{rule.afternoon_end:%H:%M}"),
        Column(_("Văn bản"), lambda rule: rule.source, width=48),
    ]
    return Table(_("Giờ làm việc"), columns, rules)


def _day_page(
    request: HttpRequest,
    date: datetime.date,
    *,
    form: DayForm | None = None,
    withdraw_form: WithdrawForm | None = None,
) -> HttpResponse:
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise Http404
    rule = WorkingCalendar.load().rule(date)
    decided = CalendarDay.objects.filter(date=date).select_related("changed_by").first()
    initial = {"kind": rule.kind, "name": rule.name, "source": rule.source}
    has_errors = bool((form and form.errors) or (withdraw_form and withdraw_form.errors))
    context = {
        "date": date,
        "day": ShownDay(date, rule, is_today=date == timezone.localdate()),
        "official": ShownDay(date, official_rule(date), is_today=False),
        "decided": decided,
        "affected": affected_by(date),
        "form": form or DayForm(initial=initial),
        "withdraw_form": withdraw_form or WithdrawForm(),
        "history": history_of(decided or CalendarDay(date=date), size=size_asked(request)),
        "may_manage": request.user.has_perm(MANAGE),
    }
    return render(request, "calendar/day.html", context, status=422 if has_errors else 200)


def _counted(request: HttpRequest, calendar: WorkingCalendar) -> dict[str, Any]:
    """The counter: its form and, where a term was asked for, the day it ends."""
    if "start" not in request.GET:
        return {"count_form": CountForm(initial={"start": timezone.localdate(), "days": 5}), "due": None}
    form = CountForm(request.GET)
    due = None
    if form.is_valid():
        due = calendar.add_working_days(form.cleaned_data["start"], form.cleaned_data["days"])
    return {"count_form": form, "due": due}


def _year(request: HttpRequest) -> int:
    text = request.GET.get("year", "")
    asked = int(text) if text.isdecimal() and len(text) == 4 else timezone.localdate().year
    return min(max(asked, FIRST_YEAR), LAST_YEAR)


def _me(request: HttpRequest) -> Any:
    return request.user
