"""The list of tasks as a board, a month and a timeline: the same tasks, bounded, with a fixed number of queries."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from honglam.engines.plans.models import Task
from honglam.engines.plans.shown import task_views
from honglam.engines.plans.terms import WorkState, WorkStatus
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 15)
DAY = datetime.timedelta(days=1)


def given(people: People, name: str, due: datetime.date | None, **columns: Any) -> Task:
    task = make_task(make_plan(people.province), name, due_on=due, assigned_on=TODAY - 100 * DAY)
    make_share(task, people.north, **columns)
    return task


def test_every_status_has_its_place_on_the_board() -> None:
    placed = [status for _label, _tone, statuses in task_views._COLUMNS for status in statuses]
    assert sorted(placed) == sorted(WorkStatus)


def test_the_board_counts_all_and_shows_the_first(people: People) -> None:
    for number in range(task_views.CARDS + 3):
        given(people, f"Việc quá hạn số {number}", TODAY - DAY)
    given(people, "Việc đã xong", TODAY, state=WorkState.DONE)
    columns = {column.tone: column for column in task_views.board_of(Task.objects.standing(TODAY), TODAY)}
    late = columns["danger"]
    assert (late.count, len(late.rows), late.more) == (task_views.CARDS + 3, task_views.CARDS, 3)
    assert [row.task.name for row in columns["success"].rows] == ["Việc đã xong"]


@pytest.mark.parametrize(
    ("code", "label", "first", "last"),
    [
        ("2026-06", "Tháng 6/2026", "2026-06-01", "2026-07-05"),
        ("2026-02", "Tháng 2/2026", "2026-01-26", "2026-03-01"),
        ("", "Tháng 6/2026", "2026-06-01", "2026-07-05"),
        ("nonsense", "Tháng 6/2026", "2026-06-01", "2026-07-05"),
    ],
)
def test_a_month_has_whole_weeks_from_monday(code: str, label: str, first: str, last: str) -> None:
    month = task_views.month_of(Task.objects.standing(TODAY), code, TODAY)
    assert month.label == label
    assert month.weeks[0][0].on == datetime.date.fromisoformat(first)
    assert month.weeks[-1][-1].on == datetime.date.fromisoformat(last)
    assert {len(week) for week in month.weeks} == {7}


def test_a_day_shows_a_few_and_says_how_many_more(people: People) -> None:
    for number in range(6):
        given(people, f"Việc số {number}", TODAY)
    month = task_views.month_of(Task.objects.standing(TODAY), "2026-06", TODAY)
    (day,) = [cell for week in month.weeks for cell in week if cell.on == TODAY]
    assert (len(day.rows), day.more, day.is_today, month.count) == (task_views.MOST_OF_A_DAY, 2, True, 6)


def test_a_bar_runs_from_the_day_of_assignment_to_the_date_and_keeps_the_first_date_in_sight(people: People) -> None:
    task = given(people, "Việc đã gia hạn", TODAY + 30 * DAY)
    Task.objects.filter(pk=task.pk).update(original_due_on=TODAY)
    line = task_views.timeline_of(Task.objects.standing(TODAY), TODAY)
    (bar,) = line.bars
    pixels = task_views.PIXELS_OF_A_DAY
    assert bar.x == (TODAY - 100 * DAY - line.first).days * pixels
    assert bar.x + bar.width == (TODAY + 31 * DAY - line.first).days * pixels
    assert bar.original_x == line.today_x == (TODAY - line.first).days * pixels
    assert "hạn ban đầu 15/06/2026" in bar.words
    assert line.first.day == 1 and line.last == datetime.date(2026, 7, 31)
    assert [tick.label for tick in line.ticks][:3] == ["3/2026", "T4", "T5"]


def test_a_timeline_of_nothing_is_empty_and_one_of_too_much_is_cut(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert task_views.timeline_of(Task.objects.standing(TODAY), TODAY).bars == []
    monkeypatch.setattr(task_views, "MOST_BARS", 2)
    for number in range(3):
        given(people, f"Việc số {number}", TODAY)
    line = task_views.timeline_of(Task.objects.standing(TODAY), TODAY)
    assert (len(line.bars), line.total, line.is_cut) == (2, 3, True)


@pytest.mark.parametrize("view", [task_views.BOARD, task_views.CALENDAR, task_views.TIMELINE])
def test_a_view_keeps_the_filters_and_costs_the_same_for_many(people: People, client: Client, view: str) -> None:
    client.force_login(people.coordinator)
    today = timezone.localdate()
    address = reverse("plans:tasks")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address, {"view": view, "q": "rà soát", "month": f"{today:%Y-%m}"})
        assert page.status_code == 200
        assert "Rà soát hồ sơ" in page.content.decode()
        assert "Tập huấn" not in page.content.decode()
        return len(queries)

    given(people, "Rà soát hồ sơ", today)
    given(people, "Tập huấn", today)
    cost()
    few = cost()
    for number in range(25):
        given(people, f"Rà soát hồ sơ số {number}", today)
    assert cost() == few
