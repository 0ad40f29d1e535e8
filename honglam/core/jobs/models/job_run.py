"""One execution of a job."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honglam.core.jobs.queries import JobRunQuerySet
from honglam.core.jobs.terms import OPEN_STATES, RETRYABLE_STATES, JobState
from honglam.toolkit.identifiers import uuid7


class JobRun(models.Model):
    """One execution of a job, from the moment it was asked for.

    Invariant: progress never passes the total; a run that is over has an end, one that is open has none; of several
    requests with the same code and key only the first makes a run. A retry is a new attempt on the same row.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("mã"), max_length=80)
    title = models.CharField(_("công việc"), max_length=200)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="job_runs"
    )
    unit = models.ForeignKey(
        "organisations.Unit", on_delete=models.SET_NULL, null=True, blank=True, related_name="job_runs"
    )
    target_label = models.CharField(max_length=80, blank=True)
    target_id = models.BigIntegerField(null=True, blank=True)
    target_url = models.CharField(max_length=300, blank=True)
    scheduled = models.BooleanField(default=False)

    state = models.CharField(_("trạng thái"), max_length=12, choices=JobState, default=JobState.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=1)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    error = models.TextField(blank=True)
    error_code = models.CharField(max_length=80, blank=True)
    traceback = models.TextField(blank=True)
    result = models.JSONField(null=True, blank=True)
    cancel_requested = models.BooleanField(default=False)

    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=120, blank=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("công việc nền")
        verbose_name_plural = _("công việc nền")
        indexes: ClassVar = [
            models.Index(fields=["by", "-id"], name="job_run_by"),
            models.Index(fields=["code", "-id"], name="job_run_code"),
            models.Index(fields=["state"], name="job_run_open", condition=Q(state__in=["queued", "running"])),
            models.Index(fields=["target_label", "target_id"], name="job_run_target"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_run_known_state"),
            models.CheckConstraint(condition=Q(progress__lte=F("total")), name="job_run_progress_within_total"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in OPEN_STATES], finished_at__isnull=True)
                | Q(state__in=["succeeded", "failed", "cancelled", "interrupted"], finished_at__isnull=False),
                name="job_run_over_has_end",
            ),
            models.UniqueConstraint(fields=["code", "key"], condition=~Q(key=""), name="job_run_once_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_state_display()})"

    @property
    def is_open(self) -> bool:
        """Whether the run waits or runs."""
        return self.state in OPEN_STATES

    @property
    def can_retry(self) -> bool:
        """Whether the run ended without success and may be repeated."""
        return self.state in RETRYABLE_STATES

    @property
    def can_cancel(self) -> bool:
        """Whether the run is open and nobody has asked it to stop."""
        return self.is_open and not self.cancel_requested

    @property
    def percent(self) -> int | None:
        """Progress from 0 to 100, None while the job has not said how much there is to do."""
        if self.state == JobState.SUCCEEDED:
            return 100
        return 100 * self.progress // self.total if self.total else None
