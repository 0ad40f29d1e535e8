"""Addresses of the hub."""

from __future__ import annotations

from django.urls import URLPattern

from honglam.engines.datahub.pages import inflow_urls, release_urls, sharing_urls

app_name = "datahub"
urlpatterns: list[URLPattern] = [
    *sharing_urls.urlpatterns,
    *inflow_urls.urlpatterns,
    *release_urls.urlpatterns,
]
