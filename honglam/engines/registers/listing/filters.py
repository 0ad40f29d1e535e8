"""Filters of a list, made from the declaration: what is offered, what was asked, and the condition that follows.

Names in the address: a column's own name (`sector=energy`), with `_from` and `_to` for days and figures. A filter that
cannot be read is passed over and says so at its field.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.organisations.fields import UnitField, offer
from honglam.core.organisations.models import Unit
from honglam.core.search.queries import matches
from honglam.engines.registers.declaration import Register, register_of_model
from honglam.engines.registers.listing.fields import FigureField
from honglam.engines.registers.listing.sight import ListSight, kind_of, states_of
from honglam.engines.registers.naming import called
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.numbers import format_number
from honglam.toolkit.sheets import Kind
from honglam.toolkit.ui.forms import DayField

SHOWN_AT_ONCE = 3
YEAR = "year"
"""The mask of a day of which only the year is shown."""
Condition = Callable[[Any], Q]


class _YearField(forms.IntegerField):
    """A year, as people write it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(min_value=1900, max_value=2100, **options)


class FilterForm(forms.Form):
    """The filters of one register; `conditions` maps a field to the condition that follows from its value."""

    def __init__(self, sight: ListSight, asked: QueryDict) -> None:
        super().__init__(asked)
        self.sight = sight
        self.conditions: dict[str, Condition] = {}
        register = sight.register
        self.offered = [name for name in ("state", *register.filters) if self._is_offered(name)]
        for column in dict.fromkeys(self.offered):
            self._offer(column)
        for column in register.computed:
            if sight.asks_between(column):
                self._offer_computed(column)
        if "unit" not in self.fields:
            self._offer("unit")
        self.fields["ended"] = forms.ChoiceField(
            label=_("Đã ngừng"), required=False,
            choices=[("", _("Dòng đang dùng")), ("all", _("Cả dòng đã ngừng")), ("only", _("Chỉ dòng đã ngừng"))],
        )  # fmt: skip
        self.fields["on"] = DayField(label=_("Tình trạng tại ngày"), required=False)
        self.is_valid()

    def clean_on(self) -> Any:
        """The day of the past. ValidationError for a day to come: nobody knows what holds then."""
        day = self.cleaned_data["on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(_("Ngày xem lại không được sau hôm nay."))
        return day

    @property
    def day(self) -> Any:
        """The day as of which the list is asked for, or None for the present."""
        return self.cleaned_data.get("on")

    def condition(self) -> Q:
        """Everything that the filters ask for; it holds for present rows and former states alike."""
        condition = Q()
        for name, follows in self.conditions.items():
            value = self.cleaned_data.get(name)
            if value not in (None, ""):
                condition &= follows(value)
        if self.day is None:
            ended = self.cleaned_data.get("ended")
            condition &= Q() if ended == "all" else Q(ended_on__isnull=ended != "only")
        return condition

    def said(self) -> list[tuple[str, str, list[str]]]:
        """What is filtered by, in words: label, value, and the names in the address that ask for it."""
        words = []
        for name in (*self.conditions, "ended", "on"):
            value = self.cleaned_data.get(name)
            if value in (None, ""):
                continue
            field = self.fields[name]
            text = dict(getattr(field, "choices", ())).get(value, value) if hasattr(field, "choices") else value
            text = str(text) if isinstance(field, _YearField) else text
            words.append((str(field.label), _written(self._row_called(name, text)), [name, f"{name}_key"]))
        return words

    def bars(self) -> tuple[list[Any], list[Any]]:
        """The bound fields that stand in the bar at once, and those that are unfolded."""
        names = [*self.conditions, "ended", "on"]
        short = [name for name in names if not name.endswith(("_from", "_to")) and name not in ("unit", "ended", "on")]
        first = short[:SHOWN_AT_ONCE]
        return [self[name] for name in first], [self[name] for name in names if name not in first]

    @property
    def is_unfolded(self) -> bool:
        """Whether a filter is in use that does not stand in the bar at once, or one could not be read."""
        _first, rest = self.bars()
        return any(self.cleaned_data.get(one.name) not in (None, "") or one.errors for one in rest)

    def _is_offered(self, column: str) -> bool:
        register = self.sight.register
        if column == "state" and register.lifecycle is None:
            return False
        return self.sight.judges(column)

    def _offer(self, column: str) -> None:
        register, field = self.sight.register, self.sight.register.model._meta.get_field(column)
        label = register.label_of(column)
        if isinstance(field, models.ForeignKey):
            self._offer_pointing(column, field, label)
        elif choices := _choices(register, column, field):
            self._add(column, forms.ChoiceField(label=label, choices=[("", label), *choices], required=False),
                      lambda value: Q(**{column: value}))  # fmt: skip
        elif isinstance(field, models.BooleanField):
            answers = [("", label), ("yes", _("%(label)s: có") % {"label": label}),
                       ("no", _("%(label)s: không") % {"label": label})]  # fmt: skip
            self._add(column, forms.ChoiceField(label=label, choices=answers, required=False),
                      lambda value: Q(**{column: value == "yes"}))  # fmt: skip
        elif isinstance(field, models.DateTimeField):
            self._between(column, DayField, label, f"{column}__date")
        elif isinstance(field, models.DateField):
            self._between(column, DayField, label, column)
        elif kind_of(register, column) == Kind.NUMBER or isinstance(field, models.IntegerField):
            self._between(column, FigureField, label, column)
        else:
            text = forms.CharField(label=label, required=False, max_length=200)
            self._add(column, text, lambda value: Q(**{f"{column}__icontains": value}))

    def _offer_computed(self, column: str) -> None:
        """From … to; in whole years where more than the year is masked."""
        computed, label = self.sight.register.computed[column], self.sight.register.label_of(column)
        assert computed.between is not None
        between = computed.between
        if computed.mask == YEAR:
            self._add(f"{column}_from", _YearField(label=_("%(label)s từ năm") % {"label": label}, required=False),
                      lambda year: between(datetime.date(year, 1, 1), None))  # fmt: skip
            self._add(f"{column}_to", _YearField(label=_("%(label)s đến năm") % {"label": label}, required=False),
                      lambda year: between(None, datetime.date(year, 12, 31)))  # fmt: skip
            return
        made = DayField if kind_of(self.sight.register, column) == Kind.DATE else FigureField
        self._add(f"{column}_from", made(label=_("%(label)s từ") % {"label": label}, required=False),
                  lambda value: between(value, None))  # fmt: skip
        self._add(f"{column}_to", made(label=_("%(label)s đến") % {"label": label}, required=False),
                  lambda value: between(None, value))  # fmt: skip

    def _offer_pointing(self, column: str, field: Any, label: str) -> None:
        if field.remote_field.model is Unit:
            self._add(column, UnitField(label=label, required=False, help_text=""),
                      lambda unit: Q(**{f"{column}__in": Unit.objects.subtree_of(unit).values("pk")}))  # fmt: skip
            if column == "unit":
                offer(self, column, self.sight.reach.units(), within=self.sight.register.permission("view"))
        elif (other := register_of_model(field.remote_field.model)) is not None:
            self._add(column, forms.CharField(label=label, required=False, max_length=200),
                      lambda text: _pointing_at(other, column, text))  # fmt: skip

    def _between(self, column: str, made: type[forms.Field], label: str, lookup: str) -> None:
        for end, words, compared in (("from", _("%(label)s từ"), "gte"), ("to", _("%(label)s đến"), "lte")):
            self._add(f"{column}_{end}", made(label=words % {"label": label}, required=False),
                      self._bound(column, f"{lookup}__{compared}"))  # fmt: skip

    def _bound(self, column: str, lookup: str) -> Condition:
        field = self.sight.register.model._meta.get_field(column)
        return lambda value: Q(**{lookup: _storable(field, value)})

    def _add(self, name: str, field: forms.Field, follows: Condition) -> None:
        self.fields[name] = field
        self.conditions[name] = follows

    def _row_called(self, name: str, value: Any) -> Any:
        """The name of a row that the address gives by its uid."""
        if not isinstance(value, str) or (uid := uuid_of(value)) is None:
            return value
        field = self.sight.register.model._meta.get_field(name)
        rows: Any = field.related_model._default_manager if field.is_relation else None  # type: ignore[union-attr]
        return called(rows.filter(uid=uid).first()) if rows is not None else value


def _storable(field: Any, value: Any) -> Any:
    """A figure that the column could hold: more digits than it has would break the comparison."""
    if not isinstance(value, Decimal) or not isinstance(field, models.DecimalField):
        return value
    most = Decimal(10) ** (field.max_digits - field.decimal_places) - Decimal(1).scaleb(-field.decimal_places)
    return round(min(max(value, -most), most), field.decimal_places)


def _choices(register: Register, column: str, field: Any) -> list[tuple[str, str]]:
    if column == "state":
        return list(states_of(register).items())
    return [(str(code), str(label)) for code, label in getattr(field, "flatchoices", ())]


def _pointing_at(other: Register, column: str, text: str) -> Q:
    """Rows that point at one row, by its uid, or at all rows that the words find."""
    if uid := uuid_of(text):
        return Q(**{f"{column}__uid": uid})
    rows: Any = other.model._default_manager
    return Q(**{f"{column}__in": rows.filter(matches(text)).values("pk")})


def _written(value: Any) -> str:
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return format_number(value)
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)
