"""Form fields that choose units among a thousand: typed names are looked up, scripts only make it quicker.

unit = UnitField(label=_("Đơn vị"))                          # cleans to a unit, or None
successors = UnitsField(label=_("Các đơn vị kế thừa"))       # cleans to a list of units
offer(form, "unit", reach.units(), within=MANAGE)            # only these, here and in what typing finds
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.http import urlencode
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.organisations.choosing import meant_units, written
from honglam.core.organisations.models import Unit
from honglam.core.organisations.queries import UnitQuerySet
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.ui.picking import Option, PickerInput, Sent, Shown

_BETWEEN_NAMES = re.compile(r"[;\n]")


class _UnitsChosen(forms.Field):
    """What both fields share: the units on offer, and whom a typed text means."""

    is_many = False

    def __init__(self, *, without_villages: bool = False, **options: Any) -> None:
        options.setdefault("widget", PickerInput(is_many=self.is_many))
        options.setdefault("help_text", gettext_lazy("Gõ vài chữ của tên (không dấu cũng được) rồi chọn."))
        super().__init__(**options)
        self.units: UnitQuerySet = Unit.objects.all()
        self.without_villages = without_villages
        self.ask_within("")

    def ask_within(self, permission: str) -> None:
        """Let typing find only what lies within reach of a permission ("" for the whole province)."""
        asked = {"within": permission, "villages": "no" if self.without_villages else ""}
        query = urlencode({name: value for name, value in asked.items() if value})
        self.widget.address = format_lazy("{}{}", reverse_lazy("organisations:suggest"), f"?{query}" if query else "")

    def prepare_value(self, value: Any) -> Shown:
        """What the widget shows: chosen units, the text as it was typed, and whom it may mean where that is open."""
        if isinstance(value, Sent):
            chosen = self._units_of(value.keys)
            open_texts = value.text.split(";") if self.is_many else [value.text]
            if not self.is_many and (value.choice or any(written(unit) == value.text for unit in chosen)):
                chosen, open_texts = self._units_of([value.choice] if value.choice else value.keys), []
            elif not self.is_many:
                chosen = []
            several = [found for text in open_texts if len(found := meant_units(text, self.units)) > 1]
            return Shown(_options(chosen), value.text, _options(unit for found in several for unit in found))
        if isinstance(value, str):
            return Shown(_options(meant_units(value, self.units)[:1]) if value else [])
        return Shown(_options(value if isinstance(value, list | tuple) else [value] if value else []))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other units were sent than the form showed."""
        before = self.prepare_value(initial)
        now = self.prepare_value(data)
        return [one.key for one in before.chosen] != [one.key for one in now.chosen] or bool(now.options)

    def _units_of(self, keys: Iterable[str]) -> list[Unit]:
        uids = [uid for key in keys if (uid := uuid_of(key))]
        return list(self.units.filter(uid__in=uids).select_related("parent")) if uids else []

    def _meant(self, text: str) -> Unit:
        """The one unit that a text means. ValidationError where it means none, or several."""
        found = meant_units(text, self.units)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(
                _("Không có đơn vị nào mang tên hoặc mã “%(text)s” để chọn ở đây. Thử ít chữ hơn."),
                code="unknown",
                params={"text": text},
            )
        raise ValidationError(
            _("“%(text)s” có thể là nhiều đơn vị. Hãy chọn một đơn vị trong các tên đã hiện, hoặc gõ rõ hơn."),
            code="several",
            params={"text": text},
        )


class UnitField(_UnitsChosen):
    """One unit: chosen from what typing finds, or named by its name or code."""

    def clean(self, value: Any) -> Unit | None:
        """The unit. ValidationError where the text names none on offer, or several."""
        sent = value if isinstance(value, Sent) else Sent(str(value or ""))
        unit: Unit | None = None
        if sent.choice:
            unit = next(iter(self._units_of([sent.choice])), None)
        elif sent.text:
            chosen = self._units_of(sent.keys)
            unit = next((one for one in chosen if written(one) == sent.text), None) or self._meant(sent.text)
        if unit is None and self.required:
            raise ValidationError(_("Hãy chọn đơn vị: gõ vài chữ của tên rồi chọn trong danh sách."), code="required")
        return unit


class UnitsField(_UnitsChosen):
    """Several units: those ticked, and those that the text names, one after a semicolon or a line each."""

    is_many = True

    def clean(self, value: Any) -> list[Unit]:
        """The units, each once. ValidationError where a part of the text names none on offer, or several."""
        sent = value if isinstance(value, Sent) else Sent(str(value or ""))
        units = {unit.pk: unit for unit in self._units_of(sent.keys)}
        for text in _BETWEEN_NAMES.split(sent.text):
            if text.strip():
                unit = self._meant(text.strip())
                units[unit.pk] = unit
        if self.required and not units:
            raise ValidationError(_("Hãy chọn ít nhất một đơn vị."), code="required")
        return list(units.values())


def offer(form: forms.BaseForm, name: str, units: UnitQuerySet, *, within: str) -> None:
    """Let a form's field take only these units, which are the reach of the permission `within`."""
    field = form.fields[name]
    assert isinstance(field, _UnitsChosen)
    field.units = units
    field.ask_within(within)


def _options(units: Iterable[Unit]) -> list[Option]:
    return [Option(str(unit.uid), written(unit)) for unit in units]
