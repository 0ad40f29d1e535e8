"""Addresses of the hub, below /datahub/. The hub's own words (`RESERVED_CODES`) stand before codes of datasets."""

from __future__ import annotations

from django.urls import URLPattern, path

from honglam.engines.datahub.pages import (
    changes,
    datasets,
    editing,
    inflow_urls,
    one_dataset,
    province,
    quality,
    release_urls,
    rules,
    sharing_urls,
    suggestions,
)

app_name = "datahub"
RULES, QUALITY, FIXES = "<slug:code>/rules/", "<slug:code>/quality/", "<slug:code>/suggestions/"
urlpatterns: list[URLPattern] = [
    path("", datasets.datasets, name="datasets"),
    path("sync/", datasets.sync, name="sync"),
    path("new/", editing.make, name="make_dataset"),
    path("quality/", province.quality, name="quality"),
    path("to-mend/", province.to_mend, name="to_mend"),
    *sharing_urls.urlpatterns,
    *inflow_urls.urlpatterns,
    *release_urls.urlpatterns,
    path("<slug:code>/", one_dataset.dataset, name="dataset"),
    path("<slug:code>/edit/", editing.change, name="change_dataset"),
    path("<slug:code>/dictionary/", one_dataset.dictionary, name="dictionary"),
    path("<slug:code>/versions/", one_dataset.versions, name="dataset_versions"),
    path("<slug:code>/rows/", one_dataset.rows, name="dataset_rows"),
    path("<slug:code>/job/", one_dataset.job, name="dataset_job"),
    path("<slug:code>/publish/", one_dataset.publish, name="publish"),
    path("<slug:code>/check/", one_dataset.check, name="check"),
    path(RULES, rules.rules, name="rules"),
    path(f"{RULES}new/<slug:kind>/", rules.add, name="add_rule"),
    path(f"{RULES}bring-in/", rules.bring_in, name="bring_in_rules"),
    path(f"{RULES}<uuid:uid>/", rules.change, name="change_rule"),
    path(f"{RULES}<uuid:uid>/switch/", rules.switch, name="switch_rule"),
    path(f"{RULES}<uuid:uid>/drop/", rules.drop, name="drop_rule"),
    path(QUALITY, quality.dataset_quality, name="dataset_quality"),
    path("<slug:code>/changes/", changes.row_changes, name="row_changes"),
    path(f"{QUALITY}<str:rule>/", quality.rule_rows, name="rule_rows"),
    path(f"{QUALITY}<str:rule>/mend/", quality.mend_cell, name="mend_cell"),
    path(f"{QUALITY}<str:rule>/send-back/", quality.send_rows_back, name="send_back"),
    path(FIXES, suggestions.suggestions, name="suggestions"),
    path(f"{FIXES}find/", suggestions.find, name="find_suggestions"),
    path(f"{FIXES}decide/", suggestions.decide, name="decide_suggestions"),
]
