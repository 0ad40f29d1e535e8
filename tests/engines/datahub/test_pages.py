"""The pages of the hub: who sees what, ways from a score to a mended row, and queries that do not grow."""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from honglam.core.access.models import User
from honglam.core.jobs.models import JobRun
from honglam.engines.datahub.actions.checks import run_checks
from honglam.engines.datahub.actions.mending import send_back
from honglam.engines.datahub.actions.suggestions import find_suggestions
from honglam.engines.datahub.actions.versions import publish
from honglam.engines.datahub.models import Dataset, SentBack
from tests.engines.datahub.conftest import Hub, house


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(name: str, *parts: str) -> str:
    return reverse(f"datahub:{name}", args=parts or ["test-houses"])


def sheet_rows(answer: Any) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return list(book.worksheets[0].iter_rows(values_only=True))


@pytest.fixture
def checked(hub: Hub) -> Hub:
    """The hub with a version, and rows that are wrong since."""
    publish(dataset=hub.houses, by=None)
    hub.book.put(house("A", owner=None, area="0.2"), house("C", "90002", owner=None), house("D", kind="Nhà gỗ"))
    run_checks(dataset=hub.houses, by=None)
    return hub


def test_the_catalogue_is_searched_and_filtered(checked: Hub) -> None:
    client = browser(checked.viewer)
    address = reverse("datahub:datasets")
    assert "test-houses" in client.get(address, {"q": "nha o"}).content.decode()
    for query, is_there in (
        ({"owner": "tinh.construction"}, True), ({"owner": "tinh"}, False), ({"layer": "source"}, True),
        ({"sensitivity": "public"}, False), ({"field": "Xây dựng"}, True), ({"score": "poor"}, True),
        ({"score": "good"}, False), ({"state": "ended"}, False), ({"state": "empty"}, False),
    ):  # fmt: skip
        assert ("test-houses" in client.get(address, query).content.decode()) is is_there, query


def test_the_pages_of_a_dataset_open_for_everybody_who_may_view_but_rows_only_for_its_keepers(checked: Hub) -> None:
    for name in ("dataset", "dictionary", "dataset_versions", "dataset_quality", "rules"):
        assert browser(checked.viewer).get(page(name)).status_code == 200, name
    assert browser(checked.viewer).get(page("dataset_rows")).status_code == 403
    text = browser(checked.steward).get(page("dataset_rows")).content.decode()
    assert "xã Đồng Hạ" in text and "90001" not in text, "units by their names"
    assert "Nhà gạch" in text
    assert "Ông A" not in text and "••••••" in text, "personal columns are masked even for keepers"


def test_rows_of_a_shared_dataset_are_open_inside(checked: Hub) -> None:
    Dataset.objects.filter(pk=checked.houses.pk).update(sensitivity="shared")
    assert browser(checked.viewer).get(page("dataset_rows")).status_code == 200


def test_the_version_of_a_day_is_found(checked: Hub) -> None:
    client, today = browser(checked.viewer), timezone.localdate()
    found = client.get(page("dataset_versions"), {"on": f"{today:%d/%m/%Y}"}).content.decode()
    assert "dùng phiên bản 1" in found
    before = client.get(page("dataset_versions"), {"on": f"{today - datetime.timedelta(days=1):%d/%m/%Y}"})
    assert "chưa có phiên bản nào" in before.content.decode()
    assert "không phải ngày" in client.get(page("dataset_versions"), {"on": "hôm qua"}).content.decode()


def test_a_steward_goes_from_the_score_to_the_rule_to_the_row_and_mends_it(checked: Hub) -> None:
    client = browser(checked.steward)
    quality = client.get(page("dataset_quality")).content.decode()
    assert "Thiếu chủ nhà" in quality and page("rule_rows", "test-houses", "owner-there") in quality
    rows = client.get(page("rule_rows", "test-houses", "owner-there")).content.decode()
    assert "Nhà A" in rows and "/houses/A/" in rows and "Diện tích bất thường" in rows, "every rule that the row breaks"
    answer = client.post(
        page("mend_cell", "test-houses", "owner-there"), {"key": "A", "column": "owner", "value": "Bà Lan"}
    )
    assert answer.status_code == 302
    assert checked.book.rows["A"]["owner"] == "Bà Lan"
    assert JobRun.objects.filter(code="datahub.check").exists()
    refused = client.post(
        page("mend_cell", "test-houses", "area-range"), {"key": "A", "column": "area", "value": "-1"}, follow=True
    )
    assert "lớn hơn 0" in refused.content.decode()


def test_personal_values_are_not_shown_beside_the_rule_that_they_break(checked: Hub) -> None:
    checked.houses.rules.create(code="owner-short", kind="format", columns=["owner"], word="correct",
                                parameters={"pattern": "[A-Z]{3}"})  # fmt: skip
    run_checks(dataset=checked.houses, by=None)
    text = browser(checked.steward).get(page("rule_rows", "test-houses", "owner-short")).content.decode()
    assert "Nhà B" in text and "Ông B" not in text and "••••••" in text
    assert 'name="value"' not in text, "a personal value is mended where it stands"


