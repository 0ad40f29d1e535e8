"""What a row was: its former states with what each change did, and how the row stood on a day."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from honglam.engines.registers.declaration import Register
from honglam.engines.registers.showing import worded
from honglam.engines.registers.sight import Sight

STEP, MOST = 20, 500


@dataclass(frozen=True, slots=True)
class Difference:
    """One column that a change touched: its label, what it was, what it became."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class FormerState:
    """A state that no longer holds: the change that ended it, and what that change did.

    `last_day` is the last day on which it held; None where it was replaced on the day on which it began.
    """

    version: Any
    last_day: datetime.date | None
    differences: tuple[Difference, ...]
    hides: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A row on a day: the state that held (the row itself or a former state), or why there is none."""

    state: Any = None
    is_present: bool = False
    was_not_yet: bool = False
    had_ended: bool = False


def former_states(register: Register, row: Any, sight: Sight, size: int = STEP) -> tuple[list[FormerState], bool]:
    """The newest `size` former states, newest first, and whether there are more.

    A constant number of queries: one for the states, one for each kind of thing that they point at.
    """
    found: list[Any] = list(
        register.versions._default_manager.filter(record_id=row.pk).select_related("replaced_by")
        .order_by("-pk")[: size + 1]
    )  # fmt: skip
    has_more = len(found) > size
    resolve(register, [*found, row])
    hidden = sight.hidden(row.unit)
    states = []
    for number, version in enumerate(found[:size]):
        after = row if number == 0 else found[number - 1]
        last = version.valid_to - datetime.timedelta(days=1)
        differences, hides = _differences(register, version, after, hidden)
        states.append(FormerState(version, last if last >= version.valid_from else None, tuple(differences), hides))
    return states, has_more


def standing_on(register: Register, row: Any, day: datetime.date) -> Standing:
    """How the row stood on a day: one query, and one for each kind of thing that it pointed at."""
    if row.ended_on is not None and row.ended_on <= day:
        return Standing(had_ended=True)
    if row.valid_from <= day:
        return Standing(row, is_present=True)
    version = (
        register.versions._default_manager.filter(record_id=row.pk, valid_from__lte=day, valid_to__gt=day)
        .order_by("-pk").first()
    )  # fmt: skip
    if version is None:
        return Standing(was_not_yet=True)
    resolve(register, [version])
    return Standing(version)


def resolve(register: Register, states: Sequence[Any]) -> None:
    """Fetch what states point at, one query for each model; what is gone is shown by nothing."""
    for one in register.model._meta.concrete_fields:
        if not one.is_relation or one.name not in {*register.fields, "unit"}:
            continue
        model: Any = one.related_model
        wanted = {getattr(state, one.attname) for state in states} - {None}
        found = model._default_manager.select_related(*_pointing_to_units(model)).in_bulk(wanted) if wanted else {}
        for state in states:
            # a reference without constraint may point at what is gone
            state._state.fields_cache[one.name] = found.get(getattr(state, one.attname))


def _pointing_to_units(model: Any) -> list[str]:
    return [name for name in ("unit", "parent") if name in {one.name for one in model._meta.concrete_fields}]


def _differences(register: Register, before: Any, after: Any, hidden: frozenset[str]) -> tuple[list[Difference], bool]:
    """What the change did, column by column, and whether it touched columns that the reader may not see."""
    found, hides = [], False
    for name in ("state", *register.fields, "unit"):
        one = register.model._meta.get_field(name)
        if getattr(before, one.attname) == getattr(after, one.attname):  # type: ignore[union-attr]
            continue
        if name in hidden:
            hides = True
            continue
        found.append(Difference(register.label_of(name), worded(register, before, name), worded(register, after, name)))
    return found, hides
