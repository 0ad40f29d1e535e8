"""Tasks and shares as rows of lists."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from honglam.engines.plans.models import Assignment, Task
from honglam.engines.plans.terms import AssignmentRole, DeadlineKind, WorkState, WorkStatus

SHOWN_LEADS = 2


@dataclass(frozen=True, slots=True)
class Leads:
    """Who leads a task: the first names, and how many there are; a collective shows as the document names it."""

    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    named_as: str = ""

    @property
    def count(self) -> int:
        """Number of leading units."""
        return len(self.names)

    @property
    def text(self) -> str:
        """One line: “Sở A, Sở B”, “UBND các xã, phường (69 đơn vị)”."""
        if self.count <= SHOWN_LEADS:
            return ", ".join(self.names)
        first = self.named_as or ", ".join(self.names[:SHOWN_LEADS])
        return _("%(first)s (%(count)d đơn vị)") % {"first": first, "count": self.count}

    @property
    def all_names(self) -> str:
        """Every name, for a sheet."""
        return ", ".join(self.names)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task in a list, with its status on the day and who leads it."""

    task: Task
    status: str
    leads: Leads

    @property
    def due_text(self) -> str:
        """The deadline in words where it is no date."""
        return deadline_words(self.task)


def deadline_words(task: Task) -> str:
    """The deadline of a task that has no date: “Thường xuyên”, “Khi có yêu cầu”, “Chưa rõ thời hạn”."""
    return "" if task.due_on else str(DeadlineKind(task.deadline_kind).label)


def task_rows(tasks: Sequence[Task]) -> list[TaskRow]:
    """Rows of tasks that were read with `standing(today)`; one query for all their leading units."""
    leads = leads_of([task.pk for task in tasks])
    return [TaskRow(task, task.status, leads.get(task.pk, Leads())) for task in tasks]  # type: ignore[attr-defined]


def leads_of(task_ids: Iterable[int]) -> dict[int, Leads]:
    """Who leads each of the tasks; one query."""
    shares = (
        Assignment.objects.filter(task__in=list(task_ids), role=AssignmentRole.LEAD)
        .exclude(state=WorkState.WITHDRAWN)
        .order_by("task", "id")
        .values_list("task", "unit__short_name", "unit__name", "unit__code", "named_as")
    )
    found: dict[int, list[tuple[str, str, str]]] = {}
    for task_id, short_name, name, code, named_as in shares:
        found.setdefault(task_id, []).append((short_name or name, code, named_as))
    return {
        task_id: Leads(
            tuple(name for name, _code, _named_as in units),
            tuple(code for _name, code, _named_as in units),
            units[0][2] if len({named_as for _name, _code, named_as in units}) == 1 else "",
        )
        for task_id, units in found.items()
    }


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One unit's share in a list, with its status on the day."""

    share: Assignment
    status: str

    @property
    def task(self) -> Task:
        """The task it is a share of."""
        return self.share.task

    @property
    def due_text(self) -> str:
        """The deadline in words where it is no date."""
        return "" if self.share.due_on else deadline_words(self.share.task)

    @property
    def is_late(self) -> bool:
        """Whether the day that is printed counts as lateness: only then it may be red."""
        return self.status == WorkStatus.OVERDUE


def share_rows(shares: Iterable[Assignment]) -> list[ShareRow]:
    """Rows of shares that were read with `with_task().standing(today)`."""
    return [ShareRow(share, share.status) for share in shares]  # type: ignore[attr-defined]


def month_bounds(text: str) -> tuple[datetime.date, datetime.date] | None:
    """First and last day of a month written `2026-03`; None for anything else."""
    try:
        first = datetime.date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    _weekday, days = calendar.monthrange(first.year, first.month)
    return first, first.replace(day=days)
