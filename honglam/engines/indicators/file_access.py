"""Who may read the evidence of figures: whoever sees a figure that it proves, and the receivers of its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honglam.core.access.reach import reach_of
from honglam.engines.indicators.models import IndicatorValue
from honglam.engines.indicators.queries import VIEW

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile


def may_read_evidence(user: User, file: StoredFile) -> bool:
    """Whether a figure with this evidence is in reach, or is asked for by a form that comes to a unit in reach."""
    figures = IndicatorValue.objects.filter(evidence=file)
    received = reach_of(user, VIEW).q("indicator__form_lines__form__receiver")
    return figures.visible_to(user).exists() or figures.filter(received, indicator__form_lines__isnull=False).exists()
