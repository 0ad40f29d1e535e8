"""Form fields as Vietnamese offices write them."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms

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

    def prepare_value(self, value: Any) -> Any:
        """Days that are stored as ISO texts are shown as days."""
        try:
            return datetime.date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            return value
