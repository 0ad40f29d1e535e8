"""Fields of work (lĩnh vực)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.toolkit.identifiers import uuid7


class FieldOfWork(models.Model):
    """A field of work that crosses units: digital transformation, education, land.

    Invariant: the code is unique and never changes; a field is ended, not deleted.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.SlugField(_("mã"), max_length=50, unique=True)
    name = models.CharField(_("tên lĩnh vực"), max_length=150, unique=True)
    is_open = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        verbose_name = _("lĩnh vực")
        verbose_name_plural = _("lĩnh vực")
        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="access_field_has_code")]

    def __str__(self) -> str:
        return self.name
