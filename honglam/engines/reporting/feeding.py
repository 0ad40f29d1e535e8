"""Which report is consolidated into which: the receiver of one has to report further itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from honglam.engines.reporting.schedule import reporters_on
from honglam.toolkit.periods import Scheme

if TYPE_CHECKING:
    from honglam.engines.reporting.models import ReportRegime

_MONTHS = {
    Scheme.MONTH: 1, Scheme.MONTH_CUT_OFF: 1, Scheme.QUARTER: 3, Scheme.QUARTER_CUT_OFF: 3, Scheme.HALF: 6,
    Scheme.HALF_CUT_OFF: 6, Scheme.YEAR: 12, Scheme.YEAR_CUT_OFF: 12,
}  # fmt: skip


def feeds_of(
    regimes: Sequence[ReportRegime], candidates: Iterable[ReportRegime], today: datetime.date
) -> tuple[dict[ReportRegime, ReportRegime], dict[ReportRegime, ReportRegime]]:  # fmt: skip
    """For each regime the one that it feeds: of the same scheme, else of the next coarser one.

    What goes to the same receiver goes no further. The second map are pairs that fit but for the day on which their
    figures close. No circle is made.
    """
    pool = [regime for regime in candidates if _months(regime)]
    reporters = {regime.pk: {unit.pk for unit in reporters_on(regime, today)} for regime in pool}
    links: dict[ReportRegime, ReportRegime] = {}
    far: dict[ReportRegime, ReportRegime] = {}
    for regime in regimes:
        gatherers = {pk for pk in (regime.consolidator_id, regime.receiver_id) if pk is not None}
        own = _months(regime)
        fitting = [
            other
            for other in pool
            if own and other.pk != regime.pk and gatherers & reporters[other.pk] and _months(other) >= own
            and other.receiver_id not in gatherers and _further(regime, other, links)
        ]  # fmt: skip
        fitting.sort(key=lambda other: (_months(other), other.scheme != regime.scheme, other.pk))
        if not fitting:
            continue
        if _months(fitting[0]) == own and fitting[0].scheme != regime.scheme:
            far[regime] = fitting[0]
        else:
            links[regime] = fitting[0]
    return links, far


def _months(regime: ReportRegime) -> int:
    """Months of a period; 0 where it is not cut by months."""
    return _MONTHS.get(Scheme(regime.scheme), 0) if regime.scheme else 0


def _further(regime: ReportRegime, other: ReportRegime, links: dict[ReportRegime, ReportRegime]) -> bool:
    """Whether a link from one to the other makes no circle."""
    seen: ReportRegime | None = other
    while seen is not None:
        if seen.pk == regime.pk:
            return False
        seen = links.get(seen) or seen.feeds
    return True
