"""A field in which one types to choose: what is typed is looked up at an address, what was chosen is sent by its key.

Without scripts it is a text field: the form field that uses it looks the sent text up, and where that may mean several
things the page comes back with all of them to choose from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen: the key that is sent, the text that is shown."""

    key: str
    text: str


@dataclass(frozen=True)
class Sent:
    """What a form sent: the typed text, keys that a script set or that were ticked, the answer to “which of these?”."""

    text: str = ""
    keys: tuple[str, ...] = ()
    choice: str = ""


@dataclass(frozen=True)
class Shown:
    """What the field shows: what is chosen, else the text as typed, and what that text may mean."""

    chosen: list[Option] = field(default_factory=list)
    text: str = ""
    options: list[Option] = field(default_factory=list)


class PickerInput(forms.Widget):
    """Types to choose one thing, or several (`is_many`); `address` answers `?q=` with `{"options": [{key, text, …}]}`.

    The text is sent under the field's name, keys under `<name>_key`, the answer to “which of these?” under
    `<name>_choice`.
    """

    def __init__(self, attrs: dict[str, Any] | None = None, *, is_many: bool = False) -> None:
        super().__init__(attrs)
        self.is_many = is_many
        self.address: Any = ""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The field, with its chosen things."""
        shown = value if isinstance(value, Shown) else Shown()
        one = shown.chosen[0] if shown.chosen and not self.is_many else None
        context = {
            "name": name,
            "address": self.address,
            "is_many": self.is_many,
            "chosen": shown.chosen,
            "options": shown.options,
            "text": one.text if one else shown.text,
            "key": one.key if one else "",
            "attrs": self.build_attrs(self.attrs, attrs),
        }
        return render_to_string("ui/components/picker.html", context)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sent:
        """The text and the keys that were sent."""
        keys = data.getlist(f"{name}_key") if hasattr(data, "getlist") else [data.get(f"{name}_key", "")]
        return Sent(
            str(data.get(name) or "").strip(), tuple(key for key in keys if key), str(data.get(f"{name}_choice") or "")
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form did not hold the field at all."""
        return name not in data and f"{name}_key" not in data

    def use_required_attribute(self, initial: Any) -> bool:
        """Ticked things are enough where several may be chosen, so the text is not demanded there."""
        return not self.is_many
