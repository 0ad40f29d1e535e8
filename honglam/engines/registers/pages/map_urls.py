"""Addresses of maps of located registers."""

from __future__ import annotations

from django.urls import URLPattern, path

from honglam.engines.registers.pages import row_map

urlpatterns: list[URLPattern] = [
    path("<str:code>/map/", row_map.row_map, name="map"),
    path("<str:code>/map/features/", row_map.features, name="map_features"),
]
