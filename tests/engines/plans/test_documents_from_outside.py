"""Files of document systems become work: columns are guessed, rows checked, nothing given twice."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from honglam.core.access.errors import NotAllowed
from honglam.core.files.errors import FileRefused
from honglam.core.jobs.models import JobRun
from honglam.core.notices.models import Notice
from honglam.engines.plans.actions import document_imports as actions
from honglam.engines.plans.actions.directives import DocumentHead, PieceOfWork, give_by_document
from honglam.engines.plans.errors import ImportRefused
from honglam.engines.plans.models import Assignment, DocumentImport, DocumentImportRow, Plan, Task
from honglam.engines.plans.terms import ImportRowState, ImportState, PlanKind, WorkState
from honglam.toolkit.sheets import SheetError
from tests.engines.documents.edxml_samples import archive, package
from tests.people import People

pytestmark = pytest.mark.django_db
HEADINGS = ("STT", "Số/Ký hiệu", "Ngày văn bản", "Trích yếu nội dung", "Nội dung giao việc", "Đơn vị xử lý chính",
            "Đơn vị phối hợp", "Hạn xử lý", "Mã văn bản")  # fmt: skip
DAY = datetime.date(2026, 3, 5)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def sheet(*rows: Sequence[Any], headings: Sequence[str] = HEADINGS, name: str = "giao-viec.xlsx") -> SimpleUploadedFile:
    """A sheet as a document system exports it: its name above, then the titles."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["DANH SÁCH VĂN BẢN GIAO VIỆC"])
    page.append(list(headings))
    for row in rows:
        page.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile(name, stream.getvalue())


def row(
    number: str = "1204/UBND-KGVX", day: Any = DAY, work: str = "Báo cáo điểm truy cập", lead: str = "Xã Bắc Sơn",
    due: Any = "31/12/2026", title: str = "V/v rà soát điểm truy cập", reference: str = "",
) -> tuple[Any, ...]:  # fmt: skip
    """A row of the sheet."""
    return (1, number, day, title, work, lead, "", due, reference)


def reviewed(people: People, *rows: Sequence[Any], **options: Any) -> DocumentImport:
    """An import whose guessed columns were agreed to."""
    found = actions.bring_in_documents(upload=sheet(*rows, **options), unit=people.province, by=people.coordinator)
    if found.state == ImportState.COLUMNS:
        found = actions.choose_columns(document_import=found, columns=found.columns, by=people.coordinator)
    return found


def given(people: People, found: DocumentImport) -> DocumentImport:
    """The import accepted and its job run."""
    actions.accept_import(document_import=found, by=people.coordinator)
    found.refresh_from_db()
    actions.give_imported(document_import=found, by=people.coordinator)
    return found


def states(found: DocumentImport) -> list[str]:
    """What became of each row."""
    return list(found.rows.values_list("state", flat=True))


def test_an_export_of_a_document_system_becomes_work(people: People) -> None:
    found = actions.bring_in_documents(
        upload=sheet(row(), row(work="Lập danh sách", lead="Xã Nam Hà; 90001")), unit=people.province,
        by=people.coordinator,
    )  # fmt: skip
    assert (found.state, found.columns["Số/Ký hiệu"], found.columns["Hạn xử lý"]) == ("columns", "number", "due_on")
    assert "STT" not in found.columns
    found = actions.choose_columns(document_import=found, columns=found.columns, by=people.coordinator)
    assert (found.state, states(found)) == (ImportState.REVIEW, ["ready", "ready"])
    assert not Plan.objects.exists()  # nothing before it is accepted
    given(people, found)
    plan = Plan.objects.get()
    assert (plan.number, plan.issued_on, plan.issuer) == ("1204/UBND-KGVX", DAY, people.province)
    assert plan.title == "V/v rà soát điểm truy cập"
    assert {task.name: task.assignments.count() for task in plan.tasks.all()} == {
        "Báo cáo điểm truy cập": 1, "Lập danh sách": 2,
    }  # fmt: skip
    assert states(found) == ["created", "created"]
    assert Notice.objects.filter(kind="plans.work_given", recipient=people.officer).count() == 1
    found.refresh_from_db()
    assert found.state == ImportState.DONE


def test_a_file_that_comes_twice_gives_nothing_twice(people: People) -> None:
    given(people, reviewed(people, row(), row(number="1205/UBND-KT")))
    again = reviewed(people, row(), row(number="1205/UBND-KT"), row(number="1206/UBND-KT"))
    assert again.state == ImportState.REVIEW  # its columns are known by now
    assert states(again) == ["known", "known", "ready"]
    given(people, again)
    assert (Plan.objects.count(), Task.objects.count()) == (3, 3)
    with pytest.raises(ImportRefused):
        actions.accept_import(document_import=reviewed(people, row()), by=people.coordinator)


