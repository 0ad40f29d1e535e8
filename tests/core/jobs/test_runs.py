"""The life of a run: asked for, executed, followed, stopped, repeated, lost and found."""

from __future__ import annotations

import datetime
import os
import socket

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from honglam.core.audit.models import AuditEntry
from honglam.core.jobs.actions import cancel, retry, start
from honglam.core.jobs.errors import DuplicateJob, UnknownJob, WrongState
from honglam.core.jobs.execution import execute
from honglam.core.jobs.models import JobRun, ScheduleMark
from honglam.core.jobs.recovery import forget_old, interrupt_dead
from honglam.core.jobs.registry import JobKind, register
from honglam.core.jobs.rules import Every, ScheduledJob
from honglam.core.jobs.running import JobContext
from honglam.core.jobs.scheduler import shown_schedule, start_due
from honglam.core.jobs.terms import JobState
from tests.people import People


def run_of(code: str, capture, **arguments) -> JobRun:
    """A run that was started and executed."""
    with capture(execute=True):
        run = start(code, by=arguments.pop("by", None), **arguments)
    run.refresh_from_db()
    return run


def test_a_run_is_a_row_that_says_how_it_went(people: People, django_capture_on_commit_callbacks) -> None:
    run = run_of("tests.count", django_capture_on_commit_callbacks, by=people.officer, unit=people.north, number=3)
    assert (run.state, run.result, run.progress, run.total, run.percent) == (
        JobState.SUCCEEDED,
        {"counted": 3},
        3,
        3,
        100,
    )
    assert run.started_at and run.finished_at and run.worker == f"{socket.gethostname()}:{os.getpid()}"


def test_nothing_runs_when_the_transaction_is_undone(people: People, django_capture_on_commit_callbacks) -> None:
    with (
        django_capture_on_commit_callbacks(execute=True) as callbacks,
        pytest.raises(RuntimeError),
        transaction.atomic(),
    ):
        start("tests.count", by=people.officer, number=3)
        raise RuntimeError
    assert not callbacks
    assert not JobRun.objects.exists()


def test_an_error_of_the_domain_is_shown_in_its_own_words(db, django_capture_on_commit_callbacks) -> None:
    run = run_of("tests.refuse", django_capture_on_commit_callbacks)
    assert (run.state, run.error_code) == (JobState.FAILED, "tests.refused")
    assert run.error == "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi nộp lại."


def test_any_other_error_is_named_without_its_details(db, django_capture_on_commit_callbacks) -> None:
    run = run_of("tests.crash", django_capture_on_commit_callbacks)
    assert (run.state, run.error_code) == (JobState.FAILED, "KeyError")
    assert "secret detail" not in run.error
    assert "secret detail" in run.traceback


def test_an_unknown_job_is_refused_when_it_is_asked_for(db) -> None:
    with pytest.raises(UnknownJob):
        start("tests.nothing", by=None)


def test_two_functions_cannot_share_a_code() -> None:
    with pytest.raises(DuplicateJob):
        register(JobKind(code="tests.count", title="", function=lambda run: None))


def test_the_same_request_made_twice_gives_the_same_run(people: People) -> None:
    first = start("tests.count", by=people.officer, key="reading-7", number=1)
    assert start("tests.count", by=people.officer, key="reading-7", number=1) == first
    assert start("tests.count", by=people.officer, number=1) != first


