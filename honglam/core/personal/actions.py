"""Reading personal data is written down."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils.translation import gettext as _

from honglam.core.audit.actions import record
from honglam.core.audit.models import AuditEntry
from honglam.core.personal.registry import column_of


@transaction.atomic
def log_read(
    *,
    by: AbstractBaseUser,
    model: type[models.Model],
    column: str,
    target: models.Model,
    reason: str,
    unit: Any = None,
) -> AuditEntry:
    """Write down that a person saw a personal value unmasked, whose, and why.

    Raises:
        LookupError: the column is not declared personal, so there is nothing to write down.
    """
    declared = column_of(model, column)
    if declared is None:
        raise LookupError(f"{model._meta.label}.{column} is not declared as a personal column")
    name = model._meta.get_field(column).verbose_name  # type: ignore[union-attr]
    summary = _("Xem %(column)s") % {"column": name}
    return record(by=by, action="personal.read", target=target, unit=unit, reason=reason, summary=summary)
