"""New rows judged without making an object each: the verdict of `writing.cleaned`, compiled column by column.

The compiled way only says “surely right”, with the values as they will be stored. Whatever it is not sure of (and every
register with a `clean` of its own) is asked of `writing.cleaned` itself, whose words the person then reads; so the two
never differ in what they take. A test with made-up values holds them to it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator, MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models

from honglam.core.search.queries import searchable_text
from honglam.engines.registers import writing
from honglam.engines.registers.constraints import checks_of
from honglam.engines.registers.declaration import Register, When
from honglam.engines.registers.importing.cells import PointText
from honglam.engines.registers.importing.references import Pointed
from honglam.engines.registers.storing import stored_fields
from honglam.toolkit.identifiers import uuid7

Check = Callable[[Any], Any]
BOX = ("west", "south", "east", "north")


class Unsure(Exception):
    """The compiled way does not know; `writing.cleaned` decides."""


class Creation:
    """Makes the stored values of new rows of one register, in the order of `stored_fields`."""

    def __init__(self, register: Register, *, by: Any, at: datetime.datetime, since: datetime.date) -> None:
        self.register = register
        self._by, self._at, self._since = by, at, since
        model = register.model
        self.fields = stored_fields(model)
        self.place = {one.attname: position for position, one in enumerate(self.fields)}
        fixed = {
            "revision": 1, "valid_from": since, "recorded_at": at, "recorded_by_id": getattr(by, "pk", None),
            "state": register.lifecycle.initial if register.lifecycle else "",
        }  # fmt: skip
        self._blank = [fixed.get(one.attname, _resting(one)) for one in self.fields]
        self._columns = [self._column(one) for one in self.fields if one.name in register.fields]
        self._uid, self._unit, self._state = self.place["uid"], self.place["unit_id"], self.place["state"]
        self._text = self.place["search_text"]
        self._emptied = [self._condition(when, [name]) for name, when in register.conditions.items()]
        self._sections = [self._condition(one.when, one.columns) for one in register.sections if one.when]
        self._checks = [
            (check.condition, [(name, self.place[name]) for name in check.columns]) for check in checks_of(model)
            if check.condition is not None
        ]  # fmt: skip
        self._shown = [self._shower(name) for name in register.search if name not in register.masks]
        pointing = [when.column for when in _whens(register) if model._meta.get_field(when.column).is_relation]
        self._is_simple = (
            model.clean is models.Model.clean and model.clean_fields is models.Model.clean_fields and not pointing
            and all(check.condition is not None and not set(check.columns) - set(self.place)
                    for check in checks_of(model))
            and all(self._shown)
        )  # fmt: skip

    def row(self, values: Mapping[str, Any], *, unit: Any, state: str = "") -> list[Any]:
        """The stored values of a new row of `unit`; `values` maps columns to what their parsers gave.

        Raises:
            RecordInvalid: what `writing.cleaned` says.
        """
        if self._is_simple:
            try:
                return self._quick(values, unit.pk, state)
            except Unsure:
                pass
        return self._slow(values, unit, state)

    def _quick(self, values: Mapping[str, Any], unit_id: int, state: str) -> list[Any]:
        row = self._blank.copy()
        row[self._uid], row[self._unit] = uuid7(), unit_id
        if state:
            row[self._state] = state
        for name, position, check, absent, maker in self._columns:
            value = values.get(name)
            if value is not None:
                row[position] = check(value)
            elif maker is not None:
                row[position] = maker()
            elif absent is Unsure:
                # A column that is left empty because its condition does not hold is no fault; the slow way knows.
                raise Unsure
        self._settle(row)
        outline = values.get("geometry")
        if outline is not None and row[self.place["geometry"]]:
            self._locate(row, outline)
        for condition, names in self._checks:
            if condition({name: row[position] for name, position in names}) is False:
                raise Unsure
        row[self._text] = searchable_text(*[shown(row, values) for shown in self._shown if shown is not None])
        return row

    def _settle(self, row: list[Any]) -> None:
        """Empty what does not apply, and refuse what is due and missing."""
        for position, wanted, emptied in (*self._sections, *self._emptied):
            if str(row[position]) not in wanted:
                for other, empty in emptied:
                    row[other] = empty
        for position, wanted, emptied in self._emptied:
            if str(row[position]) in wanted and row[emptied[0][0]] in (None, ""):
                raise Unsure

    def _locate(self, row: list[Any], outline: str) -> None:
        if isinstance(outline, PointText):
            x, y = outline.x, outline.y
            row[self.place["geometry"]] = str(outline)
            box = (x, y, x, y)
        else:
            held = SimpleNamespace(geometry=str(outline))
            if writing.place(held):
                raise Unsure
            row[self.place["geometry"]] = held.geometry
            box = (held.west, held.south, held.east, held.north)
        for name, value in zip(BOX, box, strict=True):
            row[self.place[name]] = value

    def _slow(self, values: Mapping[str, Any], unit: Any, state: str) -> list[Any]:
        made: Any = self.register.model(unit=unit, recorded_at=self._at, recorded_by=self._by, valid_from=self._since)
        if self.register.lifecycle is not None:
            made.state = state or self.register.lifecycle.initial
        writing.cleaned(self.register, made, objects_of(values))
        return [getattr(made, one.attname) for one in self.fields]

    def _column(self, field: models.Field[Any, Any]) -> tuple[str, int, Check, Any, Callable[[], Any] | None]:
        """Name, place, check of a value; what stands where nothing is written, or what makes it."""
        check = check_of(field)
        position = self.place[field.attname]
        if field.has_default() and callable(field.default):
            return field.name, position, check, None, lambda: _sure(field, check, field.get_default())
        try:
            absent = _sure(field, check, _resting(field))
        except Unsure:
            return field.name, position, check, Unsure, None
        self._blank[position] = absent
        return field.name, position, check, absent, None

    def _condition(
        self, when: When, columns: tuple[str, ...] | list[str]
    ) -> tuple[int, frozenset[str], list[tuple[int, Any]]]:
        fields = [self.register.model._meta.get_field(name) for name in columns]
        emptied = [
            (self.place[one.attname], None if one.null else one.get_default())  # type: ignore[union-attr]
            for one in fields
        ]
        holder = self.register.model._meta.get_field(when.column)
        return self.place[holder.attname], frozenset(when.values), emptied  # type: ignore[union-attr]

    def _shower(self, name: str) -> Callable[[list[Any], Mapping[str, Any]], str] | None:
        """What a column of the search text shows, as `writing.shown` does; None where only an object can say it."""
        model = self.register.model
        field: Any = model._meta.get_field(name)
        position = self.place[field.attname]
        if field.is_relation:
            return lambda row, values: values[name].shown if values.get(name) is not None else ""
        if field.choices and f"get_{name}_display" not in _written_displays(model):
            labels = {value: str(label) for value, label in field.flatchoices}
            return lambda row, values: str(labels.get(row[position], "" if row[position] is None else row[position]))
        if hasattr(model, f"get_{name}_display"):
            return None
        return lambda row, values: "" if row[position] is None else str(row[position])


def objects_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as `writing.cleaned` takes them: objects instead of what was found of them."""
    return {
        name: value.target if isinstance(value, Pointed) else str(value) if isinstance(value, PointText) else value
        for name, value in values.items()
    }


