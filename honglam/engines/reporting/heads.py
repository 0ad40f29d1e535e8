"""Whose paper a report is and who signs it: from the units as they are stored to the words of the decree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honglam.core.organisations.terms import COMMUNE_KINDS, Kind
from honglam.engines.reporting.rules.paper_heads import Issuer, issuer_of, signing_lines
from honglam.engines.reporting.terms import SigningForm

if TYPE_CHECKING:
    from honglam.core.organisations.models import Unit
    from honglam.engines.reporting.arrangements import Arranged

_LOCAL = {Kind.PROVINCE, *COMMUNE_KINDS}


def issuing_body(unit: Unit) -> Issuer:
    """The head of a unit's paper. A force of a commune names its superior in its own line (annex I, II.2)."""
    superior = unit.second_parent or unit.parent
    local = next((one for one in (unit, unit.parent) if one is not None and one.kind in _LOCAL), unit)
    return issuer_of(
        unit.name, is_local=unit.kind in _LOCAL, superior=superior.name if superior else "",
        superior_is_local=superior is not None and superior.kind in _LOCAL, place=local.name,
    )  # fmt: skip


def own_lines(arranged: Arranged, form: SigningForm, issuer: Issuer) -> tuple[str, ...]:
    """What stands above the signature: as the unit arranged it for this form, else as the decree words it."""
    if arranged.signing_lines and form == arranged.signing_form:
        return arranged.signing_lines
    return signing_lines(form, issuer)
