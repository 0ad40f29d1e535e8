"""The tabs of a plan and the items of a reading as sheets, to Excel and to paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from honglam.engines.plans.models import Plan, Reading, ReadItem
from honglam.engines.plans.pages.sheets import task_columns
from honglam.toolkit.sheets import Column, Kind, Table

LONGEST_QUOTE = 2000


def tab_table(request: HttpRequest, plan: Plan, tab: str, shown: dict[str, Any]) -> Table | None:
    """The list that a tab of the plan shows, from what was read for the tab; nothing for a tab that is no list."""
    table = _TABS.get(tab)
    return table(request, plan, shown) if table else None


def items_table(reading: Reading) -> Table:
    """Everything that was read from a document and what people decided about it."""
    columns = [
        Column(_("Phần"), lambda item: item.get_kind_display(), width=20),
        Column(_("Nội dung"), str, width=60),
        Column(_("Đơn vị"), lambda item: "; ".join(one["text"] for one in item.data.get("units", [])), width=36),
        Column(_("Thời hạn"), _deadline, width=22),
        Column(_("Độ tin cậy"), lambda item: round(item.confidence * 100), Kind.PERCENT),
        Column(_("Quyết định"), lambda item: item.get_decision_display()),
        Column(_("Trang"), lambda item: item.source_page, Kind.NUMBER),
        Column(_("Trích nguyên văn"), lambda item: _words(reading, item), width=60),
    ]
    return Table(str(reading), columns, reading.items.order_by("kind", "position"))


def _deadline(item: ReadItem) -> str:
    deadline = item.data.get("deadline") or {}
    return str(deadline.get("text") or "") if isinstance(deadline, dict) else str(deadline)


def _words(reading: Reading, item: ReadItem) -> str:
    if item.source_start is None or item.source_end is None:
        return ""
    return reading.document_text[item.source_start : item.source_end][:LONGEST_QUOTE]


def _tasks(request: HttpRequest, plan: Plan, shown: dict[str, Any]) -> Table:
    if "units" in shown:
        return _units(plan, shown)
    return Table(_("Nhiệm vụ của %(plan)s") % {"plan": plan.citation}, task_columns(request), _rows_of(shown["groups"]))


def _duties(request: HttpRequest, plan: Plan, shown: dict[str, Any]) -> Table:
    return Table(
        _("Phân công của %(plan)s") % {"plan": plan.citation}, task_columns(request), _rows_of(shown["groups"])
    )


def _rows_of(groups: Any) -> Iterator[Any]:
    return (row for group in groups for row in group.rows)


def _units(plan: Plan, shown: dict[str, Any]) -> Table:
    columns = [
        Column(_("Đơn vị"), lambda line: line.name, width=44),
        Column(_("Chủ trì"), lambda line: line.lead, Kind.NUMBER),
        Column(_("Phối hợp"), lambda line: line.coordinating, Kind.NUMBER),
        Column(_("Theo dõi"), lambda line: line.monitoring, Kind.NUMBER),
        Column(_("Việc đề nghị"), lambda line: line.requested, Kind.NUMBER),
        Column(_("Xong"), lambda line: line.done, Kind.NUMBER),
        Column(_("Chờ xác nhận"), lambda line: line.waiting, Kind.NUMBER),
        Column(_("Quá hạn"), lambda line: line.overdue, Kind.NUMBER),
        Column(_("Tiến độ chủ trì"), lambda line: line.progress if line.lead else None, Kind.PERCENT),
    ]
    return Table(_("Công việc theo đơn vị của %(plan)s") % {"plan": plan.citation}, columns, shown["units"])


def _clears(request: HttpRequest, plan: Plan, shown: dict[str, Any]) -> Table:
    columns = [
        Column(_("Mã"), lambda row: row.task.code, width=18),
        Column(_("Nhiệm vụ"), lambda row: row.task.name, width=60),
        Column(_("Đơn vị chủ trì"), lambda row: row.leads, width=36),
        *(Column(str(line.clear.label), _verdict_at(place), width=24) for place, line in enumerate(shown["counts"])),
        Column(_("Số điều đã rõ"), lambda row: row.met, Kind.NUMBER),
        Column(_("Đường dẫn"), lambda row: request.build_absolute_uri(row.task.get_absolute_url()), Kind.LINK),
    ]
    return Table(_("Sáu rõ của %(plan)s") % {"plan": plan.citation}, columns, shown["rows"])


def _verdict_at(place: int) -> Callable[[Any], str]:
    """What a row says of one clear: “x” where it is met, else what is missing."""
    return lambda row: "x" if row.verdicts[place].met else str(row.verdicts[place].missing)


def _targets(_request: HttpRequest, plan: Plan, shown: dict[str, Any]) -> Table:
    columns = [
        Column(_("Nhóm"), lambda line: line[0], width=36),
        Column(_("Mã"), lambda line: line[1].target.indicator.code, width=18),
        Column(_("Chỉ tiêu"), lambda line: line[1].target.indicator.name, width=60),
        Column(_("Đơn vị tính"), lambda line: line[1].target.indicator.measure),
        Column(_("Mức phải đạt"), lambda line: line[1].promise),
        Column(_("Giá trị mới nhất"), lambda line: line[1].figure and line[1].figure.value, Kind.NUMBER),
        Column(_("Kỳ"), lambda line: line[1].period_text),
        Column(_("Đánh giá"), lambda line: str(line[1].verdict.label)),
    ]
    rows = ((heading, row) for heading, group in shown["target_groups"].items() for row in group)
    return Table(_("Chỉ tiêu của %(plan)s") % {"plan": plan.citation}, columns, rows)


def _legal(_request: HttpRequest, plan: Plan, shown: dict[str, Any]) -> Table:
    columns = [
        Column(_("Loại"), lambda line: line[0].kind, width=18),
        Column(_("Số, ký hiệu"), lambda line: line[0].number, width=24),
        Column(_("Ngày"), lambda line: line[0].issued_on, Kind.DATE),
        Column(_("Cơ quan ban hành"), lambda line: line[0].issuer, width=36),
        Column(_("Số lần nhắc"), lambda line: len(line[0].mentions) or 1, Kind.NUMBER),
        Column(_("Ngày ghi khác nhau"), lambda line: "; ".join(line[2]), width=30),
    ]
    return Table(_("Căn cứ của %(plan)s") % {"plan": plan.citation}, columns, shown["cited"])


def _reporting(_request: HttpRequest, plan: Plan, shown: dict[str, Any]) -> Table:
    columns = [
        Column(_("Đơn vị báo cáo"), lambda line: line[0].who, width=44),
        Column(_("Gửi đến"), lambda line: line[0].to, width=44),
        Column(_("Định kỳ"), lambda line: line[0].get_frequency_display()),
        Column(_("Thời hạn"), lambda line: line[0].due_rule, width=40),
        Column(_("Trích nguyên văn"), lambda line: line[0].quote, width=60),
    ]
    return Table(_("Chế độ báo cáo của %(plan)s") % {"plan": plan.citation}, columns, shown["duties"])


def _history(_request: HttpRequest, plan: Plan, shown: dict[str, Any]) -> Table:
    columns = [
        Column(_("Thời điểm"), lambda line: line.moment, Kind.MOMENT),
        Column(_("Người thực hiện"), lambda line: line.by),
        Column(_("Thay đổi"), lambda line: line.title, width=36),
        Column(_("Nội dung"), lambda line: line.text, width=80),
    ]
    return Table(_("Lịch sử của %(plan)s") % {"plan": plan.citation}, columns, shown["history"].lines)


_TABS: dict[str, Callable[[HttpRequest, Plan, dict[str, Any]], Table]] = {
    "tasks": _tasks,
    "duties": _duties,
    "targets": _targets,
    "clears": _clears,
    "legal": _legal,
    "reporting": _reporting,
    "history": _history,
}
