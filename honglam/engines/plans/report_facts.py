"""What stored work says for a report: counts of shares as of a day, what is late, what came out, what stood in the way.

Counts are of leading shares of a unit and everything below it (`WorkScope`), made inside the database: their number of
queries depends neither on tasks nor on units. Every count carries the address of the list that shows just these shares
(`share_filters.ShareFilters` makes both). The state on a past day follows from dates (`standings.share_status_as_of`);
what was asked for, or was late when it was given, is never counted as late.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.organisations.models import Unit
from honglam.engines.plans.models import Assignment, Plan, ProgressEntry
from honglam.engines.plans.models.progress import Evidence
from honglam.engines.plans.queries import AssignmentQuerySet
from honglam.engines.plans.share_filters import DONE, NO_PLAN, OPEN, ShareFilters
from honglam.engines.plans.terms import AssignmentRole, ShareDay, WorkStatus

_DAY = datetime.timedelta(days=1)
OPEN_KEYS = (
    "in_progress", "not_started", "due_soon", "overdue", "returned", "requested", "extension_asked", "by_phone",
    "born_late",
)  # fmt: skip
"""What `open` is made of, each share under one of them."""

PARTS = ("done_on_time", "done_late", "done_before", "claimed", "carried_over", *OPEN_KEYS)
"""What `in_force` is made of, each share under one of them."""

_STATUS = {
    "claimed": WorkStatus.REPORTED, "carried_over": WorkStatus.CARRIED_OVER, "in_progress": WorkStatus.IN_PROGRESS,
    "not_started": WorkStatus.NOT_STARTED, "due_soon": WorkStatus.DUE_SOON, "overdue": WorkStatus.OVERDUE,
    "returned": WorkStatus.RETURNED, "requested": WorkStatus.REQUESTED, "by_phone": WorkStatus.EXTENSION_BY_PHONE,
    "extension_asked": WorkStatus.EXTENSION_REQUESTED, "born_late": WorkStatus.OVERDUE_WHEN_ASSIGNED,
}  # fmt: skip
_KEY_OF = {status.value: key for key, status in _STATUS.items()}


@dataclass(frozen=True, slots=True)
class WorkScope:
    """Whose work, from which day, as of which day (both included), of one document where its uid is given."""

    unit: Unit
    starts_on: datetime.date
    as_of: datetime.date
    plan_uid: UUID | None = None

    def filters(self, **more: str) -> ShareFilters:
        """The filters of the list of these shares."""
        own = ShareFilters(
            role=AssignmentRole.LEAD.value, below=self.unit.code, on=self.as_of.isoformat(),
            plan=str(self.plan_uid or ""),
        )  # fmt: skip
        return replace(own, **more)

    def shares(self, **more: str) -> AssignmentQuerySet:
        """The shares themselves, with their `status` on the day."""
        return self.filters(**more).among(Assignment.objects.current(), self.as_of, self.unit)

    def narrowed(self, key: str) -> dict[str, str]:
        """The filters that a count goes by, besides those of the scope."""
        first, last = self.starts_on.isoformat(), self.as_of.isoformat()
        within = {"day": ShareDay.COMPLETED.value, "since": first, "until": last}
        match key:
            case "in_force":
                return {}
            case "given":
                return within | {"day": ShareDay.ASSIGNED.value}
            case "open":
                return {"status": OPEN}
            case "done":
                return within | {"status": DONE}
            case "done_on_time" | "done_late":
                return within | {"status": key}
            case "done_before":
                return {
                    "status": DONE, "day": ShareDay.COMPLETED.value, "until": (self.starts_on - _DAY).isoformat(),
                }  # fmt: skip
            case _:
                return {"status": _STATUS[key].value}


@dataclass(frozen=True, slots=True)
class Counted:
    """A count, and the address of the list with as many rows."""

    count: int
    link: str


@dataclass(frozen=True, slots=True)
class WorkLine:
    """The counts of one plan or one unit: by `PARTS`, and `in_force`, `given`, `done`, `open`."""

    key: str
    title: str
    link: str
    counts: Mapping[str, Counted] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """All counts of a scope. `tasks` counts a task once, however many units lead it; `helping` are the shares in which
    the units coordinate. `plans` may add up to more than the whole: a task that two documents order stands in both."""

    counts: Mapping[str, Counted]
    tasks: int
    helping: Counted
    plans: tuple[WorkLine, ...]


@dataclass(frozen=True, slots=True)
class LateShare:
    """One share that was late on the day, by how many calendar days."""

    task: str
    code: str
    unit: str
    plan: str
    due_on: datetime.date
    late_days: int
    link: str


@dataclass(frozen=True, slots=True)
class FinishedShare:
    """One share that was finished in the period, with what came out and what proves it."""

    task: str
    code: str
    unit: str
    plan: str
    completed_on: datetime.date
    is_late: bool
    product: str
    result: str
    evidence: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True)
class Difficulty:
    """What a unit wrote of its difficulties while it reported progress."""

    uid: UUID
    text: str
    unit: Unit
    task: str
    day: datetime.date
    link: str


def work_facts(scope: WorkScope) -> WorkFacts:
    """All counts of a scope, and those of every plan; six queries."""
    shares = scope.shares()
    whole = _counts(scope, shares.order_by())
    totals = {key: Counted(count, scope.filters(**scope.narrowed(key)).url) for key, count in whole.items()}
    helpers = {"role": AssignmentRole.COORDINATING.value}
    return WorkFacts(
        counts=totals,
        tasks=shares.order_by().aggregate(n=Count("task", distinct=True))["n"],
        helping=Counted(scope.shares(**helpers).count(), scope.filters(**helpers).url),
        plans=tuple(_plans(scope, shares)),
    )


def work_by_unit(scope: WorkScope) -> list[WorkLine]:
    """The counts of every unit of a scope that leads something, by the Vietnamese alphabet; two queries."""
    grouped = _grouped(scope, scope.shares(), "unit")
    units = Unit.objects.filter(pk__in=grouped).in_alphabet()
    return [
        WorkLine(unit.code, str(unit), "", _linked(scope, grouped[unit.pk], unit=unit.code)) for unit in units
    ]  # fmt: skip


def late_shares(scope: WorkScope, most: int) -> list[LateShare]:
    """The shares that were late on the day, the longest first, at most so many; one query."""
    rows = _told(scope.shares(**scope.narrowed("overdue"))).order_by("due_on", "unit__sort_key", "pk")[:most]
    return [
        LateShare(
            task=row.task.name, code=row.task.code, unit=str(row.unit), plan=_plan_name(row.task.plan),
            due_on=row.due_on, late_days=(scope.as_of - row.due_on).days, link=row.get_absolute_url(),
        )
        for row in rows
    ]  # fmt: skip


def finished_shares(scope: WorkScope, most: int) -> list[FinishedShare]:
    """What was finished in the period with its results, by plan and unit, at most so many; two queries."""
    said = ProgressEntry.objects.filter(assignment=OuterRef("pk")).exclude(text="").order_by("-reported_at", "-id")
    late = Case(When(status=WorkStatus.DONE_LATE, then=Value(1)), default=Value(0), output_field=IntegerField())
    rows = list(
        _told(scope.shares(**scope.narrowed("done")))
        .annotate(said=Subquery(said.values("text")[:1]), is_late=late)
        .order_by("task__plan", "task__position", "unit__sort_key", "pk")[:most]
    )
    proofs: dict[int, list[str]] = defaultdict(list)
    evidence = Evidence.objects.filter(entry__assignment__in=[row.pk for row in rows]).select_related("file")
    for proof in evidence.annotate(share=F("entry__assignment")).order_by("entry__reported_at", "pk"):
        proofs[proof.share].append(proof.caption or (proof.file.name if proof.file is not None else proof.link))
    return [
        FinishedShare(
            task=row.task.name, code=row.task.code, unit=str(row.unit), plan=_plan_name(row.task.plan),
            completed_on=row.completed_on, is_late=bool(row.is_late), product=row.task.product, result=row.said or "",
            evidence=tuple(dict.fromkeys(proofs[row.pk])), link=row.get_absolute_url(),
        )
        for row in rows
    ]  # fmt: skip


def difficulties_of(scope: WorkScope, most: int) -> list[Difficulty]:
    """What units wrote of difficulties in the period, the newest first, at most so many; one query."""
    entries = (
        ProgressEntry.objects.filter(
            assignment__in=scope.shares(on="", role=""),
            reported_at__date__gte=scope.starts_on, reported_at__date__lte=scope.as_of,
        )
        .exclude(difficulty__regex=r"^\s*$")
        .select_related("assignment__task", "assignment__unit")
        .order_by("-reported_at", "-id")[:most]
    )  # fmt: skip
    return [
        Difficulty(
            uid=entry.uid, text=entry.difficulty.strip(), unit=entry.assignment.unit, task=entry.assignment.task.name,
            day=timezone.localdate(entry.reported_at), link=entry.assignment.get_absolute_url(),
        )
        for entry in entries
    ]  # fmt: skip


# --- counting --------------------------------------------------------------------------------------------------------


def _counts(scope: WorkScope, shares: AssignmentQuerySet) -> dict[str, int]:
    return _grouped(scope, shares.annotate(all=Value(1)), "all").get(1, _summed(()))


def _grouped(scope: WorkScope, shares: AssignmentQuerySet, column: str) -> dict[Any, dict[str, int]]:
    """Counts by the values of a column; one query."""
    rows = (
        shares.order_by()
        .annotate(
            is_of_period=_one_where(Q(completed_on__gte=scope.starts_on)),
            is_new=_one_where(Q(assigned_on__gte=scope.starts_on)),
        )
        .values_list(column, "status", "is_of_period", "is_new")
        .annotate(n=Count("pk"))
    )
    found: dict[Any, list[tuple[str, int, int, int]]] = defaultdict(list)
    for key, status, is_of_period, is_new, count in rows:
        found[key].append((status, is_of_period, is_new, count))
    return {key: _summed(some) for key, some in found.items()}


def _one_where(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _summed(rows: Iterable[tuple[str, int, int, int]]) -> dict[str, int]:
    """Every count from the numbers of shares by status, whether they were finished in the period, whether new."""
    counts = dict.fromkeys(("in_force", "given", "done", "open", *PARTS), 0)
    for status, is_of_period, is_new, count in rows:
        key = _KEY_OF.get(status)
        if key is None:
            key = status if is_of_period else "done_before"
            counts["done"] += count if is_of_period else 0
        counts[key] += count
        counts["in_force"] += count
        counts["given"] += count if is_new else 0
        counts["open"] += count if key in OPEN_KEYS else 0
    return counts


def _linked(scope: WorkScope, counts: Mapping[str, int], **more: str) -> dict[str, Counted]:
    return {key: Counted(count, scope.filters(**scope.narrowed(key), **more).url) for key, count in counts.items()}


def _plans(scope: WorkScope, shares: AssignmentQuerySet) -> list[WorkLine]:
    """The counts of every document that orders something; at most three queries."""
    if scope.plan_uid is not None:
        plan = Plan.objects.filter(uid=scope.plan_uid).defer("document_text").first()
        return [] if plan is None else [_line(scope, plan, _counts(scope, shares))]
    own = _grouped(scope, shares, "task__plan")
    also = _grouped(scope, shares.filter(task__mandates__isnull=False), "task__mandates__plan")
    plans = Plan.objects.filter(pk__in={*own, *also} - {None}).defer("document_text").order_by("-issued_on", "-pk")
    lines = [_line(scope, plan, _together(own.get(plan.pk), also.get(plan.pk))) for plan in plans]
    if None in own:
        counts = _linked(scope, own[None], plan=NO_PLAN)
        lines.append(WorkLine(NO_PLAN, _("Việc giao trực tiếp, không thuộc kế hoạch"), "", counts))
    return lines


def _line(scope: WorkScope, plan: Plan, counts: Mapping[str, int]) -> WorkLine:
    return WorkLine(
        str(plan.uid), _plan_name(plan), plan.get_absolute_url(), _linked(scope, counts, plan=str(plan.uid))
    )  # fmt: skip


def _together(*counts: Mapping[str, int] | None) -> dict[str, int]:
    known = [one for one in counts if one is not None]
    return {key: sum(one[key] for one in known) for key in known[0]} if known else _summed(())


def _plan_name(plan: Plan | None) -> str:
    return "" if plan is None else f"{plan.number or plan.code} · {plan.subject}"


def _told(shares: AssignmentQuerySet) -> AssignmentQuerySet:
    return shares.select_related("task__plan", "unit").defer("task__plan__document_text")
