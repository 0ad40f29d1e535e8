"""The filters of the list of shares: what the address bar says, and the shares that it means.

Whoever prints a number of shares makes the number and its address from the same filters, so that the list that the
number opens has just as many rows.
"""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from honglam.core.access.reach import reach_of
from honglam.core.organisations.models import Unit
from honglam.engines.plans.models import Assignment, ProgressEntry
from honglam.engines.plans.queries import AssignmentQuerySet
from honglam.engines.plans.standings import finished_by, open_on
from honglam.engines.plans.terms import OPEN_STATES, AssignmentRole, Mandate, ShareDay, WorkState, WorkStatus
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.ui.forms import FIRST_DAY, LAST_DAY

if TYPE_CHECKING:
    from honglam.core.access.models import User

OPEN, DONE = "open", "done"
NO_PLAN = "none"
EVIDENCE = "evidence"
FIELDS = ("q", "plan", "status", "role", "mandate")
"""The filters that have a field of their own in the form."""
_COLUMN = {ShareDay.COMPLETED: "completed_on", ShareDay.DUE: "due_on", ShareDay.ASSIGNED: "assigned_on"}


@dataclass(frozen=True)
class ShareFilters:
    """What a list of shares is narrowed to; every field is as it stands in the address, empty where it does not.

    `day` says which day has to lie between `since` and `until`, both included; `silent` leaves the units none of whose
    shares was reported on since that day; `lacks=evidence` what has no evidence; `mine` what the reader directs;
    `period` the shares of one period of recurring work, by its code. `below` is a unit with everything below it,
    `on` the day whose state counts where it is not today's; `plan=none` is work without a document.
    """

    q: str = ""
    plan: str = ""
    task: str = ""
    unit: str = ""
    role: str = ""
    mandate: str = ""
    status: str = ""
    day: str = ""
    since: str = ""
    until: str = ""
    silent: str = ""
    lacks: str = ""
    mine: str = ""
    period: str = ""
    below: str = ""
    on: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> ShareFilters:
        """The filters of an address; values that mean nothing are left out."""
        known = {
            "role": AssignmentRole.values, "mandate": Mandate.values, "day": ShareDay.values, "lacks": [EVIDENCE],
            "status": [*WorkStatus.values, OPEN, DONE], "mine": ["1"],
        }  # fmt: skip
        values = {name: query.get(name, "").strip() for name in cls.__dataclass_fields__}
        days = {name: "" for name in ("since", "until", "silent", "on") if day_of(values[name]) is None}
        uids = {name: "" for name in ("plan", "task") if uuid_of(values[name]) is None}
        if values["plan"] == NO_PLAN:
            del uids["plan"]
        values |= days | uids
        return cls(**{name: value for name, value in values.items() if value in known.get(name, [value])})

    @property
    def is_empty(self) -> bool:
        """Whether everything is shown."""
        return self == ShareFilters()

    @property
    def hidden(self) -> dict[str, str]:
        """The filters that the form has no field for; it carries them along."""
        return {name: value for name, value in asdict(self).items() if value and name not in FIELDS}

    def without(self, *names: str) -> ShareFilters:
        """The same without some of the filters."""
        return replace(self, **dict.fromkeys(names, ""))

    @property
    def url(self) -> str:
        """The address of the list."""
        wanted = {name: value for name, value in asdict(self).items() if value}
        return f"{reverse('plans:shares')}?{urlencode(wanted)}" if wanted else reverse("plans:shares")

    def shares(self, user: User, today: datetime.date) -> AssignmentQuerySet:
        """The user's given shares that match, with their status on the day."""
        shares: AssignmentQuerySet = Assignment.objects.visible_to(user).current()
        if self.mine:
            shares = shares.filter(reach_of(user, "plans.direct_work").q("task__issuer"))
        return self.among(shares, today)

    def among(self, shares: AssignmentQuerySet, today: datetime.date, unit: Unit | None = None) -> AssignmentQuerySet:
        """Those of some shares that match, whoever looks; with their status on the day, or on the day asked for.

        `unit` is the unit of `below` where it is at hand.
        """
        if self.below:
            unit = unit or Unit.objects.filter(code=self.below).first()
            shares = shares.below(unit) if unit is not None else shares.none()
        elif not (self.q or self.task or self.mine):  # parts are found and confirmed, but counted they count work twice
            shares = shares.whole()
        if plan := uuid_of(self.plan):
            shares = shares.ordered_by(plan)
        elif self.plan:
            shares = shares.filter(task__plan=None)
        if self.task:
            shares = shares.filter(task__uid=self.task)
        if self.unit:
            shares = shares.filter(unit__code=self.unit)
        if self.role:
            shares = shares.filter(role=self.role)
        if self.mandate:
            shares = shares.filter(mandate=self.mandate)
        if silent_since := day_of(self.silent):
            shares = shares.silent(silent_since)
        if self.lacks:
            shares = shares.filter(has_evidence=False)
        if self.period:
            shares = shares.filter(period_code=self.period)
        if self.day:
            shares = shares.filter(self._within())
        shares = shares.saying(self.q) if self.q else shares
        if day := day_of(self.on):
            return self._of_status_on(shares.standing_as_of(day), day)
        return self._of_status(shares.standing(today))

    def _of_status_on(self, shares: AssignmentQuerySet, day: datetime.date) -> AssignmentQuerySet:
        if self.status == OPEN:
            return shares.filter(open_on(day))
        if self.status == DONE:
            return shares.filter(finished_by(day), state=WorkState.DONE)
        return shares.filter(status=self.status) if self.status else shares

    def _of_status(self, shares: AssignmentQuerySet) -> AssignmentQuerySet:
        if self.status == OPEN:
            return shares.filter(state__in=OPEN_STATES)
        if self.status == DONE:
            return shares.filter(state=WorkState.DONE)
        return shares.filter(status=self.status) if self.status else shares

    def _within(self) -> Q | Exists:
        reported = self.day == ShareDay.REPORTED
        column = "reported_at__date" if reported else _COLUMN[ShareDay(self.day)]
        bounds = {f"{column}__gte": day_of(self.since), f"{column}__lte": day_of(self.until)}
        within = Q(**{name: day for name, day in bounds.items() if day is not None})
        return Exists(ProgressEntry.objects.filter(within, assignment=OuterRef("pk"))) if reported else within


def day_of(text: str) -> datetime.date | None:
    """The day of a text such as 2026-11-22; None for anything else, and for days that no plan is about."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None
