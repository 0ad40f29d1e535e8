"""Builds the records of a plan from the items of a reviewed reading, in a handful of bulk writes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.audit.actions import record
from honglam.core.numbering.series import next_codes
from honglam.core.organisations.models import Unit
from honglam.core.search.queries import searchable_text
from honglam.engines.indicators.public import IndicatorDraft, ensure_indicators
from honglam.engines.plans import rules
from honglam.engines.plans.amendment import pair_tasks
from honglam.engines.plans.authorities import names_authority
from honglam.engines.plans.errors import ItemInvalid
from honglam.engines.plans.measures import measured
from honglam.engines.plans.models import (
    Assignment,
    CitedDocument,
    Extension,
    Plan,
    PlanSection,
    PlanTarget,
    Reading,
    ReadItem,
    ReportingDuty,
    Task,
)
from honglam.engines.plans.read_items import checked_data
from honglam.engines.plans.terms import (
    AssignmentRole,
    DeadlineKind,
    ExtensionState,
    ItemKind,
    TaskOrigin,
    WorkState,
)

if TYPE_CHECKING:
    from honglam.core.access.models import User

LONGEST_QUOTE = 6000


@dataclass
class PlanBuilder:
    """Writes the kept items of one reading as records of one plan; `account()` says what came of it."""

    reading: Reading
    by: User
    years: tuple[int, int]
    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    shares: int = 0
    targets: int = 0
    units: dict[int, Unit] = field(default_factory=dict)
    changed_shares: set[int] = field(default_factory=set)
    """Keys of standing tasks whose shares changed: their summaries have to be derived anew."""

    def build(self, plan: Plan) -> None:
        """All records of a new plan."""
        items = self._kept()
        self._write_frame(plan, items)
        self._write_targets(plan, items[ItemKind.INDICATOR])
        self._add_tasks(plan, [*items[ItemKind.TASK], *items[ItemKind.DUTY]])

    def amend(self, plan: Plan) -> None:
        """Bring an existing plan to the new version: same work keeps its progress, new is added, gone is withdrawn."""
        items = self._kept()
        for old in (plan.sections, plan.legal_basis, plan.reporting_duties, plan.targets):
            old.all().delete()
        self._write_frame(plan, items)
        self._write_targets(plan, items[ItemKind.INDICATOR])
        for kind, origin in ((ItemKind.TASK, TaskOrigin.TABLE), (ItemKind.DUTY, TaskOrigin.DUTY)):
            standing = list(plan.tasks.current().filter(origin=origin).order_by("position"))
            pairing = pair_tasks([task.name for task in standing], [item.data["name"] for item in items[kind]])
            for i, j in pairing.same:
                self._change_task(plan, standing[i], items[kind][j])
            self._add_tasks(plan, [items[kind][j] for j in pairing.added])
            self._withdraw([standing[i] for i in pairing.gone])

    def account(self) -> str:
        """One line for the log and the message."""
        return _(
            "%(added)d nhiệm vụ mới, %(changed)d đổi, %(withdrawn)d rút, %(shares)d phân công, %(targets)d chỉ tiêu"
        ) % {
            "added": self.added, "changed": self.changed, "withdrawn": self.withdrawn, "shares": self.shares,
            "targets": self.targets,
        }  # fmt: skip

    def _kept(self) -> dict[str, list[ReadItem]]:
        items: dict[str, list[ReadItem]] = {kind: [] for kind in ItemKind}
        for item in self.reading.items.kept().order_by("position"):
            items[item.kind].append(item)
        wanted = {pk for group in items.values() for item in group for entry in item.data.get("units", [])
                  for pk in entry.get("units", [])}  # fmt: skip
        self.units = Unit.objects.in_bulk(wanted)
        return items

    def _write_frame(self, plan: Plan, items: dict[str, list[ReadItem]]) -> None:
        PlanSection.objects.bulk_create(
            PlanSection(**fitted(
                PlanSection, plan=plan, position=place, path=item.data["path"], heading=item.data["heading"],
                **_span(item),
            ))
            for place, item in enumerate(items[ItemKind.SECTION])
        )  # fmt: skip
        cited = [
            fitted(
                CitedDocument, plan=plan, kind=item.data.get("kind") or "", number=item.data["number"],
                issued_on=_day(item.data.get("date")), issuer=item.data.get("issuer") or "",
                mentions=item.data.get("mentions") or [], **_span(item),
            )
            for item in items[ItemKind.CITATION]
        ]  # fmt: skip
        CitedDocument.objects.bulk_create(
            CitedDocument(position=place, **values)
            for place, values in enumerate({values["number"]: values for values in cited}.values())
        )
        ReportingDuty.objects.bulk_create(
            ReportingDuty(
                plan=plan, position=place, who=item.data["who"], to=item.data.get("to") or "",
                frequency=item.data["frequency"], due_rule=item.data.get("due_rule") or "",
                quote=item.data.get("quote") or "", **_span(item),
            )
            for place, item in enumerate(items[ItemKind.REPORTING])
        )  # fmt: skip

    def _write_targets(self, plan: Plan, items: list[ReadItem]) -> None:
        drafts = [IndicatorDraft(name=item.data["name"], measure=item.data.get("unit") or "") for item in items]
        indicators = ensure_indicators(drafts=drafts, by=self.by, legal_source=plan.citation)
        targets = []
        for place, (item, indicator) in enumerate(zip(items, indicators, strict=True)):
            value, upper = _target_values(item)
            targets.append(
                PlanTarget(**fitted(
                    PlanTarget, plan=plan, indicator=indicator, position=place, section=item.data.get("section") or "",
                    group_title=item.data.get("group") or "", number=item.data.get("no") or "",
                    operator=item.data["operator"], value=value, upper_value=upper,
                    value_text=item.data.get("target_text") or "",
                    due_on=datetime.date(plan.last_year, 12, 31), source_quote=self._quote(item), **_span(item),
                ))
            )  # fmt: skip
        PlanTarget.objects.bulk_create(targets, batch_size=500)
        link = PlanTarget.leads.through
        link.objects.bulk_create(
            link(plantarget_id=target.pk, unit_id=pk)
            for target, item in zip(targets, items, strict=True)
            for pk in dict.fromkeys(pk for entry in item.data.get("units", []) for pk in entry["units"])
            if pk in self.units
        )
        self.targets = len(targets)

    def _add_tasks(self, plan: Plan, items: list[ReadItem]) -> None:
        if not items:
            return
        codes = next_codes("NV", self.years[0], len(items))
        tasks = [
            Task(
                code=code,
                plan=plan,
                issuer=plan.issuer,
                created_by=self.by,
                **self._task_fields(item),
            )
            for code, item in zip(codes, items, strict=True)
        ]
        Task.objects.bulk_create(tasks, batch_size=500)
        shares = [share for task, item in zip(tasks, items, strict=True) for share in self._shares(plan, task, item)]
        Assignment.objects.bulk_create(shares, batch_size=1000)
        self.added += len(tasks)
        self.shares += len(shares)

    def _task_fields(self, item: ReadItem) -> dict[str, Any]:
        data = item.data
        kind, due = deadline_of(data.get("deadline"))
        names = " ".join(entry["text"] for entry in data.get("units", []))
        content, product = data.get("content") or "", data.get("product") or ""
        return fitted(
            Task,
            origin=TaskOrigin.TABLE if item.kind == ItemKind.TASK else TaskOrigin.DUTY,
            position=item.position + (0 if item.kind == ItemKind.TASK else 10_000),
            section=data.get("section_or_appendix") or "",
            group_title=data.get("group") or "",
            number=data.get("no") or "",
            name=data["name"],
            content=content,
            product=product,
            has_measure=measured(data["name"], content, product),
            names_authority=names_authority(data["name"], content, product),
            deadline_kind=kind,
            deadline_text=data.get("deadline_text") or "",
            due_on=due,
            original_due_on=due,
            source_quote=self._quote(item),
            search_text=searchable_text(data["name"], content, product, names),
            **_span(item),
        )

    def _shares(self, plan: Plan, task: Task, item: ReadItem) -> list[Assignment]:
        shares: dict[tuple[int, str], Assignment] = {}
        leads: set[int] = set()
        period = plan.years.replace("–", "-") if task.deadline_kind == DeadlineKind.RECURRING else ""
        for entry in sorted(item.data.get("units", []), key=lambda entry: rules.ROLE_ORDER.index(entry["role"])):
            for pk in entry["units"]:
                unit = self.units.get(pk)
                if unit is None or (entry["role"] == AssignmentRole.COORDINATING and pk in leads):
                    continue
                if entry["role"] == AssignmentRole.LEAD:
                    leads.add(pk)
                shares[pk, entry["role"]] = Assignment(**fitted(
                    Assignment, task=task, unit=unit, role=entry["role"], named_as=entry["text"], period_code=period,
                    due_on=task.due_on, original_due_on=task.due_on,
                    mandate=rules.mandate_over(
                        issuer_bloc=plan.issuer.bloc, unit_bloc=unit.bloc,
                        unit_is_below=unit.path.startswith(plan.issuer.path), role=entry["role"],
                    ),
                ))  # fmt: skip
        return list(shares.values())

    def _change_task(self, plan: Plan, task: Task, item: ReadItem) -> None:
        fields = self._task_fields(item)
        fields.pop("original_due_on")  # the first promise stays beside the new one
        changes = {name: (getattr(task, name), value) for name, value in fields.items()
                   if name in _TOLD and getattr(task, name) != value}  # fmt: skip
        for name, value in fields.items():
            setattr(task, name, value)
        task.save()
        shares = list(task.assignments.all())
        standing = {(share.unit_id, share.role): share for share in shares if share.standing_id is None}
        wanted = {(share.unit_id, share.role): share for share in self._shares(plan, task, item)}
        new = [share for key, share in wanted.items() if key not in standing]
        Assignment.objects.bulk_create(new)
        gone = [share for key, share in standing.items() if key not in wanted and share.state != WorkState.WITHDRAWN]
        kept = [share for key, share in standing.items() if key in wanted]
        granted = Extension.objects.filter(assignment__in=kept, state=ExtensionState.GRANTED)
        extended = set(granted.values_list("assignment", flat=True))
        for share in gone:
            share.state, share.completed_on = WorkState.WITHDRAWN, None
        Assignment.objects.filter(standing__in=gone).open().update(state=WorkState.WITHDRAWN)
        for share in kept:
            if share.state == WorkState.WITHDRAWN:
                share.state = _state_again(share, recurs=bool(task.recurrence))
            if share.pk not in extended or (task.due_on and share.due_on and task.due_on > share.due_on):
                share.due_on = task.due_on
            share.is_overdue_at_birth = rules.is_overdue_at_birth(share.due_on, share.assigned_on)
        if extended and task.due_on:
            leads = [(share.state, share.due_on) for share in [*kept, *new] if share.role == AssignmentRole.LEAD]
            task.due_on = rules.date_of_whole(task.due_on, leads)
            task.save(update_fields=["due_on"])
        Assignment.objects.bulk_update([*gone, *kept], ["state", "completed_on", "due_on", "is_overdue_at_birth"])
        self.shares += len(new)
        self.changed_shares.add(task.pk)
        if changes or new or gone:
            self.changed += 1
            record(by=self.by, action="plans.task_changed", target=task, unit=task.issuer, changes=changes)

    def _withdraw(self, tasks: list[Task]) -> None:
        for task in tasks:
            task.is_withdrawn, task.updated_at = True, timezone.now()
        Task.objects.bulk_update(tasks, ["is_withdrawn", "updated_at"])
        Assignment.objects.filter(task__in=tasks).exclude(state=WorkState.DONE).update(
            state=WorkState.WITHDRAWN, completed_on=None
        )
        self.withdrawn += len(tasks)

    def _quote(self, item: ReadItem) -> str:
        if item.source_start is None or item.source_end is None:
            return ""
        return self.reading.document_text[item.source_start : item.source_end][:LONGEST_QUOTE].strip()


def _state_again(share: Assignment, *, recurs: bool) -> WorkState:
    """The state of a share that comes back after it was withdrawn: as far as it was."""
    if share.assigned_on is None:
        return WorkState.PREPARED
    if recurs:
        return WorkState.STANDING
    return WorkState.IN_PROGRESS if share.progress else WorkState.NOT_STARTED


_TOLD = ("name", "content", "product", "due_on", "deadline_kind", "deadline_text", "group_title", "section")


def deadline_of(deadline: str | None) -> tuple[DeadlineKind, datetime.date | None]:
    """The kind of a deadline in the extraction's words, and its date where it has one."""
    if not deadline:
        return DeadlineKind.NONE, None
    if deadline in (DeadlineKind.RECURRING, DeadlineKind.ON_DEMAND):
        return DeadlineKind(deadline), None
    return DeadlineKind.DATE, datetime.date.fromisoformat(deadline)


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _span(item: ReadItem) -> dict[str, Any]:
    return {
        "source_start": item.source_start,
        "source_end": item.source_end,
        "source_page": item.source_page,
    }


def fitted(model: type[Model], **values: Any) -> dict[str, Any]:
    """The values as the model's columns hold them: a text longer than its column is cut, and “…” says so.

    What was read has no bounds, and PostgreSQL refuses a text that is too long for its column.
    """
    for name, value in values.items():
        longest = getattr(model._meta.get_field(name), "max_length", None) if isinstance(value, str) else None
        if longest is not None and len(value) > longest:
            values[name] = f"{value[: longest - 1].rstrip()}…"
    return values


def _target_values(item: ReadItem) -> tuple[Any, Any]:
    """The level of a target, or both ends of a range. ItemInvalid, with the target's name, where there is none."""
    try:
        target = checked_data(item.kind, item.data).get("target")
    except ItemInvalid as error:
        raise ItemInvalid(f"{item}: {error}", error.column) from error
    return (target[0], target[1]) if isinstance(target, list) else (target, None)
