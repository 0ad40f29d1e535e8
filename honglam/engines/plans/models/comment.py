"""What people say to each other about a task."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.plans.models.assignment import Assignment
from honglam.engines.plans.models.task import Task
from honglam.toolkit.identifiers import uuid7


class Comment(models.Model):
    """One remark on a task, or on one unit's share of it; whoever sees the task sees it.

    Invariant: a remark says something until its author takes it back; then the place stays, without the words.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    task = models.ForeignKey(Task, models.CASCADE, related_name="comments", verbose_name=_("nhiệm vụ"))
    assignment = models.ForeignKey(
        Assignment, models.CASCADE, null=True, blank=True, related_name="comments", verbose_name=_("phân công")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="comments", verbose_name=_("người viết")
    )
    text = models.TextField(_("nội dung"), blank=True)
    mentions = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="mentioned_in", verbose_name=_("người được nhắc")
    )
    created_at = models.DateTimeField(_("viết lúc"), auto_now_add=True)
    taken_back_at = models.DateTimeField(_("gỡ lúc"), null=True, blank=True)
    idempotency_key = models.CharField(max_length=64, null=True, blank=True, unique=True)

    class Meta:
        verbose_name = _("trao đổi")
        verbose_name_plural = _("trao đổi")
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["task", "created_at"], name="comment_by_task")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(taken_back_at__isnull=True) & ~Q(text="")) | (Q(taken_back_at__isnull=False) & Q(text="")),
                name="comment_says_something_until_taken_back",
                violation_error_message=_("Hãy viết nội dung trao đổi."),
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
