"""Series of units that came out of mergers."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from honglam.core.organisations.models import Succession, Unit
from honglam.core.organisations.terms import Kind, Level
from honglam.engines.indicators.models import IndicatorValue
from honglam.engines.indicators.series import series_of
from honglam.engines.indicators.terms import Aggregation, Calculation, StitchRule, ValueState
from honglam.toolkit.periods import Scheme, periods_of_year
from tests.engines.indicators.stories import make_indicator, put
from tests.people import People, make_unit

pytestmark = pytest.mark.django_db
MERGER = datetime.date(2025, 7, 1)
MONTHS = periods_of_year(2025, Scheme.MONTH)[5:8]


@pytest.fixture
def merged(people: People) -> tuple[Unit, Unit, Unit]:
    """A commune since July 2025, and the two that it was before."""
    old = [
        make_unit(f"8000{number}", f"Xã Cũ {number}", Kind.COMMUNE, people.province, level=Level.COMMUNE,
                  ends_on=datetime.date(2025, 6, 30))
        for number in (1, 2)
    ]  # fmt: skip
    new = make_unit("80003", "Xã Mới", Kind.COMMUNE, people.province, level=Level.COMMUNE, starts_on=MERGER)
    for one in old:
        Succession.objects.create(predecessor=one, successor=new, on=MERGER)
    return new, old[0], old[1]


def test_what_the_old_communes_reported_is_stitched_with_the_rule_shown(
    people: People, merged: tuple[Unit, Unit, Unit]
) -> None:
    new, one, two = merged
    cases = make_indicator(people, "Số hồ sơ")
    put(cases, one, MONTHS[0], 10)
    put(cases, two, MONTHS[0], 5)
    put(cases, new, MONTHS[1], 20)
    put(cases, new, MONTHS[2], 21, ValueState.DRAFT)
    before = list(IndicatorValue.objects.order_by("pk").values())
    made = series_of(indicator=cases, unit=new, periods=MONTHS)
    assert [(point.value, point.rule) for point in made.points] == [
        (Decimal(15), StitchRule.SUM), (Decimal(20), StitchRule.OWN), (None, StitchRule.MISSING),
    ]  # fmt: skip
    assert {made.names[key] for key in made.points[0].made_of} == {"Xã Cũ 1", "Xã Cũ 2"}
    assert list(IndicatorValue.objects.order_by("pk").values()) == before, "nothing is rewritten"
    assert series_of(indicator=cases, unit=one, periods=MONTHS[:1]).points[0].value == Decimal(10)


def test_ratios_and_formulas_are_stitched_from_their_parts(people: People, merged: tuple[Unit, Unit, Unit]) -> None:
    new, one, two = merged
    over, under = make_indicator(people, "Tử"), make_indicator(people, "Mẫu")
    share = make_indicator(people, "Tỷ lệ", calculation=Calculation.RATIO, numerator=over, denominator=under,
                           factor=Decimal(100), aggregation=Aggregation.RECOMPUTE)  # fmt: skip
    text = f"([{under.code}] - [{over.code}]) / [{under.code}] * 100 + [{share.code}]"
    formula = make_indicator(people, "Công thức", calculation=Calculation.FORMULA, aggregation=Aggregation.RECOMPUTE,
                             formula=text)  # fmt: skip
    for unit, period, figures in ((one, MONTHS[0], (1, 1)), (two, MONTHS[0], (0, 99)), (new, MONTHS[1], (1, 4))):
        put(over, unit, period, figures[0])
        put(under, unit, period, figures[1])
    with CaptureQueriesContext(connection) as queries:
        made = series_of(indicator=share, unit=new, periods=MONTHS)
    assert len(queries) == 5
    assert [(point.value, point.rule) for point in made.points][:2] == [
        (Decimal(1), StitchRule.RECOMPUTED), (Decimal(25), StitchRule.OWN),
    ]  # fmt: skip
    with CaptureQueriesContext(connection) as queries:
        points = series_of(indicator=formula, unit=new, periods=MONTHS).points
    assert len(queries) == 5
    assert [(point.value, point.rule) for point in points] == [
        (Decimal(100), StitchRule.RECOMPUTED), (Decimal(100), StitchRule.OWN), (None, StitchRule.MISSING),
    ]  # fmt: skip
    assert "“Mẫu” = 100 (cộng số của các đơn vị cũ)" in points[0].note
    assert "“Tỷ lệ” = 1 (tính lại từ các thành phần của các đơn vị cũ)" in points[0].note


def test_a_formula_of_formulas_follows_and_one_that_is_not_recomputed_is_said_to_be_not_comparable(
    people: People, merged: tuple[Unit, Unit, Unit]
) -> None:
    new, one, two = merged
    cases = make_indicator(people, "Số hồ sơ")
    made: dict[str, Any] = {}
    for name, formula, aggregation in (
        ("Gấp đôi", "[{cases}] * 2", Aggregation.RECOMPUTE),
        ("Gấp đôi cộng một", "[{double}] + 1", Aggregation.RECOMPUTE),
        ("Riêng", "[{cases}] * 2", Aggregation.NONE),
        ("Trên riêng", "[{alone}] + 1", Aggregation.RECOMPUTE),
    ):
        codes = {"cases": cases.code, "double": made.get("Gấp đôi", cases).code, "alone": made.get("Riêng", cases).code}
        made[name] = make_indicator(people, name, calculation=Calculation.FORMULA, aggregation=aggregation,
                                    formula=formula.format(**codes))  # fmt: skip
    put(cases, one, MONTHS[0], 10)
    put(cases, two, MONTHS[0], 5)

    def first(name: str) -> Any:
        return series_of(indicator=made[name], unit=new, periods=MONTHS).points[0]

    assert [(first(name).value, first(name).rule) for name in made] == [
        (Decimal(30), StitchRule.RECOMPUTED), (Decimal(31), StitchRule.RECOMPUTED),
        (None, StitchRule.NOT_COMPARABLE), (None, StitchRule.NOT_COMPARABLE),
    ]  # fmt: skip
    assert "“Riêng” không được tính lại" in first("Trên riêng").note
