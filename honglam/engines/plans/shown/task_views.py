"""The list of tasks seen otherwise: as a board by status, a month of due dates, a timeline.

All three show what the filters of the list leave, with a fixed number of queries and bounded rows; whoever needs every
row has the table, Excel and paper.
"""

from __future__ import annotations

import calendar
import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.engines.plans.models import Task
from honglam.engines.plans.queries import TaskQuerySet
from honglam.engines.plans.shown.rows import TaskRow, month_bounds, task_rows
from honglam.engines.plans.terms import WorkStatus

TABLE, BOARD, CALENDAR, TIMELINE = "table", "board", "calendar", "timeline"
VIEWS = (
    (TABLE, gettext_lazy("Bảng"), "table"),
    (BOARD, gettext_lazy("Theo tình trạng"), "layout-kanban"),
    (CALENDAR, gettext_lazy("Lịch"), "calendar"),
    (TIMELINE, gettext_lazy("Dòng thời gian"), "timeline"),
)
CARDS = 30
MOST_OF_A_DAY = 4
MOST_OF_A_MONTH = 1000
MOST_BARS = 1000
PIXELS_OF_A_DAY = 2
BARS_OF_A_GROUP = 20
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Column:
    """One column of the board: the statuses it gathers, how many tasks there are, and the first of them."""

    label: str
    statuses: tuple[str, ...]
    tone: str
    count: int
    rows: list[TaskRow]

    @property
    def more(self) -> int:
        """How many tasks are not shown."""
        return self.count - len(self.rows)


_COLUMNS = (
    (gettext_lazy("Chưa bắt đầu"), "neutral", (WorkStatus.PREPARED, WorkStatus.NOT_STARTED, WorkStatus.STANDING)),
    (
        gettext_lazy("Đang làm"), "progress",
        (WorkStatus.IN_PROGRESS, WorkStatus.DUE_SOON, WorkStatus.REQUESTED, WorkStatus.OVERDUE_WHEN_ASSIGNED),
    ),
    (gettext_lazy("Quá hạn"), "danger", (WorkStatus.OVERDUE,)),
    (
        gettext_lazy("Chờ quyết định"), "waiting",
        (
            WorkStatus.REPORTED, WorkStatus.RETURNED, WorkStatus.EXTENSION_REQUESTED, WorkStatus.EXTENSION_BY_PHONE,
        ),
    ),
    (
        gettext_lazy("Xong"), "success",
        (WorkStatus.DONE_ON_TIME, WorkStatus.DONE_LATE, WorkStatus.CARRIED_OVER, WorkStatus.CANCELLED),
    ),
)  # fmt: skip


def board_of(tasks: TaskQuerySet, today: datetime.date) -> list[Column]:
    """The columns of the board; seven queries."""
    counts = tasks.counts_by_status(today)
    found: list[Task] = []
    for _label, _tone, statuses in _COLUMNS:
        column = tasks.filter(status__in=statuses).select_related("plan").order_by("due_on", "pk")
        found += column[:CARDS]
    rows: dict[str, list[TaskRow]] = defaultdict(list)
    for row in task_rows(found):
        rows[row.status].append(row)
    return [
        Column(
            str(label), tuple(statuses), tone, sum(counts.get(status, 0) for status in statuses),
            sorted(
                (row for status in statuses for row in rows[status]),
                key=lambda row: (row.task.due_on or datetime.date.max, row.task.pk),
            ),
        )
        for label, tone, statuses in _COLUMNS
    ]  # fmt: skip


@dataclass(frozen=True)
class DayCell:
    """A day of the month: what is due, and whether it belongs to the month and is today."""

    on: datetime.date
    rows: list[TaskRow]
    more: int
    in_month: bool
    is_today: bool


@dataclass(frozen=True)
class Month:
    """A month of due dates in weeks from Monday."""

    code: str
    label: str
    previous: str
    next: str
    weeks: list[list[DayCell]]
    count: int
    is_cut: bool


def month_of(tasks: TaskQuerySet, code: str, today: datetime.date) -> Month:
    """The month of a code (this one where the code is none), with the tasks due in its weeks; two queries."""
    first, last = month_bounds(code) or month_bounds(f"{today:%Y-%m}") or (today, today)
    start = first - first.weekday() * _DAY
    end = last + (6 - last.weekday()) * _DAY
    due = tasks.filter(due_on__gte=start, due_on__lte=end).select_related("plan").order_by("due_on", "pk")
    found = list(due[: MOST_OF_A_MONTH + 1])
    by_day: dict[datetime.date | None, list[TaskRow]] = defaultdict(list)
    for row in task_rows(found[:MOST_OF_A_MONTH]):
        by_day[row.task.due_on].append(row)
    days = [start + number * _DAY for number in range((end - start).days + 1)]
    cells = [_cell(day, by_day[day], first <= day <= last, today) for day in days]
    return Month(
        code=f"{first:%Y-%m}", label=_("Tháng %(month)d/%(year)d") % {"month": first.month, "year": first.year},
        previous=f"{first - _DAY:%Y-%m}", next=f"{last + _DAY:%Y-%m}",
        weeks=[cells[number : number + 7] for number in range(0, len(cells), 7)],
        count=sum(len(by_day[day]) for day in days if first <= day <= last), is_cut=len(found) > MOST_OF_A_MONTH,
    )  # fmt: skip


