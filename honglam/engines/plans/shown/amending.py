"""What an amended version changes, shown while it is reviewed: item by item, and what is gone."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from honglam.engines.plans.amendment import pair_tasks
from honglam.engines.plans.models import Assignment, Reading, ReadItem, Task
from honglam.engines.plans.records import deadline_of
from honglam.engines.plans.terms import AssignmentRole, DeadlineKind, ItemDecision, ItemKind, TaskOrigin, WorkState
from honglam.toolkit.text import fold

ORIGINS = {ItemKind.TASK: TaskOrigin.TABLE, ItemKind.DUTY: TaskOrigin.DUTY}


@dataclass(frozen=True, slots=True)
class Difference:
    """How an item stands to the plan as it is: new, changed (in what), or the same."""

    is_new: bool = False
    changes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """One word."""
        return _("Việc mới") if self.is_new else _("Có thay đổi") if self.changes else _("Giữ nguyên")

    @property
    def tone(self) -> str:
        """A tone of the style sheet."""
        return "progress" if self.is_new else "soon" if self.changes else "neutral"


@dataclass(frozen=True)
class Amendment:
    """All differences of a reading that amends a plan, by the identifier of the item; and the tasks that are gone."""

    by_item: dict[str, Difference] = field(default_factory=dict)
    gone: tuple[Task, ...] = ()

    @property
    def new_count(self) -> int:
        """How many items are new."""
        return sum(one.is_new for one in self.by_item.values())

    @property
    def changed_count(self) -> int:
        """How many items change something."""
        return sum(bool(one.changes) for one in self.by_item.values())


def amendment_of(reading: Reading) -> Amendment | None:
    """The differences; None for a reading that amends nothing. Three queries."""
    if reading.amends_id is None:
        return None
    items = list(reading.items.filter(kind__in=ORIGINS).exclude(decision=ItemDecision.DROPPED).order_by("position"))
    standing = list(Task.objects.current().filter(plan=reading.amends_id).order_by("position"))
    leads = _leads(standing)
    by_item: dict[str, Difference] = {}
    gone: list[Task] = []
    for kind, origin in ORIGINS.items():
        new = [item for item in items if item.kind == kind]
        old = [task for task in standing if task.origin == origin]
        pairing = pair_tasks([task.name for task in old], [str(item.data["name"]) for item in new])
        for i, j in pairing.same:
            by_item[str(new[j].uid)] = Difference(changes=tuple(_changes(old[i], new[j], leads.get(old[i].pk, set()))))
        by_item |= {str(new[j].uid): Difference(is_new=True) for j in pairing.added}
        gone += [old[i] for i in pairing.gone]
    return Amendment(by_item, tuple(gone))


def _leads(tasks: list[Task]) -> dict[int, set[int]]:
    leads: dict[int, set[int]] = {task.pk: set() for task in tasks}
    shares = Assignment.objects.filter(task__in=leads, role=AssignmentRole.LEAD).exclude(state=WorkState.WITHDRAWN)
    for task_id, unit_id in shares.values_list("task", "unit"):
        leads[task_id].add(unit_id)
    return leads


def _changes(task: Task, item: ReadItem, leads: set[int]) -> list[str]:
    changes = []
    kind, due = deadline_of(item.data.get("deadline"))
    if (kind, due) != (task.deadline_kind, task.due_on):
        before = f"{task.due_on:%d/%m/%Y}" if task.due_on else str(DeadlineKind(task.deadline_kind).label)
        after = f"{due:%d/%m/%Y}" if due else str(kind.label)
        changes.append(_("Thời hạn: %(before)s → %(after)s") % {"before": before, "after": after})
    entries = [entry for entry in item.data.get("units", []) if entry["role"] == AssignmentRole.LEAD]
    wanted = {pk for entry in entries for pk in entry["units"]}
    if wanted != leads:
        names = "; ".join(entry["text"] for entry in entries) or _("chưa rõ")
        changes.append(_("Chủ trì nay là: %(names)s") % {"names": names})
    if fold(task.name) != fold(str(item.data["name"])):
        changes.append(_("Lời của nhiệm vụ thay đổi; trước đây: %(name)s") % {"name": task.name})
    if fold(task.product) != fold(item.data.get("product") or ""):
        changes.append(_("Sản phẩm trước đây: %(product)s") % {"product": task.product or _("không ghi")})
    return changes
