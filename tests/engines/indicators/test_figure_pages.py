"""Definitions, rules, roll-ups and completeness in the browser."""

from __future__ import annotations

import datetime
import io
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

from honglam.core.notices.models import Notice
from honglam.engines.indicators.models import Indicator, IndicatorForm, ValidationRule
from honglam.engines.indicators.terms import Aggregation, Calculation, RuleKind, Severity, ValueState
from honglam.engines.plans.models import PlanTarget
from tests.engines.indicators.stories import APRIL, MARCH, TODAY, make_form, make_indicator, on_day, put
from tests.engines.plans.stories import make_plan
from tests.people import People

Browser = Callable[[Any], Client]
pytestmark = pytest.mark.django_db
LATE_DAY = datetime.date(2026, 5, 20)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> datetime.date:
    on_day(monkeypatch, TODAY)
    return TODAY


@pytest.fixture
def online(people: People, today: datetime.date) -> Indicator:
    return make_indicator(people, "Số hồ sơ trực tuyến", measure="hồ sơ")


@pytest.fixture
def received(people: People, online: Indicator) -> Indicator:
    return make_indicator(people, "Số hồ sơ tiếp nhận", measure="hồ sơ")


@pytest.fixture
def share(people: People, online: Indicator, received: Indicator) -> Indicator:
    return make_indicator(
        people, "Tỷ lệ hồ sơ trực tuyến", measure="%", calculation=Calculation.RATIO, numerator=online,
        denominator=received, factor=Decimal(100), aggregation=Aggregation.RECOMPUTE,
    )  # fmt: skip


@pytest.fixture
def form(people: People, online: Indicator, received: Indicator, share: Indicator) -> IndicatorForm:
    return make_form(people, online, received, share)


def sent(**changes: str) -> dict[str, str]:
    """A filled definition form."""
    given = {
        "name": "Số dịch vụ", "measure": "dịch vụ", "direction": "up", "decimals": "0", "scheme": "month",
        "calculation": "direct", "aggregation": "sum", "time_aggregation": "sum", "factor": "1",
    }  # fmt: skip
    return given | changes


# --- definitions ---


def test_an_indicator_is_defined_and_its_page_says_it_in_words(
    people: People, online: Indicator, received: Indicator, browser: Browser
) -> None:
    client = browser(people.coordinator)
    formula = f"[{online.code}] / [{received.code}] * 100"
    answer = client.post(reverse("indicators:define"), sent(calculation="formula", formula=formula, aggregation="none"))
    assert answer.status_code == 302
    made = Indicator.objects.get(name="Số dịch vụ")
    page = client.get(reverse("indicators:definition", args=[made.uid]))
    assert page.context["formula"] == "“Số hồ sơ trực tuyến” ÷ “Số hồ sơ tiếp nhận” × 100"
    used = client.get(reverse("indicators:definition", args=[online.uid])).context["dependents"]
    assert list(used) == [made]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"name": ""}, "name"),
        ({"calculation": "formula", "formula": "1 +"}, "formula"),
        ({"calculation": "formula", "formula": "[CT-9999-1]", "aggregation": "none"}, "formula"),
        ({"calculation": "ratio", "aggregation": "none"}, None),
        ({"numerator": "CT-9999-1"}, "numerator"),
        ({"valid_from": "02/01/2026", "valid_to": "01/01/2026"}, None),
    ],
)
def test_a_definition_that_cannot_stand_comes_back_with_the_reason(
    people: People, today: datetime.date, browser: Browser, changes: dict[str, str], column: str | None
) -> None:
    answer = browser(people.coordinator).post(reverse("indicators:define"), sent(**changes))
    assert answer.status_code == 422
    assert column is None or column in answer.context["form"].errors
    assert not Indicator.objects.exists()


def test_while_a_formula_is_written_it_is_read_and_a_circle_is_named(
    people: People, online: Indicator, received: Indicator, browser: Browser
) -> None:
    client = browser(people.coordinator)
    address = reverse("indicators:check_formula")
    read = client.get(address, {"formula": f"[{online.code}] + 1"}).context["reading"]
    assert (read.words, read.problem) == ("“Số hồ sơ trực tuyến” + 1", "")
    sum_of = make_indicator(
        people, "Tổng hồ sơ", calculation=Calculation.FORMULA, aggregation=Aggregation.NONE,
        formula=f"[{online.code}] + [{received.code}]",
    )  # fmt: skip
    problem = client.get(address, {"formula": f"[{sum_of.code}]", "for": online.code}).context["reading"].problem
    assert f"{online.code} → {sum_of.code} → {online.code}" in problem
    assert client.get(address, {"formula": "1 +"}).context["reading"].problem


