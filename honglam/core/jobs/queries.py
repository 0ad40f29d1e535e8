"""Reads of job runs."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from honglam.core.jobs.terms import OPEN_STATES, JobState

if TYPE_CHECKING:
    from honglam.core.access.models import User


class JobRunQuerySet(models.QuerySet):
    """Runs of jobs."""

    def started_by(self, user: User) -> Self:
        """The runs that this user asked for."""
        return self.filter(by=user)

    def open(self) -> Self:
        """Runs that wait or run."""
        return self.filter(state__in=OPEN_STATES)

    def queued(self) -> Self:
        """Runs that no worker has taken."""
        return self.filter(state=JobState.QUEUED)

    def running(self) -> Self:
        """Runs that a worker has taken."""
        return self.filter(state=JobState.RUNNING)

    def silent_since(self, moment: datetime.datetime) -> Self:
        """Running, but no sign of life from the worker since the moment."""
        return self.running().filter(Q(heartbeat_at__lt=moment) | Q(heartbeat_at__isnull=True, started_at__lt=moment))

    def for_target(self, target: models.Model) -> Self:
        """The runs that worked on one object."""
        return self.filter(target_label=target._meta.label_lower, target_id=target.pk)

    def finished_before(self, moment: datetime.datetime) -> Self:
        """Runs that were over before the moment."""
        return self.filter(finished_at__lt=moment)
