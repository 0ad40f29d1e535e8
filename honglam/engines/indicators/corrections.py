"""Corrections of approved figures as the verbs and pages find them: what holds a figure, what waits for approval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F

from honglam.engines.indicators.models import Indicator, IndicatorForm, IndicatorValue, Submission
from honglam.engines.indicators.queries import in_force
from honglam.engines.indicators.terms import SubmissionState

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
        .filter(in_force(period.end, "form__lines__version__"), unit=unit, form__lines__indicator=indicator)
        .of_period(period)
        .order_by("pk")
    )
    return list(rows)


@dataclass(frozen=True, slots=True)
class Correction:
    """A corrected figure that waits for its second approval: who corrected it, and the receiver that approves it."""

    indicator: str
    corrected_by: int | None
    receiver: int | None
    receiver_name: str


def waiting_corrections(form: IndicatorForm, units: Iterable[int]) -> dict[tuple[int, str], list[Correction]]:
    """By unit and period the corrections of figures that a form asks for, other receivers' too; one query."""
    rows = (
        IndicatorValue.objects.filter(
            in_force(F("period_end"), "indicator__form_lines__version__"),
            indicator__form_lines__form=form,
            unit__in=list(units),
            period_scheme=form.scheme,
        )
        .being_corrected()
        .select_related("indicator", "reporter")
        .order_by("pk")
    )
    found: dict[tuple[int, str], list[Correction]] = {}
    for row in rows:
        correction = Correction(row.indicator.name, row.entered_by_id, row.reporter_id, str(row.reporter))
        found.setdefault((row.unit_id, row.period_code), []).append(correction)
    return found


def has_corrected(submission: Submission, person: User) -> bool:
    """Whether a correction of this submission that waits for approval is the person's own; one query."""
    form = submission.form
    waiting = waiting_corrections(form, [submission.unit_id]).get((submission.unit_id, submission.period_code), [])
    return any(one.receiver == form.receiver_id and one.corrected_by == person.pk for one in waiting)
