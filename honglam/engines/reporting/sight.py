"""Who sees all reports of a regime, and who may press for those that are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from honglam.core.access.reach import reach_of
from honglam.engines.reporting.queries import RECEIVE, VIEW

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit
    from honglam.engines.reporting.models import ReportRegime


def receiving_side(regime: ReportRegime) -> list[Unit]:
    """The units that get the reports of a regime, put them together, or look after it."""
    return [unit for unit in (regime.receiver, regime.consolidator, regime.owner) if unit is not None]


def sees_all(user: User, regime: ReportRegime) -> bool:
    """Whether a person sees how every reporter stands, not only their own."""
    reach = reach_of(user, VIEW)
    return any(reach.covers(unit) for unit in receiving_side(regime))


def may_remind(user: User, regime: ReportRegime) -> bool:
    """Whether a person receives reports on the receiving side of a regime."""
    reach = reach_of(user, RECEIVE)
    return any(reach.covers(unit) for unit in receiving_side(regime))
