"""The last moment at which the schedule started a line."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class ScheduleMark(models.Model):
    """How far the schedule got with one line.

    Invariant: one mark a line. A process that wants to start a line moves the mark from the moment it saw to the new
    one; of several processes exactly one succeeds (compare and set), so no line starts twice for the same moment.
    """

    name = models.CharField(max_length=80, unique=True)
    due_at = models.DateTimeField()
    run = models.ForeignKey(
        "jobs.JobRun", on_delete=models.SET_NULL, null=True, blank=True, related_name="schedule_marks"
    )

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
