"""Addresses of reports, below /reports/."""

from __future__ import annotations

from django.urls import path

from honglam.engines.reporting.pages import gatherings
from honglam.engines.reporting.pages.form_urls import upper_forms
from honglam.engines.reporting.pages.regime_urls import regimes
from honglam.engines.reporting.pages.report_urls import reports

app_name = "reporting"
urlpatterns = [
    path("workbooks/", gatherings.gatherings, name="gatherings"),
    path("workbooks/new/", gatherings.new, name="new_gathering"),
    path("workbooks/<uuid:uid>/", gatherings.gathering, name="gathering"),
    path("workbooks/<uuid:uid>/job/", gatherings.gathering_job, name="gathering_job"),
    path("workbooks/<uuid:uid>/copies/", gatherings.add, name="add_copies"),
    path("workbooks/<uuid:uid>/drop/", gatherings.drop, name="drop_gathering"),
    path("workbooks/copies/<uuid:uid>/leave-out/", gatherings.leave_out, name="leave_out"),
    *regimes,
    *upper_forms,
    *reports,
]
