"""Estimates (ước thực hiện): marked, sent, seen, replaced by actual figures, and not locked over in silence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.engines.indicators.actions import approve, lock, record_value, settle_estimate, submit
from honglam.engines.indicators.entry import changed_since, entry_of, read_entry, written_figure
from honglam.engines.indicators.errors import EstimatesStand, ValueChanged, ValueInvalid
from honglam.engines.indicators.following import submissions_of
from honglam.engines.indicators.models import Indicator, IndicatorForm, IndicatorValue
from honglam.engines.indicators.terms import SubmissionState, ValueState
from tests.engines.indicators.stories import APRIL, MARCH, TODAY, enter, make_form, make_indicator, on_day, put
from tests.people import People

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    on_day(monkeypatch, TODAY)


@pytest.fixture
def files(people: People) -> Indicator:
    return make_indicator(people, "Số hồ sơ")


@pytest.fixture
def form(people: People, files: Indicator) -> IndicatorForm:
    return make_form(people, files)


def figure(indicator: Indicator) -> IndicatorValue:
    return IndicatorValue.objects.get(indicator=indicator, period_code=APRIL.code)


@pytest.mark.parametrize(
    ("text", "value", "is_estimate"),
    [
        ("120", 120, False), ("~120", 120, True), ("≈ 1.200", 1200, True), ("ước 120", 120, True),
        ("120 ước", 120, True), ("120 (ước)", 120, True), ("Ước 1,5", Decimal("1.5"), True), ("", None, False),
    ],
)  # fmt: skip
def test_people_mark_estimates_before_or_after_the_figure(
    files: Indicator, text: str, value: object, is_estimate: bool
) -> None:
    assert read_entry(text, files) == (value, is_estimate)


@pytest.mark.parametrize("text", ["~", "ước", "nước 5"])
def test_a_mark_without_a_figure_is_refused(files: Indicator, text: str) -> None:
    with pytest.raises(ValueInvalid):
        read_entry(text, files)


def test_an_estimate_is_marked_and_the_actual_figure_keeps_it(
    people: People, form: IndicatorForm, files: Indicator
) -> None:
    cell = enter(form, people.north, people.officer, files, 100, is_estimate=True)
    assert (cell.is_estimate, written_figure(cell)) == (True, "≈100")
    enter(form, people.north, people.officer, files, 110, is_estimate=True)
    cell = enter(form, people.north, people.officer, files, 120)
    assert (cell.value, cell.is_estimate, cell.estimated_value) == (120, False, 110)
    newest = AuditEntry.objects.for_target(files).order_by("-pk").first()
    assert newest is not None and newest.values.changes == {"value": ("110 (ước)", "120")}


def test_the_same_figure_may_turn_from_estimated_to_actual(
    people: People, form: IndicatorForm, files: Indicator
) -> None:
    enter(form, people.north, people.officer, files, 100, is_estimate=True)
    cell = enter(form, people.north, people.officer, files, 100)
    assert (cell.is_estimate, cell.estimated_value) == (False, 100)


def test_the_receiver_sees_which_figures_are_estimates_also_calculated_ones(people: People, files: Indicator) -> None:
    online = make_indicator(people, "Hồ sơ trực tuyến")
    share = make_indicator(
        people, "Tỷ lệ trực tuyến", measure="%", calculation="ratio", numerator=online, denominator=files,
        factor=Decimal(100), aggregation="recompute", time_aggregation="none",
    )  # fmt: skip
    form = make_form(people, files, online, share, code="B02")
    enter(form, people.north, people.officer, files, 200)
    enter(form, people.north, people.officer, online, 50, is_estimate=True)
    submit(form=form, unit=people.north, period=APRIL, by=people.officer)
    view = entry_of(form=form, unit=people.north, period=APRIL, user=people.coordinator)
    assert [cell.indicator for cell in view.estimates] == [online]
    assert written_figure(view.lines[2].cell) == "≈25"
    (line,) = [row for row in submissions_of(form=form, period=APRIL, user=people.coordinator) if row.submission]
    assert line.estimates == 1


def test_books_are_not_closed_over_estimates_without_saying_why(
    people: People, form: IndicatorForm, files: Indicator
) -> None:
    enter(form, people.north, people.officer, files, 100, is_estimate=True)
    submission = submit(form=form, unit=people.north, period=APRIL, by=people.officer)
    submission = approve(submission=submission, by=people.coordinator)
    assert submission.snapshot == {files.code: "~100.0000"}
    with pytest.raises(EstimatesStand, match="Số hồ sơ"):
        lock(submission=submission, by=people.coordinator)
    locked = lock(submission=submission, by=people.coordinator, comment="Đơn vị không có số thực hiện")
    assert locked.state == SubmissionState.LOCKED
    assert figure(files).is_estimate


def test_the_unit_replaces_an_approved_estimate_and_the_receiver_approves_again(
    people: People, form: IndicatorForm, files: Indicator
) -> None:
    enter(form, people.north, people.officer, files, 100, is_estimate=True)
    submission = approve(
        submission=submit(form=form, unit=people.north, period=APRIL, by=people.officer), by=people.coordinator
    )
    seen = figure(files).version
    with pytest.raises(ValueChanged):
        settle_estimate(
            submission=submission, indicator=files, value=Decimal(120), by=people.officer, expected_version=seen - 1
        )  # fmt: skip
    settle_estimate(
        submission=submission, indicator=files, value=Decimal(120), by=people.officer, expected_version=seen
    )  # fmt: skip
    submission.refresh_from_db()
    assert (submission.state, figure(files).state) == (SubmissionState.CORRECTED, ValueState.SUBMITTED)
    cells = entry_of(form=form, unit=people.north, period=APRIL, user=people.officer).lines
    assert [text for _cell, text, differs in changed_since(submission, [cells[0].cell]) if differs] == ["≈100"]
    again = approve(submission=submission, by=people.coordinator)
    assert (again.snapshot, figure(files).estimated_value) == ({files.code: "120.0000"}, 100)
    assert lock(submission=again, by=people.coordinator).state == SubmissionState.LOCKED


def test_only_an_approved_estimate_is_settled_and_only_by_the_unit(
    people: People, form: IndicatorForm, files: Indicator
) -> None:
    enter(form, people.north, people.officer, files, 100)
    submission = approve(
        submission=submit(form=form, unit=people.north, period=APRIL, by=people.officer), by=people.coordinator
    )
    given = {"submission": submission, "indicator": files, "value": Decimal(1), "expected_version": 0}
    with pytest.raises(ValueInvalid):
        settle_estimate(**(given | {"expected_version": figure(files).version}), by=people.officer)
    with pytest.raises(NotAllowed):
        settle_estimate(**given, by=people.stranger)


def test_outside_of_forms_an_actual_figure_takes_the_place_of_an_estimate_without_a_reason(people: People) -> None:
    alone = make_indicator(people, "Số đo riêng")
    put(alone, people.north, MARCH, 10, is_estimate=True)
    now = record_value(indicator=alone, unit=people.north, period=MARCH, value=Decimal(12), by=people.officer)
    assert (now.is_estimate, now.estimated_value, now.state) == (False, 10, ValueState.DRAFT)
