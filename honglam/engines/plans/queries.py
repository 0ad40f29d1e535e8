"""Reads of plans that chain like speech: Task.objects.visible_to(user).overdue(today).in_plan(plan)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from honglam.core.access.reach import reach_of
from honglam.core.organisations.queries import in_subtree
from honglam.core.search.queries import matches
from honglam.engines.plans import standings
from honglam.engines.plans.document_numbers import number_typed
from honglam.engines.plans.terms import (
    DUE_SOON_DAYS,
    IN_FORCE,
    OPEN_EXTENSIONS,
    OPEN_STATES,
    AssignmentRole,
    Clear,
    DeadlineKind,
    ExtensionState,
    ImportRowState,
    ItemDecision,
    Mandate,
    PlanState,
    ReadingState,
    TaskOrigin,
    WorkState,
)

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

VIEW = "plans.view_work"
"""Who has this permission over a unit sees the unit's plans and work."""


def assignments_of_task() -> models.QuerySet[Any]:
    """The assignments of the task at hand, for subqueries (asked for by name: queries know no models)."""
    return apps.get_model("plans", "Assignment")._default_manager.filter(task=OuterRef("pk"))


def _ordered(plan: models.Model | UUID, *, task: str, own: str) -> Q:
    """Whether a document orders the row: `task` names the column of its task, `own` the way to the task."""
    column = "plan__uid" if isinstance(plan, UUID) else "plan"
    mandates = apps.get_model("plans", "TaskMandate")._default_manager.filter(**{column: plan}, task=OuterRef(task))
    return Q(**{f"{own}{column}": plan}) | Q(Exists(mandates))


class PlanQuerySet(models.QuerySet[Any]):
    """Plans."""

    def visible_to(self, user: User) -> Self:
        """Plans of issuers in the user's reach, and issued plans that give work to units in it."""
        reach = reach_of(user, VIEW)
        if reach.everything:
            return self
        work = apps.get_model("plans", "Assignment")._default_manager.filter(
            reach.q("unit"), ~Q(state=WorkState.PREPARED), task__plan=OuterRef("pk")
        )
        return self.filter(reach.q("issuer") | (~Q(state=PlanState.DRAFT) & Exists(work)))

    def saying(self, text: str) -> Self:
        """Plans whose title or number matches, with or without marks, “số 1204” too, or whose code begins so."""
        text = number_typed(text)
        return self.filter(matches(text) | Q(code__istartswith=text)) if text else self

    def in_force(self) -> Self:
        """Plans that are issued and neither replaced nor expired."""
        return self.filter(state__in=IN_FORCE)

    def covering(self, year: int) -> Self:
        """Plans whose years include `year`."""
        return self.filter(first_year__lte=year, last_year__gte=year)

    def with_figures(self, today: date) -> Self:
        """Adds task_count, done_count, overdue_count and mean_progress (one query, no join explosion)."""
        task = apps.get_model("plans", "Task")._default_manager.filter(is_withdrawn=False).whole()
        mandates = apps.get_model("plans", "TaskMandate")._default_manager.filter(plan=OuterRef(OuterRef("pk")))

        def figured(tasks: models.QuerySet[Any], figure: models.Aggregate) -> Any:
            """A figure of the plan's own tasks and of those that it asks for as well."""
            own = tasks.filter(plan=OuterRef("pk")).order_by().values("plan").annotate(n=figure).values("n")
            asked = tasks.filter(pk__in=mandates.values("task")).order_by().annotate(one=models.Value(1))
            whole = asked.values("one").annotate(n=figure).values("n")
            both = (models.Subquery(rows, output_field=models.IntegerField()) for rows in (own, whole))
            first, second = (Coalesce(part, 0) for part in both)
            return first + second

        return self.annotate(
            task_count=figured(task, Count("pk")),
            done_count=figured(task.filter(state=WorkState.DONE), Count("pk")),
            overdue_count=figured(task.overdue(today), Count("pk")),
            progress_sum=figured(task, Sum("progress")),
        ).annotate(
            mean_progress=models.Case(
                models.When(task_count=0, then=0.0),
                default=models.F("progress_sum") * 1.0 / models.F("task_count"),
                output_field=models.FloatField(),
            )
        )


