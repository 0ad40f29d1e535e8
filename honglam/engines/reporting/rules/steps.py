"""The way of a report: which step follows, where it may be sent back to, what may be done at each step.

The steps follow Decree 30/2020/NĐ-CP: drafting (article 10), approval (11), checking before signing (12), signing (13),
number, date and issue (15 to 18). What was issued is changed by a document of its own only (18, clause 4): after the
clerk has entered the number nothing of it is edited.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from honglam.engines.reporting.terms import INSIDE_STEPS, ReportStep


class Act(StrEnum):
    """What people do to a report."""

    WRITE = "write"
    PASS_ON = "pass_on"
    SEND_BACK = "send_back"
    NUMBER = "number"
    BRING_SIGNED = "bring_signed"
    SEND = "send"
    RECEIVE = "receive"
    ASK_CORRECTION = "ask_correction"
    OPEN_CORRECTION = "open_correction"
    DROP = "drop"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a report stands, as far as its way depends on it.

    `has_receiver`: a unit of the province receives it (a body outside it confirms nothing here). `is_being_corrected`:
    a correction of it is on its way.
    """

    step: ReportStep
    is_numbered: bool = False
    has_signed_file: bool = False
    has_receiver: bool = True
    is_being_corrected: bool = False


def next_step(step: ReportStep, steps: Iterable[ReportStep]) -> ReportStep | None:
    """The step inside the unit that follows; None after the clerk and outside.

    A step that the regime left out while the report stood there leads on all the same.
    """
    if step not in INSIDE_STEPS:
        return None
    later = INSIDE_STEPS[INSIDE_STEPS.index(step) + 1 :]
    known = set(steps)
    return next((one for one in later if one in known), None)


def earlier_steps(step: ReportStep, steps: Iterable[ReportStep]) -> tuple[ReportStep, ...]:
    """The steps inside the unit that a report may be sent back to, the first one first."""
    if step not in INSIDE_STEPS:
        return ()
    known = set(steps)
    return tuple(one for one in INSIDE_STEPS[: INSIDE_STEPS.index(step)] if one in known)


def allows(act: Act, at: Standing) -> bool:
    """Whether the state of a report allows something, whoever does it."""
    step = at.step
    is_inside = step in INSIDE_STEPS
    has_left = step in (ReportStep.SENT, ReportStep.RECEIVED)
    return {
        Act.WRITE: step == ReportStep.DRAFTING and not at.is_numbered,
        Act.PASS_ON: is_inside and step != ReportStep.CLERK and not at.is_numbered,
        Act.SEND_BACK: is_inside and step != ReportStep.DRAFTING and not at.is_numbered,
        Act.NUMBER: step == ReportStep.CLERK and not at.is_numbered,
        Act.BRING_SIGNED: step == ReportStep.CLERK and at.is_numbered,
        Act.SEND: step == ReportStep.CLERK and at.is_numbered and at.has_signed_file,
        Act.RECEIVE: step == ReportStep.SENT and at.has_receiver,
        Act.ASK_CORRECTION: has_left and at.has_receiver and not at.is_being_corrected,
        Act.OPEN_CORRECTION: has_left and not at.is_being_corrected,
        Act.DROP: is_inside and not at.is_numbered,
        Act.REOPEN: step == ReportStep.DROPPED,
    }[act]


def acts_at(at: Standing) -> frozenset[Act]:
    """Everything that the state of a report allows."""
    return frozenset(act for act in Act if allows(act, at))


def step_of(act: Act, step: ReportStep) -> ReportStep:
    """The step whose people do something: passing on and sending back is for the people of the step it stands at."""
    return {
        Act.WRITE: ReportStep.DRAFTING,
        Act.DROP: ReportStep.DRAFTING,
        Act.REOPEN: ReportStep.DRAFTING,
        Act.NUMBER: ReportStep.CLERK,
        Act.BRING_SIGNED: ReportStep.CLERK,
        Act.SEND: ReportStep.CLERK,
        Act.OPEN_CORRECTION: ReportStep.CLERK,
        Act.RECEIVE: ReportStep.SENT,
        Act.ASK_CORRECTION: ReportStep.SENT,
    }.get(act, step)
