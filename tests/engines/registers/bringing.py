"""Files made in memory, and the way of an import without the queue."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from honglam.core.jobs.models import JobRun
from honglam.core.jobs.terms import JobState
from honglam.core.organisations.models import Unit
from honglam.engines.registers.actions import import_batches, imports
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.models import ImportRun

HEADINGS = ("Mã số dự án", "Tên dự án", "Nhà đầu tư", "Loại nhà đầu tư", "Lĩnh vực", "Xã, phường",
            "Vốn đăng ký (triệu đồng)")  # fmt: skip


def told(done: int, total: int, message: str) -> None:
    """Nobody listens."""


def line(code: str, name: str = "Nhà máy gỗ", capital: Any = "50.000", **others: Any) -> list[Any]:
    """A line under `HEADINGS`."""
    return [
        code, name, others.get("investor", "Công ty A"), others.get("kind", "doanh nghiệp trong nước"),
        others.get("sector", "công nghiệp – xây dựng"), others.get("commune", "xã Đồng Hạ"), capital,
    ]  # fmt: skip


def csv_file(rows: Iterable[Sequence[Any]], headings: Sequence[str] = HEADINGS, name: str = "so.csv") -> Any:
    """A CSV file as Excel in Vietnam saves it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headings)
    writer.writerows(rows)
    return SimpleUploadedFile(name, ("\ufeff" + text.getvalue()).encode())


def xlsx_file(
    rows: Iterable[Sequence[Any]], headings: Sequence[str] = HEADINGS, above: Sequence[Sequence[Any]] = (),
    name: str = "so.xlsx",
) -> Any:  # fmt: skip
    """A workbook with lines above the headings."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (*above, headings, *rows):
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile(name, stream.getvalue())


def tried(register: Register, upload: Any, *, unit: Unit, by: Any, **choices: Any) -> ImportRun:
    """A file brought, matched as the machine proposes, and tried."""
    run = imports.bring(register=register, unit=unit, upload=upload, by=by,
                        mended_from=choices.pop("mended_from", None))  # fmt: skip
    chosen = {"mapping": run.mapping, "unit": unit, "on_known": run.on_known} | choices
    run = imports.match_columns(run=run, by=by, **chosen)
    return import_batches.try_out(run=run, by=by, told=told)


def brought(register: Register, upload: Any, *, unit: Unit, by: Any, **choices: Any) -> ImportRun:
    """A file brought in to its end."""
    run = tried(register, upload, unit=unit, by=by, **choices)
    return carried_out(run, by)


def carried_out(run: ImportRun, by: Any) -> ImportRun:
    """A tried run brought in to its end."""
    run = imports.begin(run=run, by=by)
    return import_batches.bring_in(run=run, by=by, told=told)


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, rejected."""
    return run.created, run.updated, run.unchanged, run.rejected


def end_jobs() -> None:
    """The queue has done with every job, as it has when an import was stopped or cut off."""
    JobRun.objects.open().update(state=JobState.CANCELLED, finished_at=timezone.now())
