"""The filters of the list of reports: what the address says, and the reports that it means."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from honglam.core.search.folding import plain
from honglam.core.search.queries import matches
from honglam.engines.reporting.days import Days
from honglam.engines.reporting.models import Report, ReportRegime
from honglam.engines.reporting.terms import SENT_STEPS, ReportStep, ReportTimeliness
from honglam.engines.reporting.waiting import of_own_units, received_by_units_of, waiting_for
from honglam.toolkit.identifiers import uuid_of

if TYPE_CHECKING:
    from honglam.core.access.models import User

GROUPS = {
    "mine": _("Cần tôi làm"), "unit": _("Đơn vị tôi đang làm"), "received": _("Đến đơn vị tôi"),
    "sent": _("Đã gửi"), "all": _("Tất cả"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportFilters:
    """What the list is narrowed to; every field as it stands in the address, empty where it does not."""

    q: str = ""
    group: str = ""
    period: str = ""
    regime: str = ""
    unit: str = ""
    step: str = ""
    timeliness: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> ReportFilters:
        """The filters of an address; values that mean nothing are left out."""
        values = {name: query.get(name, "").strip() for name in cls.__dataclass_fields__}
        known = {"group": GROUPS, "step": ReportStep.values, "timeliness": ReportTimeliness.values}
        for name, choices in known.items():
            values[name] = values[name] if values[name] in choices else ""
        values["regime"] = values["regime"] if uuid_of(values["regime"]) else ""
        return cls(**values)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the group is chosen."""
        return any((self.q, self.period, self.regime, self.unit, self.step, self.timeliness))

    def narrowed(self, reports: QuerySet[Report], days: Days) -> QuerySet[Report]:
        """The reports that the filters leave, the group aside."""
        if self.q:
            reports = reports.filter(self._words())
        if self.period:
            reports = reports.filter(period_code=self.period)
        if self.regime:
            reports = reports.filter(regime__uid=self.regime)
        if self.unit:
            reports = reports.filter(unit__code=self.unit)
        if self.step:
            reports = reports.filter(step=self.step)
        if self.timeliness:
            reports = reports.of_timeliness(self.timeliness, days.today, days.soon_until)  # type: ignore[attr-defined]
        return reports

    def _words(self) -> Q:
        """Code, number, unit, or the name of the regime, typed with or without marks."""
        wanted = plain(self.q).split()
        regimes = [
            pk
            for pk, name in ReportRegime.objects.values_list("pk", "name")
            if all(word in plain(name) for word in wanted)
        ]
        found = Q(title__icontains=self.q) | Q(code__iexact=self.q) | Q(number__istartswith=self.q)
        return found | Q(regime__in=regimes) | matches(self.q, column="unit__search_text")


def of_group(group: str, user: User, today: datetime.date, reports: QuerySet[Report]) -> QuerySet[Report]:
    """The reports of one group of the list."""
    if group == "mine":
        return waiting_for(user, today, reports)
    if group == "unit":
        return of_own_units(user, today, reports).exclude(step__in=[*SENT_STEPS, ReportStep.DROPPED])
    if group == "received":
        return received_by_units_of(user, today, reports)
    if group == "sent":
        return of_own_units(user, today, reports).filter(step__in=SENT_STEPS)
    return reports
