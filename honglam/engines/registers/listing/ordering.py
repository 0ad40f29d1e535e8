"""In which order rows stand: the expression of a column, and what lies beyond a row in that order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When

from honglam.core.access.models import User
from honglam.core.organisations.models import Unit
from honglam.engines.registers.declaration import Register, register_of_model
from honglam.engines.registers.listing.sight import states_of

MOST_CHOICES = 40


@dataclass(frozen=True)
class Order:
    """By which expression (None: in the order of writing), in which direction, and whether it may be empty."""

    column: str
    expression: Any
    descending: bool
    may_be_empty: bool

    def by(self) -> list[Any]:
        """What `order_by` takes, over rows annotated with `_sort`; the key settles ties, so that pages never overlap.

        Columns that are never empty keep the plain form, which an index serves in both directions.
        """
        pk = "-pk" if self.descending else "pk"
        if self.expression is None:
            return [pk]
        if not self.may_be_empty:
            return ["-_sort" if self.descending else "_sort", pk]
        sort = F("_sort").desc(nulls_last=True) if self.descending else F("_sort").asc(nulls_last=True)
        return [sort, pk]

    def beyond(self, value: Any, pk: int) -> Q:
        """The rows that stand after one with this value and key; the first bound lets an index find the place."""
        way = "lt" if self.descending else "gt"
        later = Q(**{f"pk__{way}": pk})
        if self.expression is None:
            return later
        if value is None:
            return Q(_sort__isnull=True) & later
        beyond = Q(**{f"_sort__{way}e": value}) & (Q(**{f"_sort__{way}": value}) | later)
        return beyond | Q(_sort__isnull=True) if self.may_be_empty else beyond


def order_of(register: Register, asked: str, sortable: list[str]) -> Order:
    """The order that the address asks for, else the declared one, else the latest written first."""
    name = asked if asked.removeprefix("-") in sortable else register.order
    column, descending = name.removeprefix("-"), name.startswith("-")
    if column not in sortable:
        return Order("", None, True, False)
    expression, may_be_empty = _expression(register, column)
    return Order(column, expression, descending, may_be_empty)


def _expression(register: Register, column: str) -> tuple[Any, bool]:
    """What a column is compared by: units and people in the alphabet, choices in the order of their list."""
    field = register.model._meta.get_field(column)
    assert isinstance(field, models.Field)
    if isinstance(field, models.ForeignKey):
        return F(_path_of_reference(column, field)), field.null
    codes = list(states_of(register)) if column == "state" else [code for code, _label in field.flatchoices]
    if 0 < len(codes) <= MOST_CHOICES:
        places = [When(**{column: code}, then=Value(place)) for place, code in enumerate(codes)]
        return Case(*places, default=Value(None), output_field=IntegerField()), True
    return F(column), field.null


def _path_of_reference(column: str, field: Any) -> str:
    pointed = field.remote_field.model
    if pointed in (Unit, User):
        return f"{column}__sort_key"
    if (other := register_of_model(pointed)) is not None:
        for name in (*other.identity, *other.search):
            if name not in other.masks and name not in other.guarded and not pointed._meta.get_field(name).is_relation:
                return f"{column}__{name}"
    return f"{column}_id"
