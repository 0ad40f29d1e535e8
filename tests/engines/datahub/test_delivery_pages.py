"""The pages of deliveries: what is wrong this morning, a new way in, a file that somebody brings; who may do what."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from honglam.core.access.models import User
from honglam.core.jobs.execution import execute
from honglam.core.jobs.models import JobRun
from honglam.engines.datahub.models import Inflow
from tests.engines.datahub.delivery_stories import GOOD, Market, market
from tests.people import make_person

__all__ = ["market"]
LIST = "/datahub/deliveries/"
FORM: dict[str, Any] = {
    "name": "Giá theo tuần", "kind": "http", "url": "https://gia.example/v1",
    "headers": "Authorization: Bearer {secret}", "secret": "HONGLAM_SECRET_GIA", "rows_at": "data.items",
    "mapping": "ma = code\ngia = price",
    "columns": "ma\nten\ngia", "least_rows": "10", "most_rows": "", "every_minutes": "10080", "is_active": "on",
}  # fmt: skip


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def page(inflow: Inflow, name: str = "inflow") -> str:
    return reverse(f"datahub:{name}", args=[inflow.uid])


def test_without_ways_in_the_page_says_what_it_is_for(market: Market) -> None:
    assert "Thêm nguồn" in text(browser(market.viewer), LIST)


def test_alarms_stand_first_and_are_filtered(market: Market) -> None:
    good, bad = market.inflow(name="An toàn"), market.inflow(name="Vắng", contract={"columns": ["Mã"]})
    market.deliver(good, GOOD)
    market.deliver(bad, GOOD)
    client = browser(market.viewer)
    shown = text(client, LIST)
    assert "1 trong 2 nguồn có cảnh báo" in shown and "đổi cấu trúc" in shown
    assert shown.index("Vắng") < shown.index("An toàn")
    for query, names in (
        ({"alarm": "any"}, {"Vắng"}), ({"alarm": "reshaped"}, {"Vắng"}), ({"alarm": "late"}, set()),
        ({"kind": "sql"}, set()), ({"q": "an toan"}, {"An toàn"}), ({"q": "so xay dung"}, {"An toàn", "Vắng"}),
    ):  # fmt: skip
        found = text(client, LIST, **query)
        assert {name for name in ("An toàn", "Vắng") if f">{name}</a>" in found} == names, query
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(LIST, {"format": "xlsx"}).streaming_content)))
    assert "đổi cấu trúc" in [cell.value for row in book.worksheets[0].iter_rows() for cell in row]


def test_a_way_in_tells_its_contract_its_runs_and_its_alarm(market: Market) -> None:
    inflow = market.inflow(contract={"columns": ["Mã", "Vật liệu", "Giá"], "least_rows": 2})
    market.deliver(inflow, GOOD)
    market.deliver(inflow, "Mã;Vật liệu;Giá\n", "rong.csv")
    shown = text(browser(market.viewer), page(inflow))
    for words in ("ít nhất 2", "Mã, Vật liệu, Giá", "rỗng", "Có 0 dòng", "rong.csv", "#1", "Lê Văn Phối"):
        assert words in shown, words
    assert 'type="file"' not in shown and "Lấy ngay" not in shown, "whoever only looks brings nothing"


def test_a_manager_sets_up_a_way_in_and_writes_it_anew(market: Market) -> None:
    client = browser(market.manager)
    new = reverse("datahub:new_inflow", args=["prices"])
    assert new in text(client, reverse("datahub:dataset", args=["prices"]))
    assert client.post(new, FORM).status_code == 302
    inflow = Inflow.objects.get()
    assert inflow.settings == {
        "url": "https://gia.example/v1", "rows_at": "data.items", "headers": {"Authorization": "Bearer {secret}"},
    }  # fmt: skip
    assert (inflow.mapping, inflow.contract) == (
        {"ma": "code", "gia": "price"}, {"columns": ["ma", "ten", "gia"], "least_rows": 10},
    )  # fmt: skip
    assert inflow.next_due_at is not None
    edit = text(client, page(inflow, "edit_inflow"))
    assert "ma = code" in edit and "Authorization: Bearer {secret}" in edit
    changed = {**FORM, "name": "Giá theo tháng", "every_minutes": "43200", "figures": "point"}
    assert client.post(page(inflow, "edit_inflow"), changed).status_code == 302
    inflow.refresh_from_db()
    assert (inflow.name, inflow.settings["figures"]) == ("Giá theo tháng", "point")
    shown = text(client, page(inflow))
    assert "Lấy ngay" in shown and "mỗi 30 ngày" in shown
    assert "Lập nguồn dữ liệu đến" in shown and "Sửa nguồn dữ liệu đến" in shown


def test_the_form_asks_only_what_the_chosen_way_needs(market: Market) -> None:
    client, new = browser(market.manager), reverse("datahub:new_inflow", args=["prices"])
    shown = text(client, new)
    assert "data-whens" in shown
    assert re.search(
        r'data-when="kind" data-when-values="\[&quot;sql&quot;\]">\s*<div class="field[^>]*>\s*<label for="id_query"',
        shown,
    )
    assert client.post(new, {**FORM, "kind": "file"}).status_code == 302, "what another way needs is no hindrance"
    inflow = Inflow.objects.get()
    assert (inflow.settings, inflow.secret) == ({"rows_at": "data.items"}, "")
    assert "ma → Mã; gia → Giá" in text(client, page(inflow))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "bắt buộc"), ({"url": ""}, "địa chỉ của nguồn"), ({"kind": "sql"}, "câu truy vấn"),
        ({"secret": "PATH"}, "HONGLAM_SECRET_"), ({"url": "ftp://x"}, "http://"), ({"least_rows": "-1"}, "0"),
    ],
)  # fmt: skip
def test_a_wrong_form_says_what_to_mend(market: Market, wrong: dict[str, str], said: str) -> None:
    answer = browser(market.manager).post(reverse("datahub:new_inflow", args=["prices"]), {**FORM, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Inflow.objects.exists()


def test_a_file_that_is_brought_is_received_by_a_job(market: Market) -> None:
    inflow, client = market.inflow(), browser(market.manager)
    assert 'type="file"' in text(client, page(inflow))
    answer = client.post(page(inflow, "receive"), {"file": SimpleUploadedFile("gia.csv", GOOD.encode())})
    job = JobRun.objects.get(code="datahub.receive")
    assert answer.headers["Location"] == reverse("jobs:run", args=[job.uid])
    execute.call(job.pk, job.attempt)
    assert market.dataset.versions.count() == 1
    job.refresh_from_db()
    assert job.message == "Đã nhận"


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (None, "Hãy chọn tệp"),
        (SimpleUploadedFile("gia.csv", b""), "0 byte"),
        (SimpleUploadedFile("gia.exe", b"MZ\x90\x00" + bytes(100)), "gia.exe"),
    ],
)
def test_a_file_that_cannot_be_taken_is_said_on_the_page(market: Market, upload: Any, said: str) -> None:
    inflow = market.inflow()
    form = {"file": upload} if upload is not None else {}
    answer = browser(market.manager).post(page(inflow, "receive"), form, follow=True)
    assert said in answer.content.decode()
    assert not inflow.runs.exists()


def test_only_who_manages_the_owner_s_data_may_write(market: Market) -> None:
    inflow = market.inflow()
    new = reverse("datahub:new_inflow", args=["prices"])
    elsewhere = make_person("ngoai", "Phạm Thị Dung", "coordinator", market.other)
    for person in (market.viewer, market.steward, elsewhere):
        client = browser(person)
        for address in (new, page(inflow, "edit_inflow")):
            assert client.get(address).status_code == 403, (person, address)
            assert client.post(address, FORM).status_code == 403
        assert client.post(page(inflow, "receive")).status_code == 403
        dataset = text(client, reverse("datahub:dataset", args=["prices"]))
        assert new not in dataset and reverse("datahub:new_release", args=["prices"]) not in dataset
    assert reverse("datahub:new_release", args=["prices"]) in text(
        browser(market.manager), reverse("datahub:dataset", args=["prices"])
    )


def test_many_ways_in_cost_no_more_queries_than_few(market: Market, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        market.inflow(name=f"Nguồn {number}")
    client = browser(market.viewer)
    client.get(LIST)
    with django_assert_max_num_queries(20):
        client.get(LIST)
