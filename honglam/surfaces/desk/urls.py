"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from honglam.surfaces.desk import pages

app_name = "desk"
urlpatterns = [
    path("", pages.home, name="home"),
    path("styleguide/", pages.styleguide, name="styleguide"),
]
