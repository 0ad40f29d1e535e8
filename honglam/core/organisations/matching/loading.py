"""The matcher of one installation: its rows are read once, its answers are units."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from honglam.core.organisations.matching.matcher import NameMatcher
from honglam.core.organisations.matching.rows import DissolvedRow, GroupRow, Outcome, UnitRow
from honglam.core.organisations.models import (
    Dissolution,
    DissolutionSuccessor,
    FormerName,
    GroupMember,
    Succession,
    Unit,
    UnitAlias,
    UnitGroup,
)
from honglam.core.organisations.queries import valid_on

_ENDED_UNITS_FROM = -1_000_000


@dataclass(frozen=True)
class Candidate:
    """A unit or a group that a name may mean, with a score from 0 to 1."""

    score: float
    unit: Unit | None = None
    group: UnitGroup | None = None


@dataclass(frozen=True)
class Match:
    """What a name means, in units of the tree; see `NameMatch` for the outcomes."""

    text: str
    kind: Outcome
    unit: Unit | None
    group: UnitGroup | None
    dissolution: Dissolution | None
    units: tuple[Unit, ...]
    score: float
    candidates: tuple[Candidate, ...]
    note: str

    @property
    def is_certain(self) -> bool:
        """Whether the units may be used without a person having looked."""
        return self.kind in ("unit", "group") and bool(self.units)


class UnitMatcher:
    """Names to units, as seen from the unit that issued a document, on a day. Eight queries, however many names."""

    def __init__(self, *, issuer: Unit | None, on: dt.date) -> None:
        self.issuer = issuer
        self.on = on
        units = list(Unit.objects.all())
        valid = [unit for unit in units if unit.is_valid_on(on)]
        self._units = {unit.pk: unit for unit in valid}
        self._groups = {group.pk: group for group in UnitGroup.objects.filter(valid_on(on))}
        self._dissolutions = {body.pk: body for body in Dissolution.objects.all()}
        aliases = list(UnitAlias.objects.all())
        former = list(FormerName.objects.all())
        names: dict[tuple[str, int], list[str]] = defaultdict(list)
        for alias in aliases:
            for owner in ("unit", "group", "dissolution"):
                if pk := getattr(alias, f"{owner}_id"):
                    names[(owner, pk)].append(alias.alias)
        for old in former:
            names[("unit", old.unit_id)] += [old.name, old.short_name]
        self._matcher = NameMatcher(
            units=[_unit_row(unit, names[("unit", unit.pk)]) for unit in valid],
            groups=self._group_rows(names),
            dissolved=[*self._dissolved_rows(names), *self._ended_rows(units, names)],
            function_names=[(alias.function, alias.alias) for alias in aliases if alias.function],
            issuer=issuer.pk if issuer else None,
        )

    @classmethod
    def for_issuer(cls, unit: Unit | None, *, on: dt.date | None = None) -> UnitMatcher:
        """The matcher for documents that a unit issued (none: the province), with the tree as it was on a day."""
        return cls(issuer=unit, on=on or timezone.localdate())

    def match(self, text: str) -> Match:
        """What a name means; asks the database nothing."""
        found = self._matcher.match(text)
        return Match(
            text=text,
            kind=found.kind,
            unit=self._units.get(found.unit) if found.unit else None,
            group=self._groups.get(found.group) if found.group else None,
            dissolution=self._dissolutions.get(found.dissolved) if found.dissolved else None,
            units=tuple(self._units[pk] for pk in found.units if pk in self._units),
            score=found.score,
            candidates=tuple(
                Candidate(
                    score=one.score,
                    unit=self._units.get(one.pk) if one.kind == "unit" else None,
                    group=self._groups.get(one.pk) if one.kind == "group" else None,
                )
                for one in found.candidates
            ),
            note=found.note,
        )

    def _group_rows(self, names: dict[tuple[str, int], list[str]]) -> list[GroupRow]:
        named: dict[tuple[int, bool], set[int]] = defaultdict(set)
        for member in GroupMember.objects.filter(valid_on(self.on)):
            named[(member.group_id, member.excluded)].add(member.unit_id)
        return [
            GroupRow(
                pk=group.pk,
                name=group.name,
                scope=group.scope,
                rule=group.rule,
                names=tuple(names[("group", group.pk)]),
                included=frozenset(named[(group.pk, False)]),
                excluded=frozenset(named[(group.pk, True)]),
            )
            for group in self._groups.values()
        ]

    def _dissolved_rows(self, names: dict[tuple[str, int], list[str]]) -> list[DissolvedRow]:
        successors: dict[int, list[int]] = defaultdict(list)
        for link in DissolutionSuccessor.objects.all():
            successors[link.dissolution_id].append(link.unit_id)
        return [
            DissolvedRow(
                pk=body.pk,
                name=body.name,
                names=tuple(names[("dissolution", body.pk)]),
                successors=tuple(successors[body.pk]),
                note=body.note,
            )
            for body in self._dissolutions.values()
        ]

    def _ended_rows(self, units: list[Unit], names: dict[tuple[str, int], list[str]]) -> list[DissolvedRow]:
        """Units that ended before the day, with those that carry their work on."""
        successors: dict[int, list[int]] = defaultdict(list)
        for link in Succession.objects.all():
            successors[link.predecessor_id].append(link.successor_id)
        return [
            DissolvedRow(
                pk=_ENDED_UNITS_FROM - unit.pk,
                name=unit.name,
                names=tuple(name for name in (unit.short_name, *names[("unit", unit.pk)]) if name),
                successors=tuple(pk for pk in successors[unit.pk] if pk in self._units),
            )
            for unit in units
            if unit.ends_on is not None and unit.ends_on < self.on
        ]


def _unit_row(unit: Unit, names: list[str]) -> UnitRow:
    return UnitRow(
        pk=unit.pk,
        code=unit.code,
        name=unit.name,
        kind=unit.kind,
        level=unit.level,
        path=unit.path,
        short_name=unit.short_name,
        function=unit.function,
        bloc=unit.bloc,
        second_path=unit.second_path,
        names=tuple(name for name in names if name),
    )
