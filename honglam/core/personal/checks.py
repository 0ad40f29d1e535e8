"""System check: a column named like personal data is declared personal, or declared not to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, register

from honglam.core.personal.registry import is_decided

# Whole words of a column's name. "address" alone may also be a network address, which is personal data too.
_SOUNDS_PERSONAL = re.compile(
    r"(^|_)(full_?name|first_name|last_name|phone|mobile|fax|e?mail|address|dob|identity|"
    r"birth_?(date|day|year|place)|(date|day|year|place)_of_birth|born_(on|in|at)|citizen\w*|"
    r"passport|gender|sex|ethnicity|religion|nationality|ip|health|disability|bank_account|tax_code|plate)(_|$)"
)


def sounds_personal(column: str) -> bool:
    """Whether a column's name sounds like data of a person.

    >>> sounds_personal("contact_phone"), sounds_personal("email"), sounds_personal("status")
    (True, True, False)
    """
    return bool(_SOUNDS_PERSONAL.search(column))


@register("personal")
def undeclared_columns(*, app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """One error for each column of our own models that sounds personal and is not declared."""
    return [
        Error(
            f"{model._meta.label}.{field.name} sounds like personal data and is not declared.",
            hint="Declare it in the app's declarations.py: personal(...) with purpose, legal basis and retention, "
            "or impersonal(...) with the reason.",
            obj=model,
            id="personal.E001",
        )
        for config in (apps.get_app_configs() if app_configs is None else app_configs)
        if config.name.startswith("honglam.")
        for model in config.get_models()
        for field in model._meta.concrete_fields
        if not field.is_relation and sounds_personal(field.name) and not is_decided(model, field.name)
    ]
