"""The decisions of plans as truth tables."""

from __future__ import annotations

import datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.core.organisations.terms import Bloc
from honglam.engines.plans import rules
from honglam.engines.plans.rules import ClearFacts, Share
from honglam.engines.plans.terms import AssignmentRole, Clear, DeadlineKind, Mandate, PlanState, WorkState, WorkStatus

TODAY = datetime.date(2026, 6, 15)
DAY = datetime.timedelta(days=1)
YESTERDAY, TOMORROW = TODAY - DAY, TODAY + DAY


@pytest.mark.parametrize(
    ("state", "due_on", "status"),
    [
        (WorkState.PREPARED, YESTERDAY, WorkStatus.PREPARED),
        (WorkState.WITHDRAWN, YESTERDAY, WorkStatus.CANCELLED),
        (WorkState.CARRIED_OVER, YESTERDAY, WorkStatus.CARRIED_OVER),
        (WorkState.CLAIMED, YESTERDAY, WorkStatus.REPORTED),
        (WorkState.NOT_STARTED, None, WorkStatus.NOT_STARTED),
        (WorkState.NOT_STARTED, YESTERDAY, WorkStatus.OVERDUE),
        (WorkState.NOT_STARTED, TODAY, WorkStatus.DUE_SOON),
        (WorkState.NOT_STARTED, TODAY + 7 * DAY, WorkStatus.DUE_SOON),
        (WorkState.NOT_STARTED, TODAY + 8 * DAY, WorkStatus.NOT_STARTED),
        (WorkState.IN_PROGRESS, None, WorkStatus.IN_PROGRESS),
        (WorkState.IN_PROGRESS, YESTERDAY, WorkStatus.OVERDUE),
        (WorkState.IN_PROGRESS, TOMORROW, WorkStatus.DUE_SOON),
        (WorkState.IN_PROGRESS, TODAY + 8 * DAY, WorkStatus.IN_PROGRESS),
        (WorkState.RETURNED, None, WorkStatus.RETURNED),
        (WorkState.RETURNED, TOMORROW, WorkStatus.RETURNED),
        (WorkState.RETURNED, YESTERDAY, WorkStatus.OVERDUE),
    ],
)
def test_the_word_for_ordered_work_on_a_day(state: str, due_on: datetime.date | None, status: WorkStatus) -> None:
    assert rules.status_of(state=state, due_on=due_on, completed_on=None, today=TODAY) == status


@pytest.mark.parametrize(
    ("completed_on", "mandate", "born_late", "status"),
    [
        (YESTERDAY, Mandate.ASSIGNED, False, WorkStatus.DONE_ON_TIME),
        (TODAY, Mandate.ASSIGNED, False, WorkStatus.DONE_LATE),
        (TODAY, Mandate.REQUESTED, False, WorkStatus.DONE_ON_TIME),
        (TODAY, Mandate.ASSIGNED, True, WorkStatus.DONE_ON_TIME),
    ],
)
def test_done_work_is_late_only_where_it_was_ordered_in_time(
    completed_on: datetime.date, mandate: Mandate, born_late: bool, status: WorkStatus
) -> None:
    found = rules.status_of(
        state=WorkState.DONE, due_on=YESTERDAY, completed_on=completed_on, today=TODAY, mandate=mandate,
        overdue_at_birth=born_late,
    )  # fmt: skip
    assert found == status


@given(
    state=st.sampled_from(WorkState.values),
    due_on=st.none() | st.dates(),
    completed_on=st.none() | st.dates(),
    born_late=st.booleans(),
)
def test_work_that_was_asked_for_is_never_late(
    state: str, due_on: datetime.date | None, completed_on: datetime.date | None, born_late: bool
) -> None:
    status = rules.status_of(
        state=state, due_on=due_on, completed_on=completed_on, today=TODAY, mandate=Mandate.REQUESTED,
        overdue_at_birth=born_late,
    )  # fmt: skip
    late = {WorkStatus.OVERDUE, WorkStatus.DONE_LATE, WorkStatus.DUE_SOON, WorkStatus.OVERDUE_WHEN_ASSIGNED}
    assert status not in late


