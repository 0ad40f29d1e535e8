"""Files that a document had before: the draft that went out when the signed one came back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from honglam.engines.plans.models.plan import Plan


class FormerFile(models.Model):
    """A file that stood with a document until another took its place; it stays readable to whoever reads the document.

    Invariant: a document holds a former file once.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="former_files", verbose_name=_("văn bản"))
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="former_plans", verbose_name=_("tệp"))
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="replaced_plan_files",
        verbose_name=_("người thay"),
    )  # fmt: skip
    replaced_at = models.DateTimeField(_("thay lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("tệp trước đây")
        verbose_name_plural = _("tệp trước đây")
        ordering = ["plan", "-id"]
        constraints = [models.UniqueConstraint(fields=["plan", "file"], name="plan_former_file_once")]

    def __str__(self) -> str:
        return str(self.file)
