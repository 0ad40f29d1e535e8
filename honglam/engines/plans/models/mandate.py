"""A further document that orders a piece of work: updated once, reported under all."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from honglam.engines.plans.models.plan import Plan
from honglam.engines.plans.models.task import Task
from honglam.toolkit.identifiers import uuid7


class TaskMandate(models.Model):
    """A document beside the task's own plan that asks for the same work.

    Invariant: a document orders a task once; the plan that the task belongs to is not repeated here (`add_mandate`
    refuses it; a constraint cannot look into another table).
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    task = models.ForeignKey(Task, models.CASCADE, related_name="mandates", verbose_name=_("nhiệm vụ"))
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="mandates", verbose_name=_("văn bản"))
    clause = models.CharField(_("điểm, khoản, mục"), max_length=200, blank=True)
    quote = models.TextField(_("trích nguyên văn"), blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="added_mandates", verbose_name=_("người thêm")
    )
    added_at = models.DateTimeField(_("thêm lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("căn cứ giao việc")
        verbose_name_plural = _("căn cứ giao việc")
        ordering = ["task", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "plan"],
                name="task_mandate_once_per_document",
                violation_error_message=_("Văn bản này đã là căn cứ của nhiệm vụ."),
            )
        ]

    def __str__(self) -> str:
        return self.plan.citation
