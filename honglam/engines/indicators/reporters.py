"""Which units report a form on a day: the members of its group and the units it names, without a query per form."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from honglam.core.organisations.models import GroupMember, Unit
from honglam.core.organisations.rules import GroupRule, members_of
from honglam.core.organisations.terms import GroupScope
from honglam.engines.indicators.models import IndicatorForm

UNIT_COLUMNS = (
    "id", "uid", "code", "name", "short_name", "kind", "level", "bloc", "function", "path", "second_path",
    "starts_on", "ends_on", "parent_id", "second_parent_id", "sort_key", "position",
)  # fmt: skip


@dataclass(frozen=True)
class Reporters:
    """The reporters of some forms, ready for any day."""

    forms: dict[int, IndicatorForm]
    units: Sequence[Unit]
    named: dict[int, frozenset[int]]
    members: dict[int, tuple[GroupMember, ...]]

    @classmethod
    def of(cls, forms: Iterable[IndicatorForm]) -> Reporters:
        """Load the reporters of forms: three queries, however many forms; none where there is no form.

        A form needs its `group` and `receiver` loaded (`select_related`). Of the units only those are read that a rule
        may select on some day or that are named: villages stay out where communes report.
        """
        known = {form.pk: form for form in forms}
        if not known:
            return cls({}, (), {}, {})
        named: dict[int, set[int]] = {}
        for form_id, unit_id in IndicatorForm.units.through.objects.filter(indicatorform__in=known).values_list(
            "indicatorform_id", "unit_id"
        ):
            named.setdefault(form_id, set()).add(unit_id)
        groups = {form.group_id: form.group for form in known.values() if form.group is not None}
        members: dict[int, list[GroupMember]] = {}
        for member in GroupMember.objects.filter(group__in=groups):
            members.setdefault(member.group_id, []).append(member)
        chosen = {key for keys in named.values() for key in keys}
        chosen |= {member.unit_id for rows in members.values() for member in rows}
        possible = Q(pk__in=chosen) | Q(parent__isnull=True)
        for group in groups.values():
            possible |= _may_select(GroupRule.from_json(group.rule))
        return cls(
            known,
            list(Unit.objects.only(*UNIT_COLUMNS).filter(possible).in_alphabet()),
            {key: frozenset(ids) for key, ids in named.items()},
            {key: tuple(rows) for key, rows in members.items()},
        )

    def on(self, form: IndicatorForm, day: datetime.date) -> list[Unit]:
        """The units that report a form on a day, by the Vietnamese alphabet.

        A group of a commune's or an issuer's own units looks below the form's receiver.
        """
        alive = [unit for unit in self.units if unit.is_valid_on(day)]
        chosen = set(self.named.get(form.pk, ()))
        group = form.group
        if group is not None and _in_force(group.starts_on, group.ends_on, day):
            anchor = form.receiver.path
            if group.scope == GroupScope.PROVINCE:
                anchor = next((unit.path for unit in self.units if unit.parent_id is None), anchor)
            rows = [one for one in self.members.get(group.pk, ()) if _in_force(one.starts_on, one.ends_on, day)]
            chosen |= {
                unit.pk
                for unit in members_of(
                    GroupRule.from_json(group.rule),
                    anchor_path=anchor,
                    units=alive,
                    included=frozenset(one.unit_id for one in rows if not one.excluded),
                    excluded=frozenset(one.unit_id for one in rows if one.excluded),
                )
            }
        return [unit for unit in alive if unit.pk in chosen]


def _may_select(rule: GroupRule | None) -> Q:
    """The units that a rule may select wherever they stand; nothing for an empty rule."""
    if rule is None:
        return Q(pk__in=())
    columns = {"kind": rule.kinds, "level": rule.levels, "bloc": rule.blocs, "function": rule.functions}
    asked = {f"{column}__in": sorted(values) for column, values in columns.items() if values}
    return Q(**asked) if asked else Q(pk__isnull=False)


def _in_force(start: datetime.date | None, end: datetime.date | None, day: datetime.date) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)
