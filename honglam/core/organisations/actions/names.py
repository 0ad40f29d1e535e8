"""Other names of units and groups."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from honglam.core.audit.actions import record
from honglam.core.organisations.derived import refresh_search_text
from honglam.core.organisations.errors import InvalidUnit
from honglam.core.organisations.models import Unit, UnitAlias, UnitGroup
from honglam.toolkit.text import fold, nfc, squeeze


@transaction.atomic
def add_alias(
    *,
    by: AbstractBaseUser | None,
    alias: str,
    unit: Unit | None = None,
    group: UnitGroup | None = None,
    source: str = "",
) -> UnitAlias:
    """Teach another name of a unit or of a group; a name already known is returned as it is. Raises `InvalidUnit`."""
    if (unit is None) == (group is None):
        raise InvalidUnit(_("Hãy chọn một đơn vị hoặc một nhóm."))
    text = squeeze(nfc(alias))
    if not text:
        raise InvalidUnit(_("Tên khác không được để trống."))
    made, is_new = UnitAlias.objects.get_or_create(
        unit=unit, group=group, folded=fold(text), defaults={"alias": text, "source": source}
    )
    if not is_new:
        return made
    if unit is not None:
        refresh_search_text(unit)
        unit.save(update_fields=["search_text"])
    record(by=by, action="organisations.alias_added", target=unit or group, unit=unit, summary=text)
    return made


@transaction.atomic
def remove_alias(*, alias: UnitAlias, by: AbstractBaseUser | None) -> None:
    """Forget another name."""
    unit, text = alias.unit, alias.alias
    target = unit or alias.group or alias.dissolution
    alias.delete()
    if unit is not None:
        refresh_search_text(unit)
        unit.save(update_fields=["search_text"])
    record(by=by, action="organisations.alias_removed", target=target, unit=unit, summary=text)
