"""What the database would refuse, said before it is written: the check constraints of a register's model, in Python.

Conditions over own columns, constants and `F` are judged here without a query, with the three values of SQL (a
condition that is unknown holds). Anything else is asked of the constraint itself, which costs a query.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

Values = Mapping[str, Any]
Truth = bool | None
Condition = Callable[[Values], Truth]
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq, "gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le,
}  # fmt: skip


class _TooMuch(Exception):
    """A condition that only the database can judge."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check constraint: its columns (attributes), and its condition where it can be judged here."""

    constraint: models.CheckConstraint
    columns: tuple[str, ...]
    condition: Condition | None

    def message(self) -> str:
        """What is said of a row that breaks it."""
        if self.constraint.violation_error_message != self.constraint.default_violation_error_message:
            return str(self.constraint.get_violation_error_message())
        return _("Các giá trị không hợp lệ khi đi cùng nhau (ràng buộc “%(name)s”).") % {"name": self.constraint.name}


@cache
def checks_of(model: type[models.Model]) -> tuple[Check, ...]:
    """The check constraints of a model, compiled once."""
    found = []
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            names: list[str] = []
            try:
                condition: Condition | None = _compiled(model, constraint.condition, names)
            except _TooMuch:
                condition = None
            found.append(Check(constraint, tuple(dict.fromkeys(names)), condition))
    return tuple(found)


def broken_by(row: models.Model) -> dict[str, list[str]]:
    """What of a row (unsaved or saved) the check constraints of its model refuse, by column ("" the row as a whole)."""
    faults: dict[str, list[str]] = {}
    for check in checks_of(type(row)):
        if check.condition is not None:
            if check.condition(row.__dict__) is not False:
                continue
        else:
            try:
                check.constraint.validate(type(row), row)
                continue
            except ValidationError:
                pass
        column = row._meta.get_field(check.columns[0]).name if len(check.columns) == 1 else ""
        faults.setdefault(column, []).append(check.message())
    return faults


def _compiled(model: type[models.Model], condition: Any, names: list[str]) -> Condition:
    if not isinstance(condition, Q) or condition.connector not in (Q.AND, Q.OR):
        raise _TooMuch
    parts = [_part(model, child, names) for child in condition.children]
    joined = _all(parts) if condition.connector == Q.AND else _any(parts)
    return _not(joined) if condition.negated else joined


def _part(model: type[models.Model], child: Any, names: list[str]) -> Condition:
    if isinstance(child, tuple):
        return _comparison(model, child[0], child[1], names)
    return _compiled(model, child, names)


def _comparison(model: type[models.Model], path: str, wanted: Any, names: list[str]) -> Condition:
    name, _separator, lookup = path.partition("__")
    attribute = _attribute(model, name)
    names.append(attribute)
    lookup = lookup or "exact"
    if lookup == "isnull":
        return lambda values: (values[attribute] is None) is bool(wanted)
    if lookup == "in" and not any(hasattr(one, "resolve_expression") for one in wanted):
        among = list(wanted)
        return lambda values: None if values[attribute] is None else values[attribute] in among
    if lookup not in _COMPARISONS:
        raise _TooMuch
    compare = _COMPARISONS[lookup]
    if isinstance(wanted, F):
        other = _attribute(model, str(wanted.name))  # type: ignore[attr-defined]
        names.append(other)
        return lambda values: (
            None if values[attribute] is None or values[other] is None else compare(values[attribute], values[other])
        )
    if hasattr(wanted, "resolve_expression") or isinstance(wanted, models.Model):
        raise _TooMuch
    return lambda values: None if values[attribute] is None else compare(values[attribute], wanted)


def _attribute(model: type[models.Model], name: str) -> str:
    for one in model._meta.concrete_fields:
        if name in (one.name, one.attname):
            return str(one.attname)
    raise _TooMuch


def _all(parts: list[Condition]) -> Condition:
    def judged(values: Values) -> Truth:
        found: Truth = True
        for part in parts:
            one = part(values)
            if one is False:
                return False
            found = None if one is None else found
        return found

    return judged


def _any(parts: list[Condition]) -> Condition:
    def judged(values: Values) -> Truth:
        found: Truth = False
        for part in parts:
            one = part(values)
            if one is True:
                return True
            found = None if one is None else found
        return found

    return judged


def _not(part: Condition) -> Condition:
    def judged(values: Values) -> Truth:
        one = part(values)
        return None if one is None else not one

    return judged
