"""“Việc của đơn vị tôi” and “Việc của tôi”: shares in the order in which people look at them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Value, When, Window
from django.db.models.functions import RowNumber, TruncMonth
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from honglam.core.access.people_for_units import unit_ids_answered_for
from honglam.core.access.reach import reach_of, units_of
from honglam.core.organisations.models import Unit
from honglam.engines.plans import standings
from honglam.engines.plans.actions.work import DIRECT, REPORT
from honglam.engines.plans.models import Assignment
from honglam.engines.plans.queries import AssignmentQuerySet
from honglam.engines.plans.shown.moves import ExtensionLine, extension_lines, extensions_waiting_for
from honglam.engines.plans.shown.rows import ShareRow, share_rows
from honglam.engines.plans.terms import OPEN_STATES, AssignmentRole, DeadlineKind, Mandate, WorkState

if TYPE_CHECKING:
    from honglam.core.access.models import User

ROWS_OF_A_SLOT = 15
MONTHS_AHEAD = 6

OVERDUE, THIS_WEEK, THIS_MONTH, LATER, RECURRING = "overdue", "this_week", "this_month", "later", "recurring"
UNDATED, BORN_LATE, WAITING, REQUESTED, DONE = "undated", "born_late", "waiting", "requested", "done"
SLOTS: dict[str, str | Promise] = {
    OVERDUE: _("Quá hạn"),
    THIS_WEEK: _("Tuần này"),
    THIS_MONTH: _("Tháng này"),
    LATER: _("Sau đó"),
    RECURRING: _("Thường xuyên, khi có yêu cầu"),
    UNDATED: _("Chưa rõ thời hạn"),
    BORN_LATE: _("Quá hạn ngay khi giao (không tính cho đơn vị)"),
    WAITING: _("Đã báo, chờ xác nhận"),
    REQUESTED: _("Được đề nghị, phối hợp"),
    DONE: _("Đã hoàn thành"),
}
"""When a share has to be looked at, in reading order. What was asked for has a place of its own: it is never late."""


def with_slot(shares: AssignmentQuerySet, today: datetime.date) -> AssignmentQuerySet:
    """Given shares with their `slot` and their status on the day."""
    week_end = today + datetime.timedelta(days=6 - today.weekday())
    month_end = (today.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)
    is_open = Q(state__in=OPEN_STATES)
    slot = Case(
        When(state=WorkState.CLAIMED, then=Value(WAITING)),
        When(~is_open, then=Value(DONE)),
        When(mandate=Mandate.REQUESTED, then=Value(REQUESTED)),
        When(is_overdue_at_birth=True, then=Value(BORN_LATE)),
        When(standings.late_on(today), then=Value(OVERDUE)),
        When(due_on__lte=week_end, then=Value(THIS_WEEK)),
        When(due_on__lte=month_end, then=Value(THIS_MONTH)),
        When(due_on__isnull=False, then=Value(LATER)),
        When(task__deadline_kind__in=[DeadlineKind.RECURRING, DeadlineKind.ON_DEMAND], then=Value(RECURRING)),
        default=Value(UNDATED),
        output_field=CharField(),
    )
    return shares.given().filter(task__is_withdrawn=False).standing(today).annotate(slot=slot)


@dataclass
class WorkGroup:
    """Shares of one slot: the first rows, and how many there are altogether."""

    code: str
    label: str
    count: int
    rows: list[ShareRow] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.rows)

    @property
    def is_late(self) -> bool:
        """Whether the heading may be red."""
        return self.code == OVERDUE


def groups_of(
    shares: AssignmentQuerySet, today: datetime.date, *, rows: int = ROWS_OF_A_SLOT, skip: Iterable[str] = ()
) -> list[WorkGroup]:
    """The shares by slot, `rows` of each; two queries, however many there are. Empty slots are left out."""
    slotted = with_slot(shares, today)
    counts = dict(slotted.order_by().values("slot").annotate(n=Count("pk")).values_list("slot", "n"))
    place = Window(RowNumber(), partition_by=F("slot"), order_by=_order())
    first = slotted.exclude(slot__in=list(skip)).annotate(place=place).filter(place__lte=rows)
    found = first.with_task().order_by("place")
    groups = {code: WorkGroup(code, str(label), counts.get(code, 0)) for code, label in SLOTS.items()}
    for row in share_rows(found):
        groups[row.share.slot].rows.append(row)  # type: ignore[attr-defined]
    return [group for group in groups.values() if group.count]


def _order() -> list[Any]:
    """Done work newest first, all other work by due date."""
    return [
        Case(When(state=WorkState.DONE, then=F("completed_on"))).desc(nulls_last=True),
        F("due_on").asc(nulls_last=True),
        F("pk").asc(),
    ]


@dataclass(frozen=True, slots=True)
class MonthLoad:
    """How much work falls due in a month."""

    first_day: datetime.date
    count: int

    @property
    def code(self) -> str:
        """The month as filters write it: 2026-03."""
        return f"{self.first_day:%Y-%m}"

    @property
    def label(self) -> str:
        """The month as people write it: 3/2026."""
        return f"{self.first_day.month}/{self.first_day.year}"


def load_by_month(shares: AssignmentQuerySet, today: datetime.date) -> list[MonthLoad]:
    """Open shares by month of their due date, this month and the next ones, empty months included; one query."""
    first = today.replace(day=1)
    months = [first]
    for _number in range(MONTHS_AHEAD - 1):
        months.append((months[-1].replace(day=28) + datetime.timedelta(days=4)).replace(day=1))
    found = (
        shares.open()
        .filter(due_on__gte=first, due_on__lt=(months[-1].replace(day=28) + datetime.timedelta(days=4)).replace(day=1))
        .order_by()
        .annotate(month=TruncMonth("due_on"))
        .values("month")
        .annotate(n=Count("pk"))
        .values_list("month", "n")
    )
    counts = dict(found)
    return [MonthLoad(month, counts.get(month, 0)) for month in months]


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """What one person of a unit has open; nobody's work stands under an empty name."""

    name: str
    open: int
    overdue: int


