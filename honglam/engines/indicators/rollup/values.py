"""What a roll-up gives to pages."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from honglam.core.organisations.models import Unit
from honglam.engines.indicators.models import Indicator
from honglam.toolkit.periods import Period


@dataclass(frozen=True, slots=True)
class RollUpCell:
    """One figure made of others, or the reason why there is none.

    `reported` figures went into it, of `expected` (None where no form says who reports); `drafts` of them are not
    official. `stated` is what the unit itself reported, beside what follows from the units below. `reason` may also
    stand beside a value, where that rests on a part only.
    """

    value: Decimal | None
    reported: int = 0
    expected: int | None = None
    drafts: int = 0
    stated: Decimal | None = None
    reason: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether a figure that is not official went into it."""
        return self.drafts > 0

    @property
    def is_whole(self) -> bool:
        """Whether everybody who was to report did."""
        return self.expected is not None and self.reported >= self.expected


@dataclass(frozen=True, slots=True)
class RollUpRow:
    """The cells of one indicator and unit, one a period. `is_total`: the row of the unit that was asked for."""

    indicator: Indicator
    unit: Unit
    is_total: bool
    cells: Mapping[str, RollUpCell]


@dataclass(frozen=True)
class RollUpTable:
    """Rows by indicator, the total first, then the units below in the order of the alphabet; cells by period code."""

    unit: Unit
    periods: tuple[Period, ...]
    rows: tuple[RollUpRow, ...]

    def cell(self, indicator: Indicator, period: Period, unit: Unit | None = None) -> RollUpCell:
        """One cell; the total where no unit is named. KeyError where there is no such row."""
        return self._by_key[indicator.pk, (unit or self.unit).pk].cells[period.code]

    @cached_property
    def _by_key(self) -> dict[tuple[int, int], RollUpRow]:
        return {(row.indicator.pk, row.unit.pk): row for row in self.rows}


@dataclass(frozen=True, slots=True)
class DrillRow:
    """One figure behind a rolled-up number, or the gap of a unit that was to report.

    `beside` is its weight or denominator. `is_counted` is False where a unit above it gave its own figure, which
    stands for all below.
    """

    indicator: Indicator
    unit: Unit
    period: Period
    value: Decimal | None = None
    beside: Decimal | None = None
    state: str = ""
    is_counted: bool = False
    source: str = ""
    comment: str = ""
    reporter: str = ""
    entered_by: str = ""
    entered_at: datetime.datetime | None = None
    figure_uid: UUID | None = None
    evidence_uid: UUID | None = None
