"""Addresses of checks, below /plans/."""

from __future__ import annotations

from django.urls import path

from honglam.engines.plans.pages.checks import alignment, check, deciding, lists, words

urlpatterns = [
    path("checks/", lists.checks, name="checks"),
    path("checks/new/", lists.new, name="new_check"),
    path("checks/<uuid:uid>/", check.check, name="check"),
    path("checks/<uuid:uid>/job/", check.job, name="check_job"),
    path("checks/<uuid:uid>/again/", check.again, name="check_again"),
    path("checks/<uuid:uid>/stop/", check.stop, name="stop_check"),
    path("checks/<uuid:uid>/delete/", check.delete, name="delete_check"),
    path("checks/<uuid:uid>/commented.docx", words.commented, name="commented_draft"),
    path("checks/<uuid:uid>/findings.docx", words.listed, name="listed_findings"),
    path("checks/<uuid:uid>/findings/<uuid:finding_uid>/dismiss/", deciding.dismiss, name="dismiss_finding"),
    path("checks/<uuid:uid>/findings/<uuid:finding_uid>/take-back/", deciding.take_back, name="take_dismissal_back"),
    path("<uuid:uid>/alignment/", alignment.alignment, name="plan_alignment"),
]
