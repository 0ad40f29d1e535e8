"""Who is to send what by when: the list of a form, what a person still has to do, completeness."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from honglam.core.organisations.models import GroupMember, Unit, UnitGroup
from honglam.engines.indicators.actions import return_submission, submit
from honglam.engines.indicators.following import completeness_of, due_list, submissions_of
from honglam.engines.indicators.models import Indicator, IndicatorForm
from honglam.engines.indicators.reporters import Reporters
from honglam.engines.indicators.rules.completeness import Share
from honglam.engines.indicators.terms import SubmissionState, Timeliness
from honglam.toolkit.periods import Scheme, parse
from tests.engines.indicators.stories import APRIL, MARCH, TODAY, enter, make_form, make_indicator, on_day
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: Any) -> None:
    """It is 11 May 2026, one working day after April's reports were due."""
    on_day(monkeypatch, TODAY + datetime.timedelta(days=3))


@pytest.fixture
def staff(people: People) -> Indicator:
    """Trained officials."""
    return make_indicator(people, "Số cán bộ được tập huấn")


@pytest.fixture
def form(people: People, staff: Indicator) -> IndicatorForm:
    """The monthly form, in use since March."""
    return make_form(people, staff, starts_on=datetime.date(2026, 3, 1))


def test_the_list_of_a_form_shows_who_is_missing(people: People, form: IndicatorForm, staff: Indicator) -> None:
    enter(form, people.north, people.officer, staff, 12)
    submit(form=form, unit=people.north, period=APRIL, by=people.officer)
    north, south = submissions_of(form=form, period=APRIL, user=people.coordinator)
    assert (north.unit, north.state, north.timeliness) == (people.north, SubmissionState.SUBMITTED, Timeliness.LATE)
    assert (north.filled, north.asked) == (1, 1)
    assert (south.unit, south.state, south.timeliness) == (people.south, SubmissionState.DRAFT, Timeliness.MISSING)
    assert (south.filled, south.due_on) == (0, TODAY)
    assert [line.unit for line in submissions_of(form=form, period=APRIL, user=people.officer)] == [people.north]


def test_a_person_sees_what_the_own_units_have_to_send(people: People, form: IndicatorForm, staff: Indicator) -> None:
    items = due_list(user=people.officer)
    assert [(item.period.code, item.unit, item.timeliness) for item in items] == [
        ("2026-03", people.north, Timeliness.MISSING),
        ("2026-04", people.north, Timeliness.MISSING),
        ("2026-05", people.north, Timeliness.WAITING),
    ]
    enter(form, people.north, people.officer, staff, 12)
    sent = submit(form=form, unit=people.north, period=APRIL, by=people.officer)
    assert [item.period.code for item in due_list(user=people.officer)] == ["2026-03", "2026-05"]
    return_submission(submission=sent, by=people.coordinator, reason="Làm lại")
    returned = next(item for item in due_list(user=people.officer) if item.period == APRIL)
    assert (returned.state, returned.reason) == (SubmissionState.RETURNED, "Làm lại")
    assert due_list(user=people.leader) == []


def test_the_period_of_a_form_that_ended_is_due_no_more(people: People, staff: Indicator) -> None:
    make_form(people, staff, starts_on=datetime.date(2026, 3, 1), ends_on=datetime.date(2026, 4, 10))
    assert [item.period.code for item in due_list(user=people.officer)] == ["2026-03"]


def test_completeness_counts_units_and_periods(people: People, form: IndicatorForm, staff: Indicator) -> None:
    enter(form, people.north, people.officer, staff, 12)
    submit(form=form, unit=people.north, period=APRIL, by=people.officer)
    made = completeness_of(forms=[form], periods=[MARCH.previous(), MARCH, APRIL], user=people.coordinator)
    assert (made.total.completeness, made.total.timeliness, made.total.missing) == (Share(1, 4), Share(0, 4), 3)
    assert [(unit, numbers.completeness) for unit, numbers in made.by_unit] == [
        (people.north, Share(1, 2)), (people.south, Share(0, 2)),
    ]  # fmt: skip
    assert [numbers.due for _period, numbers in made.by_period] == [0, 2, 2]


def test_the_members_of_a_group_report_on_the_days_of_their_membership(people: People, staff: Indicator) -> None:
    group = UnitGroup.objects.create(code="communes", name="Các xã", rule={"kinds": ["commune"]})
    GroupMember.objects.create(group=group, unit=people.police, starts_on=datetime.date(2026, 4, 1))
    GroupMember.objects.create(group=group, unit=people.south, excluded=True, ends_on=datetime.date(2026, 3, 31))
    Unit.objects.filter(pk=people.north.pk).update(ends_on=datetime.date(2026, 4, 15))
    form = make_form(people, staff, units=(), group=group)
    reporters = Reporters.of(IndicatorForm.objects.filter(pk=form.pk).select_related("group", "receiver"))
    assert reporters.on(form, MARCH.end) == [people.north]
    assert set(reporters.on(form, APRIL.end)) == {people.police, people.south}
    assert {*group.units_on(APRIL.end)} == {*reporters.on(form, APRIL.end)}


@pytest.mark.parametrize("rule", [{"depth": 1}, {"levels": ["commune"]}, {"kinds": ["commune"], "depth": 1}, {}])
def test_reporters_of_a_rule_are_the_members_of_the_group(people: People, staff: Indicator, rule: Any) -> None:
    group = UnitGroup.objects.create(code="some", name="Nhóm", rule=rule)
    form = make_form(people, staff, units=(), group=group)
    reporters = Reporters.of(IndicatorForm.objects.filter(pk=form.pk).select_related("group", "receiver"))
    assert set(reporters.on(form, APRIL.end)) == set(group.units_on(APRIL.end))


def test_following_costs_the_same_however_many_forms(people: People, staff: Indicator) -> None:
    counts: list[tuple[int, ...]] = []
    for number in range(1, 5):
        form = make_form(people, staff, code=f"B{number}", starts_on=datetime.date(2026, 3, 1))
        if number not in (2, 4):
            continue
        forms = list(IndicatorForm.objects.select_related("group", "receiver"))
        people.officer.posts(TODAY)
        people.coordinator.posts(TODAY)
        costs = []
        for read in (
            lambda: due_list(user=people.officer),
            lambda forms=forms: completeness_of(forms=forms, periods=[MARCH, APRIL], user=people.coordinator),
            lambda form=form: submissions_of(form=form, period=APRIL, user=people.coordinator),
        ):
            with CaptureQueriesContext(connection) as queries:
                read()
            costs.append(len(queries))
        counts.append(tuple(costs))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 9


def test_cut_off_months_are_due_after_the_fourteenth(people: People, staff: Indicator) -> None:
    other = make_indicator(people, "Số vụ", scheme=Scheme.MONTH_CUT_OFF)
    form = make_form(people, other, scheme=Scheme.MONTH_CUT_OFF, due_after_working_days=1)
    (north, _south) = submissions_of(form=form, period=parse("2026-04@14"), user=people.coordinator)
    assert north.due_on == datetime.date(2026, 4, 15)