@pytest.mark.parametrize("state", [WorkState.NOT_STARTED, WorkState.IN_PROGRESS, WorkState.RETURNED])
def test_work_that_was_late_when_it_was_given_is_the_issuers_slip(state: str) -> None:
    status = rules.status_of(state=state, due_on=YESTERDAY, completed_on=None, today=TODAY, overdue_at_birth=True)
    assert status == WorkStatus.OVERDUE_WHEN_ASSIGNED


@pytest.mark.parametrize(
    ("due_on", "assigned_on", "born_late"),
    [
        (None, TODAY, False),
        (TODAY, None, False),
        (YESTERDAY, TODAY, True),
        (TODAY, TODAY, True),
        (TOMORROW, TODAY, False),
    ],
)
def test_a_due_date_on_the_day_of_assignment_is_late_at_birth(
    due_on: datetime.date | None, assigned_on: datetime.date | None, born_late: bool
) -> None:
    assert rules.is_overdue_at_birth(due_on, assigned_on) is born_late


_P, _N, _I, _C, _R, _D, _O, _W = (
    WorkState.PREPARED, WorkState.NOT_STARTED, WorkState.IN_PROGRESS, WorkState.CLAIMED, WorkState.RETURNED,
    WorkState.DONE, WorkState.CARRIED_OVER, WorkState.WITHDRAWN,
)  # fmt: skip


@pytest.mark.parametrize(
    ("states", "state"),
    [
        ([], _P),
        ([_W], _P),
        ([_P, _P], _P),
        ([_P, _N], _N),
        ([_N, _N], _N),
        ([_N, _I], _I),
        ([_N, _D], _I),
        ([_N, _C], _I),
        ([_I, _R], _I),
        ([_R, _D], _R),
        ([_N, _R], _R),
        ([_C, _D], _C),
        ([_C, _O], _C),
        ([_D, _D], _D),
        ([_D, _O], _D),
        ([_D, _W], _D),
        ([_O, _O], _O),
        ([_O, _N], _I),
    ],
)
def test_a_task_follows_its_leading_shares(states: list[WorkState], state: WorkState) -> None:
    shares = [Share(one, 100 if one in (_D, _C) else 40, TODAY if one in (_D, _C) else None) for one in states]
    assert rules.summary_of(shares).state == state


def test_a_task_is_as_far_as_its_shares_are_on_average_and_done_with_the_last() -> None:
    half = rules.summary_of([Share(_I, 30, None), Share(_D, 100, YESTERDAY), Share(_W, 90, None)])
    assert (half.progress, half.completed_on) == (65, None)
    done = rules.summary_of([Share(_D, 100, YESTERDAY), Share(_D, 100, TODAY)])
    assert (done.progress, done.completed_on) == (100, TODAY)


@given(st.lists(st.sampled_from(WorkState.values), max_size=6), st.data())
def test_a_task_that_is_claimed_or_done_knows_its_day(states: list[str], data: st.DataObject) -> None:
    shares = [
        Share(state, 100, data.draw(st.dates()))
        if state in (_D, _C)
        else Share(state, data.draw(st.integers(0, 99)), None)
        for state in states
    ]
    summary = rules.summary_of(shares)
    assert 0 <= summary.progress <= 100
    if summary.state in (_D, _C):
        assert summary.completed_on is not None


@pytest.mark.parametrize(
    ("issuer", "unit", "below", "mandate"),
    [
        (Bloc.GOVERNMENT, Bloc.GOVERNMENT, True, Mandate.ASSIGNED),
        (Bloc.GOVERNMENT, Bloc.SERVICE, True, Mandate.ASSIGNED),
        (Bloc.GOVERNMENT, Bloc.STEERING, True, Mandate.ASSIGNED),
        (Bloc.GOVERNMENT, Bloc.PARTY, True, Mandate.REQUESTED),
        (Bloc.GOVERNMENT, Bloc.FRONT, True, Mandate.REQUESTED),
        (Bloc.GOVERNMENT, Bloc.ARMED_FORCES, True, Mandate.REQUESTED),
        (Bloc.GOVERNMENT, Bloc.ENTERPRISE, True, Mandate.REQUESTED),
        (Bloc.GOVERNMENT, Bloc.GOVERNMENT, False, Mandate.REQUESTED),
        (Bloc.PARTY, Bloc.GOVERNMENT, True, Mandate.ASSIGNED),
        (Bloc.PARTY, Bloc.ENTERPRISE, True, Mandate.REQUESTED),
        (Bloc.FRONT, Bloc.FRONT, True, Mandate.ASSIGNED),
        (Bloc.FRONT, Bloc.GOVERNMENT, True, Mandate.REQUESTED),
    ],
)
def test_an_issuer_orders_its_own_and_asks_the_others(issuer: str, unit: str, below: bool, mandate: Mandate) -> None:
    assert rules.mandate_over(issuer_bloc=issuer, unit_bloc=unit, unit_is_below=below) == mandate


