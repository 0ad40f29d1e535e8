"""Addresses of the calendar."""

from __future__ import annotations

import datetime

from django.urls import path, register_converter

from honglam.core.calendar.pages import views


class DateConverter:
    """A date in an address: 2026-01-02."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> datetime.date:
        """The date; a ValueError (31 February) answers 404."""
        return datetime.date.fromisoformat(value)

    def to_url(self, value: datetime.date) -> str:
        """The date as it stands in an address."""
        return value.isoformat()


register_converter(DateConverter, "date")

app_name = "calendar"
urlpatterns = [
    path("", views.year, name="year"),
    path("export/", views.export, name="export"),
    path("swap/", views.swap, name="swap"),
    path("hours/", views.hours, name="hours"),
    path("<date:date>/", views.day, name="day"),
    path("<date:date>/decide/", views.decide, name="decide"),
    path("<date:date>/withdraw/", views.withdraw, name="withdraw"),
]
