"""Figures rolled up the tree and over time: exact, each unit once, coverage beside the figure, down to the cell."""

from __future__ import annotations

import datetime
import random
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import Kind, Level
from honglam.engines.indicators.models import Indicator
from honglam.engines.indicators.rollup import RollUpCell, drill_down, roll_up
from honglam.engines.indicators.terms import Aggregation, Calculation, TimeAggregation, ValueState
from honglam.toolkit.periods import Period, Scheme, parse, periods_of_year
from tests.engines.indicators.stories import APRIL, MARCH, make_form, make_indicator, put
from tests.people import People, make_unit

pytestmark = pytest.mark.django_db


def total(indicator: Indicator, unit: Unit, period: Period = APRIL, **asked: Any) -> RollUpCell:
    """The cell of the unit itself; both ways of reading must agree on it."""
    cells = [
        roll_up(indicators=[indicator], unit=unit, periods=[period], by_unit=by_unit, **asked).cell(indicator, period)
        for by_unit in (False, True)
    ]
    assert cells[0] == cells[1]
    return cells[0]


def ratio(people: People, over: Indicator, under: Indicator, **definition: Any) -> Indicator:
    """Over / under in percent."""
    return make_indicator(
        people, "Tỷ lệ", calculation=Calculation.RATIO, numerator=over, denominator=under, factor=Decimal(100),
        aggregation=Aggregation.RECOMPUTE, **definition,
    )  # fmt: skip


@pytest.fixture
def cases(people: People) -> Indicator:
    """Applications, added up."""
    return make_indicator(people, "Số hồ sơ")


def test_communes_make_the_province_and_who_is_missing_is_said(people: People, cases: Indicator) -> None:
    make_form(people, cases)
    put(cases, people.north, APRIL, 10)
    assert total(cases, people.province) == RollUpCell(Decimal(10), reported=1, expected=2)
    put(cases, people.south, APRIL, "2.5")
    cell = total(cases, people.province)
    assert (cell.value, cell.reported, cell.expected, cell.is_whole) == (Decimal("12.5"), 2, 2, True)


def test_without_a_form_nobody_is_expected_and_without_figures_there_is_a_reason(
    people: People, cases: Indicator
) -> None:
    cell = total(cases, people.province)
    assert (cell.value, cell.reported, cell.expected, cell.is_whole) == (None, 0, None, False)
    assert cell.reason


def test_drafts_are_left_out_or_marked(people: People, cases: Indicator) -> None:
    put(cases, people.north, APRIL, 10, ValueState.LOCKED)
    put(cases, people.south, APRIL, 5, ValueState.SUBMITTED)
    assert total(cases, people.province).value == Decimal(10)
    with_drafts = total(cases, people.province, include_drafts=True)
    assert (with_drafts.value, with_drafts.drafts, with_drafts.is_draft) == (Decimal(15), 1, True)


def test_the_figure_of_a_commune_stands_for_its_offices(people: People, cases: Indicator) -> None:
    put(cases, people.north_culture, APRIL, 3)
    put(cases, people.north_police, APRIL, 4)
    put(cases, people.south, APRIL, 5)
    assert total(cases, people.province).value == Decimal(12)
    put(cases, people.north, APRIL, 100)
    assert (total(cases, people.province).value, total(cases, people.province).reported) == (Decimal(105), 2)
    own = total(cases, people.north)
    assert (own.value, own.stated) == (Decimal(7), Decimal(100))


def test_a_draft_of_a_commune_hides_its_offices_only_where_drafts_count(people: People, cases: Indicator) -> None:
    put(cases, people.north_culture, APRIL, 3)
    put(cases, people.north, APRIL, 100, ValueState.DRAFT)
    assert total(cases, people.province).value == Decimal(3)
    assert total(cases, people.province, include_drafts=True).value == Decimal(100)


def test_a_body_with_two_superiors_counts_once_for_each(people: People, cases: Indicator) -> None:
    put(cases, people.north_police, APRIL, 4)
    assert total(cases, people.police).value == Decimal(4)
    assert total(cases, people.north).value == Decimal(4)
    put(cases, people.police, APRIL, 50)
    assert total(cases, people.province).value == Decimal(54)


def test_a_ratio_is_recomputed_from_units_that_have_both_parts(people: People, cases: Indicator) -> None:
    online = make_indicator(people, "Hồ sơ trực tuyến")
    share = ratio(people, online, cases)
    put(online, people.north, APRIL, 90)
    put(cases, people.north, APRIL, 100)
    put(online, people.south, APRIL, 1)
    assert total(share, people.province) == RollUpCell(Decimal(90), reported=1)
    put(cases, people.south, APRIL, 900)
    assert total(share, people.province).value == Decimal("9.1")
    put(online, people.north_culture, APRIL, 7)
    put(cases, people.north_culture, APRIL, 7)
    assert total(share, people.province).value == Decimal("9.1")


