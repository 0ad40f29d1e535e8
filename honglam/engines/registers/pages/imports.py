"""Imports of a register: the list, one of them from the matching of its columns to its end, files to fetch."""

from __future__ import annotations

import io
import tempfile
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.errors import NotAllowed
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.files.errors import FileRefused
from honglam.core.jobs.models import JobRun
from honglam.core.personal.masks import mask
from honglam.engines.registers.actions import imports as actions
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.errors import RegisterError
from honglam.engines.registers.file_access import may_read_cells
from honglam.engines.registers.importing.matching import left_empty
from honglam.engines.registers.importing.preview import written
from honglam.engines.registers.importing.rejected_file import words, write_rejected
from honglam.engines.registers.importing.targets import targets_of, withheld_cells
from honglam.engines.registers.importing.template import write_template
from honglam.engines.registers.models import ImportRun
from honglam.engines.registers.pages.import_forms import FileForm, MatchingForm
from honglam.engines.registers.pages.neighbours import address
from honglam.engines.registers.pages.opening import of_register
from honglam.engines.registers.terms import ImportState
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.sheets.responses import XLSX
from honglam.toolkit.text import strip_marks
from honglam.toolkit.ui import lists

MOST_COLUMNS_SHOWN = 8
AT_WORK = (ImportState.TRYING, ImportState.RUNNING, ImportState.UNDOING)


@of_register("edit")
def imports(request: PersonRequest, register: Register) -> HttpResponseBase:
    """Bring a file, or look at those that came before."""
    form = FileForm(request.POST or None, request.FILES or None, register=register, by=request.user)
    if request.method == "POST" and form.is_valid():
        if (run := _brought(request, register, form)) is not None:
            return redirect("registers:import_run", register.code, run.uid)
    found = runs_of(request, register).select_related("unit", "by", "file")
    state = request.GET.get("state", "")
    if state in ImportState.values:
        found = found.filter(state=state)
    if (sheet := lists.sheet_of(request, _table(register, found))) is not None:
        return sheet
    context = base(register) | {
        "form": form, "page": lists.page_of(request, found), "state": state, "states": ImportState.choices,
    }  # fmt: skip
    return render(request, "registers/imports.html", context, status=422 if form.errors else 200)


@of_register("edit")
def template(request: PersonRequest, register: Register) -> HttpResponseBase:
    """The file to fill in."""
    stream = io.BytesIO()
    write_template(stream, register, by=request.user)
    stream.seek(0)
    name = f"{_('Mẫu nhập')} {register.label}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)


@of_register("edit")
def import_run(request: PersonRequest, register: Register, uid: UUID) -> HttpResponseBase:
    """One import: the matching of its columns, what trying found, how far it is, what it did."""
    run = run_or_404(request, register, uid)
    rejected_rows = run.rejected_rows.all()
    if (sheet := lists.sheet_of(request, _rejected_table(register, run, rejected_rows, request.user))) is not None:
        return sheet
    return shown(request, register, run)


def shown(
    request: PersonRequest, register: Register, run: ImportRun, form: MatchingForm | None = None
) -> HttpResponse:  # fmt: skip
    """The page of a run, with the form as it was sent where it was refused."""
    context = base(register) | {
        "run": run, "history": history_of(run, size=size_asked(request)),
        "page": lists.page_of(request, run.rejected_rows.all(), total=run.rejected),
        "mended": run.mended_runs.select_related("file").order_by("-id"),
        "may_fetch": may_read_cells(request.user, run),
        "previews": _previews(register, run), "left_empty": _left_empty(register, run, request.user),
        "may_take_back": run.state in (ImportState.DONE, ImportState.STOPPED) and run.batches.exists() and (
            run.by_id == request.user.pk or reach_of(request.user, register.permission("decide")).covers(run.unit)
        ),
        "has_written": run.batches.exists(),
    } | job_context(run)  # fmt: skip
    context["page"].object_list = [_refused_line(register, run, row) for row in context["page"].object_list]
    if run.state in (ImportState.MAPPING, ImportState.TRIED):
        used = form or MatchingForm(register=register, run=run, by=request.user)
        context |= {"form": used, "columns": _columns(run, used, may_see=context["may_fetch"])}
    status = 422 if form is not None and form.errors else 200
    return render(request, "registers/import_run.html", context, status=status)


