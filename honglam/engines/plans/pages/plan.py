"""The page of one plan, tab by tab."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import MOST, size_asked
from honglam.engines.plans.actions.readings import IMPORT
from honglam.engines.plans.actions.work import DIRECT
from honglam.engines.plans.checking.queries import CHECK
from honglam.engines.plans.models import Assignment, CitedDocument, Plan, PlanTarget, ReportingDuty, Task
from honglam.engines.plans.pages.plan_sheets import tab_table
from honglam.engines.plans.queries import VIEW
from honglam.engines.plans.shown import plan_work
from honglam.engines.plans.shown.clears import clear_counts, clear_rows
from honglam.engines.plans.shown.full_text import full_text
from honglam.engines.plans.shown.history import history_of
from honglam.engines.plans.shown.own_plan import units_to_write
from honglam.engines.plans.shown.targets import target_rows
from honglam.engines.plans.shown.task_page import place_in_text
from honglam.engines.plans.terms import IN_FORCE, Clear, TaskOrigin, WorkState
from honglam.toolkit.ui import lists
from honglam.toolkit.ui.figures import shares as shares_of_bar

MAIN_TARGETS = 6
MOST_IN_REPORT = 5000


@requires(VIEW)
def plan(request: PersonRequest, uid: UUID, tab: str = "overview") -> HttpResponseBase:
    """One plan: its head, its life, and the tab asked for.

    `?format=print` prints the overview and all tasks, on another tab the list of that tab, as `?format=xlsx` gives it.
    """
    if tab not in _READERS:
        raise Http404
    context = frame_of(request, uid, tab)
    found = context["plan"]
    if lists.form_of(request) == lists.PRINT and tab == "overview":
        context |= _overview(request, found) | _tasks(request, found) | _targets(request, found)
        return render(request, "plans/plan_print.html", context)
    shown = _READERS[tab](request, found)
    if lists.form_of(request) and (table := tab_table(request, found, tab, shown)) is not None:
        return lists.sheet_of(request, table) or HttpResponse()
    return render(request, f"plans/plan_{tab}.html", context | shown)


def frame_of(request: PersonRequest, uid: UUID, tab: str) -> dict[str, Any]:
    """What the head and the tabs of a plan show (`parts/plan_frame.html`), whatever stands below. Http404."""
    found: Any = get_object_or_404(_plans(request), uid=uid)
    return {
        "plan": found,
        "tab": tab,
        "today": timezone.localdate(),
        "may_import": reach_of(request.user, IMPORT).covers(found.issuer),
        "may_direct": reach_of(request.user, DIRECT).covers(found.issuer),
        "may_write_own": bool(units_to_write(found, request.user)),
        "may_check": bool(reach_of(request.user, CHECK)),
        "in_force": found.state in IN_FORCE,
        "listed_count": found.task_count - found.duty_count,
    }


def _plans(request: PersonRequest) -> QuerySet[Plan]:
    """Plans with the figures that the head and the tabs show, all in the plan's own query."""
    tasks = Task.objects.filter(plan=OuterRef("pk"), is_withdrawn=False)
    prepared = Assignment.objects.filter(task__plan=OuterRef("pk"), task__is_withdrawn=False, state=WorkState.PREPARED)
    plans = Plan.objects.visible_to(request.user).with_figures(timezone.localdate())
    return plans.select_related("issuer", "file", "replaced_by", "created_by").annotate(
        duty_count=_counted(tasks.filter(origin=TaskOrigin.DUTY), "plan"),
        target_count=_counted(PlanTarget.objects.filter(plan=OuterRef("pk")), "plan"),
        legal_count=_counted(CitedDocument.objects.filter(plan=OuterRef("pk")), "plan"),
        reporting_count=_counted(ReportingDuty.objects.filter(plan=OuterRef("pk")), "plan"),
        prepared_count=_counted(prepared, "task__plan"),
    )


def _counted(rows: QuerySet[Any], by: str) -> Coalesce:
    counting = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counting, output_field=IntegerField()), 0)


def _overview(request: PersonRequest, plan: Plan) -> dict[str, Any]:
    tasks = Task.objects.ordered_by(plan).visible_to(request.user).current().whole()
    counts = tasks.counts_by_status(timezone.localdate())
    address = f"{reverse('plans:tasks')}?plan={plan.uid}"
    return {
        "counts": counts,
        "parts": shares_of_bar((code, count, f"{address}&status={code}") for code, count in counts.items()),
        "tasks_url": address,
        "clears": clear_counts(tasks),
        "without_owner": tasks.without_owner().count(),
        "without_deadline": tasks.without_deadline().count(),
        "former_files": plan.former_files.select_related("file"),
        "attachments": plan.attachments.select_related("file"),
        "target_rows": _target_rows(request, plan, plan.targets.select_related("indicator")[:MAIN_TARGETS]),
    }