class TaskQuerySet(models.QuerySet[Any]):
    """Tasks."""

    def visible_to(self, user: User) -> Self:
        """Tasks given by units in the user's reach, or with a given share of a unit in it."""
        reach = reach_of(user, VIEW)
        if reach.everything:
            return self
        shares = assignments_of_task().filter(reach.q("unit"), ~Q(state=WorkState.PREPARED))
        return self.filter(reach.q("issuer") | Exists(shares))

    def current(self) -> Self:
        """Tasks that no amendment has withdrawn."""
        return self.filter(is_withdrawn=False)

    def whole(self) -> Self:
        """Tasks that are no part of a unit's share: what figures count, so that no work counts twice."""
        return self.exclude(origin=TaskOrigin.PART)

    def given(self) -> Self:
        """Tasks that have been handed out."""
        return self.current().exclude(state=WorkState.PREPARED)

    def overdue(self, today: date) -> Self:
        """Open tasks of which a leading share is late (`standings.late_on`)."""
        return self.current().filter(standings.late_task(today, assignments_of_task()), state__in=OPEN_STATES)

    def ordered_by(self, plan: models.Model | UUID) -> Self:
        """Tasks of a document (or of the one with this uid): those it created and those it asks for as well."""
        return self.filter(_ordered(plan, task="pk", own=""))

    def saying(self, text: str) -> Self:
        """Tasks whose words match, with or without marks, whose code begins so, or whose document has the number."""
        text = number_typed(text)
        if not text:
            return self
        found = matches(text) | Q(code__istartswith=text)
        if text[:1].isdigit():
            plans = apps.get_model("plans", "Plan")._default_manager.filter(matches(text))
            found |= Q(plan__in=plans)
        return self.filter(found)

    def without_owner(self) -> Self:
        """Tasks that nobody leads."""
        return self.filter(~Exists(assignments_of_task().filter(role=AssignmentRole.LEAD)))

    def without_deadline(self) -> Self:
        """Tasks with neither a date nor a period."""
        return self.filter(deadline_kind=DeadlineKind.NONE)

    def standing(self, today: date) -> Self:
        """Adds `status`: the word that people see for the task on a day (`terms.WorkStatus`)."""
        return self.annotate(status=standings.task_status(today, assignments_of_task()))

    def lacking(self, clear: Clear) -> Self:
        """Tasks that lack one of the clears."""
        shares = assignments_of_task()
        return self.annotate(lead_units=standings.lead_units(shares)).filter(standings.missing_clear(clear, shares))

    def counts_of_lacks(self, clears: Iterable[Clear]) -> dict[str, int]:
        """How many tasks lack which clear, and `total`; one query."""
        shares = assignments_of_task()
        lacks = {
            f"lacks_{clear}": models.Case(models.When(standings.missing_clear(clear, shares), then=1), default=0)
            for clear in clears
        }
        counted = self.order_by().annotate(lead_units=standings.lead_units(shares)).annotate(**lacks)
        sums = {name.removeprefix("lacks_"): Coalesce(Sum(name), 0) for name in lacks}
        return counted.aggregate(total=Count("pk"), **sums)

    def counts_by_status(self, today: date) -> dict[str, int]:
        """How many tasks stand how on a day; one query."""
        found = self.standing(today).order_by().values("status").annotate(n=Count("pk"))
        return dict(found.values_list("status", "n"))


