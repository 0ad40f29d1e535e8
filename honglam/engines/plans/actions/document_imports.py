"""Writes of imports from document systems: take a file in, say what its columns hold, give the work of its right rows.

Nothing becomes work until `accept`; a file that is sent twice gives nothing twice.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.files.actions import store
from honglam.core.files.errors import FileRefused
from honglam.core.jobs.actions import start
from honglam.engines.documents.public import DocumentError, EdocPackage, packages_in
from honglam.engines.plans.actions.directives import DocumentHead, PieceOfWork, give_by_document
from honglam.engines.plans.document_rows import CheckedRow, check_row, check_rows
from honglam.engines.plans.errors import ImportRefused, PlanError
from honglam.engines.plans.imported_documents import package_values, read_sheet, values_of
from honglam.engines.plans.models import DocumentImport, DocumentImportRow, LetterAttachment, Plan
from honglam.engines.plans.naming import UnitNames
from honglam.engines.plans.rules.document_columns import guessed_columns
from honglam.engines.plans.share_steps import DIRECT
from honglam.engines.plans.terms import (
    NEEDED_COLUMNS,
    ImportField,
    ImportOrigin,
    ImportRowState,
    ImportState,
)
from honglam.toolkit.sheets import SheetError

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile
    from honglam.core.organisations.models import Unit

SHEETS = (".xlsx", ".csv")
PACKAGES = (".edxml", ".xml", ".zip")
LETTERS = ("pdf", "docx", "doc")
ATTACHED = (*LETTERS, "xlsx", "xls", "pptx", "png", "jpg", "csv", "txt")
MOST_PACKAGE_BYTES = 100_000_000
OWN_FILE_NAME = 255


@transaction.atomic
def bring_in_documents(*, upload: UploadedFile[Any], unit: Unit, by: User) -> DocumentImport:
    """Take a file of a document system in: a sheet (.xlsx, .csv) or packages (.edxml, .xml, .zip).

    A sheet whose titles the unit explained before goes straight to review; else its columns are guessed and wait.

    Raises:
        NotAllowed: the person may not direct work for the unit.
        ImportRefused, SheetError, FileRefused, DocumentError: the file cannot be taken, with what to do about it.
    """
    require(by, DIRECT, unit)
    name = PurePath(upload.name or "").name[:OWN_FILE_NAME]
    suffix = PurePath(name).suffix.lower()
    if suffix in SHEETS:
        return _bring_in_sheet(upload, name, unit, by)
    if suffix in PACKAGES:
        return _bring_in_packages(upload, name, unit, by)
    raise ImportRefused(_("Chỉ nhận bảng .xlsx, .csv hoặc gói .edxml, .xml, .zip xuất từ hệ thống quản lý văn bản."))


@transaction.atomic
def choose_columns(*, document_import: DocumentImport, columns: Mapping[str, str], by: User) -> DocumentImport:
    """Say what the columns of a sheet hold and check its rows; remembered for the unit's next file.

    Raises:
        ImportRefused: a needed field has no column, or the import is over.
    """
    document_import = _open(document_import, by)
    missing = [str(field.label) for field in NEEDED_COLUMNS if field not in columns.values()]
    if missing:
        raise ImportRefused(_("Chưa chọn cột cho: %s.") % ", ".join(missing))
    document_import.columns = dict(columns)
    _read_rows(document_import)
    record(by=by, action="plans.import_columns_chosen", target=document_import, unit=document_import.unit)
    return document_import


@transaction.atomic
def accept_import(*, document_import: DocumentImport, by: User) -> DocumentImport:
    """Give the work of all right rows, in the background; wrong rows stay aside and may be mended and sent again.

    Raises:
        ImportRefused: no row is right, or the import is over.
    """
    document_import = _open(document_import, by)
    ready = document_import.rows.filter(state=ImportRowState.READY).count()
    if document_import.state != ImportState.REVIEW or not ready:
        raise ImportRefused(_("Không có dòng nào đủ điều kiện để giao."))
    document_import.state = ImportState.RUNNING
    document_import.save(update_fields=["state"])
    record(
        by=by, action="plans.import_accepted", target=document_import, unit=document_import.unit,
        summary=_("%(count)d dòng") % {"count": ready},
    )  # fmt: skip
    start(
        "plans.give_imported", by=by, unit=document_import.unit, target=document_import, import_id=document_import.pk,
        person_id=by.pk,
    )  # fmt: skip
    return document_import


@transaction.atomic
def drop_import(*, document_import: DocumentImport, by: User, reason: str = "") -> DocumentImport:
    """Put an import aside; its file stays, nothing is given."""
    document_import = _open(document_import, by)
    document_import.state = ImportState.DROPPED
    document_import.finished_at = timezone.now()
    document_import.save(update_fields=["state", "finished_at"])
    record(
        by=by, action="plans.import_dropped", target=document_import, unit=document_import.unit, reason=reason
    )  # fmt: skip
    return document_import


def give_imported(
    *, document_import: DocumentImport, by: User, told: Callable[[int, int, str], None] = lambda *_so_far: None
) -> int:
    """Give what an accepted import holds, document by document, each in a transaction of its own; how many rows.

    Run again after a break it goes on where it was. Rows that the world has outrun (a unit has ended, say) become
    wrong and say so; what can be given is given.
    """
    unit = document_import.unit
    names = UnitNames(unit)
    waiting = document_import.rows.filter(state=ImportRowState.READY).select_related("file")
    checked = [(row, check_row(row.number, row.values, unit, names)) for row in waiting]
    checked.sort(key=lambda pair: (str(pair[1].key), pair[0].number))
    given = 0
    for _key, group in groupby(checked, key=lambda pair: pair[1].key):
        rows = list(group)
        given += _give_document(rows, unit, by)
        told(given, len(checked), rows[0][1].number)
    _finish(document_import, by)
    return given


@transaction.atomic
def _finish(document_import: DocumentImport, by: User) -> None:
    document_import.state, document_import.finished_at = ImportState.DONE, timezone.now()
    document_import.save(update_fields=["state", "finished_at"])
    plans = Plan.objects.filter(import_rows__document_import=document_import).distinct()
    record(
        by=by, action="plans.import_finished", target=document_import, unit=document_import.unit,
        rows=[(str(plan.uid), plan.citation) for plan in plans],
    )  # fmt: skip


def _give_document(rows: list[tuple[DocumentImportRow, CheckedRow]], unit: Unit, by: User) -> int:
    """Give the rows of one document; how many of them were right."""
    right = [(row, checked) for row, checked in rows if not checked.errors]
    for row, checked in rows:
        if checked.errors:
            row.state, row.errors = ImportRowState.WRONG, _told_errors(checked, row.document_import.columns)
            row.save(update_fields=["state", "errors"])
    if not right:
        return 0
    first = right[0][1]
    head = DocumentHead(
        kind=first.kind, number=first.number, issued_on=first.issued_on, title=first.title,
        outside_issuer=first.outside_issuer, signer=first.signer, reference=first.reference,
        file=next((row.file for row, _checked in right if row.file), None),
    )  # fmt: skip
    pieces = [PieceOfWork(**checked.line.as_piece()) for _row, checked in right]
    try:
        with transaction.atomic():
            plan = give_by_document(head=head, issuer=unit, pieces=pieces, by=by)
            keys = [row.pk for row, _checked in right]
            DocumentImportRow.objects.filter(pk__in=keys).update(state=ImportRowState.CREATED, plan=plan, errors=[])
            LetterAttachment.objects.filter(row__in=keys).update(plan=plan)
    except PlanError as error:
        for row, _checked in right:
            row.state = ImportRowState.WRONG
            row.errors = [{"field": "", "heading": "", "value": "", "message": str(error)}]
            row.save(update_fields=["state", "errors"])
        return 0
    return len(right)


# --- sheets ----------------------------------------------------------------------------------------------------------


def _bring_in_sheet(upload: UploadedFile[Any], name: str, unit: Unit, by: User) -> DocumentImport:
    file = store(upload=upload, by=by, purpose="plans.document_import", allowed=("xlsx", "csv"), unit=unit)
    with file.path.open("rb") as stream:
        sheet = read_sheet(stream)
    before = DocumentImport.objects.filter(unit=unit, origin=ImportOrigin.SHEET).exclude(columns={}).first()
    columns = guessed_columns(sheet.headings, before.columns if before else None)
    document_import = DocumentImport.objects.create(
        unit=unit, origin=ImportOrigin.SHEET, name=name, file=file, headings=sheet.headings, created_by=by,
        columns=columns,
    )  # fmt: skip
    record(by=by, action="plans.import_started", target=document_import, unit=unit, summary=name)
    explained = before is not None and all(columns.get(heading) == field for heading, field in before.columns.items()
                                           if field)  # fmt: skip
    if explained and set(NEEDED_COLUMNS) <= set(columns.values()):
        _read_rows(document_import)
    return document_import


def _read_rows(document_import: DocumentImport) -> None:
    """Read the stored sheet with the chosen columns; rows of an earlier reading go."""
    assert document_import.file is not None  # a constraint says so
    try:
        with document_import.file.path.open("rb") as stream:
            lines = list(read_sheet(stream).cells())
    except (SheetError, OSError) as error:
        raise ImportRefused(str(error)) from error
    document_import.rows.all().delete()
    rows = [(number, values_of(cells, document_import.columns)) for number, cells in lines]
    _keep_rows(document_import, rows, dict(lines), {})
    document_import.state = ImportState.REVIEW
    document_import.save(update_fields=["state", "columns"])


def _keep_rows(
    document_import: DocumentImport, rows: Iterable[tuple[int, Mapping[str, str]]],
    cells: Mapping[int, Mapping[str, str]], files: Mapping[int, StoredFile],
) -> list[DocumentImportRow]:  # fmt: skip
    return DocumentImportRow.objects.bulk_create(
        [
            DocumentImportRow(
                document_import=document_import, number=row.number_in_file, state=row.state, values=dict(row.values),
                cells=dict(cells[row.number_in_file]), errors=_told_errors(row, document_import.columns),
                units=len(row.line.leads), plan=row.plan, file=files.get(row.number_in_file),
            )
            for row in check_rows(rows, document_import.unit)
        ],
        batch_size=500,
    )  # fmt: skip


def _told_errors(row: CheckedRow, columns: Mapping[str, str]) -> list[dict[str, str]]:
    headings = {field: heading for heading, field in columns.items()}
    return [
        {
            "field": field,
            "heading": headings.get(field) or str(ImportField(field).label),
            "value": row.values.get(field, "")[:200],
            "message": message,
        }
        for field, message in row.errors.items()
    ]


# --- packages --------------------------------------------------------------------------------------------------------


def _bring_in_packages(upload: UploadedFile[Any], name: str, unit: Unit, by: User) -> DocumentImport:
    if (upload.size or 0) > MOST_PACKAGE_BYTES:
        raise ImportRefused(_("Tệp lớn hơn 100 MB. Hãy gửi từng gói."))
    upload.seek(0)
    try:
        packages = packages_in(upload.read(), name)
    except DocumentError as error:
        raise ImportRefused(str(error)) from error
    document_import = DocumentImport.objects.create(
        unit=unit, origin=ImportOrigin.PACKAGE, name=name, state=ImportState.REVIEW, created_by=by,
        headings=[str(field.label) for field in ImportField],
        columns={str(field.label): field.value for field in ImportField},
        notes=[note for package in packages for note in package.notes],
    )  # fmt: skip
    names = UnitNames(unit)
    numbered = list(enumerate(packages, 1))
    rows = [(place, package_values(package, _leads_of(package, unit, names))) for place, package in numbered]
    stored = {place: _stored_files(document_import, package, unit, by) for place, package in numbered}
    files = {place: main for place, (main, _further) in stored.items() if main is not None}
    labels = {field.value: str(field.label) for field in ImportField}
    cells = {place: {labels[field]: text for field, text in values.items()} for place, values in rows}
    kept = _keep_rows(document_import, rows, cells, files)
    LetterAttachment.objects.bulk_create(
        LetterAttachment(row=row, file=file) for row in kept for file in stored[row.number][1]
    )
    document_import.save(update_fields=["notes"])
    record(by=by, action="plans.import_started", target=document_import, unit=unit, summary=name)
    return document_import


def _leads_of(package: EdocPackage, unit: Unit, names: UnitNames) -> list[str]:
    """Who leads: of a document of the unit's own, whom it was sent to; of one that the unit got, the unit and those
    below it whom it was sent to as well, or the unit alone."""
    named = [(organ, names.unit_of(organ.identifier) or names.unit_of(organ.name)) for organ in package.receivers]
    sender = names.unit_of(package.sender.identifier) or names.unit_of(package.sender.name)
    if sender == unit:
        return [found.code if found else organ.name or organ.identifier for organ, found in named]
    below = [found.code for _organ, found in named if found is not None and found.path.startswith(unit.path)]
    return below or [unit.code]


def _stored_files(
    document_import: DocumentImport, package: EdocPackage, unit: Unit, by: User
) -> tuple[StoredFile | None, list[StoredFile]]:
    """The files of a package: its main one, the first that is a document by its content, and the further ones.

    A file that is refused is named in the notes.
    """
    main: StoredFile | None = None
    further: list[StoredFile] = []
    for packed in package.files:
        allowed = LETTERS if main is None else ATTACHED
        try:
            file = store(
                upload=io.BytesIO(packed.content), by=by, purpose="plans.document", allowed=allowed, unit=unit,
                name=packed.name,
            )  # fmt: skip
        except FileRefused as error:
            document_import.notes.append(str(error))
            continue
        if main is None:
            main = file
        else:
            further.append(file)
    return main, further


def _open(document_import: DocumentImport, by: User) -> DocumentImport:
    """The import as it stands now, locked; refused where it is over or being given."""
    locked = DocumentImport.objects.select_for_update(of=("self",)).select_related("unit", "file")
    document_import = locked.get(pk=document_import.pk)
    require(by, DIRECT, document_import.unit)
    if document_import.state not in (ImportState.COLUMNS, ImportState.REVIEW):
        raise ImportRefused(_("Lần nhập này đã xử lý xong. Hãy tải tệp lên lại nếu cần."))
    return document_import