def test_two_imports_of_the_same_file_under_review_give_once(people: People) -> None:
    first, second = reviewed(people, row()), reviewed(people, row())
    given(people, first)
    given(people, second)
    assert (Plan.objects.count(), Task.objects.count()) == (1, 1)


def test_a_broken_off_import_goes_on_where_it_was(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    found = reviewed(people, row(), row(number="1205/UBND-KT"))
    actions.accept_import(document_import=found, by=people.coordinator)

    def stop(done: int, total: int, number: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.give_imported(document_import=found, by=people.coordinator, told=stop)
    assert sorted(states(found)) == ["created", "ready"]
    assert actions.give_imported(document_import=found, by=people.coordinator) == 1
    assert Task.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"number": ""}, "number", "số, ký hiệu"),
        ({"day": "31/02/2026"}, "issued_on", "31/02/2026"),
        ({"day": ""}, "issued_on", "ngày ban hành"),
        ({"day": "05/03/2999"}, "issued_on", "không hợp lý"),
        ({"lead": "Xã Không Có Thật"}, "lead", "Xã Không Có Thật"),
        ({"lead": ""}, "lead", "đơn vị chủ trì"),
        ({"due": "cuối năm"}, "due_on", "cuối năm"),
        ({"title": "", "work": ""}, "title", "trích yếu"),
        ({"reference": "x" * 121}, "reference", "120"),
    ],
)
def test_a_row_says_what_is_wrong_with_which_cell(
    people: People, changed: dict[str, Any], field: str, words: str
) -> None:
    found = reviewed(people, row(**changed), row(number="1205/UBND-KT"))
    wrong, right = found.rows.all()
    assert (wrong.state, right.state) == ("wrong", "ready")
    assert [error["field"] for error in wrong.errors] == [field]
    assert words in wrong.errors[0]["message"]
    given(people, found)
    assert Plan.objects.get().number == "1205/UBND-KT"
    assert states(found) == ["wrong", "created"]


def test_a_row_that_stands_twice_in_the_file_is_given_once(people: People) -> None:
    found = reviewed(people, row(), row())
    assert states(found) == ["ready", "wrong"]
    assert "dòng 3" in found.rows.last().errors[0]["message"]


def test_a_title_serves_where_a_system_keeps_no_work(people: People) -> None:
    found = reviewed(
        people, ("1204/UBND-KGVX", DAY, "Công văn về điểm truy cập", "Xã Bắc Sơn"),
        headings=("Số ký hiệu", "Ngày ban hành", "Trích yếu", "Chủ trì"),
    )  # fmt: skip
    given(people, found)
    assert Task.objects.get().name == "Công văn về điểm truy cập"


def test_a_document_of_another_body_is_passed_on(people: People) -> None:
    headings = ("Số ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu", "Chủ trì", "Loại văn bản")
    found = reviewed(
        people, ("88/TB-BKHCN", DAY, "Bộ Khoa học và Công nghệ", "Kết luận hội nghị", "Xã Bắc Sơn", "Thông báo"),
        headings=headings,
    )  # fmt: skip
    plan = given(people, found).rows.get().plan
    assert plan is not None
    assert (plan.outside_issuer, plan.issuer, plan.kind) == (
        "Bộ Khoa học và Công nghệ", people.province, PlanKind.NOTICE,
    )  # fmt: skip


def test_what_the_issuer_itself_gave_is_not_given_again_by_who_received_it(people: People) -> None:
    head = DocumentHead(PlanKind.DISPATCH, "1204/UBND-KGVX", DAY, "V/v rà soát điểm truy cập")
    piece = PieceOfWork("Báo cáo điểm truy cập", [people.north], datetime.date(2026, 12, 31))
    plan = give_by_document(head=head, issuer=people.province, pieces=[piece], by=people.coordinator)
    headings = (*HEADINGS, "Cơ quan ban hành")
    found = actions.bring_in_documents(
        upload=sheet((*row(), people.province.name), headings=headings), unit=people.north, by=people.head
    )
    found = actions.choose_columns(document_import=found, columns=found.columns, by=people.head)
    kept = found.rows.get()
    assert (kept.state, kept.plan) == (ImportRowState.KNOWN, plan)


def test_a_reference_that_belongs_to_another_number_is_refused(people: People) -> None:
    given(people, reviewed(people, row(reference="TD-77")))
    found = reviewed(people, row(number="1205/UBND-KT", reference="TD-77"))
    assert "1204/UBND-KGVX" in found.rows.get().errors[0]["message"]