class AssignmentQuerySet(models.QuerySet[Any]):
    """Assignments."""

    def visible_to(self, user: User) -> Self:
        """Shares of units in the user's reach, and shares of tasks that such units gave or monitor."""
        reach = reach_of(user, VIEW)
        if reach.everything:
            return self
        every = apps.get_model("plans", "Assignment")._default_manager
        watched = every.filter(reach.q("unit"), role=AssignmentRole.MONITORING).given().order_by().values("task")
        given = ~Q(state=WorkState.PREPARED)
        return self.filter((reach.q("unit") & given) | reach.q("task__issuer") | (Q(task__in=watched) & given))

    def given(self) -> Self:
        """Shares that were handed out and not taken back."""
        return self.exclude(state__in=[WorkState.PREPARED, WorkState.WITHDRAWN, WorkState.STANDING])

    def current(self) -> Self:
        """Given shares of tasks that stand, in plans that are neither replaced nor expired, or in none."""
        ended = Q(task__plan__state__in=[PlanState.REPLACED, PlanState.EXPIRED])
        return self.given().filter(task__is_withdrawn=False).exclude(ended)

    def ordered_by(self, plan: models.Model | UUID) -> Self:
        """Shares of the tasks that a document orders, as its own or as well (`TaskQuerySet.ordered_by`)."""
        return self.filter(_ordered(plan, task="task", own="task__"))

    def whole(self) -> Self:
        """Shares of whole tasks (`TaskQuerySet.whole`)."""
        return self.exclude(task__origin=TaskOrigin.PART)

    def silent(self, since: date) -> Self:
        """Shares of units none of whose shares here was reported on since the day."""
        heard = self.filter(last_report_at__date__gte=since).order_by()
        return self.exclude(unit__in=heard.values("unit"))

    def led(self) -> Self:
        """Leading shares."""
        return self.filter(role=AssignmentRole.LEAD)

    def due_between(self, first: date, last: date) -> Self:
        """Shares with a date from `first` to `last`, both included."""
        return self.filter(due_on__gte=first, due_on__lte=last)

    def open(self) -> Self:
        """Shares in which the unit still has something to do."""
        return self.filter(state__in=OPEN_STATES)

    def late(self, today: date) -> Self:
        """Open shares past their date: only what was ordered and not born late counts as lateness."""
        return self.filter(standings.late_on(today))

    def born_late(self) -> Self:
        """Open shares whose date had passed when they were given: a matter for the issuer."""
        return self.filter(state__in=OPEN_STATES, is_overdue_at_birth=True)

    def waiting_for_confirmation(self) -> Self:
        """Shares reported done that nobody has confirmed."""
        return self.filter(state=WorkState.CLAIMED)

    def of_unit(self, unit: Unit) -> Self:
        """Shares of one unit."""
        return self.filter(unit=unit)

    def saying(self, text: str) -> Self:
        """Shares of tasks whose words match, with or without marks, or whose code begins so."""
        return self.filter(matches(text, column="task__search_text") | Q(task__code__istartswith=text.strip()))

    def of_person(self, user: User) -> Self:
        """Shares that a person has taken on."""
        return self.filter(person=user)

    def with_task(self) -> Self:
        """Brings task, plan and unit along: what every list of shares shows."""
        return self.select_related("task", "task__plan", "task__issuer", "unit", "person")

    def standing(self, today: date) -> Self:
        """Adds `status`: the word that people see for the share on a day (`terms.WorkStatus`)."""
        return self.annotate(status=standings.share_status(today))

    def standing_as_of(self, day: date) -> Self:
        """Shares that were given by a day, with the `status` that they had then (`standings.share_status_as_of`)."""
        return self.filter(assigned_on__lte=day).annotate(status=standings.share_status_as_of(day))

    def below(self, unit: Unit) -> Self:
        """Shares of a unit and everything below it; of work that such a unit divided, the whole and not its parts."""
        if unit.parent_id is None:  # the whole tree
            return self.whole()
        parts = Q(task__origin=TaskOrigin.PART) & in_subtree(unit.path, "task__parent_share__unit__")
        return self.filter(in_subtree(unit.path, "unit__")).exclude(parts)

    def counts_by_status(self, today: date) -> dict[str, int]:
        """How many shares stand how on a day; one query."""
        found = self.standing(today).order_by().values("status").annotate(n=Count("pk"))
        return dict(found.values_list("status", "n"))

    def figures(self, today: date) -> dict[str, int]:
        """Counts for a head line: given, done, done late, claimed, overdue, due soon, open, without evidence."""
        soon = today + timedelta(days=DUE_SOON_DAYS)
        is_open = Q(state__in=OPEN_STATES)
        late = standings.late_on(today)
        return self.aggregate(
            given=Count("pk", filter=~Q(state__in=[WorkState.PREPARED, WorkState.WITHDRAWN, WorkState.STANDING])),
            done=Count("pk", filter=Q(state=WorkState.DONE)),
            done_late=Count(
                "pk", filter=standings.COUNTED & Q(state=WorkState.DONE, completed_on__gt=models.F("due_on"))
            ),
            claimed=Count("pk", filter=Q(state=WorkState.CLAIMED)),
            overdue=Count("pk", filter=late),
            due_soon=Count("pk", filter=is_open & standings.COUNTED & Q(due_on__gte=today, due_on__lte=soon)),
            born_late=Count("pk", filter=is_open & Q(is_overdue_at_birth=True)),
            open=Count("pk", filter=is_open),
            requested=Count("pk", filter=is_open & Q(mandate=Mandate.REQUESTED)),
            without_evidence=Count("pk", filter=Q(state=WorkState.CLAIMED, has_evidence=False)),
        )


