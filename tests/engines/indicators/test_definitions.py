"""Indicators, forms and rules are defined with what they rest on checked."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.engines.indicators.actions import (
    FormDefinition,
    IndicatorDefinition,
    LineDraft,
    define,
    define_form,
    define_rule,
    drop_rule,
    redefine,
    redefine_form,
)
from honglam.engines.indicators.errors import DefinitionInvalid
from honglam.engines.indicators.models import Indicator, IndicatorDependency, IndicatorValue
from honglam.engines.indicators.terms import Aggregation, Calculation, RuleKind
from honglam.toolkit.periods import Scheme
from tests.engines.indicators.stories import APRIL, make_form, make_indicator, put
from tests.people import People

pytestmark = pytest.mark.django_db


def formula(people: People, name: str, text: str, **definition: Any) -> Indicator:
    """An indicator that follows from others."""
    return make_indicator(
        people, name, calculation=Calculation.FORMULA, formula=text, aggregation=Aggregation.RECOMPUTE, **definition
    )


def test_a_formula_is_kept_as_it_was_understood_and_its_parts_are_derived(people: People) -> None:
    one, two = make_indicator(people, "Hồ sơ trực tuyến"), make_indicator(people, "Tổng số hồ sơ")
    made = formula(people, "Tỷ lệ trực tuyến", f"[{one.code}]/[{two.code}]*100", measure="%")
    assert made.formula == f"[{one.code}] / [{two.code}] * 100"
    assert set(IndicatorDependency.objects.filter(indicator=made).values_list("used", flat=True)) == {one.pk, two.pk}
    assert AuditEntry.objects.for_target(made).get().action == "indicators.defined"
    definition = replace(IndicatorDefinition.of(made), formula=f"[{one.code}] * 2")
    redefine(indicator=made, definition=definition, by=people.coordinator, reason="Theo quyết định mới")
    assert list(IndicatorDependency.objects.filter(indicator=made).values_list("used", flat=True)) == [one.pk]


def test_a_circle_is_refused_and_named(people: People) -> None:
    base = make_indicator(people, "Gốc")
    first = formula(people, "Một", f"[{base.code}] + 1")
    second = formula(people, "Hai", f"[{first.code}] + 1")
    third = formula(people, "Ba", f"[{second.code}] + 1")
    definition = replace(IndicatorDefinition.of(first), formula=f"[{third.code}] + 1")
    with pytest.raises(DefinitionInvalid, match="vòng tròn") as refused:
        redefine(indicator=first, definition=definition, by=people.coordinator)
    assert str(refused.value).count(first.code) == 2
    assert third.code in str(refused.value)
    own = replace(IndicatorDefinition.of(first), formula=f"[{first.code}] + 1")
    with pytest.raises(DefinitionInvalid, match="vòng tròn"):
        redefine(indicator=first, definition=own, by=people.coordinator)


@pytest.mark.parametrize(
    ("definition", "column"),
    [
        ({"calculation": Calculation.FORMULA, "formula": "[CT-0] + 1", "aggregation": "recompute"}, "formula"),
        ({"calculation": Calculation.FORMULA, "formula": "1 +", "aggregation": "recompute"}, "formula"),
        ({"calculation": Calculation.RATIO, "aggregation": "recompute"}, ""),
        ({"calculation": Calculation.FORMULA, "formula": "1", "aggregation": "mean"}, ""),
        ({"aggregation": Aggregation.RECOMPUTE}, ""),
        ({"aggregation": Aggregation.WEIGHTED}, ""),
        ({"valid_from": datetime.date(2026, 2, 1), "valid_to": datetime.date(2026, 1, 1)}, ""),
        ({"scheme": "fortnight"}, "scheme"),
        ({"direction": "sideways"}, "direction"),
    ],
)
def test_a_definition_that_does_not_hold_together_is_refused(
    people: People, definition: dict[str, Any], column: str
) -> None:
    with pytest.raises(DefinitionInvalid) as refused:
        define(definition=IndicatorDefinition("Chỉ tiêu", **definition), by=people.coordinator)
    assert refused.value.column == column
    assert not Indicator.objects.exists()


def test_the_database_refuses_half_a_ratio_too(people: People) -> None:
    one = make_indicator(people, "Một")
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(pk=one.pk).update(calculation=Calculation.RATIO, aggregation=Aggregation.RECOMPUTE)


def test_the_same_name_and_measure_are_one_indicator(people: People) -> None:
    make_indicator(people, "Số hồ sơ", measure="hồ sơ")
    with pytest.raises(DefinitionInvalid):
        make_indicator(people, "số  hồ sơ", measure="hồ sơ")


def test_entered_figures_are_not_hidden_behind_a_formula(people: People) -> None:
    one, two = make_indicator(people, "Một"), make_indicator(people, "Hai")
    put(one, people.north, APRIL, 5)
    definition = replace(
        IndicatorDefinition.of(one), calculation=Calculation.FORMULA, formula=f"[{two.code}]", aggregation="recompute"
    )
    with pytest.raises(DefinitionInvalid, match="đã có số nhập"):
        redefine(indicator=one, definition=definition, by=people.coordinator)
    assert IndicatorValue.objects.get().value == Decimal(5)


def test_what_a_ratio_is_made_from_stays_entered(people: People) -> None:
    one, two = make_indicator(people, "Một"), make_indicator(people, "Hai")
    ratio = {"calculation": Calculation.RATIO, "aggregation": Aggregation.RECOMPUTE, "denominator": two}
    share = make_indicator(people, "Tỷ lệ", numerator=one, **ratio)
    definition = replace(
        IndicatorDefinition.of(two), calculation=Calculation.FORMULA, formula="1", aggregation=Aggregation.RECOMPUTE
    )
    with pytest.raises(DefinitionInvalid, match="tử số, mẫu số"):
        redefine(indicator=two, definition=definition, by=people.coordinator)
    with pytest.raises(DefinitionInvalid, match="nhập trực tiếp"):
        make_indicator(people, "Tỷ lệ của tỷ lệ", numerator=share, **ratio)


def test_figures_that_are_paired_come_from_the_same_periods(people: People) -> None:
    month, other = make_indicator(people, "Một"), make_indicator(people, "Hai")
    quarter = make_indicator(people, "Theo quý", scheme=Scheme.QUARTER)
    ratio = {"calculation": Calculation.RATIO, "aggregation": Aggregation.RECOMPUTE, "numerator": month}
    assert make_indicator(people, "Tỷ lệ", denominator=other, scheme="", **ratio).scheme == Scheme.MONTH
    for wrong in (
        {"denominator": quarter, **ratio},
        {"denominator": other, "scheme": Scheme.QUARTER, **ratio},
        {"aggregation": Aggregation.WEIGHTED, "weight": quarter},
    ):
        with pytest.raises(DefinitionInvalid, match="cùng kỳ") as refused:
            make_indicator(people, "Sai", **wrong)
        assert refused.value.column == "scheme"
    definition = replace(IndicatorDefinition.of(other), scheme=Scheme.QUARTER)
    with pytest.raises(DefinitionInvalid, match="không đổi được kỳ"):
        redefine(indicator=other, definition=definition, by=people.coordinator)


def test_an_officer_defines_nothing(people: People) -> None:
    with pytest.raises(NotAllowed):
        define(definition=IndicatorDefinition("Chỉ tiêu"), by=people.officer)
    with pytest.raises(NotAllowed):
        make_form(People(**{**people.__dict__, "coordinator": people.head}), code="X")


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"lines": ()}, "lines"),
        ({"units": ()}, "units"),
        ({"due_after_working_days": 0}, ""),
        ({"scheme": Scheme.QUARTER}, "lines"),
        ({"scheme": "fortnight"}, "scheme"),
        ({"ends_on": datetime.date(2025, 1, 1)}, ""),
    ],
)
def test_a_form_that_cannot_be_filled_is_refused(people: People, change: dict[str, Any], column: str) -> None:
    with pytest.raises(DefinitionInvalid) as refused:
        make_form(people, make_indicator(people, "Một"), **change)
    assert refused.value.column == column


def test_a_form_asks_for_an_indicator_once_and_its_lines_can_be_changed(people: People) -> None:
    one, two = make_indicator(people, "Một"), make_indicator(people, "Hai")
    with pytest.raises(DefinitionInvalid, match="hai lần"):
        make_form(people, one, one)
    form = make_form(people, one)
    definition = FormDefinition(
        form.code, "Tên mới", Scheme.MONTH, people.science, form.starts_on,
        (LineDraft(two, "Nhóm A", is_required=False), LineDraft(one)), units=(people.north,),
    )  # fmt: skip
    redefine_form(form=form, definition=definition, by=people.coordinator)
    assert list(form.lines.order_by("position").values_list("indicator", "group_title", "is_required")) == [
        (two.pk, "Nhóm A", False), (one.pk, "", True),
    ]  # fmt: skip
    with pytest.raises(DefinitionInvalid, match=r"B01|đã tồn tại|already"):
        define_form(definition=definition, by=people.coordinator)


def test_a_rule_is_kept_as_it_was_understood(people: People) -> None:
    one = make_indicator(people, "Một")
    form = make_form(people, one)
    kept = define_rule(kind=RuleKind.RANGE, parameters={"max": 100}, indicator=one, by=people.coordinator)
    assert kept.parameters == {"max": "100"}
    comparison = {"left": f"[{one.code}]", "operator": "<=", "right": "10,5"}
    assert define_rule(kind=RuleKind.COMPARISON, parameters=comparison, form=form, by=people.coordinator).form == form
    for wrong in (
        {"kind": RuleKind.RANGE, "parameters": {}, "indicator": one},
        {"kind": RuleKind.RANGE, "parameters": {"max": 1}, "form": form},
        {"kind": RuleKind.COMPARISON, "parameters": comparison | {"left": "[CT-0]"}, "form": form},
        {"kind": "guess", "parameters": {}, "indicator": one},
        {"kind": RuleKind.RANGE, "parameters": {"max": 1}},
    ):
        with pytest.raises(DefinitionInvalid):
            define_rule(by=people.coordinator, **wrong)  # type: ignore[arg-type]
    assert not drop_rule(rule=kept, by=people.coordinator).is_active
