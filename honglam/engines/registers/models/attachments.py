"""A paper that belongs to a row."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from honglam.engines.registers.terms import PaperKind
from honglam.toolkit.identifiers import uuid7


class Attachment(models.Model):
    """A file beside a row of any register. Invariant: it has a title, and a row holds one file once.

    The row is named by register and uid, because registers are many tables. Whoever may see the row may read the file.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    register = models.CharField(max_length=60)
    row_uid = models.UUIDField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="register_attachments")
    title = models.CharField(_("tên giấy tờ"), max_length=300)
    kind = models.CharField(_("loại giấy tờ"), max_length=12, choices=PaperKind, default=PaperKind.OTHER)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="register_attachments")
    at = models.DateTimeField(_("đính kèm lúc"), auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("giấy tờ kèm dòng")
        verbose_name_plural = _("giấy tờ kèm dòng")
        indexes: ClassVar = [models.Index(fields=["register", "row_uid"], name="registers_paper_row")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(title=""), name="registers_paper_titled"),
            models.CheckConstraint(condition=models.Q(kind__in=PaperKind.values), name="registers_paper_known_kind"),
            models.UniqueConstraint(fields=["register", "row_uid", "file"], name="registers_paper_once"),
        ]

    def __str__(self) -> str:
        return self.title