def test_a_changed_definition_keeps_its_reason_in_the_history(
    people: People, online: Indicator, browser: Browser
) -> None:
    client = browser(people.coordinator)
    address = reverse("indicators:redefine", args=[online.uid])
    assert client.get(address).context["form"].initial["name"] == online.name
    assert client.post(address, sent(name="Số hồ sơ nộp qua mạng", reason="Thông tư mới")).status_code == 302
    page = client.get(reverse("indicators:definition", args=[online.uid])).content.decode()
    assert "Số hồ sơ nộp qua mạng" in page
    assert "Thông tư mới" in page
    assert browser(people.officer).get(address).status_code == 403


def test_the_calculation_of_one_unit_and_period_is_laid_open(
    people: People, online: Indicator, received: Indicator, share: Indicator, browser: Browser
) -> None:
    for unit, figures in ((people.north, (30, 40)), (people.south, (10, 60))):
        put(online, unit, APRIL, figures[0])
        put(received, unit, APRIL, figures[1])
    address = reverse("indicators:definition", args=[share.uid])
    trace = browser(people.coordinator).get(address, {"unit": people.province.code, "period": APRIL.code})
    assert trace.context["trace"].value == Decimal(40)
    assert [line.value for line in trace.context["trace"].lines] == [Decimal(40), Decimal(100)]
    own = browser(people.officer).get(address, {"unit": people.north.code, "period": APRIL.code}).context["trace"]
    assert (own.value, own.is_own) == (Decimal(75), True)


def test_the_list_is_filtered_by_frequency_calculation_and_owner(
    people: People, share: Indicator, browser: Browser
) -> None:
    make_indicator(people, "Số lớp học", scheme="quarter", owner=people.science)
    client = browser(people.coordinator)

    def found(**query: str) -> set[str]:
        return {row.name for row in client.get("/indicators/", query).context["page"].object_list}

    assert found(scheme="quarter") == {"Số lớp học"} == found(owner__code=people.science.code)
    assert found(calculation="ratio") == {share.name}


# --- definitions from Excel ---


def a_book(*rows: tuple[Any, ...]) -> SimpleUploadedFile:
    """A workbook with the headings that matter and some rows."""
    book = openpyxl.Workbook()
    headings = ("Mã", "Chỉ tiêu", "Đơn vị tính", "Kỳ báo cáo", "Cách tính", "Tử số", "Mẫu số", "Hệ số", "Tổng hợp")
    for row in (headings, *rows):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile("chi-tieu.xlsx", content.getvalue())


def test_definitions_come_from_excel_after_a_look_at_them(people: People, online: Indicator, browser: Browser) -> None:
    client = browser(people.coordinator)
    address = reverse("indicators:import_definitions")
    file = a_book(
        (online.code, "Số hồ sơ nộp trực tuyến", None, None, None, None, None, None, None),
        (None, "Số hồ sơ nhận", "hồ sơ", "Tháng", "Nhập trực tiếp", None, None, None, "Cộng"),
        (None, "Tỷ lệ", "%", "Tháng", "Tử số chia mẫu số", online.code, "Số hồ sơ nhận", 100,
         "Tính lại từ các thành phần đã cộng"),
    )  # fmt: skip
    shown = client.post(address, {"file": file})
    assert shown.status_code == 200
    assert (len(shown.context["result"].made), len(shown.context["result"].changed)) == (2, 1)
    assert Indicator.objects.count() == 1
    assert client.post(address, {"token": shown.context["token"]}).status_code == 302
    online.refresh_from_db()
    assert (online.name, online.measure) == ("Số hồ sơ nộp trực tuyến", "hồ sơ")
    share = Indicator.objects.get(name="Tỷ lệ")
    assert (share.numerator, share.denominator.name, share.factor) == (online, "Số hồ sơ nhận", Decimal(100))


