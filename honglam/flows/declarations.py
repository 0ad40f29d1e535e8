"""Every flow that has something to say at start: sections of reports that other engines fill, events it listens to."""

from honglam.flows import plan_progress_fills_report

__all__ = ["plan_progress_fills_report"]
