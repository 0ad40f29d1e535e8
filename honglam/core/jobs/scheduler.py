"""Starts the lines of the schedule when they are due. Any number of processes may do so at once.

A line that was due while nothing ran (a night without power) starts once when the scheduler is back, however often it
was missed. A line that is still open from the last time is not started again: its moment passes.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from honglam.core.jobs.errors import JobError
from honglam.core.jobs.models import JobRun, ScheduleMark
from honglam.core.jobs.queueing import start
from honglam.core.jobs.registry import kind_of
from honglam.core.jobs.rules import ScheduledJob, check_names

logger = logging.getLogger(__name__)


def schedule_table() -> Sequence[ScheduledJob]:
    """The table of this installation (setting SCHEDULE, a dotted path). BadSchedule when a name stands twice."""
    table: Sequence[ScheduledJob] = import_string(settings.SCHEDULE)
    check_names(table)
    return table


def start_due(schedule: Sequence[ScheduledJob], *, now: datetime.datetime | None = None) -> list[JobRun]:
    """Start every line that is due; the runs that this process started.

    A line seen for the first time is only noted: a new installation does not begin with everything at once. One line
    that cannot start does not keep the others from starting.
    """
    now = now or timezone.now()
    marks = {mark.name: mark for mark in ScheduleMark.objects.filter(name__in=[line.name for line in schedule])}
    runs = []
    for line in schedule:
        due = line.when.latest(now)
        mark = marks.get(line.name)
        if mark is None:
            ScheduleMark.objects.bulk_create([ScheduleMark(name=line.name, due_at=due)], ignore_conflicts=True)
        elif mark.due_at < due:
            try:
                run = _start(line, seen=mark.due_at, due=due)
            except JobError as error:
                logger.error("schedule line %s cannot start: %s", line.name, error)
            else:
                runs += [run] if run else []
    return runs


@transaction.atomic
def _start(line: ScheduledJob, *, seen: datetime.datetime, due: datetime.datetime) -> JobRun | None:
    """Move the mark from the moment that was seen to the one that is due; who moves it starts the line."""
    marks = ScheduleMark.objects.filter(name=line.name, due_at=seen)
    if not marks.update(due_at=due):
        return None
    if JobRun.objects.open().filter(code=line.job, scheduled=True, arguments=line.arguments).exists():
        logger.info("schedule line %s is still open from the last time", line.name)
        return None
    run = start(line.job, by=None, scheduled=True, **line.arguments)
    ScheduleMark.objects.filter(name=line.name).update(run=run)
    return run


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the table as the schedule page shows it."""

    line: ScheduledJob
    title: str
    run: JobRun | None
    next_at: datetime.datetime


def shown_schedule(*, now: datetime.datetime | None = None) -> list[ShownLine]:
    """Every line with its job's title, the run it started last, and when it is due next."""
    now = now or timezone.now()
    marks = {mark.name: mark for mark in ScheduleMark.objects.select_related("run")}
    lines = []
    for line in schedule_table():
        mark = marks.get(line.name)
        lines.append(
            ShownLine(
                line=line,
                title=str(kind_of(line.job).title),
                run=mark.run if mark else None,
                next_at=line.when.following(now),
            )
        )
    return lines
