"""Addresses of reports, below /reports/."""

from __future__ import annotations

from django.urls import URLPattern, path

from honglam.engines.reporting.pages import consolidating, content_files

reports: list[URLPattern] = [
    path("proposals/", consolidating.proposals, name="proposals"),
    path("proposals/<uuid:uid>/answer/", consolidating.answer, name="answer_entry"),
    path("<uuid:uid>/take-over/", consolidating.take_over, name="take_over"),
    path("<uuid:uid>/figures.json", content_files.as_json, name="report_json"),
    path("<uuid:uid>/figures.csv", content_files.as_csv, name="report_csv"),
    path("<uuid:uid>/annexes.xlsx", content_files.as_annex, name="report_annex"),
]
