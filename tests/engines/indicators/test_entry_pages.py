"""The pages on which a form is filled and decided, in the browser's terms: what is shown, sent and refused."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from honglam.core.access.terms import RoleCode
from honglam.core.notices.models import Notice
from honglam.engines.indicators.actions import define_rule, submit
from honglam.engines.indicators.models import Indicator, IndicatorForm, IndicatorValue, Submission
from honglam.engines.indicators.terms import (
    Aggregation,
    Calculation,
    RuleKind,
    Severity,
    SubmissionState,
    ValueState,
)
from honglam.toolkit.periods import Period
from tests.engines.indicators.stories import APRIL, MARCH, PICTURE, TODAY, enter, make_form, make_indicator, on_day, put
from tests.people import People, make_person

Browser = Callable[[Any], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def files(people: People, monkeypatch: pytest.MonkeyPatch) -> Indicator:
    """Applications of a month; the day of the tests is a day of May."""
    on_day(monkeypatch, TODAY)
    return make_indicator(people, "Tổng số hồ sơ", measure="hồ sơ")


@pytest.fixture
def online(people: People, files: Indicator) -> Indicator:
    """Those that came online."""
    return make_indicator(people, "Hồ sơ trực tuyến", measure="hồ sơ")


@pytest.fixture
def form(people: People, files: Indicator, online: Indicator) -> IndicatorForm:
    """Two figures and the share that follows from them."""
    share = make_indicator(
        people, "Tỷ lệ trực tuyến", measure="%", calculation=Calculation.RATIO, numerator=online, denominator=files,
        factor=Decimal(100), aggregation=Aggregation.RECOMPUTE,
    )  # fmt: skip
    return make_form(people, files, online, share)


@pytest.fixture
def receiver(people: People) -> Any:
    """The head of the department to which the form goes."""
    return make_person("receiver", "Ngô Thị Kim", RoleCode.HEAD, people.science)


def page(form: IndicatorForm, unit: Any, name: str = "entry", *more: str, period: Period = APRIL) -> str:
    return reverse(f"indicators:{name}", args=[form.uid, period.code, unit.code, *more])


def cell(unit: Any, indicator: Indicator, text: str, version: int = 0, period: Period = APRIL) -> dict[str, Any]:
    return {"unit": unit.code, "period": period.code, "indicator": indicator.code, "text": text, "version": version}


def save(client: Client, form: IndicatorForm, *cells: dict[str, Any]) -> Any:
    address = reverse("indicators:save_cells", args=[form.uid])
    return client.post(address, json.dumps({"cells": cells}), content_type="application/json")


def test_the_desk_shows_what_has_to_be_sent_by_when_and_what_is_missing(
    people: People, form: IndicatorForm, files: Indicator, browser: Browser
) -> None:
    enter(form, people.north, people.officer, files, 100)
    client = browser(people.officer)
    rows = client.get(reverse("indicators:own_forms")).context["page"].object_list
    april = next(row for row in rows if row.period == APRIL)
    assert (april.gaps, april.asked, april.unit, april.is_sent) == (1, 2, people.north, False)
    missing = client.get(reverse("indicators:own_forms"), {"state": "missing"}).context["page"].object_list
    assert missing and APRIL not in [row.period for row in missing]
    assert client.get(reverse("indicators:own_forms"), {"q": "bieu b01", "form": "B01"}).context["page"].object_list
    answer = client.get(reverse("indicators:own_forms"), {"q": "khong co"})
    assert "Không có biểu nào khớp" in answer.content.decode()
    assert "chưa phải gửi biểu nào" in browser(people.leader).get(reverse("indicators:own_forms")).content.decode()


def test_a_cell_is_saved_as_it_is_left_and_what_follows_from_it_comes_back(
    people: People, form: IndicatorForm, files: Indicator, online: Indicator, browser: Browser
) -> None:
    client = browser(people.officer)
    text = client.get(page(form, people.north)).content.decode()
    assert f'data-indicator="{files.code}" data-version="0"' in text
    answer = save(client, form, cell(people.north, files, "1.234,5"), cell(people.north, online, "900")).json()
    assert [(one["value"], bool(one["version"])) for one in answer["cells"]] == [("1.234,5", True), ("900", True)]
    assert [one["value"] for one in answer["calculated"]] == ["72,9"]
    assert f"[{files.code}] = 1.234,5" in answer["calculated"][0]["why"]
    assert answer["gaps"] == 0
    assert IndicatorValue.objects.get(indicator=files).value == Decimal("1234.5")


def test_a_conflict_shows_what_the_other_person_wrote(
    people: People, form: IndicatorForm, files: Indicator, browser: Browser
) -> None:
    enter(form, people.north, people.head, files, 70)
    (answer,) = save(browser(people.officer), form, cell(people.north, files, "80")).json()["cells"]
    assert (answer["code"], answer["theirs"]["value"], answer["theirs"]["who"]) == (
        "indicators.value_changed", "70", "Lê Văn Cường",
    )  # fmt: skip
    seen = answer["theirs"]["version"]
    assert f'data-version="{seen}"' in browser(people.officer).get(page(form, people.north)).content.decode()
    (again,) = save(browser(people.officer), form, cell(people.north, files, "80", seen)).json()["cells"]
    assert again["value"] == "80"


def test_a_paste_keeps_the_good_cells_and_says_what_is_wrong_with_the_others(
    people: People, form: IndicatorForm, files: Indicator, online: Indicator, browser: Browser
) -> None:
    sent = [cell(people.north, files, "nhiều"), cell(people.north, online, "5 %"), cell(people.north, online, "5")]
    good, *bad = sorted(save(browser(people.officer), form, *sent).json()["cells"], key=lambda one: "error" in one)
    assert good["value"] == "5"
    assert "không phải là số" in bad[0]["error"]
    assert list(IndicatorValue.objects.values_list("indicator", "value")) == [(online.pk, Decimal(5))]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        '{"cells": []}',
        '{"cells": [{"unit": "x"}]}',
        '{"cells": [{"unit": "90001", "period": "2026-99", "indicator": "x", "text": "1", "version": 0}]}',
        '{"cells": [{"unit": "none", "period": "2026-04", "indicator": "x", "text": "1", "version": 0}]}',
    ],
)
def test_what_the_grid_never_sends_is_refused_in_words(
    people: People, form: IndicatorForm, browser: Browser, body: str
) -> None:
    address = reverse("indicators:save_cells", args=[form.uid])
    answer = browser(people.officer).post(address, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_nobody_writes_the_cells_of_another_commune(
    people: People, form: IndicatorForm, files: Indicator, browser: Browser
) -> None:
    (answer,) = save(browser(people.stranger), form, cell(people.north, files, "1")).json()["cells"]
    assert answer["error"]
    assert not IndicatorValue.objects.exists()
    assert browser(people.stranger).get(page(form, people.north)).status_code == 403


def test_the_page_works_as_a_plain_form_without_script(
    people: People, form: IndicatorForm, files: Indicator, online: Indicator, browser: Browser
) -> None:
    client = browser(people.officer)
    sent = {f"value|{APRIL.code}|{files.code}": "1.000", f"was|{APRIL.code}|{files.code}": "",
            f"seen|{APRIL.code}|{files.code}": "0", f"value|{APRIL.code}|{online.code}": "",
            f"was|{APRIL.code}|{online.code}": ""}  # fmt: skip
    assert client.post(page(form, people.north), sent).status_code == 302
    assert IndicatorValue.objects.get().value == 1000
    answer = client.post(page(form, people.north), sent | {f"value|{APRIL.code}|{files.code}": "nhiều"})
    assert answer.status_code == 422
    assert 'value="nhiều"' in answer.content.decode()
    answer = client.post(page(form, people.north), sent | {f"value|{APRIL.code}|{files.code}": "7"})
    assert "vừa có người ghi" in answer.content.decode()


def test_figures_of_earlier_periods_stand_beside_and_may_be_opened_for_writing(
    people: People, form: IndicatorForm, files: Indicator, browser: Browser
) -> None:
    put(files, people.north, MARCH, 61)
    put(files, people.north, APRIL.year_before(), 44)
    client = browser(people.officer)
    (line, *_rest) = client.get(page(form, people.north)).context["view"].lines
    assert (line.previous.value, line.year_before.value) == (61, 44)
    several = client.get(page(form, people.north), {"periods": "several"})
    assert len(several.context["view"].columns) == 6
    assert several.content.decode().count(f'data-indicator="{files.code}"') == 3  # February, March is official, April


def test_a_figure_of_another_body_is_offered_with_its_source_and_taken_over(
    people: People, form: IndicatorForm, files: Indicator, online: Indicator, browser: Browser
) -> None:
    put(files, people.north, APRIL, 500, ValueState.DRAFT, source="Kho dữ liệu hồ sơ")
    IndicatorValue.objects.update(reporter=people.science)
    client = browser(people.officer)
    text = client.get(page(form, people.north)).content.decode()
    assert "Sở Khoa học và Công nghệ báo cáo 500 (Kho dữ liệu hồ sơ)" in " ".join(text.split())
    figure = IndicatorValue.objects.get()
    (refused,) = save(client, form, cell(people.north, files, "7", figure.version)).json()["cells"]
    assert refused["code"] == "indicators.value_of_other"
    assert client.post(page(form, people.north, "take_over"), {"indicator": files.code}).status_code == 302
    assert IndicatorValue.objects.get().accepted_by == people.officer
    answer = client.post(page(form, people.north, "take_over"), {"indicator": files.code}, follow=True)
    assert "Không còn số nào" in answer.content.decode()


def test_a_cell_tells_its_story_and_takes_comment_source_and_evidence(
    people: People, form: IndicatorForm, files: Indicator, browser: Browser
) -> None:
    put(files, people.north, MARCH, 61)
    enter(form, people.north, people.officer, files, 70)
    client = browser(people.officer)
    address = page(form, people.north, "cell", files.code)
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "61" in part
    sent = {"source": "Báo cáo 12", "comment": "Tăng do lễ", "evidence": SimpleUploadedFile("anh.png", PICTURE)}
    sent["seen"] = client.get(address).context["seen"]
    assert client.post(address, sent).status_code == 302
    figure = IndicatorValue.objects.get(period_code=APRIL.code)
    assert (figure.value, figure.source, figure.comment, figure.evidence and figure.evidence.name) == (
        70, "Báo cáo 12", "Tăng do lễ", "anh.png",
    )  # fmt: skip
    assert "anh.png" in client.get(address).content.decode()
    refused = client.post(address, sent | {"evidence": SimpleUploadedFile("xau.exe", b"MZ123456")})
    assert refused.status_code == 422
    share = Indicator.objects.get(calculation=Calculation.RATIO)
    empty = page(form, people.north, "cell", share.code)
    assert "Vì sao là số này" in client.get(empty).content.decode()


def filled(client: Client, form: IndicatorForm, unit: Any, *changes: tuple[int, int, Any]) -> SimpleUploadedFile:
    """The file to fill in, with cells of its first sheet changed: row, column, value."""
    answer = client.get(page(form, unit, "template"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    for row, column, value in changes:
        book.worksheets[0].cell(row, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("thang-4.xlsx", stream.getvalue())


def test_the_excel_file_hides_keys_and_protects_everything_but_the_cells_to_fill(
    people: People, form: IndicatorForm, files: Indicator, browser: Browser
) -> None:
    answer = browser(people.officer).get(page(form, people.north, "template"))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]  # type: ignore[attr-defined]
    assert sheet.column_dimensions["A"].hidden
    assert sheet["A6"].value == f"B01|90001|2026-04|{files.code}"
    assert sheet.protection.sheet
    assert [sheet[place].protection.locked for place in ("B6", "F6", "G6", "F8")] == [True, False, False, True]
    assert len(sheet.data_validations.dataValidation) >= 1


def test_a_filled_file_is_shown_first_and_written_when_it_is_confirmed(
    people: People, form: IndicatorForm, files: Indicator, browser: Browser
) -> None:
    client = browser(people.officer)
    address = page(form, people.north, "bring_in")
    file = filled(client, form, people.north, (6, 6, 1200), (7, 6, "1.100,5"), (7, 8, "theo sổ"))
    shown = client.post(address, {"file": file})
    assert shown.status_code == 200
    assert [row.value for row in shown.context["reading"].rows] == [1200, Decimal("1100.5")]
    assert not IndicatorValue.objects.exists()
    assert client.post(address, {"confirm": "1", "payload": shown.context["payload"]}).status_code == 302
    assert set(IndicatorValue.objects.values_list("value", "comment")) == {(1200, ""), (Decimal("1100.5"), "theo sổ")}
    again = client.post(address, {"confirm": "1", "payload": shown.context["payload"]})
    assert "chưa ghi số nào" in again.content.decode()
    assert client.post(address, {"confirm": "1", "payload": "forged"}).status_code == 422


def test_a_file_with_errors_writes_nothing_and_gives_a_list_of_them_in_excel(
    people: People, form: IndicatorForm, files: Indicator, browser: Browser
) -> None:
    client = browser(people.officer)
    address = page(form, people.north, "bring_in")
    file = filled(client, form, people.north, (6, 6, "nhiều"), (7, 6, 5), (7, 1, f"B01|90002|2026-04|{files.code}"))
    shown = client.post(address, {"file": file})
    assert shown.status_code == 422
    assert [(error.cell, error.value) for error in shown.context["reading"].errors] == [
        ("F6", "nhiều"), ("A7", f"B01|90002|2026-04|{files.code}"),
    ]  # fmt: skip
    assert not IndicatorValue.objects.exists()
    report = client.post(page(form, people.north, "error_report"), {"errors": shown.context["errors"]})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(report.streaming_content))).worksheets[0]  # type: ignore[attr-defined]
    assert "F6" in [row[1].value for row in sheet.iter_rows()]
    for upload in ({}, {"file": SimpleUploadedFile("a.xlsx", b"not a workbook")}):
        assert client.post(address, upload).status_code == 422


def test_warnings_are_explained_before_the_form_is_sent_and_the_words_are_kept(
    people: People, form: IndicatorForm, files: Indicator, online: Indicator, receiver: Any, browser: Browser
) -> None:
    define_rule(kind=RuleKind.RANGE, indicator=files, severity=Severity.WARNS, parameters={"max": 50},
                by=people.coordinator)  # fmt: skip
    client = browser(people.officer)
    send = page(form, people.north, "step", "submit")
    save(client, form, cell(people.north, files, "100"))
    answer = client.post(send, {"words": ""})
    assert answer.status_code == 422
    assert "Thiếu số của “Hồ sơ trực tuyến”" in answer.content.decode()
    save(client, form, cell(people.north, online, "40"))
    answer = client.post(send, {"words": ""})
    assert "ghi giải trình rồi gửi" in answer.content.decode()
    assert client.post(send, {"words": "Đợt cao điểm"}).status_code == 302
    assert Submission.objects.get().comment == "Đợt cao điểm"
    notice = Notice.objects.get(recipient=receiver)
    assert notice.url == page(form, people.north)


def test_the_receiver_decides_and_the_frozen_figures_stay_to_be_seen(
    people: People, form: IndicatorForm, files: Indicator, online: Indicator, receiver: Any, browser: Browser
) -> None:
    for indicator in (files, online):
        enter(form, people.north, people.officer, indicator, 40)
    submit(form=form, unit=people.north, period=APRIL, by=people.officer)
    office, commune = browser(receiver), browser(people.officer)
    assert commune.get(page(form, people.north)).context["steps"] == []
    assert commune.post(page(form, people.north, "step", "approve")).status_code == 403
    assert office.get(page(form, people.north)).context["steps"] == ["approve", "return"]
    assert office.post(page(form, people.north, "step", "return"), {"words": " "}).status_code == 422
    office.post(page(form, people.north, "step", "return"), {"words": "Đối chiếu lại"})
    assert "Đối chiếu lại" in commune.get(page(form, people.north)).content.decode()
    commune.post(page(form, people.north, "step", "submit"), {"words": ""})
    office.post(page(form, people.north, "step", "approve"))
    shown = office.get(page(form, people.north))
    assert shown.context["steps"] == ["return", "lock"]
    assert [(figure, differs) for _cell, figure, differs in shown.context["frozen"]] == [
        ("40", False), ("40", False), ("100", False),
    ]  # fmt: skip
    office.post(page(form, people.north, "step", "lock"))
    office.post(page(form, people.north, "step", "unlock"), {"words": "Sót một hồ sơ"})
    assert Submission.objects.get().state == SubmissionState.APPROVED
    assert office.post(page(form, people.north, "step", "burn")).status_code == 404


def test_a_receiver_sees_who_has_sent_and_approves_many_at_once(
    people: People, form: IndicatorForm, files: Indicator, online: Indicator, receiver: Any, browser: Browser
) -> None:
    for unit, by in ((people.north, people.officer), (people.south, people.stranger)):
        for indicator in (files, online):
            enter(form, unit, by, indicator, 40)
        submit(form=form, unit=unit, period=APRIL, by=by)
    client = browser(receiver)
    rows = client.get(reverse("indicators:received_forms")).context["page"].object_list
    april = next(row for row in rows if row.period == APRIL)
    assert (april.sent, april.expected, april.to_decide, april.missing) == (2, 2, 2, 0)
    march = next(row for row in rows if row.period == MARCH)
    assert (march.sent, march.missing) == (0, 2)
    address = reverse("indicators:received_form", args=[form.uid, APRIL.code])
    shown = client.get(address)
    assert (shown.context["sent"], shown.context["to_decide"], shown.context["missing"]) == (2, 2, 0)
    assert len(client.get(address, {"q": "nam ha"}).context["rows"]) == 1
    assert not client.get(address, {"state": "missing"}).context["rows"]
    chosen = [str(one.uid) for one in Submission.objects.all()]
    many = reverse("indicators:approve_many", args=[form.uid, APRIL.code])
    assert "Hãy đánh dấu" in client.post(many, follow=True).content.decode()
    assert "Đã duyệt 2 biểu" in client.post(many, {"submission": [*chosen, "no"]}, follow=True).content.decode()
    assert set(Submission.objects.values_list("state", flat=True)) == {SubmissionState.APPROVED}
    assert browser(people.officer).post(many, {"submission": chosen}).status_code == 403


def test_one_indicator_is_seen_over_all_units_and_entered_for_those_in_reach(
    people: People, form: IndicatorForm, files: Indicator, browser: Browser
) -> None:
    enter(form, people.north, people.officer, files, 40)
    address = reverse("indicators:over_units", args=[form.uid, APRIL.code, files.code])
    shown = browser(people.coordinator).get(address)
    assert (shown.context["there"], shown.context["asked"], len(shown.context["columns"])) == (1, 2, 3)
    cells = [cell(people.south, files, "7"), cell(people.south, files, "8", period=MARCH)]
    answer = save(browser(people.coordinator), form, *cells).json()
    assert [one["value"] for one in answer["cells"]] == ["7", "8"]
    own = browser(people.officer).get(address)
    assert [row.key for row, _cells in own.context["lines"]] == [people.north.code]


def queries_of(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_the_pages_cost_the_same_however_many_cells_there_are(
    people: People, form: IndicatorForm, files: Indicator, receiver: Any, browser: Browser
) -> None:
    wide = make_form(people, *(make_indicator(people, f"Chỉ tiêu {n}") for n in range(40)), code="B02")
    client, office = browser(people.officer), browser(receiver)
    client.get(page(form, people.north))  # what is kept between requests
    few = queries_of(lambda: client.get(page(form, people.north)))
    many = queries_of(lambda: client.get(page(wide, people.north)))
    assert few <= many + 1 and many <= few
    lines = [line.indicator for line in wide.lines.select_related("indicator")]
    one = queries_of(lambda: save(client, wide, cell(people.north, lines[0], "1")))
    rest = queries_of(lambda: save(client, wide, *(cell(people.north, line, "1") for line in lines[1:])))
    assert rest <= one + 1
    assert queries_of(lambda: office.get(reverse("indicators:received_forms"))) <= 20
    assert queries_of(lambda: client.get(reverse("indicators:own_forms"))) <= 20
