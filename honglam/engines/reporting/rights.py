"""Who may draft a report and who may answer a proposal, for actions and pages alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honglam.core.access.reach import reach_of
from honglam.engines.reporting.arrangements import arranged
from honglam.engines.reporting.models import Report, ReportEntry
from honglam.engines.reporting.queries import DRAFT, RECEIVE
from honglam.engines.reporting.terms import ReportStep

if TYPE_CHECKING:
    from honglam.core.access.models import User


def may_answer(entry: ReportEntry, by: User) -> bool:
    """Whether the person receives reports for the body that a proposal asks, or that received its report."""
    reach = reach_of(by, RECEIVE)
    asked = [unit for unit in (entry.addressed_to, entry.report.receiver) if unit is not None]
    return any(reach.covers(unit) for unit in asked)


def may_draft(report: Report, by: User) -> bool:
    """Whether the person drafts in the reporting unit, or in the office that drafts for it."""
    reach = reach_of(by, DRAFT)
    return reach.covers(report.unit) or reach.covers(arranged(report.unit, report.regime).unit_of(ReportStep.DRAFTING))
