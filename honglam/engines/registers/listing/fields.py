"""Form fields for the columns of a register: figures as they are written here, rows that are named by their words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.organisations.fields import UnitField
from honglam.core.organisations.models import Unit
from honglam.core.search.queries import matches
from honglam.engines.registers.declaration import Register, register_of_model
from honglam.engines.registers.naming import called
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.numbers import FigureError, parse_number
from honglam.toolkit.ui.forms import DayField

LARGEST = Decimal(10) ** 15


class FigureField(forms.CharField):
    """A number as people write it: 1.234,5. Cleans to a Decimal (`is_whole`: to an int), or None."""

    def __init__(self, *, is_whole: bool = False, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=40, **options)
        self.is_whole = is_whole

    def clean(self, value: Any) -> Decimal | int | None:
        """The number. ValidationError where the text is none, or one that no register holds."""
        text = super().clean(value)
        if not text:
            return None
        try:
            figure = parse_number(text)
        except FigureError as error:
            raise ValidationError(error.message, code=error.code) from error
        if abs(figure) >= LARGEST or figure != round(figure, 6):
            raise ValidationError(_("Số quá lớn hoặc có quá nhiều chữ số lẻ."), code="out_of_range")
        if self.is_whole and figure != int(figure):
            raise ValidationError(_("Hãy nhập số nguyên, không có phần lẻ."), code="not_whole")
        return int(figure) if self.is_whole else figure


class RowField(forms.CharField):
    """One standing row of another register that `user` sees, named by a few of its words or by its uid."""

    def __init__(self, *, register: Register, user: Any, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("Gõ vài chữ của tên, mã (không dấu cũng được)."))
        super().__init__(max_length=200, **options)
        self.register, self.user = register, user

    def clean(self, value: Any) -> Any:
        """The row. ValidationError where the words mean none, or several."""
        text = super().clean(value)
        if not text:
            return None
        every: Any = self.register.model._default_manager
        rows = every.visible_to(self.user, self.register.permission("view")).standing()
        uid = uuid_of(text)
        found = list(rows.filter(uid=uid) if uid else rows.filter(matches(text))[:6])
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_("Không có dòng nào khớp “%(text)s”. Thử ít chữ hơn.") % {"text": text})
        names = "; ".join(called(row) for row in found[:5])
        raise ValidationError(_("“%(text)s” có thể là: %(names)s. Hãy gõ rõ hơn.") % {"text": text, "names": names})


def value_field(register: Register, column: str, user: Any) -> forms.Field:
    """The field in which `user` gives one value for many rows; an empty one empties the column where that may be."""
    field = register.model._meta.get_field(column)
    assert isinstance(field, models.Field)
    label, required = register.label_of(column), not field.blank
    if isinstance(field, models.ForeignKey):
        if field.remote_field.model is Unit:
            return UnitField(label=label, required=required)
        if (other := register_of_model(field.remote_field.model)) is not None:
            return RowField(register=other, user=user, label=label, required=required)
    if isinstance(field, models.BooleanField):
        empty = [] if not field.null else [("", _("chưa rõ"))]
        return forms.TypedChoiceField(
            label=label, choices=[*empty, ("yes", _("có")), ("no", _("không"))], coerce=lambda text: text == "yes",
            empty_value=None, required=not field.null,
        )  # fmt: skip
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return DayField(label=label, required=required)
    if isinstance(field, models.IntegerField | models.DecimalField | models.FloatField) and not field.choices:
        return FigureField(label=label, required=required, is_whole=isinstance(field, models.IntegerField))
    if field.flatchoices:
        empty = [("", _("Chọn một giá trị") if required else _("để trống"))]
        choices = [*empty, *((str(code), text) for code, text in field.flatchoices if code not in (None, ""))]
        return forms.ChoiceField(label=label, choices=choices, required=required)
    made = field.formfield(label=label, required=required)
    assert made is not None
    return made
