"""What one unit owes: the regimes in force that ask it, and who does what for each."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.organisations.terms import GroupScope
from honglam.engines.reporting.arrangements import Arranged, arranged_many
from honglam.engines.reporting.models import ReportArrangement, ReportRegime
from honglam.engines.reporting.schedule import next_due_dates
from honglam.engines.reporting.wording import rule_in_words

if TYPE_CHECKING:
    from honglam.core.organisations.models import Unit


@dataclass(frozen=True, slots=True)
class OwedReport:
    """One regime of a unit: its rule, where it goes, when it is due next, who does what; `is_own`: arranged apart."""

    regime: ReportRegime
    arranged: Arranged
    rule: str
    next_due: datetime.date | None
    is_own: bool

    @property
    def receiver_name(self) -> str:
        """Who gets it."""
        return str(self.arranged.receiver) if self.arranged.receiver is not None else self.arranged.outside_receiver


@dataclass(frozen=True, slots=True)
class OwedBody:
    """One body and the reports that a unit sends it."""

    name: str
    reports: tuple[OwedReport, ...]


def regimes_of(unit: Unit, day: datetime.date) -> list[ReportRegime]:
    """The regimes that ask a unit for reports on a day; queries grow with the named groups, not with the regimes."""
    regimes = list(
        ReportRegime.objects.in_force(day).select_related("group", "owner", "receiver").order_by("name", "pk")
    )
    named = set(ReportRegime.units.through.objects.filter(unit=unit).values_list("reportregime_id", flat=True))
    known: dict[tuple[int, int | None], bool] = {}
    found = []
    for regime in regimes:
        group = regime.group
        if regime.pk not in named and group is not None:
            key = (group.pk, None if group.scope == GroupScope.PROVINCE else regime.owner_id)
            if key not in known:
                known[key] = any(one.pk == unit.pk for one in group.units_on(day, regime.owner))
            if known[key]:
                found.append(regime)
        elif regime.pk in named:
            found.append(regime)
    return found


def owed_by(unit: Unit, today: datetime.date) -> list[OwedBody]:
    """What a unit reports to which body, the body with the nearest due day first."""
    regimes = regimes_of(unit, today)
    arrangements = arranged_many((unit, regime) for regime in regimes)
    own = set(ReportArrangement.objects.filter(unit=unit, regime__in=regimes).values_list("regime_id", flat=True))
    calendar = WorkingCalendar.load()
    bodies: dict[str, list[OwedReport]] = {}
    for regime in regimes:
        dates = next_due_dates(regime, today, calendar, 1)
        one = OwedReport(
            regime, arrangements[unit.pk, regime.pk], rule_in_words(regime), dates[0].due_on if dates else None,
            regime.pk in own,
        )  # fmt: skip
        bodies.setdefault(one.receiver_name, []).append(one)
    found = [OwedBody(name, tuple(sorted(reports, key=_nearest))) for name, reports in bodies.items()]
    return sorted(found, key=lambda body: (_nearest(body.reports[0]), body.name))


def _nearest(report: OwedReport) -> tuple[datetime.date, str]:
    return (report.next_due or datetime.date.max, report.regime.name)


def general_of(unit: Unit) -> ReportArrangement | None:
    """What is arranged for all reports of a unit."""
    related: Sequence[str] = ("drafting_unit", "office_unit", "receiver", "drafter", "checker", "office_person",
                              "signer", "clerk")  # fmt: skip
    return ReportArrangement.objects.filter(unit=unit, regime=None).select_related(*related).first()
