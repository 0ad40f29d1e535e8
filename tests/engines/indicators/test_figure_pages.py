"""Roll-ups, completeness and the way of a target in the browser."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from honglam.core.access.terms import RoleCode
from honglam.core.notices.models import Notice
from honglam.engines.indicators.models import Indicator, IndicatorForm
from honglam.engines.indicators.terms import ValueState
from honglam.engines.plans.models import PlanTarget
from tests.engines.indicators.digital_share import Browser, form, online, received, share, today
from tests.engines.indicators.stories import APRIL, MARCH, make_indicator, on_day, put
from tests.engines.plans.stories import make_plan
from tests.people import People, make_person

__all__ = ["form", "online", "received", "share", "today"]
pytestmark = pytest.mark.django_db
LATE_DAY = datetime.date(2026, 5, 20)


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


def test_the_receiver_of_a_form_sees_what_the_forms_add_up_to_and_nothing_else(
    people: People, online: Indicator, form: IndicatorForm, browser: Browser
) -> None:
    other = make_indicator(people, "Ngoài biểu")
    for unit, figure in ((people.north, 30), (people.south, 12), (people.north_culture, 5)):
        put(online, unit, APRIL, figure)
        put(other, unit, APRIL, figure)
    client = browser(make_person("receiver", "Ngô Thị Kim", RoleCode.HEAD, people.science))
    address = reverse("indicators:rollup")
    asked = {"form": form.code, "period": APRIL.code, "indicators": online.code}
    shown = client.get(address, asked)
    assert shown.context["place"].unit == people.province
    found = {row.unit: row.figures[-1][1].value for row, _cells in shown.context["rows"]}
    assert found == {people.province: 42, people.north: 30, people.south: 12}
    drill = reverse("indicators:drill", args=[online.uid, APRIL.code])
    assert client.get(drill, {"unit": people.north.code}).status_code == 200
    assert client.get(drill, {"unit": people.north_culture.code}).status_code == 403
    mixed = client.get(address, asked | {"indicators": f"{online.code} {other.code}"})
    assert mixed.context["place"].unit == people.science
    assert (
        client.get(reverse("indicators:drill", args=[other.uid, APRIL.code]), {"unit": people.north.code}).status_code
        == 403
    )
    own = browser(people.officer).get(address, asked)
    assert own.context["place"].unit == people.north, "who sends a form sees no more than before"
