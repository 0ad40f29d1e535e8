"""One demand as the register shows it, and the sums over many."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from honglam.toolkit.periods import Scheme

if TYPE_CHECKING:
    from honglam.core.organisations.models import Unit


class DemandKind(TextChoices):
    """Where a demand stands written."""

    REGIME = "regime", _("Chế độ báo cáo")
    PROPOSED = "proposed", _("Chế độ chờ xem xét")
    ONCE = "once", _("Yêu cầu đột xuất")
    FORM = "form", _("Biểu số liệu")
    UPPER_FORM = "upper_form", _("Biểu của cấp trên")
    GATHERING = "gathering", _("Biểu Excel gửi về")


TIMES_A_YEAR = {
    Scheme.DAY: 365, Scheme.WEEK: 52, Scheme.MONTH: 12, Scheme.QUARTER: 4, Scheme.HALF: 2, Scheme.CUMULATIVE: 4,
    Scheme.YEAR: 1, Scheme.MONTH_CUT_OFF: 12, Scheme.QUARTER_CUT_OFF: 4, Scheme.HALF_CUT_OFF: 2,
    Scheme.CUMULATIVE_CUT_OFF: 4, Scheme.YEAR_CUT_OFF: 1, Scheme.PROGRAMME: 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Demand:
    """What one unit is asked for. `key` names the demand itself, which may be asked of many units.

    `is_internal`: asked by the unit's own authority (the commune of its offices). `late`: the last one was sent after
    its day. `overdue`: something is due and not sent. `indicators` are the figures that it asks for, where they are
    known.
    """

    key: str
    kind: DemandKind
    unit: Unit
    name: str
    asked_by: str
    scheme: str = ""
    basis: str = ""
    url: str = ""
    next_due: datetime.date | None = None
    last_sent: datetime.date | None = None
    late: bool = False
    overdue: bool = False
    is_internal: bool = False
    indicators: frozenset[int] = frozenset()

    @property
    def often(self) -> str:
        """How often, for people."""
        return Scheme(self.scheme).label if self.scheme else str(_("Một lần"))

    @property
    def times(self) -> int:
        """How many times in a year."""
        return TIMES_A_YEAR[Scheme(self.scheme)] if self.scheme else 1

    @property
    def counts(self) -> bool:
        """Whether it is a demand of somebody else that holds today."""
        return self.kind != DemandKind.PROPOSED and not self.is_internal


@dataclass(frozen=True, slots=True)
class Sums:
    """How much is asked: demands from outside that hold, their times in a year, from how many places."""

    demands: int
    times: int
    askers: int
    proposed: int
    internal: int
    overdue: int


def sums_of(demands: Iterable[Demand]) -> Sums:
    """The sums over demands of one unit or its bodies; the same demand of two bodies counts as two."""
    rows = list(demands)
    counted = [one for one in rows if one.counts]
    return Sums(
        demands=len(counted),
        times=sum(one.times for one in counted),
        askers=len({one.asked_by for one in counted}),
        proposed=sum(one.kind == DemandKind.PROPOSED for one in rows),
        internal=sum(one.is_internal and one.kind != DemandKind.PROPOSED for one in rows),
        overdue=sum(one.overdue for one in counted),
    )


def in_order(demands: Iterable[Demand]) -> list[Demand]:
    """What is due first stands first; what has no day stands last."""
    return sorted(demands, key=lambda one: (one.next_due or datetime.date.max, one.name, one.unit.sort_key))
