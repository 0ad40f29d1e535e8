"""The form of a row, made from the model's fields in the order of the declared sections."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.organisations.fields import UnitField, offer
from honglam.core.organisations.models import Unit
from honglam.engines.registers.declaration import Register, Text, When, register_of_model
from honglam.engines.registers.errors import RecordInvalid, RegisterError
from honglam.engines.registers.pages.row_fields import PlaceField, RowField
from honglam.engines.registers.showing import GEOMETRY, holds, is_year, sections_with_place, worded
from honglam.engines.registers.sight import Sight
from honglam.toolkit.ui.forms import DayField, FigureField

UNIT, DAY, ACT, REASON, REVISION = "row_unit", "row_day", "row_act", "row_reason", "row_revision"
OF_THE_CHANGE = (DAY, ACT, REASON)
CLEAR = "clear__"
_TARGETS = {"unit": UNIT, "valid_from": DAY, "act": ACT, "reason": REASON}
_WIDE, _LONG = 250, 400
_MOMENTS = ["%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y"]


@dataclass(frozen=True, slots=True)
class FormPart:
    """A field of the form with the condition under which it is asked, as the script reads it, and then demanded."""

    field: forms.BoundField
    when: str = ""
    values: str = ""
    is_wide: bool = False
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class FormSection:
    """A part of the form."""

    heading: Text
    parts: list[FormPart]
    when: str = ""
    values: str = ""


class RowForm(forms.Form):
    """Everything that the person may fill of a row; `only` narrows it to some columns (what a move demands).

    Personal columns never show what they hold: left empty they stay as they are, and a box beside empties them. Columns
    with a guard that the person lacks are not there at all.
    """

    def __init__(
        self, *args: Any, register: Register, sight: Sight, row: Any = None, only: Iterable[str] | None = None,
        unit: Unit | None = None, **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.register, self.sight, self.row = register, sight, row
        self.kept: set[str] = set()
        self.label_suffix = ""
        hidden = sight.hidden(row.unit) if row is not None else _hidden_everywhere(sight)
        self.columns = [
            name
            for section in sections_with_place(register)
            for name in section.columns
            if name not in hidden and (only is None or name in only)
        ]
        self.whens = self._conditions()
        for name in self.columns:
            self._add(name)
        if only is None:
            self._add_unit(unit)
        self._add_change(with_day=True)

    # --- building ----------------------------------------------------------------------------------------------------

    def _conditions(self) -> dict[str, When]:
        whens = {name: section.when for section in self.register.sections if section.when for name in section.columns}
        return {**whens, **self.register.conditions}

    def _add(self, name: str) -> None:
        one = self.register.model._meta.get_field(name)
        field = field_for(one, self.sight)
        if name in self.whens:
            field.required = False
        if self.row is not None and name in self.register.masks and worded(self.register, self.row, name):
            self._keep_masked(name, one, field)
        elif self.row is not None:
            self.initial.setdefault(name, getattr(self.row, name))
            if isinstance(field, RowField):
                field.current = getattr(self.row, name)
        elif one.has_default():  # type: ignore[union-attr]
            self.initial.setdefault(name, one.get_default())  # type: ignore[union-attr]
        self.fields.setdefault(name, field)

    def _keep_masked(self, name: str, one: Any, field: forms.Field) -> None:
        """A personal column that holds something: shown masked beside an empty field."""
        if isinstance(field, forms.BooleanField):
            field = forms.TypedChoiceField(
                label=field.label, required=False, coerce=lambda text: text == "True",
                choices=[("", _("giữ nguyên")), ("True", _("có")), ("False", _("không"))],
            )  # fmt: skip
        field.required = False
        field.help_text = _("Đang ghi: %(value)s. Để trống là giữ nguyên.") % {
            "value": worded(self.register, self.row, name)
        }
        self.fields[name] = field
        self.kept.add(name)
        if one.blank:
            self.fields[CLEAR + name] = forms.BooleanField(
                label=_("Xóa %(column)s đang ghi") % {"column": self.register.label_of(name)}, required=False
            )

    def _add_unit(self, unit: Unit | None) -> None:
        reach = self.sight.reach("edit")
        units = reach.units().seats()
        field = UnitField(
            label=_("Đơn vị quản lý"), help_text=_("Đơn vị giữ dòng này; quyền xem, sửa tính theo đơn vị.")
        )
        self.fields[UNIT] = field
        self.initial.setdefault(UNIT, self.row.unit if self.row is not None else unit)
        offer(self, UNIT, units, within=reach.permission)

    def _add_change(self, *, with_day: bool) -> None:
        if with_day:
            self.fields[DAY] = DayField(
                label=_("Có hiệu lực từ ngày"), required=False,
                help_text=_("Ngày nội dung này đúng trong thực tế. Để trống là hôm nay."),
            )  # fmt: skip
        if self.row is not None:
            self.fields[ACT] = forms.CharField(
                label=_("Văn bản làm căn cứ"), required=False, max_length=300,
                widget=forms.TextInput(attrs={"placeholder": _("QĐ 12/QĐ-UBND ngày 05/03/2026")}),
            )  # fmt: skip
            self.fields[REVISION] = forms.IntegerField(widget=forms.HiddenInput, required=False)
            self.initial.setdefault(REVISION, self.row.revision)
        self.fields[REASON] = forms.CharField(label=_("Lý do, ghi chú lần ghi"), required=False, max_length=500)

    # --- reading what was sent ---------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """Columns whose condition does not hold are not asked, so nothing is wrong with them."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, when in self.whens.items():
            if name in self.fields and not self._is_asked(when, cleaned):
                self.errors.pop(name, None)
                cleaned.setdefault(name, None)
        return cleaned

    def _is_asked(self, when: When, cleaned: Mapping[str, Any]) -> bool:
        if when.column not in self.fields or (when.column in self.kept and not cleaned.get(when.column)):
            return self.row is not None and holds(self.row, when)
        return str(cleaned.get(when.column, "")) in when.values

    def values(self) -> dict[str, Any]:
        """Column → value, as the verbs take them; personal columns that were left empty are not among them."""
        found: dict[str, Any] = {}
        for name in self.columns:
            value = self.cleaned_data.get(name)
            if name in self.kept and value in (None, ""):
                if self.cleaned_data.get(CLEAR + name):
                    found[name] = None if self.register.model._meta.get_field(name).null else ""
                continue
            one: Any = self.register.model._meta.get_field(name)
            if value is None and not one.null and not one.is_relation:
                value = False if isinstance(one, models.BooleanField) else "" if one.empty_strings_allowed else None
            found[name] = value
        return found

    @property
    def unit(self) -> Unit | None:
        """The unit that keeps the row."""
        return self.cleaned_data.get(UNIT)

    def refuse(self, error: RegisterError) -> None:
        """Show a refused write at the fields that it is about."""
        if isinstance(error, RecordInvalid):
            for column, texts in error.faults.items():
                target = column if column in self.fields else None
                label = "" if target or not column else f"{self.register.label_of(column)}: "
                for text in texts:
                    self.add_error(target, f"{label}{text}")
            return
        column = _TARGETS.get(error.column, error.column)
        self.add_error(column if column in self.fields else None, str(error))

    # --- showing -----------------------------------------------------------------------------------------------------

    def sections(self) -> Iterator[FormSection]:
        """The sections of the page with their fields; a section whose condition cannot be changed here only if it
        holds."""
        for section in sections_with_place(self.register):
            names = [name for name in section.columns if name in self.fields and self._may_come(name)]
            if names and (section.when is None or self._may_come_for(section.when)):
                when, values = self._for_script(section.when)
                yield FormSection(section.heading, [*self._parts(names)], when, values)

    def _parts(self, names: Iterable[str]) -> Iterator[FormPart]:
        for name in names:
            when, values = self._for_script(self.register.conditions.get(name))
            field = self.fields[name]
            wide = isinstance(field.widget, forms.Textarea) or (getattr(field, "max_length", None) or 0) >= _WIDE
            yield FormPart(self[name], when, values, wide, name in self.register.conditions and name not in self.kept)
            if CLEAR + name in self.fields:
                yield FormPart(self[CLEAR + name], when, values)

    def _may_come(self, name: str) -> bool:
        when = self.register.conditions.get(name)
        return when is None or self._may_come_for(when)

    def _may_come_for(self, when: When) -> bool:
        return when.column in self.fields or (self.row is not None and holds(self.row, when))

    def _for_script(self, when: When | None) -> tuple[str, str]:
        if when is None or when.column not in self.fields or when.column in self.kept:
            return "", ""
        return when.column, json.dumps(when.values)

    @property
    def change_fields(self) -> list[forms.BoundField]:
        """The fields about the change itself: from when, by which paper, why."""
        return [self[name] for name in (UNIT, *OF_THE_CHANGE) if name in self.fields]