@pytest.mark.parametrize("role", [AssignmentRole.COORDINATING, AssignmentRole.MONITORING])
def test_who_coordinates_or_monitors_is_asked_even_below_the_issuer(role: AssignmentRole) -> None:
    mandate = rules.mandate_over(issuer_bloc="government", unit_bloc="government", unit_is_below=True, role=role)
    assert mandate == Mandate.REQUESTED


def test_every_state_has_its_steps_and_ends_stay_ends() -> None:
    assert set(rules.PLAN_STEPS) == set(PlanState)
    assert set(rules.WORK_STEPS) == set(WorkState)
    allowed = {
        (now, then) for now, then in product(PlanState, PlanState) if rules.may_become(rules.PLAN_STEPS, now, then)
    }
    assert (PlanState.DRAFT, PlanState.ISSUED) in allowed
    assert not {now for now, _then in allowed} & {PlanState.REPLACED, PlanState.EXPIRED}
    assert not {then for _now, then in allowed} & {PlanState.DRAFT}


def test_done_is_only_ever_claimed_by_the_unit_and_confirmed_by_another() -> None:
    into_done = {now for now in WorkState if rules.may_become(rules.WORK_STEPS, now, WorkState.DONE)}
    assert into_done == {WorkState.CLAIMED}
    assert rules.state_after_report(100, claims_done=False) == WorkState.IN_PROGRESS
    assert rules.state_after_report(0, claims_done=False) == WorkState.NOT_STARTED
    assert rules.state_after_report(40, claims_done=True) == WorkState.CLAIMED


def _facts(**changes: object) -> ClearFacts:
    whole = {
        "name": "Ban hành quy chế", "lead_units": 1, "has_person": False, "has_monitoring": False,
        "has_coordinating": True, "deadline_kind": DeadlineKind.DATE, "product": "Quy chế", "has_target": False,
        "has_approver": True, "resources": "Ngân sách",
    }  # fmt: skip
    return ClearFacts(**(whole | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, set()),
        ({"lead_units": 0}, {Clear.PERSON, Clear.RESPONSIBILITY}),
        ({"lead_units": 2}, {Clear.PERSON}),
        ({"lead_units": 2, "has_person": True}, set()),
        ({"name": "Rà soát"}, {Clear.WORK}),
        ({"has_coordinating": False}, {Clear.RESPONSIBILITY}),
        ({"has_coordinating": False, "has_monitoring": True}, set()),
        ({"deadline_kind": DeadlineKind.NONE}, {Clear.SCHEDULE}),
        ({"deadline_kind": DeadlineKind.RECURRING}, set()),
        ({"product": " "}, {Clear.RESULT}),
        ({"product": "", "has_target": True}, set()),
        ({"has_approver": False}, {Clear.AUTHORITY}),
        ({"resources": ""}, {Clear.RESOURCES}),
    ],
)
def test_what_is_missing_of_the_clears(changes: dict[str, object], missing: set[Clear]) -> None:
    verdicts = rules.six_clears(_facts(**changes))
    assert {verdict.clear for verdict in verdicts if not verdict.met} == missing
    assert all(bool(verdict.missing) != verdict.met for verdict in verdicts)
    assert [verdict.clear for verdict in rules.six_clears(_facts(), wanted=(Clear.WORK,))] == [Clear.WORK]


@pytest.mark.parametrize("role", [AssignmentRole.COORDINATING, AssignmentRole.MONITORING])
def test_whoever_helps_was_asked_even_below_the_issuer(role: str) -> None:
    mandate = rules.mandate_over(issuer_bloc=Bloc.GOVERNMENT, unit_bloc=Bloc.GOVERNMENT, unit_is_below=True, role=role)
    assert mandate == Mandate.REQUESTED
