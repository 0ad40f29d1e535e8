"""Writes of rounds: open the reports that regimes ask for, keep drafts in step with their regime."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.numbering.series import next_codes
from honglam.engines.reporting.actions.telling import tell_of_demand
from honglam.engines.reporting.arrangements import Arranged, arranged_many
from honglam.engines.reporting.models import Report, ReportMove, ReportRegime
from honglam.engines.reporting.queries import DEFINE
from honglam.engines.reporting.rules.opening import title_of
from honglam.engines.reporting.schedule import DueDate, due_of, period_name, reporters_on, to_open
from honglam.engines.reporting.terms import REPORT_PREFIX, RegimeState, ReportStep
from honglam.toolkit.numbers import format_date
from honglam.toolkit.periods import Period, parse

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

_RELATED = ("group", "owner", "receiver")


def open_rounds(*, today: datetime.date, by: User | None = None) -> int:
    """Open what every regime in force asks for on a day, each in a transaction of its own; how many reports.

    Nobody (`by` of None) is the system itself, every night. Run again it opens nothing twice. Regimes that have ended
    are marked so.

    Raises:
        NotAllowed: the person may not define regimes of an owner.
    """
    _mark_ended(today)
    regimes = ReportRegime.objects.in_force(today).select_related(*_RELATED).order_by("pk")
    return sum(open_rounds_of(regime=regime, today=today, by=by) for regime in regimes)


@transaction.atomic
def open_rounds_of(*, regime: ReportRegime, today: datetime.date, by: User | None = None) -> int:
    """Open what one regime asks for on a day, for every reporter of the period's last day; how many reports.

    The number of queries does not depend on the reporters. What is there in any step is not opened again.

    Raises:
        NotAllowed: the person may not define regimes of the owner.
    """
    if by is not None:
        require(by, DEFINE, regime.owner)
    ReportRegime.objects.select_for_update(of=("self",)).get(pk=regime.pk)
    if regime.state != RegimeState.IN_FORCE or regime.starts_on > today:
        return 0
    opened: list[Report] = []
    for due in to_open(regime, today, WorkingCalendar.load()):
        opened += _opened(regime, due)
    if not opened:
        return 0
    record(
        by=by, action="reporting.rounds_opened", target=regime, unit=regime.owner,
        summary=_("%(count)d báo cáo, hạn %(due)s")
        % {"count": len(opened), "due": ", ".join(format_date(day) for day in sorted({one.due_on for one in opened}))},
        rows=[(report.code, f"{report.unit}: {report.title}") for report in opened],
    )  # fmt: skip
    if regime.only_due_on is not None:
        tell_of_demand(regime=regime, reports=opened, by=by)
    return len(opened)


def _asked_on(regime: ReportRegime, end: datetime.date) -> datetime.date:
    """The day whose reporters count: the period's last day; of what is owed once the first day in force."""
    return end if regime.only_due_on is None else regime.starts_on


def _opened(regime: ReportRegime, due: DueDate) -> list[Report]:
    """The reports of one period that are not there yet, stored."""
    start, end = _span(regime, due.period)
    opened = Report.objects.filter(regime=regime)
    if due.period is not None:  # what is owed once stays the same report, whatever days its figures come from
        opened = opened.filter(period_start=start, period_end=end)
    there = set(opened.values_list("unit_id", flat=True))
    units = [unit for unit in reporters_on(regime, _asked_on(regime, end)) if unit.pk not in there]
    if not units:
        return []
    arrangements = arranged_many((unit, regime) for unit in units)
    codes = next_codes(REPORT_PREFIX, end.year if due.period is not None else due.due_on.year, len(units))
    reports = [
        _report(regime, unit, due, code, arrangements[unit.pk, regime.pk])
        for unit, code in zip(units, codes, strict=True)
    ]
    return Report.objects.bulk_create(reports, batch_size=200)


def _report(regime: ReportRegime, unit: Unit, due: DueDate, code: str, arranged: Arranged) -> Report:
    report = Report(
        code=code, regime=regime, unit=unit,
        period_scheme=due.period.scheme.value if due.period is not None else "",
        period_code=due.period.code if due.period is not None else "",
    )  # fmt: skip
    _fill(report, regime, due.due_on, arranged)
    return report


