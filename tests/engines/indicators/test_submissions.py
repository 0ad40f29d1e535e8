"""A form on its way: sent complete or not at all, approved with its figures frozen, returned with a reason, locked."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from honglam.core.access.errors import NotAllowed
from honglam.core.access.terms import RoleCode
from honglam.core.audit.models import AuditEntry
from honglam.core.files.models import StoredFile
from honglam.core.files.registry import may_read
from honglam.core.notices.models import Notice
from honglam.engines.indicators.actions import (
    approve,
    confirm_value,
    define_rule,
    lock,
    record_value,
    return_submission,
    submit,
    unlock,
)
from honglam.engines.indicators.deadlines import digest_of
from honglam.engines.indicators.errors import (
    FormIncomplete,
    ReasonMissing,
    StepRefused,
    ValueClosed,
    ValueConfirmed,
    WarningsUnexplained,
)
from honglam.engines.indicators.grids import grid_of
from honglam.engines.indicators.models import Indicator, IndicatorForm, IndicatorValue, Submission
from honglam.engines.indicators.terms import Calculation, RuleKind, Severity, SubmissionState, ValueState
from honglam.toolkit.periods import parse
from tests.engines.indicators.stories import APRIL, TODAY, enter, make_form, make_indicator, on_day
from tests.people import People, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: Any) -> None:
    """It is 8 May 2026, the last day in time."""
    on_day(monkeypatch, TODAY)


@pytest.fixture
def staff(people: People) -> Indicator:
    """Trained officials."""
    return make_indicator(people, "Số cán bộ được tập huấn", measure="người")


@pytest.fixture
def form(people: People, staff: Indicator) -> IndicatorForm:
    """The monthly form with one line."""
    return make_form(people, staff)


@pytest.fixture
def sent(people: People, form: IndicatorForm, staff: Indicator) -> Submission:
    """April of the northern commune, sent."""
    enter(form, people.north, people.officer, staff, 12)
    return submit(form=form, unit=people.north, period=APRIL, by=people.officer)


def _confirmed(figure: IndicatorValue, by: Any) -> IndicatorValue:
    return confirm_value(figure=figure, seen=figure.stamp, by=by)


def states() -> set[str]:
    """The states of all figures."""
    return set(IndicatorValue.objects.values_list("state", flat=True))


def test_from_entry_to_closed_books(people: People, form: IndicatorForm, staff: Indicator, sent: Submission) -> None:
    assert (sent.state, sent.is_on_time, sent.due_on, states()) == (
        SubmissionState.SUBMITTED, True, TODAY, {ValueState.SUBMITTED},
    )  # fmt: skip
    assert Notice.objects.filter(recipient=people.coordinator, kind="indicators.form_submitted").count() == 1
    approved = approve(submission=sent, by=people.coordinator)
    assert (approved.state, states()) == (SubmissionState.APPROVED, {ValueState.APPROVED})
    assert approved.snapshot == {staff.code: "12.0000"}
    assert approved.snapshot_sha256 == digest_of({staff.code: "12.0000"})
    assert Notice.objects.filter(recipient=people.officer, kind="indicators.form_approved").count() == 1
    locked = lock(submission=approved, by=people.coordinator)
    assert (locked.state, states()) == (SubmissionState.LOCKED, {ValueState.LOCKED})
    opened = unlock(submission=locked, by=people.coordinator, reason="Đính chính theo kiểm tra")
    assert (opened.state, states(), opened.reason) == (
        SubmissionState.APPROVED, {ValueState.APPROVED}, "Đính chính theo kiểm tra",
    )  # fmt: skip
    actions = AuditEntry.objects.for_target(opened).order_by("id").values_list("action", flat=True)
    assert list(actions) == [
        f"indicators.form_{verb}" for verb in ("submitted", "approved", "locked", "unlocked")
    ]  # fmt: skip


def test_a_later_correction_is_the_receivers_and_does_not_change_what_was_approved(
    people: People, staff: Indicator, sent: Submission
) -> None:
    approve(submission=sent, by=people.coordinator)

    def corrected(by: Any, reason: str) -> None:
        record_value(indicator=staff, unit=people.north, period=APRIL, value=Decimal(13), by=by, reason=reason)

    with pytest.raises(ValueConfirmed):
        corrected(people.coordinator, "")
    with pytest.raises(ValueClosed, match="Sở Khoa học và Công nghệ duyệt"):
        corrected(people.officer, "Sót một người")
    corrected(people.coordinator, "Sót một người")
    sent.refresh_from_db()
    assert sent.snapshot == {staff.code: "12.0000"}
    assert sent.snapshot_sha256 == digest_of(sent.snapshot)
    figure = IndicatorValue.objects.get()
    assert (figure.state, sent.state, sent.reason) == (
        ValueState.DRAFT, SubmissionState.CORRECTED, "Sót một người",
    )  # fmt: skip
    for person in (people.head, people.coordinator):
        with pytest.raises(ValueClosed, match="B01"):
            _confirmed(figure, person)


def test_a_figure_that_no_form_asks_for_is_made_official_by_the_own_head(people: People, form: IndicatorForm) -> None:
    other = make_indicator(people, "Ngoài biểu")
    figure = record_value(indicator=other, unit=people.north, period=APRIL, value=Decimal(1), by=people.officer)
    assert _confirmed(figure, people.head).state == ValueState.APPROVED
    record_value(indicator=other, unit=people.north, period=APRIL, value=Decimal(2), by=people.officer, reason="Sửa")


def test_evidence_is_read_by_who_sees_the_figure_and_by_the_receiver(
    people: People, form: IndicatorForm, staff: Indicator
) -> None:
    file = StoredFile.objects.create(
        name="danh-sach.pdf", kind="pdf", media_type="application/pdf", size=1, sha256="0" * 64,
        purpose="indicators.evidence", unit=people.north,
    )  # fmt: skip
    enter(form, people.north, people.officer, staff, 12, evidence=file)
    receiver = make_person("receiver", "Ngô Thị Kim", RoleCode.HEAD, people.science)
    assert [may_read(who, file) for who in (people.head, receiver, people.stranger)] == [True, True, False]


def test_what_was_sent_is_not_written_any_more(
    people: People, form: IndicatorForm, staff: Indicator, sent: Submission
) -> None:
    with pytest.raises(StepRefused, match="đã gửi"):
        enter(form, people.north, people.officer, staff, 13)
    with pytest.raises(StepRefused, match="đã gửi"):
        submit(form=form, unit=people.north, period=APRIL, by=people.officer)
    with pytest.raises(ValueClosed):
        record_value(indicator=staff, unit=people.north, period=APRIL, value=Decimal(1), by=people.officer, reason="x")
    with pytest.raises(ValueClosed):
        _confirmed(IndicatorValue.objects.get(), people.head)
    assert not grid_of(form=form, unit=people.north, periods=[APRIL], user=people.officer).columns[0].is_open


def test_a_returned_form_says_why_and_can_be_sent_again_late(
    people: People, form: IndicatorForm, staff: Indicator, sent: Submission, monkeypatch: Any
) -> None:
    with pytest.raises(ReasonMissing):
        return_submission(submission=sent, by=people.coordinator, reason="  ")
    returned = return_submission(submission=sent, by=people.coordinator, reason="Thiếu danh sách")
    figure = IndicatorValue.objects.get()
    assert (returned.state, figure.state, figure.return_reason) == (
        SubmissionState.RETURNED, ValueState.DRAFT, "Thiếu danh sách",
    )  # fmt: skip
    assert Notice.objects.get(recipient=people.officer).body == "Thiếu danh sách"
    on_day(monkeypatch, TODAY + datetime.timedelta(days=3))
    enter(form, people.north, people.officer, staff, 11)
    again = submit(form=form, unit=people.north, period=APRIL, by=people.officer)
    assert (again.state, again.is_on_time, again.reason) == (SubmissionState.SUBMITTED, False, "")
    assert IndicatorValue.objects.get().return_reason == ""


def test_a_form_with_gaps_is_not_sent(people: People, staff: Indicator) -> None:
    more = make_indicator(people, "Số lớp")
    form = make_form(people, staff, more)
    enter(form, people.north, people.officer, staff, 12)
    with pytest.raises(FormIncomplete, match="Thiếu số của “Số lớp”") as refused:
        submit(form=form, unit=people.north, period=APRIL, by=people.officer)
    assert len(refused.value.problems) == 1
    assert states() == {ValueState.DRAFT}


def test_an_offered_figure_has_to_be_taken_over_first(people: People, form: IndicatorForm, staff: Indicator) -> None:
    record_value(indicator=staff, unit=people.north, period=APRIL, value=Decimal(9), by=people.coordinator,
                 reporter=people.science)  # fmt: skip
    with pytest.raises(FormIncomplete, match="Chưa nhận số"):
        submit(form=form, unit=people.north, period=APRIL, by=people.officer)


def test_blocking_findings_hold_a_form_back_and_warnings_want_a_comment(
    people: People, form: IndicatorForm, staff: Indicator
) -> None:
    define_rule(kind=RuleKind.RANGE, parameters={"max": 100}, indicator=staff, severity=Severity.BLOCKS,
                by=people.coordinator)  # fmt: skip
    define_rule(kind=RuleKind.COMPARISON, parameters={"left": f"[{staff.code}]", "operator": "<=", "right": "50"},
                form=form, by=people.coordinator)  # fmt: skip
    enter(form, people.north, people.officer, staff, 101)
    with pytest.raises(FormIncomplete, match="lớn hơn mức cao nhất 100"):
        submit(form=form, unit=people.north, period=APRIL, by=people.officer, comment="Đúng vậy")
    enter(form, people.north, people.officer, staff, 60)
    with pytest.raises(WarningsUnexplained, match="Phải có"):
        submit(form=form, unit=people.north, period=APRIL, by=people.officer)
    assert submit(form=form, unit=people.north, period=APRIL, by=people.officer, comment="Hai đợt").comment == "Hai đợt"


def test_a_period_that_runs_is_not_sent(people: People, form: IndicatorForm, staff: Indicator) -> None:
    enter(form, people.north, people.officer, staff, 12, parse("2026-05"))
    with pytest.raises(StepRefused, match="31/05/2026"):
        submit(form=form, unit=people.north, period=parse("2026-05"), by=people.officer)


def test_the_receiver_decides_and_nobody_else(people: People, sent: Submission) -> None:
    receiver = make_person("receiver", "Ngô Thị Kim", RoleCode.HEAD, people.science)
    for outsider in (people.officer, people.head, people.stranger, people.leader):
        for step in (
            lambda who: approve(submission=sent, by=who),
            lambda who: return_submission(submission=sent, by=who, reason="x"),
            lambda who: lock(submission=sent, by=who),
            lambda who: unlock(submission=sent, by=who, reason="x"),
        ):
            with pytest.raises(NotAllowed):
                step(outsider)
    assert approve(submission=sent, by=receiver).decided_by == receiver


def test_steps_out_of_order_are_refused(people: People, sent: Submission) -> None:
    with pytest.raises(StepRefused):
        lock(submission=sent, by=people.coordinator)
    with pytest.raises(StepRefused):
        unlock(submission=sent, by=people.coordinator, reason="x")
    approve(submission=sent, by=people.coordinator)
    with pytest.raises(StepRefused):
        approve(submission=sent, by=people.coordinator)


def test_a_figure_that_another_form_holds_stays_when_one_is_returned(people: People, staff: Indicator) -> None:
    first, second = make_form(people, staff), make_form(people, staff, code="B02")
    enter(first, people.north, people.officer, staff, 12)
    one = submit(form=first, unit=people.north, period=APRIL, by=people.officer)
    two = submit(form=second, unit=people.north, period=APRIL, by=people.officer)
    two = approve(submission=two, by=people.coordinator)
    assert states() == {ValueState.APPROVED}
    return_submission(submission=one, by=people.coordinator, reason="Làm lại")
    assert states() == {ValueState.APPROVED}
    return_submission(submission=two, by=people.coordinator, reason="Làm lại")
    assert states() == {ValueState.DRAFT}


def test_books_that_two_forms_closed_are_opened_by_both(people: People, staff: Indicator) -> None:
    closed = []
    for code in ("B01", "B02"):
        form = make_form(people, staff, code=code)
        if code == "B01":
            enter(form, people.north, people.officer, staff, 12)
        made = submit(form=form, unit=people.north, period=APRIL, by=people.officer)
        closed.append(lock(submission=approve(submission=made, by=people.coordinator), by=people.coordinator))
    unlock(submission=closed[0], by=people.coordinator, reason="Sửa")
    assert states() == {ValueState.LOCKED}
    unlock(submission=closed[1], by=people.coordinator, reason="Sửa")
    assert states() == {ValueState.APPROVED}


def test_the_snapshot_holds_calculated_figures_too(people: People, staff: Indicator) -> None:
    double = make_indicator(people, "Gấp đôi", calculation=Calculation.FORMULA, formula=f"[{staff.code}] * 2",
                            aggregation="recompute")  # fmt: skip
    form = make_form(people, staff, double)
    enter(form, people.north, people.officer, staff, "1.5")
    made = approve(submission=submit(form=form, unit=people.north, period=APRIL, by=people.officer),
                   by=people.coordinator)  # fmt: skip
    assert made.snapshot == {staff.code: "1.5000", double.code: "3.0000"}


@pytest.mark.parametrize(
    "columns",
    [
        {"state": "approved"},
        {"state": "returned", "reason": ""},
        {"submitted_at": None},
    ],
)
def test_the_database_refuses_half_a_step(people: People, sent: Submission, columns: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=sent.pk).update(**columns)
