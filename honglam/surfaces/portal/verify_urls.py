"""Addresses that stand on papers: short, and never changed, because paper cannot be."""

from __future__ import annotations

from django.urls import path

from honglam.surfaces.portal import verifying

app_name = "verify"
urlpatterns = [
    path("", verifying.start, name="start"),
    path("<str:code>/", verifying.report, name="report"),
]