def _targets(request: PersonRequest, plan: Plan) -> dict[str, Any]:
    targets = plan.targets.select_related("indicator").prefetch_related("leads")
    headings = dict(plan.sections.values_list("path", "heading"))
    groups: dict[str, list[Any]] = {}
    for row in _target_rows(request, plan, targets):
        section = row.target.section
        title = f"{section.rpartition('/')[2]}. {headings[section]}" if section in headings else section
        groups.setdefault(row.target.group_title or title, []).append(row)
    return {"target_groups": groups}


def _target_rows(request: PersonRequest, plan: Plan, targets: QuerySet[PlanTarget]) -> list[Any]:
    return target_rows(plan, list(targets), request.user)


def _tasks(request: PersonRequest, plan: Plan) -> dict[str, Any]:
    today = timezone.localdate()
    by = request.GET.get("by", plan_work.BY_GROUP)
    if by == plan_work.BY_UNIT:
        return {"by": by, "units": plan_work.units_of_plan(plan, request.user, today)}
    by = by if by == plan_work.BY_MONTH else plan_work.BY_GROUP
    groups = plan_work.grouped_tasks(plan, request.user, today, by=by)
    is_cut = sum(len(group.rows) for group in groups) == plan_work.MOST_TASKS
    return {"by": by, "groups": groups, "is_cut": is_cut}


def _duties(request: PersonRequest, plan: Plan) -> dict[str, Any]:
    return {"groups": plan_work.duties_by_unit(plan, request.user, timezone.localdate())}


def _clears(request: PersonRequest, plan: Plan) -> dict[str, Any]:
    """Which tasks lack what of the six clears; the sheet and the print hold all that the filter leaves."""
    tasks = Task.objects.ordered_by(plan).visible_to(request.user).current().whole()
    lacks = request.GET.get("lacks", "")
    chosen = tasks.lacking(Clear(lacks)) if lacks in Clear.values else tasks
    chosen = chosen.order_by("position", "pk")
    shown: dict[str, Any] = {"counts": clear_counts(tasks), "lacks": lacks}
    if lists.form_of(request):
        return shown | {"rows": clear_rows(list(chosen[:MOST_IN_REPORT]))}
    page = lists.page_of(request, chosen)
    return shown | {"page": page, "rows": clear_rows(list(page.object_list))}


def _legal(request: PersonRequest, plan: Plan) -> dict[str, Any]:
    cited = list(plan.legal_basis.all())
    return {"cited": [(document, place_in_text(plan, document), _dates_apart(document)) for document in cited]}


def _dates_apart(document: CitedDocument) -> list[str]:
    """The different dates printed for one document, where there is more than one."""
    dates = list(dict.fromkeys(mention["date"] for mention in document.mentions if mention.get("date")))
    return [f"{datetime.date.fromisoformat(day):%d/%m/%Y}" for day in dates] if len(dates) > 1 else []


def _reporting(request: PersonRequest, plan: Plan) -> dict[str, Any]:
    return {
        "duties": [(duty, place_in_text(plan, duty)) for duty in plan.reporting_duties.all()],
        "may_schedule": plan.state in IN_FORCE
        and reach_of(request.user, "reporting.define_regimes").covers(plan.issuer),
    }


def _text(request: PersonRequest, plan: Plan) -> dict[str, Any]:
    start, end = (_position(request.GET.get(name, "")) for name in ("from", "to"))
    return {"text": full_text(plan, start, end), "sections": [
        (section, place_in_text(plan, section)) for section in plan.sections.all()
    ]}  # fmt: skip


def _position(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 9 else None


def _history(request: PersonRequest, plan: Plan) -> dict[str, Any]:
    sources = [*plan.readings.select_related("file").defer("document_text", "blocks"), *filter(None, [plan.file])]
    size = MOST if lists.form_of(request) else size_asked(request)
    return {"history": history_of(plan, *sources, size=size)}


_READERS: dict[str, Callable[[PersonRequest, Plan], dict[str, Any]]] = {
    "overview": _overview,
    "targets": _targets,
    "tasks": _tasks,
    "duties": _duties,
    "clears": _clears,
    "legal": _legal,
    "reporting": _reporting,
    "text": _text,
    "history": _history,
}
