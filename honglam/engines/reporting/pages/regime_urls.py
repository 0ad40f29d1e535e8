"""Addresses of regimes, arrangements and the register of demands, below /reports/regimes/ and /reports/demands/."""

from __future__ import annotations

from django.urls import URLPattern, path

from honglam.engines.reporting.pages import demands

regimes: list[URLPattern] = [
    path("demands/", demands.demands, name="demands"),
    path("demands/new/", demands.note, name="note_demand"),
    path("demands/overlaps/", demands.overlaps, name="overlaps"),
    path("remarks/<uuid:uid>/settle/", demands.settle, name="settle_remark"),
]
