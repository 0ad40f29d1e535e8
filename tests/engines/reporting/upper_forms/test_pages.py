"""The pages of received forms: a list, the sheet with its cells, one cell, filling, what came of it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from honglam.engines.reporting.models import FilledForm, MappedCell, UpperForm
from honglam.engines.reporting.terms import FormMeasure
from tests.engines.indicators.stories import on_day
from tests.people import People, people

from .blanks import indicator_lines, two_sheets
from .stories import SHEET, Measures, make_measures, put_months, received_form, upload

__all__ = ["people"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_april(monkeypatch: Any) -> None:
    on_day(monkeypatch, datetime.date(2026, 4, 9))


@pytest.fixture
def measures(people: People) -> Measures:
    found = make_measures(people)
    put_months(found.received, people.north, (100, 110, 120))
    put_months(found.online, people.north, (80, 90, 100))
    return found


@pytest.fixture
def desk(people: People) -> Client:
    client = Client()
    client.force_login(people.officer)
    return client


def test_a_received_form_is_taken_in_mapped_and_filled(desk: Client, people: People, measures: Measures) -> None:
    assert "Chưa có biểu nào" in desk.get("/reports/forms/").content.decode()
    sent = {"upload": upload(indicator_lines()), "scheme": "quarter", "asked_by": "Bộ thử", "unit": people.north.pk}
    answer = desk.post("/reports/forms/new/", sent)
    form = UpperForm.objects.get()
    assert answer.headers["Location"] == form.get_absolute_url()
    page = desk.get(form.get_absolute_url()).content.decode()
    assert "đã có 4/25 số" in page, "the figures that need not be typed again are counted before anything is mapped"
    desk.post(reverse("reporting:accept_cells", args=[form.uid]), {"query": "sheet=0"})
    page = desk.get(f"{form.get_absolute_url()}?cell=E8").content.decode()
    assert 'value="Hồ sơ thủ tục hành chính tiếp nhận trong kỳ' in page
    assert "330" in page
    filled = desk.post(reverse("reporting:fill_upper_form", args=[form.uid]), {"period": "2026-Q1"})
    found = FilledForm.objects.get()
    assert filled.headers["Location"] == reverse("reporting:filled_form", args=[found.uid])
    page = desk.get(filled.headers["Location"]).content.decode()
    assert "Chưa giao chỉ tiêu" in page
    assert desk.get(reverse("files:download", args=[found.file.uid])).status_code == 200
    assert "Quý I/2026" in desk.get("/reports/forms/?q=Bộ thử").content.decode()


def test_a_cell_is_mapped_in_its_panel_alone_or_with_its_line(desk: Client, people: People, measures: Measures) -> None:
    form = received_form(people)
    address = reverse("reporting:map_cell", args=[form.uid])
    part = desk.get(f"{address}?sheet=0&cell=E10").content.decode()
    assert "Hồ sơ giải quyết quá hạn" in part
    sent = {"sheet": 0, "cell": "E10", "content": "figure", "indicator": measures.taxes.code, "measure": "value",
            "unit": "", "factor": "", "period": "2026-Q1"}  # fmt: skip
    answer = desk.post(address, sent)
    assert answer.headers["Location"].endswith("#cell-E10")
    assert MappedCell.objects.get(cell="E10").measure == FormMeasure.VALUE
    desk.post(address, {**sent, "indicator": measures.online.name, "whole_line": "on"})
    line = MappedCell.objects.filter(cell__in=["D10", "E10", "F10", "G10"], indicator=measures.online)
    assert [cell.measure for cell in line.order_by("cell")] == ["target", "value", "cumulative", "of_target"]
    desk.post(address, {"sheet": 0, "cell": "E10", "step": "clear"})
    assert not MappedCell.objects.filter(cell="E10").exists()
    wrong = desk.post(address, {**sent, "indicator": "không có chỉ tiêu này"})
    assert (wrong.status_code, "Không có chỉ tiêu nào" in wrong.content.decode()) == (422, True)
    wrong = desk.post(address, {**sent, "factor": "một nửa"})
    assert "không phải là số" in wrong.content.decode()


def test_a_picker_finds_indicators(desk: Client, measures: Measures) -> None:
    answer = desk.get(reverse("reporting:form_indicators"), {"q": "truc tuyen"})
    assert {one["key"] for one in answer.json()["options"]} == {str(measures.online.uid), str(measures.share.uid)}


def test_the_next_blank_tells_what_changed(desk: Client, people: People, measures: Measures) -> None:
    form = received_form(people)
    desk.post(reverse("reporting:replace_blank", args=[form.uid]), {"upload": upload(indicator_lines(inserted=True))})
    page = desk.get(form.get_absolute_url()).content.decode()
    assert "Dòng “Hồ sơ tiếp nhận trực tuyến” chuyển từ 9 sang 10." in page
    assert "Phiên bản 2" in page
    refused = desk.post(
        reverse("reporting:replace_blank", args=[form.uid]), {"upload": upload(b"a;b", "bieu.xlsx")}, follow=True
    )
    assert "không phải .xlsx" in refused.content.decode()


def test_every_sheet_has_its_tab_and_a_wrong_address_none(desk: Client, people: People, measures: Measures) -> None:
    form = received_form(people, two_sheets())
    page = desk.get(f"{form.get_absolute_url()}?sheet=1").content.decode()
    assert "Tỷ lệ đạt được" in page
    assert desk.get(f"{form.get_absolute_url()}?sheet=9&period=mai&cell=ZZ1").status_code == 200
    for query in ("sheet=9&cell=C4", "sheet=0&cell=A1", "sheet=x&cell=C4"):
        assert desk.get(f"{reverse('reporting:map_cell', args=[form.uid])}?{query}").status_code == 404


def test_nobody_else_opens_the_form_or_its_files(desk: Client, people: People, measures: Measures) -> None:
    form = received_form(people)
    stranger = Client()
    stranger.force_login(people.stranger)
    assert stranger.get(form.get_absolute_url()).status_code == 404
    blank = form.versions.get().file
    assert stranger.get(reverse("files:download", args=[blank.uid])).status_code in (403, 404)
    desk.post(reverse("reporting:drop_upper_form", args=[form.uid]))
    assert desk.get(form.get_absolute_url()).status_code == 404


def test_a_form_page_asks_the_database_as_often_for_many_cells(
    desk: Client, people: People, measures: Measures, django_assert_max_num_queries: Any
) -> None:
    form = received_form(people)
    desk.get(form.get_absolute_url())
    with django_assert_max_num_queries(24):
        assert SHEET in desk.get(form.get_absolute_url()).content.decode()
    for number in range(3):
        received_form(people, name=f"Biểu {number}")
    with django_assert_max_num_queries(16):
        desk.get("/reports/forms/")
