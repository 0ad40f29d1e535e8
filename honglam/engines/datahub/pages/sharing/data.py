"""Reading rows through a right: a page of them, Excel, CSV, JSON at once; Parquet made by a job. All written down."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.core.jobs.models import JobRun
from honglam.engines.datahub.actions.reads import FILE_JOB, log_reading, order_file
from honglam.engines.datahub.errors import GrantOver
from honglam.engines.datahub.models import Grant
from honglam.engines.datahub.pages.sharing.grants import found_grant
from honglam.engines.datahub.quality.columns import Column as DataColumn
from honglam.engines.datahub.quality.columns import ColumnType
from honglam.engines.datahub.queries import ASK
from honglam.engines.datahub.sharing import bulk
from honglam.engines.datahub.sharing.slicing import Slice, as_json, readable_version, slice_of
from honglam.engines.datahub.sharing.waiting import may_read
from honglam.engines.datahub.terms import ReadForm
from honglam.engines.datahub.unit_words import unit_words
from honglam.toolkit.sheets import Column, Kind, Table, as_text, csv_response, xlsx_response
from honglam.toolkit.sheets.writing import MOST_ROWS
from honglam.toolkit.ui import lists

KINDS = {ColumnType.INTEGER: Kind.NUMBER, ColumnType.DECIMAL: Kind.NUMBER, ColumnType.DATE: Kind.DATE,
         ColumnType.MOMENT: Kind.MOMENT}  # fmt: skip
NUMBERS = (ColumnType.INTEGER, ColumnType.DECIMAL)


class _Counted:
    """Rows of a slice as a paginator wants them: counted once, read a page at a time."""

    def __init__(self, part: Slice) -> None:
        self.part, self.total = part, part.count()

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, asked: slice) -> list[list[tuple[str, bool]]]:
        start = asked.start or 0
        rows = self.part.rows(offset=start, limit=(asked.stop or self.total) - start)
        units = unit_words(self.part.columns, rows)
        return [
            [
                (units.get(column.name, {}).get(row[column.name] or "") or shown(column, row[column.name]),
                 column.type in NUMBERS)
                for column in self.part.columns
            ]
            for row in rows
        ]  # fmt: skip


@requires(ASK)
def grant_rows(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """The rows, a page of them or all as a file (`?format=` xlsx, csv, json); with the purpose, in the log of reads."""
    grant, part = _readable(request, uid)
    form = request.GET.get("format", "")
    if form in (ReadForm.XLSX, ReadForm.CSV, ReadForm.JSON):
        total = part.count()
        log_reading(
            grant=grant, part=part, form=ReadForm(form), by=request.user,
            rows=min(total, MOST_ROWS) if form == ReadForm.XLSX else total,
        )  # fmt: skip
        return _file(grant, part, form)
    page = lists.page_of(request, _Counted(part))
    log_reading(grant=grant, part=part, form=ReadForm.PAGE, rows=len(page.object_list), by=request.user)
    context = {
        "found": grant, "part": part, "page": page, "run": _run(grant, part),
        "has_parquet": bulk.path_of(grant, part.version, bulk.PARQUET).exists(), "most": MOST_ROWS,
    }  # fmt: skip
    return render(request, "datahub/sharing/rows.html", context)


@requires(ASK)
@require_POST
def order(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Have the Parquet file made."""
    grant, part = _readable(request, uid)
    order_file(grant=grant, version=part.version, form=bulk.PARQUET, by=request.user)
    messages.success(request, _("Đang tạo tệp Parquet; tệp hiện ở đầu trang khi xong."))
    return redirect("datahub:grant_rows", grant.uid)


@requires(ASK)
def file_job(request: PersonRequest, uid: UUID) -> HttpResponse:
    """How far the file is; a part that asks for itself."""
    grant, part = _readable(request, uid)
    return render(request, "datahub/sharing/file_job.html", {"found": grant, "run": _run(grant, part)})


@requires(ASK)
def parquet(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """The Parquet file of the present version, once it is made."""
    grant, part = _readable(request, uid)
    path = bulk.path_of(grant, part.version, bulk.PARQUET)
    if not path.exists():
        raise Http404
    log_reading(grant=grant, part=part, form=ReadForm.PARQUET, rows=part.count(), by=request.user)
    name = f"{grant.dataset.code}-{part.version.number}.parquet"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=bulk.MEDIA[bulk.PARQUET])


