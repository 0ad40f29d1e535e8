"""What happened to a plan or a task, from the log, in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.audit.history import STEP
from honglam.core.audit.history import history_of as audit_history
from honglam.core.audit.models import AuditEntry
from honglam.engines.plans.terms import WorkState

_ICONS = {
    "plans.work_given": "send", "plans.work_taken_on": "user-check", "plans.work_reported": "progress",
    "plans.work_claimed": "hourglass", "plans.work_confirmed": "circle-check", "plans.work_returned": "arrow-back-up",
    "plans.work_withdrawn": "circle-x", "plans.share_added": "user-plus", "plans.instructed": "writing-sign",
    "plans.plan_created": "file-import", "plans.plan_issued": "rubber-stamp", "plans.plan_amended": "file-diff",
    "plans.plan_ended": "archive", "plans.task_changed": "pencil",
}  # fmt: skip
_FOR_MACHINES = {"sha256", "size"}
_COLUMNS = {
    "name": gettext_lazy("tên"),
    "content": gettext_lazy("nội dung"),
    "product": gettext_lazy("sản phẩm"),
    "due_on": gettext_lazy("hạn"),
    "state": gettext_lazy("tình trạng"),
    "deadline_kind": gettext_lazy("loại thời hạn"),
    "deadline_text": gettext_lazy("thời hạn"),
    "progress": gettext_lazy("tiến độ"),
    "person": gettext_lazy("người thực hiện"),
    "number": gettext_lazy("số, ký hiệu"),
    "issued_on": gettext_lazy("ngày ban hành"),
    "group_title": gettext_lazy("nhóm"),
    "section": gettext_lazy("mục"),
    "assigned_on": gettext_lazy("ngày giao"),
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the history, as the timeline component reads it."""

    moment: datetime.datetime
    title: str
    text: str
    by: str
    icon: str
    tone: str = "neutral"


@dataclass(frozen=True, slots=True)
class ShownHistory:
    """The newest lines; `more` is how many to ask for next, 0 at the end."""

    lines: list[HistoryLine]
    more: int


def history_of(*targets: Model, size: int = STEP, units: Iterable[int] | None = None) -> ShownHistory:
    """The newest entries about the objects, newest first; with `units` only those about these units or about none."""
    within = None if units is None else Q(unit__isnull=True) | Q(unit__in=list(units))
    found = audit_history(*targets, size=size, within=within)
    return ShownHistory([_line(entry) for entry in found.entries], found.more)


def _line(entry: AuditEntry) -> HistoryLine:
    values = getattr(entry, "values", None)
    if values is None:
        return HistoryLine(entry.at, entry.label, _("Nội dung đã được xóa theo quy định."), "", "point")
    changes = [_change(*change) for change in values.changes.items() if change[0] not in _FOR_MACHINES]
    said = [values.unit_name, *changes, values.summary]
    if values.reason:
        said.append(_("Lý do: %(reason)s") % {"reason": values.reason})
    if entry.row_count:
        said.append(_("%(count)d dòng") % {"count": entry.row_count})
    return HistoryLine(
        entry.at, entry.label, " · ".join(part for part in said if part), values.by_name,
        _ICONS.get(entry.action, "point"),
    )  # fmt: skip


def _change(column: str, values: tuple[Any, Any]) -> str:
    old, new = (_written(column, value) for value in values)
    name = _COLUMNS.get(column, column)
    return f"{name}: {old} → {new}" if old else f"{name}: {new}"


def _written(column: str, value: Any) -> str:
    text = "" if value is None else str(value)
    if column == "state" and text in WorkState.values:
        return str(WorkState(text).label)
    if column == "progress" and text:
        return f"{text}%"
    try:
        return datetime.date.fromisoformat(text).strftime("%d/%m/%Y")
    except ValueError:
        return text[:200]
