"""“Việc của đơn vị tôi” and “Việc của tôi”."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from honglam.core.access.terms import RoleCode
from honglam.engines.plans.models import Assignment
from honglam.engines.plans.shown import unit_work
from honglam.engines.plans.terms import AssignmentRole, DeadlineKind, Mandate, WorkState
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People, give

Browser = Callable[[Any], Client]
pytestmark = pytest.mark.django_db
WEDNESDAY = datetime.date(2026, 6, 10)
DAY = datetime.timedelta(days=1)


def a_share(
    people: People, due: datetime.date | None = None, *, unit: Any = None, kind: str = "", **columns: Any
) -> Assignment:
    task = make_task(make_plan(people.province), due_on=due, **({"deadline_kind": kind} if kind else {}))
    return make_share(task, unit or people.north, **columns)


@pytest.mark.parametrize(
    ("due", "columns", "slot"),
    [
        (WEDNESDAY - DAY, {}, unit_work.OVERDUE),
        (WEDNESDAY, {}, unit_work.THIS_WEEK),
        (WEDNESDAY + 4 * DAY, {}, unit_work.THIS_WEEK),
        (WEDNESDAY + 5 * DAY, {}, unit_work.THIS_MONTH),
        (datetime.date(2026, 6, 30), {}, unit_work.THIS_MONTH),
        (datetime.date(2026, 7, 1), {}, unit_work.LATER),
        (None, {"kind": DeadlineKind.RECURRING}, unit_work.RECURRING),
        (None, {"kind": DeadlineKind.ON_DEMAND}, unit_work.RECURRING),
        (None, {}, unit_work.UNDATED),
        (WEDNESDAY - DAY, {"is_overdue_at_birth": True}, unit_work.BORN_LATE),
        (WEDNESDAY - DAY, {"mandate": Mandate.REQUESTED}, unit_work.REQUESTED),
        (WEDNESDAY - DAY, {"state": WorkState.CLAIMED}, unit_work.WAITING),
        (WEDNESDAY - DAY, {"state": WorkState.RETURNED}, unit_work.OVERDUE),
        (WEDNESDAY, {"state": WorkState.DONE}, unit_work.DONE),
    ],
)
def test_a_share_stands_where_people_look_for_it(
    people: People, due: datetime.date | None, columns: dict[str, Any], slot: str
) -> None:
    share = a_share(people, due, **columns)
    (group,) = unit_work.groups_of(Assignment.objects.all(), WEDNESDAY)
    assert (group.code, group.count, [row.share for row in group.rows]) == (slot, 1, [share])


@pytest.mark.parametrize("state", [WorkState.PREPARED, WorkState.WITHDRAWN])
def test_work_that_was_not_given_or_was_taken_back_stands_nowhere(people: People, state: WorkState) -> None:
    a_share(people, WEDNESDAY, state=state)
    assert not unit_work.groups_of(Assignment.objects.all(), WEDNESDAY)


def test_a_long_slot_shows_the_most_urgent_and_counts_the_rest(people: People) -> None:
    for days in range(20):
        a_share(people, WEDNESDAY - (days + 1) * DAY)
    (group,) = unit_work.groups_of(Assignment.objects.all(), WEDNESDAY, rows=5)
    assert (group.count, len(group.rows), group.more) == (20, 5, 15)
    assert [row.share.due_on for row in group.rows] == [WEDNESDAY - days * DAY for days in (20, 19, 18, 17, 16)]


def test_the_months_ahead_are_counted_over_the_end_of_the_year(people: People) -> None:
    for due in (
        datetime.date(2026, 11, 2),
        datetime.date(2026, 11, 30),
        datetime.date(2027, 1, 15),
        datetime.date(2027, 9, 1),
    ):
        a_share(people, due)
    months = unit_work.load_by_month(Assignment.objects.all(), datetime.date(2026, 11, 20))
    assert [(month.code, month.count) for month in months] == [
        ("2026-11", 2), ("2026-12", 0), ("2027-01", 1), ("2027-02", 0), ("2027-03", 0), ("2027-04", 0),
    ]  # fmt: skip


def test_the_load_of_each_person_and_of_nobody(people: People) -> None:
    a_share(people, WEDNESDAY - DAY, person=people.officer)
    a_share(people, WEDNESDAY + DAY, person=people.officer)
    a_share(people, WEDNESDAY + DAY)
    a_share(people, WEDNESDAY, person=people.officer, state=WorkState.DONE)
    loads = unit_work.load_by_person(Assignment.objects.all(), WEDNESDAY)
    assert [(load.name, load.open, load.overdue) for load in loads] == [("Trần Thị Bình", 2, 1), ("", 1, 0)]


def test_the_page_of_a_unit_is_for_those_who_reach_it(people: People, browser: Browser) -> None:
    a_share(people)
    address = f"/plans/units/{people.north.code}/"
    assert browser(people.officer).get(address).status_code == 200
    assert browser(people.coordinator).get(address).status_code == 200
    assert browser(people.stranger).get(address).status_code == 404


def test_one_slot_words_and_a_month_each_list_their_rows(people: People, browser: Browser) -> None:
    share = a_share(people, datetime.date(2999, 6, 30))
    a_share(people, kind=DeadlineKind.RECURRING)
    client = browser(people.officer)
    address = f"/plans/units/{people.north.code}/"
    for query in ({"slot": "later"}, {"month": "2999-06"}, {"q": share.task.code}):
        rows = client.get(address, query).context["page"].object_list
        assert [row.share for row in rows] == [share], query
    assert client.get(address, {"format": "xlsx"}).status_code == 200
    assert share.task.name in client.get(address, {"format": "print"}).content.decode()


def test_the_work_of_own_bodies_joins_when_asked(people: People, browser: Browser) -> None:
    a_share(people, unit=people.north_culture)
    client = browser(people.officer)
    address = f"/plans/units/{people.north.code}/"
    assert not client.get(address).context["groups"]
    assert client.get(address, {"below": "1"}).context["groups"][0].count == 1


def test_the_own_unit_is_one_click_away(people: People, browser: Browser) -> None:
    assert browser(people.officer).get("/plans/units/").url == f"/plans/units/{people.north.code}/"


def test_the_page_costs_the_same_however_much_work_there_is(people: People, browser: Browser) -> None:
    client = browser(people.officer)
    costs = []
    for count in (1, 12, 30):
        for number in range(count):
            a_share(people, WEDNESDAY + number * DAY, person=people.officer if number % 2 else None)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/plans/units/{people.north.code}/")
        costs.append(len(queries))
    assert costs[0] == costs[1] == costs[2] <= 11


def test_my_work_joins_all_posts_and_what_nobody_took_on(people: People) -> None:
    give(people.officer, RoleCode.OFFICER, unit=people.science)
    own = [
        a_share(people, WEDNESDAY - DAY, person=people.officer),
        a_share(people, unit=people.science, person=people.officer),
    ]
    free = a_share(people, WEDNESDAY + DAY, unit=people.science)
    a_share(people, WEDNESDAY, person=people.head)
    mine = unit_work.my_work(people.officer, WEDNESDAY)
    assert {row.share for group in mine.groups for row in group.rows} == set(own)
    assert [row.share for group in mine.unclaimed for row in group.rows] == [free]
    assert {post.unit for post in mine.posts} == {people.north, people.science}
    assert mine.count(unit_work.OVERDUE) == 1
    assert not mine.to_confirm


def test_claims_wait_on_the_desk_of_who_directs_the_issuer(people: People) -> None:
    claimed = a_share(people, WEDNESDAY, state=WorkState.CLAIMED)
    mine = unit_work.my_work(people.coordinator, WEDNESDAY)
    assert ([row.share for row in mine.to_confirm], mine.to_confirm_count) == ([claimed], 1)
    assert unit_work.my_work(people.officer, WEDNESDAY).to_confirm_count == 0


def test_a_claim_waits_for_who_gave_or_monitors_the_work_and_for_nobody_who_only_might(people: People) -> None:
    by_the_commune = make_share(make_task(make_plan(people.north)), people.north_culture, state=WorkState.CLAIMED)
    watched = a_share(people, WEDNESDAY, state=WorkState.CLAIMED)
    make_share(watched.task, people.south, role=AssignmentRole.MONITORING)

    def waiting(user: Any) -> set[Assignment]:
        return {row.share for row in unit_work.my_work(user, WEDNESDAY).to_confirm}

    assert waiting(people.head) == {by_the_commune}, "the commune gave it"
    assert waiting(people.leader) == waiting(people.coordinator) == {watched}, "the province gave it"
    assert waiting(people.stranger) == {watched}, "the unit monitors it"
    assert waiting(people.administrator) == set(), "looks after the platform: may, but is not waited for"
    assert waiting(people.officer) == set()


def test_nothing_to_do_is_said_so(people: People) -> None:
    assert unit_work.my_work(people.leader, WEDNESDAY).is_empty
