"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from honglam.surfaces.desk import pages, scheduling

app_name = "desk"
urlpatterns = [
    path("", pages.home, name="home"),
    path("plans/<uuid:uid>/schedule-reports/", scheduling.schedule_reports, name="schedule_reports"),
    path("styleguide/", pages.styleguide, name="styleguide"),
]
