"""The pages of forms: drawing one up, its versions, estimates in the grid and the cell, the version that was seen."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from honglam.engines.indicators.actions import approve, submit
from honglam.engines.indicators.models import Indicator, IndicatorForm, IndicatorValue
from tests.engines.indicators.stories import APRIL, MARCH, TODAY, enter, make_form, make_indicator, on_day, put
from tests.people import People

pytestmark = pytest.mark.django_db
Browser = Callable[..., Any]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    on_day(monkeypatch, TODAY)


@pytest.fixture
def files(people: People) -> Indicator:
    return make_indicator(people, "Số hồ sơ")


@pytest.fixture
def form(people: People, files: Indicator) -> IndicatorForm:
    return make_form(people, files)


def page(form: IndicatorForm, people: People, name: str = "entry", *more: str) -> str:
    return reverse(f"indicators:{name}", args=[form.uid, APRIL.code, people.north.code, *more])


def written(people: People, *indicators: Indicator, **head: str) -> dict[str, str]:
    """What the page that draws up a form sends."""
    sent = {
        "code": "B07", "name": "Biểu mới", "scheme": "month", "receiver": people.science.code,
        "units": people.north.code, "due_after_working_days": "5",
        "starts_on": "01/01/2026", "is_active": "on", "lines-INITIAL_FORMS": "0",
        "lines-TOTAL_FORMS": str(len(indicators) + 1),
    }  # fmt: skip
    for number, one in enumerate(indicators):
        sent |= {f"lines-{number}-indicator": one.code, f"lines-{number}-is_required": "on"}
    return sent | head


def redefined(form: IndicatorForm, people: People, client: Any, *indicators: Indicator, **more: str) -> Any:
    """The page of a form, sent with other lines."""
    shown = client.get(reverse("indicators:redefine_form", args=[form.uid]))
    sent = written(people, *indicators, code=form.code, name=form.name)
    for name in ("receiver", "units"):
        sent |= _chosen(shown.context["head"], name)
    return client.post(reverse("indicators:redefine_form", args=[form.uid]), sent | more)


def _chosen(head: Any, name: str) -> dict[str, Any]:
    """What a field of units sends for what it shows."""
    units = head.initial[name]
    if isinstance(units, list):
        return {name: "", f"{name}_key": [str(one.uid) for one in units]}
    return {name: units.code, f"{name}_key": str(units.uid)}


def test_a_changed_form_shows_its_versions_and_what_changed(
    people: People, form: IndicatorForm, files: Indicator, browser: Browser
) -> None:
    enter(form, people.north, people.officer, files, 5)
    submit(form=form, unit=people.north, period=APRIL, by=people.officer)
    online = make_indicator(people, "Số hồ sơ trực tuyến")
    client = browser(people.coordinator)
    answer = redefined(form, people, client, online, files, reason="QĐ 12")
    assert answer.status_code == 302, answer.context["head"].errors
    shown = client.get(reverse("indicators:form", args=[form.uid]))
    text = shown.content.decode()
    assert "Phiên bản 2 so với phiên bản 1" in text and "QĐ 12" in text and "5/2026" in text
    assert [one.kind for one in shown.context["changes"]] == ["added"]
    old = client.get(reverse("indicators:form", args=[form.uid]), {"version": "1"})
    assert [line.indicator for line in old.context["chosen"].lines] == [files]


def test_a_version_for_a_period_that_was_sent_is_refused_on_the_page(
    people: People, form: IndicatorForm, files: Indicator, browser: Browser
) -> None:
    online = make_indicator(people, "Số hồ sơ trực tuyến")
    client = browser(people.coordinator)
    enter(form, people.north, people.officer, files, 5)
    submit(form=form, unit=people.north, period=APRIL, by=people.officer)
    shown = client.get(reverse("indicators:redefine_form", args=[form.uid]))
    assert [code for code, _label in shown.context["head"].fields["from_period"].choices][:2] == ["", "2026-05"]
    answer = redefined(form, people, client, online, from_period="2026-04")
    assert answer.status_code == 422
    assert answer.context["head"].errors.keys() == {"from_period"}


def test_a_new_line_that_asks_for_what_another_form_asks_is_warned_of_once(
    people: People, form: IndicatorForm, files: Indicator, browser: Browser
) -> None:
    own = make_indicator(people, "Số máy tính")
    other = make_form(people, own, code="B02")
    client = browser(people.coordinator)
    refused = redefined(other, people, client, own, files)
    assert refused.status_code == 422
    assert "đã hỏi ở biểu" in refused.content.decode()
    assert redefined(other, people, client, own, files, confirmed="1").status_code == 302


def test_empty_rows_are_added_and_a_form_without_lines_is_refused(
    people: People, form: IndicatorForm, files: Indicator, browser: Browser
) -> None:
    client = browser(people.coordinator)
    more = redefined(form, people, client, files, more="1")
    assert (more.status_code, len(more.context["rows"].forms)) == (200, 7)
    assert redefined(form, people, client).status_code == 422
    assert browser(people.officer).get(reverse("indicators:define_form")).status_code == 403
    assert client.get(reverse("indicators:define_form")).status_code == 200


def test_an_estimate_is_typed_into_the_grid_and_told_back(
    people: People, form: IndicatorForm, files: Indicator, browser: Browser
) -> None:
    cell = {"unit": people.north.code, "period": APRIL.code, "indicator": files.code, "text": "~120", "version": 0}
    address = reverse("indicators:save_cells", args=[form.uid])
    answer = (
        browser(people.officer).post(address, json.dumps({"cells": [cell]}), content_type="application/json").json()
    )
    (saved,) = answer["cells"]
    assert (saved["value"], saved["notes"][0]["kind"]) == ("≈120", "estimate")
    assert answer["cumulative"][0]["value"] == "≈120"
    text = browser(people.officer).get(page(form, people)).content.decode()
    assert "is-estimate" in text and "Ước thực hiện" in text and "Lũy kế" in text


def test_excel_marks_estimates_in_a_column_and_reads_the_mark_back(
    people: People, form: IndicatorForm, files: Indicator, browser: Browser
) -> None:
    enter(form, people.north, people.officer, files, 100, is_estimate=True)
    client = browser(people.officer)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(page(form, people, "template")).streaming_content)))
    sheet = book.worksheets[0]
    assert (sheet["F6"].value, sheet["I6"].value) == (100, "ước")
    sheet["F6"], sheet["I6"] = 130, None
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    stream.name = "bieu.xlsx"
    shown = client.post(page(form, people, "bring_in"), {"file": stream})
    payload = shown.context["payload"]
    assert client.post(page(form, people, "bring_in"), {"confirm": "1", "payload": payload}).status_code == 302
    kept = IndicatorValue.objects.get(indicator=files)
    assert (kept.value, kept.is_estimate, kept.estimated_value) == (130, False, 100)


def test_the_cell_sends_the_version_that_it_showed_and_nobody_overwrites_unseen(
    people: People, form: IndicatorForm, files: Indicator, browser: Browser
) -> None:
    enter(form, people.north, people.officer, files, 10)
    client, address = browser(people.officer), page(form, people, "cell", files.code)
    seen = client.get(address).context["seen"]
    enter(form, people.north, people.officer, files, 99)
    answer = client.post(address, {"source": "Sổ theo dõi", "seen": str(seen)})
    assert answer.status_code == 422
    assert "vừa có người ghi" in answer.content.decode()
    kept = IndicatorValue.objects.get(indicator=files)
    assert (kept.value, kept.source) == (99, "")
    assert client.post(address, {"source": "Sổ theo dõi", "seen": str(answer.context["seen"])}).status_code == 302
    kept.refresh_from_db()
    assert (kept.value, kept.source) == (99, "Sổ theo dõi")


def test_a_page_that_sends_no_version_overwrites_nothing(
    people: People, form: IndicatorForm, files: Indicator, browser: Browser
) -> None:
    enter(form, people.north, people.officer, files, 10)
    address = page(form, people, "cell", files.code)
    assert browser(people.officer).post(address, {"source": "Sổ"}).status_code == 422


def test_an_approved_estimate_is_replaced_in_its_cell_and_locking_asks_why(
    people: People, form: IndicatorForm, files: Indicator, browser: Browser
) -> None:
    enter(form, people.north, people.officer, files, 100, is_estimate=True)
    approve(submission=submit(form=form, unit=people.north, period=APRIL, by=people.officer), by=people.coordinator)
    receiver = browser(people.coordinator)
    assert "số ước thực hiện" in receiver.get(page(form, people)).content.decode()
    assert receiver.post(page(form, people, "step", "lock"), {"words": ""}).status_code == 422
    client, address = browser(people.officer), page(form, people, "cell", files.code)
    shown = client.get(address)
    assert shown.context["settling"]
    assert client.post(address, {"value": "120", "seen": str(shown.context["seen"])}).status_code == 302
    assert "thay số ước bằng số thực hiện" in client.get(page(form, people)).content.decode()
    kept = IndicatorValue.objects.get(indicator=files)
    assert (kept.value, kept.is_estimate, kept.estimated_value) == (120, False, 100)


def test_the_page_of_a_form_costs_the_same_for_many_versions(
    people: People, form: IndicatorForm, browser: Browser, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    put(make_indicator(people, "Khác"), people.north, MARCH, 1)
    client = browser(people.officer)
    client.get(reverse("indicators:form", args=[form.uid]))
    with django_assert_max_num_queries(20):
        assert client.get(reverse("indicators:form", args=[form.uid])).status_code == 200
    assert form.starts_on == datetime.date(2026, 1, 1)
