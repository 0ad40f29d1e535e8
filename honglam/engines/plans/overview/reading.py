"""Reads the overview for a person on a day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Avg, Count, Max, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from honglam.core.access.reach import reach_of
from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import COMMUNE_KINDS, Level
from honglam.engines.indicators.public import Verdict
from honglam.engines.plans.models import Assignment, Plan, PlanTarget, ProgressEntry, Reading, Task
from honglam.engines.plans.overview.rules import SILENT_DAYS, elapsed_percent, hot_spots
from honglam.engines.plans.overview.values import Change, Decision, GroupLine, HotSpot, LateRow, UnitLine
from honglam.engines.plans.queries import AssignmentQuerySet, assignments_of_task
from honglam.engines.plans.share_filters import DONE, EVIDENCE, OPEN, ShareFilters
from honglam.engines.plans.shown.extension_filters import OPEN as EXTENSIONS_OPEN
from honglam.engines.plans.shown.extension_filters import ExtensionFilters
from honglam.engines.plans.shown.targets import TargetRow, rows_across_plans
from honglam.engines.plans.shown.task_filters import NO_GROUP, NO_OWNER
from honglam.engines.plans.standings import late_on, late_task
from honglam.engines.plans.terms import (
    IN_FORCE,
    OPEN_STATES,
    AssignmentRole,
    Mandate,
    PlanState,
    ReadingState,
    ShareDay,
    WorkState,
    WorkStatus,
)

if TYPE_CHECKING:
    from honglam.core.access.models import User

WEEK, DAY = datetime.timedelta(days=7), datetime.timedelta(days=1)
MOST_LATE_ROWS = 12
MOST_TARGETS = 8
URGENCY = {Verdict.MISSED: 0, Verdict.NEAR: 1, Verdict.UNKNOWN: 2, Verdict.MET: 3}


@dataclass(frozen=True)
class Overview:
    """Everything that the leaders' page shows."""

    today: datetime.date
    plan: Plan | None
    figures: dict[str, int]
    hot_spots: list[HotSpot]
    changes: list[Change]
    decisions: list[Decision]
    groups: list[GroupLine]
    departments: list[UnitLine]
    communes: list[UnitLine]
    late: list[LateRow]
    links: dict[str, str]
    targets: list[TargetRow]
    target_counts: dict[str, int]

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been given yet."""
        return not self.figures["given"]

    @property
    def progress(self) -> int:
        """The mean progress of everything that was ordered, in percent."""
        return self.figures["progress"]


def overview_of(user: User, today: datetime.date, plan: Plan | None = None) -> Overview:
    """The overview of what the person may see, of one plan or of all plans in force."""
    return _Reader(user, today, plan).read()


def beside(communes: list[UnitLine], units: list[UnitLine]) -> list[UnitLine]:
    """The units in the table beside the communes.

    Whoever sees several communes wants the bodies of the province there; in one commune, its own bodies and villages.
    """
    others = [unit for unit in units if not unit.is_commune]
    return [unit for unit in others if unit.level == Level.PROVINCE] if len(communes) > 1 else others


class _Reader:
    """One reading of the overview: the same scope for every query."""

    def __init__(self, user: User, today: datetime.date, plan: Plan | None) -> None:
        self.user, self.today, self.plan = user, today, plan
        self.tasks_url, self.scope = reverse("plans:tasks"), {"plan": str(plan.uid)} if plan else {}
        shares: AssignmentQuerySet = Assignment.objects.visible_to(user).current().whole()
        self.visible = shares.ordered_by(plan) if plan is not None else shares
        self.shares = self.visible.led().filter(mandate=Mandate.ASSIGNED)

    def rows(self, **filters: Any) -> str:
        """The address of the list of tasks with filters."""
        wanted = {name: value for name, value in {**self.scope, **filters}.items() if value}
        return f"{self.tasks_url}?{urlencode(wanted)}" if wanted else self.tasks_url

    def ordered(self, **filters: str) -> str:
        """The address of the list of leading shares that were ordered: what the figures count."""
        scope = {"role": AssignmentRole.LEAD.value, "mandate": Mandate.ASSIGNED.value} | self.scope
        return ShareFilters(**(scope | filters)).url

    def read(self) -> Overview:
        """All parts."""
        units = self.units()
        communes = [unit for unit in units if unit.is_commune]
        groups, late = self.groups(), self.late()
        silent_before = self.today - datetime.timedelta(days=SILENT_DAYS)
        silent = [
            unit for unit in units if unit.still_open and (unit.last_report_on or datetime.date.min) < silent_before
        ]
        targets = self.targets()
        waiting = self.shares.waiting_for_confirmation().filter(completed_on__lt=self.today - WEEK).count()
        waiting_url = self.ordered(
            status=WorkStatus.REPORTED, day=ShareDay.COMPLETED, until=(self.today - WEEK - DAY).isoformat()
        )
        return Overview(
            today=self.today,
            plan=self.plan,
            figures=self.figures(),
            hot_spots=hot_spots(
                units=units, groups=groups, late=late, waiting=waiting, waiting_url=waiting_url,
                silent=silent, silent_url=self.ordered(status=OPEN, silent=silent_before.isoformat()),
            ),
            changes=self.changes(),
            decisions=self.decisions(),
            groups=groups,
            departments=beside(communes, units),
            communes=communes,
            late=late,
            links={
                "given": self.ordered(),
                "without_evidence": self.ordered(status=WorkStatus.REPORTED, lacks=EVIDENCE),
                "overdue": self.ordered(status=WorkStatus.OVERDUE),
            },
            targets=[row for row in targets if row.verdict != Verdict.MET][:MOST_TARGETS],
            target_counts={verdict: sum(row.verdict == verdict for row in targets) for verdict in Verdict.values},
        )  # fmt: skip

    def figures(self) -> dict[str, int]:
        """Counts of the head line, with the mean progress."""
        progress = self.shares.aggregate(mean=Avg("progress"))["mean"]
        return self.shares.figures(self.today) | {"progress": round(progress or 0)}

    def units(self) -> list[UnitLine]:
        """Every unit that leads something, those that are late most first: two queries.

        Offices of a commune stand for themselves.
        """
        late = late_on(self.today)
        rows = self.shares.order_by().values("unit").annotate(
            given=Count("pk"), done=Count("pk", filter=Q(state=WorkState.DONE)), late=Count("pk", filter=late),
            claimed=Count("pk", filter=Q(state=WorkState.CLAIMED)),
            still_open=Count("pk", filter=Q(state__in=OPEN_STATES)), progress=Avg("progress"),
            first_late=Min("due_on", filter=late), reported=Max("last_report_at"),
        )  # fmt: skip
        by_unit = {row["unit"]: row for row in rows}
        units = Unit.objects.filter(pk__in=by_unit).in_alphabet()
        lines = [self._line(unit, by_unit[unit.pk]) for unit in units]
        return sorted(lines, key=lambda line: (-line.late, line.progress))

    def _line(self, unit: Unit, row: dict[str, Any]) -> UnitLine:
        return UnitLine(
            uid=unit.uid, code=unit.code, name=str(unit), is_commune=unit.kind in COMMUNE_KINDS, level=unit.level,
            given=row["given"], done=row["done"], late=row["late"], claimed=row["claimed"],
            progress=round(row["progress"] or 0),
            longest_late_days=(self.today - row["first_late"]).days if row["first_late"] else 0,
            last_report_on=timezone.localdate(row["reported"]) if row["reported"] else None,
            url=self.ordered(unit=unit.code), still_open=row["still_open"],
        )  # fmt: skip

    def groups(self) -> list[GroupLine]:
        """Tasks by plan and group: two queries."""
        tasks = Task.objects.visible_to(self.user).current().whole()
        tasks = tasks.filter(plan=self.plan) if self.plan else tasks.filter(plan__state__in=IN_FORCE)
        grouped = tasks.order_by().values("plan", "group_title").annotate(
            first=Min("position"), count=Count("pk"), done=Count("pk", filter=Q(state=WorkState.DONE)),
            late=Count("pk", filter=Q(late_task(self.today, assignments_of_task()))), progress=Avg("progress"),
        )  # fmt: skip
        rows: list[Any] = list(grouped)
        plans = Plan.objects.defer("document_text").in_bulk({row["plan"] for row in rows})
        lines = []
        for row in sorted(rows, key=lambda row: (row["plan"], not row["group_title"], row["first"])):
            plan = plans[row["plan"]]
            begun = plan.assigned_on or datetime.date(plan.first_year, 1, 1)
            lines.append(
                GroupLine(
                    plan_title=plan.subject, title=row["group_title"], tasks=row["count"], done=row["done"],
                    late=row["late"], progress=round(row["progress"] or 0),
                    expected=elapsed_percent(begun, datetime.date(plan.last_year, 12, 31), self.today),
                    url=self.rows(plan=plan.uid, group=row["group_title"] or NO_GROUP),
                )
            )  # fmt: skip
        return lines

    def late(self) -> list[LateRow]:
        """The tasks that are late in most units and for longest: three queries."""
        late = self.shares.late(self.today)
        rows = late.order_by().values("task").annotate(units=Count("pk"), since=Min("due_on"))
        ranked = sorted(rows, key=lambda row: (-row["units"], row["since"]))
        chosen = ranked[:MOST_LATE_ROWS]
        tasks = Task.objects.in_bulk([row["task"] for row in chosen])
        leads: dict[int, list[str]] = defaultdict(list)
        for task_id, name in (
            self.shares.filter(task__in=tasks).order_by("unit__sort_key").values_list("task", "unit__name")
        ):
            leads[task_id].append(name)
        lines = []
        for row in chosen:
            task, units = tasks[row["task"]], leads[row["task"]]
            shown = ", ".join(units) if len(units) <= 2 else _("%(count)d đơn vị") % {"count": len(units)}
            lines.append(
                LateRow(
                    uid=task.uid, code=task.code, name=task.name, due_on=row["since"],
                    late_days=(self.today - row["since"]).days, late_units=row["units"], all_units=len(units),
                    leads=shown, url=task.get_absolute_url(),
                    late_url=self.ordered(task=str(task.uid), status=WorkStatus.OVERDUE),
                )
            )  # fmt: skip
        return lines

    def targets(self) -> list[TargetRow]:
        """Targets of the plans in force, those that are missed first, then the near ones: two queries."""
        targets = PlanTarget.objects.visible_to(self.user)
        targets = targets.filter(plan=self.plan) if self.plan else targets.filter(plan__state__in=IN_FORCE)
        found = list(targets.select_related("plan", "indicator").defer("plan__document_text"))
        return sorted(rows_across_plans(found, self.user), key=lambda row: URGENCY[row.verdict]) if found else []

    def changes(self) -> list[Change]:
        """This week beside the week before: two queries."""
        week, before = self.today - WEEK, self.today - 2 * WEEK
        first, last = (week + DAY).isoformat(), self.today.isoformat()
        late = late_on(self.today)

        def within(column: str, first: datetime.date, last: datetime.date) -> Q:
            return Q(**{f"{column}__gt": first, f"{column}__lte": last})

        yesterday = self.today - DAY
        counts = self.shares.aggregate(
            done=Count("pk", filter=Q(state=WorkState.DONE) & within("completed_on", week, self.today)),
            done_before=Count("pk", filter=Q(state=WorkState.DONE) & within("completed_on", before, week)),
            late=Count("pk", filter=late & within("due_on", week, yesterday)),
            late_before=Count("pk", filter=late & within("due_on", before, week)),
            given=Count("pk", filter=within("assigned_on", week, self.today)),
            given_before=Count("pk", filter=within("assigned_on", before, week)),
        )
        entries = ProgressEntry.objects.filter(assignment__in=self.shares).aggregate(
            now=Count("assignment", filter=within("reported_at__date", week, self.today), distinct=True),
            before=Count("assignment", filter=within("reported_at__date", before, week), distinct=True),
        )
        return [
            Change(
                _("Hoàn thành"),
                counts["done"],
                counts["done_before"],
                self.within(ShareDay.COMPLETED, first, last, DONE),
                True,
            ),
            Change(
                _("Mới quá hạn"),
                counts["late"],
                counts["late_before"],
                self.within(ShareDay.DUE, first, yesterday.isoformat(), WorkStatus.OVERDUE),
                False,
            ),
            Change(_("Mới giao"), counts["given"], counts["given_before"], self.within(ShareDay.ASSIGNED, first, last)),
            Change(
                _("Có báo cáo mới"),
                entries["now"],
                entries["before"],
                self.within(ShareDay.REPORTED, first, last),
                True,
            ),
        ]

    def within(self, day: ShareDay, since: str, until: str, status: str = "") -> str:
        """The address of the shares one of whose days lies in a stretch of days."""
        return self.ordered(day=day, since=since, until=until, status=status)

    def decisions(self) -> list[Decision]:
        """What waits for this person: at most seven queries, none for permissions the person lacks."""
        found = []
        direct = reach_of(self.user, "plans.direct_work")
        if direct:
            found += [
                self.to_direct(_("Báo hoàn thành, chờ xác nhận"), "hourglass", status=WorkStatus.REPORTED),
                self.to_direct(
                    _("Quá hạn ngay khi giao: cần hạn mới"), "calendar-exclamation",
                    status=WorkStatus.OVERDUE_WHEN_ASSIGNED,
                ),
            ]  # fmt: skip
            wishes = ExtensionFilters(state=EXTENSIONS_OPEN, mine="1", **self.scope)
            found.append(
                Decision(_("Đề nghị gia hạn"), wishes.extensions(self.user, self.today).count(), wishes.url,
                         "calendar-plus")
            )  # fmt: skip
            tasks = Task.objects.visible_to(self.user).current().whole().filter(direct.q("issuer"))
            tasks = tasks.ordered_by(self.plan) if self.plan else tasks
            found.append(
                Decision(_("Chưa rõ đơn vị chủ trì"), tasks.without_owner().count(),
                         self.rows(status=NO_OWNER, mine=1), "user-plus")
            )  # fmt: skip
        imports = reach_of(self.user, "plans.import_plan")
        if imports:
            drafts = Plan.objects.visible_to(self.user).filter(imports.q("issuer"), state=PlanState.DRAFT).count()
            readings = Reading.objects.visible_to(self.user).filter(state=ReadingState.REVIEW).count()
            found += [
                Decision(
                    _("Kế hoạch dự thảo, chờ số và ngày"),
                    drafts,
                    f"{reverse('plans:plans')}?state=draft&mine=1",
                    "pencil",
                ),
                Decision(_("Văn bản chờ rà soát"), readings, f"{reverse('plans:readings')}?state=review", "file-check"),
            ]  # fmt: skip
        return [decision for decision in found if decision.count]

    def to_direct(self, label: str, icon: str, *, status: WorkStatus) -> Decision:
        """Leading shares of a status in what the reader directs: one query."""
        filters = ShareFilters(status=status, role=AssignmentRole.LEAD, mine="1", **self.scope)
        return Decision(label, filters.shares(self.user, self.today).count(), filters.url, icon)
