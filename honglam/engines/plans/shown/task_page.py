"""One task as its page shows it: who does what, how far it is, and what the reader may do about it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.urls import reverse

from honglam.core.access.people_for_units import unit_ids_answered_for
from honglam.core.access.reach import Reach, reach_of
from honglam.core.audit.history import STEP
from honglam.engines.plans import rules
from honglam.engines.plans.actions.work import DIRECT, REPORT
from honglam.engines.plans.models import Assignment, Comment, Evidence, Plan, ProgressEntry, Task, TaskMandate
from honglam.engines.plans.queries import VIEW
from honglam.engines.plans.rules import ClearVerdict
from honglam.engines.plans.shown.clears import clears_of
from honglam.engines.plans.shown.history import ShownHistory, history_of
from honglam.engines.plans.shown.moves import (
    Division,
    ExtensionLine,
    ReminderLine,
    comments_of,
    divisions_of,
    documents_of,
    extensions_of,
    reminder_lines,
)
from honglam.engines.plans.shown.rows import Extended, TaskRow, extended_beyond, task_rows
from honglam.engines.plans.shown.share_lines import PeriodLine, ShareLine, periods_of
from honglam.engines.plans.terms import AssignmentRole, WorkState

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.engines.plans.models.plan import SourceSpan

MOST_ENTRIES = 100
_NOT_GIVEN = (WorkState.PREPARED, WorkState.WITHDRAWN)


@dataclass
class TaskPage:
    """Everything that the page of a task shows; the parts are read once, each in a fixed number of queries."""

    task: Task
    user: User
    today: datetime.date
    history_size: int = STEP
    all_shares: list[Assignment] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read every share of the task with its unit: one query."""
        shares = self.task.assignments.select_related("unit", "person").standing(self.today)
        self.all_shares = sorted(shares, key=lambda share: (_ROLE_ORDER[share.role], share.pk))

    @cached_property
    def _reaches(self) -> tuple[Reach, Reach, Reach]:
        return reach_of(self.user, VIEW), reach_of(self.user, REPORT), reach_of(self.user, DIRECT)

    @cached_property
    def directs(self) -> bool:
        """Whether the reader directs the task's issuer."""
        return self._reaches[2].covers(self.task.issuer)

    @cached_property
    def monitors(self) -> set[int]:
        """Units that monitor the task and that the reader reports for."""
        return {
            share.unit_id
            for share in self.all_shares
            if share.role == AssignmentRole.MONITORING
            and share.state not in _NOT_GIVEN
            and self._reaches[1].covers(share.unit)
        }

    @cached_property
    def lines(self) -> list[ShareLine]:
        """The shares that the reader sees in full (`AssignmentQuerySet.visible_to`).

        Those of units in reach; all that were given where such a unit monitors; all where the issuer is in reach.
        """
        view = self._reaches[0]
        sees_all = view.covers(self.task.issuer)
        monitoring = (share for share in self.all_shares if share.role == AssignmentRole.MONITORING)
        watches = any(share.state not in _NOT_GIVEN and view.covers(share.unit) for share in monitoring)
        return [
            self._line(share)
            for share in self.all_shares
            if sees_all or (share.state != WorkState.PREPARED and (watches or view.covers(share.unit)))
        ]

    @cached_property
    def others(self) -> list[Assignment]:
        """Shares of which the reader sees only whose they are: they stand in the document anyway."""
        seen = {line.share.pk for line in self.lines}
        return [share for share in self.all_shares if share.pk not in seen and share.state not in _NOT_GIVEN]

    def _line(self, share: Assignment) -> ShareLine:
        may_judge = self.directs or bool(self.monitors - {share.unit_id})
        steps = rules.WORK_STEPS[share.state]
        is_open, covered = rules.is_open(share.state), self._reaches[1].covers(share.unit)
        return ShareLine(
            share=share,
            status=share.status,  # type: ignore[attr-defined]
            may_report=is_open and covered,
            may_confirm=share.state == WorkState.CLAIMED and may_judge,
            may_return=WorkState.RETURNED in steps and may_judge,
            may_withdraw=WorkState.WITHDRAWN in steps and self.directs,
            may_extend=is_open and share.due_on is not None and (covered or self.directs),
            may_divide=is_open and self._reaches[2].covers(share.unit),
            is_mine=is_open and share.unit_id in self._answered_for,
        )

    @cached_property
    def _answered_for(self) -> set[int]:
        """Units in whose name the reader reports: whoever is over all communes takes no work on for one."""
        return unit_ids_answered_for(self.user, REPORT, self.today)

    @property
    def ready_to_confirm(self) -> int:
        """How many shares the reader may confirm at once: reported done, with evidence."""
        return sum(line.may_confirm and not line.needs_proof for line in self.lines)

    @cached_property
    def main_lines(self) -> list[ShareLine]:
        """The units' shares; those of single periods stand below them."""
        return [line for line in self.lines if line.share.standing_id is None]

    @cached_property
    def periods(self) -> list[PeriodLine]:
        """Recurring work by period, the newest first."""
        return periods_of(line for line in self.lines if line.share.standing_id is not None)

    @cached_property
    def extensions(self) -> list[ExtensionLine]:
        """Wishes for later dates of the shares that the reader sees: one query."""
        return extensions_of([line.share for line in self.lines], self.user)

    @cached_property
    def divisions(self) -> list[Division]:
        """Shares that were divided among offices and people: two queries."""
        return divisions_of([line.share for line in self.lines], self.user, self.today)

    @cached_property
    def documents(self) -> list[TaskMandate]:
        """Further documents that order the task: one query."""
        return documents_of(self.task)

    @cached_property
    def comments(self) -> list[Comment]:
        """Remarks: one query."""
        return comments_of(self.task)

    def reminders_for(self, line: ShareLine | None) -> list[ReminderLine]:
        """The reminders of a share's date; without one, of the only share that the reader sees."""
        chosen = line or (self.main_lines[0] if len(self.main_lines) == 1 else None)
        return reminder_lines(chosen.share, self.today) if chosen else []

    @cached_property
    def status(self) -> str:
        """The task's word of the day."""
        return self.task.status  # type: ignore[attr-defined]

    @property
    def extended(self) -> Extended | None:
        """Leading units that got a later date than the task's own."""
        leads = [share for share in self.all_shares if share.role == AssignmentRole.LEAD and share.standing_id is None]
        dates = [(share.due_on, share.original_due_on) for share in leads if share.state != WorkState.WITHDRAWN]
        return extended_beyond(self.task.due_on, dates)

    @cached_property
    def clears(self) -> list[ClearVerdict]:
        """The six clears."""
        return clears_of(self.task, self.all_shares)

    @property
    def clears_met(self) -> int:
        """How many clears the task has."""
        return sum(verdict.met for verdict in self.clears)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How the shares that the reader sees stand."""
        counts: dict[str, int] = defaultdict(int)
        for line in self.main_lines:
            counts[line.status] += 1
        return dict(counts)

    @cached_property
    def entries(self) -> list[ProgressEntry]:
        """Reports on the shares that the reader sees, newest first, with their evidence: two queries."""
        visible = [line.share.pk for line in self.lines]
        evidence = Prefetch("evidence", Evidence.objects.select_related("file"))
        found = ProgressEntry.objects.filter(assignment__in=visible).select_related("reported_by", "assignment__unit")
        return list(found.prefetch_related(evidence)[:MOST_ENTRIES])

    @cached_property
    def children(self) -> list[TaskRow]:
        """Work that grew out of this task: instructions written on it. Parts of shares stand with their share."""
        found = (
            self.task.children.filter(parent_share__isnull=True).visible_to(self.user).current().standing(self.today)
        )
        return task_rows(list(found.select_related("plan").order_by("due_on", "pk")))

    @cached_property
    def history(self) -> ShownHistory:
        """The log of the task, its shares and their evidence, as far as it is about units that the reader sees."""
        units = {self.task.issuer_id} | {line.share.unit_id for line in self.lines}
        files = [one.file for entry in self.entries for one in entry.evidence.all() if one.file is not None]
        return history_of(self.task, *files, size=self.history_size, units=units)

    def line_for(self, uid: str) -> ShareLine | None:
        """The share asked for; without one, the reader's own where there is just one to report on.

        Of the periods of one unit it is the one that is due first.
        """
        if uid:
            return next((line for line in self.lines if str(line.share.uid) == uid), None)
        mine = [line for line in self.lines if line.may_report and line.share.person_id == self.user.pk]
        reportable = mine or [line for line in self.lines if line.may_report]
        if reportable and len({line.share.standing_id or -line.share.pk for line in reportable}) == 1:
            return min(reportable, key=lambda line: (line.share.due_on or self.today, line.share.pk))
        return None

    @cached_property
    def sees_parent(self) -> bool:
        """Whether the reader may open the task that this one grew out of; one query where there is one."""
        parent = self.task.parent_id
        return parent is not None and Task.objects.visible_to(self.user).filter(pk=parent).exists()

    @property
    def source_url(self) -> str:
        """The place in the plan's full text."""
        return place_in_text(self.task.plan, self.task) if self.task.plan else ""


_ROLE_ORDER: dict[str, int] = {role: place for place, role in enumerate(rules.ROLE_ORDER)}


def place_in_text(plan: Plan, record: SourceSpan) -> str:
    """The address at which a record's words stand highlighted in the full text; empty where it has no source."""
    if not record.has_source:
        return ""
    query = urlencode({"from": record.source_start, "to": record.source_end})
    return f"{reverse('plans:plan_text', args=[plan.uid])}?{query}#quote"
