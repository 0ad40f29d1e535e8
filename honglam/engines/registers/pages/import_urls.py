"""Addresses of imports, duplicates and merges."""

from __future__ import annotations

from django.urls import URLPattern, path

from honglam.engines.registers.pages import duplicates, import_steps, imports

urlpatterns: list[URLPattern] = [
    path("<str:code>/import/", imports.imports, name="imports"),
    path("<str:code>/import/template/", imports.template, name="import_template"),
    path("<str:code>/import/<uuid:uid>/", imports.import_run, name="import_run"),
    path("<str:code>/import/<uuid:uid>/progress/", imports.progress, name="import_progress"),
    path("<str:code>/import/<uuid:uid>/rejected/", imports.rejected, name="import_rejected"),
    path("<str:code>/import/<uuid:uid>/match/", import_steps.match, name="import_match"),
    path("<str:code>/import/<uuid:uid>/begin/", import_steps.begin, name="import_begin"),
    path("<str:code>/import/<uuid:uid>/carry-on/", import_steps.carry_on, name="import_carry_on"),
    path("<str:code>/import/<uuid:uid>/stop/", import_steps.stop, name="import_stop"),
    path("<str:code>/import/<uuid:uid>/drop/", import_steps.drop, name="import_drop"),
    path("<str:code>/import/<uuid:uid>/take-back/", import_steps.take_back, name="import_take_back"),
    path("<str:code>/duplicates/", duplicates.duplicates, name="duplicates"),
    path("<str:code>/duplicates/find/", duplicates.find, name="find_duplicates"),
    path("<str:code>/duplicates/<uuid:first>/<uuid:second>/", duplicates.pair, name="pair"),
    path("<str:code>/duplicates/<uuid:first>/<uuid:second>/apart/", duplicates.apart, name="tell_apart"),
    path("<str:code>/merges/<uuid:uid>/", duplicates.merge, name="merge"),
    path("<str:code>/merges/<uuid:uid>/undo/", duplicates.undo_merge, name="undo_merge"),
]
