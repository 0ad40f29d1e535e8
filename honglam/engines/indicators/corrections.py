"""Corrections of approved figures as the verbs and pages find them: what holds a figure, what waits for approval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honglam.engines.indicators.models import Indicator, IndicatorForm, IndicatorValue, Submission
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


def own_corrections(form: IndicatorForm, person: User) -> set[tuple[int, str]]:
    """Unit and period of every correction of a form that waits for approval and is the person's own; one query."""
    rows = IndicatorValue.objects.filter(
        indicator__form_lines__form=form, state=ValueState.DRAFT, reporter=form.receiver_id, entered_by=person,
        period_scheme=form.scheme,
    )  # fmt: skip
    return set(rows.values_list("unit_id", "period_code"))


def has_corrected(submission: Submission, person: User) -> bool:
    """Whether a correction of this submission that waits for approval is the person's own; one query."""
    return (submission.unit_id, submission.period_code) in own_corrections(submission.form, person)
