"""Shared data for systems: what a key may read, page by page, what changed, and whole files.

    GET /api/shared/v1/datasets/<code>/rows?columns=code,name&filter.commune=17656&limit=1000
    Authorization: Bearer hlk_…

Every call by a known key is a line of the log of reads, refused ones too; calls beyond the limit once a minute.
"""
# No postponed annotations here: ninja resolves the views' parameters.

import csv
import io
from collections.abc import Callable
from typing import Any

import polars as pl
from allauth.account.adapter import get_adapter
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from ninja.security import HttpBearer

from honglam.engines.datahub.actions.reads import log_call, order_file
from honglam.engines.datahub.errors import (
    DatasetUnknown,
    FileNotReady,
    GrantOver,
    HubError,
    KeyRefused,
    NotGranted,
    QueryMalformed,
    TooManyCalls,
)
from honglam.engines.datahub.models import ApiKey, Dataset, DatasetVersion
from honglam.engines.datahub.quality.columns import Column
from honglam.engines.datahub.sharing import bulk, keys
from honglam.engines.datahub.sharing.cursors import CHANGED, REMOVED, ROWS, Cursor, cursor_of
from honglam.engines.datahub.sharing.slicing import (
    Slice,
    as_json,
    changes_since,
    readable_version,
    slice_of,
    version_of_number,
)
from honglam.engines.datahub.terms import ReadForm

MOST_ROWS, ROWS_OF_A_PAGE = 10_000, 1_000
FILTER = "filter."
MOST_FILTER_VALUES = 100


class KeyBearer(HttpBearer):
    """The key in `Authorization: Bearer …`; the request then carries the key and its grant."""

    def __call__(self, request: HttpRequest) -> ApiKey:
        """The key. Raises KeyRefused, TooManyCalls: the address tried too many wrong ones."""
        origin = salted_hmac("honglam.datahub.keys", get_adapter(request).get_client_ip(request)).hexdigest()
        if keys.misses_in_this_minute(origin) > keys.MISSES_A_MINUTE:
            raise TooManyCalls(keys.seconds_left())
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not text.strip():
            raise KeyRefused(_("Thiếu khóa truy cập; gửi kèm tiêu đề “Authorization: Bearer KHÓA”."))
        key = self.authenticate(request, text.strip())
        if key is None:
            keys.calls_in_this_minute(origin)
            raise KeyRefused(_("Khóa truy cập không đúng; lấy khóa mới ở trang quyền khai thác."))
        return key

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        """The key of a text, or nothing; its text is compared by its digest only. One query."""
        related = ("grant__dataset__owner", "grant__unit", "grant__request", "made_by")
        return ApiKey.objects.select_related(*related).filter(digest=keys.digest_of(token)).first()


router = Router(auth=KeyBearer())


class ColumnOut(Schema):
    """A column as its dataset's dictionary has it."""

    name: str
    label: str
    type: str
    meaning: str
    unit: str
    personal: bool


class DatasetOut(Schema):
    """What a key may read, whose it is, why and until when."""

    code: str
    name: str
    owner: str
    unit: str
    purpose: str
    ends_on: str
    version: int
    rows: int
    columns: list[ColumnOut]
    key: list[str]
    row_filter: dict[str, list[str]]


class RowsAsked(Schema):
    """What a page of rows is asked for; filters stand beside it as `filter.<column>=value`, several values are “or”."""

    columns: str = ""
    limit: int = ROWS_OF_A_PAGE
    cursor: str = ""
    since: int | None = None
    format: str = "json"


class FileOut(Schema):
    """Where an ordered file will be."""

    state: str
    url: str


def _answered(
    request: HttpRequest,
    code: str,
    form: ReadForm,
    answer: Callable[[ApiKey], tuple[HttpResponseBase, Slice | None, int]],
) -> HttpResponseBase:
    """Answer a call of a key and write it down, however it ends.

    Raises:
        HubError: the call is refused (and written down).
    """
    key: ApiKey = request.auth  # type: ignore[attr-defined]
    times = keys.calls_in_this_minute(f"key-{key.pk}")
    if times > keys.CALLS_A_MINUTE:
        if times == keys.CALLS_A_MINUTE + 1:
            log_call(key=key, form=form, status=429, by=None)
        raise TooManyCalls(keys.seconds_left())
    try:
        _require_usable(key, code)
        response, part, rows = answer(key)
    except HubError as error:
        log_call(key=key, form=form, status=error.status, by=None)
        raise
    log_call(
        key=key, form=form, status=response.status_code, by=None, rows=rows,
        version=part.version if part is not None else None, columns=part.names if part is not None else (),
    )  # fmt: skip
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Authorization"
    return response


