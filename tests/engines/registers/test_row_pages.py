"""The page of a row and what is done there: seen, filled, moved, ended, taken back; papers and the past beside it."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from honglam.core.access.errors import NotAllowed
from honglam.core.access.models import User
from honglam.core.files.models import StoredFile
from honglam.core.search.queries import search
from honglam.engines.registers.actions import attach, change, create, end, move
from honglam.engines.registers.declaration import register_of
from honglam.engines.registers.models import Attachment
from tests.engines.registers.conftest import Office

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    + b"trailer<</Root 1 0 R>>\n%%EOF"
)
DAY = datetime.timedelta(days=1)


def client_of(person: User) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def page(row: Any, code: str = "projects", name: str = "row", **more: Any) -> str:
    """An address of a row."""
    return reverse(f"registers:{name}", kwargs={"code": code, "uid": row.uid, **more})


def typed(office: Office, **values: Any) -> dict[str, Any]:
    """A project as a person types it."""
    return {
        "code": "DA-7", "name": "Khu nghỉ dưỡng", "investor": "Công ty Biển Xanh", "investor_kind": "domestic",
        "sector": "tourism", "commune": office.commune.code, "capital": "1.234,5", "disbursed": "0",
        "row_unit": office.finance.code, **values,
    }  # fmt: skip


def test_a_row_is_shown_by_sections_with_figures_and_days_written_our_way(office: Office) -> None:
    project = office.project(capital=Decimal("1234567.50"), approved_on=datetime.date(2026, 3, 5))
    text = client_of(office.officer).get(page(project)).content.decode()
    assert "1.234.567,5" in text and "05/03/2026" in text and "xã Đồng Hạ" in text
    assert "Nguyên nhân chậm" not in text  # asked only of projects that are late


def test_a_row_out_of_reach_does_not_exist(office: Office) -> None:
    assert client_of(office.commune_officer).get(page(office.project())).status_code == 404


def test_a_new_row_is_typed_in_vietnamese_figures_and_found_by_the_search(office: Office) -> None:
    client = client_of(office.officer)
    answer = client.post(reverse("registers:new_row", args=["projects"]), typed(office, land_area="12,75"))
    project = office.projects.model.objects.get(code="DA-7")
    assert answer.status_code == 302 and answer["Location"] == page(project)
    assert (project.capital, project.land_area, project.unit) == (Decimal("1234.5"), Decimal("12.75"), office.finance)
    assert [hit.url for hit in search("nghi duong", user=office.officer).hits] == [page(project)]
    assert not search("nghi duong", user=office.commune_officer).hits


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(office: Office) -> None:
    answer = client_of(office.officer).post(
        reverse("registers:new_row", args=["projects"]), typed(office, capital="nhiều", due_on="31/02/2026")
    )
    text = answer.content.decode()
    assert answer.status_code == 422 and "Khu nghỉ dưỡng" in text and "nhiều" in text
    assert not office.projects.model.objects.exists()


def test_a_key_that_is_known_leads_to_the_row_that_has_it(office: Office) -> None:
    project = office.project(code="DA-7")
    answer = client_of(office.officer).post(reverse("registers:new_row", args=["projects"]), typed(office))
    assert answer.status_code == 422 and page(project) in answer.content.decode()


def test_a_conditional_column_is_demanded_only_when_it_applies(office: Office) -> None:
    client, address = client_of(office.officer), reverse("registers:new_row", args=["projects"])
    assert client.post(address, typed(office, is_delayed="on")).status_code == 422
    assert client.post(address, typed(office, delay_reason="không ai hỏi")).status_code == 302
    assert office.projects.model.objects.get().delay_reason == ""


def test_the_next_row_below_the_same_parent_is_one_button_away(office: Office) -> None:
    project = office.project()
    client = client_of(office.officer)
    address = f"{reverse('registers:new_row', args=['disbursements'])}?project={project.uid}"
    assert project.name in client.get(address).content.decode()
    sent = {"project": project.name, "project_key": str(project.uid), "month": "31/01/2026", "amount": "1.500",
            "row_unit": office.finance.code}  # fmt: skip
    assert client.post(address, {**sent, "again": "1"})["Location"] == address
    assert client.post(address, {**sent, "month": "28/02/2026"})["Location"] == page(project)
    text = client.get(page(project)).content.decode()
    assert "3.000" in text and "Giải ngân vốn đầu tư" in text


def test_a_picker_offers_only_rows_that_the_reader_sees(office: Office) -> None:
    office.project()
    address = reverse("registers:pick", args=["projects"]) + "?q=che bien go"
    assert len(client_of(office.officer).get(address).json()["options"]) == 1
    assert client_of(office.commune_officer).get(address).json()["options"] == []


def test_rows_that_may_be_the_same_are_named_while_one_types(office: Office) -> None:
    project = office.project(name="Nhà máy chế biến gỗ Đồng Hạ")
    client, address = client_of(office.officer), reverse("registers:alike", args=["projects"])
    near = client.post(address, {"name": "Nhà máy chế biến gỗ Đồng Hà"}).content.decode()
    assert page(project) in near
    assert page(project) not in client.post(address, {"name": "Trang trại bò sữa"}).content.decode()
    itself = {"name": project.name, "code": project.code, "of_row": str(project.uid)}
    assert page(project) not in client.post(address, itself).content.decode()


def test_a_place_is_pasted_as_latitude_and_longitude_and_drawn(office: Office) -> None:
    client = client_of(office.officer)
    client.post(reverse("registers:new_row", args=["projects"]), typed(office, geometry="18,3428; 105,9057"))
    project = office.projects.model.objects.get()
    assert (project.west, project.south) == (105.9057, 18.3428)
    text = client.get(page(project)).content.decode()
    assert "18,34280° vĩ Bắc" in text and "<circle" in text
    corners = "18.34, 105.90\n18.34, 105.91\n18.35, 105.91"
    client.post(page(project, name="edit_row"), typed(office, geometry=corners, row_revision="1"))
    project.refresh_from_db()
    assert project.geometry.startswith('{"type":"Polygon"')
    refused = client.post(page(project, name="edit_row"), typed(office, geometry="ở bên sông", row_revision="2"))
    assert refused.status_code == 422


def test_two_people_write_one_row_and_nothing_is_lost(office: Office) -> None:
    project = office.project()
    seen = project.revision
    change(register=office.projects, row=project, values={"investor": "Công ty Mới", "capital": 70000}, by=office.head)
    mine = typed(office, code="DA-1", name="Nhà máy gỗ ép", investor="Công ty A", capital="60.000", sector="industry",
                 row_revision=str(seen))  # fmt: skip
    client = client_of(office.officer)
    answer = client.post(page(project, name="edit_row"), mine)
    text = answer.content.decode()
    assert answer.status_code == 409 and "Trần Văn Sơn" in text
    assert "Nhà máy gỗ ép" in text  # only I changed the name
    assert 'value="Công ty Mới"' in text  # only the other changed the investor
    assert "70.000" in text and "60.000" in text  # both changed the capital: a person decides
    project.refresh_from_db()
    assert project.name == "Nhà máy chế biến gỗ"
    again = {**mine, "investor": "Công ty Mới", "row_revision": str(project.revision)}
    assert client.post(page(project, name="edit_row"), again).status_code == 302


def test_the_last_change_is_taken_back_as_a_new_change(office: Office) -> None:
    project = office.project()
    change(register=office.projects, row=project, values={"name": "Tên sai"}, by=office.officer)
    version = office.projects.versions.objects.get()
    client = client_of(office.officer)
    assert "Tên sai" in client.get(page(project, name="undo_row", version=version.pk)).content.decode()
    client.post(page(project, name="undo_row", version=version.pk), {"reason": ""})
    project.refresh_from_db()
    assert (project.name, project.revision) == ("Nhà máy chế biến gỗ", 3)
    stale = client.post(page(project, name="undo_row", version=version.pk), {"reason": ""})
    assert stale.status_code == 422


def test_taking_back_a_move_needs_the_right_to_decide(office: Office) -> None:
    project = office.project(approval="QĐ 5", approved_on=datetime.date(2026, 1, 5))
    move(register=office.projects, row=project, move="approve", by=office.head)
    version = office.projects.versions.objects.get()
    address = page(project, name="undo_row", version=version.pk)
    assert client_of(office.officer).post(address, {"reason": ""}).status_code == 403
    assert client_of(office.head).post(address, {"reason": ""}).status_code == 302
    project.refresh_from_db()
    assert project.state == "proposed"


def test_a_move_asks_for_what_it_demands_and_fills_it(office: Office) -> None:
    project = office.project()
    head = client_of(office.head)
    address = page(project, name="move_row", step="approve")
    assert address in head.get(page(project)).content.decode()
    assert address not in client_of(office.officer).get(page(project)).content.decode()
    assert head.post(address, {"approval": "", "row_revision": "1"}).status_code == 422
    filled = {"approval": "QĐ 5/QĐ-UBND", "approved_on": "05/01/2026", "row_revision": "1"}
    assert head.post(address, filled).status_code == 302
    project.refresh_from_db()
    assert (project.state, project.approval) == ("approved", "QĐ 5/QĐ-UBND")
    client_of(office.officer).post(page(project, name="move_row", step="prepare"), {"at_once": "1"})
    project.refresh_from_db()
    assert project.state == "preparing"


def test_a_row_is_ended_with_a_reason_and_leaves_the_search(office: Office) -> None:
    project = office.project()
    head = client_of(office.head)
    today = f"{datetime.date.today():%d/%m/%Y}"
    assert head.post(page(project, name="end_row"), {"reason": "", "on": today}).status_code == 422
    assert head.post(page(project, name="end_row"), {"reason": "Ghi nhầm hai lần", "on": today}).status_code == 302
    text = head.get(page(project)).content.decode()
    assert "Ghi nhầm hai lần" in text and page(project, name="edit_row") not in text
    assert not search("che bien go", user=office.officer).hits


def test_a_row_shows_how_it_stood_on_a_day(office: Office) -> None:
    project = office.project()
    since = project.valid_from
    change(register=office.projects, row=project, values={"capital": 60000}, by=office.officer,
           valid_from=since + 10 * DAY, act="QĐ 12/QĐ-UBND", reason="Điều chỉnh vốn")  # fmt: skip
    client = client_of(office.officer)
    before = client.get(page(project), {"on": f"{since + 2 * DAY:%d/%m/%Y}"}).content.decode()
    now = client.get(page(project)).content.decode()
    assert "<dd>50.000</dd>" in before and "<dd>60.000</dd>" not in before
    assert "<dd>60.000</dd>" in now and "QĐ 12/QĐ-UBND" in now and "Lê Thị Lan" in now
    assert "chưa có trong sổ" in client.get(page(project), {"on": f"{since - DAY:%d/%m/%Y}"}).content.decode()
    assert "Cách viết đúng" in client.get(page(project), {"on": "hôm qua"}).content.decode()


def test_a_row_costs_the_same_however_much_belongs_to_it(office: Office, django_assert_max_num_queries: Any) -> None:
    project = office.project(geometry='{"type":"Point","coordinates":[105.9,18.3]}')
    for number in range(1, 13):
        create(register=register_of("disbursements"), unit=office.finance, by=office.officer,
               values={"project": project, "month": datetime.date(2025, number, 28), "amount": number})  # fmt: skip
        change(register=office.projects, row=project, values={"note": f"lần {number}"}, by=office.officer)
    client = client_of(office.officer)
    client.get(page(project))
    with django_assert_max_num_queries(32):
        text = client.get(page(project)).content.decode()
    assert "78" in text


def test_a_paper_is_what_it_is_and_read_by_those_who_see_the_row(office: Office) -> None:
    project = office.project()
    client = client_of(office.officer)
    address = page(project, name="add_paper")
    fake = SimpleUploadedFile("quyet-dinh.pdf", b"MZ\x90\x00 not a paper")
    assert client.post(address, {"file": fake, "kind": "decision"}).status_code == 422
    good = SimpleUploadedFile("quyet-dinh.pdf", PDF)
    assert client.post(address, {"file": good, "kind": "decision", "title": "QĐ chấp thuận"}).status_code == 302
    paper = Attachment.objects.get()
    download = reverse("files:download", args=[paper.file.uid])
    assert client_of(office.head).get(download).status_code == 200
    assert client_of(office.commune_officer).get(download).status_code == 404
    remove = page(project, name="remove_paper", paper=paper.uid)
    assert client.post(remove, {"reason": ""}).status_code == 422
    client.post(remove, {"reason": "Đính nhầm dự án khác"})
    assert not Attachment.objects.exists() and StoredFile.objects.exists()
    assert "Đính nhầm dự án khác" in client.get(page(project)).content.decode()


def test_a_stranger_attaches_nothing(office: Office) -> None:
    project = office.project()
    with pytest.raises(NotAllowed):
        attach(register=office.projects, row=project, upload=SimpleUploadedFile("a.pdf", PDF), kind="other",
               by=office.commune_officer)  # fmt: skip


def test_a_row_that_was_merged_leads_to_the_one_that_stands(office: Office) -> None:
    kept, gone = office.project(), office.project(code="DA-2", name="Nhà máy gỗ (trùng)")
    end(register=office.projects, row=gone, by=office.head, reason="Gộp vào DA-1")
    office.projects.model.objects.filter(pk=gone.pk).update(merged_into=kept)
    client = client_of(office.officer)
    assert page(kept) in client.get(page(gone)).content.decode()
    assert page(gone) in client.get(page(kept)).content.decode()


def test_a_row_goes_on_paper(office: Office) -> None:
    answer = client_of(office.officer).get(page(office.project()), {"format": "print"})
    assert "print-page" in answer.content.decode() and "Nhà máy chế biến gỗ" in answer.content.decode()