def check_of(field: models.Field[Any, Any]) -> Check:
    """A check that gives the value as it is stored where the field surely takes it, and raises Unsure elsewhere."""
    if field.is_relation:
        return _pointed
    if field.name == "geometry":
        return str
    kinds: tuple[tuple[Any, Callable[[Any], Check]], ...] = (
        (models.CharField, _line_check), (models.TextField, _text_check), (models.BooleanField, _typed(bool)),
        (models.DecimalField, _decimal_check), (models.IntegerField, _typed(int)), (models.FloatField, _typed(float)),
        (models.DateTimeField, _typed(datetime.datetime)), (models.DateField, _typed(datetime.date)),
    )  # fmt: skip
    for kind, make in kinds:
        if isinstance(field, kind) and _keeps_to_python(field, kind):
            return _with_validators(field, _with_choices(field, make(field)))
    return _never


def _never(value: Any) -> Any:
    raise Unsure


def _pointed(value: Any) -> Any:
    if type(value) is not Pointed:
        raise Unsure
    return value.pk


def _line_check(field: Any) -> Check:
    longest = field.max_length

    def check(value: Any) -> Any:
        if type(value) is not str:
            raise Unsure
        value = " ".join(value.split())
        if not value or (longest is not None and len(value) > longest):
            raise Unsure
        return value

    return check


