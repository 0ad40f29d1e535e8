"""Form fields as Vietnamese offices write them."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

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
