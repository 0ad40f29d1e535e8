"""Every flow that has something to say at start: sections of reports that other engines fill, events it listens to."""

from honglam.flows import (
    dataset_versions_tell_webhooks,
    new_version_refreshes_open_data,
    plan_duties_become_report_regimes,
    plan_progress_fills_report,
)

plan_progress_fills_report.declare()
plan_duties_become_report_regimes.listen()
dataset_versions_tell_webhooks.listen()
new_version_refreshes_open_data.listen()