def test_a_file_with_a_wrong_row_changes_nothing_and_names_the_row(
    people: People, online: Indicator, browser: Browser
) -> None:
    file = a_book(
        (None, "Số lớp", "lớp", "Tháng", "Nhập trực tiếp", None, None, None, "Cộng"),
        (None, "Số thầy", "người", "Đôi khi", "Nhập trực tiếp", None, None, None, "Cộng"),
        ("CT-9999-1", "Số trò", None, None, None, None, None, None, None),
    )
    answer = browser(people.coordinator).post(reverse("indicators:import_definitions"), {"file": file})
    assert answer.status_code == 422
    assert [(one.row, one.cell) for one in answer.context["problems"]] == [(3, "D3"), (4, "")]
    assert Indicator.objects.count() == 1
    forged = browser(people.coordinator).post(reverse("indicators:import_definitions"), {"token": "x"})
    assert forged.status_code == 302


# --- rules ---


def test_a_rule_is_tried_on_stored_figures_before_it_is_kept(
    people: People, online: Indicator, form: IndicatorForm, browser: Browser
) -> None:
    put(online, people.north, MARCH, 100)
    put(online, people.north, APRIL, 400)
    put(online, people.south, APRIL, 90)
    client = browser(people.coordinator)
    address = reverse("indicators:rules", args=[online.uid])
    rule = {"kind": RuleKind.JUMP, "percent": "50", "severity": Severity.BLOCKS, "message": "Xem lại"}
    trial = client.post(address, rule | {"try": "1"}).context["trial"]
    assert (trial.count, trial.looked_at) == (1, 3)
    assert (trial.reported[0].unit, trial.reported[0].period) == (people.north, APRIL)
    assert not ValidationRule.objects.exists()
    assert client.post(address, rule | {"keep": "1"}).status_code == 302
    kept = ValidationRule.objects.get()
    assert (kept.parameters, kept.severity) == ({"percent": "50"}, Severity.BLOCKS)
    assert "Tăng, giảm quá 50% so với kỳ trước." in client.get(address).content.decode()
    client.post(reverse("indicators:drop_rule", args=[kept.uid]))
    assert client.get(address).context["rows"] == []


def test_a_comparison_of_a_form_is_tried_and_kept(
    people: People, online: Indicator, received: Indicator, form: IndicatorForm, browser: Browser
) -> None:
    put(online, people.north, APRIL, 50)
    put(received, people.north, APRIL, 40)
    client = browser(people.coordinator)
    address = reverse("indicators:form_rules", args=[form.uid])
    rule = {
        "kind": "comparison", "left": f"[{online.code}]", "operator": "<=", "right": f"[{received.code}]",
        "severity": "warns",
    }  # fmt: skip
    assert client.post(address, rule | {"try": "1"}).context["trial"].count == 1
    assert client.post(address, rule | {"keep": "1"}).status_code == 302
    assert "“Số hồ sơ trực tuyến” &lt;= “Số hồ sơ tiếp nhận”" in client.get(address).content.decode()
    assert client.post(address, rule | {"left": "1 +", "try": "1"}).status_code == 422
    assert browser(people.officer).post(address, rule | {"keep": "1"}).status_code in (403, 422)


def test_a_rule_is_tried_only_on_what_the_person_sees(people: People, online: Indicator, browser: Browser) -> None:
    put(online, people.north, APRIL, 1)
    put(online, people.south, APRIL, 1)
    rule = {"kind": "range", "min": "5", "severity": "warns", "try": "1"}
    address = reverse("indicators:rules", args=[online.uid])
    assert browser(people.coordinator).post(address, rule).context["trial"].count == 2
    assert browser(people.officer).post(address, rule).context["trial"].count == 1


# --- roll-up ---


def test_a_form_rolls_up_with_coverage_drafts_and_a_ratio_that_is_not_a_mean(
    people: People, form: IndicatorForm, online: Indicator, received: Indicator, share: Indicator, browser: Browser
) -> None:
    put(online, people.north, APRIL, 30)
    put(received, people.north, APRIL, 40)
    put(online, people.south, APRIL, 10, ValueState.DRAFT)
    put(received, people.south, APRIL, 60, ValueState.DRAFT)
    client = browser(people.coordinator)
    query = {"form": form.code, "unit": people.province.code, "period": APRIL.code, "count": "1"}
    rows = {row.indicator: figures[0][1:] for row, figures in client.get("/indicators/rollup/", query).context["rows"]}
    assert (rows[share][0].value, rows[online][0].value) == (Decimal(40), Decimal(40))
    assert rows[online][1] == "2/2, có số tạm"
    official = client.get("/indicators/rollup/", query | {"drafts": "no"}).context["rows"]
    assert [(figures[0][1].value, figures[0][2]) for row, figures in official if row.indicator == online] == [
        (Decimal(30), "1/2")
    ]
    for wanted in ("xlsx", "print"):
        assert client.get("/indicators/rollup/", query | {"format": wanted}).status_code == 200


