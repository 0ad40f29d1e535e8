"""Whose turn it is: units in whose name a person asks and reads, requests that wait for a person, who is told."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from honglam.core.access.people_for_units import people_who_may, unit_ids_answered_for
from honglam.core.organisations.models import Unit
from honglam.engines.datahub.models import AccessRequest, Grant
from honglam.engines.datahub.queries import ASK, DECIDE

if TYPE_CHECKING:
    from honglam.core.access.models import User

MOST_ON_DESK = 5


@dataclass(frozen=True, slots=True)
class WaitingRequest:
    """A request that waits for a decision, as the desk shows it."""

    code: str
    url: str
    dataset: str
    unit: str
    due_on: datetime.date
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class WaitingRequests:
    """The most pressing requests that wait for a person, how many there are, and where all of them are."""

    rows: list[WaitingRequest]
    count: int
    url: str


def asking_units(user: User, day: datetime.date) -> QuerySet[Unit]:
    """The units in whose name a person asks for data and reads it: where the posts are, not all that lies below."""
    return Unit.objects.filter(pk__in=unit_ids_answered_for(user, ASK, day)).order_by("path")


def may_read(user: User, grant: Grant, day: datetime.date) -> bool:
    """Whether a person reads rows through a grant: who asks for data in the name of the unit that has it."""
    return grant.unit_id in unit_ids_answered_for(user, ASK, day)


def waiting_for(user: User, day: datetime.date) -> QuerySet[AccessRequest]:
    """Open requests about datasets of units for which the person decides, the most pressing first.

    Not the person's own: somebody else decides those.
    """
    owners = unit_ids_answered_for(user, DECIDE, day)
    return AccessRequest.objects.open().filter(dataset__owner__in=owners).exclude(by=user).order_by("due_on", "id")


def sharing_waiting_for(user: User, day: datetime.date) -> WaitingRequests:
    """What the desk shows of them; two queries at most."""
    found = list(waiting_for(user, day).select_related("dataset", "unit")[: MOST_ON_DESK + 1])
    count = len(found) if len(found) <= MOST_ON_DESK else waiting_for(user, day).count()
    rows = [
        WaitingRequest(
            one.code, one.get_absolute_url(), one.dataset.name, str(one.unit), one.due_on, one.due_on < day
        )
        for one in found[:MOST_ON_DESK]
    ]  # fmt: skip
    return WaitingRequests(rows, count, f"{reverse('datahub:requests')}?whose=waiting")


def deciders_of(owner: Unit) -> list[User]:
    """Who decides over the datasets of a unit; where nobody there does, whoever decides for the next above."""
    unit: Unit | None = owner
    while unit is not None:
        if people := people_who_may(DECIDE, [unit.pk]):
            return people
        unit = unit.parent
    return []


def askers_of(grant_or_request: Grant | AccessRequest) -> list[User]:
    """Who hears of an answer: the one who asked, and where that person has left, whoever asks for the unit."""
    asked = grant_or_request if isinstance(grant_or_request, AccessRequest) else grant_or_request.request
    if asked.by.is_active and asked.by.posts(timezone.localdate()):
        return [asked.by]
    return people_who_may(ASK, [asked.unit_id])