def _text_check(field: Any) -> Check:
    def check(value: Any) -> Any:
        if type(value) is not str or not value.strip():
            raise Unsure
        return value.strip()

    return check


def _typed(kind: type) -> Callable[[Any], Check]:
    def make(field: Any) -> Check:
        def check(value: Any) -> Any:
            if type(value) is not kind:
                raise Unsure
            return value

        return check

    return make


def _decimal_check(field: Any) -> Check:
    places, most = field.decimal_places, Decimal(10) ** (field.max_digits - field.decimal_places)

    def check(value: Any) -> Any:
        if type(value) is not Decimal or not -most < value < most:
            raise Unsure
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int) or -exponent > places:
            raise Unsure
        return value

    return check


def _with_choices(field: Any, check: Check) -> Check:
    if not field.choices:
        return check
    codes = frozenset(value for value, _label in field.flatchoices)

    def chosen(value: Any) -> Any:
        value = check(value)
        if value not in codes:
            raise Unsure
        return value

    return chosen


def _with_validators(field: Any, check: Check) -> Check:
    """The check and what else the field demands of a value (bounds, patterns, addresses)."""
    done = (MaxLengthValidator,) if isinstance(field, models.CharField) else (DecimalValidator,)
    bounds = [one for one in field.validators if type(one) in (MinValueValidator, MaxValueValidator)]
    rest = [one for one in field.validators if one not in bounds and type(one) not in done]
    least = max((_limit(one) for one in bounds if type(one) is MinValueValidator), default=None)
    most = min((_limit(one) for one in bounds if type(one) is MaxValueValidator), default=None)
    if not bounds and not rest:
        return check

    def checked(value: Any) -> Any:
        value = check(value)
        if (least is not None and value < least) or (most is not None and value > most):
            raise Unsure
        for validate in rest:
            try:
                validate(value)
            except ValidationError as error:
                raise Unsure from error
        return value

    return checked


def _limit(validator: Any) -> Any:
    return validator.limit_value() if callable(validator.limit_value) else validator.limit_value


def _keeps_to_python(field: Any, kind: Any) -> bool:
    """Whether the field takes values and validates them as the plain kind does, so that only its validators add."""
    return (
        type(field).to_python in _ways_of_django(kind) and type(field).validate is models.Field.validate
        and type(field).clean is models.Field.clean
    )  # fmt: skip


def _ways_of_django(kind: Any) -> set[Any]:
    """How Django's own fields of a kind turn values into Python."""
    found: list[Any] = [one for one in vars(models).values() if isinstance(one, type) and issubclass(one, kind)]
    return {one.to_python for one in found}


def _sure(field: Any, check: Check, value: Any) -> Any:
    """A value that nobody wrote, where the field takes it: empty is right where it may be blank."""
    if value in field.empty_values:
        if not field.blank or (value is None and not field.null):
            raise Unsure
        return value
    return check(value if type(value) is not int or not isinstance(field, models.DecimalField) else Decimal(value))


def _resting(field: Any) -> Any:
    """What the model puts into a column that nobody fills."""
    return None if callable(field.default) and field.has_default() else field.get_default()


def _written_displays(model: Any) -> set[str]:
    """`get_…_display` that a class of the model writes itself, as against those that Django makes for choices."""
    own: set[str] = set()
    for one in model.__mro__:
        own |= {name for name, value in vars(one).items() if name.startswith("get_") and name.endswith("_display")
                and hasattr(value, "__code__")}  # fmt: skip
    return own


def _whens(register: Register) -> list[When]:
    return [*register.conditions.values(), *(one.when for one in register.sections if one.when is not None)]
