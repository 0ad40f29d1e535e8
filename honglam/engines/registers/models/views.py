"""A list as somebody arranged it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.toolkit.identifiers import uuid7


class SavedView(models.Model):
    """Filters, columns and order of one register's list under a name: one's own, or shared with a unit.

    Invariant: a name is used once a person and register. `query` is the query string without page and form.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    register = models.CharField(max_length=60)
    name = models.CharField(_("tên bộ lọc"), max_length=120)
    query = models.CharField(max_length=2000, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="register_views")
    shared_with = models.ForeignKey(
        "organisations.Unit", models.SET_NULL, null=True, blank=True, related_name="register_views",
        verbose_name=_("dùng chung trong đơn vị"),
    )  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]
        verbose_name = _("bộ lọc đã lưu")
        verbose_name_plural = _("bộ lọc đã lưu")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "register", "name"], name="registers_view_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="registers_view_named"),
        ]

    def __str__(self) -> str:
        return self.name
