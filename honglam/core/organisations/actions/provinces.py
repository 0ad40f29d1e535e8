"""Loading the province that came with the software: missing rows are added, rows that people edited stay."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from honglam.core.audit.actions import record
from honglam.core.organisations.derived import fill_derived
from honglam.core.organisations.errors import OrganisationError
from honglam.core.organisations.models import (
    Dissolution,
    DissolutionSuccessor,
    GroupMember,
    Unit,
    UnitAlias,
    UnitGroup,
)
from honglam.core.organisations.shipped import (
    ShippedDissolution,
    ShippedGroup,
    ShippedProvince,
    ShippedUnit,
    read_province,
)
from honglam.toolkit.text import fold


@dataclass(frozen=True)
class LoadReport:
    """How many rows were added; all zero when the province was loaded before."""

    province: str
    units: int = 0
    aliases: int = 0
    groups: int = 0
    dissolutions: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing to add."""
        return not (self.units or self.aliases or self.groups or self.dissolutions)


@transaction.atomic
def load_province(*, code: str, by: AbstractBaseUser | None) -> LoadReport:
    """Add what came with the software about a province and is not there yet; a handful of queries when repeated.

    Raises:
        UnknownProvince: nothing about it came with the software.
        OrganisationError: another province is loaded already.
    """
    shipped = read_province(code)
    other = Unit.objects.province()
    if other is not None and other.code != code:
        raise OrganisationError(
            _("Hệ thống này đang phục vụ %(other)s; mỗi hệ thống chỉ phục vụ một tỉnh.") % {"other": other.name}
        )
    units = _add_units(shipped.units, names=_function_names(shipped))
    report = LoadReport(
        province=shipped.name,
        units=len(units),
        groups=_add_groups(shipped.groups),
        dissolutions=_add_dissolutions(shipped.dissolutions),
        aliases=_add_aliases(shipped),
    )
    if not report.is_empty:
        counts = {key: (0, value) for key, value in asdict(report).items() if isinstance(value, int)}
        record(by=by, action="organisations.province_loaded", changes=counts, summary=shipped.name, about=units)
    return report


@transaction.atomic
def add_units(*, units: Sequence[ShippedUnit], by: AbstractBaseUser | None, summary: str) -> int:
    """Add the units whose codes are new, in one go; returns how many. Raises `OrganisationError` without superiors."""
    known = set(Unit.objects.values_list("code", flat=True))
    fresh = [unit for unit in units if unit.code not in known]
    if fresh:
        added = _add_units(fresh)
        record(
            by=by,
            action="organisations.units_imported",
            rows=[(unit.code, unit.name) for unit in fresh],
            summary=summary,
            about=added,
        )
    return len(fresh)


def _add_units(shipped: Sequence[ShippedUnit], *, names: dict[str, list[str]] | None = None) -> list[Unit]:
    """Add the units whose codes are new, superiors first; returns them. `names` are the aliases by function."""
    known: dict[str, Unit] = {unit.code: unit for unit in Unit.objects.all()}
    added: list[Unit] = []
    for layer in _layers([unit for unit in shipped if unit.code not in known], known):
        fresh = []
        for row in layer:
            values = asdict(row) | {
                "parent": known[row.parent] if row.parent else None,
                "second_parent": known[row.second_parent] if row.second_parent else None,
            }
            unit = Unit(**values)
            fill_derived(unit, (names or {}).get(unit.function, ()))
            fresh.append(unit)
        made = Unit.objects.bulk_create(fresh, batch_size=500)
        known |= {unit.code: unit for unit in made}
        added += made
    return added


def _layers(rows: list[ShippedUnit], known: dict[str, Unit]) -> Iterable[list[ShippedUnit]]:
    """Rows in groups whose superiors are all known by the time the group comes."""
    present = set(known)
    waiting = rows
    while waiting:
        layer = [row for row in waiting if {row.parent, row.second_parent} - {""} <= present]
        if not layer:
            raise OrganisationError(
                _("Không tìm thấy cấp trên của: %(names)s.") % {"names": ", ".join(row.name for row in waiting[:5])}
            )
        yield layer
        present |= {row.code for row in layer}
        waiting = [row for row in waiting if row.code not in present]


def _function_names(shipped: ShippedProvince) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for alias in shipped.aliases:
        if alias.target == "function":
            names[alias.code].append(alias.alias)
    return names


def _add_groups(shipped: Sequence[ShippedGroup]) -> int:
    known = set(UnitGroup.objects.values_list("code", flat=True))
    missing = [group for group in shipped if group.code not in known]
    if not missing:
        return 0
    made = UnitGroup.objects.bulk_create(
        UnitGroup(code=row.code, name=row.name, scope=row.scope, rule=json.loads(row.rule), note=row.note)
        for row in missing
    )
    wanted = {code for row in missing for code in row.members}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=wanted)}
    GroupMember.objects.bulk_create(
        GroupMember(group=group, unit=units[code])
        for row, group in zip(missing, made, strict=True)
        for code in row.members
        if code in units
    )
    return len(made)


def _add_dissolutions(shipped: Sequence[ShippedDissolution]) -> int:
    known = set(Dissolution.objects.values_list("code", flat=True))
    missing = [row for row in shipped if row.code not in known]
    if not missing:
        return 0
    made = Dissolution.objects.bulk_create(
        [
            Dissolution(
                code=row.code,
                name=row.name,
                sort=row.sort,
                last_day=row.last_day,
                decision=row.decision,
                source=row.source,
                confidence=row.confidence,
                note=row.note,
            )
            for row in missing
        ],
        batch_size=500,
    )
    pairs = list(zip(missing, made, strict=True))
    units = dict(Unit.objects.values_list("code", "pk"))
    DissolutionSuccessor.objects.bulk_create(
        [
            DissolutionSuccessor(dissolution=body, unit_id=units[code], part=part)
            for row, body in pairs
            for code, part in row.successors
            if code in units
        ],
        batch_size=500,
    )
    aliases = {(body.pk, fold(name)): (body, name) for row, body in pairs for name in row.aliases}
    UnitAlias.objects.bulk_create(
        [UnitAlias(dissolution=body, alias=name, folded=folded) for (_pk, folded), (body, name) in aliases.items()],
        batch_size=500,
    )
    return len(made)


def _add_aliases(shipped: ShippedProvince) -> int:
    """Aliases of functions and groups; those of dissolved bodies came with the bodies."""
    groups = dict(UnitGroup.objects.values_list("code", "pk"))
    known = set(
        UnitAlias.objects.filter(unit__isnull=True, dissolution__isnull=True).values_list(
            "function", "group_id", "folded"
        )
    )
    fresh: dict[tuple[str, int | None, str], UnitAlias] = {}
    for row in shipped.aliases:
        function = row.code if row.target == "function" else ""
        group = groups.get(row.code) if row.target == "group" else None
        key = (function, group, fold(row.alias))
        if key in known or (not function and group is None):
            continue
        fresh[key] = UnitAlias(
            function=function,
            group_id=group,
            alias=row.alias,
            folded=key[2],
            source=row.source,
            confidence=row.confidence,
        )
    return len(UnitAlias.objects.bulk_create(fresh.values(), batch_size=500))
