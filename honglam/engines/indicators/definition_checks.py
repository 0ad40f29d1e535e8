"""What every written definition is held to: the indicators it names exist, its columns and constraints hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from honglam.engines.indicators.errors import DefinitionInvalid
from honglam.engines.indicators.models import Indicator


def indicators_of(codes: Sequence[str]) -> list[Indicator]:
    """The indicators of codes, in order. Raises DefinitionInvalid: one does not exist."""
    known = {indicator.code: indicator for indicator in Indicator.objects.filter(code__in=codes)}
    if unknown := [code for code in codes if code not in known]:
        raise DefinitionInvalid(_("Không có chỉ tiêu mang mã: %(codes)s.") % {"codes": ", ".join(unknown)}, "formula")
    return [known[code] for code in codes]


def refuse_unclean(row: Any) -> None:
    """Refuse what the columns or the constraints of a row refuse, in their words. Raises DefinitionInvalid."""
    try:
        row.full_clean()
    except ValidationError as error:
        column, messages = next(iter(error.message_dict.items()))
        raise DefinitionInvalid(" ".join(messages), "" if column == "__all__" else column) from error
