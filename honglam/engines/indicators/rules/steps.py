"""Which step a submission may take from where it stands, and what the step needs."""

from __future__ import annotations

from dataclasses import dataclass

from honglam.engines.indicators.terms import WAITING_STATES, SubmissionState, ValueState


@dataclass(frozen=True, slots=True)
class Step:
    """A verb of the receiver or the reporter: from which states to which, and whether it needs a reason."""

    sources: frozenset[SubmissionState]
    target: SubmissionState
    figures: ValueState
    needs_reason: bool = False


STEPS: dict[str, Step] = {
    "submit": Step(
        frozenset({SubmissionState.DRAFT, SubmissionState.RETURNED}), SubmissionState.SUBMITTED, ValueState.SUBMITTED
    ),
    "approve": Step(frozenset(WAITING_STATES), SubmissionState.APPROVED, ValueState.APPROVED),
    "return": Step(
        frozenset({*WAITING_STATES, SubmissionState.APPROVED}),
        SubmissionState.RETURNED,
        ValueState.DRAFT,
        needs_reason=True,
    ),
    "lock": Step(frozenset({SubmissionState.APPROVED}), SubmissionState.LOCKED, ValueState.LOCKED),
    "unlock": Step(
        frozenset({SubmissionState.LOCKED}), SubmissionState.APPROVED, ValueState.APPROVED, needs_reason=True
    ),
}


def may_step(verb: str, state: str) -> bool:
    """Whether the verb applies to a submission in this state."""
    return SubmissionState(state) in STEPS[verb].sources
