"""Indicators and targets in the browser: enter a figure, confirm it, see it against its target."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from honglam.engines.indicators.public import (
    Indicator,
    IndicatorDraft,
    IndicatorValue,
    ValueChanged,
    ValueState,
    Verdict,
    confirm_value,
    ensure_indicators,
    record_value,
)
from honglam.engines.indicators.queries import IndicatorValueQuerySet
from honglam.engines.plans.models import PlanTarget
from honglam.toolkit import periods
from tests.engines.plans.stories import make_plan
from tests.people import People

Browser = Callable[[Any], Client]
pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year
LAST = periods.latest_over(timezone.localdate(), periods.Scheme.QUARTER)


@pytest.fixture
def indicator(people: People) -> Indicator:
    """Online applications, in percent."""
    return ensure_indicators(drafts=[IndicatorDraft("tỷ lệ hồ sơ trực tuyến", "%")], by=people.coordinator)[0]


@pytest.fixture
def target(people: People, indicator: Indicator) -> PlanTarget:
    """What the province promises of it this year."""
    plan = make_plan(people.province, first_year=YEAR - 1, last_year=YEAR)
    return PlanTarget.objects.create(
        plan=plan, indicator=indicator, operator=">=", value=85, value_text="từ 85% trở lên",
        due_on=datetime.date(YEAR, 12, 31),
    )  # fmt: skip


def a_figure(indicator: Indicator, unit: Any, by: Any, value: str, period: periods.Period = LAST) -> IndicatorValue:
    return record_value(indicator=indicator, unit=unit, period=period, value=Decimal(value), by=by, source="Báo cáo")


def test_the_same_indicator_in_other_words_of_spelling_is_defined_once(people: People, indicator: Indicator) -> None:
    again = ensure_indicators(
        drafts=[IndicatorDraft("Tỷ lệ hồ sơ  trực tuyến", "%"), IndicatorDraft("Số máy", "máy")], by=None
    )
    assert again[0] == indicator
    assert (indicator.name, Indicator.objects.count()) == ("Tỷ lệ hồ sơ trực tuyến", 2)


def test_a_figure_is_entered_as_people_write_it(people: People, target: PlanTarget, browser: Browser) -> None:
    client = browser(people.coordinator)
    sent = {"unit": people.province.pk, "period": LAST.code, "value": "87,5%", "source": "Báo cáo quý"}
    assert client.post(target.get_absolute_url(), sent).status_code == 302
    figure = IndicatorValue.objects.get()
    assert (figure.value, figure.state, figure.period_start) == (Decimal("87.5"), ValueState.DRAFT, LAST.start)
    page = client.get(target.get_absolute_url())
    assert page.context["row"].verdict == Verdict.MET
    assert page.context["chart"]["target"] == 85.0
    assert "số tạm" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"value": "nhiều"}, "value"),
        ({"value": ""}, "value"),
        ({"source": ""}, "source"),
        ({"period": "2999-Q1"}, "period"),
        ({"unit": "0"}, "unit"),
    ],
)
def test_a_figure_that_cannot_be_taken_comes_back(
    people: People, target: PlanTarget, browser: Browser, changes: dict[str, str], column: str
) -> None:
    sent = {"unit": people.province.pk, "period": LAST.code, "value": "87,5", "source": "Báo cáo"} | changes
    answer = browser(people.coordinator).post(target.get_absolute_url(), sent)
    assert answer.status_code == 422
    assert column in answer.context["form"].errors
    assert not IndicatorValue.objects.exists()


def test_an_official_figure_changes_with_a_reason_only(people: People, target: PlanTarget, browser: Browser) -> None:
    client = browser(people.coordinator)
    figure = a_figure(target.indicator, people.province, people.coordinator, "80")
    client.post(f"{target.get_absolute_url()}figures/{figure.uid}/confirm/", {"seen": figure.stamp})
    figure.refresh_from_db()
    assert figure.state == ValueState.APPROVED
    sent = {"unit": people.province.pk, "period": LAST.code, "value": "90", "source": "Báo cáo"}
    assert client.post(target.get_absolute_url(), sent).status_code == 422
    assert client.post(target.get_absolute_url(), sent | {"reason": "Cộng sót"}).status_code == 302
    figure.refresh_from_db()
    assert (figure.value, figure.state) == (Decimal(90), ValueState.DRAFT)


def test_a_commune_sees_and_enters_its_own_figures_only(people: People, indicator: Indicator, browser: Browser) -> None:
    a_figure(indicator, people.north, people.officer, "70")
    a_figure(indicator, people.south, people.stranger, "95")
    address = f"/indicators/{indicator.uid}/"
    own = browser(people.officer).get(address)
    assert [figure.unit for figure, _period in own.context["newest"]] == [people.north]
    assert len(browser(people.coordinator).get(address).context["newest"]) == 2
    sent = {"unit": people.south.pk, "period": LAST.code, "value": "1", "source": "x"}
    assert browser(people.officer).post(address, sent).status_code == 422


def test_an_officer_does_not_make_figures_official(people: People, indicator: Indicator, browser: Browser) -> None:
    figure = a_figure(indicator, people.north, people.officer, "70")
    address = f"/indicators/{indicator.uid}/figures/{figure.uid}/confirm/"
    assert browser(people.officer).post(address, {"seen": figure.stamp}).status_code == 403
    assert browser(people.head).post(address, {"seen": figure.stamp}).status_code == 302
    figure.refresh_from_db()
    assert figure.state == ValueState.APPROVED


def test_a_figure_that_was_corrected_a_moment_before_is_not_made_official(
    people: People, target: PlanTarget, browser: Browser
) -> None:
    figure = a_figure(target.indicator, people.province, people.coordinator, "70")
    client = browser(people.coordinator)
    for page in (f"/indicators/{target.indicator.uid}/", target.get_absolute_url()):
        assert f'name="seen" value="{figure.stamp}"' in client.get(page).content.decode()
    a_figure(target.indicator, people.province, people.coordinator, "17")
    for page in (f"/indicators/{target.indicator.uid}/", target.get_absolute_url()):
        for seen in ({"seen": figure.stamp}, {}):
            answer = client.post(f"{page}figures/{figure.uid}/confirm/", seen, follow=True)
            assert "Số này vừa có người ghi hoặc chốt" in answer.content.decode()
    figure.refresh_from_db()
    assert (figure.value, figure.state) == (Decimal(17), ValueState.DRAFT)


def test_who_enters_the_first_figure_of_a_period_second_is_told(
    people: People, indicator: Indicator, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_figure(indicator, people.north, people.officer, "70")
    monkeypatch.setattr(IndicatorValueQuerySet, "first", lambda _rows: None)  # it is not yet to be seen
    with pytest.raises(ValueChanged):
        a_figure(indicator, people.north, people.head, "71")
    assert IndicatorValue.objects.get().value == Decimal(70)


def test_the_list_shows_the_newest_figure_in_reach_and_is_searched_without_marks(
    people: People, indicator: Indicator, browser: Browser
) -> None:
    a_figure(indicator, people.north, people.officer, "70", LAST.previous())
    newest = a_figure(indicator, people.north, people.officer, "75.5")
    confirm_value(figure=newest, seen=newest.stamp, by=people.head)
    client = browser(people.officer)
    (row,) = client.get("/indicators/", {"q": "ty le ho so"}).context["page"].object_list
    assert (row.newest_value, row.newest_period, row.figure_count) == (Decimal("75.5"), LAST.code, 2)
    assert "75,5" in client.get("/indicators/").content.decode()
    assert not client.get("/indicators/", {"measure": "máy"}).context["page"].object_list
    for form in ("xlsx", "print"):
        assert client.get("/indicators/", {"format": form}).status_code == 200
    assert client.get(f"/indicators/{indicator.uid}/", {"format": "xlsx"}).status_code == 200


def test_the_list_costs_the_same_however_many_there_are(people: People, browser: Browser) -> None:
    client = browser(people.officer)
    costs = []
    for count in (2, 40):
        found = ensure_indicators(drafts=[IndicatorDraft(f"Chỉ tiêu {count}-{n}", "%") for n in range(count)], by=None)
        for indicator in found:
            a_figure(indicator, people.north, people.officer, "50")
        with CaptureQueriesContext(connection) as queries:
            client.get("/indicators/")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 8
