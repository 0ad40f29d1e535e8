"""When a line of the schedule is due."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.config.schedule import SCHEDULE
from honglam.core.jobs.errors import BadSchedule
from honglam.core.jobs.registry import kind_of
from honglam.core.jobs.rules import VIETNAM, Daily, Every, Monthly, Rule, ScheduledJob, Weekly, check_names


def at(text: str) -> datetime.datetime:
    """A moment in Vietnam."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("rule", "now", "latest", "following"),
    [
        (Every(10), "2026-03-02 08:17", "2026-03-02 08:10", "2026-03-02 08:20"),
        (Every(10), "2026-03-02 08:20", "2026-03-02 08:20", "2026-03-02 08:30"),
        (Every(60), "2026-03-02 23:59", "2026-03-02 23:00", "2026-03-03 00:00"),
        (Daily("02:00"), "2026-03-02 01:59", "2026-03-01 02:00", "2026-03-02 02:00"),
        (Daily("02:00"), "2026-03-02 02:00", "2026-03-02 02:00", "2026-03-03 02:00"),
        (Weekly("mon", "07:00"), "2026-03-02 06:00", "2026-02-23 07:00", "2026-03-02 07:00"),
        (Weekly("mon", "07:00"), "2026-03-08 12:00", "2026-03-02 07:00", "2026-03-09 07:00"),
        (Monthly(15, "06:00"), "2026-03-15 05:00", "2026-02-15 06:00", "2026-03-15 06:00"),
        (Monthly(31, "06:00"), "2026-03-01 00:00", "2026-02-28 06:00", "2026-03-31 06:00"),
        (Monthly(31, "06:00"), "2026-12-31 07:00", "2026-12-31 06:00", "2027-01-31 06:00"),
    ],
)
def test_a_rule_says_when_it_was_due_and_will_be(rule: Rule, now: str, latest: str, following: str) -> None:
    assert (rule.latest(at(now)), rule.following(at(now))) == (at(latest), at(following))


rules = st.one_of(
    st.sampled_from([1, 5, 10, 15, 30, 60, 720]).map(Every),
    st.sampled_from(["00:00", "12:30", "23:59"]).map(Daily),
    st.builds(Weekly, st.sampled_from(["mon", "sat", "sun"]), st.just("07:00")),
    st.builds(Monthly, st.integers(1, 31), st.just("06:00")),
)


@given(rules, st.datetimes(datetime.datetime(2024, 1, 1), datetime.datetime(2029, 1, 1), timezones=st.just(VIETNAM)))
def test_now_always_lies_between_the_last_moment_and_the_next(rule: Rule, now: datetime.datetime) -> None:
    assert rule.latest(now) <= now < rule.following(now)
    assert rule.latest(rule.following(now)) == rule.following(now)


@pytest.mark.parametrize(
    "make",
    [lambda: Every(7), lambda: Every(0), lambda: Daily("24:00"), lambda: Daily("7:00"), lambda: Weekly("t2", "07:00"),
     lambda: Monthly(32, "07:00")],
)  # fmt: skip
def test_a_rule_that_cannot_be_understood_is_refused(make) -> None:
    with pytest.raises(BadSchedule):
        make()


def test_a_name_stands_once_in_the_table() -> None:
    with pytest.raises(BadSchedule, match="night"):
        check_names([ScheduledJob("night", Daily("02:00"), "a"), ScheduledJob("night", Daily("03:00"), "b")])


def test_every_line_of_our_own_table_names_a_job_that_exists() -> None:
    check_names(SCHEDULE)
    assert [kind_of(line.job).code for line in SCHEDULE] == [line.job for line in SCHEDULE]