def test_columns_are_remembered_for_the_unit_also_those_left_out(people: People) -> None:
    found = actions.bring_in_documents(upload=sheet(row()), unit=people.province, by=people.coordinator)
    chosen = found.columns | {"Trích yếu nội dung": "title", "Hạn xử lý": ""}
    actions.choose_columns(document_import=found, columns=chosen, by=people.coordinator)
    again = actions.bring_in_documents(upload=sheet(row()), unit=people.province, by=people.coordinator)
    assert "Hạn xử lý" not in again.columns
    assert again.state == ImportState.REVIEW
    other = actions.bring_in_documents(upload=sheet(row()), unit=people.north, by=people.head)
    assert (other.state, other.columns["Hạn xử lý"]) == (ImportState.COLUMNS, "due_on")


def test_what_is_needed_must_have_a_column(people: People) -> None:
    found = actions.bring_in_documents(upload=sheet(row()), unit=people.province, by=people.coordinator)
    with pytest.raises(ImportRefused, match="Đơn vị chủ trì"):
        actions.choose_columns(document_import=found, columns={"Số/Ký hiệu": "number"}, by=people.coordinator)


@pytest.mark.parametrize(
    ("upload", "error"),
    [
        (SimpleUploadedFile("a.pdf", PDF), ImportRefused),
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04 broken"), FileRefused),
        (SimpleUploadedFile("a.csv", b""), FileRefused),
        (SimpleUploadedFile("a.edxml", b"<html/>"), ImportRefused),
        (SimpleUploadedFile("a.edxml", package(before="<!DOCTYPE x>")), ImportRefused),
    ],
)
def test_other_files_are_refused_with_words(people: People, upload: Any, error: type[Exception]) -> None:
    with pytest.raises(error) as refused:
        actions.bring_in_documents(upload=upload, unit=people.province, by=people.coordinator)
    assert str(refused.value)
    assert not DocumentImport.objects.exists()


def test_a_sheet_without_rows_is_refused(people: People) -> None:
    with pytest.raises((ImportRefused, SheetError)):
        actions.bring_in_documents(upload=sheet(), unit=people.province, by=people.coordinator)


def test_a_commune_does_not_import_in_the_name_of_the_province(people: People) -> None:
    with pytest.raises(NotAllowed):
        actions.bring_in_documents(upload=sheet(row()), unit=people.province, by=people.head)


def test_an_accepted_import_is_not_accepted_or_changed_again(people: People) -> None:
    found = reviewed(people, row())
    actions.accept_import(document_import=found, by=people.coordinator)
    for act in (actions.accept_import, actions.drop_import):
        with pytest.raises(ImportRefused):
            act(document_import=found, by=people.coordinator)
    assert JobRun.objects.get(code="plans.give_imported").by == people.coordinator


def test_a_dropped_import_gives_nothing(people: People) -> None:
    found = actions.drop_import(document_import=reviewed(people, row()), by=people.coordinator)
    assert found.state == ImportState.DROPPED
    assert not Assignment.objects.exists()


def test_packages_of_the_province_go_to_whom_they_were_sent(people: People) -> None:
    people.province.identifier = "H99"
    people.province.save()
    upload = SimpleUploadedFile(
        "goi.zip",
        archive({"1.edxml": package(files={"1204.pdf": PDF}), "2.edxml": package(number="1205", document_id="H99,2")}),
    )
    found = actions.bring_in_documents(upload=upload, unit=people.province, by=people.coordinator)
    assert (found.state, states(found)) == (ImportState.REVIEW, ["ready", "ready"])
    given(people, found)
    plan = Plan.objects.get(number="1204/UBND-KGVX")
    assert (plan.outside_issuer, plan.signer, plan.origin_reference) == (
        "",
        "Lê Văn Mẫu",
        "H99,2026/03/05,1204/UBND-KGVX",
    )
    assert plan.file is not None and plan.file.name == "1204.pdf"
    task = plan.tasks.get()
    assert task.due_on == datetime.date(2026, 3, 31)
    assert {share.unit for share in task.assignments.all()} == {people.north, people.south}


def test_a_package_that_a_commune_got_is_work_of_the_commune(people: People) -> None:
    upload = SimpleUploadedFile("1204.edxml", package(sender=("H99", people.province.name)))
    found = actions.bring_in_documents(upload=upload, unit=people.north, by=people.head)
    kept: DocumentImportRow = found.rows.get()
    assert (kept.state, kept.values["lead"]) == ("ready", people.north.code)


def test_the_work_of_an_import_is_open_at_once(people: People) -> None:
    given(people, reviewed(people, row()))
    assert Assignment.objects.get().state == WorkState.NOT_STARTED
