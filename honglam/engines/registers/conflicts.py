"""Two people wrote one row: what each of them changed, and what has to be decided."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from honglam.engines.registers import writing
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.showing import GEOMETRY, worded
from honglam.engines.registers.sight import Sight
from honglam.toolkit.text import nfc, squeeze


@dataclass(frozen=True, slots=True)
class Conflict:
    """A column that somebody else changed: what it was, what it is now, what was typed ("" where it was left alone).

    `is_open` where both changed it differently, so that a person has to look.
    """

    label: str
    before: str
    now: str
    typed: str
    is_open: bool


def between(
    register: Register, row: Any, typed: Mapping[str, Any], revision: int | None, sight: Sight
) -> tuple[dict[str, Any], list[Conflict]]:
    """What the form should hold next, and what others changed since `revision` (the one that was open).

    A column that only others changed takes their value; one that only this person changed keeps what was typed; where
    both did, what was typed stays and the conflict is named. One query, and one a kind of thing that is pointed at.
    """
    base = register.versions._default_manager.filter(record_id=row.pk, revision=revision).order_by("pk").first()
    hidden = sight.hidden(row.unit)
    merged: dict[str, Any] = {}
    conflicts = []
    for name, value in typed.items():
        mine, now = _plain(name, value), _plain(name, getattr(row, name))
        before = _plain(name, _of(register, base, name)) if base is not None else now
        changed_by_me, changed_by_others = mine != before, now != before
        merged[name] = value if changed_by_me else getattr(row, name)
        if changed_by_others and name not in hidden:
            conflicts.append(Conflict(
                register.label_of(name), worded(register, base, name), worded(register, row, name),
                _worded_as_typed(register, row, name, value) if changed_by_me else "",
                is_open=changed_by_me and mine != now,
            ))  # fmt: skip
    return merged, conflicts


def _of(register: Register, base: Any, name: str) -> Any:
    return getattr(base, writing.register_attribute(register, name))


def _plain(name: str, value: Any) -> Any:
    """A value as it compares: keys for references, squeezed texts, shapes whatever their spelling."""
    if hasattr(value, "pk"):
        return value.pk
    if isinstance(value, str):
        text = squeeze(nfc(value))
        if name == GEOMETRY and text:
            try:
                return json.loads(text)
            except ValueError:
                return text
        return text or None
    return value


def _worded_as_typed(register: Register, row: Any, name: str, value: Any) -> str:
    if name in register.masks:
        return "••••••"
    holder = copy.copy(row)
    holder._state = copy.copy(row._state)
    holder._state.fields_cache = dict(row._state.fields_cache)
    setattr(holder, name, value)
    return worded(register, holder, name)
