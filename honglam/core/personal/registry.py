"""The register of personal columns, declared beside each model in its app's `declarations.py`.

personal(User, column="phone", purpose=_("Liên hệ công việc"), legal_basis=_("…"), retention_days=1825, mask="phone")
impersonal(Unit, column="email", reason=_("Hộp thư công vụ của cơ quan"))
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.utils.functional import Promise

from honglam.core.personal.masks import MASKS


class DeclarationError(ValueError):
    """A personal column is declared twice, with an unknown mask, or on a model that has no such column."""


@dataclass(frozen=True)
class PersonalColumn:
    """One column that holds personal data; `retention_days` counts from the end of the purpose; None: no fixed end."""

    model: type[Model]
    column: str
    purpose: str | Promise
    legal_basis: str | Promise
    retention_days: int | None
    mask: str

    @property
    def key(self) -> str:
        """Stable name of the column: `access.user.phone`."""
        return f"{self.model._meta.label_lower}.{self.column}"

    @property
    def label(self) -> str:
        """The column's name in Vietnamese, as its model gives it."""
        name = str(getattr(self.model._meta.get_field(self.column), "verbose_name", self.column))
        return name[:1].upper() + name[1:]


_personal: dict[str, PersonalColumn] = {}
_impersonal: dict[str, str | Promise] = {}


def personal(
    model: type[Model],
    *,
    column: str,
    purpose: str | Promise,
    legal_basis: str | Promise,
    retention_days: int | None,
    mask: str = "full",
) -> PersonalColumn:
    """Declare one personal column.

    Raises:
        DeclarationError: the column is unknown, declared before, or the mask does not exist.
    """
    declared = PersonalColumn(model, column, purpose, legal_basis, retention_days, mask)
    if mask not in MASKS:
        raise DeclarationError(f"{declared.key}: no mask is called {mask!r} (there are: {', '.join(sorted(MASKS))})")
    _claim(model, column)
    _personal[declared.key] = declared
    return declared


def impersonal(model: type[Model], *, column: str, reason: str | Promise) -> None:
    """State that a column whose name sounds personal holds no personal data, and why.

    Raises:
        DeclarationError: the column is unknown or declared before.
    """
    _claim(model, column)
    _impersonal[f"{model._meta.label_lower}.{column}"] = reason


def _claim(model: type[Model], column: str) -> None:
    key = f"{model._meta.label_lower}.{column}"
    if column not in {field.name for field in model._meta.get_fields()}:
        raise DeclarationError(f"{key}: the model has no such column")
    if key in _personal or key in _impersonal:
        raise DeclarationError(f"{key} is declared twice")


def personal_columns() -> Iterator[PersonalColumn]:
    """All declared personal columns, by model and column."""
    yield from (column for _, column in sorted(_personal.items()))


def column_of(model: type[Model], column: str) -> PersonalColumn | None:
    """The declaration of a column, or None where it holds no personal data."""
    return _personal.get(f"{model._meta.label_lower}.{column}")


def is_decided(model: type[Model], column: str) -> bool:
    """Whether the column was declared personal, or declared not to be."""
    key = f"{model._meta.label_lower}.{column}"
    return key in _personal or key in _impersonal