def test_one_indicator_opens_its_units_and_a_number_its_cells(
    people: People, form: IndicatorForm, online: Indicator, received: Indicator, share: Indicator, browser: Browser
) -> None:
    put(online, people.north, APRIL, 30, source="Báo cáo 12", entered_by=people.officer)
    put(received, people.north, APRIL, 40)
    client = browser(people.coordinator)
    query = {"indicators": online.code, "unit": people.province.code, "period": APRIL.code, "count": "1"}
    page = client.get("/indicators/rollup/", query)
    assert [row.unit for row, _figures in page.context["rows"]] == [people.province, people.north, people.south]
    shown = client.get(reverse("indicators:drill", args=[share.uid, APRIL.code]), {"unit": people.province.code})
    assert shown.context["shown"].made == "30 ÷ 40 × 100 = 75%"
    cells = client.get(reverse("indicators:drill", args=[online.uid, APRIL.code]), {"unit": people.province.code})
    assert [(row.unit, row.value) for row in cells.context["page"].object_list] == [
        (people.north, Decimal(30)),
        (people.south, None),
    ]
    assert "Báo cáo 12" in cells.content.decode()
    own = client.get(reverse("indicators:drill", args=[online.uid, APRIL.code]), {"unit": people.north.code})
    assert own.context["shown"].own.value == Decimal(30)
    assert own.context["shown"].figure.is_own


def test_a_commune_sees_no_cell_of_its_sister(
    people: People, form: IndicatorForm, online: Indicator, browser: Browser
) -> None:
    put(online, people.north, APRIL, 30)
    put(online, people.south, APRIL, 77, source="Nguồn của xã khác")
    client = browser(people.officer)
    drill = reverse("indicators:drill", args=[online.uid, APRIL.code])
    series = reverse("indicators:series", args=[online.uid])
    for unit in (people.south, people.province):
        for address in ("/indicators/rollup/", drill, series, reverse("indicators:definition", args=[online.uid])):
            query = {"unit": unit.code, "indicators": online.code, "period": APRIL.code}
            assert client.get(address, query).status_code == 403, address
            assert client.get(address, query | {"format": "xlsx"}).status_code == 403
    own = client.get("/indicators/rollup/", {"indicators": online.code, "period": APRIL.code})
    assert own.context["place"].unit == people.north
    assert {row.unit for row, _figures in own.context["rows"]} <= {people.north, people.north_culture}
    for address in (drill, series):
        assert "Nguồn của xã khác" not in client.get(address).content.decode()


def test_a_series_says_by_which_rule_each_point_was_made(
    people: People, form: IndicatorForm, online: Indicator, browser: Browser
) -> None:
    put(online, people.north, MARCH, 20)
    put(online, people.north, APRIL, 30)
    plan = make_plan(people.north, first_year=2026, last_year=2026)
    PlanTarget.objects.create(plan=plan, indicator=online, operator=">=", value=50, value_text="từ 50 hồ sơ")
    client = browser(people.coordinator)
    address = reverse("indicators:series", args=[online.uid])
    view = client.get(address, {"unit": people.north.code, "period": APRIL.code, "count": "3"}).context["view"]
    assert [value for _period, value, *_rest in view.points] == [None, Decimal(20), Decimal(30)]
    assert view.chart["target"] == 50.0
    above = client.get(address, {"unit": people.province.code, "period": APRIL.code, "count": "1"}).context["view"]
    assert above.points[0][1] == Decimal(30)
    assert "Tổng hợp từ đơn vị trực thuộc" in str(above.points[0][2])


def test_unknown_periods_codes_and_units_are_answered_without_an_error(
    people: People, form: IndicatorForm, online: Indicator, browser: Browser
) -> None:
    client = browser(people.coordinator)
    assert client.get("/indicators/rollup/", {"period": "x", "count": "9999", "form": "?"}).status_code == 200
    assert client.get("/indicators/rollup/", {"indicators": "CT-9999-1"}).context["unknown"] == ["CT-9999-1"]
    assert client.get(reverse("indicators:drill", args=[online.uid, "x"])).status_code == 404
    assert client.get("/indicators/rollup/", {"unit": "không có"}).status_code == 403


