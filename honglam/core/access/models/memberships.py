"""Posts: who holds which role over what, from when to when."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _

from honglam.core.access.queries import MembershipQuerySet
from honglam.core.access.terms import ScopeKind
from honglam.toolkit.identifiers import uuid7


class Membership(models.Model):
    """One post: a role over a scope, between two days (inclusive; an empty end is open).

    The scope is the subtree of `unit`, the `field` of work over the subtree of `unit`, or the `group` of units. `seat`
    is the unit where the person sits: usually the same unit, but an officer of a department may watch a field in the
    whole province. Invariants: each kind of scope has exactly the columns it needs; a post does not end before it
    starts.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("người giữ"), on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.ForeignKey(
        "access.Role", verbose_name=_("vai trò"), on_delete=models.PROTECT, related_name="memberships"
    )
    scope_kind = models.CharField(
        _("loại phạm vi"), max_length=10, choices=ScopeKind.choices, default=ScopeKind.SUBTREE
    )
    unit = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("đơn vị trong phạm vi"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    field = models.ForeignKey(
        "access.FieldOfWork",
        verbose_name=_("lĩnh vực"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    group = models.ForeignKey(
        "organisations.UnitGroup",
        verbose_name=_("nhóm đơn vị"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    seat = models.ForeignKey(
        "organisations.Unit",
        verbose_name=_("đơn vị công tác"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people_seated",
    )
    title = models.CharField(_("chức danh"), max_length=150, blank=True)
    starts_on = models.DateField(_("từ ngày"), default=timezone.localdate)
    ends_on = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("vị trí công tác")
        verbose_name_plural = _("vị trí công tác")
        ordering = ["user", "-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="access_membership_scope_complete",
                condition=Q(scope_kind="subtree", unit__isnull=False, field__isnull=True, group__isnull=True)
                | Q(scope_kind="field", unit__isnull=False, field__isnull=False, group__isnull=True)
                | Q(scope_kind="group", unit__isnull=True, field__isnull=True, group__isnull=False),
                violation_error_message=_("Phạm vi của vai trò chưa đủ hoặc thừa thông tin."),
            ),
            models.CheckConstraint(
                name="access_membership_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}, {self.scope_name}"

    def is_valid_on(self, date: datetime.date) -> bool:
        """Whether the post is in force on a day."""
        return self.starts_on <= date and (self.ends_on is None or date <= self.ends_on)

    @property
    def scope_name(self) -> str:
        """The scope in words: “Sở Khoa học và Công nghệ”, “Chuyển đổi số tại tỉnh …”, “các xã, phường”."""
        if self.scope_kind == ScopeKind.GROUP:
            return str(self.group)
        if self.scope_kind == ScopeKind.FIELD:
            return gettext_now("%(field)s tại %(unit)s") % {"field": self.field, "unit": self.unit}
        return str(self.unit)
