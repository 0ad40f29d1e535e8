"""Addresses of the directory."""

from __future__ import annotations

from django.urls import path

from honglam.core.directory.pages import cards, editing, groups, importing, layers, listing

app_name = "organisations"
urlpatterns = [
    path("", listing.units, name="list"),
    path("export.xlsx", listing.export, name="export"),
    path("suggest.json", listing.suggest, name="suggest"),
    path("boundaries.geojson", layers.boundaries, name="boundaries"),
    path("import/", importing.import_file, name="import"),
    path("import/template.csv", importing.template, name="import_template"),
    path("groups/", groups.listing, name="groups"),
    path("groups/<slug:code>/", groups.card, name="group"),
    path("new/", editing.new, name="new"),
    path("<uuid:uid>/", cards.card, name="unit"),
    path("<uuid:uid>/edit/", editing.edit, name="edit"),
    path("<uuid:uid>/rename/", editing.rename_unit, name="rename"),
    path("<uuid:uid>/move/", editing.move_unit, name="move"),
    path("<uuid:uid>/merge/", editing.merge_unit, name="merge"),
    path("<uuid:uid>/close/", editing.close_unit, name="close"),
    path("<uuid:uid>/aliases/", editing.new_alias, name="alias_add"),
    path("<uuid:uid>/aliases/<int:pk>/remove/", editing.drop_alias, name="alias_remove"),
]
