"""One uploaded file."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from honglam.core.files.queries import StoredFileQuerySet
from honglam.core.files.rules import content_path
from honglam.toolkit.identifiers import uuid7


class StoredFile(models.Model):
    """One upload: its name, what its content really is, for what purpose it came, and who brought it for which unit.

    Invariants: `media_type` and `kind` were found in the content, not in the name; `sha256` names the content on the
    disk, which equal uploads share; a row never changes after it was made.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("tên tệp"), max_length=255)
    kind = models.CharField(_("loại tệp"), max_length=10)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("dung lượng (byte)"))
    sha256 = models.CharField(max_length=64, db_index=True)
    purpose = models.CharField(_("mục đích"), max_length=100)
    unit = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("đơn vị"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stored_files",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người tải lên"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stored_files",
    )
    created_at = models.DateTimeField(_("lúc tải lên"), default=timezone.now, db_index=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp")
        verbose_name_plural = _("tệp")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=1), name="files_file_not_empty"),
            models.CheckConstraint(condition=~Q(purpose=""), name="files_file_has_purpose"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where the content stands on the disk."""
        return Path(settings.MEDIA_ROOT) / content_path(self.sha256)
