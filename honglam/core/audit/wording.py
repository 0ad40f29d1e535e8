"""Changes as people read them: the columns' Vietnamese names, choices by their labels, dates as dd/mm/yyyy."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.audit.registry import column_label, value_label

_NOTHING = "—"


@dataclass(frozen=True)
class Change:
    """One changed column: its name, the old and the new value, as text."""

    name: str
    old: str
    new: str

    @property
    def was_empty(self) -> bool:
        """Whether there was nothing before: the new value then says it all."""
        return self.old == _NOTHING

    def __str__(self) -> str:
        return f"{self.name}: {self.new}" if self.was_empty else f"{self.name}: {self.old} → {self.new}"


def described(kind: str, changes: Mapping[str, tuple[Any, Any]]) -> list[Change]:
    """The changes of an entry about an object of a kind (`plans.task`), in the order they were written.

    Nothing and an empty text count as equal.
    """
    model = _model_of(kind)
    lines = []
    for name, (old, new) in changes.items():
        field = _field_of(model, name) if model else None
        label = _called(field) or column_label(name) or str(getattr(field, "verbose_name", name))
        if field is None:
            old, new = (value_label(name, value) if isinstance(value, str) else value for value in (old, new))
        lines.append(Change(label[:1].upper() + label[1:], _worded(old, field), _worded(new, field)))
    return [line for line in lines if line.old != line.new]


def _called(field: models.Field[Any, Any] | None) -> str:
    """What a model calls its column; nothing where the words only repeat the name in the code."""
    label = str(field.verbose_name) if field is not None else ""
    return "" if field is not None and label == field.name.replace("_", " ") else label


@lru_cache(maxsize=256)
def _model_of(kind: str) -> type[models.Model] | None:
    for model in apps.get_models():
        if (getattr(model, "audit_kind", "") or model._meta.label_lower) == kind:
            return model
    return None


def _field_of(model: type[models.Model], name: str) -> models.Field[Any, Any] | None:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


def _worded(value: Any, field: models.Field[Any, Any] | None) -> str:
    if value is None or value == "" or value == []:
        return _NOTHING
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, list):
        return ", ".join(_worded(item, None) for item in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_worded(item, None)}" for key, item in value.items())
    if isinstance(value, str) and (written := _written_date(value)):
        return written
    return str(value)


def _written_date(value: str) -> str:
    """A date or moment in ISO 8601 the Vietnamese way; empty for any other text."""
    if not (10 <= len(value) <= 32 and value[:4].isdigit() and value[4] == value[7] == "-"):
        return ""
    try:
        if len(value) == 10:
            return datetime.date.fromisoformat(value).strftime("%d/%m/%Y")
        at = datetime.datetime.fromisoformat(value)
    except ValueError:
        return ""
    return (timezone.localtime(at) if at.tzinfo else at).strftime("%H:%M %d/%m/%Y")
