"""Lists of plans as sheets: the columns, and the rows of everything that the filters leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.engines.plans.shown.rows import ShareRow, TaskRow, share_rows, task_rows
from honglam.engines.plans.shown.share_lines import period_words
from honglam.engines.plans.shown.task_page import TaskPage
from honglam.toolkit.sheets import Column, Kind, Table, xlsx_response
from honglam.toolkit.ui import lists
from honglam.toolkit.ui.statuses import status


def tasks_sheet(request: HttpRequest, tasks: Any, title: str, notes: Iterable[str] = ()) -> FileResponse:
    """All tasks of a list as a workbook; `tasks` were read with `standing`."""
    rows = (row for batch in lists.in_batches(tasks) for row in task_rows(batch))
    return _workbook(title, task_columns(request), rows, notes)


def task_sheet(request: HttpRequest, page: TaskPage, shares: Any) -> FileResponse:
    """Everything of one task that the reader sees: shares, reports with their evidence, later dates, parts, documents,
    remarks; a sheet for each that there is."""
    today = timezone.localdate()
    notes = [page.task.name, _("Số liệu ngày %(day)s.") % {"day": today.strftime("%d/%m/%Y")}]
    shares_of_task = Table(page.task.code, share_columns(request), share_rows(shares.iterator(chunk_size=500)), notes)
    further = [
        Table(_("Báo cáo tiến độ"), entry_columns(), page.entries),
        Table(_("Gia hạn"), extension_columns(request), [line.extension for line in page.extensions]),
        Table(_("Phần việc"), part_columns(request), [part for one in page.divisions for part in one.parts]),
        Table(_("Văn bản giao việc"), mandate_columns(), page.documents),
        Table(_("Trao đổi"), comment_columns(), page.comments),
    ]
    tables = [shares_of_task, *(table for table in further if table.rows)]
    return xlsx_response(f"{page.task.code} {today:%Y-%m-%d}", tables)


def shares_sheet(request: HttpRequest, shares: Any, title: str, notes: Iterable[str] = ()) -> FileResponse:
    """All shares of a list as a workbook; `shares` were read with `with_task().standing(…)`."""
    return _workbook(title, share_columns(request), share_rows(shares.iterator(chunk_size=500)), notes)


def task_columns(request: HttpRequest) -> list[Column]:
    """What a sheet says of tasks."""
    return [
        Column(_("Mã"), lambda row: row.task.code, width=18),
        Column(_("Kế hoạch"), lambda row: _plan_number(row), width=20),
        Column(_("Nhóm"), lambda row: row.task.group_title),
        Column(_("Nhiệm vụ"), lambda row: row.task.name, width=60),
        Column(_("Sản phẩm, kết quả"), lambda row: row.task.product, width=40),
        Column(_("Đơn vị chủ trì"), lambda row: row.leads.all_names, width=36),
        Column(_("Hạn hoàn thành"), lambda row: row.task.due_on, Kind.DATE),
        Column(_("Hạn riêng"), lambda row: row.extended.text if row.extended else "", width=28),
        Column(_("Thời hạn ghi trong văn bản"), lambda row: row.task.deadline_text or row.due_text, width=22),
        Column(_("Trạng thái"), lambda row: str(status(row.status).label), width=24),
        Column(_("Tiến độ"), lambda row: row.task.progress, Kind.PERCENT),
        Column(_("Ngày hoàn thành"), lambda row: row.task.completed_on, Kind.DATE),
        Column(_("Đường dẫn"), lambda row: request.build_absolute_uri(row.task.get_absolute_url()), Kind.LINK),
    ]


def share_columns(request: HttpRequest) -> list[Column]:
    """What a sheet says of shares."""
    return [
        Column(_("Mã"), lambda row: row.task.code, width=18),
        Column(_("Kế hoạch"), lambda row: _plan_number(row), width=20),
        Column(_("Nhiệm vụ"), lambda row: row.task.name, width=60),
        Column(_("Sản phẩm, kết quả"), lambda row: row.task.product, width=40),
        Column(_("Đơn vị"), lambda row: str(row.share.unit), width=30),
        Column(_("Vai trò"), lambda row: row.share.get_role_display()),
        Column(_("Hình thức"), lambda row: row.share.get_mandate_display()),
        Column(_("Người thực hiện"), lambda row: str(row.share.person or "")),
        Column(_("Kỳ"), lambda row: period_words(row.share.period_code) if row.share.period_code else ""),
        Column(_("Hạn hoàn thành"), lambda row: row.share.due_on, Kind.DATE),
        Column(_("Hạn ban đầu"), lambda row: row.share.original_due_on, Kind.DATE),
        Column(_("Gia hạn"), lambda row: row.share.get_extension_display() if row.share.extension else "", width=22),
        Column(_("Trạng thái"), lambda row: str(status(row.status).label), width=24),
        Column(_("Tiến độ"), lambda row: row.share.progress, Kind.PERCENT),
        Column(_("Ngày hoàn thành"), lambda row: row.share.completed_on, Kind.DATE),
        Column(_("Có minh chứng"), lambda row: row.share.has_evidence),
        Column(_("Tự xác nhận"), lambda row: row.share.is_self_confirmed),
        Column(_("Đường dẫn"), lambda row: request.build_absolute_uri(row.share.get_absolute_url()), Kind.LINK),
    ]


def entry_columns() -> list[Column]:
    """What a sheet says of reports: evidence by name, or by its address where it is a link."""

    def proofs(entry: Any) -> str:
        return "\n".join(proof.file.name if proof.file else proof.link for proof in entry.evidence.all())

    return [
        Column(_("Lúc"), lambda entry: entry.reported_at, Kind.MOMENT),
        Column(_("Nhập lúc"), lambda entry: entry.entered_at, Kind.MOMENT),
        Column(_("Đơn vị"), lambda entry: str(entry.assignment.unit), width=30),
        Column(_("Người báo cáo"), lambda entry: str(entry.reported_by or "")),
        Column(_("Trạng thái"), lambda entry: entry.get_state_display(), width=20),
        Column(_("Tiến độ"), lambda entry: entry.progress, Kind.PERCENT),
        Column(_("Kết quả"), lambda entry: entry.text, width=60),
        Column(_("Khó khăn, kiến nghị"), lambda entry: entry.difficulty, width=40),
        Column(_("Minh chứng"), proofs, width=40),
    ]


def part_columns(request: HttpRequest) -> list[Column]:
    """What a sheet says of the parts into which units divided their shares."""
    return [
        Column(_("Mã"), lambda part: part.task.code, width=18),
        Column(_("Việc"), lambda part: part.task.name, width=60),
        Column(_("Bộ phận"), lambda part: str(part.share.unit) if part.share else "", width=30),
        Column(_("Người thực hiện"), lambda part: str(part.share.person or "") if part.share else ""),
        Column(_("Hạn hoàn thành"), lambda part: part.task.due_on, Kind.DATE),
        Column(_("Trạng thái"), lambda part: str(status(part.status).label), width=24),
        Column(_("Tiến độ"), lambda part: part.task.progress, Kind.PERCENT),
        Column(_("Đường dẫn"), lambda part: request.build_absolute_uri(part.task.get_absolute_url()), Kind.LINK),
    ]


def mandate_columns() -> list[Column]:
    """What a sheet says of further documents that order a task."""
    return [
        Column(_("Văn bản"), lambda mandate: mandate.plan.citation, width=44),
        Column(_("Trích yếu"), lambda mandate: mandate.plan.title, width=60),
        Column(_("Điểm, khoản, mục"), lambda mandate: mandate.clause, width=24),
        Column(_("Trích nguyên văn"), lambda mandate: mandate.quote, width=60),
        Column(_("Người thêm"), lambda mandate: str(mandate.added_by or "")),
        Column(_("Thêm lúc"), lambda mandate: mandate.added_at, Kind.MOMENT),
    ]


def comment_columns() -> list[Column]:
    """What a sheet says of remarks; those that were taken back stand without words."""
    return [
        Column(_("Lúc"), lambda remark: remark.created_at, Kind.MOMENT),
        Column(_("Người viết"), lambda remark: str(remark.author or "")),
        Column(_("Nội dung"), lambda remark: remark.text or _("Nội dung đã được người viết gỡ."), width=80),
        Column(_("Nhắc đến"), lambda remark: ", ".join(str(person) for person in remark.mentions.all()), width=30),
    ]


def extension_columns(request: HttpRequest) -> list[Column]:
    """What a sheet says of extensions."""
    return [
        Column(_("Mã"), lambda one: one.assignment.task.code, width=18),
        Column(_("Nhiệm vụ"), lambda one: one.assignment.task.name, width=60),
        Column(_("Đơn vị"), lambda one: str(one.assignment.unit), width=30),
        Column(_("Tình trạng"), lambda one: one.get_state_display(), width=28),
        Column(_("Hạn ban đầu"), lambda one: one.assignment.original_due_on, Kind.DATE),
        Column(_("Hạn cũ"), lambda one: one.old_due_on, Kind.DATE),
        Column(_("Hạn mới"), lambda one: one.new_due_on, Kind.DATE),
        Column(_("Lý do"), lambda one: one.reason, width=44),
        Column(_("Người đề nghị"), lambda one: str(one.asked_by or "")),
        Column(_("Đề nghị lúc"), lambda one: one.asked_at, Kind.MOMENT),
        Column(_("Người đồng ý qua điện thoại"), lambda one: one.agreed_with),
        Column(_("Đồng ý lúc"), lambda one: one.agreed_at, Kind.MOMENT),
        Column(_("Có hiệu lực đến"), lambda one: one.grace_until, Kind.DATE),
        Column(_("Người quyết định"), lambda one: str(one.decided_by or "")),
        Column(_("Quyết định lúc"), lambda one: one.decided_at, Kind.MOMENT),
        Column(_("Văn bản cho phép"), lambda one: one.authority, width=30),
        Column(_("Ý kiến"), lambda one: one.answer, width=40),
        Column(_("Đường dẫn"), lambda one: request.build_absolute_uri(one.assignment.get_absolute_url()), Kind.LINK),
    ]


def _plan_number(row: TaskRow | ShareRow) -> str:
    plan = row.task.plan
    return (plan.number or plan.code) if plan else _("Chỉ đạo")


def _workbook(title: str, columns: list[Column], rows: Iterator[Any] | list[Any], notes: Iterable[str]) -> FileResponse:
    today = timezone.localdate()
    said = [*notes, _("Số liệu ngày %(day)s.") % {"day": today.strftime("%d/%m/%Y")}]
    return xlsx_response(f"{title} {today:%Y-%m-%d}", [Table(title, columns, rows, said)])