def _require_usable(key: ApiKey, code: str) -> None:
    """Raises KeyRefused (revoked), DatasetUnknown, NotGranted (of another dataset), GrantOver."""
    if key.revoked_at is not None:
        raise KeyRefused(_("Khóa này đã bị thu hồi; dùng khóa khác hoặc tạo khóa mới."))
    if key.grant.dataset.code != code:
        if not Dataset.objects.filter(code=code).exists():
            raise DatasetUnknown()
        raise NotGranted(_("Khóa này không được đọc tập dữ liệu %(code)s.") % {"code": code})
    today = timezone.localdate()
    if key.grant.revoked_at is not None:
        raise GrantOver(_("Quyền khai thác đã bị thu hồi: %(why)s") % {"why": key.grant.revoked_reason})
    if not key.grant.holds_on(today):
        day = key.grant.ends_on if today > key.grant.ends_on else key.grant.starts_on
        words = _("Quyền khai thác đã hết ngày %(day)s; hãy đề nghị gia hạn.")
        early = _("Quyền khai thác bắt đầu từ ngày %(day)s.")
        raise GrantOver((words if today > key.grant.ends_on else early) % {"day": f"{day:%d/%m/%Y}"})


@router.get("/datasets/{code}", response=DatasetOut, summary="Dữ liệu được chia sẻ qua khóa này")
def dataset(request: HttpRequest, code: str) -> HttpResponseBase:
    """What the key may read: columns, rows, purpose, last day, present version."""

    def answer(key: ApiKey) -> tuple[HttpResponseBase, Slice | None, int]:
        grant, version = key.grant, readable_version(key.grant)
        part = slice_of(grant, version)
        told = DatasetOut(
            code=code, name=grant.dataset.name, owner=str(grant.dataset.owner), unit=str(grant.unit),
            purpose=grant.request.purpose, ends_on=grant.ends_on.isoformat(), version=version.number,
            rows=part.count(), columns=[_column(column) for column in part.columns], row_filter=grant.row_filter,
            key=[name for name in grant.dataset.key if name in part.names],
        )  # fmt: skip
        return JsonResponse(told.model_dump(), json_dumps_params={"ensure_ascii": False}), None, 0

    return _answered(request, code, ReadForm.API, answer)


@router.get("/datasets/{code}/rows", summary="Các dòng được chia sẻ, từng trang")
def rows(request: HttpRequest, code: str, asked: RowsAsked = Query(...)) -> HttpResponseBase:
    """A page of rows. `next` is passed back as `cursor` until it is empty; `since` gives what changed since a version.

    `columns` names columns by commas; `format` is json or csv. An unchanged version answers 304 to its ETag.
    """

    def answer(key: ApiKey) -> tuple[HttpResponseBase, Slice | None, int]:
        _require_readable(asked)
        columns = [name.strip() for name in asked.columns.split(",") if name.strip()] or None
        cursor = cursor_of(asked.cursor) if asked.cursor else None
        current = readable_version(key.grant)
        version = current
        if cursor is not None and cursor.version != current.number:
            version = version_of_number(key.grant, cursor.version)
        part = slice_of(key.grant, version, columns=columns, where=_filters(request))
        tag = f'"{version.digest[:32]}"'
        if tag in [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]:
            unchanged = HttpResponse(status=304)
            unchanged["ETag"] = tag
            return unchanged, part, 0
        page = _changes(key, part, asked, cursor) if asked.since is not None else _rows(part, asked, cursor)
        response = _csv(page, part) if asked.format == "csv" else _json(page, part, key)
        response["ETag"] = tag
        if page.next:
            response["X-Next-Cursor"] = page.next
        return response, part, len(page.rows) + len(page.removed)

    return _answered(request, code, ReadForm.API, answer)


