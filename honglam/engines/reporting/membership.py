"""Who belongs to which group today, for many groups at once: three queries, however many groups and regimes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from honglam.core.organisations.models import GroupMember, Unit, UnitGroup
from honglam.core.organisations.rules import GroupRule, members_of
from honglam.core.organisations.terms import VILLAGE_KINDS, GroupScope

_COLUMNS = (
    "id", "uid", "code", "name", "short_name", "kind", "level", "bloc", "function", "path", "second_path", "starts_on",
    "ends_on", "parent_id", "sort_key", "position",
)  # fmt: skip


@dataclass
class Membership:
    """The units that are valid on a day, and the members of groups among them.

    Villages are left out: they are asked through their commune.
    """

    on: datetime.date
    units: dict[int, Unit]
    province_path: str
    _named: dict[tuple[int, bool], set[int]]
    _known: dict[tuple[int, str], frozenset[int]] = field(default_factory=dict)

    @classmethod
    def load(cls, on: datetime.date) -> Membership:
        """Read units and named members once."""
        valid = Unit.objects.valid_on(on).exclude(kind__in=VILLAGE_KINDS)
        units = {unit.pk: unit for unit in valid.only(*_COLUMNS).in_alphabet()}
        named: dict[tuple[int, bool], set[int]] = {}
        for member in GroupMember.objects.all():
            if _holds(member.starts_on, member.ends_on, on):
                named.setdefault((member.group_id, member.excluded), set()).add(member.unit_id)
        province = next((unit.path for unit in units.values() if unit.parent_id is None), "/")
        return cls(on, units, province, named)

    def of(self, group: UnitGroup | None, anchor: Unit) -> frozenset[int]:
        """The keys of a group's units, seen from an anchor."""
        if group is None or not _holds(group.starts_on, group.ends_on, self.on):
            return frozenset()
        path = self.province_path if group.scope == GroupScope.PROVINCE else anchor.path
        if (group.pk, path) not in self._known:
            self._known[group.pk, path] = frozenset(
                unit.pk
                for unit in members_of(
                    GroupRule.from_json(group.rule), anchor_path=path, units=list(self.units.values()),
                    included=frozenset(self._named.get((group.pk, False), ())),
                    excluded=frozenset(self._named.get((group.pk, True), ())),
                )
            )  # fmt: skip
        return self._known[group.pk, path]


def _holds(start: datetime.date | None, end: datetime.date | None, day: datetime.date) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)
