"""Brings together what is asked of units: regimes, forms of indicators, forms of upper levels, Excel forms.

The number of queries does not depend on the units or the demands.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone

from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.organisations.models import Unit
from honglam.engines.indicators.public import FormLine, IndicatorForm, Submission, SubmissionState
from honglam.engines.reporting.demands.rows import Demand, DemandKind
from honglam.engines.reporting.membership import Membership
from honglam.engines.reporting.models import (
    FilledForm,
    MappedCell,
    Report,
    ReportRegime,
    UpperForm,
    WorkbookCopy,
    WorkbookGathering,
)
from honglam.engines.reporting.schedule import due_of
from honglam.engines.reporting.terms import CellContent, RegimeState
from honglam.toolkit.periods import Period, Scheme, period_of

LOOKED_BACK = datetime.timedelta(days=400)
A_YEAR = datetime.timedelta(days=365)
_MOST_PERIODS = 6


@dataclass
class Collecting:
    """Collects for some units (by key) on a day. `tops` tells for each unit the path of its authority."""

    units: Mapping[int, Unit]
    tops: Mapping[int, str]
    membership: Membership
    today: datetime.date

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working calendar, read once."""
        return WorkingCalendar.load()

    def all(self) -> list[Demand]:
        """Everything that is asked."""
        return [*self._regimes(), *self._forms(), *self._upper_forms(), *self._gatherings()]

    def _is_internal(self, asker: Unit | None, unit_id: int) -> bool:
        return asker is not None and asker.path.startswith(self.tops[unit_id])

    def _regimes(self) -> Iterator[Demand]:
        since = self.today - A_YEAR
        alive = Q(state=RegimeState.PROPOSED) | Q(state=RegimeState.IN_FORCE, only_due_on=None) | Q(
            state=RegimeState.IN_FORCE, only_due_on__gte=since
        )  # fmt: skip
        regimes = list(
            ReportRegime.objects.filter(alive)
            .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=self.today) | Q(only_due_on__gte=since))
            .select_related("group", "owner", "receiver")
            .prefetch_related("units")
            .order_by("name", "pk")
        )
        asked = {regime.pk: self._reporters(regime) for regime in regimes}
        regimes = [regime for regime in regimes if asked[regime.pk]]
        sent, waiting = self._reports(regimes)
        for regime in regimes:
            following = self._next_due(regime.scheme, regime.starts_on, regime.ends_on, _due_by(regime, self.calendar))
            for pk in asked[regime.pk]:
                due = waiting.get((regime.pk, pk))
                last, last_due = sent.get((regime.pk, pk), (None, None))
                once = None if last else regime.only_due_on
                next_due = due or once or following
                yield Demand(
                    key=f"regime:{regime.pk}", kind=_kind_of(regime), unit=self.units[pk], name=regime.name,
                    asked_by=regime.receiver_name or str(regime.owner), scheme=regime.scheme, basis=regime.legal_basis,
                    url=regime.get_absolute_url(), next_due=next_due, last_sent=last,
                    late=bool(last and last_due and last > last_due),
                    is_internal=self._is_internal(regime.receiver, pk),
                    overdue=regime.state == RegimeState.IN_FORCE and next_due is not None and next_due < self.today,
                )  # fmt: skip

    def _reporters(self, regime: ReportRegime) -> list[int]:
        keys = self.membership.of(regime.group, regime.owner) | {unit.pk for unit in regime.units.all()}
        return [pk for pk in self.units if pk in keys]

    def _reports(self, regimes: list[ReportRegime]) -> tuple[dict[tuple[int, int], Any], dict[tuple[int, int], Any]]:
        """By regime and unit: when the last report was sent and was due; and the first due day of what is open."""
        recent = Report.objects.filter(
            regime__in=regimes, unit__in=list(self.units), due_on__gte=self.today - LOOKED_BACK
        )  # fmt: skip
        columns = ("regime_id", "unit_id", "sent_at", "due_on")
        sent = {
            (regime, unit): (timezone.localdate(at) if at else None, due)
            for regime, unit, at, due in recent.sent().order_by("due_on", "version").values_list(*columns)
        }
        opened = recent.open().filter(version=1).order_by("-due_on").values_list("regime_id", "unit_id", "due_on")
        return sent, {(regime, unit): due for regime, unit, due in opened}

    def _next_due(
        self, scheme: str, starts_on: datetime.date, ends_on: datetime.date | None,
        due: Callable[[Period], datetime.date | None],
    ) -> datetime.date | None:  # fmt: skip
        """The first due day from today on, of periods that count."""
        if not scheme:
            return None
        period = period_of(self.today, Scheme(scheme)).previous()
        for _turn in range(_MOST_PERIODS):
            if period.end >= starts_on and (ends_on is None or period.end <= ends_on):
                day = due(period)
                if day is not None and day >= self.today:
                    return day
            period = period.next()
        return None

    def _forms(self) -> Iterator[Demand]:
        forms = list(
            IndicatorForm.objects.active().counting_on(self.today - LOOKED_BACK, self.today + A_YEAR)
            .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=self.today))
            .select_related("group", "receiver").prefetch_related("units")
        )  # fmt: skip
        asked = {}
        for form in forms:
            keys = self.membership.of(form.group, form.receiver) | {unit.pk for unit in form.units.all()}
            asked[form.pk] = [pk for pk in self.units if pk in keys]
        forms = [form for form in forms if asked[form.pk]]
        lines: dict[int, set[int]] = defaultdict(set)
        for form_id, indicator in (
            FormLine.objects.filter(form__in=forms)
            .holding_on(timezone.localdate())
            .values_list("form_id", "indicator_id")
        ):
            lines[form_id].add(indicator)
        received = self._submissions(forms)
        for form in forms:
            due = _form_due(form, self.calendar)
            following = self._next_due(form.scheme, form.starts_on, form.ends_on, due)
            late_period = self._last_due(form, due)
            for pk in asked[form.pk]:
                sent = received.get((form.pk, pk), {})
                last = max((at for at, _on_time in sent.values()), default=None)
                missing = late_period is not None and late_period.code not in sent
                yield Demand(
                    key=f"form:{form.pk}", kind=DemandKind.FORM, unit=self.units[pk], name=form.name,
                    asked_by=str(form.receiver), scheme=form.scheme, basis=form.legal_source,
                    url=f"{reverse('indicators:own_forms')}?q={form.code}",
                    next_due=due(late_period) if missing and late_period else following, last_sent=last,
                    late=any(at == last and on_time is False for at, on_time in sent.values()), overdue=missing,
                    is_internal=self._is_internal(form.receiver, pk), indicators=frozenset(lines[form.pk]),
                )  # fmt: skip

    def _last_due(self, form: IndicatorForm, due: Callable[[Period], datetime.date | None]) -> Period | None:
        """The latest period that counts and whose day has passed."""
        period = period_of(self.today, Scheme(form.scheme))
        for _turn in range(_MOST_PERIODS):
            day = due(period)
            counts = period.end >= form.starts_on and (form.ends_on is None or period.end <= form.ends_on)
            if counts and day is not None and day < self.today:
                return period
            period = period.previous()
        return None

    def _submissions(self, forms: list[IndicatorForm]) -> dict[tuple[int, int], dict[str, tuple[datetime.date, Any]]]:
        """By form and unit: for each period that the receiver has, when it was sent and whether in time."""
        found: dict[tuple[int, int], dict[str, tuple[datetime.date, Any]]] = defaultdict(dict)
        rows = Submission.objects.filter(
            form__in=forms, unit__in=list(self.units), submitted_at__isnull=False,
            period_end__gte=self.today - LOOKED_BACK,
        ).exclude(state__in=[SubmissionState.DRAFT, SubmissionState.RETURNED])  # fmt: skip
        for form, unit, code, at, on_time in rows.values_list(
            "form_id", "unit_id", "period_code", "submitted_at", "is_on_time"
        ):
            if at is not None:
                found[form, unit][code] = (timezone.localdate(at), on_time)
        return found

    def _upper_forms(self) -> Iterator[Demand]:
        forms = list(UpperForm.objects.current().filter(unit__in=list(self.units)).order_by("name", "pk"))
        cells: dict[int, set[int]] = defaultdict(set)
        mapped = MappedCell.objects.filter(version__form__in=forms, content=CellContent.FIGURE, unit__isnull=True)
        for form_id, indicator in mapped.values_list("version__form_id", "indicator_id"):
            cells[form_id].add(indicator or 0)
        filled = dict(
            FilledForm.objects.filter(version__form__in=forms).order_by().values_list("version__form_id").annotate(
                last=Max("created_at")
            )
        )  # fmt: skip
        for form in forms:
            last = filled.get(form.pk)
            yield Demand(
                key=f"upper_form:{form.pk}", kind=DemandKind.UPPER_FORM, unit=self.units[form.unit_id], name=form.name,
                asked_by=form.asked_by, scheme=form.scheme, basis=form.legal_basis,
                url=form.get_absolute_url(),
                last_sent=timezone.localdate(last) if last else None, indicators=frozenset(cells[form.pk]),
            )  # fmt: skip

    def _gatherings(self) -> Iterator[Demand]:
        since = timezone.make_aware(datetime.datetime.combine(self.today - A_YEAR, datetime.time.min))
        gatherings = list(
            WorkbookGathering.objects.current().filter(created_at__gte=since, group__isnull=False)
            .select_related("unit", "group").order_by("-created_at")
        )  # fmt: skip
        copies = set(
            WorkbookCopy.objects.filter(gathering__in=gatherings, unit__in=list(self.units)).values_list(
                "gathering_id", "unit_id"
            )
        )
        for one in gatherings:
            members = self.membership.of(one.group, one.unit)
            for pk in (pk for pk in self.units if pk in members):
                came = (one.pk, pk) in copies
                yield Demand(
                    key=f"gathering:{one.pk}", kind=DemandKind.GATHERING, unit=self.units[pk], name=one.name,
                    asked_by=str(one.unit), is_internal=self._is_internal(one.unit, pk),
                    last_sent=timezone.localdate(one.created_at) if came else None,
                )  # fmt: skip


def _kind_of(regime: ReportRegime) -> DemandKind:
    if regime.state == RegimeState.PROPOSED:
        return DemandKind.PROPOSED
    return DemandKind.REGIME if regime.only_due_on is None else DemandKind.ONCE


def _due_by(regime: ReportRegime, calendar: WorkingCalendar) -> Callable[[Period], datetime.date | None]:
    def due(period: Period) -> datetime.date | None:
        if regime.due_day is None and regime.due_after_working_days is None:
            return None
        return due_of(regime, period, calendar)

    return due


def _form_due(form: IndicatorForm, calendar: WorkingCalendar) -> Callable[[Period], datetime.date | None]:
    return lambda period: calendar.add_working_days(period.end, form.due_after_working_days)
