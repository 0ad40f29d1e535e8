"""Taking the units of a CSV file: all rows or none."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from honglam.core.audit.actions import record
from honglam.core.organisations.errors import ImportRefused
from honglam.core.organisations.importing import preview_import
from honglam.core.organisations.models import Unit, UnitAlias
from honglam.toolkit.text import fold


@transaction.atomic
def import_units(*, content: bytes, by: AbstractBaseUser | None, file_name: str = "") -> list[Unit]:
    """Take every row of a CSV file, or none. Raises `ImportRefused` with the errors of all rows."""
    preview = preview_import(content=content)
    if not preview.is_clean:
        raise ImportRefused(list(preview.errors))
    saved: dict[str, Unit] = {}
    for unit in preview.units:
        for superior in ("parent", "second_parent"):
            above = getattr(unit, superior)
            if above is not None and above.pk is None:
                setattr(unit, superior, saved[above.code])
        unit.save()
        saved[unit.code] = unit
    UnitAlias.objects.bulk_create(
        UnitAlias(unit=saved[code], alias=alias, folded=fold(alias), source=file_name)
        for code, aliases in preview.aliases.items()
        for alias in aliases
    )
    record(
        by=by,
        action="organisations.units_imported",
        rows=[(unit.code, unit.name) for unit in saved.values()],
        summary=file_name or _("Nhập đơn vị từ tệp"),
        about=saved.values(),
    )
    return list(saved.values())
