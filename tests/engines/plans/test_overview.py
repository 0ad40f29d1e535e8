"""The overview tells a leader what matters, and never calls late what is not the unit's lateness."""

from __future__ import annotations

import datetime
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from honglam.core.organisations.terms import Level
from honglam.engines.plans.overview import GroupLine, overview_of
from honglam.engines.plans.overview.reading import beside
from honglam.engines.plans.overview.rules import elapsed_percent, hot_spots
from honglam.engines.plans.overview.values import LateRow, UnitLine
from honglam.engines.plans.terms import Mandate, WorkState
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People

TODAY = datetime.date(2026, 6, 15)
YESTERDAY = TODAY - datetime.timedelta(days=1)
FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)


@pytest.mark.parametrize(
    ("today", "percent"), [(FIRST, 0), (datetime.date(2025, 5, 1), 0), (LAST, 100), (datetime.date(2026, 7, 2), 50)]
)
def test_how_much_of_a_plan_has_passed(today: datetime.date, percent: int) -> None:
    assert elapsed_percent(FIRST, LAST, today) == percent


def unit_line(name: str, late: int) -> UnitLine:
    return UnitLine(uuid4(), name, name, True, Level.COMMUNE, 10, 2, late, 0, 20, late * 3, None, "/x")


def test_a_leader_of_many_communes_sees_provincial_bodies_beside_them_and_one_of_a_commune_its_own() -> None:
    communes = [unit_line("Xã A", 0), unit_line("Xã B", 0)]
    department = replace(unit_line("Sở C", 0), is_commune=False, level=Level.PROVINCE)
    village = replace(unit_line("Thôn 1", 0), is_commune=False, level=Level.VILLAGE)
    assert beside(communes, [*communes, department, village]) == [department]
    assert beside(communes[:1], [communes[0], department, village]) == [department, village]


def test_five_hot_spots_at_most_and_never_more_than_two_of_a_kind() -> None:
    units = [unit_line(f"Xã {n}", n) for n in range(1, 9)]
    groups = [GroupLine("Kế hoạch", f"Nhóm {n}", 5, 0, 0, 10, 90, "/g") for n in range(4)]
    spots = hot_spots(units=units, groups=groups, late=[], waiting=9, waiting_url="/w", silent=units, silent_url="/s")
    assert len(spots) == 5
    assert [spot.title for spot in spots if spot.kind == "unit"] == ["Xã 8", "Xã 7"]
    assert max(sum(spot.kind == kind for spot in spots) for kind in ("unit", "group", "waiting", "silent")) <= 2


def test_a_calm_province_has_no_hot_spots() -> None:
    units = [unit_line("Xã A", 0)]
    groups = [GroupLine("Kế hoạch", "Nhóm", 5, 3, 0, 60, 50, "/g")]
    assert not hot_spots(units=units, groups=groups, late=[], waiting=0, waiting_url="", silent=[], silent_url="")


def test_a_task_late_in_many_units_outweighs_one_late_in_one() -> None:
    def row(units: int) -> LateRow:
        return LateRow(None, "NV", f"{units}", YESTERDAY, 1, units, 69, "", "/t")  # type: ignore[arg-type]

    spots = hot_spots(units=[], groups=[], late=[row(1), row(30)], waiting=0, waiting_url="", silent=[], silent_url="")
    assert spots[0].title == "30"


def test_only_ordered_work_that_was_not_born_late_counts_as_late(people: People) -> None:
    plan = make_plan(people.province)
    make_share(make_task(plan, "Việc chậm thật", due_on=YESTERDAY), people.north)
    make_share(make_task(plan, "Việc chỉ đề nghị", due_on=YESTERDAY), people.north, mandate=Mandate.REQUESTED)
    make_share(make_task(plan, "Việc sinh ra đã muộn", due_on=datetime.date(2026, 1, 10)), people.north)
    overview = overview_of(people.leader, TODAY)
    assert [row.name for row in overview.late] == ["Việc chậm thật"]
    assert overview.figures["overdue"] == 1
    assert overview.figures["born_late"] == 1
    (commune,) = overview.communes
    assert (commune.given, commune.late) == (2, 1)


def test_the_week_is_set_beside_the_week_before(people: People) -> None:
    plan = make_plan(people.province)
    for days in (1, 3, 9):
        done = TODAY - datetime.timedelta(days=days)
        make_share(make_task(plan, f"Xong trước {days} ngày", due_on=LAST), people.north, state=WorkState.DONE,
                   completed_on=done)  # fmt: skip
    done_change = overview_of(people.leader, TODAY).changes[0]
    assert (done_change.now, done_change.before) == (2, 1)


def test_what_waits_is_only_what_the_reader_may_decide(people: People) -> None:
    plan = make_plan(people.province)
    make_share(make_task(plan, due_on=LAST), people.north, state=WorkState.CLAIMED)
    leader = {decision.icon: decision.count for decision in overview_of(people.leader, TODAY).decisions}
    assert leader["hourglass"] == 1
    assert not overview_of(people.head, TODAY).decisions


def test_a_head_of_a_commune_sees_the_commune_only(people: People) -> None:
    plan = make_plan(people.province)
    task = make_task(plan, due_on=LAST)
    make_share(task, people.north)
    make_share(task, people.south)
    assert [unit.name for unit in overview_of(people.head, TODAY).communes] == [str(people.north)]
    assert len(overview_of(people.leader, TODAY).communes) == 2


def test_the_number_of_queries_does_not_grow_with_the_work(people: People) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            overview_of(people.leader, TODAY)
        return len(captured)

    plan = make_plan(people.province)
    make_share(make_task(plan, due_on=YESTERDAY), people.north)
    queries()  # the leader's posts are read once and kept
    few = queries()
    for number in range(12):
        task = make_task(make_plan(people.province), f"Việc {number}", due_on=YESTERDAY, group_title=f"Nhóm {number}")
        make_share(task, people.north)
        make_share(task, people.south)
    assert queries() == few
    assert few <= 24