def test_pages_cost_the_same_however_much_there_is(
    people: People, form: IndicatorForm, online: Indicator, received: Indicator, browser: Browser
) -> None:
    client = browser(people.coordinator)
    pages = {
        f"/indicators/rollup/?form={form.code}&count=12": 30,
        f"/indicators/rollup/?indicators={online.code}&count=12": 30,
        reverse("indicators:drill", args=[online.uid, APRIL.code]): 35,
        reverse("indicators:series", args=[online.uid]): 30,
        "/indicators/completeness/?count=12": 20,
        reverse("indicators:definition", args=[online.uid]): 25,
    }
    costs: list[list[int]] = []
    for unit in (people.north, people.south):
        costs.append([])
        for period in (MARCH, APRIL):
            put(online, unit, period, 5)
            put(received, unit, period, 7)
        for address in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            costs[-1].append(len(queries))
    assert costs[0][:-1] == costs[1][:-1]
    assert all(cost <= most for cost, most in zip(costs[1], pages.values(), strict=True)), costs[1]


# --- completeness ---


def test_every_number_of_completeness_opens_just_as_many_rows(
    people: People, form: IndicatorForm, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_day(monkeypatch, LATE_DAY)
    client = browser(people.coordinator)
    page = client.get("/indicators/completeness/", {"form": form.code, "count": "3"})
    assert page.context["total"].missing == 6
    links = page.context["links"] + [link for *_rest, some in page.context["by_period"] for link in some]
    links += [link for *_rest, some in page.context["by_unit"] for link in some]
    assert len(links) == 5 + 3 * 5 + 2 * 5
    for _standing, query, number in links:
        rows = client.get(f"/indicators/completeness/rows/?{query}").context["page"]
        assert rows.paginator.count == number
    own = browser(people.officer).get("/indicators/completeness/", {"form": form.code, "count": "3"})
    assert [name for name, *_rest in own.context["by_unit"]] == [str(people.north)]


def test_who_is_missing_is_reminded_once_a_day(
    people: People, form: IndicatorForm, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_day(monkeypatch, LATE_DAY)
    client = browser(people.coordinator)
    address = reverse("indicators:remind", args=[form.uid, APRIL.code])
    assert "Đã nhắc 2 đơn vị" in client.post(address, follow=True).content.decode()
    told = Notice.objects.filter(kind="indicators.form_missing")
    assert {notice.recipient for notice in told} == {people.officer, people.head, people.stranger}
    assert "Hôm nay đã nhắc" in client.post(address, follow=True).content.decode()
    assert told.all().count() == 3
    on_day(monkeypatch, LATE_DAY + datetime.timedelta(days=1))
    browser(people.coordinator).post(address)
    assert told.all().count() == 6
    assert browser(people.officer).post(address).status_code == 403


# --- targets ---


def test_a_target_shows_its_way_and_the_live_figure(
    people: People, form: IndicatorForm, online: Indicator, browser: Browser
) -> None:
    put(online, people.north, APRIL, 30)
    put(online, people.south, APRIL, 20)
    put(online, people.province, MARCH.year_before(), 40)
    plan = make_plan(people.province, first_year=2026, last_year=2026)
    target = PlanTarget.objects.create(
        plan=plan, indicator=online, operator=">=", value=100, value_text="từ 100", due_on=datetime.date(2026, 12, 31)
    )
    PlanTarget.objects.create(
        plan=plan, indicator=online, operator=">=", value=60, value_text="từ 60", due_on=datetime.date(2026, 4, 30)
    )
    page = browser(people.coordinator).get(target.get_absolute_url())
    way = page.context["trajectory"]
    assert (way.live.figure.value, way.live.coverage) == (Decimal(50), "2/2")
    assert [(name, text) for name, text, _day in page.context["marks"]] == [
        ("Xuất phát", "40 hồ sơ"), ("Mốc", "60 hồ sơ"), ("Đích", "100 hồ sơ"),
    ]  # fmt: skip
    assert (way.standing.light, way.standing.expected) == ("red", Decimal(60))
    assert "cần đạt 60, mới đạt 50" in page.content.decode()
