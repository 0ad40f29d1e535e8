"""Cells: written one by one or pasted, never over what somebody else wrote, asked once, offered where others know."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.engines.indicators.actions import (
    CellDraft,
    accept_offered,
    define_rule,
    record_value,
    save_cell,
    save_cells,
)
from honglam.engines.indicators.errors import (
    IndicatorError,
    StepRefused,
    ValueChanged,
    ValueClosed,
    ValueInvalid,
    ValueOfOther,
)
from honglam.engines.indicators.grids import grid_of, grid_of_indicator
from honglam.engines.indicators.models import Indicator, IndicatorForm, IndicatorValue, Submission
from honglam.engines.indicators.terms import Aggregation, Calculation, RuleKind, Severity, SubmissionState, ValueState
from honglam.toolkit.periods import parse
from tests.engines.indicators.stories import APRIL, MARCH, TODAY, enter, make_form, make_indicator, on_day, put
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: Any) -> None:
    """It is 8 May 2026."""
    on_day(monkeypatch, TODAY)


@pytest.fixture
def online(people: People) -> Indicator:
    """Applications handed in online."""
    return make_indicator(people, "Hồ sơ trực tuyến", measure="hồ sơ")


@pytest.fixture
def all_of_them(people: People) -> Indicator:
    """All applications."""
    return make_indicator(people, "Tổng số hồ sơ", measure="hồ sơ")


@pytest.fixture
def share(people: People, online: Indicator, all_of_them: Indicator) -> Indicator:
    """The share of the first in the second."""
    return make_indicator(
        people, "Tỷ lệ trực tuyến", measure="%", calculation=Calculation.RATIO, numerator=online,
        denominator=all_of_them, factor=Decimal(100), aggregation=Aggregation.RECOMPUTE,
    )  # fmt: skip


@pytest.fixture
def form(people: People, online: Indicator, all_of_them: Indicator, share: Indicator) -> IndicatorForm:
    """The monthly form with the three."""
    return make_form(people, online, all_of_them, share)


def test_a_cell_is_written_and_comes_back_with_its_version(
    people: People, form: IndicatorForm, online: Indicator
) -> None:
    cell = enter(form, people.north, people.officer, online, "12.5", source="Cổng dịch vụ công")
    figure = IndicatorValue.objects.get()
    assert (cell.value, cell.state, cell.version, cell.source) == (
        Decimal("12.5"), ValueState.DRAFT, figure.version, "Cổng dịch vụ công",
    )  # fmt: skip
    assert (figure.reporter, figure.entered_by, figure.period_end) == (people.north, people.officer, APRIL.end)
    assert Submission.objects.get().state == SubmissionState.DRAFT
    assert AuditEntry.objects.for_target(online).filter(action="indicators.value_recorded").count() == 1


def test_a_figure_that_was_not_seen_is_not_overwritten(people: People, form: IndicatorForm, online: Indicator) -> None:
    seen = enter(form, people.north, people.officer, online, 5)
    enter(form, people.north, people.head, online, 6)
    for version in (seen.version, 0):
        with pytest.raises(ValueChanged):
            save_cell(form=form, unit=people.north, period=APRIL, by=people.officer,
                      draft=CellDraft(online, Decimal(7), version))  # fmt: skip
    assert IndicatorValue.objects.get().value == Decimal(6)


def test_a_cleared_and_refilled_cell_does_not_bear_an_old_version(
    people: People, form: IndicatorForm, online: Indicator
) -> None:
    seen = enter(form, people.north, people.officer, online, 5)
    cleared = enter(form, people.north, people.head, online, None)
    assert (cleared.value, cleared.version, IndicatorValue.objects.count()) == (None, 0, 0)
    enter(form, people.north, people.head, online, 6)
    with pytest.raises(ValueChanged):
        save_cell(form=form, unit=people.north, period=APRIL, by=people.officer,
                  draft=CellDraft(online, Decimal(7), seen.version))  # fmt: skip


def test_writing_the_same_again_changes_nothing(people: People, form: IndicatorForm, online: Indicator) -> None:
    first = enter(form, people.north, people.officer, online, 5)
    entries = AuditEntry.objects.count()
    assert enter(form, people.north, people.officer, online, 5).version == first.version
    assert AuditEntry.objects.count() == entries


@pytest.mark.parametrize(
    ("period", "words"),
    [("2026-06", "chưa bắt đầu"), ("2026-Q1", "không báo cáo theo kỳ"), ("2025-12", "không áp dụng")],
)
def test_a_form_takes_figures_of_its_own_periods_only(
    people: People, form: IndicatorForm, online: Indicator, period: str, words: str
) -> None:
    with pytest.raises(StepRefused, match=words):
        enter(form, people.north, people.officer, online, 5, parse(period))


def test_only_reporting_units_and_their_people_write(people: People, form: IndicatorForm, online: Indicator) -> None:
    with pytest.raises(NotAllowed):
        enter(form, people.north, people.stranger, online, 5)
    with pytest.raises(StepRefused, match="không phải báo cáo"):
        enter(form, people.police, people.coordinator, online, 5)


def test_what_is_calculated_or_foreign_to_the_form_is_not_entered(
    people: People, form: IndicatorForm, share: Indicator
) -> None:
    with pytest.raises(ValueInvalid, match="được tính"):
        enter(form, people.north, people.officer, share, 5)
    with pytest.raises(ValueInvalid, match="không có trong biểu"):
        enter(form, people.north, people.officer, make_indicator(people, "Khác"), 5)
    with pytest.raises(ValueInvalid, match="được tính"):
        record_value(indicator=share, unit=people.north, period=APRIL, value=Decimal(5), by=people.officer)


def test_an_indicator_is_asked_only_for_periods_that_it_applies_to(people: People) -> None:
    old = make_indicator(people, "Chỉ tiêu cũ", valid_to=MARCH.end)
    form = make_form(people, old)
    view = grid_of(form=form, unit=people.north, periods=[MARCH, APRIL], user=people.officer)
    assert [view.cells[old.code, period.code].is_editable for period in (MARCH, APRIL)] == [True, False]
    assert view.gaps == 1
    with pytest.raises(ValueInvalid, match="không áp dụng"):
        enter(form, people.north, people.officer, old, 5)


def test_a_paste_is_checked_cell_by_cell_and_logged_once(
    people: People, form: IndicatorForm, online: Indicator, all_of_them: Indicator, share: Indicator
) -> None:
    put(all_of_them, people.north, APRIL, 50)
    before = AuditEntry.objects.count()
    drafts = [
        CellDraft(online, Decimal(10)),
        CellDraft(all_of_them, Decimal(60), 1),
        CellDraft(share, Decimal(1)),
    ]
    good, closed, calculated = save_cells(form=form, unit=people.north, period=APRIL, drafts=drafts, by=people.officer)
    assert (good.error, good.cell.value) == (None, Decimal(10))
    assert isinstance(closed.error, ValueClosed) and closed.cell.value == Decimal(50)
    assert isinstance(calculated.error, ValueInvalid) and calculated.cell.value == Decimal(20)
    assert AuditEntry.objects.count() == before + 1
    assert AuditEntry.objects.for_target(online).count() == 2, "defined, recorded"


def test_a_paste_costs_the_same_however_many_cells(people: People) -> None:
    counts = []
    for code, size in (("NHO", 3), ("LON", 40)):
        indicators = [make_indicator(people, f"Chỉ tiêu {code} {number}") for number in range(size)]
        form = make_form(people, *indicators, code=code)
        enter(form, people.north, people.officer, indicators[0], 1)
        drafts = [CellDraft(indicator, Decimal(7)) for indicator in indicators[1:]]
        with CaptureQueriesContext(connection) as queries:
            results = save_cells(form=form, unit=people.north, period=APRIL, drafts=drafts, by=people.officer)
        assert all(result.error is None for result in results)
        if size > 2:
            assert AuditEntry.objects.order_by("-id")[0].row_count == size - 1
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def test_a_written_cell_costs_few_queries(
    people: People, form: IndicatorForm, online: Indicator, django_assert_num_queries: Callable[..., Any]
) -> None:
    cell = enter(form, people.north, people.officer, online, 1)
    draft = CellDraft(online, Decimal(2), cell.version)
    with django_assert_num_queries(11):
        save_cell(form=form, unit=people.north, period=APRIL, draft=draft, by=people.officer)
    assert IndicatorValue.objects.get(indicator=online, unit=people.north).value == 2


def test_an_indicator_in_two_forms_is_asked_once(people: People, form: IndicatorForm, online: Indicator) -> None:
    second = make_form(people, online, code="B02")
    enter(form, people.north, people.officer, online, 5)
    view = grid_of(form=second, unit=people.north, periods=[APRIL], user=people.officer)
    cell = view.cells[online.code, APRIL.code]
    assert (cell.value, cell.is_answered, view.gaps) == (Decimal(5), True, 0)


def test_a_ratio_in_the_grid_follows_from_its_parts_with_a_trace(
    people: People, form: IndicatorForm, online: Indicator, all_of_them: Indicator, share: Indicator
) -> None:
    enter(form, people.north, people.officer, online, 3)
    before = grid_of(form=form, unit=people.north, periods=[APRIL], user=people.officer).cells[share.code, APRIL.code]
    assert before.value is None and all_of_them.code in before.reason
    enter(form, people.north, people.officer, all_of_them, 4)
    after = grid_of(form=form, unit=people.north, periods=[APRIL], user=people.officer).cells[share.code, APRIL.code]
    assert (after.value, after.is_calculated, after.is_editable) == (Decimal(75), True, False)
    assert {step.code: step.value for step in after.trace} == {online.code: Decimal(3), all_of_them.code: Decimal(4)}


def test_a_figure_of_another_body_is_offered_and_taken_over(
    people: People, form: IndicatorForm, online: Indicator
) -> None:
    record_value(indicator=online, unit=people.north, period=APRIL, value=Decimal(9), by=people.coordinator,
                 reporter=people.science, source="Hệ thống một cửa")  # fmt: skip
    view = grid_of(form=form, unit=people.north, periods=[APRIL], user=people.officer)
    cell = view.cells[online.code, APRIL.code]
    assert (cell.is_offered, cell.reporter, cell.source, cell.is_answered) == (
        True, str(people.science), "Hệ thống một cửa", False,
    )  # fmt: skip
    with pytest.raises(ValueOfOther, match="Sở Khoa học"):
        enter(form, people.north, people.officer, online, 8)
    accept_offered(form=form, unit=people.north, period=APRIL, indicators=[online], by=people.officer)
    view = grid_of(form=form, unit=people.north, periods=[APRIL], user=people.officer)
    cell = view.cells[online.code, APRIL.code]
    assert (cell.is_offered, cell.is_answered, cell.value) == (False, True, Decimal(9))
    with pytest.raises(ValueInvalid, match="Không có số nào"):
        accept_offered(form=form, unit=people.north, period=APRIL, indicators=[online], by=people.officer)


def test_a_figure_of_another_body_is_contradicted_with_a_comment(
    people: People, form: IndicatorForm, online: Indicator
) -> None:
    record_value(indicator=online, unit=people.north, period=APRIL, value=Decimal(9), by=people.coordinator,
                 reporter=people.science)  # fmt: skip
    cell = enter(form, people.north, people.officer, online, 8, comment="Có một hồ sơ tính hai lần")
    assert (cell.value, cell.reporter, cell.is_offered) == (Decimal(8), "", False)


def test_rules_look_at_the_neighbours_of_a_figure(people: People, form: IndicatorForm, online: Indicator) -> None:
    define_rule(kind=RuleKind.JUMP, parameters={"percent": 50}, indicator=online, by=people.coordinator)
    define_rule(kind=RuleKind.YEAR_ON_YEAR, parameters={"percent": 50}, indicator=online, by=people.coordinator)
    define_rule(kind=RuleKind.UNIT_MIX_UP, parameters={}, indicator=online, by=people.coordinator)
    define_rule(kind=RuleKind.PARENT_DIFFERS, parameters={"tolerance_percent": 0}, indicator=online,
                severity=Severity.BLOCKS, by=people.coordinator)  # fmt: skip
    put(online, people.north, parse("2025-04"), 11)
    for period in (MARCH, MARCH.previous(), MARCH.previous().previous()):
        put(online, people.north, period, 10)
    put(online, people.north_culture, APRIL, 99)
    found = enter(form, people.north, people.officer, online, 100).findings
    assert {one.kind for one in found} == {
        RuleKind.JUMP, RuleKind.YEAR_ON_YEAR, RuleKind.UNIT_MIX_UP, RuleKind.PARENT_DIFFERS,
    }  # fmt: skip
    assert found[0].is_blocking
    assert enter(form, people.north, people.officer, online, 99).findings[0].kind != RuleKind.PARENT_DIFFERS


def test_one_indicator_is_shown_over_the_units_that_report_it(
    people: People, form: IndicatorForm, online: Indicator
) -> None:
    enter(form, people.north, people.officer, online, 5)
    view = grid_of_indicator(indicator=online, parent=people.province, period=APRIL, user=people.coordinator)
    assert view.form == form
    assert [row.key for row in view.rows] == [people.north.code, people.south.code]
    assert [view.cells[row.key, APRIL.code].value for row in view.rows] == [Decimal(5), None]
    own = grid_of_indicator(indicator=online, parent=people.province, period=APRIL, user=people.officer)
    assert [row.key for row in own.rows] == [people.north.code]


def test_the_grid_is_open_to_those_who_may_write_and_the_receiver_looks(
    people: People, form: IndicatorForm, online: Indicator
) -> None:
    from_unit = grid_of(form=form, unit=people.north, periods=[MARCH, APRIL], user=people.officer)
    assert [column.is_open for column in from_unit.columns] == [True, True]
    from_above = grid_of(form=form, unit=people.north, periods=[APRIL], user=people.leader)
    assert not from_above.columns[0].is_open
    assert not from_above.cells[online.code, APRIL.code].is_editable
    with pytest.raises(NotAllowed):
        grid_of(form=form, unit=people.north, periods=[APRIL], user=people.stranger)


def test_the_grid_costs_the_same_however_long(people: People) -> None:
    people.officer.posts(TODAY)
    counts = []
    for code, size in (("NHO", 2), ("LON", 30)):
        indicators = [make_indicator(people, f"Chỉ tiêu {code} {number}") for number in range(size)]
        form = make_form(people, *indicators, code=code)
        for indicator in indicators:
            put(indicator, people.north, APRIL, 1)
        with CaptureQueriesContext(connection) as queries:
            grid_of(form=form, unit=people.north, periods=[MARCH, APRIL][: 1 + (size > 2)], user=people.officer)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 13


def test_every_refusal_has_a_stable_code() -> None:
    waiting, codes = [IndicatorError], []
    while waiting:
        kind = waiting.pop()
        codes.append(kind.code)
        waiting.extend(kind.__subclasses__())
    assert len(codes) == len(set(codes))
