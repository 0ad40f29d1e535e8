"""Writes of gatherings: take a form and copies in, add copies, leave one out, put them together, drop it all."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.files.actions import store
from honglam.core.jobs.actions import start
from honglam.core.organisations.models import Unit, UnitAlias
from honglam.engines.reporting.errors import GatheringRefused
from honglam.engines.reporting.models import WorkbookCopy, WorkbookGathering
from honglam.engines.reporting.terms import MOST_COPIES, CopyOutcome, GatheringState
from honglam.engines.reporting.workbooks import (
    FormError,
    Gathering,
    ReturnedCopy,
    gather,
    read_copy,
    read_form,
    write_gathering,
)
from honglam.engines.reporting.workbooks.whose import Asked

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile
    from honglam.core.organisations.models import UnitGroup

GATHER = "reporting.gather_forms"
PURPOSE = "reporting.workbook"
MOST_ARCHIVE_BYTES = 200_000_000
_XLSX = ["xlsx"]


@transaction.atomic
def start_gathering(
    *, form: UploadedFile[Any], copies: Sequence[UploadedFile[Any]], unit: Unit, by: User, name: str = "",
    group: UnitGroup | None = None,
) -> WorkbookGathering:  # fmt: skip
    """Take a blank form and its returned copies (.xlsx, or .zip of them) in; they are put together in the background.

    Raises: NotAllowed: the person may not gather forms for the unit. GatheringRefused: the form has nothing to fill, or
    there is no copy, or there are too many. FileRefused: a file is no workbook, with what to do about it.
    """
    require(by, GATHER, unit)
    content = form.read()
    form.seek(0)
    try:
        read_form(content)
    except FormError as error:
        raise GatheringRefused(error.message, "form") from error
    blank = store(upload=form, by=by, purpose=PURPOSE, allowed=_XLSX, unit=unit)
    gathering = WorkbookGathering.objects.create(
        unit=unit, name=(name or PurePosixPath(blank.name).stem)[:250], form=blank, group=group, created_by=by
    )
    record(by=by, action="reporting.gathering_started", target=gathering, unit=unit)
    _take_in(gathering, copies, by)
    _run(gathering, by)
    return gathering


@transaction.atomic
def add_copies(*, gathering: WorkbookGathering, copies: Sequence[UploadedFile[Any]], by: User) -> WorkbookGathering:
    """Take further copies in and put all of them together anew. GatheringRefused, FileRefused as for
    `start_gathering`."""
    gathering = _open(gathering, by)
    count = _take_in(gathering, copies, by)
    record(
        by=by, action="reporting.copies_added", target=gathering, unit=gathering.unit,
        summary=_("%(count)d bản") % {"count": count},
    )  # fmt: skip
    _run(gathering, by)
    return gathering


@transaction.atomic
def leave_out(*, copy: WorkbookCopy, by: User, reason: str = "") -> WorkbookGathering:
    """Leave one copy out for good and put the others together anew; its file stays in the store.

    Raises: GatheringRefused: it is the last copy.
    """
    gathering = _open(copy.gathering, by)
    if gathering.copies.count() == 1:
        raise GatheringRefused(_("Đây là bản duy nhất. Hãy thêm bản khác trước, hoặc bỏ cả lần gộp."))
    name = copy.file.name
    copy.delete()
    record(
        by=by, action="reporting.copy_left_out", target=gathering, unit=gathering.unit, summary=name, reason=reason
    )  # fmt: skip
    _run(gathering, by)
    return gathering


@transaction.atomic
def drop_gathering(*, gathering: WorkbookGathering, by: User, reason: str = "") -> WorkbookGathering:
    """Put a gathering aside; it is no longer listed."""
    gathering = _open(gathering, by)
    gathering.state, gathering.result, gathering.finished_at = GatheringState.DROPPED, None, timezone.now()
    gathering.save(update_fields=["state", "result", "finished_at"])
    record(by=by, action="reporting.gathering_dropped", target=gathering, unit=gathering.unit, reason=reason)
    return gathering


def put_together(
    *, gathering: WorkbookGathering, by: User, told: Callable[[int, int, str], None] = lambda *_so_far: None
) -> Gathering | None:
    """Read all copies and write the result; None, with the reason kept, where the form itself cannot be used any more.

    Copies are read one after the other: a workbook of a unit is in memory only while it is read.
    """
    rows = list(gathering.copies.select_related("file").order_by("position"))
    try:
        form = read_form(gathering.form.path.read_bytes())
    except (FormError, OSError) as error:
        _fail(gathering, str(error), by)
        return None
    asked = _asked(gathering)
    read: list[tuple[WorkbookCopy, ReturnedCopy | None]] = []
    for done, row in enumerate(rows):
        told(done, len(rows), row.file.name)
        try:
            read.append((row, read_copy(form, row.file.path.read_bytes(), row.file.name)))
        except (FormError, OSError) as error:
            row.outcome, row.notes = CopyOutcome.UNREADABLE, [str(error)]
            read.append((row, None))
    unreadable = [row.file.name for row, copy in read if copy is None]
    gathered = gather(form, [copy for _row, copy in read if copy is not None], asked, unreadable)
    _keep(gathering, read, gathered, write_gathering(form, gathered), asked, by)
    told(len(rows), len(rows), "")
    return gathered


@transaction.atomic
def _keep(
    gathering: WorkbookGathering, read: list[tuple[WorkbookCopy, ReturnedCopy | None]], gathered: Gathering,
    workbook: bytes, asked: Sequence[Asked], by: User,
) -> None:  # fmt: skip
    """The outcome of every copy, the result as a file, and the word in the log.

    Where copies came or went meanwhile, or all was dropped, nothing is kept: a later run puts together what is there.
    """
    if not _is_still_asked(gathering, [row for row, _copy in read]):
        return
    kinds = {id(copy): CopyOutcome.CHANGED for copy in gathered.changed}
    kinds |= {id(copy): CopyOutcome.EMPTY for copy in gathered.empty}
    kinds |= {id(copy): CopyOutcome.UNKNOWN for copy in gathered.unknown}
    kinds |= {id(copy): CopyOutcome.REPEATED for _unit, copy in gathered.repeated}
    pks = {unit.key: int(unit.key) for unit in asked}
    for row, copy in read:
        if copy is None:
            continue
        row.outcome = kinds.get(id(copy), CopyOutcome.ADDED)
        row.notes = [change.explanation for change in copy.changes]
        sender = gathered.senders.get(id(copy))
        row.unit_id = pks.get(sender.key) if sender else None
    WorkbookCopy.objects.bulk_update([row for row, _copy in read], ["outcome", "notes", "unit"])
    name = _("%(name)s (đã gộp).xlsx") % {"name": PurePosixPath(gathering.form.name).stem}
    file = ContentFile(workbook, name=name)
    gathering.result = store(upload=file, by=by, purpose=PURPOSE, allowed=_XLSX, unit=gathering.unit)
    gathering.state, gathering.finished_at = GatheringState.DONE, timezone.now()
    gathering.outcome = {
        "missing": [unit.name for unit in gathered.missing],
        "doubts": [
            {"unit": one.unit, "sheet": one.sheet, "cell": one.cell, "typed": one.typed, "explanation": one.explanation,
             "is_left_out": one.is_left_out}
            for one in gathered.doubts
        ],
    }  # fmt: skip
    gathering.save(update_fields=["result", "state", "finished_at", "outcome"])
    added = sum(row.outcome == CopyOutcome.ADDED for row, _copy in read)
    record(
        by=by, action="reporting.gathered", target=gathering, unit=gathering.unit,
        summary=_("%(added)d bản đã cộng, %(missing)d đơn vị chưa gửi") % {
            "added": added, "missing": len(gathered.missing),
        },
    )  # fmt: skip


def _is_still_asked(gathering: WorkbookGathering, rows: Sequence[WorkbookCopy]) -> bool:
    """Whether the gathering, locked from here on, still waits for exactly these copies."""
    current = WorkbookGathering.objects.select_for_update(of=("self",)).get(pk=gathering.pk)
    keys = set(current.copies.values_list("pk", flat=True))
    return current.state == GatheringState.WAITING and keys == {row.pk for row in rows}


@transaction.atomic
def _fail(gathering: WorkbookGathering, reason: str, by: User) -> None:
    if not _is_still_asked(gathering, list(gathering.copies.all())):
        return
    gathering.state, gathering.outcome = GatheringState.FAILED, {"reason": reason}
    gathering.save(update_fields=["state", "outcome"])
    record(by=by, action="reporting.gathering_failed", target=gathering, unit=gathering.unit, summary=reason[:200])


def _asked(gathering: WorkbookGathering) -> list[Asked]:
    """The units of the group today, under all names they go by."""
    if gathering.group is None:
        return []
    units = gathering.group.units_on(timezone.localdate(), gathering.unit)
    names: dict[int, list[str]] = {}
    for unit_id, alias in UnitAlias.objects.filter(unit__in=units).values_list("unit_id", "alias"):
        names.setdefault(int(unit_id or 0), []).append(alias)
    return [Asked(str(unit.pk), unit.name, (unit.short_name, *names.get(unit.pk, ()))) for unit in units]


def _take_in(gathering: WorkbookGathering, copies: Sequence[UploadedFile[Any]], by: User) -> int:
    """Store the copies, those inside archives one by one; how many."""
    last = gathering.copies.order_by("-position").values_list("position", flat=True).first() or 0
    count = _checked_count(copies)
    if last + count > MOST_COPIES:
        raise GatheringRefused(_("Mỗi lần gộp nhiều nhất %(most)d bản.") % {"most": MOST_COPIES}, "copies")
    # One at a time: of all that is inside archives, one workbook is in memory.
    stored: list[StoredFile] = [
        store(upload=file, by=by, purpose=PURPOSE, allowed=_XLSX, unit=gathering.unit) for file in _files(copies)
    ]
    WorkbookCopy.objects.bulk_create(
        WorkbookCopy(gathering=gathering, position=last + place, file=file)
        for place, file in enumerate(stored, start=1)
    )
    return len(stored)


def _checked_count(uploads: Sequence[UploadedFile[Any]]) -> int:
    """How many workbooks were uploaded, those inside archives with them, by the archives' lists alone.

    Raises: GatheringRefused: there is none, or archives hold too much, or one does not open.
    """
    count = size = 0
    for upload in uploads:
        if not _is_archive(upload):
            count += 1
            continue
        with _opened(upload) as archive:
            entries = _workbooks_in(archive)
        count += len(entries)
        size += sum(entry.file_size for entry in entries)
    if size > MOST_ARCHIVE_BYTES:
        raise GatheringRefused(_("Các tệp .zip giải nén ra quá lớn. Hãy chia thành nhiều lần."), "copies")
    if not count:
        raise GatheringRefused(
            _("Chưa có bản nào để gộp. Hãy chọn các tệp .xlsx đơn vị gửi về, hoặc một tệp .zip."), "copies"
        )
    return count


def _files(uploads: Iterable[UploadedFile[Any]]) -> Iterator[Any]:
    for upload in uploads:
        if _is_archive(upload):
            yield from _unpacked(upload)
        else:
            yield upload


def _is_archive(upload: UploadedFile[Any]) -> bool:
    return PurePosixPath(upload.name or "").suffix.lower() == ".zip"


@contextmanager
def _opened(upload: UploadedFile[Any]) -> Iterator[zipfile.ZipFile]:
    """The archive. Raises GatheringRefused where it, or what is read from it, does not open."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise GatheringRefused(
            _("Không mở được “%(name)s”. Hãy nén lại không đặt mật khẩu.") % {"name": upload.name}, "copies"
        ) from error


