"""Addresses of regimes, arrangements and the register of demands, below /reports/regimes/ and /reports/demands/."""

from __future__ import annotations

from django.urls import URLPattern, path

from honglam.engines.reporting.pages import demands
from honglam.engines.reporting.pages.regimes import arranging, defining, listing, one, outlining

regimes: list[URLPattern] = [
    path("regimes/", listing.regimes, name="regimes"),
    path("regimes/new/", defining.new, name="new_regime"),
    path("regimes/preview/", defining.preview, name="preview_regime"),
    path("regimes/arrangements/", arranging.arrangements, name="arrangements"),
    path("regimes/arrangements/<uuid:unit>/edit/", arranging.edit, name="edit_arrangement"),
    path("regimes/arrangements/<uuid:unit>/forget/", arranging.forget, name="forget_arrangement"),
    path("regimes/<uuid:uid>/", one.regime, name="regime"),
    path("regimes/<uuid:uid>/edit/", defining.edit, name="edit_regime"),
    path("regimes/<uuid:uid>/outline/", outlining.outline, name="regime_outline"),
    path("regimes/<uuid:uid>/decline/", one.decline, name="decline_regime"),
    path("regimes/<uuid:uid>/end/", one.end, name="end_regime"),
    path("regimes/<uuid:uid>/remind/", one.remind, name="remind_regime"),
    path("demands/", demands.demands, name="demands"),
    path("demands/new/", demands.note, name="note_demand"),
    path("demands/overlaps/", demands.overlaps, name="overlaps"),
    path("remarks/<uuid:uid>/settle/", demands.settle, name="settle_remark"),
]
