"""Corrections of approved figures as the verbs and pages find them: what holds a figure, what waits for approval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honglam.engines.indicators.models import Indicator, IndicatorValue, Submission
from honglam.engines.indicators.queries import IndicatorValueQuerySet
from honglam.engines.indicators.terms import SubmissionState, ValueState

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit
    from honglam.toolkit.periods import Period

CORRECTABLE = (SubmissionState.APPROVED, SubmissionState.CORRECTED)
"""States of a submission whose figures the receiver may correct."""


def holding(indicator: Indicator, unit: Unit, period: Period) -> list[Submission]:
    """The submissions of a unit and period whose form asks for an indicator, locked, in one order; one query."""
    rows = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("form__receiver", "unit", "submitted_by")
        .filter(unit=unit, form__lines__indicator=indicator)
        .of_period(period)
        .order_by("pk")
    )
    return list(rows)


def has_corrected(submission: Submission, person: User) -> bool:
    """Whether a correction of this submission that waits for approval is the person's own; one query."""
    return corrections_of(submission).filter(entered_by=person).exists()


def corrections_of(submission: Submission) -> IndicatorValueQuerySet:
    """The figures of a submission that were corrected and wait for approval."""
    found: IndicatorValueQuerySet = IndicatorValue.objects.filter(
        indicator__form_lines__form=submission.form_id, unit=submission.unit_id, state=ValueState.DRAFT,
        reporter=submission.form.receiver_id, period_scheme=submission.period_scheme,
        period_code=submission.period_code,
    )  # fmt: skip
    return found
