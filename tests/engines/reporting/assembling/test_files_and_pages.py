"""What a report says can be read on a page, taken away as a workbook, as values, and asked for by a program."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.contrib.messages import get_messages
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from honglam.engines.plans.terms import WorkState
from honglam.engines.reporting.annexes import annex_workbook
from honglam.engines.reporting.assembling import assemble, content_of
from honglam.engines.reporting.content import (
    ChartBlock,
    Column,
    Content,
    Item,
    ListBlock,
    Row,
    Section,
    Sentence,
    Series,
    TableBlock,
    WrittenBlock,
)
from honglam.engines.reporting.errors import ReportNotFreezable
from honglam.engines.reporting.exports import exported_figures, report_json
from honglam.engines.reporting.freezing import freeze, thaw
from honglam.engines.reporting.making import Change, canonical, change_of, figure_of
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.terms import EntryKind
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.engines.reporting.assembling.stories import QUARTER, TODAY, add_entry, make_regime, make_report, send_report
from tests.people import People, people

__all__ = ["people"]


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def some_content() -> Content:
    def numbered(key: str, value: int, previous: str = "") -> Any:
        made = figure_of(key, value, measure="nhiệm vụ", label=key, link="/plans/shares/?status=overdue")
        return type(made)(**{**{name: getattr(made, name) for name in made.__dataclass_fields__}, "previous": previous})

    table = TableBlock(
        "Bảng: nhiệm vụ [theo] kế hoạch rất dài để thử tên trang tính", (Column("Kế hoạch"), Column("Số", True)),
        (Row(("=1+1", numbered("a", 2, "5"))), Row(("B", numbered("b", 3, "1"))), Row(("Cộng", numbered("t", 5)),
                                                                                     is_total=True)),
        note="Ghi chú của bảng", is_annex=True,
    )  # fmt: skip
    uneven = TableBlock("Bảng hai", (Column("Kế hoạch"), Column("Số", True)),
                        (Row(("A", numbered("c", 2))), Row(("Cộng", numbered("u", 9)), is_total=True)))  # fmt: skip
    chart = ChartBlock(
        "Biểu đồ", "bar", "nhiệm vụ", ("A", "B"), (Series("Quá hạn", ("1", "")), Series("Khác", ("2", "3")))
    )
    blocks = (
        Sentence(("Có ", numbered("x", 7, "5"), " nhiệm vụ.")), table, uneven, chart,
        ListBlock("Đơn vị chưa gửi", (Item("Thiếu\nmáy", "Xã Bắc Sơn", "/x/"),)), ListBlock("", (), "Không có."),
        WrittenBlock("Một.\n\nHai <b>."),
    )  # fmt: skip
    return Content((Section("work", "work", "Kết quả", blocks), Section("next", "next", "Kỳ tới")))


@pytest.mark.parametrize(
    ("value", "previous", "change"),
    [
        (7, "5", Change(1, "2", "việc")), (5, "7", Change(-1, "2", "việc")), (5, "5", Change(0, "0", "việc")),
        (5, "", None), (None, "5", None),
    ],
)  # fmt: skip
def test_what_became_of_a_figure(value: int | None, previous: str, change: Change | None) -> None:
    made = figure_of("k", value, measure="việc")
    assert change_of(type(made)("k", made.value, made.printed, "việc", "", "", previous)) == change


def test_the_change_is_told_in_words() -> None:
    assert Change(1, "2", "nhiệm vụ").words == "tăng 2 nhiệm vụ so với kỳ trước"
    assert Change(-1, "2,5", "điểm phần trăm").words == "giảm 2,5 điểm phần trăm so với kỳ trước"
    assert Change(0, "0", "").words == "bằng kỳ trước"


@pytest.mark.parametrize(("value", "text"), [("12.5000", "12.5"), ("0.0000", "0"), ("1E+3", "1000"), ("-3", "-3")])
def test_a_number_has_one_canonical_text(value: str, text: str) -> None:
    assert canonical(Decimal(value)) == text


def test_content_is_shown_with_links_changes_charts_and_annexes() -> None:
    page = render_to_string("reporting/content/content.html", {"content": some_content(), "is_editable": True})
    assert 'href="/plans/shares/?status=overdue"' in page
    assert "tăng</small>" not in page and "▲" in page and "▼" in page and "giảm 3" in " ".join(page.split())
    assert 'id="work-chart-4-data"' in page and '"tone": "danger"' in page
    assert "I. Kết quả" in page and "II. Kỳ tới" in page and "Phụ lục 1. Bảng" in page and 'href="#annex-1"' in page
    assert "Chưa viết phần này." in page and "Hai &lt;b&gt;." in page and "Không có." in page
    assert page.count('class="is-total"') == 2


@pytest.mark.django_db
def test_annexes_have_a_sheet_for_every_table_with_sums_that_follow_and_a_native_chart(people: People) -> None:
    report = make_report(make_regime(people.province, "work"), people.north)
    stream = annex_workbook(report, some_content())
    book = openpyxl.load_workbook(stream)
    assert len(book.sheetnames) == 4 and all(len(name) <= 31 for name in book.sheetnames)
    first, second, third, values = book.worksheets
    texts = [str(cell.value) for row in first.iter_rows() for cell in row if cell.value is not None]
    assert any("Xã Bắc Sơn" in text for text in texts) and any(report.code in text for text in texts)
    assert any("Quý II năm 2026" in text for text in texts) and "Bản đang soạn thảo, số liệu còn thay đổi." in texts
    sums = [cell.value for row in first.iter_rows() for cell in row if cell.data_type == "f"]
    assert sums == ["=SUM(B8:B9)"]
    assert "=1+1" in [cell.value for row in first.iter_rows() for cell in row if cell.data_type == "s"]
    assert not [cell for row in second.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(third._charts) == 1
    assert [cell.value for cell in values["B"] if cell.value in ("x", "a", "b", "t", "c", "u")] == list("xabtcu")
    computed = openpyxl.load_workbook(stream, data_only=True).worksheets[0]
    assert computed["B10"].value == 5


@pytest.mark.django_db
def test_values_go_out_as_json_and_csv_for_readers_only(people: People) -> None:
    make_share(make_task(make_plan(people.province), due_on=QUARTER.end), people.north, state=WorkState.DONE)
    report = send_report(make_report(make_regime(people.province, "work"), people.north))
    reader = signed_in(people.officer)
    told = json.loads(reader.get(f"/reports/{report.uid}/figures.json").content)
    figures = {one["key"]: one for one in told["figures"]}
    assert figures["work.in_force"]["value"] == "1" and figures["work.in_force"]["unit"] == "Xã Bắc Sơn"
    assert told["content"] == report.content and told["period"] == "2026-Q2"
    answer = reader.get(f"/reports/{report.uid}/figures.csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert any("work.in_force" in row for row in rows)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(reader.get(f"/reports/{report.uid}/annexes.xlsx"))))
    assert book.sheetnames
    for ending in ("figures.json", "figures.csv", "annexes.xlsx"):
        assert signed_in(people.stranger).get(f"/reports/{report.uid}/{ending}").status_code == 404
        assert Client().get(f"/reports/{report.uid}/{ending}").status_code in (302, 403)


@pytest.mark.django_db
def test_a_receiver_reads_what_was_sent_and_not_what_is_drafted(people: People) -> None:
    regime = make_regime(people.science, "work")
    report = make_report(regime, people.north, receiver=people.south)
    assert signed_in(people.stranger).get(f"/reports/{report.uid}/figures.json").status_code == 404
    send_report(report)
    assert signed_in(people.stranger).get(f"/reports/{report.uid}/figures.json").status_code == 200


@pytest.mark.django_db
def test_programs_list_reports_and_read_one(people: People, django_assert_max_num_queries: Any) -> None:
    regime = make_regime(people.province, "work")
    report = send_report(make_report(regime, people.north))
    make_report(regime, people.south)
    client = signed_in(people.leader)
    assert client.get("/api/reports").json()["count"] == 2
    with django_assert_max_num_queries(8):
        found = client.get("/api/reports", {"unit": "90001", "period": "2026-Q2", "step": "sent"}).json()
    assert [one["code"] for one in found["items"]] == [report.code]
    assert client.get("/api/reports", {"ends_from": "2026-07-01"}).json()["count"] == 0
    told = client.get(f"/api/reports/{report.uid}").json()
    assert told["content_sha256"] == report.content_sha256 and told["content"]["sections"][0]["code"] == "work"
    assert signed_in(people.officer).get("/api/reports").json()["count"] == 1
    assert signed_in(people.stranger).get(f"/api/reports/{report.uid}").status_code == 404


@pytest.mark.django_db
def test_entries_are_chosen_on_a_page_and_taken_over(people: People) -> None:
    above = make_regime(people.province, "difficulties")
    report = make_report(above, people.province)
    regime = make_regime(people.province, "difficulties", feeds=above, units=(people.north,))
    client = signed_in(people.coordinator)
    address = f"/reports/{report.uid}/take-over/"
    assert "Chưa có khó khăn, kiến nghị nào của cấp dưới" in client.get(address).content.decode()
    below = make_report(regime, people.north)
    entry = add_entry(below, "Thiếu máy quét")
    send_report(below)
    page = client.get(address, {"q": "may quet"}).content.decode()
    assert f'value="entry:{entry.uid}"' in page and "data-choose-all" in page
    assert "Không có ý nào khớp" in client.get(address, {"q": "xyz"}).content.decode()
    nothing = client.post(address)
    assert "Chưa chọn ý nào mới" in str(next(iter(get_messages(nothing.wsgi_request))))
    client.post(address, {"entries": f"entry:{entry.uid}", "stay": "1"})
    assert report.entries.get().origin == entry
    assert "Đã lấy" in client.get(address).content.decode()
    assert client.get(address, {"format": "xlsx"}).status_code == 200
    assert signed_in(people.officer).get(address).status_code == 404


@pytest.mark.django_db
def test_proposals_are_answered_on_a_page_of_who_received_them(people: People) -> None:
    report = make_report(make_regime(people.province, "proposals"), people.north)
    entry = add_entry(report, "Đề nghị bổ sung biên chế", EntryKind.PROPOSAL)
    add_entry(report, "Chỉ là khó khăn")
    send_report(report)
    client = signed_in(people.leader)
    page = client.get("/reports/proposals/").content.decode()
    assert "Đề nghị bổ sung biên chế" in page and "Chỉ là khó khăn" not in page
    answer = client.post(f"/reports/proposals/{entry.uid}/answer/", {"text": "Đồng ý", "next": "/reports/proposals/"})
    assert answer.headers["Location"] == "/reports/proposals/"
    assert "Không có kiến nghị nào" in client.get("/reports/proposals/").content.decode()
    assert "Đồng ý" in client.get("/reports/proposals/", {"state": "answered"}).content.decode()
    hostile = client.post(f"/reports/proposals/{entry.uid}/answer/", {"text": "Rồi", "next": "https://x.example/"})
    assert "x.example" not in hostile.headers["Location"]
    assert signed_in(people.head).post(f"/reports/proposals/{entry.uid}/answer/", {"text": "x"}).status_code == 404


@pytest.mark.django_db
def test_written_sections_and_entries_stand_in_their_places(people: People) -> None:
    report = make_report(make_regime(people.province, "direction", "difficulties", "proposals", "next"), people.north)
    report.written = {"direction": "Đã chỉ đạo."}
    add_entry(report, "Đề nghị tập huấn", EntryKind.PROPOSAL, addressed_to=people.science)
    content = assemble(report, today=TODAY)
    direction, difficulties, proposals, following = content.sections
    assert direction.blocks == (WrittenBlock("Đã chỉ đạo."),) and following.blocks == ()
    assert difficulties.blocks == (ListBlock("", (), "Không có khó khăn, vướng mắc."),)
    (block,) = proposals.blocks
    assert isinstance(block, ListBlock)
    assert block.items[0].text == "Đề nghị tập huấn\nCơ quan giải quyết: Sở Khoa học và Công nghệ."


@pytest.mark.django_db
def test_content_is_vietnamese_whoever_looks_and_frozen_content_does_not_change(people: People) -> None:
    report = make_report(make_regime(people.province, "work"), people.north)
    with override("en"):
        content = content_of(report, today=TODAY)
    assert content.sections[0].title == "Kết quả thực hiện nhiệm vụ"
    freeze(report=report, today=TODAY)
    assert report.is_frozen and Report.objects.get(pk=report.pk).content is None
    make_share(make_task(make_plan(people.province), due_on=QUARTER.end), people.north)
    assert content_of(report, today=TODAY) == content
    thaw(report)
    assert content_of(report, today=TODAY) != content


@pytest.mark.django_db
def test_an_outline_that_the_software_does_not_know_is_shown_and_not_frozen(people: People) -> None:
    regime = make_regime(people.province)
    regime.sections = [{"code": "gone", "key": "gone", "title": "Phần cũ"}]
    report = make_report(regime, people.north)
    assert "không còn phần này" in assemble(report, today=TODAY).sections[0].blocks[0].text  # type: ignore[union-attr]
    with pytest.raises(ReportNotFreezable, match="Phần cũ"):
        freeze(report=report, today=TODAY)
    regime.sections = []
    with pytest.raises(ReportNotFreezable, match="chưa có đề cương"):
        freeze(report=report, today=TODAY)


@pytest.mark.django_db
def test_every_key_goes_out_once(people: People) -> None:
    report = make_report(make_regime(people.province, "work"), people.north)
    content = some_content()
    keys = [one.key for one in exported_figures(report, content)]
    assert len(keys) == len(set(keys)) == 6
    assert report_json(report, content)["figures"][0]["previous"] == "5"
