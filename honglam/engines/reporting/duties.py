"""A duty to report as somebody else read it from a document, and how several of them become one regime. Pure.

The words are those of the document; whom they mean was found by who read it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from honglam.engines.reporting.due_rules import DueReading, asks_periodically, read_due_rule
from honglam.toolkit.text import fold

if TYPE_CHECKING:
    from honglam.core.organisations.models import Unit, UnitGroup


@dataclass(frozen=True, slots=True)
class ProposedDuty:
    """Who reports to whom, how often, by when, as a plan words it.

    `key` is stable for reporter, recipient and frequency. `frequency` is monthly, quarterly, semiannual, annual or
    adhoc. Reporters are a `group` (seen from the issuer) or `units`; `via` gathers the reports for the receiver.
    """

    key: str
    who: str
    to: str
    frequency: str
    due_rule: str
    quote: str
    group: UnitGroup | None
    units: tuple[Unit, ...]
    receiver: Unit | None
    outside_to: str
    via: Unit | None
    doubt: str
    plan_uid: UUID
    plan_title: str
    citation: str
    issuer: Unit
    issued_on: datetime.date | None
    first_year: int
    last_year: int

    @property
    def has_receiver(self) -> bool:
        """Whether it is known who gets the report."""
        return self.receiver is not None or bool(self.outside_to)


@dataclass(frozen=True, slots=True)
class OneReport:
    """Duties that one report answers: the first with all its receivers. `also` are words for a person to look at."""

    duty: ProposedDuty
    due: DueReading
    keys: tuple[str, ...]
    also: tuple[str, ...]

    @property
    def is_ad_hoc(self) -> bool:
        """Whether it is owed once."""
        return self.due.only_on is not None


def reports_of(duties: Iterable[ProposedDuty]) -> tuple[list[OneReport], list[ProposedDuty]]:
    """The reports that duties ask for, and the duties that make none: an ad hoc one without a day has no schedule.

    A sentence that sends the same report to several receivers makes one report: it goes to the first of the province,
    the others are told beside it. What one sentence also asks ad hoc is told beside its periodic report.
    """
    groups: dict[tuple[str, str, str, str], list[tuple[ProposedDuty, DueReading]]] = {}
    left = []
    for duty in duties:
        due = read_due_rule(duty.due_rule, duty.frequency, (duty.first_year, duty.last_year))
        if duty.frequency == "adhoc" and due.scheme is None and due.only_on is None and not _periodic(duty):
            left.append(duty)
            continue
        place = (fold(duty.who), duty.frequency, fold(duty.due_rule), fold(duty.quote))
        groups.setdefault(place, []).append((duty, due))
    return [_one(rows, left) for rows in groups.values()], left


def _periodic(duty: ProposedDuty) -> bool:
    return asks_periodically(duty.due_rule)


def _one(rows: list[tuple[ProposedDuty, DueReading]], left: list[ProposedDuty]) -> OneReport:
    def rank(row: tuple[ProposedDuty, DueReading]) -> int:
        duty = row[0]
        is_own = duty.receiver is not None and duty.receiver in duty.units
        return 3 if is_own else 0 if duty.receiver is not None else 1 if duty.outside_to else 2

    duty, due = min(rows, key=rank)  # the first of the best: min is stable
    also = [_("Cũng gửi: %(to)s.") % {"to": other.to} for other, _due in rows if other is not duty and other.to]
    beside = [one.due_rule for one in left if one.quote == duty.quote and fold(one.who) == fold(duty.who)]
    also += [
        _("Ngoài định kỳ, kế hoạch còn yêu cầu: %(words)s.") % {"words": words}
        for words in dict.fromkeys(filter(None, beside))
    ]
    return OneReport(duty, due, tuple(row[0].key for row in rows), tuple(also))


def with_receiver(one: OneReport) -> tuple[OneReport, str]:
    """The report with whom it goes to where the plan does not say: its issuer; and what a person should look at."""
    duty = one.duty
    if duty.has_receiver:
        return one, ""
    if duty.to:
        return one, _("Chưa rõ “%(name)s” là nơi nào. Hãy chọn nơi nhận.") % {"name": duty.to[:120]}
    if duty.issuer in duty.units and len(duty.units) == 1:
        return one, _("Kế hoạch không ghi nơi nhận. Hãy chọn nơi nhận.")
    return (
        replace(one, duty=replace(duty, receiver=duty.issuer)),
        _("Kế hoạch không ghi nơi nhận: đề xuất gửi cơ quan ban hành kế hoạch."),
    )
