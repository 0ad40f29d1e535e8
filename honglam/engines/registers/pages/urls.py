"""Addresses of registers."""

from __future__ import annotations

from django.urls import URLPattern, path

from honglam.engines.registers.pages import (
    about,
    bulk,
    exporting,
    import_urls,
    index,
    map_urls,
    row_urls,
    rows,
    summary,
    views,
)

app_name = "registers"
urlpatterns: list[URLPattern] = [
    path("", index.index, name="index"),
    path("packs/<str:pack>/", index.of_pack, name="pack"),
    path("<str:code>/", rows.rows, name="rows"),
    path("<str:code>/about/", about.about, name="about"),
    path("<str:code>/summary/", summary.summary, name="summary"),
    path("<str:code>/bulk/", bulk.bulk, name="bulk"),
    path("<str:code>/export/", exporting.export, name="export"),
    path("<str:code>/export/<uuid:uid>/", exporting.export_run, name="export_run"),
    path("<str:code>/views/", views.save, name="save_view"),
    path("<str:code>/views/<uuid:uid>/rename/", views.rename, name="rename_view"),
    path("<str:code>/views/<uuid:uid>/drop/", views.drop, name="drop_view"),
    *import_urls.urlpatterns,
    *map_urls.urlpatterns,
    *row_urls.urlpatterns,
]
