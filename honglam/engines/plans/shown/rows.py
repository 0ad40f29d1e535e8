"""Tasks and shares as rows of lists."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from honglam.engines.plans.models import Assignment, Task
from honglam.engines.plans.terms import AssignmentRole, DeadlineKind, WorkState, WorkStatus

SHOWN_LEADS = 2

Dates = tuple[datetime.date | None, datetime.date | None]
"""The date of a share and its first one."""


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
class Extended:
    """Leading units of a task that got a later date than the task's own: how many, and the latest of their dates."""

    units: int
    latest: datetime.date

    @property
    def text(self) -> str:
        """In words: “gia hạn cho 1 đơn vị đến 31/07/2026”."""
        words = ngettext(
            "gia hạn cho %(count)d đơn vị đến %(day)s", "gia hạn cho %(count)d đơn vị, muộn nhất %(day)s", self.units
        )
        return words % {"count": self.units, "day": f"{self.latest:%d/%m/%Y}"}


def extended_beyond(own: datetime.date | None, dates: Iterable[Dates]) -> Extended | None:
    """Which leading shares (their date and their first one) were extended beyond the task's own date; None for none."""
    later = [due for due, first in dates if own and due and first and due > max(own, first)]
    return Extended(len(later), max(later)) if later else None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task in a list, with its status on the day, who leads it, and who of them got a later date than the task."""

    task: Task
    status: str
    leads: Leads
    extended: Extended | None = None

    @property
    def due_text(self) -> str:
        """The deadline in words where it is no date."""
        return deadline_words(self.task)


def deadline_words(task: Task) -> str:
    """The deadline of a task that has no date: “Thường xuyên”, “Khi có yêu cầu”, “Chưa rõ thời hạn”."""
    return "" if task.due_on else str(DeadlineKind(task.deadline_kind).label)


def task_rows(tasks: Sequence[Task]) -> list[TaskRow]:
    """Rows of tasks that were read with `standing(today)`; one query for all their leading units."""
    leads, dates = _leading([task.pk for task in tasks])
    return [
        TaskRow(
            task, task.status, leads.get(task.pk, Leads()),  # type: ignore[attr-defined]
            extended_beyond(task.due_on, dates.get(task.pk, [])),
        )
        for task in tasks
    ]  # fmt: skip


def _leading(task_ids: Iterable[int]) -> tuple[dict[int, Leads], dict[int, list[Dates]]]:
    """Who leads each of the tasks, and the date and first date of each of them; one query.

    Plain rows: a plan of a thousand tasks for every commune has 69,000 of them.
    """
    shares = (
        Assignment.objects.filter(task__in=list(task_ids), role=AssignmentRole.LEAD)
        .exclude(state=WorkState.WITHDRAWN)
        .order_by("task", "id")
        .values_list(
            "task", "unit__short_name", "unit__name", "unit__code", "named_as", "standing", "due_on", "original_due_on"
        )
    )
    units: dict[int, list[tuple[str, str, str]]] = {}
    dates: dict[int, list[Dates]] = {}
    for task_id, short_name, name, code, named_as, standing, due_on, first in shares:
        if standing is None:
            units.setdefault(task_id, []).append((short_name or name, code, named_as))
            dates.setdefault(task_id, []).append((due_on, first))
    leads = {
        task_id: Leads(
            tuple(name for name, _code, _named_as in named),
            tuple(code for _name, code, _named_as in named),
            named[0][2] if len({named_as for _name, _code, named_as in named}) == 1 else "",
        )
        for task_id, named in units.items()
    }
    return leads, dates


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
