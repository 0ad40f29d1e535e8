"""A worker that is busy shows that it lives."""

from __future__ import annotations

import datetime
import time

import pytest
from django.db import transaction
from django.utils import timezone

from honglam.core.jobs.heartbeat import Heartbeat
from honglam.core.jobs.models import JobRun
from honglam.core.jobs.terms import JobState

LONG_AGO = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


def running() -> JobRun:
    """A run that a worker has taken long ago."""
    return JobRun.objects.create(
        code="tests.count",
        title="Đếm",
        state=JobState.RUNNING,
        queued_at=timezone.now(),
        started_at=LONG_AGO,
        heartbeat_at=LONG_AGO,
    )


@pytest.mark.django_db(transaction=True)
def test_a_busy_run_renews_its_sign_of_life_until_it_ends() -> None:
    run = running()
    with Heartbeat(run.pk, run.attempt, seconds=0.02) as heartbeat:
        deadline = time.monotonic() + 20
        while JobRun.objects.get(pk=run.pk).heartbeat_at == LONG_AGO and time.monotonic() < deadline:
            time.sleep(0.02)
    assert JobRun.objects.get(pk=run.pk).heartbeat_at > LONG_AGO
    assert heartbeat._thread is not None and not heartbeat._thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_another_attempt_is_left_alone() -> None:
    run = running()
    with Heartbeat(run.pk, run.attempt + 1, seconds=0.01):
        time.sleep(0.1)
    assert JobRun.objects.get(pk=run.pk).heartbeat_at == LONG_AGO


@pytest.mark.django_db(transaction=True)
def test_nothing_beats_inside_a_transaction() -> None:
    run = running()
    with transaction.atomic(), Heartbeat(run.pk, run.attempt, seconds=0.01) as heartbeat:
        assert heartbeat._thread is None