def _fill(report: Report, regime: ReportRegime, due_on: datetime.date, arranged: Arranged) -> None:
    """What a draft has from its regime and arrangement."""
    period = parse(report.period_code) if report.period_code else None
    report.period_start, report.period_end = _span(regime, period)
    report.title = title_of(regime.name, period_name(period) if period is not None else "")
    report.due_on = due_on
    report.receiver, report.outside_receiver = arranged.receiver, arranged.outside_receiver
    report.signing_form, report.signing_lines = arranged.signing_form, list(arranged.signing_lines)
    report.signer_name = arranged.signer_name


_FILLED = (
    "period_start", "period_end", "title", "due_on", "receiver", "outside_receiver", "signing_form",
    "signing_lines", "signer_name",
)  # fmt: skip


def _span(regime: ReportRegime, period: Period | None) -> tuple[datetime.date, datetime.date]:
    if period is not None:
        return period.start, period.end
    assert regime.only_from is not None and regime.only_to is not None  # what is owed once says its days
    return regime.only_from, regime.only_to


@transaction.atomic
def refresh_drafts(*, regime: ReportRegime, by: User, units: Sequence[Unit] | None = None) -> int:
    """Let the drafts of a regime (of some units) follow it and their arrangement; how many changed.

    Drafts of periods or units that it no longer asks for are dropped, unless something was written in them.
    """
    require(by, DEFINE, regime.owner if units is None else None)
    calendar = WorkingCalendar.load()
    drafts = list(_drafts(regime, units))
    ends = {draft.period_end for draft in drafts}
    asked = {end: {unit.pk for unit in reporters_on(regime, _asked_on(regime, end))} for end in ends}
    arrangements = arranged_many((draft.unit, regime) for draft in drafts)
    kept, gone = [], []
    for draft in drafts:
        if draft.period_scheme != regime.scheme or draft.unit_id not in asked[draft.period_end]:
            gone += [] if _has_words(draft) else [draft]
            continue
        period = parse(draft.period_code) if draft.period_code else None
        _fill(draft, regime, due_of(regime, period, calendar), arrangements[draft.unit_id, regime.pk])
        kept.append(draft)
    Report.objects.bulk_update(kept, _FILLED, batch_size=200)
    _drop(regime, gone, _("Chế độ báo cáo đã sửa, không còn yêu cầu báo cáo này."), by)
    return len(kept) + len(gone)


@transaction.atomic
def drop_after(*, regime: ReportRegime, on: datetime.date, by: User) -> int:
    """Drop the unwritten drafts of periods that end after a day, or of a demand that is due after it; how many."""
    require(by, DEFINE, regime.owner)
    over = Q(period_end__gt=on) if regime.only_due_on is None else Q(due_on__gt=on)
    drafts = [draft for draft in _drafts(regime, None).filter(over) if not _has_words(draft)]
    _drop(regime, drafts, _("Chế độ báo cáo thôi áp dụng từ sau ngày %(day)s.") % {"day": format_date(on)}, by)
    return len(drafts)


def _drafts(regime: ReportRegime, units: Sequence[Unit] | None) -> QuerySet[Report]:
    found = (
        Report.objects.select_for_update(of=("self",))  # whoever passes one on meanwhile is waited for
        .filter(regime=regime, step=ReportStep.DRAFTING, version=1)
        .select_related("unit__parent")
        .order_by("pk")
    )
    return (found if units is None else found.of_units(list(units))).prefetch_related("entries")


def _has_words(draft: Report) -> bool:
    """Whether somebody typed something into it."""
    return any(str(text).strip() for text in draft.written.values()) or bool(draft.entries.all())


def _drop(regime: ReportRegime, drafts: Sequence[Report], reason: str, by: User | None) -> None:
    if not drafts:
        return
    now = timezone.now()
    for draft in drafts:
        draft.step, draft.reason = ReportStep.DROPPED, reason
    Report.objects.bulk_update(drafts, ["step", "reason"], batch_size=200)
    ReportMove.objects.bulk_create(
        ReportMove(
            report=draft, from_step=ReportStep.DRAFTING, to_step=ReportStep.DROPPED, note=reason, by=by, at=now
        )
        for draft in drafts
    )  # fmt: skip
    record(
        by=by, action="reporting.report_dropped", target=regime, unit=regime.owner, reason=reason,
        rows=[(draft.code, draft.title) for draft in drafts], about=drafts,
    )  # fmt: skip


def _mark_ended(today: datetime.date) -> None:
    """Regimes whose last day has passed are ended."""
    over = ReportRegime.objects.filter(state=RegimeState.IN_FORCE, ends_on__lt=today)
    over.update(state=RegimeState.ENDED)
