"""Adding a row on behalf of a program whose line may drop: the same thing sent twice is added once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from honglam.core.organisations.models import Unit
from honglam.engines.registers.actions.records import create
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.errors import KeyReused, RecordGone
from honglam.engines.registers.models import WriteReceipt


def create_once(
    *, register: Register, unit: Unit, values: Mapping[str, Any], by: Any, key: str, digest: str,
    valid_from: datetime.date | None = None, reason: str = "",
) -> Any:  # fmt: skip
    """Add a row under the program's `key`, or return the one that it added before; `digest` is that of what it sent.

    Raises:
        KeyReused: the key came before with something else. RecordGone: what it added is gone. And what `create` raises.
    """
    if (known := _known(register, by, key, digest)) is not None:
        return known
    try:
        with transaction.atomic():
            row = create(register=register, unit=unit, values=values, by=by, valid_from=valid_from, reason=reason)
            WriteReceipt.objects.create(register=register.code, key=key, by=by, digest=digest, row_uid=row.uid)
            return row
    except IntegrityError:  # the same came twice at the same moment
        if (known := _known(register, by, key, digest)) is not None:
            return known
        raise


def _known(register: Register, by: Any, key: str, digest: str) -> Any:
    receipt = WriteReceipt.objects.filter(by=by, key=key).first()
    if receipt is None:
        return None
    if (receipt.register, receipt.digest) != (register.code, digest):
        raise KeyReused()
    row = register.model._default_manager.select_related("unit").filter(uid=receipt.row_uid).first()
    if row is None:
        raise RecordGone()
    return row