@of_register("edit")
def progress(request: PersonRequest, register: Register, uid: UUID) -> HttpResponse:
    """How far the work is; when it has ended the whole page comes anew."""
    run = run_or_404(request, register, uid)
    context = base(register) | {"run": run} | job_context(run)
    answer = render(request, "registers/parts/import_progress.html", context)
    if context["job"] is None or not context["job"].is_open:
        answer["HX-Refresh"] = "true"
    return answer


@of_register("edit")
def rejected(request: PersonRequest, register: Register, uid: UUID) -> HttpResponseBase:
    """The file of refused lines, to mend and send back. Raises NotAllowed for who may not see the cells."""
    run = run_or_404(request, register, uid)
    if not may_read_cells(request.user, run):
        raise NotAllowed(register.permission("unmask" if register.personal else "edit"), str(run.unit))
    spool = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    rows = run.rejected_rows.values_list("line", "cells", "faults").iterator(chunk_size=500)
    headings = [name for name in run.headings if name in run.mapping or not _is_error(name)]
    keep = [place for place, name in enumerate(run.headings) if name in headings]
    write_rejected(spool, headings, (
        (line, [cells[place] if place < len(cells) else None for place in keep], faults)
        for line, cells, faults in rows
    ))  # fmt: skip
    spool.seek(0)
    stem = run.file.name.rpartition(".")[0] or run.file.name
    return FileResponse(spool, as_attachment=True, filename=f"{stem} - {_('dòng lỗi')}.xlsx", content_type=XLSX)


def base(register: Register) -> dict[str, Any]:
    """What every page of imports and duplicates shows of its register."""
    label = str(register.label)
    return {
        "register": register, "label": label[:1].upper() + label[1:], "rows_url": address("rows", register.code),
        "index_url": address("index"),
    }  # fmt: skip


def runs_of(request: PersonRequest, register: Register) -> Any:
    """Imports of units that the reader writes the register for."""
    reach = reach_of(request.user, register.permission("edit"))
    return ImportRun.objects.filter(reach.q("unit"), register=register.code)


def run_or_404(request: PersonRequest, register: Register, uid: UUID) -> ImportRun:
    """The import of an address that the reader may see. Raises Http404."""
    related = ("unit", "file", "by", "undone_by", "mended_from__file")
    found: ImportRun | None = runs_of(request, register).select_related(*related).filter(uid=uid).first()
    if found is None:
        raise Http404(str(uid))
    return found


def job_context(run: ImportRun) -> dict[str, Any]:
    """The job that works for the run, and whether work was cut off and may go on."""
    job: JobRun | None = JobRun.objects.for_target(run).order_by("-id").first() if run.state in AT_WORK else None
    return {
        "job": job, "is_at_work": job is not None and job.is_open,
        "is_cut_off": run.state in AT_WORK and (job is None or not job.is_open),
    }  # fmt: skip


def _brought(request: PersonRequest, register: Register, form: FileForm) -> ImportRun | None:
    upload: UploadedFile = form.cleaned_data["file"]
    mended_from = runs_of(request, register).filter(uid=uuid_of(request.POST.get("mended_from"))).first()
    try:
        return actions.bring(
            register=register, unit=form.cleaned_data["unit"], upload=upload, by=request.user, mended_from=mended_from
        )
    except (RegisterError, FileRefused) as error:
        form.add_error("file", str(error))
        if mended_from is not None:
            messages.error(request, str(error))
    return None


def _previews(register: Register, run: ImportRun) -> list[dict[str, Any]]:
    """The first rows of each kind, as tables: headings and cells of the columns that the file fills."""
    if run.state != ImportState.TRIED:
        return []
    filled = list(dict.fromkeys(key.partition(".")[0] for key in run.mapping.values()))
    columns = [name for name in filled if name in register.fields]
    columns = sorted(columns, key=lambda name: name not in register.identity)[:MOST_COLUMNS_SHOWN]
    titles = {"updated": _("Dòng sẽ sửa"), "created": _("Dòng mới"), "unchanged": _("Dòng không đổi")}
    found = []
    for kind, title in titles.items():
        lines = run.trial.get("previews", {}).get(kind, [])
        found.append({
            "kind": kind, "title": title, "count": getattr(run, kind),
            "headings": [register.label_of(name) for name in columns],
            "lines": [
                {"line": line["line"], "cells": [
                    (register.label_of(name), line["values"].get(name, ""), line.get("changes", {}).get(name))
                    for name in columns
                ], "others": [(_label(register, name), old, new) for name, (old, new) in
                              line.get("changes", {}).items() if name not in columns]}
                for line in lines
            ],
        })  # fmt: skip
    return found


