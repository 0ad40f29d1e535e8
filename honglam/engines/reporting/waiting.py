"""Whose turn it is: the people of a step, the reports that wait for a person, what a person may do to a report.

A right comes from a permission at the unit of the step, so whoever stands in for a named person can do the step.
Waiting is narrower: a step waits for the person who is named for it; where nobody is, or the named one has no post any
more or is locked out, for all whose post is for that unit.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from honglam.core.access.models import Membership, User
from honglam.core.access.people_for_units import people_who_may, unit_ids_answered_for
from honglam.core.access.reach import reach_of
from honglam.engines.reporting.arrangements import PERSON_COLUMNS, Arranged
from honglam.engines.reporting.models import Report, ReportArrangement
from honglam.engines.reporting.queries import STEP_PERMISSIONS, VIEW
from honglam.engines.reporting.rules.steps import Act, Standing, acts_at, step_of
from honglam.engines.reporting.terms import INSIDE_STEPS, SENT_STEPS, ReportStep

if TYPE_CHECKING:
    from honglam.core.organisations.models import Unit

_OFFICE_COLUMNS = {
    ReportStep.DRAFTING: "drafting_unit", ReportStep.CHECKING: "drafting_unit", ReportStep.OFFICE: "office_unit",
    ReportStep.CLERK: "office_unit",
}  # fmt: skip


def unit_at(report: Report, arranged: Arranged, step: ReportStep) -> Unit | None:
    """The unit whose people do a step: inside as arranged, once it is sent the receiver."""
    return report.receiver if step in SENT_STEPS else arranged.unit_of(step)


def people_for(report: Report, arranged: Arranged, step: ReportStep, today: datetime.date) -> list[User]:
    """Who is told that a step waits: the named person, else whoever may do it there, else in the unit itself."""
    named = arranged.people.get(step) if step in INSIDE_STEPS else None
    if named is not None and named.is_active and named.posts(today):
        return [named]
    unit = unit_at(report, arranged, step)
    permission = STEP_PERMISSIONS.get(step)
    if unit is None or permission is None:
        return []
    return people_who_may(permission, [unit.pk]) or people_who_may(permission, [report.unit_id])


def standing_of(report: Report) -> Standing:
    """Where a report stands; one query where it was sent."""
    is_corrected = report.step in SENT_STEPS and open_corrections(report).exists()
    return Standing(
        step=ReportStep(report.step), is_numbered=bool(report.number), has_receiver=report.receiver_id is not None,
        has_signed_file=report.signed_file_id is not None, is_being_corrected=is_corrected,
    )  # fmt: skip


def open_corrections(report: Report) -> QuerySet[Report]:
    """Corrections of a report that are still on their way."""
    return report.corrections.exclude(step__in=[*SENT_STEPS, ReportStep.DROPPED])


def acts_of(user: User, report: Report, arranged: Arranged, standing: Standing | None = None) -> frozenset[Act]:
    """What a person may do to a report now: what its state allows and the person holds the permission for."""
    at = standing or standing_of(report)
    return frozenset(act for act in acts_at(at) if may_do(user, report, arranged, step_of(act, at.step)))


def may_do(user: User, report: Report, arranged: Arranged, step: ReportStep) -> bool:
    """Whether a person holds the permission for a step of a report."""
    permission = STEP_PERMISSIONS.get(step)
    unit = unit_at(report, arranged, step)
    return permission is not None and unit is not None and reach_of(user, permission).covers(unit)


def is_turn_of(user: User, report: Report, arranged: Arranged, today: datetime.date) -> bool:
    """Whether the step at which a report stands waits for this person."""
    return any(person.pk == user.pk for person in people_for(report, arranged, ReportStep(report.step), today))


def waiting_for(user: User, today: datetime.date, reports: QuerySet[Report] | None = None) -> QuerySet[Report]:
    """The reports whose next step is this person's; one query when it is read."""
    found = (Report.objects.all() if reports is None else reports).annotate(**_turn_columns(today))
    turn = Q(pk__in=())
    for step, column in PERSON_COLUMNS.items():
        units = unit_ids_answered_for(user, STEP_PERMISSIONS[step], today)
        office = _OFFICE_COLUMNS.get(step)
        of_unit = Q(**{f"turn_{office}__in" if office else "unit__in": units})
        turn |= Q(step=step) & (Q(**{f"turn_{column}": user.pk}) | Q(**{f"turn_{column}": None}) & of_unit)
    received = unit_ids_answered_for(user, STEP_PERMISSIONS[ReportStep.SENT], today)
    return found.filter(turn | Q(step=ReportStep.SENT, receiver__in=received))


def of_own_units(user: User, today: datetime.date, reports: QuerySet[Report]) -> QuerySet[Report]:
    """The reports that the units of a person's posts make: as the reporting unit, or as the office that drafts it."""
    units = unit_ids_answered_for(user, VIEW, today)
    offices = {f"turn_{column}": _office(column) for column in dict.fromkeys(_OFFICE_COLUMNS.values())}
    own = Q(unit__in=units)
    for name in offices:
        own |= Q(**{f"{name}__in": units})
    return reports.annotate(**offices).filter(own)


def received_by_units_of(user: User, today: datetime.date, reports: QuerySet[Report]) -> QuerySet[Report]:
    """The reports that were sent to the units of a person's posts."""
    return reports.filter(receiver__in=unit_ids_answered_for(user, VIEW, today), step__in=SENT_STEPS)


def _turn_columns(today: datetime.date) -> dict[str, Any]:
    people = {f"turn_{column}": _person(column, today) for column in PERSON_COLUMNS.values()}
    return people | {f"turn_{column}": _office(column) for column in dict.fromkeys(_OFFICE_COLUMNS.values())}


def _person(column: str, today: datetime.date) -> Any:
    """The person named for a step who still has a post; empty where nobody is."""
    posts = Membership.objects.valid_on(today).filter(user=OuterRef(column))
    rows = _rows().filter(Exists(posts), **{f"{column}__is_active": True})
    return Coalesce(*_first_of(rows, column), output_field=IntegerField())


def _office(column: str) -> Any:
    return Coalesce(*_first_of(_rows().exclude(**{column: None}), column), F("unit"), output_field=IntegerField())


def _rows() -> QuerySet[ReportArrangement]:
    return ReportArrangement.objects.filter(unit=OuterRef("unit")).order_by()


def _first_of(rows: QuerySet[ReportArrangement], column: str) -> Iterable[Subquery]:
    """What the row of the regime says, then what the row for all regimes says."""
    yield Subquery(rows.filter(regime=OuterRef("regime")).values(column)[:1])
    yield Subquery(rows.filter(regime=None).values(column)[:1])