class ReadingQuerySet(models.QuerySet[Any]):
    """Readings."""

    def visible_to(self, user: User) -> Self:
        """Readings the user started, and those for issuers where the user may import plans."""
        reach = reach_of(user, "plans.import_plan")
        if reach.everything:
            return self
        return self.filter(Q(created_by=user) | reach.q("issuer"))

    def unfinished(self) -> Self:
        """Readings somebody still has to look at."""
        return self.exclude(state__in=[ReadingState.ACCEPTED, ReadingState.DROPPED])

    def with_progress(self) -> Self:
        """Adds item_count and pending_count; the newest first."""
        return self.annotate(
            item_count=Count("items"),
            pending_count=Count("items", filter=Q(items__decision=ItemDecision.PENDING)),
        ).order_by("-created_at", "-pk")


class DocumentImportQuerySet(models.QuerySet[Any]):
    """Imports of documents."""

    def visible_to(self, user: User) -> Self:
        """Imports that the user started, and those for units whose work the user directs."""
        reach = reach_of(user, "plans.direct_work")
        if reach.everything:
            return self
        return self.filter(Q(created_by=user) | reach.q("unit"))

    def with_counts(self) -> Self:
        """Adds row_count, ready_count, wrong_count, known_count and created_count."""
        counts = {f"{state}_count": Count("rows", filter=Q(rows__state=state)) for state in ImportRowState.values}
        return self.annotate(row_count=Count("rows"), **counts).order_by("-created_at", "-pk")


class ReadItemQuerySet(models.QuerySet[Any]):
    """Items of readings."""

    def pending(self) -> Self:
        """Items without a decision."""
        return self.filter(decision=ItemDecision.PENDING)

    def kept(self) -> Self:
        """Items that will become records."""
        return self.filter(decision=ItemDecision.ACCEPTED)

    def least_certain_first(self) -> Self:
        """Undecided before decided, low confidence before high, then in reading order."""
        undecided = models.Case(models.When(decision=ItemDecision.PENDING, then=0), default=1)
        return self.annotate(undecided=undecided).order_by("undecided", "confidence", "position")


class PlanTargetQuerySet(models.QuerySet[Any]):
    """Targets."""

    def visible_to(self, user: User) -> Self:
        """Targets of plans that the user sees."""
        plans = apps.get_model("plans", "Plan")._default_manager.all().visible_to(user)
        return self.filter(plan__in=plans)


class ExtensionQuerySet(models.QuerySet[Any]):
    """Extensions."""

    def visible_to(self, user: User) -> Self:
        """Extensions of shares that the user sees."""
        shares = apps.get_model("plans", "Assignment")._default_manager.all().visible_to(user)
        return self.filter(assignment__in=shares)

    def in_full(self) -> Self:
        """Brings along what every list of extensions shows: work, unit, people, document."""
        return self.select_related(
            "assignment__task__plan", "assignment__task__issuer", "assignment__unit", "asked_by", "decided_by",
            "document", "file",
        )  # fmt: skip

    def open(self) -> Self:
        """Extensions that somebody still has to decide."""
        return self.filter(state__in=OPEN_EXTENSIONS)

    def waiting(self) -> Self:
        """Open extensions whose work is still to be done: of finished or withdrawn work nobody has to decide."""
        shares = apps.get_model("plans", "Assignment")._default_manager.all().current().open()
        return self.open().filter(assignment__in=shares)

    def lapsing(self, today: date) -> Self:
        """Agreements by telephone whose time is over without a letter."""
        return self.filter(state=ExtensionState.BY_PHONE, grace_until__lt=today)