def _columns(run: ImportRun, form: MatchingForm, *, may_see: bool) -> list[tuple[Any, list[str]]]:
    """The field of each heading with the first cells below it."""
    samples = run.trial.get("samples", []) if may_see else []
    places = {name: place for place, name in enumerate(run.headings)}
    found = []
    for heading, field in zip(form.headings, form.columns, strict=True):
        place = places[heading]
        cells = [written(line[place]) for line in samples if place < len(line) and line[place] not in (None, "")]
        found.append((field, [cell[:30] for cell in cells[:2]]))
    return found


def _label(register: Register, name: str) -> str:
    return _("Đơn vị quản lý") if name == "unit" else register.label_of(name)


def _left_empty(register: Register, run: ImportRun, by: Any) -> list[str]:
    return left_empty(run.mapping, targets_of(register, by=by)) if run.state == ImportState.MAPPING else []


def _refused_line(register: Register, run: ImportRun, row: Any) -> dict[str, Any]:
    """A refused line as the page shows it: what is wrong beside the cell; personal cells masked."""
    places = {name: place for place, name in enumerate(run.headings)}
    shown_faults = []
    for heading, message in row.faults:
        place = places.get(heading)
        cell = row.cells[place] if place is not None and place < len(row.cells) else None
        column = run.mapping.get(heading, "").partition(".")[0]
        if column in withheld_cells(register):
            cell = mask(written(cell), register.masks.get(column, "full"))
            message = _("Giá trị không hợp lệ; nội dung được che vì là dữ liệu cần bảo vệ.") if cell else message
        shown_faults.append({"heading": heading, "cell": written(cell)[:120], "message": message})
    return {"line": row.line, "faults": shown_faults}


def _rejected_table(register: Register, run: ImportRun, rows: Any, by: Any) -> Table:
    """The refused lines as a plain list (line and what is wrong); the file to mend is another one."""
    columns = [
        Column(_("Dòng"), lambda row: row.line, Kind.NUMBER),
        Column(_("Lỗi và cách sửa"), lambda row: _told(register, run, row), width=110),
    ]
    title = _("Dòng lỗi khi nhập %(register)s") % {"register": register.label}
    return Table(
        title, columns, rows, [f"{run.file.name} · {run.unit} · {timezone.localtime(run.created_at):%d/%m/%Y}"]
    )


def _told(register: Register, run: ImportRun, row: Any) -> str:
    faults = _refused_line(register, run, row)["faults"]
    return words(row.line, [(one["heading"], one["message"]) for one in faults]).partition("\n")[2]


def _table(register: Register, found: Any) -> Table:
    columns = [
        Column(_("Tệp"), lambda run: run.file.name, width=44),
        Column(_("Đơn vị quản lý"), lambda run: str(run.unit)),
        Column(_("Trạng thái"), lambda run: run.get_state_display(), width=18),
        Column(_("Số dòng"), lambda run: run.lines, Kind.NUMBER),
        Column(_("Thêm"), lambda run: run.created, Kind.NUMBER),
        Column(_("Sửa"), lambda run: run.updated, Kind.NUMBER),
        Column(_("Không đổi"), lambda run: run.unchanged, Kind.NUMBER),
        Column(_("Lỗi"), lambda run: run.rejected, Kind.NUMBER),
        Column(_("Người nhập"), lambda run: str(run.by)),
        Column(_("Lúc"), lambda run: run.created_at, Kind.MOMENT),
    ]
    return Table(_("Các lần nhập %(register)s") % {"register": register.label}, columns, found)


def _is_error(name: str) -> bool:
    return strip_marks(name) == strip_marks(_("Lỗi cần sửa"))
