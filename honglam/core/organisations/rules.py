"""Decisions about the tree on plain values: paths, group rules, which kinds stand below which. No database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from honglam.core.organisations.errors import InvalidGroupRule
from honglam.core.organisations.terms import COMMUNE_KINDS, VILLAGE_KINDS, Bloc, Kind, Level

_ROOT_KINDS = frozenset({Kind.PROVINCE})


def path_of(code: str, parent_path: str = "") -> str:
    """The materialised path of a unit below a path: codes from the root down, each followed by "/".

    >>> path_of("18484", "/42/")
    '/42/18484/'
    """
    return f"{parent_path or '/'}{code}/"


def second_path_of(code: str, *, own_second_superior: str = "", superior_second_path: str = "") -> str:
    """The path through the second superior: the unit's own, else the one its superior hangs on, else empty.

    >>> second_path_of("18484.police", own_second_superior="/42/42.police/")
    '/42/42.police/18484.police/'
    """
    above = own_second_superior or superior_second_path
    return path_of(code, above) if above else ""


def kind_fits_below(kind: str, parent_kind: str | None) -> bool:
    """Whether a unit of one kind may have a first superior of another: communes below the province, villages below
    communes, a province below nothing, any other body below anything but a village."""
    if kind in _ROOT_KINDS:
        return parent_kind is None
    if parent_kind is None:
        return False
    if kind in COMMUNE_KINDS or kind == Kind.DEPARTMENT:
        return parent_kind == Kind.PROVINCE
    if kind in VILLAGE_KINDS:
        return parent_kind in COMMUNE_KINDS
    return parent_kind not in VILLAGE_KINDS


def level_of(kind: str, parent_level: str | None) -> str:
    """The level that a kind fixes, else the level of the superior."""
    if kind in COMMUNE_KINDS:
        return Level.COMMUNE
    if kind in VILLAGE_KINDS:
        return Level.VILLAGE
    if kind in {Kind.PROVINCE, Kind.DEPARTMENT} or parent_level is None:
        return Level.PROVINCE
    return parent_level


class Placed(Protocol):
    """What a group rule looks at in a unit."""

    @property
    def pk(self) -> int:
        """The key."""
        ...

    @property
    def kind(self) -> str:
        """A `Kind`."""
        ...

    @property
    def level(self) -> str:
        """A `Level`."""
        ...

    @property
    def bloc(self) -> str:
        """A `Bloc`."""
        ...

    @property
    def function(self) -> str:
        """What it does in the general model."""
        ...

    @property
    def path(self) -> str:
        """Codes through the first superior."""
        ...

    @property
    def second_path(self) -> str:
        """Codes through the second superior."""
        ...


@dataclass(frozen=True)
class GroupRule:
    """Which units below an anchor belong to a group: every list that is given must contain the unit's value.

    `depth` is how far below the anchor the unit may stand (1 = direct children), `None` is any depth.
    """

    kinds: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    blocs: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    depth: int | None = None

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> GroupRule | None:
        """The rule that a JSON object states; nothing for an empty object. Raises `InvalidGroupRule`."""
        if not value:
            return None
        known = {"kinds": Kind.values, "levels": Level.values, "blocs": Bloc.values, "functions": None, "depth": None}
        if unknown := set(value) - set(known):
            raise InvalidGroupRule(
                _("Quy tắc nhóm có mục không hiểu được: %(parts)s.") % {"parts": ", ".join(sorted(unknown))}
            )
        lists: dict[str, frozenset[str]] = {}
        for field in ("kinds", "levels", "blocs", "functions"):
            given = value.get(field, [])
            if not isinstance(given, list) or not all(isinstance(word, str) for word in given):
                raise InvalidGroupRule(_("Mục “%(field)s” của quy tắc nhóm phải là một danh sách.") % {"field": field})
            allowed = known[field]
            if allowed is not None and (strange := set(given) - set(allowed)):
                wrong = {"field": field, "values": ", ".join(sorted(strange))}
                raise InvalidGroupRule(_("Mục “%(field)s” có giá trị không hợp lệ: %(values)s.") % wrong)
            lists[field] = frozenset(given)
        depth = value.get("depth")
        if depth is not None and (not isinstance(depth, int) or isinstance(depth, bool) or depth < 1):
            raise InvalidGroupRule(_("Mục “depth” của quy tắc nhóm phải là số nguyên từ 1."))
        if not any(lists.values()) and depth is None:
            raise InvalidGroupRule(_("Quy tắc nhóm chưa nêu điều kiện nào."))
        return cls(**lists, depth=depth)

    def selects(self, unit: Placed, anchor_path: str) -> bool:
        """Whether a unit belongs to the group as seen from an anchor (the anchor itself never does)."""
        for field, values in (
            (unit.kind, self.kinds),
            (unit.level, self.levels),
            (unit.bloc, self.blocs),
            (unit.function, self.functions),
        ):
            if values and field not in values:
                return False
        return any(
            path.startswith(anchor_path)
            and path != anchor_path
            and (self.depth is None or path[len(anchor_path) :].count("/") <= self.depth)
            for path in (unit.path, unit.second_path)
        )


def members_of(
    rule: GroupRule | None,
    *,
    anchor_path: str,
    units: Iterable[Placed],
    included: frozenset[int] = frozenset(),
    excluded: frozenset[int] = frozenset(),
) -> list[Any]:
    """The units of a group: those its rule selects below the anchor and those named, without those left out."""
    return [
        unit
        for unit in units
        if unit.pk not in excluded and (unit.pk in included or (rule is not None and rule.selects(unit, anchor_path)))
    ]
