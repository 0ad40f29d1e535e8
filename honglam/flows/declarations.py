"""Every flow that has something to say at start: sections of reports that other engines fill, events it listens to."""

from honglam.flows import (
    new_version_refreshes_open_data,
    plan_duties_become_report_regimes,
    plan_progress_fills_report,
)

plan_progress_fills_report.declare()
plan_duties_become_report_regimes.listen()
new_version_refreshes_open_data.listen()
