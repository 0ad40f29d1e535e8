"""Addresses of indicators, below /indicators/."""

from __future__ import annotations

from django.urls import path

from honglam.engines.indicators.pages import (
    deciding,
    entering,
    figure_urls,
    importing,
    indicators,
    one_cell,
    over_units,
    reporting,
    saving,
)

app_name = "indicators"
PLACE = "forms/<uuid:uid>/<str:period>/<str:unit>/"
urlpatterns = [
    path("", indicators.indicators, name="indicators"),
    path("<uuid:uid>/", indicators.indicator, name="indicator"),
    path("<uuid:uid>/figures/<uuid:figure_uid>/confirm/", indicators.confirm_figure, name="confirm_figure"),
    path("forms/", reporting.own, name="own_forms"),
    path("forms/received/", reporting.received, name="received_forms"),
    path("forms/<uuid:uid>/cells/", saving.save_cells, name="save_cells"),
    *figure_urls.urlpatterns,
    path("forms/<uuid:uid>/<str:period>/", reporting.received_form, name="received_form"),
    path("forms/<uuid:uid>/<str:period>/approve/", reporting.approve_many, name="approve_many"),
    path("forms/<uuid:uid>/<str:period>/of/<str:indicator>/", over_units.over_units, name="over_units"),
    path(PLACE, entering.entry, name="entry"),
    path(f"{PLACE}take-over/", entering.take_over, name="take_over"),
    path(f"{PLACE}template/", importing.template, name="template"),
    path(f"{PLACE}bring-in/", importing.bring_in, name="bring_in"),
    path(f"{PLACE}bring-in/errors/", importing.error_report, name="error_report"),
    path(f"{PLACE}steps/<slug:verb>/", deciding.step, name="step"),
    path(f"{PLACE}cells/<str:indicator>/", one_cell.cell, name="cell"),
]