@router.post("/datasets/{code}/files/{form}", response={200: FileOut, 202: FileOut}, summary="Đặt tạo tệp toàn bộ")
def order(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """Have everything that the key may read made as one file (parquet, csv) of the present version; once a version."""

    def answer(key: ApiKey) -> tuple[HttpResponseBase, Slice | None, int]:
        version = _file_version(key, form)
        part = slice_of(key.grant, version)
        run = order_file(grant=key.grant, version=version, form=form, by=key.made_by)
        told = FileOut(state="ready" if run is None else str(run.state), url=request.path)
        return JsonResponse(told.model_dump(), status=200 if run is None else 202), part, 0

    return _answered(request, code, ReadForm.API_FILE, answer)


@router.get("/datasets/{code}/files/{form}", summary="Tải tệp toàn bộ đã tạo")
def file(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """The file of the present version. 404 until it is ordered and made; 304 where the client has it."""

    def answer(key: ApiKey) -> tuple[HttpResponseBase, Slice | None, int]:
        version = _file_version(key, form)
        part = slice_of(key.grant, version)
        path = bulk.path_of(key.grant, version, form)
        if not path.exists():
            raise FileNotReady()
        tag = f'"{version.digest[:32]}"'
        if request.headers.get("If-None-Match", "").strip() == tag:
            unchanged = HttpResponse(status=304)
            unchanged["ETag"] = tag
            return unchanged, part, 0
        response = FileResponse(
            path.open("rb"), as_attachment=True, filename=f"{code}-{version.number}.{form}",
            content_type=bulk.MEDIA[form],
        )  # fmt: skip
        response["ETag"] = tag
        return response, part, part.count()

    return _answered(request, code, ReadForm.API_FILE, answer)


class _Page:
    """Rows of one page, keys that are gone, and where the next page begins ("" at the end)."""

    def __init__(self, rows: list[dict[str, str | None]], removed: list[dict[str, str | None]], following: str) -> None:
        self.rows, self.removed, self.next = rows, removed, following


def _rows(part: Slice, asked: RowsAsked, cursor: Cursor | None) -> _Page:
    if cursor is not None and cursor.part != ROWS:
        raise QueryMalformed(_("Con trỏ này thuộc lần đọc thay đổi; hãy gửi kèm “since” như trước."), "cursor")
    offset = cursor.offset if cursor is not None else 0
    found = part.rows(offset=offset, limit=asked.limit + 1)
    more = len(found) > asked.limit
    following = str(Cursor(part.version.number, ROWS, offset + asked.limit)) if more else ""
    return _Page(found[: asked.limit], [], following)


def _changes(key: ApiKey, part: Slice, asked: RowsAsked, cursor: Cursor | None) -> _Page:
    """Rows that are new or different first, then keys that are gone."""
    if cursor is not None and cursor.part == ROWS:
        raise QueryMalformed(_("Con trỏ này thuộc lần đọc toàn bộ; hãy bỏ “since”."), "cursor")
    changes = changes_since(key.grant, version_of_number(key.grant, int(asked.since or 0)), part)
    where, offset = (cursor.part, cursor.offset) if cursor is not None else (CHANGED, 0)
    changed: list[dict[str, str | None]] = []
    if where == CHANGED:
        changed = _taken(changes.changed, offset, asked.limit + 1)
        if len(changed) > asked.limit:
            return _Page(changed[: asked.limit], [], str(Cursor(part.version.number, CHANGED, offset + asked.limit)))
        offset = 0
    room = asked.limit - len(changed)
    removed = _taken(changes.removed, offset, room + 1)
    following = str(Cursor(part.version.number, REMOVED, offset + room)) if len(removed) > room else ""
    return _Page(changed, removed[:room], following)


def _taken(frame: pl.LazyFrame, offset: int, limit: int) -> list[dict[str, Any]]:
    return frame.slice(offset, limit).collect().to_dicts()


def _require_readable(asked: RowsAsked) -> None:
    if not 1 <= asked.limit <= MOST_ROWS:
        raise QueryMalformed(_("Số dòng mỗi trang từ 1 đến %(most)d.") % {"most": MOST_ROWS}, "limit")
    if asked.format not in ("json", "csv"):
        raise QueryMalformed(_("Định dạng là json hoặc csv."), "format")
    if asked.format == "csv" and asked.since is not None:
        raise QueryMalformed(_("Thay đổi chỉ đọc được dạng json, vì có cả các dòng đã bỏ."), "format")
    if asked.since is not None and not 0 < asked.since < 10**9:
        raise QueryMalformed(_("“since” là số của một phiên bản đã đọc."), "since")


def _filters(request: HttpRequest) -> dict[str, list[str]]:
    found = {
        name.removeprefix(FILTER): request.GET.getlist(name) for name in request.GET if name.startswith(FILTER)
    }  # fmt: skip
    if any(len(values) > MOST_FILTER_VALUES for values in found.values()):
        raise QueryMalformed(_("Mỗi bộ lọc có nhiều nhất %(most)d giá trị.") % {"most": MOST_FILTER_VALUES}, "filter")
    return found


def _file_version(key: ApiKey, form: str) -> DatasetVersion:
    if form not in bulk.FORMS:
        raise QueryMalformed(_("Định dạng tệp là parquet hoặc csv."), "form")
    return readable_version(key.grant)


def _json(page: _Page, part: Slice, key: ApiKey) -> HttpResponse:
    columns = {column.name: column for column in part.columns}
    body: dict[str, Any] = {
        "dataset": key.grant.dataset.code, "version": part.version.number, "columns": part.names,
        "rows": [{name: as_json(columns[name], value) for name, value in row.items()} for row in page.rows],
        "removed": [{name: as_json(columns[name], value) for name, value in row.items()} for row in page.removed],
        "next": page.next or None,
    }  # fmt: skip
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


def _csv(page: _Page, part: Slice) -> HttpResponse:
    """Rows for programs (RFC 4180)."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(part.names)
    writer.writerows([row[name] for name in part.names] for row in page.rows)
    return HttpResponse(stream.getvalue(), content_type="text/csv; charset=utf-8")


def _column(column: Column) -> ColumnOut:
    return ColumnOut(
        name=column.name, label=str(column.label), type=column.type.value, meaning=str(column.meaning),
        unit=str(column.unit), personal=column.personal,
    )  # fmt: skip
