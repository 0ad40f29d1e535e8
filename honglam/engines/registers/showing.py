"""Values of rows in the words of their readers, and the sections of a row as its page shows them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from shapely.geometry import shape

from honglam.core.organisations.models import Unit
from honglam.core.personal.masks import mask
from honglam.engines.registers import writing
from honglam.engines.registers.declaration import Register, Section, Text, When, register_of_model
from honglam.engines.registers.naming import address_of, named
from honglam.engines.registers.sight import Sight
from honglam.toolkit.ui.wording import written_date, written_number

GEOMETRY = "geometry"


@dataclass(frozen=True, slots=True)
class Value:
    """One column of a row as it is shown. `kind` is text, long, number or date; `is_masked` where a reason opens it."""

    name: str
    label: str
    text: str
    kind: str = "text"
    href: str = ""
    is_masked: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A part of a row's page."""

    heading: Text
    values: tuple[Value, ...]


def holds(row: Any, when: When | None) -> bool:
    """Whether a condition holds for a row; no condition always does."""
    return when is None or str(getattr(row, when.column)) in when.values


def applies(register: Register, row: Any, column: str) -> bool:
    """Whether a column has a meaning for this row, as `conditions` say."""
    return holds(row, register.conditions.get(column))


def sections_of(register: Register, row: Any, sight: Sight) -> list[ShownSection]:
    """The sections whose conditions hold, with the columns that the reader may see; personal ones masked."""
    hidden = sight.hidden(row.unit)
    shown = []
    for section in sections_with_place(register):
        if holds(row, section.when):
            names = [name for name in section.columns if name not in hidden and applies(register, row, name)]
            if names:
                values = [value_of(register, row, name, sight) for name in names]
                values += _computed_after(register, row, section.columns, hidden)
                shown.append(ShownSection(section.heading, tuple(values)))
    return shown


def _computed_after(register: Register, row: Any, columns: Iterable[str], hidden: frozenset[str]) -> Iterator[Value]:
    """Columns that are worked out of the row, in the section of the first column that they read, masked as declared."""
    for name, computed in register.computed.items():
        if computed.of[0] in columns and not hidden & set(computed.of):
            value = computed.value(row)
            text = mask(value, computed.mask) if computed.mask else plain_words(value, name)
            label = str(computed.label)
            yield Value(name, label[:1].upper() + label[1:], text)


def sections_with_place(register: Register) -> Iterator[Section]:
    """The declared sections; the place of a located row stands at the end of the first unless one names it."""
    named_somewhere = any(GEOMETRY in section.columns for section in register.sections)
    for number, section in enumerate(register.sections):
        if number == 0 and register.is_located and not named_somewhere:
            yield Section(section.heading, (*section.columns, GEOMETRY), section.when)
        else:
            yield section


def value_of(register: Register, row: Any, name: str, sight: Sight) -> Value:
    """A column of a row as the reader may see it, with the page that it points at."""
    one = register.model._meta.get_field(name)
    text = cell(register, row, name)
    return Value(
        name, register.label_of(name), text, kind_of_field(one), _pointed_at(one, row, sight),
        is_masked=bool(text) and name in register.masks, help=str(getattr(one, "help_text", "")),
    )  # fmt: skip


def cell(register: Register, row: Any, name: str) -> str:
    """A value where it stands alone: choices, states and yes or no begin with a capital."""
    one = register.model._meta.get_field(name)
    text = worded(register, row, name)
    is_word = name == "state" or bool(getattr(one, "choices", None)) or isinstance(one, models.BooleanField)
    return text[:1].upper() + text[1:] if is_word else text


def worded(register: Register, row: Any, name: str, *, is_open: bool = False) -> str:
    """A value in words: 1.234,5 · 05/03/2026 · có · the label of a choice · the name of what is pointed at.

    Personal values come masked unless `is_open`.
    """
    one = register.model._meta.get_field(name)
    try:
        value = getattr(row, name)
    except ObjectDoesNotExist:
        return ""  # a former state may point at what is gone
    if value is None or value == "":
        return ""
    if name in register.masks and not is_open:
        return mask(value, register.masks[name]) or "••••••"
    if name == GEOMETRY:
        return coordinates(value)
    if one.is_relation:
        pointed = register_of_model(type(value))
        return named(pointed, value) if pointed else str(value)
    if name == "state":
        return state_words(register, value)
    if getattr(one, "choices", None):
        return writing.shown(row, name)
    return plain_words(value, name)


def state_words(register: Register, state: str) -> str:
    """The label of a state of the register's lifecycle."""
    labels = dict(register.lifecycle.states.choices) if register.lifecycle else {}
    return str(labels.get(state, state))


def plain_words(value: Any, name: str = "") -> str:
    """A plain value as people read it; the name tells a year, which has no point between its thousands."""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, datetime.datetime):
        return written_date(value, with_time=True)
    if isinstance(value, datetime.date):
        return written_date(value)
    if isinstance(value, int | float | Decimal):
        return str(value) if is_year(name) else figure(value)
    return "" if value is None else str(value)


def figure(value: int | float | Decimal) -> str:
    """1.234,5 without zeros at the end that mean nothing."""
    number = Decimal(str(value)).normalize()
    return written_number(number.quantize(Decimal(1)) if number == number.to_integral() else number)


def is_year(name: str) -> bool:
    """Whether a column of whole numbers counts years."""
    return name == "year" or name.endswith("_year") or name.startswith("year_")


def kind_of_field(one: Any) -> str:
    """How a column is set: text, long, number or date."""
    if isinstance(one, models.DateField):
        return "date"
    if one.is_relation or getattr(one, "choices", None):
        return "text"
    if isinstance(one, models.DecimalField | models.IntegerField | models.FloatField):
        return "number"
    return "long" if isinstance(one, models.TextField) and one.name != GEOMETRY else "text"


def coordinates(geometry: str) -> str:
    """The middle of a place as latitude and longitude: “18,34280° vĩ Bắc, 105,90570° kinh Đông”."""
    try:
        point = shape(json.loads(geometry)).representative_point()
    except (ValueError, TypeError, KeyError, AttributeError):
        return ""
    latitude, longitude = (written_number(Decimal(f"{degrees:.5f}")) for degrees in (point.y, point.x))
    return _("%(latitude)s° vĩ Bắc, %(longitude)s° kinh Đông") % {"latitude": latitude, "longitude": longitude}


def headings(register: Register, names: Iterable[str]) -> list[tuple[str, str]]:
    """Labels of columns with the side on which their cells stand."""
    return [(register.label_of(name), kind_of_field(register.model._meta.get_field(name))) for name in names]


def _pointed_at(one: Any, row: Any, sight: Sight) -> str:
    """The page of what a column points at, where the reader may open it."""
    if not one.is_relation or getattr(row, one.attname) is None:
        return ""
    target = getattr(row, one.name)
    if isinstance(target, Unit):
        return reverse("organisations:unit", args=[target.uid])
    register = register_of_model(type(target))
    if register is None or not Sight(register, sight.user).may("view", target.unit):
        return ""
    return address_of(register, target)
