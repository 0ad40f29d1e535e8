"""Addresses of registers."""

from __future__ import annotations

from django.urls import URLPattern

from honglam.engines.registers.pages import import_urls, map_urls, row_urls

app_name = "registers"
urlpatterns: list[URLPattern] = [
    *import_urls.urlpatterns,
    *map_urls.urlpatterns,
    *row_urls.urlpatterns,
]