def test_failing_rows_are_found_by_what_people_call_them(checked: Hub) -> None:
    client, address = browser(checked.steward), page("rule_rows", "test-houses", "all")
    found = client.get(address, {"q": "NHA a"}).content.decode()
    assert "Nhà A" in found and "Nhà C" not in found
    assert "Nhà A" in client.get(address, {"q": "A"}).content.decode()
    assert "Nhà" not in client.get(address, {"q": "không có"}).content.decode().split('id="failing"')[-1]


def test_all_failing_rows_go_to_excel_with_keys_and_every_rule(checked: Hub) -> None:
    answer = browser(checked.steward).get(page("rule_rows", "test-houses", "all"), {"format": "xlsx"})
    rows = {row[0]: row for row in sheet_rows(answer)}
    assert rows["A"][3] == "owner-there, area-range" and rows["A"][2] == "xã Đồng Hạ"
    assert {"A", "C", "D"} <= set(rows)


def test_a_unit_sees_only_its_own_failing_rows(checked: Hub) -> None:
    text = browser(checked.north_officer).get(page("rule_rows", "test-houses", "owner-there")).content.decode()
    assert "Nhà A" in text and "Nhà C" not in text
    assert "Nhà" not in browser(checked.viewer).get(page("rule_rows", "test-houses", "all")).content.decode().split(
        "<main"
    )[-1].split("Không còn dòng")[0].replace("Nhà ở", "")


def test_rows_are_sent_back_and_wait_for_the_unit_on_its_page(checked: Hub) -> None:
    client = browser(checked.steward)
    address = f"{page('send_back', 'test-houses', 'owner-there')}?unit=90001"
    wrong = client.post(address, {"due_on": "hôm nào đó"})
    assert wrong.status_code == 422 and not SentBack.objects.exists()
    due = timezone.localdate() + datetime.timedelta(days=3)
    assert client.post(address, {"due_on": f"{due:%d/%m/%Y}", "note": "Gấp"}).status_code == 302
    text = browser(checked.north_officer).get(reverse("datahub:to_mend")).content.decode()
    assert "Thiếu chủ nhà" in text and "Gấp" in text
    assert "Thiếu chủ nhà" not in browser(checked.south_officer).get(reverse("datahub:to_mend")).content.decode()
    desk = browser(checked.north_officer).get(reverse("desk:home")).content.decode()
    assert "Dữ liệu cần sửa: 1 dòng" in desk
    assert browser(checked.north_officer).post(address, {"due_on": f"{due:%d/%m/%Y}"}).status_code == 403


def test_a_rule_is_made_with_the_form_of_its_kind_after_a_trial(checked: Hub) -> None:
    client = browser(checked.manager)
    address = page("add_rule", "test-houses", "range")
    said = {"column": "area", "min": "50", "max": "", "message": "Nhà quá nhỏ", "word": "correct", "effect": "warns"}
    tried = client.post(address, {**said, "try": "1"}).content.decode()
    assert "Sẽ báo 1 dòng trong 4 dòng" in tried and not checked.houses.rules.filter(message="Nhà quá nhỏ").exists()
    assert client.post(address, {**said, "keep": "1"}).status_code == 302
    made = checked.houses.rules.get(message="Nhà quá nhỏ")
    assert (made.code, made.parameters) == ("area-range-2", {"min": "50"})
    assert client.post(address, {**said, "min": "", "keep": "1", "code": "other"}).status_code == 422
    assert browser(checked.steward).get(address).status_code == 403


@pytest.mark.parametrize(
    "kind",
    ["not-null", "type", "format", "range", "codes", "key", "reference", "order", "geometry", "equal", "alike", "fresh",
     "complete"],
)  # fmt: skip
def test_every_kind_of_rule_has_a_form(checked: Hub, kind: str) -> None:
    assert browser(checked.manager).get(page("add_rule", "test-houses", kind)).status_code == 200


def test_rules_are_switched_brought_in_and_taken_out(checked: Hub) -> None:
    client = browser(checked.manager)
    stored = checked.houses.rules.get(code="area-range")
    client.post(page("switch_rule", "test-houses", str(stored.uid)), {"effect": "blocks"})
    stored.refresh_from_db()
    assert (stored.is_active, stored.effect) == (False, "blocks")
    text = client.get(page("rules"), {"format": "yaml"}).content
    upload = io.BytesIO(text.replace(b"owner-there", b"owner-here"))
    upload.name = "rules.yaml"
    client.post(page("bring_in_rules"), {"file": upload})
    assert checked.houses.rules.filter(code="owner-here", declared=False).exists()


