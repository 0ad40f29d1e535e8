"""Letters that come in packages: all their files are kept, several duties are entered in one go or read like a plan."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.core.jobs.models import JobRun
from honglam.engines.documents.public import read_document
from honglam.engines.plans.actions import document_imports, readings
from honglam.engines.plans.actions.directives import DocumentHead, PieceOfWork
from honglam.engines.plans.actions.imported_rows import give_row_in_pieces, read_row_as_plan
from honglam.engines.plans.errors import ImportRefused
from honglam.engines.plans.extraction import read_plan
from honglam.engines.plans.file_access import may_read_document
from honglam.engines.plans.models import DocumentImport, DocumentImportRow, Plan
from honglam.engines.plans.terms import ImportState, PlanKind, ReadingState
from tests.engines.documents.edxml_samples import package
from tests.people import People

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ANNEX = b"ten,so luong\nXa Bac Son,12\n"
HEAD = DocumentHead(PlanKind.DISPATCH, "1204/UBND-KGVX", datetime.date(2026, 3, 5), "V/v rà soát")


def brought_in(people: People, **parts: Any) -> DocumentImportRow:
    """The one row of a package with a letter and an annex, sent by the province."""
    people.province.identifier = "H99"
    people.province.save()
    content = package(**({"files": {"1204.pdf": PDF, "phu-luc.csv": ANNEX}} | parts))
    found = document_imports.bring_in_documents(
        upload=SimpleUploadedFile("1204.edxml", content), unit=people.province, by=people.coordinator
    )
    row: DocumentImportRow = found.rows.get()
    return row


def pieces(people: People, *names: str) -> list[PieceOfWork]:
    return [PieceOfWork(name, [people.north]) for name in names]


def test_further_files_of_a_package_are_kept_with_the_letter(people: People) -> None:
    row = brought_in(people)
    assert row.file is not None and row.file.name == "1204.pdf"
    annex = row.attachments.get().file
    assert (annex.name, row.document_import.notes) == ("phu-luc.csv", [])
    assert may_read_document(people.coordinator, annex)
    assert not may_read_document(people.officer, annex)
    document_imports.accept_import(document_import=row.document_import, by=people.coordinator)
    row.document_import.refresh_from_db()
    document_imports.give_imported(document_import=row.document_import, by=people.coordinator)
    plan = Plan.objects.get(number="1204/UBND-KGVX")
    assert [one.file for one in plan.attachments.all()] == [annex]
    assert may_read_document(people.officer, annex)


def test_a_file_that_is_refused_is_named(people: People) -> None:
    row = brought_in(people, files={"1204.pdf": PDF, "cai-dat.exe": b"MZ\x90\x00" + bytes(60)})
    assert not row.attachments.exists()
    assert "cai-dat.exe" in row.document_import.notes[0]


def test_a_letter_with_several_duties_is_entered_in_one_go(people: People) -> None:
    row = brought_in(people)
    plan = give_row_in_pieces(
        row=row, head=HEAD, pieces=pieces(people, "Rà soát sổ hộ tịch", "Tập huấn cán bộ"), by=people.coordinator
    )
    assert plan.tasks.count() == 2
    assert (plan.file, plan.attachments.count(), plan.origin_reference) == (row.file, 1, row.values["reference"])
    row.refresh_from_db()
    assert (row.state, row.plan, row.document_import.state) == ("created", plan, ImportState.DONE)
    with pytest.raises(ImportRefused):
        give_row_in_pieces(row=row, head=HEAD, pieces=pieces(people, "Lần hai"), by=people.coordinator)


def test_a_letter_is_read_like_a_plan_from_its_package(people: People) -> None:
    row = brought_in(people)
    with pytest.raises(NotAllowed):
        read_row_as_plan(row=row, by=people.head)
    reading = read_row_as_plan(row=row, by=people.coordinator)
    row.refresh_from_db()
    assert (row.state, row.errors, row.reading, reading.file) == ("read", [], reading, row.file)
    assert row.document_import.state == ImportState.DONE
    assert JobRun.objects.get(code="plans.read_document").by == people.coordinator
    with pytest.raises(ImportRefused):
        read_row_as_plan(row=row, by=people.coordinator)


def test_a_letter_whose_reading_is_dropped_waits_in_its_package_again(people: People) -> None:
    row = brought_in(people)
    reading = read_row_as_plan(row=row, by=people.coordinator)
    readings.drop(reading=reading, by=people.coordinator, reason="Chỉ có một việc")
    row = DocumentImportRow.objects.get(pk=row.pk)
    assert (row.state, row.reading) == ("ready", None)
    assert (row.document_import.state, row.document_import.finished_at) == (ImportState.REVIEW, None)
    assert AuditEntry.objects.for_target(row.document_import).readable().first().action == "plans.import_reopened"
    give_row_in_pieces(row=row, head=HEAD, pieces=pieces(people, "Rà soát sổ hộ tịch"), by=people.coordinator)
    row.document_import.refresh_from_db()
    assert row.document_import.state == ImportState.DONE


def test_an_import_that_was_put_aside_stays_aside_when_a_reading_of_it_is_dropped(people: People) -> None:
    row = brought_in(people)
    reading = read_row_as_plan(row=row, by=people.coordinator)
    DocumentImport.objects.update(state=ImportState.DROPPED)
    readings.drop(reading=reading, by=people.coordinator)
    row = DocumentImportRow.objects.get(pk=row.pk)
    assert (row.state, row.document_import.state) == ("read", ImportState.DROPPED)


def test_a_reading_is_not_dropped_into_an_import_that_is_being_given(people: People) -> None:
    row = brought_in(people)
    reading = read_row_as_plan(row=row, by=people.coordinator)
    DocumentImport.objects.update(state=ImportState.RUNNING)
    with pytest.raises(ImportRefused):
        readings.drop(reading=reading, by=people.coordinator)
    reading.refresh_from_db()
    assert reading.state != ReadingState.DROPPED


def test_what_the_letter_does_not_say_is_taken_from_its_package_and_the_files_go_along(people: People) -> None:
    reading = read_row_as_plan(row=brought_in(people), by=people.coordinator)
    document = read_document("Xã Bắc Sơn rà soát sổ hộ tịch trước ngày 30/6/2026.".encode(), name="a.txt")
    kept = readings.keep(reading=reading, document=document, found=read_plan(document))
    assert (kept.head["number"], kept.head["date"]) == ("1204/UBND-KGVX", "2026-03-05")


def test_a_row_without_a_letter_is_not_read(people: People) -> None:
    with pytest.raises(ImportRefused):
        read_row_as_plan(row=brought_in(people, files={}), by=people.coordinator)
