"""What of a register may be public by itself, without anybody looking at a release first."""

from __future__ import annotations

from typing import Any

from django.db import models

_FIELDS = (
    models.CharField, models.TextField, models.IntegerField, models.DecimalField, models.FloatField,
    models.BooleanField, models.DateField, models.ForeignKey,
)  # fmt: skip


def faults_of_live(register: Any) -> list[str]:
    """Everything that is wrong with the live part of a register's declaration, one sentence each."""
    opened = register.open_data
    if opened is None or not opened.live:
        return []
    faults = []
    if not register.is_located:
        faults.append(f"{register.code}: rows without a place cannot be live on the map")
    if opened.quasi:
        faults.append(f"{register.code}: columns that identify together are never live; release them")
    if hidden := sorted({"geometry", *opened.columns} & {*register.personal_columns, *register.guarded}):
        faults.append(f"{register.code}: {', '.join(hidden)} are not for everybody and would be live")
    if unknown := set(opened.live_states) - set(register.lifecycle.states.values if register.lifecycle else ()):
        faults.append(f"{register.code}: no lifecycle has the live states {', '.join(sorted(unknown))}")
    known = {one.name: one for one in register.model._meta.concrete_fields}
    for name in opened.columns:
        one = known.get(name)
        if one is not None and (not isinstance(one, _FIELDS) or isinstance(one, models.DateTimeField)):
            faults.append(f"{register.code}: {name} is of a type that cannot be live")
    return faults
