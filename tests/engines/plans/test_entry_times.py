"""Reports that were written without a line: which moments are believed, and on which day the work was done."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from honglam.engines.plans import rules
from honglam.engines.plans.actions import work
from honglam.engines.plans.models import Assignment, ProgressEntry
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People, people

__all__ = ["people"]

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("entered", "believed"),
    [
        (None, None),
        (NOW - datetime.timedelta(days=2), NOW - datetime.timedelta(days=2)),
        (NOW + datetime.timedelta(minutes=9), NOW),
        (NOW + datetime.timedelta(minutes=11), None),
        (datetime.datetime(2026, 11, 10, 0, 30, tzinfo=ZONE), datetime.datetime(2026, 11, 10, 0, 30, tzinfo=ZONE)),
        (datetime.datetime(2026, 11, 9, 23, 59, tzinfo=ZONE), None),
        # 17:30 of the day before in UTC is half past midnight of the day of assignment here.
        (
            datetime.datetime(2026, 11, 9, 17, 30, tzinfo=datetime.UTC),
            datetime.datetime(2026, 11, 10, 0, 30, tzinfo=ZONE),
        ),
    ],
)
def test_a_moment_is_believed_between_the_assignment_and_now(
    entered: datetime.datetime | None, believed: datetime.datetime | None
) -> None:
    found = rules.believed_entry(entered, now=NOW, assigned_on=datetime.date(2026, 11, 10), zone=ZONE)
    assert found == believed


@pytest.mark.parametrize(("seconds", "shown"), [(0, False), (59, False), (60, True), (86_400, True)])
def test_both_times_are_shown_where_a_report_waited(seconds: int, shown: bool) -> None:
    assert rules.was_entered_earlier(NOW - datetime.timedelta(seconds=seconds), NOW) is shown


def test_a_report_on_the_spot_has_one_time() -> None:
    assert not rules.was_entered_earlier(None, NOW)


def reported(share: Assignment, people: People, entered_at: datetime.datetime, **given: object) -> ProgressEntry:
    return work.report(
        assignment=share, progress=100, claims_done=True, text="Xong", by=people.officer, entered_at=entered_at,
        **given,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def share(people: People) -> Assignment:
    today = timezone.localdate()
    task = make_task(make_plan(people.province), due_on=today - datetime.timedelta(days=1))
    return make_share(task, people.north, assigned_on=today - datetime.timedelta(days=5))


def test_work_was_done_on_the_day_it_was_written_down(people: People, share: Assignment) -> None:
    written = timezone.now() - datetime.timedelta(days=2)
    entry = reported(share, people, written)
    share.refresh_from_db()
    assert share.completed_on == timezone.localdate(written)
    assert share.completed_on < share.due_on
    assert entry.entered_at == written
    assert entry.was_entered_earlier
    assert entry.reported_at > written


@pytest.mark.parametrize("days", [-6, 1])
def test_a_clock_that_cannot_be_right_moves_no_day(people: People, share: Assignment, days: int) -> None:
    entry = reported(share, people, timezone.now() + datetime.timedelta(days=days))
    share.refresh_from_db()
    assert share.completed_on == timezone.localdate()
    assert entry.entered_at is None


def test_a_stated_day_of_completion_wins_over_the_day_of_entry(people: People, share: Assignment) -> None:
    stated = timezone.localdate() - datetime.timedelta(days=3)
    reported(share, people, timezone.now() - datetime.timedelta(days=1), completed_on=stated)
    share.refresh_from_db()
    assert share.completed_on == stated


def test_the_database_refuses_a_report_written_after_it_came(people: People, share: Assignment) -> None:
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressEntry.objects.create(
            assignment=share, reported_by=people.officer, reported_at=now, progress=1, state="in_progress",
            entered_at=now + datetime.timedelta(seconds=1),
        )  # fmt: skip
