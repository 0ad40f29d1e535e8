"""The figures of forms in a report: what was done or is estimated, since New Year, before, a year ago, promised."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from honglam.core.organisations.models import Unit
from honglam.engines.indicators.public import Aggregation, TimeAggregation, figures_for_report
from honglam.engines.indicators.terms import ValueState
from honglam.engines.plans.models import PlanTarget
from honglam.engines.reporting.assembling import assemble
from honglam.engines.reporting.content import Content, Figure, Row, TableBlock
from honglam.toolkit.periods import Period, parse
from tests.engines.indicators.stories import make_form, make_indicator, put
from tests.engines.plans.stories import make_plan
from tests.engines.reporting.assembling.stories import TODAY, make_regime, make_report
from tests.people import People, people

__all__ = ["people"]
APRIL, MAY, JUNE, QUARTER = parse("2026-04"), parse("2026-05"), parse("2026-06"), parse("2026-Q2")
EARLY = tuple(parse(f"2026-{number:02}") for number in (1, 2, 3))


def report_of(people: People, unit: Unit, period: Period, *forms: Any) -> Content:
    regime = make_regime(people.province, "figures", scheme=period.scheme.value)
    regime.forms.set(forms)
    return assemble(make_report(regime, unit, period), today=TODAY)


def table_of(content: Content) -> TableBlock:
    return next(block for block in content.sections[0].blocks if isinstance(block, TableBlock))


def cells(content: Content, at: int = 0) -> dict[str, str]:
    table = table_of(content)
    row: Row = [row for row in table.rows if not row.is_heading][at]
    return {
        column.title: cell.printed if isinstance(cell, Figure) else cell
        for column, cell in zip(table.columns, row.cells, strict=True)
    }


@pytest.mark.django_db
def test_a_month_stands_beside_the_month_before_a_year_ago_and_the_year_so_far(people: People) -> None:
    flow = make_indicator(people, "Hồ sơ trực tuyến", measure="hồ sơ")
    form = make_form(people, flow)
    for period, value in ((parse("2026-01"), 1), (parse("2026-02"), 2), (parse("2026-03"), 3), (APRIL, 10)):
        put(flow, people.north, period, value)
    put(flow, people.north, parse("2025-04"), 7)
    content = report_of(people, people.north, APRIL, form)
    shown = cells(content)
    assert shown == {
        "STT": "1", "Chỉ tiêu": "Hồ sơ trực tuyến", "Đơn vị tính": "hồ sơ", "Thực hiện 4/2026": "10",
        "Lũy kế từ đầu năm": "16", "Kỳ trước": "3", "Cùng kỳ năm trước": "7",
    }  # fmt: skip
    value = content.figures_by_key()["figures", f"value.{flow.code}"]
    assert value.link == f"/indicators/rollup/{flow.uid}/2026-04/?unit=90001&period=2026-04"
    assert value.is_additive and value.measure == "hồ sơ"


@pytest.mark.django_db
def test_a_quarter_is_made_of_its_months_and_a_sum_needs_all_of_them(people: People) -> None:
    flow = make_indicator(people, "Hồ sơ trực tuyến")
    stock = make_indicator(people, "Tổ công nghệ số", time_aggregation=TimeAggregation.LATEST)
    form = make_form(people, flow, stock)
    for period, value in ((APRIL, 10), (MAY, 20)):
        put(flow, people.north, period, value)
        put(stock, people.north, period, value)
    content = report_of(people, people.north, QUARTER, form)
    assert cells(content, 0)["Thực hiện Quý II/2026"] == "…"
    assert cells(content, 0)["Ghi chú"] == "Mới cộng được 2 trên 3 kỳ"
    assert cells(content, 1)["Thực hiện Quý II/2026"] == "20"
    assert cells(content, 0)["Lũy kế từ đầu năm"] == "…"
    put(flow, people.north, JUNE, 30)
    for month in EARLY:
        put(flow, people.north, month, 1)
    content = report_of(people, people.north, QUARTER, form)
    assert cells(content, 0)["Thực hiện Quý II/2026"] == "60"
    assert cells(content, 0)["Lũy kế từ đầu năm"] == "63"
    assert cells(content, 0)["Kỳ trước"] == "3"


@pytest.mark.django_db
def test_an_estimate_has_a_column_of_its_own_until_the_actual_figure_comes(people: People) -> None:
    flow, other = make_indicator(people, "Thu ngân sách"), make_indicator(people, "Chi ngân sách")
    form = make_form(people, flow, other)
    figure = put(flow, people.north, APRIL, 90, is_estimate=True)
    put(other, people.north, APRIL, 50)
    content = report_of(people, people.north, APRIL, form)
    first, second = cells(content, 0), cells(content, 1)
    assert (first["Thực hiện 4/2026"], first["Ước thực hiện 4/2026"]) == ("", "90")
    assert (second["Thực hiện 4/2026"], second["Ước thực hiện 4/2026"]) == ("50", "")
    assert first["Ghi chú"] == "ước thực hiện"
    assert ("figures", f"estimate.{flow.code}") in content.figures_by_key()
    assert ("figures", f"value.{flow.code}") not in content.figures_by_key()
    figure.value, figure.is_estimate, figure.estimated_value = Decimal(95), False, Decimal(90)
    figure.save()
    after = cells(report_of(people, people.north, APRIL, form))
    assert "Ước thực hiện 4/2026" not in after
    assert (after["Thực hiện 4/2026"], after["Ghi chú"]) == ("95", "trước đó ước 90")


@pytest.mark.django_db
def test_what_nobody_approved_and_who_is_missing_is_said(people: People) -> None:
    flow = make_indicator(people, "Hồ sơ trực tuyến")
    form = make_form(people, flow)
    put(flow, people.north, APRIL, 10, state=ValueState.DRAFT)
    shown = cells(report_of(people, people.province, APRIL, form))
    assert shown["Thực hiện 4/2026"] == "10"
    assert shown["Ghi chú"] == "số tạm, chưa duyệt; mới có 1/2 đơn vị"
    empty = report_of(people, people.north_culture, APRIL, form)
    assert cells(empty)["Thực hiện 4/2026"] == "…"
    assert empty.figures_by_key()["figures", f"value.{flow.code}"].value == ""
    assert empty.figures_by_key()["figures", f"missing.{form.code}"].value == "1"


@pytest.mark.django_db
def test_what_the_unit_promised_stands_beside_with_how_much_of_it_is_done(people: People) -> None:
    flow = make_indicator(people, "Tỷ lệ hồ sơ trực tuyến", measure="%", aggregation=Aggregation.NONE)
    form = make_form(people, flow)
    put(flow, people.north, APRIL, 60)
    plan = make_plan(people.north)
    for day, value in ((datetime.date(2026, 6, 30), 80), (datetime.date(2026, 12, 31), 90)):
        PlanTarget.objects.create(
            plan=plan, indicator=flow, operator=">=", value=value, value_text=f"≥ {value}%", due_on=day
        )
    shown = cells(report_of(people, people.north, APRIL, form))
    assert shown["Chỉ tiêu giao"] == "≥ 80%"
    assert shown["Ghi chú"] == "bằng 75,0% chỉ tiêu giao"


@pytest.mark.django_db
def test_a_regime_without_forms_takes_those_that_the_unit_fills(people: People) -> None:
    flow = make_indicator(people, "Hồ sơ trực tuyến")
    form = make_form(people, flow)
    put(flow, people.north, APRIL, 10)
    assert [one.form for one in figures_for_report(people.north, ends_on=APRIL.end, period=APRIL)] == [form]
    assert not figures_for_report(people.science, ends_on=APRIL.end, period=APRIL)
    nothing = report_of(people, people.science, APRIL)
    assert "không có biểu số liệu nào" in nothing.sections[0].blocks[0].text  # type: ignore[union-attr]


@pytest.mark.django_db
def test_an_indicator_of_two_forms_keeps_a_key_for_each(people: People) -> None:
    flow = make_indicator(people, "Hồ sơ trực tuyến")
    forms = [make_form(people, flow, code=code) for code in ("B01", "B02")]
    put(flow, people.north, APRIL, 10)
    keys = [one.key for one in report_of(people, people.north, APRIL, *forms).sections[0].figures()]
    assert len(keys) == len(set(keys)) == 8
    assert f"value.B02.{flow.code}" in keys


@pytest.mark.django_db
def test_figures_take_as_many_queries_for_a_province_as_for_two_communes(
    people: People, django_assert_max_num_queries: Any
) -> None:
    indicators = [make_indicator(people, f"Chỉ tiêu số {number}") for number in range(4)]
    form = make_form(people, *indicators)
    for indicator in indicators:
        for unit in (people.north, people.south):
            for month in (*EARLY, APRIL):
                put(indicator, unit, month, 1)
    with django_assert_max_num_queries(24):
        figures_for_report(people.province, ends_on=APRIL.end, period=APRIL, form_ids=[form.pk])