def _unpacked(upload: UploadedFile[Any]) -> Iterator[ContentFile[bytes]]:
    """The workbooks of an archive, with their folder in the name where there are several: it often names the unit.

    The leftovers of other systems (“__MACOSX”, “~$…”) are passed over.
    """
    with _opened(upload) as archive:
        entries = _workbooks_in(archive)
        folders = {PurePosixPath(entry.filename).parent for entry in entries}
        contents = ((PurePosixPath(entry.filename), archive.read(entry)) for entry in entries)
        for path, content in contents:
            yield ContentFile(content, name=path.name if len(folders) == 1 else _with_folder(path))


def _workbooks_in(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [entry for entry in archive.infolist() if _is_workbook(entry.filename)]


def _with_folder(path: PurePosixPath) -> str:
    return " - ".join(path.parts[-2:])


def _is_workbook(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix.lower() == ".xlsx" and not path.name.startswith(("~$", ".")) and "__MACOSX" not in path.parts


def _run(gathering: WorkbookGathering, by: User) -> None:
    gathering.copies.update(outcome=CopyOutcome.WAITING, notes=[])
    gathering.state, gathering.result, gathering.finished_at = GatheringState.WAITING, None, None
    gathering.save(update_fields=["state", "result", "finished_at"])
    start(
        "reporting.gather", by=by, unit=gathering.unit, target=gathering, gathering_id=gathering.pk, person_id=by.pk
    )  # fmt: skip


def _open(gathering: WorkbookGathering, by: User) -> WorkbookGathering:
    """The gathering, locked. GatheringRefused where it was dropped."""
    require(by, GATHER, gathering.unit)
    gathering = (
        WorkbookGathering.objects.select_for_update(of=("self",)).select_related("unit", "form").get(pk=gathering.pk)
    )
    if gathering.state == GatheringState.DROPPED:
        raise GatheringRefused(_("Lần gộp này đã được bỏ."))
    return gathering