def field_for(one: Any, sight: Sight) -> forms.Field:
    """The form field of a column."""
    common: dict[str, Any] = {
        "label": str(one.verbose_name)[:1].upper() + str(one.verbose_name)[1:],
        "required": not one.blank,
        "help_text": str(one.help_text),
    }
    if one.name == GEOMETRY:
        return PlaceField(**_helped(common))
    if one.is_relation:
        return _reference(one, sight, common)
    if one.choices:
        empty = None if one.null else ""
        choices = [("", _("Chọn…")), *one.flatchoices]
        return forms.TypedChoiceField(choices=choices, coerce=one.to_python, empty_value=empty, **common)
    if isinstance(one, models.BooleanField):
        return _yes_or_no(one, common)
    if isinstance(one, models.DateTimeField):
        return _moment(common)
    if isinstance(one, models.DateField):
        return DayField(**_helped(common))
    if isinstance(one, models.DecimalField):
        whole = (one.max_digits or 15) - (one.decimal_places or 0)
        return FigureField(places=one.decimal_places or 0, most_digits=whole, **common)
    if isinstance(one, models.IntegerField):
        return FigureField(places=0, most_digits=18, is_grouped=not is_year(one.name), **common)
    if isinstance(one, models.FloatField):
        return FigureField(places=9, **common)
    return _text(one, common)


