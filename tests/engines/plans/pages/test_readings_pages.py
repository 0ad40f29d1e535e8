"""The pages of the review: what waits first, every click stored, the same answer with and without htmx."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from honglam.core.organisations.models import Unit
from honglam.engines.documents.public import read_document
from honglam.engines.plans.actions import readings
from honglam.engines.plans.models import Plan, Reading
from honglam.engines.plans.terms import ItemDecision, ItemKind, ReadingState
from tests.engines.plans.test_readings import TEXT, plan_read
from tests.people import People

HTMX = {"HX-Request": "true"}


@pytest.fixture
def reading(people: People, settings: Any, tmp_path: Any) -> Reading:
    settings.MEDIA_ROOT = tmp_path
    upload = SimpleUploadedFile("ke-hoach.txt", TEXT.encode())
    brought = readings.bring_in(upload=upload, issuer=people.province, by=people.coordinator)
    return readings.keep(reading=brought, document=read_document(TEXT.encode(), name="a.txt"), found=plan_read())


@pytest.fixture
def coordinator(people: People, client: Client) -> Client:
    client.force_login(people.coordinator)
    return client


def test_the_loose_and_doubtful_item_stands_first(reading: Reading, coordinator: Client) -> None:
    page = coordinator.get(reading.get_absolute_url()).content.decode()
    assert page.index("Chưa rõ “Hội Yêu Hoa Phong Lan”") < page.index(
        "Ban hành quy chế quản lý dữ liệu dùng chung</h2>"
    )


def test_an_item_names_the_pieces_of_the_source_that_it_stands_on(reading: Reading, coordinator: Client) -> None:
    page = coordinator.get(reading.get_absolute_url()).content.decode()
    assert '<span data-span="s0">Ban hành quy chế quản lý dữ liệu dùng chung</span>' in page
    assert 'data-spans="s0"' in page


def test_a_decision_answers_with_the_card_and_the_new_standing(reading: Reading, coordinator: Client) -> None:
    item = reading.items.filter(kind=ItemKind.TASK).first()
    assert item is not None
    address = f"{reading.get_absolute_url()}items/{item.uid}/decide/"
    answer = coordinator.post(address, {"decision": "accepted", "pieces": "s0"}, headers=HTMX).content.decode()
    assert "Đã nhận" in answer
    assert 'hx-swap-oob="true"' in answer
    assert 'data-spans="s0"' in answer
    item.refresh_from_db()
    assert item.decision == ItemDecision.ACCEPTED


def test_without_htmx_the_same_decision_leads_back_to_the_screen(reading: Reading, coordinator: Client) -> None:
    item = reading.items.filter(kind=ItemKind.TASK).first()
    assert item is not None
    answer = coordinator.post(f"{reading.get_absolute_url()}items/{item.uid}/decide/", {"decision": "dropped"})
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?kind=task#item-{item.uid}")


def test_a_form_with_a_mistake_comes_back_with_what_was_typed(reading: Reading, coordinator: Client) -> None:
    item = reading.items.filter(kind=ItemKind.TASK).first()
    assert item is not None
    prefix = f"i{item.pk}"
    typed = {f"{prefix}-name": "Việc đã sửa", f"{prefix}-deadline_kind": "date", f"{prefix}-deadline": ""}
    answer = coordinator.post(f"{reading.get_absolute_url()}items/{item.uid}/edit/", typed, headers=HTMX)
    assert answer.status_code == 422
    assert "Việc đã sửa" in answer.content.decode()
    assert "Hãy chọn ngày" in answer.content.decode()
    item.refresh_from_db()
    assert not item.is_edited


def test_a_name_is_tied_to_a_unit_found_without_marks(reading: Reading, people: People, coordinator: Client) -> None:
    item = reading.items.get(kind=ItemKind.TASK, position=1)
    Unit.objects.filter(pk=people.north.pk).update(search_text="xa bac son")
    found = coordinator.get(
        f"{reading.get_absolute_url()}units/", {"item": item.uid, "role": "lead", "text": "x", "q": "bac son"}
    )
    assert "Xã Bắc Sơn" in found.content.decode()
    coordinator.post(
        f"{reading.get_absolute_url()}items/{item.uid}/tie/",
        {"role": "lead", "text": "Hội Yêu Hoa Phong Lan", "unit": people.north.pk}, headers=HTMX,
    )  # fmt: skip
    item.refresh_from_db()
    assert not item.loose_names


def test_the_last_step_says_what_is_missing_and_then_makes_the_plan(reading: Reading, coordinator: Client) -> None:
    assert "Còn 4 mục chưa quyết định" in coordinator.get(reading.get_absolute_url()).content.decode()
    coordinator.post(f"{reading.get_absolute_url()}accept/")
    assert not Plan.objects.exists()
    coordinator.post(f"{reading.get_absolute_url()}decide/", {"which": "all"})
    answer = coordinator.post(f"{reading.get_absolute_url()}accept/")
    assert answer["Location"] == Plan.objects.get().get_absolute_url()
    assert coordinator.get(reading.get_absolute_url()).status_code == 302


def test_a_reading_of_another_unit_does_not_exist_for_a_stranger(
    reading: Reading, people: People, client: Client
) -> None:
    client.force_login(people.head)
    assert client.get(reading.get_absolute_url()).status_code == 404


def test_a_document_that_cannot_be_read_says_why_and_what_to_do(reading: Reading, coordinator: Client) -> None:
    readings.keep_failure(reading=reading, message="Tệp này là ảnh quét, chưa có chữ.")
    page = coordinator.get(reading.get_absolute_url()).content.decode()
    assert "Tệp này là ảnh quét" in page
    assert "Đọc lại" in page


@pytest.mark.parametrize("wrong", ["", "x", "00000000-0000-0000-0000-000000000000", "9" * 40])
def test_an_address_that_names_nothing_is_no_page(reading: Reading, coordinator: Client, wrong: str) -> None:
    item = reading.items.filter(kind=ItemKind.TASK).first()
    options = reverse("plans:unit_options", args=[reading.uid])
    assert coordinator.get(options, {"item": wrong, "q": "so"}).status_code == 404
    tie = reverse("plans:tie_item", args=[reading.uid, item.uid])
    assert coordinator.post(tie, {"unit": wrong, "role": "lead", "text": "x"}).status_code == 404
    if wrong:
        assert coordinator.get(reverse("plans:bring_in"), {"amends": wrong}).status_code == 404


def test_the_list_goes_out_to_excel(reading: Reading, coordinator: Client) -> None:
    answer = coordinator.get("/plans/readings/?format=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    said = {cell.value for row in sheet.iter_rows() for cell in row}
    assert "Kế hoạch chuyển đổi số năm 2026" in said
    assert reading.state == ReadingState.REVIEW


def test_the_review_costs_the_same_queries_however_many_items(
    reading: Reading, people: People, coordinator: Client
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            coordinator.get(reading.get_absolute_url())
        return len(captured)

    queries()
    few = queries()
    for number in range(10):
        readings.add_item(
            reading=reading, kind=ItemKind.TASK, data={"name": f"Việc thêm số {number}", "lead": []},
            by=people.coordinator,
        )  # fmt: skip
    assert queries() == few
    assert few <= 14
