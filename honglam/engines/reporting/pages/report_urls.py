"""Addresses of reports, below /reports/."""

from __future__ import annotations

from django.urls import URLPattern, path

from honglam.engines.reporting.pages import (
    consolidating,
    content_files,
    report,
    report_list,
    report_steps,
    report_text,
)

reports: list[URLPattern] = [
    path("", report_list.reports, name="reports"),
    path("<uuid:uid>/", report.report, name="report"),
    path("<uuid:uid>/document/", report.document, name="report_document"),
    path("<uuid:uid>/pdf/", report.pdf, name="report_pdf"),
    path("<uuid:uid>/pdf/make/", report.make_pdf, name="make_report_pdf"),
    path("<uuid:uid>/pdf/job/", report.pdf_job, name="report_pdf_job"),
    path("<uuid:uid>/sections/<str:key>/", report_text.write, name="write_section"),
    path("<uuid:uid>/entries/<str:kind>/", report_text.add, name="add_entry"),
    path("entries/<uuid:uid>/", report_text.change, name="change_entry"),
    path("entries/<uuid:uid>/remove/", report_text.remove, name="remove_entry"),
    path("entries/<uuid:uid>/move/", report_text.move, name="move_entry"),
    path("<uuid:uid>/pass-on/", report_steps.pass_on, name="pass_on_report"),
    path("<uuid:uid>/send-back/", report_steps.send_back, name="send_back_report"),
    path("<uuid:uid>/number/", report_steps.number, name="number_report"),
    path("<uuid:uid>/signed/", report_steps.bring_signed, name="bring_signed_report"),
    path("<uuid:uid>/send/", report_steps.send, name="send_report"),
    path("<uuid:uid>/receive/", report_steps.receive, name="receive_report"),
    path("<uuid:uid>/ask-correction/", report_steps.ask_correction, name="ask_report_correction"),
    path("<uuid:uid>/correct/", report_steps.correct, name="correct_report"),
    path("<uuid:uid>/drop/", report_steps.drop, name="drop_report"),
    path("<uuid:uid>/reopen/", report_steps.reopen, name="reopen_report"),
    path("proposals/", consolidating.proposals, name="proposals"),
    path("proposals/<uuid:uid>/answer/", consolidating.answer, name="answer_entry"),
    path("<uuid:uid>/take-over/", consolidating.take_over, name="take_over"),
    path("<uuid:uid>/figures.json", content_files.as_json, name="report_json"),
    path("<uuid:uid>/figures.csv", content_files.as_csv, name="report_csv"),
    path("<uuid:uid>/annexes.xlsx", content_files.as_annex, name="report_annex"),
]
