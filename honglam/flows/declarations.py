"""Every flow that has something to say at start: sections of reports that other engines fill, events it listens to."""

from honglam.flows import plan_duties_become_report_regimes

plan_duties_become_report_regimes.listen()
