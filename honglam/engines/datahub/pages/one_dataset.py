"""One dataset: what it is and where it comes from, its dictionary, its versions, its first rows."""

from __future__ import annotations

import datetime
from operator import itemgetter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.errors import NotAllowed
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.jobs.models import JobRun
from honglam.engines.datahub import reading, scores
from honglam.engines.datahub.errors import HubError
from honglam.engines.datahub.models import Dataset, DatasetVersion
from honglam.engines.datahub.pages.opening import begin, dataset_of, frame_of
from honglam.engines.datahub.queries import STEWARD, VIEW
from honglam.engines.datahub.rules.schemas import change_between
from honglam.engines.datahub.shown import masked_rows, promise_of, sources_of, uses_of
from honglam.engines.datahub.sight import require_keeper
from honglam.engines.datahub.terms import COLUMN_TYPE_LABELS
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists
from honglam.toolkit.ui.forms import DayField

ROWS_SHOWN = 50


@requires(VIEW)
def dataset(request: PersonRequest, code: str) -> HttpResponseBase:
    """What a dataset is, whose, by which law, how good, where it comes from and what is made of it."""
    found = dataset_of(code)
    version, today = reading.current_version(found), timezone.localdate()
    run = found.runs.order_by("-id").first()
    confirmed = found.runs.filter(version=version).order_by("-id").first() if version is not None else None
    schema = found.schemas.first()
    context = {
        **frame_of(request, found, "dataset"), "version": version, "run": run,
        "promise": promise_of(found, confirmed.finished_at if confirmed is not None else None, today),
        "words": scores.words_of_run(run), "tone": scores.tone_of(found.score),
        "sources": sources_of(version, found), "uses": uses_of(found, today),
        "columns": schema.read_columns() if schema is not None else [], "schema": schema,
        "history": history_of(found, size=size_asked(request)),
    }  # fmt: skip
    return render(request, "datahub/dataset.html", context)


@requires(VIEW)
def dictionary(request: PersonRequest, code: str) -> HttpResponseBase:
    """The columns with their meaning, and what changed from one schema to the next."""
    found = dataset_of(code)
    schemas = list(found.schemas.select_related("made_by"))
    asked = request.GET.get("schema", "")
    chosen = next((one for one in schemas if str(one.number) == asked), schemas[0] if schemas else None)
    columns = chosen.read_columns() if chosen is not None else []
    if (sheet := lists.sheet_of(request, _dictionary_table(found, columns))) is not None:
        return sheet
    former = next((one for one in schemas if chosen is not None and one.number == chosen.number - 1), None)
    change = change_between(former.read_columns(), columns) if former is not None else None
    context = {
        **frame_of(request, found, "dictionary"), "schemas": schemas, "chosen": chosen, "former": former,
        "change": change, "columns": [(one, COLUMN_TYPE_LABELS[one.type]) for one in columns],
    }  # fmt: skip
    return render(request, "datahub/dictionary.html", context)


@requires(VIEW)
def versions(request: PersonRequest, code: str) -> HttpResponseBase:
    """Every version, with its digest; and the one that was in use on a day."""
    found = dataset_of(code)
    rows = found.versions.select_related("schema", "made_by").order_by("-number")
    if (sheet := lists.sheet_of(request, _versions_table(found, rows))) is not None:
        return sheet
    day, wrong = _day_asked(request)
    context = {
        **frame_of(request, found, "versions"), "page": lists.page_of(request, rows), "day": day, "wrong_day": wrong,
        "asked_day": request.GET.get("on", ""),
        "on_day": reading.version_on(found, day) if day is not None else None,
    }  # fmt: skip
    return render(request, "datahub/versions.html", context)


@requires(VIEW)
def rows(request: PersonRequest, code: str) -> HttpResponseBase:
    """The first rows of a version, personal columns masked; only for those who may read them."""
    found = dataset_of(code)
    frame = frame_of(request, found, "rows")
    if not frame["may_read"]:
        raise NotAllowed(STEWARD, str(found.owner))
    day, wrong = _day_asked(request)
    version = _version_asked(request, found, day)
    columns, lines, problem = [], [], wrong
    if version is not None:
        try:
            columns = reading.columns_of(version)
            lines = masked_rows(reading.rows_of(version, limit=ROWS_SHOWN), columns)
        except HubError as error:
            problem = str(error)
    if (sheet := lists.sheet_of(request, _rows_table(found, columns, lines))) is not None:
        return sheet
    context = {
        **frame, "version": version, "columns": columns, "lines": lines, "problem": problem, "day": day,
        "asked_day": request.GET.get("on", ""), "shown": ROWS_SHOWN,
        "numbers": found.versions.order_by("-number").values_list("number", flat=True)[:100],
    }  # fmt: skip
    return render(request, "datahub/rows.html", context)


