"""Forms of the calendar."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from honglam.core.calendar.counting import FIRST_YEAR, LAST_YEAR, OfficeHours
from honglam.core.calendar.terms import DayKind
from honglam.toolkit.ui.forms import DayField


def _time_input() -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class DayForm(forms.Form):
    """What one date is."""

    kind = forms.ChoiceField(label=_("Ngày này là"), choices=DayKind.choices)
    name = forms.CharField(label=_("Tên, lý do"), max_length=200)
    source = forms.CharField(
        label=_("Văn bản"), max_length=200, required=False, help_text=_("Số, ngày, cơ quan ban hành.")
    )


class SwapForm(forms.Form):
    """A swap of a working day with a day off."""

    off = DayField(label=_("Ngày được nghỉ"))
    worked = DayField(label=_("Ngày làm bù"))
    name = forms.CharField(label=_("Lý do"), max_length=200)
    source = forms.CharField(label=_("Văn bản"), max_length=200, help_text=_("Số, ngày, cơ quan ban hành."))

    def clean(self) -> dict[str, Any]:
        """The two days differ."""
        cleaned = super().clean() or {}
        if cleaned.get("off") and cleaned.get("off") == cleaned.get("worked"):
            self.add_error("worked", _("Ngày làm bù phải khác ngày được nghỉ."))
        return cleaned


class WithdrawForm(forms.Form):
    """Why a decision is taken back."""

    reason = forms.CharField(label=_("Lý do bỏ"), max_length=200)


class HoursForm(forms.Form):
    """Office hours from a day on."""

    starts_on = DayField(label=_("Áp dụng từ ngày"))
    morning_start = forms.TimeField(label=_("Sáng từ"), widget=_time_input())
    morning_end = forms.TimeField(label=_("Sáng đến"), widget=_time_input())
    afternoon_start = forms.TimeField(label=_("Chiều từ"), widget=_time_input())
    afternoon_end = forms.TimeField(label=_("Chiều đến"), widget=_time_input())
    source = forms.CharField(label=_("Văn bản"), max_length=200, required=False)

    def hours(self) -> OfficeHours:
        """The hours that were entered."""
        entered = self.cleaned_data
        return OfficeHours(
            starts_on=entered["starts_on"],
            morning=(entered["morning_start"], entered["morning_end"]),
            afternoon=(entered["afternoon_start"], entered["afternoon_end"]),
        )


class CountForm(forms.Form):
    """A term to count: so many working days from a day."""

    start = DayField(label=_("Kể từ ngày"))
    days = forms.IntegerField(label=_("Số ngày làm việc"), min_value=0, max_value=2000)

    def clean_start(self) -> datetime.date:
        """A year that the calendar knows, with room for the term."""
        start: datetime.date = self.cleaned_data["start"]
        if not FIRST_YEAR <= start.year <= LAST_YEAR - 10:
            raise forms.ValidationError(
                _("Năm phải từ %(first)s đến %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR - 10}
            )
        return start