def shown(column: DataColumn, value: str | None) -> str:
    """A spelled value as people read it."""
    if value is None:
        return ""
    plain = Column("", lambda one: one, KINDS.get(column.type, Kind.TEXT))
    typed = value_of(column, value)
    if isinstance(typed, bool):
        return _("có") if typed else _("không")
    from_codes = dict(column.codes).get(value)
    return str(from_codes) if from_codes else as_text(plain, typed)


def value_of(column: DataColumn, value: str | None) -> Any:
    """A spelled value as Excel wants it: numbers, days and moments as such."""
    if value is None:
        return None
    match column.type:
        case ColumnType.INTEGER:
            return int(value)
        case ColumnType.DECIMAL:
            return Decimal(value)
        case ColumnType.DATE:
            return datetime.date.fromisoformat(value)
        case ColumnType.MOMENT:
            return datetime.datetime.fromisoformat(value)
        case ColumnType.BOOLEAN:
            return value == "true"
        case _:
            return value


def _readable(request: PersonRequest, uid: UUID) -> tuple[Grant, Slice]:
    """The right and what it shows now. Http404: another unit's; GrantOver and other HubErrors become a page."""
    grant = found_grant(request, uid)
    today = timezone.localdate()
    if not may_read(request.user, grant, today):
        raise Http404
    if not grant.holds_on(today):
        raise GrantOver(_("Quyền khai thác đã hết hoặc bị thu hồi. Cần dùng tiếp thì bấm “Đề nghị gia hạn”."))
    return grant, slice_of(grant, readable_version(grant))


def _run(grant: Grant, part: Slice) -> JobRun | None:
    """The making of the present file, while it is not there."""
    if bulk.path_of(grant, part.version, bulk.PARQUET).exists():
        return None
    return JobRun.objects.filter(code=FILE_JOB, key=f"{grant.uid}:{part.version.uid}:{bulk.PARQUET}").first()


def _file(grant: Grant, part: Slice, form: str) -> HttpResponseBase:
    name = f"{grant.dataset.code}-{part.version.number}"
    if form == ReadForm.JSON:
        answer = StreamingHttpResponse(_json_lines(part), content_type="application/json; charset=utf-8")
        answer["Content-Disposition"] = content_disposition_header(True, f"{name}.json") or "attachment"
        return answer
    table = _table(grant, part)
    return csv_response(name, table) if form == ReadForm.CSV else xlsx_response(name, [table])


def _table(grant: Grant, part: Slice) -> Table:
    notes = [
        _("%(owner)s chia sẻ cho %(unit)s theo đề nghị %(code)s, dùng đến hết ngày %(day)s.")
        % {
            "owner": grant.dataset.owner, "unit": grant.unit, "code": grant.request.code,
            "day": f"{grant.ends_on:%d/%m/%Y}",
        },
        _("Mục đích: %(purpose)s. Không dùng cho việc khác, không chuyển cho nơi khác.")
        % {"purpose": grant.request.purpose},
        _("Phiên bản %(number)d của dữ liệu.") % {"number": part.version.number},
    ]  # fmt: skip
    columns = [_column(column) for column in part.columns]
    return Table(grant.dataset.name, columns, (row for batch in part.batches() for row in batch), notes)


def _column(column: DataColumn) -> Column:
    kind = KINDS.get(column.type, Kind.TEXT)
    label = f"{column.label} ({column.unit})" if column.unit else str(column.label)
    return Column(label, lambda row: value_of(column, row[column.name]), kind)


def _json_lines(part: Slice) -> Iterator[str]:
    """A JSON array, sent while it is read."""
    columns = {column.name: column for column in part.columns}
    yield "["
    first = True
    for batch in part.batches():
        for row in batch:
            line = json.dumps({name: as_json(columns[name], value) for name, value in row.items()}, ensure_ascii=False)
            yield ("\n" if first else ",\n") + line
            first = False
    yield "\n]\n"
