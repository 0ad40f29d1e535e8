"""Addresses of forms of upper levels, below /reports/forms/."""

from __future__ import annotations

from django.urls import path

from honglam.engines.reporting.pages import upper_cells, upper_fillings
from honglam.engines.reporting.pages import upper_forms as pages

upper_forms = [
    path("forms/", pages.upper_forms, name="upper_forms"),
    path("forms/new/", pages.new, name="new_upper_form"),
    path("forms/indicators/", upper_cells.suggest_indicators, name="form_indicators"),
    path("forms/<uuid:uid>/", pages.upper_form, name="upper_form"),
    path("forms/<uuid:uid>/cells/", upper_cells.cell, name="map_cell"),
    path("forms/<uuid:uid>/accept/", upper_cells.accept, name="accept_cells"),
    path("forms/<uuid:uid>/propose/", upper_cells.propose, name="propose_cells"),
    path("forms/<uuid:uid>/blank/", pages.replace_blank, name="replace_blank"),
    path("forms/<uuid:uid>/drop/", pages.drop, name="drop_upper_form"),
    path("forms/<uuid:uid>/fill/", upper_fillings.fill, name="fill_upper_form"),
    path("forms/<uuid:uid>/job/", upper_fillings.filling_job, name="upper_form_job"),
    path("forms/filled/<uuid:uid>/", upper_fillings.filled, name="filled_form"),
]