def _moment(common: dict[str, Any]) -> forms.Field:
    attributes = {"placeholder": "HH:MM dd/mm/yyyy", "autocomplete": "off"}
    widget = forms.DateTimeInput(format=_MOMENTS[0], attrs=attributes)
    return forms.DateTimeField(input_formats=_MOMENTS, widget=widget, **common)


def _text(one: Any, common: dict[str, Any]) -> forms.Field:
    if isinstance(one, models.EmailField | models.URLField):
        return _own_form_field(one, common)
    if isinstance(one, models.TextField):
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), **common)
    if isinstance(one, models.CharField):
        is_long = (one.max_length or 0) >= _LONG
        widget: Any = forms.Textarea(attrs={"rows": 2}) if is_long else forms.TextInput(attrs={"autocomplete": "off"})
        return forms.CharField(max_length=one.max_length, widget=widget, **common)
    return _own_form_field(one, common)


def _own_form_field(one: Any, common: dict[str, Any]) -> forms.Field:
    """The field that Django makes for a kind of column that is not written in a way of our own."""
    made: forms.Field = one.formfield(**common)
    return made


def _yes_or_no(one: Any, common: dict[str, Any]) -> forms.Field:
    if not one.null:
        return forms.BooleanField(**(common | {"required": False}))
    return forms.TypedChoiceField(
        choices=[("", _("chưa rõ")), ("True", _("có")), ("False", _("không"))],
        coerce=lambda text: text == "True", empty_value=None, **common,
    )  # fmt: skip


def _reference(one: Any, sight: Sight, common: dict[str, Any]) -> forms.Field:
    if one.related_model is Unit:
        field = UnitField(**_helped(common))
        field.units = Unit.objects.complex_filter(one.get_limit_choices_to())
        return field
    register = register_of_model(one.related_model)
    if register is not None:
        return RowField(register, sight.user, **_helped(common))
    return _own_form_field(one, common)


def _helped(common: dict[str, Any]) -> dict[str, Any]:
    """Without an empty help text, so that the field's own stands."""
    return {name: value for name, value in common.items() if name != "help_text" or value}


def _hidden_everywhere(sight: Sight) -> frozenset[str]:
    """Columns that the person may fill in no unit's rows."""
    return frozenset(name for name, code in sight.register.guarded.items() if not sight.user.has_perm(code))


class StepForm(forms.Form):
    """What an end, an undo or the removal of a paper asks: why, and from which day."""

    on = DayField(label=gettext_lazy("Ngừng từ ngày"), help_text=gettext_lazy("Ngày đầu tiên dòng không còn hiệu lực."))
    reason = forms.CharField(
        label=gettext_lazy("Lý do"), max_length=500, min_length=5, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, with_day: bool = False, needs_reason: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if with_day:
            self.initial.setdefault("on", timezone.localdate())
        else:
            del self.fields["on"]
        self.fields["reason"].required = needs_reason
