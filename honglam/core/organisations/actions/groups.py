"""Collectives of units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from honglam.core.audit.actions import record
from honglam.core.organisations.errors import InvalidUnit
from honglam.core.organisations.models import GroupMember, Unit, UnitGroup
from honglam.core.organisations.queries import valid_on
from honglam.core.organisations.rules import GroupRule
from honglam.core.organisations.terms import GroupScope
from honglam.toolkit.text import nfc, squeeze


@transaction.atomic
def create_group(
    *,
    by: AbstractBaseUser | None,
    code: str,
    name: str,
    scope: str = GroupScope.PROVINCE,
    rule: Mapping[str, Any] | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    note: str = "",
) -> UnitGroup:
    """Make a collective. Raises `InvalidGroupRule` on a rule that names something unknown, `InvalidUnit` else."""
    GroupRule.from_json(rule or {})
    if UnitGroup.objects.filter(code=code).exists():
        raise InvalidUnit(_("Đã có nhóm mang mã này."))
    if starts_on and ends_on and ends_on < starts_on:
        raise InvalidUnit(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."))
    group = UnitGroup.objects.create(
        code=code,
        name=squeeze(nfc(name)),
        scope=scope,
        rule=dict(rule or {}),
        starts_on=starts_on,
        ends_on=ends_on,
        note=note,
    )
    record(by=by, action="organisations.group_created", target=group, summary=group.name)
    return group


@transaction.atomic
def set_members(
    *,
    group: UnitGroup,
    by: AbstractBaseUser | None,
    on: dt.date,
    included: Collection[Unit] = (),
    excluded: Collection[Unit] = (),
) -> UnitGroup:
    """From a day on, these units are named as members or as left out; earlier lists stay as history.

    Raises `InvalidUnit` where a unit stands in both lists.
    """
    wanted = {(unit.pk, False) for unit in included} | {(unit.pk, True) for unit in excluded}
    if {unit.pk for unit in included} & {unit.pk for unit in excluded}:
        raise InvalidUnit(_("Một đơn vị không thể vừa được thêm vừa bị loại trừ."))
    current = list(GroupMember.objects.filter(valid_on(on), group=group))
    for member in current:
        if (member.unit_id, member.excluded) in wanted:
            continue
        if member.starts_on == on:
            member.delete()
        else:
            member.ends_on = on - dt.timedelta(days=1)
            member.save(update_fields=["ends_on"])
    kept = {(member.unit_id, member.excluded) for member in current}
    GroupMember.objects.bulk_create(
        GroupMember(group=group, unit_id=pk, excluded=is_excluded, starts_on=on)
        for pk, is_excluded in sorted(wanted - kept)
    )
    record(
        by=by,
        action="organisations.group_members_set",
        target=group,
        rows=sorted((str(pk), "-" if is_excluded else "+") for pk, is_excluded in wanted),
        summary=group.name,
    )
    return group