def test_weights_the_extremes_and_the_latest(people: People, cases: Indicator) -> None:
    made = {
        kind: make_indicator(people, f"Chỉ tiêu {kind}", aggregation=kind, weight=cases if kind == "weighted" else None)
        for kind in ("mean", "weighted", "minimum", "maximum", "latest", "none")
    }
    put(cases, people.north, APRIL, 1)
    put(cases, people.south, APRIL, 3)
    for indicator in made.values():
        put(indicator, people.north, APRIL, 10)
        put(indicator, people.south, APRIL, 20)
    found = {kind: total(indicator, people.province).value for kind, indicator in made.items()}
    assert found == {
        "mean": Decimal(15), "weighted": Decimal("17.5"), "minimum": Decimal(10), "maximum": Decimal(20),
        "latest": Decimal(20), "none": None,
    }  # fmt: skip
    table = roll_up(indicators=[made["none"]], unit=people.province, periods=[APRIL], by_unit=True)
    assert table.cell(made["none"], APRIL, people.south).value == Decimal(20)


def test_a_formula_is_calculated_from_what_was_rolled_up(people: People, cases: Indicator) -> None:
    staff = make_indicator(people, "Số cán bộ")
    load = make_indicator(people, "Hồ sơ mỗi cán bộ", calculation=Calculation.FORMULA,
                          formula=f"[{cases.code}] / [{staff.code}]", aggregation=Aggregation.RECOMPUTE)  # fmt: skip
    put(cases, people.north, APRIL, 10)
    put(cases, people.south, APRIL, 50)
    put(staff, people.north, APRIL, 2)
    uneven = total(load, people.province)
    assert (uneven.value, uneven.reported) == (Decimal(30), 1)
    assert "không cùng số đơn vị" in uneven.reason
    put(staff, people.south, APRIL, 4)
    assert total(load, people.province) == RollUpCell(Decimal(10), reported=2)
    table = roll_up(indicators=[load], unit=people.province, periods=[APRIL], by_unit=True)
    assert table.cell(load, APRIL, people.south).value == Decimal("12.5")
    assert people.police not in {row.unit for row in table.rows}, "of whom nothing is known or expected"


def test_months_make_quarters_and_nine_months(people: People, cases: Indicator) -> None:
    make_form(people, cases)
    stock = make_indicator(people, "Số máy", time_aggregation=TimeAggregation.LATEST)
    for month, period in enumerate(periods_of_year(2026, Scheme.MONTH)[:3], start=1):
        put(cases, people.north, period, month)
        put(stock, people.north, period, month)
    quarter = total(cases, people.province, parse("2026-Q1"))
    assert (quarter.value, quarter.reported, quarter.expected) == (Decimal(6), 3, 6)
    assert total(stock, people.province, parse("2026-Q1")).value == Decimal(3)
    half = total(cases, people.province, parse("2026-C6"))
    assert half.value == Decimal(6) and "3 trên 6" in half.reason
    assert total(cases, people.province, parse("2026-03@14")).value is None


def test_a_ratio_over_time_is_recomputed_too(people: People, cases: Indicator) -> None:
    online = make_indicator(people, "Hồ sơ trực tuyến")
    share = ratio(people, online, cases, scheme=Scheme.MONTH)
    for period, over, under in zip(periods_of_year(2026, Scheme.MONTH)[:3], (1, 0, 0), (1, 99, 100), strict=True):
        put(online, people.north, period, over)
        put(cases, people.north, period, under)
    assert total(share, people.province, parse("2026-Q1")).value == Decimal("0.5")


def test_units_that_ended_count_in_their_own_time(people: People, cases: Indicator) -> None:
    old = make_unit("90003", "Xã Cũ", Kind.COMMUNE, people.province, level=Level.COMMUNE,
                    ends_on=datetime.date(2026, 3, 31))  # fmt: skip
    make_form(people, cases, units=(people.north, old))
    put(cases, old, MARCH, 8)
    put(cases, people.north, APRIL, 1)
    assert total(cases, people.province, MARCH) == RollUpCell(Decimal(8), reported=1, expected=2)
    assert total(cases, people.province, APRIL) == RollUpCell(Decimal(1), reported=1, expected=1)
    rows = roll_up(indicators=[cases], unit=people.province, periods=[MARCH, APRIL], by_unit=True).rows
    assert old in {row.unit for row in rows}
    later = roll_up(indicators=[cases], unit=people.province, periods=[APRIL], by_unit=True).rows
    assert old not in {row.unit for row in later}


