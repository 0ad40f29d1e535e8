"""An officer drops a form and the copies that came back; the job puts them together; the page says what to ask back."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.core.files.errors import FileRefused
from honglam.core.jobs.models import JobRun
from honglam.core.organisations.actions import create_group
from honglam.core.organisations.models import UnitGroup
from honglam.engines.reporting.actions import gatherings as actions
from honglam.engines.reporting.errors import GatheringRefused
from honglam.engines.reporting.models import WorkbookCopy, WorkbookGathering
from honglam.engines.reporting.terms import CopyOutcome, GatheringState
from tests.people import People, people

from .forms import filled, opened, sums_form
from .test_workbooks import fill, insert_line

__all__ = ["people"]
pytestmark = pytest.mark.django_db
Change = Any


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def sent(unit: str, change: Change, name: str = "") -> SimpleUploadedFile:
    return upload(name or f"{unit}.xlsx", filled(sums_form(), unit, change))


@pytest.fixture
def communes(people: People) -> UnitGroup:
    return create_group(name="Các xã thử", code="xa-thu", rule={"kinds": ["commune"]}, by=people.administrator)


def gathered(people: People, *copies: SimpleUploadedFile, group: UnitGroup | None = None) -> WorkbookGathering:
    """A gathering whose job has run."""
    found = actions.start_gathering(
        form=upload("Biểu 01.xlsx", sums_form()), copies=list(copies), unit=people.science, by=people.coordinator,
        group=group,
    )  # fmt: skip
    actions.put_together(gathering=found, by=people.coordinator)
    found.refresh_from_db()
    return found


def outcomes(found: WorkbookGathering) -> list[str]:
    return list(found.copies.order_by("position").values_list("outcome", flat=True))


def test_copies_become_one_workbook_with_who_is_missing(people: People, communes: UnitGroup) -> None:
    found = gathered(people, sent("UBND xã Bắc Sơn", fill(12)), group=communes)
    assert found.state == GatheringState.DONE
    assert found.outcome["missing"] == ["Xã Nam Hà"]
    assert outcomes(found) == [CopyOutcome.ADDED]
    assert found.copies.get().unit == people.north
    assert found.result is not None
    assert opened(found.result.path.read_bytes())["Biểu 01"]["C6"].value == 12


def test_each_copy_says_what_became_of_it(people: People, communes: UnitGroup) -> None:
    found = gathered(
        people, sent("UBND xã Bắc Sơn", fill(1)), sent("UBND xã Bắc Sơn", fill(2), "Bắc Sơn lần 2.xlsx"),
        sent("UBND xã Nam Hà", insert_line), sent("UBND xã Xa Lạ", fill(5)), group=communes,
    )  # fmt: skip
    assert outcomes(found) == [CopyOutcome.REPEATED, CopyOutcome.ADDED, CopyOutcome.CHANGED, CopyOutcome.UNKNOWN]
    assert "chèn thêm 1 dòng" in found.copies.get(outcome=CopyOutcome.CHANGED).notes[0]
    assert found.outcome["missing"] == [], "who sent a changed form is not missing"


def test_an_archive_is_unpacked_without_what_other_systems_leave_in_it(people: People) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for at in range(3):
            archive.writestr(f"quý 3/Đơn vị {at}.xlsx", filled(sums_form(), "", fill(at + 1)))
        archive.writestr("__MACOSX/._Đơn vị 0.xlsx", b"x")
        archive.writestr("~$Đơn vị 1.xlsx", b"x")
        archive.writestr("ghi chú.txt", b"x")
    found = gathered(people, upload("gui ve.zip", stream.getvalue()))
    assert outcomes(found) == [CopyOutcome.ADDED] * 3
    assert opened(found.result.path.read_bytes())["Biểu 01"]["C6"].value == 6  # type: ignore[union-attr]


def test_further_copies_and_left_out_ones_put_everything_together_anew(people: People) -> None:
    found = gathered(people, sent("Đơn vị A", fill(1)), sent("Đơn vị B", fill(2)))
    actions.add_copies(gathering=found, copies=[sent("Đơn vị C", fill(4))], by=people.coordinator)
    found.refresh_from_db()
    assert (found.state, found.result, outcomes(found)) == (GatheringState.WAITING, None, [CopyOutcome.WAITING] * 3)
    actions.leave_out(copy=found.copies.get(position=1), by=people.coordinator, reason="gửi nhầm")
    actions.put_together(gathering=found, by=people.coordinator)
    found.refresh_from_db()
    assert opened(found.result.path.read_bytes())["Biểu 01"]["C6"].value == 6  # type: ignore[union-attr]
    words = AuditEntry.objects.filter(action__startswith="reporting.").order_by("pk").values_list("action", flat=True)
    assert list(words) == [
        "reporting.gathering_started", "reporting.gathered", "reporting.copies_added", "reporting.copy_left_out",
        "reporting.gathered",
    ]  # fmt: skip


def test_the_last_copy_stays(people: People) -> None:
    found = gathered(people, sent("Đơn vị A", fill(1)))
    with pytest.raises(GatheringRefused):
        actions.leave_out(copy=found.copies.get(), by=people.coordinator)


def full() -> bytes:
    """A form in which everything is filled in already."""
    return filled(
        sums_form(), "UBND xã", lambda sheet: [setattr(cell, "value", 1) for row in sheet["C6:F9"] for cell in row]
    )


@pytest.mark.parametrize(
    ("form", "copies", "error", "words"),
    [
        (upload("a.xlsx", full()), [sent("A", fill(1))], GatheringRefused, "không có ô nào để điền"),
        (upload("a.xlsx", b"khong phai"), [sent("A", fill(1))], GatheringRefused, "Không mở được tệp"),
        (upload("a.xlsx", sums_form()), [], GatheringRefused, "Chưa có bản nào"),
        (upload("a.xlsx", sums_form()), [upload("b.zip", b"khong phai")], GatheringRefused, "Không mở được"),
        (upload("a.xlsx", sums_form()), [upload("b.pdf", b"%PDF-1.4\n")], FileRefused, ""),
    ],
)
def test_what_cannot_be_gathered_is_refused_and_nothing_is_kept(
    people: People, form: SimpleUploadedFile, copies: list[SimpleUploadedFile], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        actions.start_gathering(form=form, copies=copies, unit=people.science, by=people.coordinator)
    assert not WorkbookGathering.objects.exists()
    assert not JobRun.objects.exists()


def test_a_copy_that_does_not_open_is_told_and_the_others_count(people: People) -> None:
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        archive.writestr("xl/workbook.xml", "<workbook/>")
    found = actions.start_gathering(
        form=upload("a.xlsx", sums_form()), copies=[sent("Đơn vị A", fill(1)), sent("Đơn vị B", fill(2))],
        unit=people.science, by=people.coordinator,
    )  # fmt: skip
    found.copies.get(position=2).file.path.write_bytes(broken.getvalue())
    actions.put_together(gathering=found, by=people.coordinator)
    found.refresh_from_db()
    assert outcomes(found) == [CopyOutcome.ADDED, CopyOutcome.UNREADABLE]
    asked = opened(found.result.path.read_bytes())["Cần hỏi lại"]  # type: ignore[union-attr]
    assert [cell.value for cell in asked[2]][:2] == ["Đơn vị B.xlsx", "Tệp không mở được"]


def test_another_unit_neither_gathers_nor_sees(people: People, client: Client) -> None:
    with pytest.raises(NotAllowed):
        actions.start_gathering(
            form=upload("a.xlsx", sums_form()), copies=[sent("A", fill(1))], unit=people.science, by=people.stranger
        )
    found = gathered(people, sent("Đơn vị A", fill(1)))
    client.force_login(people.stranger)
    assert client.get(found.get_absolute_url()).status_code == 404
    assert client.get(reverse("files:download", args=[found.result.uid])).status_code in (403, 404)  # type: ignore[union-attr]
    WorkbookGathering.objects.update(created_by=people.stranger)
    answer = client.get(reverse("files:download", args=[found.result.uid]))  # type: ignore[union-attr]
    assert answer.status_code in (403, 404), "who has left the unit keeps no right to what came in there"


def test_dropped_is_no_longer_listed_nor_changed(people: People, client: Client) -> None:
    found = gathered(people, sent("Đơn vị A", fill(1)))
    actions.drop_gathering(gathering=found, by=people.coordinator)
    client.force_login(people.coordinator)
    assert client.get(found.get_absolute_url()).status_code == 404
    with pytest.raises(GatheringRefused):
        actions.add_copies(gathering=found, copies=[sent("B", fill(1))], by=people.coordinator)


# --- pages -----------------------------------------------------------------------------------------------------------


def test_from_the_form_to_the_result_in_the_browser(people: People, communes: UnitGroup, client: Client) -> None:
    client.force_login(people.coordinator)
    answer = client.post(
        reverse("reporting:new_gathering"),
        {"form": upload("Biểu quý 3.xlsx", sums_form()), "copies": [sent("UBND xã Bắc Sơn", fill("ba hồ sơ", -2))],
         "unit": people.science.pk, "group": communes.pk},
    )  # fmt: skip
    found = WorkbookGathering.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, found.get_absolute_url())
    assert found.name == "Biểu quý 3"
    assert JobRun.objects.for_target(found).count() == 1
    actions.put_together(gathering=found, by=people.coordinator)
    page = client.get(found.get_absolute_url()).content.decode()
    assert "Tải biểu đã gộp" in page
    assert "Xã Nam Hà" in page, "who is missing"
    assert "Số âm." in page


def test_a_form_without_copies_says_so_and_keeps_nothing(people: People, client: Client) -> None:
    client.force_login(people.coordinator)
    answer = client.post(
        reverse("reporting:new_gathering"), {"form": upload("a.xlsx", sums_form()), "unit": people.science.pk}
    )
    assert answer.status_code == 422
    assert "Hãy chọn các tệp đơn vị gửi về." in answer.content.decode()


@pytest.mark.parametrize("copies", [2, 30])
def test_the_page_costs_the_same_for_any_number_of_copies(
    people: People, client: Client, django_assert_max_num_queries: Any, copies: int
) -> None:
    found = gathered(people, *(sent(f"Đơn vị {at}", fill(at)) for at in range(copies)))
    client.force_login(people.coordinator)
    client.get(found.get_absolute_url())
    with django_assert_max_num_queries(24):
        client.get(found.get_absolute_url())


def test_the_list_finds_by_name(people: People, client: Client) -> None:
    gathered(people, sent("Đơn vị A", fill(1)))
    client.force_login(people.coordinator)
    assert "Biểu 01" in client.get(reverse("reporting:gatherings"), {"q": "biểu"}).content.decode()
    assert "Chưa gộp biểu nào" in client.get(reverse("reporting:gatherings"), {"q": "không có"}).content.decode()


def test_copies_belong_to_their_gathering(people: People, client: Client) -> None:
    found = gathered(people, sent("Đơn vị A", fill(1)), sent("Đơn vị B", fill(2)))
    client.force_login(people.coordinator)
    copy = found.copies.get(position=2)
    assert client.post(reverse("reporting:leave_out", args=[copy.uid])).status_code == 302
    assert not WorkbookCopy.objects.filter(pk=copy.pk).exists()


def test_folders_that_name_the_units_tell_copies_of_one_name_apart(people: People) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for at in range(3):
            archive.writestr(f"Xã {at}/bieu.xlsx", filled(sums_form(), "", fill(at + 1)))
    found = gathered(people, upload("gui ve.zip", stream.getvalue()))
    assert outcomes(found) == [CopyOutcome.ADDED] * 3
    assert found.copies.get(position=1).file.name == "Xã 0 - bieu.xlsx"


def test_what_changed_while_copies_were_read_is_put_together_by_the_later_run(people: People) -> None:
    found = gathered(people, sent("Đơn vị A", fill(1)), sent("Đơn vị B", fill(2)))
    actions.add_copies(gathering=found, copies=[sent("Đơn vị C", fill(4))], by=people.coordinator)
    added: list[int] = []

    def add_one_more(done: int, total: int, name: str) -> None:
        if done == 1 and not added:
            added.append(done)
            actions.add_copies(gathering=found, copies=[sent("Đơn vị D", fill(8))], by=people.coordinator)

    actions.put_together(gathering=found, by=people.coordinator, told=add_one_more)
    found.refresh_from_db()
    assert (found.state, found.result) == (GatheringState.WAITING, None)
    actions.put_together(gathering=found, by=people.coordinator)
    found.refresh_from_db()
    assert opened(found.result.path.read_bytes())["Biểu 01"]["C6"].value == 15  # type: ignore[union-attr]


def test_what_was_dropped_while_copies_were_read_stays_dropped(people: People) -> None:
    found = gathered(people, sent("Đơn vị A", fill(1)))
    actions.add_copies(gathering=found, copies=[sent("Đơn vị B", fill(2))], by=people.coordinator)

    def drop(done: int, total: int, name: str) -> None:
        if done == 1 and name:
            actions.drop_gathering(gathering=found, by=people.coordinator)

    actions.put_together(gathering=found, by=people.coordinator, told=drop)
    found.refresh_from_db()
    assert (found.state, found.result) == (GatheringState.DROPPED, None)