def test_suggestions_are_looked_at_applied_and_taken_back(checked: Hub) -> None:
    find_suggestions(dataset=checked.houses, by=None)
    client = browser(checked.steward)
    text = client.get(page("suggestions")).content.decode()
    assert "Nhà gỗ" in text and "wood" in text
    checked.book.put(house("A", owner="  Ông  Kín "))
    find_suggestions(dataset=checked.houses, by=None)
    masked = client.get(page("suggestions"), {"column": "owner"}).content.decode()
    assert "Kín" not in masked and "••••••" in masked
    chosen = [str(pk) for pk in checked.houses.suggestions.values_list("pk", flat=True)]
    client.post(page("decide_suggestions"), {"verb": "apply", "chosen": chosen})
    run = JobRun.objects.get(code="datahub.apply_suggestions")
    assert run.arguments["ids"] == [int(pk) for pk in chosen]
    assert browser(checked.viewer).get(page("suggestions")).status_code == 403


def test_a_dataset_is_made_by_hand_with_its_dictionary(checked: Hub) -> None:
    client = browser(checked.manager)
    said = {
        "code": "gia-vat-lieu", "name": "Giá vật liệu", "owner": "tinh.construction", "layer": "source",
        "sensitivity": "shared", "update_days": "30", "key": "item", "columns-TOTAL_FORMS": "3",
        "columns-INITIAL_FORMS": "0", "columns-0-name": "item", "columns-0-label": "Mặt hàng", "columns-0-type": "code",
        "columns-0-codes": "cat = Cát; da = Đá", "columns-1-name": "price", "columns-1-type": "decimal",
        "columns-2-name": "", "columns-2-type": "text",
    }  # fmt: skip
    longer = client.post(reverse("datahub:make_dataset"), {**said, "more": "1"}).content.decode()
    assert 'name="columns-12-name"' in longer and "Mặt hàng" in longer
    assert client.post(reverse("datahub:make_dataset"), {**said, "key": "nothing"}).status_code == 422
    answer = client.post(reverse("datahub:make_dataset"), said)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    made = Dataset.objects.get(code="gia-vat-lieu")
    assert [one.name for one in made.schemas.get().read_columns()] == ["item", "price"]
    edit = client.get(page("change_dataset", "gia-vat-lieu")).content.decode()
    assert "cat = Cát; da = Đá" in edit
    again = {**said, "name": "Giá vật liệu xây dựng", "columns-INITIAL_FORMS": "2", "reason": "Đặt lại tên"}
    assert client.post(page("change_dataset", "gia-vat-lieu"), again).status_code == 302
    assert made.schemas.count() == 1, "the same columns make no schema version"


def test_the_province_sees_all_scores_and_the_ranking_of_units(checked: Hub) -> None:
    text = browser(checked.viewer).get(reverse("datahub:quality")).content.decode()
    assert "Nhà ở" in text and "xã Đồng Hạ" in text and "2 đơn vị có dữ liệu" in text
    answer = browser(checked.viewer).get(reverse("datahub:quality"), {"part": "units", "format": "xlsx"})
    assert any(row[0] == "xã Tây Thượng" for row in sheet_rows(answer))


def test_long_work_is_started_for_keepers_and_shown(checked: Hub) -> None:
    client = browser(checked.steward)
    assert client.post(page("publish")).status_code == 302
    assert client.post(page("check"), follow=True).status_code == 200
    assert set(JobRun.objects.values_list("code", flat=True)) >= {"datahub.publish"}
    assert client.get(page("dataset_job"), {"at": "/datahub/"}).status_code == 200
    assert browser(checked.viewer).post(page("publish")).status_code == 403


def test_no_page_asks_more_for_more_rows(checked: Hub, django_assert_max_num_queries: Any) -> None:
    for number in range(60):
        checked.book.put(house(f"X{number:03}", owner=None))
        Dataset.objects.create(code=f"d{number}", name=f"Tập {number}", owner=checked.construction, key=["a"])
    run_checks(dataset=checked.houses, by=None)
    send_back(
        dataset=checked.houses, rule="owner-there", unit=checked.north, due_on=timezone.localdate(), note="",
        by=checked.steward,
    )  # fmt: skip
    client = browser(checked.steward)
    for name, address, most in (
        ("catalogue", reverse("datahub:datasets"), 20), ("dataset", page("dataset"), 26),
        ("dictionary", page("dictionary"), 18), ("versions", page("dataset_versions"), 19),
        ("rows", page("dataset_rows"), 19), ("quality", page("dataset_quality"), 27), ("rules", page("rules"), 21),
        ("failing", page("rule_rows", "test-houses", "owner-there"), 22), ("province", reverse("datahub:quality"), 18),
        ("to mend", reverse("datahub:to_mend"), 15), ("suggestions", page("suggestions"), 19),
    ):  # fmt: skip
        client.get(address)
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200, name
