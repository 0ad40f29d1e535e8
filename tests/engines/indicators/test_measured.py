"""The one read for other engines, and figures from the year's beginning beside the grid."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from honglam.engines.indicators.entry import entry_of
from honglam.engines.indicators.measured import measured_figures
from honglam.engines.indicators.models import Indicator
from honglam.engines.indicators.terms import TimeAggregation, ValueState
from honglam.engines.plans.models import PlanTarget
from honglam.engines.plans.terms import PlanState
from honglam.toolkit.periods import Period, Scheme, parse
from tests.engines.indicators.stories import APRIL, MARCH, TODAY, make_form, make_indicator, on_day, put
from tests.engines.plans.stories import make_plan
from tests.people import People

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY = parse("2026-01"), parse("2026-02")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    on_day(monkeypatch, TODAY)


@pytest.fixture
def files(people: People) -> Indicator:
    return make_indicator(people, "Số hồ sơ", measure="hồ sơ", decimals=0)


def fill(indicator: Indicator, people: People, *values: int | None) -> None:
    """The figures of January, February, March, April."""
    for period, value in zip((JANUARY, FEBRUARY, MARCH, APRIL), values, strict=False):
        if value is not None:
            put(indicator, people.north, period, value)


def measured(indicator: Indicator, people: People, period: Period = APRIL, **more: Any) -> Any:
    found = measured_figures(indicator_ids=[indicator.pk], units=[people.north], period=period, **more)
    return found[indicator.pk, people.north.pk]


def test_a_figure_comes_with_everything_that_is_printed_beside_it(people: People, files: Indicator) -> None:
    fill(files, people, 10, 20, 30)
    put(files, people.north, APRIL, 44, ValueState.DRAFT, estimated_value=40)
    put(files, people.north, parse("2025-04"), 33)
    one = measured(files, people)
    assert (one.value, one.cumulative, one.previous, one.year_before) == (44, 104, 30, 33)
    assert (one.is_estimate, one.estimate, one.is_approved, one.measure, one.decimals) == (False, 40, False, "hồ sơ", 0)
    assert one.cell_url.endswith(f"?unit={people.north.code}")


def test_the_address_is_the_cell_of_the_form_in_which_the_unit_reports(people: People, files: Indicator) -> None:
    form = make_form(people, files)
    assert measured(files, people).cell_url == f"/indicators/forms/{form.uid}/2026-04/90001/cells/{files.code}/"


@pytest.mark.parametrize(
    ("kind", "cumulative"),
    [
        (TimeAggregation.SUM, 60), (TimeAggregation.MEAN, 20), (TimeAggregation.LATEST, None),
        (TimeAggregation.NONE, None),
    ],
)  # fmt: skip
def test_from_the_years_beginning_only_what_adds_up_is_given(
    people: People, kind: TimeAggregation, cumulative: int | None
) -> None:
    one = make_indicator(people, "Chỉ tiêu", time_aggregation=kind)
    fill(one, people, 10, 20, 30)
    assert measured(one, people, MARCH).cumulative == cumulative


def test_a_longer_period_is_joined_from_the_short_ones_and_says_what_is_missing(
    people: People, files: Indicator
) -> None:
    fill(files, people, 10, None, 30)
    one = measured(files, people, parse("2026-Q1"))
    assert (one.value, one.is_approved) == (40, True)
    assert "2" in one.reason and "3" in one.reason


def test_ratios_are_calculated_from_joined_parts_and_inherit_the_mark_of_estimates(
    people: People, files: Indicator
) -> None:
    online = make_indicator(people, "Hồ sơ trực tuyến")
    share = make_indicator(
        people, "Tỷ lệ", measure="%", calculation="ratio", numerator=online, denominator=files, factor=Decimal(100),
        aggregation="recompute", time_aggregation="none",
    )  # fmt: skip
    fill(files, people, 100, 100, 200)
    fill(online, people, 10, 10)
    put(online, people.north, MARCH, 100, is_estimate=True)
    one = measured(share, people, MARCH)
    assert (one.value, one.previous, one.cumulative, one.is_estimate) == (50, 10, 30, True)


def test_a_cumulative_period_is_its_own_sum(people: People) -> None:
    grown = make_indicator(people, "Thu", scheme=Scheme.CUMULATIVE, time_aggregation=TimeAggregation.NONE)
    put(grown, people.north, parse("2026-C3"), 7)
    one = measured(grown, people, parse("2026-C3"))
    assert (one.value, one.cumulative) == (7, 7)


def test_the_target_is_that_of_the_units_own_plan_or_of_one_that_names_it(people: People, files: Indicator) -> None:
    superior = make_plan(people.province, state=PlanState.ISSUED)
    given: dict[str, Any] = {"indicator": files, "operator": ">=", "value_text": "x"}
    PlanTarget.objects.create(plan=superior, value=999, **given)
    assert measured(files, people).target is None
    named = PlanTarget.objects.create(plan=superior, value=500, due_on=datetime.date(2026, 12, 31), **given)
    named.leads.add(people.north)
    assert (measured(files, people).target, measured(files, people).target_operator) == (500, ">=")
    own = make_plan(people.north, state=PlanState.ISSUED)
    PlanTarget.objects.create(plan=own, value=600, **given)
    assert measured(files, people).target == 600


def test_only_what_is_asked_for_is_read_and_every_pair_is_there(
    people: People, files: Indicator, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    fill(files, people, 1, 2, 3, 4)
    one = measured(files, people, measures=["value"])
    assert (one.value, one.cumulative, one.previous) == (4, None, None)
    others = [make_indicator(people, f"Chỉ tiêu {number}") for number in range(5)]
    make_form(people, files, *others)
    keys = [one.pk for one in (files, *others)]
    for units in ([people.north], [people.north, people.south, people.science]):
        with django_assert_max_num_queries(11):
            found = measured_figures(indicator_ids=keys, units=units, period=APRIL)
        assert len(found) == len(keys) * len(units)


def test_the_grid_shows_figures_from_the_years_beginning_in_a_constant_number_of_queries(
    people: People, files: Indicator, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    stock = make_indicator(people, "Số máy", time_aggregation=TimeAggregation.LATEST)
    form = make_form(people, files, stock)
    fill(files, people, 10, 20, 30)
    with django_assert_max_num_queries(24):
        view = entry_of(form=form, unit=people.north, period=MARCH, user=people.officer)
    assert [line.cumulative_figure for line in view.lines] == ["60", ""]
    assert view.has_cumulative