def _cell(day: datetime.date, rows: list[TaskRow], in_month: bool, today: datetime.date) -> DayCell:
    return DayCell(day, rows[:MOST_OF_A_DAY], max(0, len(rows) - MOST_OF_A_DAY), in_month, day == today)


@dataclass(frozen=True)
class Bar:
    """One task on the timeline: where its bar begins and how long it is, in pixels, and what it says."""

    row: TaskRow
    x: int
    width: int
    original_x: int | None
    is_open_end: bool
    words: str


@dataclass(frozen=True)
class Tick:
    """The beginning of a month on the timeline."""

    x: int
    label: str
    is_year: bool


@dataclass
class Timeline:
    """Bars between two days, with months and today marked; heights and widths in pixels."""

    first: datetime.date
    last: datetime.date
    bars: list[Bar] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    today_x: int | None = None
    total: int = 0

    @property
    def width(self) -> int:
        """Width of the whole track."""
        return ((self.last - self.first).days + 1) * PIXELS_OF_A_DAY

    @property
    def groups(self) -> list[list[Bar]]:
        """The bars in groups that a browser draws when they come into sight."""
        return [self.bars[place : place + BARS_OF_A_GROUP] for place in range(0, len(self.bars), BARS_OF_A_GROUP)]

    @property
    def is_cut(self) -> bool:
        """Whether there are more tasks than bars."""
        return self.total > len(self.bars)


def timeline_of(tasks: TaskQuerySet, today: datetime.date) -> Timeline:
    """The timeline of tasks that have a day of assignment or a date, the earliest due first; three queries."""
    dated = tasks.filter(due_on__isnull=False) | tasks.filter(assigned_on__isnull=False)
    total = dated.count()
    found = list(dated.select_related("plan").order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST_BARS])
    spans = [_span(task, today) for task in found]
    first = min([begin for begin, _end in spans] + [today])
    last = max([end for _begin, end in spans] + [today])
    line = Timeline(first.replace(day=1), _month_end(last), total=total)
    line.bars = [_bar(row, span, line) for row, span in zip(task_rows(found), spans, strict=True)]
    line.ticks = _ticks(line.first, line.last)
    line.today_x = _x(today, line)
    return line


def _span(task: Task, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """First and last day of a bar: from the day it was given to the day it is due, done, or today."""
    end = task.due_on or task.completed_on or today
    begin = task.assigned_on or min(end, today)
    return min(begin, end), max(begin, end)


def _bar(row: TaskRow, span: tuple[datetime.date, datetime.date], line: Timeline) -> Bar:
    task, (begin, end) = row.task, span
    moved = task.original_due_on if task.original_due_on and task.original_due_on != task.due_on else None
    shown = moved if moved and line.first <= moved <= line.last else None
    words = f"{begin:%d/%m/%Y} – {end:%d/%m/%Y} · {WorkStatus(row.status).label} · {task.progress} %"
    if moved:
        words += " · " + _("hạn ban đầu %s") % f"{moved:%d/%m/%Y}"
    return Bar(
        row, _x(begin, line), max(PIXELS_OF_A_DAY * 2, _x(end, line) - _x(begin, line) + PIXELS_OF_A_DAY),
        _x(shown, line) if shown else None, task.due_on is None, words,
    )  # fmt: skip


def _x(day: datetime.date, line: Timeline) -> int:
    return (day - line.first).days * PIXELS_OF_A_DAY


def _ticks(first: datetime.date, last: datetime.date) -> list[Tick]:
    ticks, month = [], first
    while month <= last:
        label = f"{month.month}/{month.year}" if month.month == 1 or month == first else f"T{month.month}"
        ticks.append(Tick((month - first).days * PIXELS_OF_A_DAY, label, month.month == 1))
        month = _month_end(month) + _DAY
    return ticks


def _month_end(day: datetime.date) -> datetime.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def context_of(view: str, tasks: TaskQuerySet, month: str, today: datetime.date) -> dict[str, Any]:
    """What the template of a view needs beside the filters."""
    if view == BOARD:
        return {"columns": board_of(tasks, today)}
    if view == CALENDAR:
        return {"month": month_of(tasks, month, today)}
    return {"line": timeline_of(tasks, today)}


def view_asked(code: str) -> str:
    """The view of an address; the table for anything that is none."""
    known: Sequence[str] = [name for name, _label, _icon in VIEWS]
    return code if code in known else TABLE