def load_by_person(shares: AssignmentQuerySet, today: datetime.date) -> list[PersonLoad]:
    """Open shares by the person who does them, the fullest desk first; one query."""
    late = standings.late_on(today)
    found = (
        shares.open()
        .order_by()
        .values("person", "person__full_name")
        .annotate(n=Count("pk"), late=Count("pk", filter=late))
        .order_by("-n", "person__full_name")
    )
    return [PersonLoad(row["person__full_name"] or "", row["n"], row["late"]) for row in found]


@dataclass(frozen=True)
class UnitPost:
    """A unit where the person sits, and the address of its work."""

    unit: Unit
    url: str


@dataclass(frozen=True)
class MyWork:
    """Everything that waits for one person, through all posts.

    Own shares, shares nobody took on, work to confirm, later dates to decide.
    """

    groups: list[WorkGroup]
    unclaimed: list[WorkGroup]
    to_confirm: list[ShareRow]
    to_confirm_count: int
    to_decide: list[ExtensionLine]
    to_decide_count: int
    posts: list[UnitPost]

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (self.groups or self.unclaimed or self.to_confirm or self.to_decide)

    def count(self, code: str) -> int:
        """How many own shares stand in a slot."""
        return next((group.count for group in self.groups if group.code == code), 0)


def my_work(user: User, today: datetime.date, *, rows: int = ROWS_OF_A_SLOT) -> MyWork:
    """“Việc của tôi”: eight queries at most, however much work there is."""
    units = units_of(user)
    own = groups_of(Assignment.objects.of_person(user), today, rows=rows, skip=[DONE])
    reported_for = [unit for unit in units if reach_of(user, REPORT).covers(unit)]
    nobodys: list[WorkGroup] = []
    if reported_for:
        open_shares = Assignment.objects.filter(unit__in=reported_for, person__isnull=True).open()
        nobodys = groups_of(open_shares, today, rows=rows)
    claimed = claims_for(user, today)
    count = claimed.count()
    waiting = share_rows(claimed.with_task().standing(today).order_by("last_report_at", "pk")[:rows]) if count else []
    wishes = extensions_waiting_for(user, today)
    wish_count = wishes.count()
    return MyWork(
        groups=[group for group in own if group.code != DONE],
        unclaimed=nobodys,
        to_confirm=waiting,
        to_confirm_count=count,
        to_decide=extension_lines(wishes.in_full().order_by("asked_at", "pk")[:rows], user) if wish_count else [],
        to_decide_count=wish_count,
        posts=[UnitPost(unit, reverse("plans:unit_work", args=[unit.code])) for unit in units],
    )


def claims_for(user: User, today: datetime.date) -> AssignmentQuerySet:
    """Reported work that waits for this person: given or monitored by a unit that they answer for."""
    directed = unit_ids_answered_for(user, DIRECT, today)
    watched = unit_ids_answered_for(user, REPORT, today)
    claimed = Assignment.objects.waiting_for_confirmation()
    if not (directed or watched):
        return claimed.none()
    monitoring = Assignment.objects.given().filter(role=AssignmentRole.MONITORING, unit__in=watched)
    of_others = monitoring.filter(task=OuterRef("task")).exclude(unit=OuterRef("unit"))
    return claimed.filter(Q(task__issuer__in=directed) | Exists(of_others))


def shares_of_unit(unit: Unit, user: User, *, below: bool = False, role: str = "") -> AssignmentQuerySet:
    """Shares of a unit that the user sees, with those of its own bodies where asked, of one role where given."""
    shares: AssignmentQuerySet = Assignment.objects.visible_to(user)
    shares = shares.filter(unit__path__startswith=unit.path) if below else shares.of_unit(unit)
    return shares.filter(role=role) if role in AssignmentRole.values else shares
