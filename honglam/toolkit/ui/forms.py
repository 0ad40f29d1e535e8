"""Form fields as Vietnamese offices write them."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from honglam.toolkit.numbers import FigureError, format_number, parse_number

FIRST_DAY, LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2999, 12, 31)
"""Between them lie all days that a form may take; a slip of the pen such as the year 0206 lies outside."""
DAY_FORMATS = ["%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


class DayInput(forms.DateInput):
    """A day as dd/mm/yyyy whatever the browser's language, with a calendar button where scripts run.

    The browser's own date field follows the language of the operating system and shows 12/01 for 1 December on an
    English Windows; a due date must never be read that way.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        plain = {
            "inputmode": "numeric",
            "placeholder": "dd/mm/yyyy",
            "autocomplete": "off",
            "maxlength": "10",
            "data-day": "",
        }
        super().__init__(attrs=plain | (attrs or {}), format="%d/%m/%Y")


class DayField(forms.DateField):
    """A date field with `DayInput` that reads 1/2/2026, 01-02-2026, 01.02.2026 and 2026-02-01."""

    widget = DayInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("input_formats", DAY_FORMATS)
        super().__init__(**options)

    def to_python(self, value: Any) -> datetime.date | None:
        """The day; ValidationError where it is none, or lies where nobody means it and no day may follow or precede."""
        day = super().to_python(value)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(_("Ngày phải từ 01/01/1900 đến 31/12/2999."), code="out_of_range")
        return day

    def prepare_value(self, value: Any) -> Any:
        """Days that are stored as ISO texts are shown as days."""
        try:
            return datetime.date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            return value


class FigureInput(forms.TextInput):
    """A number as people write it here, with the keyboard for numbers on a phone."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "input-number"} | (attrs or {}))


class FigureField(forms.Field):
    """A number written 1.234,5: cleans to a Decimal with at most `places` decimals (an int where `places` is 0).

    `most_digits` bounds the digits before the comma; `is_grouped` is off for years and codes.
    """

    widget = FigureInput

    def __init__(self, *, places: int = 2, most_digits: int = 15, is_grouped: bool = True, **options: Any) -> None:
        super().__init__(**options)
        self.places, self.most_digits, self.is_grouped = places, most_digits, is_grouped

    def prepare_value(self, value: Any) -> Any:
        """A number is shown as it is written; what was typed stays as it was typed."""
        if isinstance(value, int | float | Decimal):
            return format_number(value) if self.is_grouped else str(value)
        return value

    def to_python(self, value: Any) -> Decimal | int | None:
        """The number. ValidationError where the text is none, or has more digits than are kept."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            number = parse_number(text)
        except FigureError as error:
            raise forms.ValidationError(error.message, code=error.code) from error
        if number != round(number, self.places):
            raise forms.ValidationError(self._too_fine(), code="too_fine")
        if abs(number) >= 10**self.most_digits:
            raise forms.ValidationError(
                _("Số quá lớn: phần nguyên có nhiều nhất %(digits)d chữ số.") % {"digits": self.most_digits},
                code="large",
            )
        return int(number) if self.places == 0 else number

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another number was sent than the form showed."""
        try:
            return self.to_python(data) != self.to_python(self.prepare_value(initial))
        except forms.ValidationError:
            return True

    def _too_fine(self) -> str:
        if self.places == 0:
            return _("Chỉ nhận số nguyên, viết như 1.234.")
        return _("Nhiều nhất %(places)d chữ số sau dấu phẩy.") % {"places": self.places}
