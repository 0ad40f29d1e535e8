"""Every action that is written to the log has a stable code and a Vietnamese label, declared in `declarations.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


class DeclarationError(ValueError):
    """An action code is badly formed or declared twice."""


@dataclass(frozen=True)
class Action:
    """A kind of entry in the log: `plans.task_assigned`, “Giao nhiệm vụ”."""

    code: str
    label: str | Promise


_actions: dict[str, Action] = {}


def declare_action(code: str, label: str | Promise) -> Action:
    """Declare an action once, under a stable dotted code.

    Raises:
        DeclarationError: the code is not `app.verb` in lower case, or is taken.
    """
    if not _CODE.fullmatch(code):
        raise DeclarationError(f"{code!r} is no dotted lower-case code such as 'plans.task_assigned'")
    if code in _actions:
        raise DeclarationError(f"the action {code!r} is declared twice")
    _actions[code] = Action(code, label)
    return _actions[code]


_names: dict[str, Callable[[Any], str]] = {}


def declare_name(kind: str, name: Callable[[Any], str]) -> None:
    """What the log calls objects of a kind (`officials.official`) whose own text says more than every reader may know.

    Declared again, the newer name holds.
    """
    _names[kind] = name


def name_of(target: Any) -> str:
    """What the log calls an object: by its declared name, else by its text."""
    name = _names.get(target._meta.label_lower)
    return name(target) if name is not None else str(target)


def action_label(code: str) -> str | Promise:
    """The Vietnamese label; entries of an action that no longer exists still read, by their code."""
    known = _actions.get(code)
    return known.label if known else code


def is_declared(code: str) -> bool:
    """Whether an action has this code."""
    return code in _actions


def actions() -> list[Action]:
    """All declared actions, by code."""
    return [_actions[code] for code in sorted(_actions)]


_columns: dict[str, str | Promise] = {}
_values: dict[str, Mapping[str, str | Promise]] = {}


def name_column(column: str, label: str | Promise, values: Mapping[str, str | Promise] | None = None) -> None:
    """Give a key of `changes` that is no column of its object a name for readers; the same name twice is harmless.

    `values` names the codes that are stored under the key, for readers.

    Raises:
        DeclarationError: another name was given before.
    """
    if str(_columns.get(column, label)) != str(label):
        raise DeclarationError(f"the column {column!r} has another name already")
    _columns[column] = label
    if values:
        _values[column] = values


def column_label(column: str) -> str:
    """The name given to a key of `changes`, or an empty text."""
    return str(_columns.get(column, ""))


def value_label(column: str, value: str) -> str:
    """A stored value in words: codes with a name by it, several joined by commas each, anything else as it is."""
    names = _values.get(column)
    return ", ".join(str(names.get(code, code)) for code in value.split(", ")) if names else value
