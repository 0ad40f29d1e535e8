"""Addresses of the portal."""

from __future__ import annotations

from django.urls import path

from honglam.surfaces.portal import pages

app_name = "portal"
urlpatterns = [path("", pages.home, name="home")]