def test_a_queued_run_that_is_cancelled_never_runs(people: People, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        run = start("tests.count", by=people.officer, number=1)
        run = cancel(run=run, by=people.officer)
    for callback in callbacks:
        callback()
    run.refresh_from_db()
    assert (run.state, run.progress) == (JobState.CANCELLED, 0)
    assert AuditEntry.objects.filter(action="jobs.cancelled").count() == 1


def test_a_running_job_stops_when_it_next_asks(db, django_capture_on_commit_callbacks) -> None:
    run = run_of("tests.stop_in_the_middle", django_capture_on_commit_callbacks)
    assert (run.state, run.error) == (JobState.CANCELLED, "")


def test_a_run_that_is_over_cannot_be_cancelled_and_one_that_is_open_not_repeated(
    people: People, django_capture_on_commit_callbacks
) -> None:
    done = run_of("tests.count", django_capture_on_commit_callbacks, number=1)
    waiting = start("tests.count", by=None, number=1)
    with pytest.raises(WrongState):
        cancel(run=done, by=people.officer)
    with pytest.raises(WrongState):
        retry(run=done, by=people.officer)
    with pytest.raises(WrongState):
        retry(run=waiting, by=people.officer)


def test_a_failed_run_is_repeated_on_the_same_row(people: People, django_capture_on_commit_callbacks) -> None:
    run = run_of("tests.refuse", django_capture_on_commit_callbacks)
    register_fixed = JobKind(code="tests.refuse", title="", function=_mended)
    _replace(register_fixed)
    with django_capture_on_commit_callbacks(execute=True):
        retry(run=run, by=people.officer)
    run.refresh_from_db()
    assert (run.state, run.attempt, run.error) == (JobState.SUCCEEDED, 2, "")
    assert JobRun.objects.count() == 1


def _mended(run: JobContext) -> None:
    """Works."""


def _replace(kind: JobKind) -> None:
    from honglam.core.jobs import registry  # noqa: PLC0415 (the fixture put a copy in its place)

    registry._kinds[kind.code] = kind


def test_a_task_delivered_twice_runs_once(db, django_capture_on_commit_callbacks) -> None:
    run = run_of("tests.count", django_capture_on_commit_callbacks, number=1)
    finished_at = run.finished_at
    execute.enqueue(run.pk, run.attempt)
    run.refresh_from_db()
    assert run.finished_at == finished_at


def test_an_old_attempt_cannot_speak_for_the_new_one(people: People) -> None:
    run = start("tests.count", by=people.officer, number=5)
    JobRun.objects.filter(pk=run.pk).update(state=JobState.RUNNING, started_at=timezone.now())
    run.refresh_from_db()
    old = JobContext(run)
    JobRun.objects.filter(pk=run.pk).update(attempt=2)
    old.progress(5, 5)
    run.refresh_from_db()
    assert run.progress == 0


@pytest.mark.parametrize(
    ("worker", "silent_minutes", "state"),
    [
        ("elsewhere:1", 4, JobState.INTERRUPTED),
        ("elsewhere:1", 1, JobState.RUNNING),
        (f"{socket.gethostname()}:{os.getpid()}", 1, JobState.RUNNING),
        (f"{socket.gethostname()}:4194305", 0, JobState.INTERRUPTED),  # above the largest process id there is
    ],
    ids=["silent elsewhere", "heard elsewhere", "alive here", "gone here"],
)
def test_a_run_whose_worker_is_gone_is_interrupted_and_can_be_repeated(
    people: People, worker: str, silent_minutes: int, state: JobState
) -> None:
    now = timezone.now()
    run = start("tests.count", by=people.officer, number=5)
    seen = now - datetime.timedelta(minutes=silent_minutes)
    JobRun.objects.filter(pk=run.pk).update(state=JobState.RUNNING, started_at=seen, heartbeat_at=seen, worker=worker)
    interrupt_dead(now=now)
    run.refresh_from_db()
    assert run.state == state
    assert run.can_retry == (state == JobState.INTERRUPTED)


def test_progress_never_passes_the_total(people: People) -> None:
    run = start("tests.count", by=people.officer, number=5)
    JobRun.objects.filter(pk=run.pk).update(state=JobState.RUNNING)
    run.refresh_from_db()
    JobContext(run).progress(9, 5)
    run.refresh_from_db()
    assert (run.progress, run.total, run.percent) == (5, 5, 100)
    with pytest.raises(IntegrityError), transaction.atomic():
        JobRun.objects.filter(pk=run.pk).update(progress=6)


# --- the schedule ----------------------------------------------------------------------------------------------------

LINE = ScheduledJob("night-count", Every(10), "tests.count", {"number": 1})
BROKEN = ScheduledJob("broken", Every(10), "tests.nothing")


def at(clock: str) -> datetime.datetime:
    """A moment of one morning."""
    return datetime.datetime.fromisoformat(f"2026-03-02T{clock}+07:00")


def test_a_line_starts_once_for_each_of_its_moments(db, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert start_due([LINE], now=at("08:01")) == []  # seen for the first time: noted only
        assert start_due([LINE], now=at("08:09")) == []
        assert len(start_due([LINE], now=at("08:10"))) == 1
    assert start_due([LINE], now=at("08:11")) == []
    assert len(start_due([LINE], now=at("11:00"))) == 1  # missed moments are made up for once


def test_two_schedulers_do_not_start_the_same_line_twice(db) -> None:
    start_due([LINE], now=at("08:01"))
    seen = ScheduleMark.objects.get().due_at
    assert len(start_due([LINE], now=at("08:10"))) == 1
    JobRun.objects.all().delete()
    from honglam.core.jobs.scheduler import _start  # noqa: PLC0415 (what the slower process still believes)

    assert _start(LINE, seen=seen, due=at("08:10")) is None
    assert not JobRun.objects.exists()


def test_a_line_that_is_still_open_is_not_started_again(db) -> None:
    start_due([LINE], now=at("08:01"))
    assert len(start_due([LINE], now=at("08:10"))) == 1
    assert start_due([LINE], now=at("08:20")) == []


def test_a_line_that_cannot_start_does_not_hold_up_the_others(db) -> None:
    start_due([BROKEN, LINE], now=at("08:01"))
    assert [run.code for run in start_due([BROKEN, LINE], now=at("08:10"))] == ["tests.count"]


def test_the_schedule_can_be_shown(db) -> None:
    shown = shown_schedule()
    assert all(line.title and str(line.line.when) and line.next_at > timezone.now() for line in shown)


def test_old_runs_are_forgotten_the_routine_ones_sooner(people: People, django_capture_on_commit_callbacks) -> None:
    now = timezone.now()

    def ended(days: int, **columns) -> int:
        run = start("tests.count", by=None, number=1)
        ended_at = now - datetime.timedelta(days=days)
        JobRun.objects.filter(pk=run.pk).update(**{"state": JobState.SUCCEEDED, "finished_at": ended_at, **columns})
        return run.pk

    routine = ended(8, scheduled=True)
    failed_routine = ended(8, scheduled=True, state=JobState.FAILED)
    of_a_person = ended(8)
    ancient = ended(181)
    waiting = start("tests.count", by=None, number=1).pk
    assert forget_old(now=now) == 2
    left = set(JobRun.objects.values_list("pk", flat=True))
    assert left == {failed_routine, of_a_person, waiting}
    assert not left & {routine, ancient}
