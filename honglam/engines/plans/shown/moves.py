"""What moves about a task, as its page shows it: dates, parts, periods, documents, remarks, reminders ahead."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from honglam.core.access.people_for_units import people_who_may, unit_ids_answered_for
from honglam.core.access.reach import reach_of
from honglam.engines.plans import rules
from honglam.engines.plans.models import Assignment, Comment, Extension, Task, TaskMandate
from honglam.engines.plans.queries import VIEW, ExtensionQuerySet
from honglam.engines.plans.share_steps import DIRECT, REPORT
from honglam.engines.plans.shown.reminders import reminders_ahead, rung_in_words
from honglam.engines.plans.terms import AssignmentRole, Audience, WorkState
from honglam.toolkit.text import strip_marks

if TYPE_CHECKING:
    from honglam.core.access.models import User

MOST_COMMENTS = 200
MOST_PEOPLE = 8


@dataclass(frozen=True, slots=True)
class ExtensionLine:
    """One wish for a later date with what the reader may do about it."""

    extension: Extension
    may_decide: bool
    may_take_back: bool


def extension_lines(extensions: Iterable[Extension], user: User) -> list[ExtensionLine]:
    """Extensions that were read `in_full()`, with what the reader may do."""
    direct, report = reach_of(user, DIRECT), reach_of(user, REPORT)
    return [
        ExtensionLine(
            one,
            may_decide=one.is_open and direct.covers(one.assignment.task.issuer),
            may_take_back=one.is_open and report.covers(one.assignment.unit),
        )
        for one in extensions
    ]


def extensions_of(shares: Iterable[Assignment], user: User) -> list[ExtensionLine]:
    """The extensions of shares, open ones first, then the newest; one query."""
    lines = extension_lines(Extension.objects.filter(assignment__in=list(shares)).in_full(), user)
    return sorted(lines, key=lambda line: not line.extension.is_open)


def extensions_waiting_for(user: User, today: datetime.date) -> ExtensionQuerySet:
    """Open extensions that wait for this person's word: of open work that a unit gave for which they answer."""
    issuers = unit_ids_answered_for(user, DIRECT, today)
    found: ExtensionQuerySet = Extension.objects.waiting().filter(assignment__task__issuer__in=issuers)
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """One piece that a unit made of its share: who does it, how far it is."""

    task: Task
    share: Assignment | None
    status: str


@dataclass(frozen=True, slots=True)
class Division:
    """A unit's share with its parts."""

    share: Assignment
    parts: list[Part]

    @property
    def progress(self) -> int:
        """The mean progress of the parts in percent."""
        return rules.progress_of_parts([part.task.progress for part in self.parts]) or 0


def divisions_of(shares: Sequence[Assignment], user: User, today: datetime.date) -> list[Division]:
    """The shares that were divided, with the parts that the reader sees: two queries."""
    tasks = Task.objects.filter(parent_share__in=shares).visible_to(user).current().standing(today)
    found = list(tasks.order_by("due_on", "pk"))
    leads = Assignment.objects.filter(task__in=found, role=AssignmentRole.LEAD).exclude(state=WorkState.WITHDRAWN)
    doers = {share.task_id: share for share in leads.select_related("unit", "person")} if found else {}
    parts: dict[int | None, list[Part]] = {}
    for task in found:
        part = Part(task, doers.get(task.pk), task.status)  # type: ignore[attr-defined]
        parts.setdefault(task.parent_share_id, []).append(part)
    return [Division(share, parts[share.pk]) for share in shares if share.pk in parts]


def documents_of(task: Task) -> list[TaskMandate]:
    """Further documents that order the task; one query."""
    return list(task.mandates.select_related("plan", "added_by").defer("plan__document_text"))


def comments_of(task: Task) -> list[Comment]:
    """The remarks on a task with the people they mention, oldest first; two queries."""
    remarks = task.comments.select_related("author").prefetch_related("mentions").order_by("-created_at", "-pk")
    return list(reversed(remarks[:MOST_COMMENTS]))


def mentionable(task: Task, unit_ids: Iterable[int], typed: str, *, but: User) -> list[User]:
    """People who see the task through one of the units and whose name or account holds the typed words; one query."""
    words = strip_marks(typed).split()
    people = sorted(people_who_may(VIEW, {task.issuer_id, *unit_ids}), key=lambda person: person.sort_key)
    return [
        person
        for person in people
        if person != but and all(word in strip_marks(f"{person.full_name} {person.username}") for word in words)
    ][:MOST_PEOPLE]


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One reminder ahead or past: the day, how far from the due date, who is told."""

    on: datetime.date
    when: str
    audience: str
    is_past: bool


def reminder_lines(share: Assignment, today: datetime.date) -> list[ReminderLine]:
    """The ladder of a share's date; one query."""
    return [
        ReminderLine(one.on, rung_in_words(one.rung), str(Audience(one.rung.audience).label), one.on < today)
        for one in reminders_ahead(share)
    ]
