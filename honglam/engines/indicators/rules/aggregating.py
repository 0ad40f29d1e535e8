"""How the figures of units make one figure, and those of short periods one of a longer period.

The same small sums serve both the figures in memory and what the database has added up already: a `Partial` is what is
known of a set of figures, partials merge, and `figure_of` makes the figure. A ratio is calculated again from the sums
of its parts; a mean of percentages is never made.
"""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from honglam.engines.indicators.terms import Aggregation, TimeAggregation

STEP = Decimal("0.0001")
_ARITHMETIC = decimal.Context(prec=40, rounding=decimal.ROUND_HALF_UP)
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one unit brings: its figure, or None where it is missing.

    `beside` is the figure that stands beside it: the weight of a weighted mean, the denominator of a ratio (then
    `value` is the numerator). `entered_at` orders figures where the latest counts.
    """

    key: Hashable
    value: Decimal | None
    beside: Decimal | None = None
    entered_at: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Partial:
    """What is known of a set of figures: enough for every aggregation, and it merges.

    `weighted` is the sum of figure × figure beside it, `beside` the sum of the figures beside.
    """

    count: int = 0
    drafts: int = 0
    total: Decimal = _NOTHING
    smallest: Decimal | None = None
    largest: Decimal | None = None
    weighted: Decimal = _NOTHING
    beside: Decimal = _NOTHING
    latest: tuple[datetime.datetime, Decimal] | None = None

    @classmethod
    def of(cls, parts: Sequence[Partial]) -> Partial:
        """What is known of several sets together."""
        if len(parts) == 1:
            return parts[0]
        with decimal.localcontext(_ARITHMETIC):
            return cls(
                count=sum(one.count for one in parts),
                drafts=sum(one.drafts for one in parts),
                total=sum((one.total for one in parts), _NOTHING),
                smallest=min((one.smallest for one in parts if one.smallest is not None), default=None),
                largest=max((one.largest for one in parts if one.largest is not None), default=None),
                weighted=sum((one.weighted for one in parts), _NOTHING),
                beside=sum((one.beside for one in parts), _NOTHING),
                latest=max((one.latest for one in parts if one.latest is not None), default=None),
            )


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A figure made of others, or why there is none, with how many units reported of how many, and who did not."""

    value: Decimal | None
    reported: int
    expected: int
    missing: tuple[Hashable, ...] = ()
    reason: str = ""


def needs_beside(kind: str) -> bool:
    """Whether an aggregation needs a second figure of each unit."""
    return kind in {Aggregation.WEIGHTED, Aggregation.RECOMPUTE}


def partial_of(contributions: Iterable[Contribution], kind: str) -> Partial:
    """What is known of some contributions; those that lack what the aggregation needs are left out."""
    return Partial.of(
        [
            Partial(
                count=1, total=one.value, smallest=one.value, largest=one.value,
                weighted=one.value * (one.beside or _NOTHING), beside=one.beside or _NOTHING,
                latest=(one.entered_at, one.value) if one.entered_at else None,
            )
            for one in contributions
            if one.value is not None and not (needs_beside(kind) and one.beside is None)
        ]
    )  # fmt: skip


def figure_of(kind: str, known: Partial, *, factor: Decimal = Decimal(1)) -> tuple[Decimal | None, str]:
    """The figure that an aggregation makes of what is known, with four decimals, or None and the reason.

    `Aggregation.RECOMPUTE` is that of a ratio here: factor × sum of numerators / sum of denominators.
    """
    if kind == Aggregation.NONE:
        return None, _("Chỉ tiêu này không tổng hợp từ các đơn vị.")
    if not known.count:
        return None, _("Chưa đơn vị nào có số.")
    with decimal.localcontext(_ARITHMETIC):
        match kind:
            case Aggregation.SUM:
                return _rounded(known.total), ""
            case Aggregation.MEAN:
                return _rounded(known.total / known.count), ""
            case Aggregation.MINIMUM:
                return known.smallest, ""
            case Aggregation.MAXIMUM:
                return known.largest, ""
            case Aggregation.LATEST:
                return (known.latest[1], "") if known.latest else (None, _("Không biết số nào được nhập sau cùng."))
            case Aggregation.WEIGHTED if known.beside:
                return _rounded(known.weighted / known.beside), ""
            case Aggregation.WEIGHTED:
                return None, _("Chưa tính được: tổng trọng số bằng 0.")
        if not known.beside:
            return None, _("Chưa tính được: tổng mẫu số bằng 0.")
        return _rounded(factor * known.total / known.beside), ""


def aggregate(kind: str, contributions: Sequence[Contribution], *, factor: Decimal = Decimal(1)) -> Aggregate:
    """The figure of the unit above: every expected unit gives one contribution, those without a figure too.

    A unit that lacks its weight or its denominator counts as missing: half a pair is never added up.
    """
    known = partial_of(contributions, kind)
    value, reason = figure_of(kind, known, factor=factor)
    missing = tuple(
        one.key for one in contributions if one.value is None or (needs_beside(kind) and one.beside is None)
    )
    return Aggregate(value, known.count, len(contributions), missing, reason)


def over_time(kind: str, figures: Sequence[Decimal | None]) -> tuple[Decimal | None, str]:
    """The figure of a long period from those of its short periods, in order.

    A sum of flows needs every short period, because a part of a year is not the year; the latest known figure stands
    for a stock; a mean is that of the known periods.
    """
    known = [figure for figure in figures if figure is not None]
    if kind == TimeAggregation.NONE:
        return None, _("Chỉ tiêu này không gộp theo thời gian.")
    if not known:
        return None, _("Chưa kỳ nào có số.")
    with decimal.localcontext(_ARITHMETIC):
        match kind:
            case TimeAggregation.LATEST:
                return known[-1], ""
            case TimeAggregation.MEAN:
                return _rounded(sum(known, _NOTHING) / len(known)), ""
        if len(known) < len(figures):
            counts = {"known": len(known), "all": len(figures)}
            return _rounded(sum(known, _NOTHING)), _("Mới cộng được %(known)s trên %(all)s kỳ.") % counts
        return _rounded(sum(known, _NOTHING)), ""


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(STEP) + 0
