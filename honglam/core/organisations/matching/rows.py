"""The plain rows that matching works on, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Outcome = Literal["unit", "group", "dissolved", "outside", "unknown"]


@dataclass(frozen=True)
class UnitRow:
    """One unit as matching sees it. `names` are its aliases and former names; the paths are those of the tree."""

    pk: int
    code: str
    name: str
    kind: str
    level: str
    path: str
    short_name: str = ""
    function: str = ""
    bloc: str = ""
    second_path: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class GroupRow:
    """One collective: where it looks for members, by which rule, and who is named or left out."""

    pk: int
    name: str
    scope: str
    rule: Mapping[str, Any] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    included: frozenset[int] = frozenset()
    excluded: frozenset[int] = frozenset()


@dataclass(frozen=True)
class DissolvedRow:
    """One body that ended, with the units that carry its work on."""

    pk: int
    name: str
    names: tuple[str, ...] = ()
    successors: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A unit or group that a name may mean; `score` runs from 0 to 1."""

    kind: Literal["unit", "group"]
    pk: int
    score: float


@dataclass(frozen=True)
class NameMatch:
    """What a name means. Only `unit` and `group` may be acted on; the rest is for a person to decide.

    `units` are the keys of the units meant: one for a unit, the members of a group, the successors of a dissolved
    body. `candidates` are sorted by falling score. `note` says in Vietnamese why it is so, where that needs saying.
    """

    kind: Outcome
    unit: int | None = None
    group: int | None = None
    dissolved: int | None = None
    units: tuple[int, ...] = ()
    score: float = 0.0
    candidates: tuple[Suggestion, ...] = ()
    note: str = ""
