"""Shares of one task as its page lists them, each with what the reader may do; recurring work by period."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from honglam.engines.plans.models import Assignment
from honglam.engines.plans.terms import AssignmentRole, Mandate, WorkState, WorkStatus
from honglam.toolkit.periods import PeriodError, parse


@dataclass(frozen=True, slots=True)
class ShareLine:
    """A unit's share with what the reader may do about it."""

    share: Assignment
    status: str
    may_report: bool
    may_confirm: bool
    may_return: bool
    may_withdraw: bool
    may_extend: bool = False
    may_divide: bool = False
    is_mine: bool = False

    @property
    def may_accept(self) -> bool:
        """Whether the reader may say that the work has arrived: for a unit they answer for, until it is begun."""
        return self.is_mine and self.share.state == WorkState.NOT_STARTED and self.share.accepted_at is None

    @property
    def may_ask(self) -> bool:
        """Whether the reader may ask for a later date: for a share of theirs without an open wish."""
        return self.is_mine and self.may_extend and not self.share.extension

    @property
    def needs_proof(self) -> bool:
        """Whether confirming asks for the evidence that is missing."""
        return self.may_confirm and self.share.role == AssignmentRole.LEAD and not self.share.has_evidence

    @property
    def has_menu(self) -> bool:
        """Whether there is more to do than reporting and confirming."""
        return self.may_return or self.may_withdraw or self.may_extend or self.may_divide

    @property
    def was_moved(self) -> bool:
        """Whether the date is not the first one any more."""
        return self.share.original_due_on is not None and self.share.original_due_on != self.share.due_on

    @property
    def period(self) -> str:
        """The period of recurring work in words."""
        return period_words(self.share.period_code) if self.share.period_code else ""

    @property
    def is_requested(self) -> bool:
        """Whether the unit was asked and not ordered."""
        return self.share.mandate == Mandate.REQUESTED


@dataclass
class PeriodLine:
    """The shares of one period of recurring work that the reader sees."""

    code: str
    lines: list[ShareLine] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The period in words: “Tháng 11/2026”."""
        return period_words(self.code)

    @property
    def due_on(self) -> datetime.date | None:
        """The latest date among its shares."""
        return max((line.share.due_on for line in self.lines if line.share.due_on), default=None)

    @property
    def only(self) -> ShareLine | None:
        """The one share of the period, where there is just one."""
        return self.lines[0] if len(self.lines) == 1 else None

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(line.share.state == WorkState.DONE for line in self.lines)

    @property
    def overdue(self) -> int:
        """How many are late."""
        return sum(line.status == WorkStatus.OVERDUE for line in self.lines)

    @property
    def proved(self) -> int:
        """How many have evidence."""
        return sum(line.share.has_evidence for line in self.lines)


def periods_of(lines: Iterable[ShareLine]) -> list[PeriodLine]:
    """Occurrences by period, the newest first."""
    periods: dict[str, PeriodLine] = {}
    for line in lines:
        periods.setdefault(line.share.period_code, PeriodLine(line.share.period_code)).lines.append(line)
    return sorted(periods.values(), key=lambda period: (period.due_on or datetime.date.min, period.code), reverse=True)


def period_words(code: str) -> str:
    """A period's code in words; the code itself where it is none."""
    try:
        return parse(code).label
    except PeriodError:
        return code
