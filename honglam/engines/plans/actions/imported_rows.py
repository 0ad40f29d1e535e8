"""Writes of single rows of an import: a letter that gives several pieces of work, or reads like a plan.

Who uses this: the office that got a package whose letter orders five things. One row would be one piece of work;
instead the officer enters the five in one go, with the letter's number, day and files taken over, or has the letter
read like a plan and reviews what was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.engines.plans.actions.directives import DocumentHead, PieceOfWork, give_by_document
from honglam.engines.plans.actions.readings import read_stored
from honglam.engines.plans.errors import ImportRefused
from honglam.engines.plans.models import DocumentImport, DocumentImportRow, LetterAttachment, Plan, Reading
from honglam.engines.plans.share_steps import DIRECT
from honglam.engines.plans.terms import ImportRowState, ImportState

if TYPE_CHECKING:
    from honglam.core.access.models import User


@transaction.atomic
def read_row_as_plan(*, row: DocumentImportRow, by: User) -> Reading:
    """Have the letter of a row read like a plan; the row waits for nobody any more, its files go with the plan.

    Raises:
        NotAllowed; ImportRefused: the row has no document, was given or read before, or the import is over.
    """
    row = _waiting(row, by)
    if row.file is None:
        raise ImportRefused(_("Dòng này không có tệp văn bản để đọc."))
    document_import = row.document_import
    reading = read_stored(file=row.file, issuer=document_import.unit, by=by)
    row.state, row.errors, row.reading = ImportRowState.READ, [], reading
    row.save(update_fields=["state", "errors", "reading"])
    _finish_where_done(document_import, by)
    return reading


@transaction.atomic
def give_row_in_pieces(
    *, row: DocumentImportRow, head: DocumentHead, pieces: Sequence[PieceOfWork], by: User
) -> Plan:  # fmt: skip
    """Give several pieces of work by the letter of one row; its files and its reference go with the document.

    Raises:
        NotAllowed; ImportRefused: the row was given or read before, or the import is over; as for `give_by_document`.
    """
    row = _waiting(row, by)
    document_import = row.document_import
    head = replace(
        head, file=head.file or row.file, reference=head.reference or str(row.values.get("reference", ""))[:120]
    )
    plan = give_by_document(head=head, issuer=document_import.unit, pieces=pieces, by=by)
    row.state, row.errors, row.plan = ImportRowState.CREATED, [], plan
    row.save(update_fields=["state", "errors", "plan"])
    LetterAttachment.objects.filter(row=row).update(plan=plan)
    _finish_where_done(document_import, by)
    return plan


def _waiting(row: DocumentImportRow, by: User) -> DocumentImportRow:
    """The row as it stands now, its import locked; refused where somebody dealt with it."""
    document_import = DocumentImport.objects.select_for_update(of=("self",)).get(pk=row.document_import_id)
    row = DocumentImportRow.objects.select_related("document_import__unit", "file").get(pk=row.pk)
    require(by, DIRECT, row.document_import.unit)
    if document_import.state != ImportState.REVIEW or row.state not in (ImportRowState.READY, ImportRowState.WRONG):
        raise ImportRefused(_("Dòng này đã được xử lý. Hãy tải lại trang để xem bản mới nhất."))
    return row


def _finish_where_done(document_import: DocumentImport, by: User) -> None:
    """Close an import of which no row waits any more."""
    if document_import.rows.filter(state__in=[ImportRowState.READY, ImportRowState.WRONG]).exists():
        return
    document_import.state, document_import.finished_at = ImportState.DONE, timezone.now()
    document_import.save(update_fields=["state", "finished_at"])
    record(by=by, action="plans.import_finished", target=document_import, unit=document_import.unit)