def test_both_ways_of_reading_agree_on_anything(people: People) -> None:
    """Random trees, figures, states and gaps: what the database adds up is what cells in memory add up to."""
    dice = random.Random(2026)
    village = make_unit("90001.v1", "Thôn Một", Kind.VILLAGE, people.north, level=Level.VILLAGE)
    kinds = ("sum", "mean", "minimum", "maximum", "latest", "none")
    base = [make_indicator(people, f"Gốc {kind}", aggregation=kind) for kind in kinds]
    over, under = make_indicator(people, "Tử"), make_indicator(people, "Mẫu")
    weighted = make_indicator(people, "Có trọng số", aggregation=Aggregation.WEIGHTED, weight=under)
    share = ratio(people, over, under)
    formula = make_indicator(people, "Công thức", calculation=Calculation.FORMULA, aggregation=Aggregation.RECOMPUTE,
                             formula=f"if_missing([{share.code}]; 0) + [{base[0].code}]")  # fmt: skip
    entered = [*base, over, under, weighted]
    make_form(people, *entered)
    units = [people.north, people.south, people.north_culture, people.north_police, people.police, village]
    months = periods_of_year(2026, Scheme.MONTH)[:3]
    for indicator in entered:
        for unit in units:
            for month in months:
                if dice.random() < 0.6:
                    put(indicator, unit, month, dice.randrange(-50, 1000) / 10, dice.choice(ValueState.values))
    asked = [*entered, share, formula]
    for root in (people.province, people.north, people.police):
        for drafts in (False, True):
            tables = [
                roll_up(indicators=asked, unit=root, periods=[*months, parse("2026-Q1")], include_drafts=drafts,
                        by_unit=by_unit)
                for by_unit in (False, True)
            ]  # fmt: skip
            for row in tables[0].rows:
                for period in tables[0].periods:
                    assert row.cells[period.code] == tables[1].cell(row.indicator, period), (row.indicator, period)


def test_a_roll_up_costs_the_same_however_much_is_asked(people: People, cases: Indicator) -> None:
    make_form(people, cases)
    more = [make_indicator(people, f"Chỉ tiêu {number}") for number in range(20)]
    put(cases, people.north_culture, APRIL, 3)
    counts = {}
    for by_unit in (False, True):
        costs = []
        for indicators, periods in (([cases], [APRIL]), ([cases, *more], periods_of_year(2026, Scheme.MONTH))):
            with CaptureQueriesContext(connection) as queries:
                roll_up(indicators=indicators, unit=people.province, periods=periods, by_unit=by_unit)
            costs.append(len(queries))
        assert costs[0] == costs[1]
        counts[by_unit] = costs[0]
    assert counts == {False: 9, True: 8}


def test_every_number_opens_the_cells_behind_it(people: People, cases: Indicator) -> None:
    make_form(people, cases)
    put(cases, people.north, APRIL, 10, source="Sổ theo dõi")
    put(cases, people.north_culture, APRIL, 3)
    put(cases, people.province, APRIL, 99)
    rows = drill_down(indicator=cases, unit=people.province, period=APRIL)
    shown = [(row.unit, row.value, row.is_counted, row.source) for row in rows]
    assert set(shown) == {
        (people.north, Decimal(10), True, "Sổ theo dõi"),
        (people.north_culture, Decimal(3), False, ""),
        (people.south, None, False, ""),
        (people.province, Decimal(99), False, ""),
    }
    counted = sum(row.value for row in rows if row.is_counted and row.value is not None)
    assert counted == total(cases, people.province).value


def test_behind_a_ratio_stand_both_parts_and_behind_a_formula_all_it_uses(people: People, cases: Indicator) -> None:
    online = make_indicator(people, "Hồ sơ trực tuyến")
    share = ratio(people, online, cases)
    formula = make_indicator(people, "Công thức", calculation=Calculation.FORMULA, aggregation=Aggregation.RECOMPUTE,
                             formula=f"[{share.code}] + [{cases.code}]")  # fmt: skip
    put(online, people.north, APRIL, 3)
    put(cases, people.north, APRIL, 4)
    put(online, people.south, APRIL, 3)
    rows = drill_down(indicator=share, unit=people.province, period=APRIL)
    assert [(row.indicator, row.unit, row.value, row.beside, row.is_counted) for row in rows] == [
        (online, people.north, Decimal(3), Decimal(4), True),
        (online, people.south, Decimal(3), None, False),
    ]
    behind = drill_down(indicator=formula, unit=people.province, period=APRIL)
    assert {row.indicator for row in behind} == {online, cases}
