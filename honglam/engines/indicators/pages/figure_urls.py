"""Addresses of definitions, rules, roll-ups and completeness, below /indicators/."""

from __future__ import annotations

from django.urls import path

from honglam.engines.indicators.pages import checks, completeness, definitions, form_definitions, rollup

urlpatterns = [
    path("new/", definitions.define, name="define"),
    path("similar/", definitions.check_similar, name="check_similar"),
    path("forms/new/", form_definitions.define_form, name="define_form"),
    path("forms/<uuid:uid>/", form_definitions.form, name="form"),
    path("forms/<uuid:uid>/edit/", form_definitions.redefine_form, name="redefine_form"),
    path("formula/", definitions.check_formula, name="check_formula"),
    path("import/", definitions.import_file, name="import_definitions"),
    path("import/template/", definitions.import_template, name="definitions_template"),
    path("<uuid:uid>/definition/", definitions.definition, name="definition"),
    path("<uuid:uid>/edit/", definitions.redefine, name="redefine"),
    path("<uuid:uid>/rules/", checks.rules, name="rules"),
    path("<uuid:uid>/series/", rollup.series, name="series"),
    path("rules/of-form/<uuid:uid>/", checks.form_rules, name="form_rules"),
    path("rules/<uuid:uid>/edit/", checks.edit_rule, name="edit_rule"),
    path("rules/<uuid:uid>/drop/", checks.drop_rule, name="drop_rule"),
    path("rollup/", rollup.rollup, name="rollup"),
    path("rollup/<uuid:uid>/<str:period>/", rollup.drill, name="drill"),
    path("completeness/", completeness.completeness, name="completeness"),
    path("completeness/rows/", completeness.completeness_rows, name="completeness_rows"),
    path("completeness/<uuid:uid>/<str:period>/remind/", completeness.remind, name="remind"),
]
