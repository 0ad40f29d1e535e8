"""Files that came with a document besides its main one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.plans.models.document_import import DocumentImportRow
from honglam.engines.plans.models.plan import Plan


class LetterAttachment(models.Model):
    """A further file of a document: an annex, a form to fill in, a list.

    It comes with a row of an import and belongs to the document as soon as that is known here. Invariants: it hangs on
    a row or on a document; a document holds a file once.
    """

    row = models.ForeignKey(
        DocumentImportRow, models.CASCADE, null=True, blank=True, related_name="attachments",
        verbose_name=_("dòng nhập"),
    )  # fmt: skip
    plan = models.ForeignKey(
        Plan, models.CASCADE, null=True, blank=True, related_name="attachments", verbose_name=_("văn bản")
    )
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="letters", verbose_name=_("tệp"))

    class Meta:
        verbose_name = _("tệp kèm theo văn bản")
        verbose_name_plural = _("tệp kèm theo văn bản")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "file"], name="letter_attachment_once_for_a_document"),
            models.CheckConstraint(
                condition=Q(row__isnull=False) | Q(plan__isnull=False),
                name="letter_attachment_belongs_somewhere",
                violation_error_message=_("Tệp kèm theo phải thuộc một văn bản."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.file)
