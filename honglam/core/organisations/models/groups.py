"""Collectives that documents name: “các xã, phường”, “các sở, ban, ngành cấp tỉnh”."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honglam.core.organisations.models.units import Unit
from honglam.core.organisations.queries import valid_on
from honglam.core.organisations.rules import GroupRule, members_of
from honglam.core.organisations.terms import GroupScope
from honglam.toolkit.identifiers import uuid7


class UnitGroup(models.Model):
    """A collective of units, in force between two days, whose members follow a rule and named exceptions.

    `rule` is a JSON object that `honglam.core.organisations.rules.GroupRule.from_json` accepts: kinds, levels, blocs
    and functions, each a list, and `depth` below the anchor (1 = direct children). An empty object selects nothing:
    the members are then those named. Invariants: the code is unique; a group does not end before it starts.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("Mã"), max_length=60, unique=True)
    name = models.CharField(_("Tên nhóm"), max_length=250)
    scope = models.CharField(_("Phạm vi"), max_length=10, choices=GroupScope.choices, default=GroupScope.PROVINCE)
    rule = models.JSONField(_("Quy tắc"), default=dict, blank=True)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    starts_on = models.DateField(_("Có từ ngày"), null=True, blank=True)
    ends_on = models.DateField(_("Đến hết ngày"), null=True, blank=True)

    class Meta:
        ordering = ("scope", "name", "pk")
        verbose_name = _("nhóm đơn vị")
        verbose_name_plural = _("nhóm đơn vị")
        constraints = [
            models.CheckConstraint(
                name="group_ends_after_start",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
            ),
            models.CheckConstraint(name="group_scope_is_known", condition=Q(scope__in=GroupScope.values)),
        ]

    def __str__(self) -> str:
        return self.name

    def units_on(self, date: dt.date, anchor: Unit | None = None) -> list[Unit]:
        """The units of the group on a day, sorted; three queries.

        A group of the scope `commune` or `issuer` looks below an anchor and is empty without one; one of the province
        looks below the province. Raises `InvalidGroupRule` where the stored rule is not understood.
        """
        if self.scope == GroupScope.PROVINCE:
            anchor = Unit.objects.province()
        if anchor is None or (self.starts_on and date < self.starts_on) or (self.ends_on and date > self.ends_on):
            return []
        named = list(self.members.filter(valid_on(date)).values_list("unit_id", "excluded"))
        return members_of(
            GroupRule.from_json(self.rule),
            anchor_path=anchor.path,
            units=Unit.objects.valid_on(date),
            included=frozenset(pk for pk, excluded in named if not excluded),
            excluded=frozenset(pk for pk, excluded in named if excluded),
        )


class GroupMember(models.Model):
    """A unit named as a member of a group, or as left out of it, between two days (inclusive).

    Invariants: one row per group, unit and first day; it does not end before it starts.
    """

    group = models.ForeignKey(UnitGroup, on_delete=models.CASCADE, related_name="members")
    unit = models.ForeignKey("organisations.Unit", on_delete=models.CASCADE, related_name="group_memberships")
    excluded = models.BooleanField(_("Loại trừ"), default=False)
    starts_on = models.DateField(_("Từ ngày"), null=True, blank=True)
    ends_on = models.DateField(_("Đến hết ngày"), null=True, blank=True)

    class Meta:
        ordering = ("group", "pk")
        verbose_name = _("thành viên nhóm")
        verbose_name_plural = _("thành viên nhóm")
        constraints = [
            models.UniqueConstraint(fields=["group", "unit", "starts_on"], name="group_member_once_a_day"),
            models.UniqueConstraint(
                fields=["group", "unit"], condition=Q(starts_on__isnull=True), name="group_member_once_since_ever"
            ),
            models.CheckConstraint(
                name="group_member_ends_after_start",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.unit}"
