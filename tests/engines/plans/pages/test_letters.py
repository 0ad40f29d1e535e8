"""The pages of work that arrives by letter: one screen, imports, the letter out and the signed file back."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from honglam.core.notices.models import Notice
from honglam.core.organisations.models import UnitAlias, UnitGroup
from honglam.core.organisations.terms import Kind, Level
from honglam.core.search.queries import search
from honglam.engines.plans.actions import document_imports
from honglam.engines.plans.actions.directives import DocumentHead, PieceOfWork, give_by_document, prepare_by_document
from honglam.engines.plans.models import Assignment, DocumentImport, Plan, Task
from honglam.engines.plans.terms import ImportState, PlanKind, PlanState, WorkState
from honglam.engines.plans.work_lines import FIELDS
from tests.engines.plans.test_documents_from_outside import PDF, reviewed, row, sheet
from tests.people import People, make_unit

pytestmark = pytest.mark.django_db
Browser = Callable[[Any], Client]
NEW = "plans:give_by_document"
DAY = datetime.date(2026, 3, 2)


def letter(people: People, *lines: tuple[str, ...], **head: str) -> dict[str, Any]:
    """The form as an officer fills it in; a line is its cells in their order."""
    values = {
        "kind": "dispatch", "number": "1204/UBND-KGVX", "issued_on": "02/03/2026", "title": "V/v rà soát điểm truy cập",
        "issuer": str(people.province.pk), "outside_issuer": "", "signer": "Lê Văn Mẫu", "give": "",
    }  # fmt: skip
    cells = {
        f"{name}-{place}": text for place, line in enumerate(lines) for name, text in zip(FIELDS, line, strict=False)
    }
    return values | cells | head


def head(**changes: Any) -> DocumentHead:
    """A dispatch of 02/03/2026."""
    said: dict[str, Any] = {
        "kind": PlanKind.DISPATCH, "number": "1204/UBND-KGVX", "issued_on": DAY, "title": "V/v rà soát điểm truy cập",
        "signer": "Lê Văn Mẫu",
    }  # fmt: skip
    return DocumentHead(**(said | changes))


def communes_group() -> None:
    """“Các xã, phường”: every commune of the province."""
    group = UnitGroup.objects.create(code="communes", name="Các xã, phường", rule={"kinds": ["commune"], "depth": 1})
    UnitAlias.objects.create(alias="UBND các xã, phường", group=group)


def test_a_letter_becomes_work_of_every_commune_in_one_step(people: People, browser: Browser) -> None:
    communes_group()
    client = browser(people.coordinator)
    later = f"{timezone.localdate() + datetime.timedelta(days=30):%d/%m/%Y}"
    lines = [("Báo cáo điểm truy cập", "Báo cáo", "các xã, phường", "", "Sở Khoa học và Công nghệ", later),
             ("Lập danh sách", "", "Xã Bắc Sơn; 90002", "Công an tỉnh", "", "")]  # fmt: skip
    answer = client.post(reverse(NEW), letter(people, *lines))
    plan = Plan.objects.get()
    assert (answer.status_code, answer.url) == (302, f"{plan.get_absolute_url()}?given=letter-new")
    assert 'data-draft-sent="letter-new"' in client.get(answer.url).content.decode()
    first, second = plan.tasks.order_by("position")
    shares = {(share.unit, share.role, share.named_as) for share in first.assignments.select_related("unit")}
    assert (people.north, "lead", "các xã, phường") in shares
    assert (people.science, "monitoring", "Sở Khoa học và Công nghệ") in shares
    assert second.assignments.count() == 3
    assert (plan.signer, plan.state) == ("Lê Văn Mẫu", PlanState.ISSUED)


def test_what_is_wrong_is_said_at_its_cell_and_nothing_typed_is_lost(people: People, browser: Browser) -> None:
    lines = [("Báo cáo", "", "Xã Không Có", "", "", "31/02/2027"), ("", "Biểu", "Xã Bắc Sơn", "", "", "")]
    answer = browser(people.coordinator).post(reverse(NEW), letter(people, *lines))
    text = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Xã Không Có", "31/02/2027", "Hãy ghi việc cần làm.", 'value="Xã Bắc Sơn"', "Biểu"):
        assert words in text
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": ""}, "Chưa có số, ký hiệu"),
        ({"title": ""}, "id_title_error"),
        ({"issued_on": "01/01/2999"}, "sau hôm nay"),
        ({"work-0": "", "lead-0": ""}, "Chưa có việc nào"),
    ],
)
def test_a_head_that_lacks_something_gives_nothing(
    people: People, browser: Browser, changes: dict[str, str], words: str
) -> None:
    answer = browser(people.coordinator).post(reverse(NEW), letter(people, ("Báo cáo", "", "Xã Bắc Sơn"), **changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Plan.objects.exists()


def test_the_same_form_sent_twice_gives_once(people: People, browser: Browser) -> None:
    for _time in range(2):
        browser(people.coordinator).post(reverse(NEW), letter(people, ("Báo cáo", "", "Xã Bắc Sơn")))
    assert (Plan.objects.count(), Task.objects.count(), Assignment.objects.count()) == (1, 1, 1)


def test_further_work_is_given_by_a_known_document(people: People, browser: Browser) -> None:
    piece = PieceOfWork("Báo cáo", [people.north])
    plan = give_by_document(head=head(), issuer=people.province, pieces=[piece], by=people.coordinator)
    address = f"{reverse(NEW)}?plan={plan.uid}"
    client = browser(people.coordinator)
    assert "1204/UBND-KGVX" in client.get(address).content.decode()
    client.post(address, letter(people, ("Lập danh sách", "", "Xã Nam Hà")))
    assert plan.tasks.count() == 2
    assert browser(people.stranger).get(address).status_code in (403, 404)


def test_a_cell_tells_whom_it_means_and_what_they_have_to_do(people: People, browser: Browser) -> None:
    communes_group()
    piece = PieceOfWork("Báo cáo", [people.north])
    give_by_document(head=head(), issuer=people.province, pieces=[piece], by=people.coordinator)
    client = browser(people.coordinator)

    def note(text: str, **more: str) -> str:
        asked = {"cell": "lead-7", "lead-7": text, "issuer": str(people.province.pk)} | more
        return client.get(reverse("plans:letter_units"), asked).content.decode()

    assert "2 đơn vị" in note("các xã, phường") and "đang làm 1" in note("các xã, phường")
    assert "Xã Không Có" in note("Xã Không Có")
    assert note(" ").strip() == ""
    assert "2 đơn vị" in note("các xã, phường", issuer="x")


def test_an_officer_who_directs_nobody_does_not_see_the_screen(people: People, browser: Browser) -> None:
    assert browser(people.officer).get(reverse(NEW)).status_code == 403


def test_a_draft_goes_out_as_a_letter_and_comes_back_signed(people: People, browser: Browser) -> None:
    client = browser(people.coordinator)
    lines = [("Báo cáo điểm truy cập", "Báo cáo", "Xã Bắc Sơn", "Công an tỉnh", "", "30/06/2099")]
    values = letter(people, *lines, number="", issued_on="") | {"prepare": ""}
    del values["give"]
    assert client.post(reverse(NEW), values).status_code == 302
    plan = Plan.objects.get()
    assert (plan.state, plan.number, Assignment.objects.filter(state=WorkState.PREPARED).count()) == ("draft", "", 2)

    answer = client.get(reverse("plans:letter", args=[plan.uid]))
    book = docx.Document(io.BytesIO(b"".join(answer.streaming_content)))
    top = "\n".join(cell.text for table in book.tables[:1] for line in table.rows for cell in line.cells)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in top and "V/v rà soát" in top and "Số: ……" in top
    cells = [cell.text for cell in book.tables[1].rows[1].cells]
    assert cells == ["1", "Báo cáo điểm truy cập", "Xã Bắc Sơn", "Công an tỉnh", "30/06/2099", "Báo cáo"]

    address = reverse("plans:signed_file", args=[plan.uid])
    fake = SimpleUploadedFile("1204.pdf", b"<html></html>")
    data = {"number": "1204/UBND-KGVX", "issued_on": "02/03/2026", "gives": "on"}
    assert client.post(address, {**data, "file": fake}).status_code == 422
    plan.refresh_from_db()
    assert plan.is_draft and plan.file is None
    assert client.post(address, {"file": SimpleUploadedFile("1204.pdf", PDF)}).status_code == 422
    assert client.post(address, {**data, "file": SimpleUploadedFile("1204.pdf", PDF)}).status_code == 302
    plan.refresh_from_db()
    assert (plan.citation, plan.state) == ("Công văn số 1204/UBND-KGVX ngày 02/03/2026", PlanState.ISSUED)
    assert plan.file is not None and plan.file.kind == "pdf"
    assert set(Assignment.objects.values_list("state", flat=True)) == {WorkState.NOT_STARTED}


def test_a_later_file_keeps_the_one_before_it_readable(people: People, browser: Browser) -> None:
    piece = PieceOfWork("Báo cáo", [people.north])
    plan = give_by_document(head=head(), issuer=people.province, pieces=[piece], by=people.coordinator)
    client, address = browser(people.coordinator), reverse("plans:signed_file", args=[plan.uid])
    for name in ("du-thao.pdf", "da-ky.pdf"):
        client.post(address, {"file": SimpleUploadedFile(name, PDF + name.encode())})
    plan.refresh_from_db()
    former = plan.former_files.get()
    assert plan.file is not None
    assert (plan.file.name, former.file.name) == ("da-ky.pdf", "du-thao.pdf")
    text = client.get(plan.get_absolute_url()).content.decode()
    assert "du-thao.pdf" in text and "da-ky.pdf" in text
    assert browser(people.officer).get(reverse("files:download", args=[former.file.uid])).status_code == 200
    assert browser(people.stranger).get(reverse("files:download", args=[former.file.uid])).status_code in (403, 404)
    assert browser(people.officer).get(address).status_code == 403


@pytest.mark.parametrize(
    "typed", ["1204/UBND-KGVX", "1204", "số 1204", "Công văn số 1204/UBND-KGVX", "so 1204/ubnd-kgvx", "1204/UBND"]
)
def test_a_document_is_found_however_its_number_is_written(people: People, browser: Browser, typed: str) -> None:
    piece = PieceOfWork("Báo cáo điểm truy cập", [people.north])
    plan = give_by_document(head=head(), issuer=people.province, pieces=[piece], by=people.coordinator)
    give_by_document(
        head=head(number="77/UBND-KT"), issuer=people.province, pieces=[PieceOfWork("Việc khác", [people.north])],
        by=people.coordinator,
    )  # fmt: skip
    found = [hit.url for hit in search(typed, user=people.coordinator).hits]
    assert plan.get_absolute_url() in found
    client = browser(people.coordinator)
    plans = client.get(reverse("plans:plans"), {"q": typed}).content.decode()
    assert "1204/UBND-KGVX" in plans and "77/UBND-KT" not in plans
    tasks = client.get(reverse("plans:tasks"), {"q": typed}).content.decode()
    assert "Báo cáo điểm truy cập" in tasks and "Việc khác" not in tasks


def test_an_import_is_followed_page_by_page(people: People, browser: Browser) -> None:
    client = browser(people.coordinator)
    upload = sheet(row(), row(number="", work="Thiếu số"), name="tdoffice.xlsx")
    answer = client.post(reverse("plans:new_document_import"), {"file": upload, "unit": str(people.province.pk)})
    found = DocumentImport.objects.get()
    assert answer.url == found.get_absolute_url()
    columns = reverse("plans:import_columns", args=[found.uid])
    assert client.get(answer.url).url == columns
    page = client.get(columns)
    assert "Số/Ký hiệu" in page.content.decode() and "1204/UBND-KGVX" in page.content.decode()
    form = page.context["form"]
    chosen = {name: field.initial for name, field in form.fields.items()}
    twice = chosen | {"column-0": "number"}
    assert client.post(columns, twice).status_code == 422
    assert client.post(columns, chosen).url == found.get_absolute_url()
    text = client.get(found.get_absolute_url()).content.decode()
    assert "Giao 1 việc" in text and "Hãy ghi số, ký hiệu văn bản" in text
    assert "Thiếu số" not in client.get(found.get_absolute_url(), {"state": "ready"}).content.decode()

    mended = client.get(reverse("plans:wrong_import_rows", args=[found.uid]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(mended.streaming_content)))
    rows = [line for line in book.worksheets[0].iter_rows(values_only=True) if any(line)]
    assert rows[-2][-1] == "Lỗi cần sửa" and "Số/Ký hiệu" in rows[-1][-1]

    client.post(reverse("plans:accept_import", args=[found.uid]))
    found.refresh_from_db()
    assert found.state == ImportState.RUNNING
    assert "data-job" in client.get(reverse("plans:import_job", args=[found.uid])).content.decode()
    document_imports.give_imported(document_import=found, by=people.coordinator)
    assert Plan.objects.get().citation in client.get(found.get_absolute_url(), {"format": "print"}).content.decode()


def test_the_wrong_rows_come_back_mended(people: People, browser: Browser) -> None:
    client = browser(people.coordinator)
    found = reviewed(people, row(lead="Xã Không Có"), row(number="1205/UBND-KT"))
    answer = client.get(reverse("plans:wrong_import_rows", args=[found.uid]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    page = book.worksheets[0]
    for line in page.iter_rows():
        for cell in line:
            if cell.value == "Xã Không Có":
                cell.value = "Xã Nam Hà"
    stream = io.BytesIO()
    book.save(stream)
    upload = SimpleUploadedFile("sua.xlsx", stream.getvalue())
    client.post(reverse("plans:new_document_import"), {"file": upload, "unit": str(people.province.pk)})
    mended = DocumentImport.objects.first()
    assert mended is not None
    assert [(one.state, one.values["lead"]) for one in mended.rows.all()] == [("ready", "Xã Nam Hà")]


def test_strangers_see_no_import_of_others(people: People, browser: Browser) -> None:
    found = reviewed(people, row())
    client = browser(people.head)
    for name in ("document_import", "wrong_import_rows", "import_job", "import_columns"):
        assert client.get(reverse(f"plans:{name}", args=[found.uid])).status_code == 404
    assert client.post(reverse("plans:accept_import", args=[found.uid])).status_code == 404
    assert found.file is not None
    assert client.get(reverse("files:download", args=[found.file.uid])).status_code in (403, 404)


def test_the_pages_ask_the_same_number_of_questions_however_many_rows(
    people: People, browser: Browser, django_assert_max_num_queries: Any
) -> None:
    found = reviewed(people, *(row(number=f"{number}/UBND-KT") for number in range(1, 40)))
    client = browser(people.coordinator)
    client.get(found.get_absolute_url())
    with django_assert_max_num_queries(14):
        page = client.get(found.get_absolute_url())
    assert "39/UBND-KT" in page.content.decode()
    for number in range(20):
        make_unit(f"c{number}", f"Xã số {number}", Kind.COMMUNE, people.province, level=Level.COMMUNE)
    with django_assert_max_num_queries(24):
        page = client.get(reverse(NEW))
    assert page.status_code == 200


def test_a_draft_is_prepared_without_telling_anybody(people: People) -> None:
    plan = prepare_by_document(
        head=head(number="", issued_on=None), issuer=people.province, pieces=[PieceOfWork("Báo cáo", [people.north])],
        by=people.coordinator,
    )  # fmt: skip
    assert (plan.is_draft, plan.tasks.get().state) == (True, WorkState.PREPARED)
    assert not Notice.objects.exists()
