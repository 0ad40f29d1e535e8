"""Addresses of the leaders' pages."""

from __future__ import annotations

from django.urls import path

from honglam.surfaces.ioc import pages

app_name = "ioc"
urlpatterns = [
    path("", pages.overview, name="overview"),
    path("print/", pages.overview_print, name="overview_print"),
]
