"""A shipped province as plain rows, for tests that need names but no database."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from functools import cache

import pytest

from honglam.core.organisations.matching import DissolvedRow, GroupRow, NameMatcher, UnitRow
from honglam.core.organisations.rules import path_of, second_path_of
from honglam.core.organisations.shipped import read_province


class ShippedMatcher:
    """The matcher on shipped rows, answering with codes instead of keys."""

    def __init__(self, province: str, issuer: str) -> None:
        shipped = read_province(province)
        paths: dict[str, str] = {}
        seconds: dict[str, str] = {}
        self.codes = {number: unit.code for number, unit in enumerate(shipped.units, start=1)}
        keys = {code: number for number, code in self.codes.items()}
        rows = []
        for unit in shipped.units:
            paths[unit.code] = path_of(unit.code, paths.get(unit.parent, ""))
            seconds[unit.code] = second_path_of(
                unit.code,
                own_second_superior=paths.get(unit.second_parent, ""),
                superior_second_path=seconds.get(unit.parent, ""),
            )
            rows.append(
                UnitRow(
                    pk=keys[unit.code],
                    code=unit.code,
                    name=unit.name,
                    kind=unit.kind,
                    level=unit.level,
                    path=paths[unit.code],
                    short_name=unit.short_name,
                    function=unit.function,
                    bloc=unit.bloc,
                    second_path=seconds[unit.code],
                )
            )
        names: dict[str, list[str]] = defaultdict(list)
        for alias in shipped.aliases:
            names[f"{alias.target}:{alias.code}"].append(alias.alias)
        self.groups = dict(enumerate((group.code for group in shipped.groups), start=1))
        groups = [
            GroupRow(
                pk=number,
                name=group.name,
                scope=group.scope,
                rule=json.loads(group.rule),
                names=tuple(names[f"group:{group.code}"]),
                included=frozenset(keys[code] for code in group.members if code in keys),
            )
            for number, group in enumerate(shipped.groups, start=1)
        ]
        dissolved = [
            DissolvedRow(
                pk=number,
                name=body.name,
                names=body.aliases,
                successors=tuple(keys[code] for code, _part in body.successors if code in keys),
                note=body.note,
            )
            for number, body in enumerate(shipped.dissolutions, start=1)
        ]
        self.matcher = NameMatcher(
            units=rows,
            groups=groups,
            dissolved=dissolved,
            function_names=[(alias.code, alias.alias) for alias in shipped.aliases if alias.target == "function"],
            issuer=keys[issuer],
        )

    def unit(self, text: str) -> str:
        """The code of the unit that a name means, or an empty text."""
        found = self.matcher.match(text)
        return self.codes[found.unit] if found.kind == "unit" and found.unit else ""

    def group(self, text: str) -> tuple[str, int]:
        """The code of the group and the number of its members; an empty code where it is no stored group."""
        found = self.matcher.match(text)
        return (self.groups.get(found.group or 0, ""), len(found.units)) if found.kind == "group" else ("", 0)

    def successors(self, text: str) -> list[str]:
        """The codes that carry on the work of a dissolved body."""
        found = self.matcher.match(text)
        return [self.codes[pk] for pk in found.units] if found.kind == "dissolved" else []


@pytest.fixture(scope="session")
def seen_from() -> Callable[[str], ShippedMatcher]:
    """The matcher of Hà Tĩnh (or, for a code of Nghệ An, of Nghệ An) as an issuer sees it, by the issuer's code."""

    @cache
    def build(issuer: str) -> ShippedMatcher:
        return ShippedMatcher("40" if issuer.startswith(("40", "169")) else "42", issuer)

    return build
