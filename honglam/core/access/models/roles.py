"""Roles."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from honglam.toolkit.identifiers import uuid7


class Role(models.Model):
    """A named set of permission codes, which an administrator can edit.

    Invariants: the code is unique and never changes; built-in roles keep their code and can be edited, not deleted. A
    permission code that no part of the platform declares any more is kept and has no effect. `offered` are the codes
    that the software put into the role by itself, so that a permission that was taken away does not come back.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.SlugField(_("mã"), max_length=50, unique=True, allow_unicode=False)
    name = models.CharField(_("tên vai trò"), max_length=150, unique=True)
    description = models.TextField(_("mô tả"), blank=True)
    permissions = models.JSONField(_("quyền"), default=list, blank=True)
    offered = models.JSONField(_("quyền đã được đề xuất"), default=list, blank=True, editable=False)
    is_builtin = models.BooleanField(_("đi kèm phần mềm"), default=False)
    order = models.PositiveSmallIntegerField(_("thứ tự"), default=100)

    class Meta:
        verbose_name = _("vai trò")
        verbose_name_plural = _("vai trò")
        ordering = ["order", "name"]
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="access_role_has_code")]

    def __str__(self) -> str:
        return gettext(self.name)  # the names of built-in roles are in the catalogue; others stay as they are