@requires(VIEW)
def job(request: PersonRequest, code: str) -> HttpResponse:
    """How far a piece of work on a dataset is; a part that asks for itself.

    It stays with the work that the page began with: that one's end opens the page anew, also where other work follows.
    """
    found = dataset_of(code)
    runs = JobRun.objects.for_target(found).order_by("-id")
    asked = uuid_of(request.GET.get("run", ""))
    run = (runs.filter(uid=asked).first() if asked is not None else None) or runs.first()
    return render(request, "datahub/parts/job.html", {"dataset": found, "job": run, "here": request.GET.get("at", "")})


@requires(VIEW)
@require_POST
def publish(request: PersonRequest, code: str) -> HttpResponse:
    """Have a worker make a version from the supply."""
    found = dataset_of(code)
    require_keeper(request.user, found)
    if not found.supply:
        messages.error(request, _("Tập dữ liệu này nhận dữ liệu từ nguồn đến; mở nguồn dữ liệu để lấy lần mới."))
        return redirect("datahub:dataset", found.code)
    return begin(request, found, "datahub.publish", "dataset")


@requires(VIEW)
@require_POST
def check(request: PersonRequest, code: str) -> HttpResponse:
    """Have a worker check the rows: those that changed, or all of them."""
    found = dataset_of(code)
    require_keeper(request.user, found)
    answer = begin(request, found, "datahub.check", "dataset_quality", incremental="changed" in request.POST)
    rule = request.POST.get("rule", "")
    is_known = rule == "all" or found.rules.filter(code=rule).exists()
    return redirect("datahub:rule_rows", found.code, rule) if is_known else answer


def _day_asked(request: PersonRequest) -> tuple[datetime.date | None, str]:
    text = request.GET.get("on", "").strip()
    if not text:
        return None, ""
    try:
        return DayField().clean(text), ""
    except Exception:
        return None, _("“%(text)s” không phải ngày; hãy viết dạng 22/11/2026.") % {"text": text[:30]}


def _version_asked(request: PersonRequest, found: Dataset, day: datetime.date | None) -> DatasetVersion | None:
    number = request.GET.get("version", "")
    if number.isdecimal() and len(number) < 9:
        return found.versions.select_related("schema").filter(number=int(number)).first()
    return reading.version_on(found, day) if day is not None else reading.current_version(found)


def _dictionary_table(found: Dataset, columns: Any) -> Table:
    said = {True: _("có"), False: ""}
    return Table(_("Từ điển dữ liệu: %(name)s") % {"name": found.name}, [
        Column(_("Cột"), lambda one: one.name),
        Column(_("Tên gọi"), lambda one: one.label),
        Column(_("Kiểu"), lambda one: str(COLUMN_TYPE_LABELS[one.type])),
        Column(_("Ý nghĩa"), lambda one: one.meaning, width=50),
        Column(_("Đơn vị tính"), lambda one: one.unit),
        Column(_("Bắt buộc"), lambda one: said[one.required]),
        Column(_("Dữ liệu cá nhân"), lambda one: said[one.personal]),
        Column(_("Dễ nhận dạng khi ghép"), lambda one: said[one.quasi]),
        Column(_("Danh mục"), lambda one: "; ".join(f"{value} = {label}" for value, label in one.codes), width=50),
    ], columns)  # fmt: skip


def _versions_table(found: Dataset, rows: Any) -> Table:
    return Table(_("Phiên bản: %(name)s") % {"name": found.name}, [
        Column(_("Số"), lambda one: one.number, Kind.NUMBER),
        Column(_("Trạng thái"), lambda one: one.get_state_display()),
        Column(_("Số dòng"), lambda one: one.rows, Kind.NUMBER),
        Column(_("Dùng từ"), lambda one: one.valid_from, Kind.MOMENT),
        Column(_("Dùng đến"), lambda one: one.valid_to, Kind.MOMENT),
        Column(_("Lập lúc"), lambda one: one.made_at, Kind.MOMENT),
        Column(_("Cấu trúc"), lambda one: one.schema.number, Kind.NUMBER),
        Column(_("Mã băm của bản kê (SHA-256)"), lambda one: one.digest, width=66),
    ], rows)  # fmt: skip


def _rows_table(found: Dataset, columns: Any, lines: Any) -> Table:
    made = [Column(one.label, itemgetter(at)) for at, one in enumerate(columns)]
    return Table(_("Dòng đầu: %(name)s") % {"name": found.name}, made, lines)
