"""What was approved is corrected by the receiver: told to the unit, approved again by somebody else, true meanwhile."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from honglam.core.access.errors import NotAllowed
from honglam.core.access.models import User
from honglam.core.access.terms import RoleCode
from honglam.core.audit.models import AuditEntry
from honglam.core.notices.models import Notice
from honglam.engines.indicators.actions import (
    accept_offered,
    approve,
    correct_value,
    define_rule,
    lock,
    record_value,
    return_submission,
    submit,
)
from honglam.engines.indicators.errors import (
    FormIncomplete,
    ReasonMissing,
    StepRefused,
    ValueChanged,
    ValueClosed,
    ValueInvalid,
)
from honglam.engines.indicators.models import Indicator, IndicatorForm, IndicatorValue, Submission
from honglam.engines.indicators.rollup import roll_up
from honglam.engines.indicators.terms import Calculation, RuleKind, Severity, SubmissionState, ValueState
from tests.engines.indicators.digital_share import Browser
from tests.engines.indicators.stories import APRIL, TODAY, enter, make_form, make_indicator, on_day
from tests.people import People, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: Any) -> None:
    """It is 8 May 2026."""
    on_day(monkeypatch, TODAY)


@pytest.fixture
def staff(people: People) -> Indicator:
    """Trained officials."""
    return make_indicator(people, "Số cán bộ được tập huấn", measure="người")


@pytest.fixture
def lessons(people: People) -> Indicator:
    """Lessons; not required."""
    return make_indicator(people, "Số buổi", measure="buổi")


@pytest.fixture
def form(people: People, staff: Indicator, lessons: Indicator) -> IndicatorForm:
    """The monthly form of the two."""
    return make_form(people, staff, lessons)


@pytest.fixture
def receiver(people: People) -> User:
    """The head of the department that the form goes to."""
    return make_person("receiver", "Ngô Thị Kim", RoleCode.HEAD, people.science)


@pytest.fixture
def second(people: People) -> User:
    """Somebody else there who may approve."""
    return make_person("second", "Mai Văn Lợi", RoleCode.HEAD, people.science)


@pytest.fixture
def approved(people: People, form: IndicatorForm, staff: Indicator, lessons: Indicator, receiver: User) -> Submission:
    """April of the northern commune, approved."""
    enter(form, people.north, people.officer, staff, 12)
    enter(form, people.north, people.officer, lessons, 3)
    sent = submit(form=form, unit=people.north, period=APRIL, by=people.officer)
    return approve(submission=sent, by=receiver)


def correct(submission: Submission, indicator: Indicator, value: object, by: User, **more: Any) -> IndicatorValue:
    """Correct a figure as it stands."""
    figure = IndicatorValue.objects.filter(indicator=indicator, unit=submission.unit).first()
    given: dict[str, Any] = {"reason": "Đối chiếu danh sách", "expected_version": figure.version if figure else 0}
    return correct_value(submission=submission, indicator=indicator, value=Decimal(str(value)), by=by, **(given | more))


def test_a_correction_is_told_to_the_unit_and_approved_by_somebody_else(
    people: People, staff: Indicator, lessons: Indicator, approved: Submission, receiver: User, second: User
) -> None:
    figure = correct(approved, staff, 13, receiver)
    approved.refresh_from_db()
    assert (figure.state, figure.reporter, figure.entered_by) == (ValueState.DRAFT, people.science, receiver)
    assert (approved.state, approved.reason) == (SubmissionState.CORRECTED, "Đối chiếu danh sách")
    assert approved.snapshot == {staff.code: "12.0000", lessons.code: "3.0000"}, "what was approved last"
    assert IndicatorValue.objects.get(indicator=lessons).state == ValueState.APPROVED, "others stay"
    notice = Notice.objects.get(recipient=people.officer, kind="indicators.form_corrected")
    assert "12 → 13" in notice.body and "Đối chiếu danh sách" in notice.body
    assert Notice.objects.filter(recipient=second, kind="indicators.form_corrected").exists()
    assert not Notice.objects.filter(recipient=receiver, kind="indicators.form_corrected").exists()
    with pytest.raises(StepRefused, match="không tự duyệt lại"):
        approve(submission=approved, by=receiver)
    again = approve(submission=approved, by=second)
    assert (again.state, again.decided_by, again.snapshot) == (
        SubmissionState.APPROVED, second, {staff.code: "13.0000", lessons.code: "3.0000"},
    )  # fmt: skip
    assert again.corrected_at is not None, "what stands is known to have been corrected"
    assert IndicatorValue.objects.get(indicator=staff).state == ValueState.APPROVED
    entry = AuditEntry.objects.for_target(again).get(action="indicators.value_corrected")
    assert entry.values.changes == {"value": ("12", "13")}
    assert entry in AuditEntry.objects.for_target(staff)


def test_until_it_is_approved_again_the_figure_counts_nowhere_as_official(
    people: People, staff: Indicator, approved: Submission, receiver: User, second: User
) -> None:
    def official() -> Decimal | None:
        return roll_up(indicators=[staff], unit=people.province, periods=[APRIL]).cell(staff, APRIL).value

    assert official() == Decimal(12)
    correct(approved, staff, 13, receiver)
    assert official() is None
    with_drafts = roll_up(indicators=[staff], unit=people.province, periods=[APRIL], include_drafts=True)
    assert with_drafts.cell(staff, APRIL).is_draft
    approved.refresh_from_db()
    approve(submission=approved, by=second)
    assert official() == Decimal(13)


def test_nobody_whose_correction_waits_approves_it_and_each_may_correct_again(
    people: People, staff: Indicator, lessons: Indicator, approved: Submission, receiver: User, second: User
) -> None:
    correct(approved, staff, 13, receiver)
    correct(approved, lessons, 4, second)
    approved.refresh_from_db()
    for person in (receiver, second):
        with pytest.raises(StepRefused, match="không tự duyệt lại"):
            approve(submission=approved, by=person)
    assert approve(submission=approved, by=people.coordinator).state == SubmissionState.APPROVED


def test_a_corrected_form_that_is_returned_offers_the_unit_the_figure_of_the_receiver(
    people: People, form: IndicatorForm, staff: Indicator, approved: Submission, receiver: User, second: User
) -> None:
    correct(approved, staff, 13, receiver)
    approved.refresh_from_db()
    returned = return_submission(submission=approved, by=second, reason="Xem lại danh sách")
    assert (returned.state, returned.snapshot) == (SubmissionState.RETURNED, None)
    accept_offered(form=form, unit=people.north, period=APRIL, indicators=[staff], by=people.officer)
    sent = submit(form=form, unit=people.north, period=APRIL, by=people.officer)
    assert sent.corrected_at is None
    assert approve(submission=sent, by=receiver).snapshot is not None, "a new sending is approved as any other"


@pytest.mark.parametrize("state", [SubmissionState.SUBMITTED, SubmissionState.RETURNED, SubmissionState.LOCKED])
def test_only_what_is_approved_is_corrected(
    people: People, form: IndicatorForm, staff: Indicator, approved: Submission, receiver: User, state: str
) -> None:
    if state == SubmissionState.LOCKED:
        lock(submission=approved, by=receiver)
    else:
        return_submission(submission=approved, by=receiver, reason="Sửa")
    if state == SubmissionState.SUBMITTED:
        submit(form=form, unit=people.north, period=APRIL, by=people.officer)
    with pytest.raises(StepRefused):
        correct(approved, staff, 13, receiver)


def test_a_correction_needs_the_receiver_a_reason_another_figure_and_the_newest_version(
    people: People, form: IndicatorForm, staff: Indicator, approved: Submission, receiver: User
) -> None:
    for outsider in (people.officer, people.head, people.leader):
        with pytest.raises(NotAllowed):
            correct(approved, staff, 13, outsider)
    with pytest.raises(ReasonMissing):
        correct(approved, staff, 13, receiver, reason=" ")
    with pytest.raises(ValueInvalid, match="bằng số đang có"):
        correct(approved, staff, 12, receiver)
    with pytest.raises(ValueChanged):
        correct(approved, staff, 13, receiver, expected_version=1)
    with pytest.raises(ValueInvalid, match="không có trong biểu"):
        correct(approved, make_indicator(people, "Khác"), 13, receiver)
    double = make_indicator(people, "Gấp đôi", calculation=Calculation.FORMULA, formula=f"[{staff.code}] * 2",
                            aggregation="recompute")  # fmt: skip
    with pytest.raises(ValueInvalid, match="được tính"):
        correct(approved, double, 13, receiver)
    assert Submission.objects.get().state == SubmissionState.APPROVED


def test_a_gap_of_an_approved_form_is_filled_by_its_receiver_only(
    people: People, staff: Indicator, lessons: Indicator, approved: Submission, receiver: User
) -> None:
    IndicatorValue.objects.filter(indicator=lessons).delete()
    given: dict[str, Any] = {"indicator": lessons, "unit": people.north, "period": APRIL, "value": Decimal(5)}
    with pytest.raises(ValueClosed, match="B01"):
        record_value(by=people.officer, reason="Bổ sung", **given)
    figure = record_value(by=people.coordinator, reason="Bổ sung", **given)
    assert (figure.state, Submission.objects.get().state) == (ValueState.DRAFT, SubmissionState.CORRECTED)


def test_every_approved_form_that_holds_the_figure_waits_with_it(
    people: People, form: IndicatorForm, staff: Indicator, approved: Submission, receiver: User, second: User
) -> None:
    other = make_form(people, staff, code="B02")
    sent = submit(form=other, unit=people.north, period=APRIL, by=people.officer)
    approve(submission=sent, by=receiver)
    correct(approved, staff, 13, receiver)
    assert set(Submission.objects.values_list("state", flat=True)) == {SubmissionState.CORRECTED}
    for one in Submission.objects.all():
        approve(submission=one, by=second)
    assert {one.snapshot[staff.code] for one in Submission.objects.all() if one.snapshot} == {"13.0000"}


def test_the_database_refuses_a_correction_without_its_day(approved: Submission) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.update(state=SubmissionState.CORRECTED, reason="Sửa")


def test_the_receiver_corrects_in_the_cell_and_everybody_sees_where_it_stands(
    people: People, form: IndicatorForm, staff: Indicator, approved: Submission, receiver: User, second: User,
    browser: Browser,
) -> None:  # fmt: skip
    office, commune, other = browser(receiver), browser(people.officer), browser(second)
    place = [form.uid, APRIL.code, people.north.code]
    address = reverse("indicators:cell", args=[*place, staff.code])
    entry = reverse("indicators:entry", args=place)
    assert "Hiệu chỉnh số đã duyệt" in office.get(address).content.decode()
    assert "Hiệu chỉnh số đã duyệt" not in commune.get(address).content.decode()
    seen = IndicatorValue.objects.get(indicator=staff).version
    wished = {"value": "13", "reason": "Đối chiếu danh sách", "seen": str(seen), "source": "", "comment": ""}
    assert office.post(address, wished | {"reason": ""}).status_code == 422
    assert commune.post(address, wished).status_code == 422
    assert office.post(address, wished).status_code == 302
    assert office.post(address, wished | {"value": "14"}).status_code == 422, "not over what was not seen"
    shown = office.get(entry)
    assert shown.context["steps"] == ["return"]
    assert shown.context["is_own_correction"] and "không tự duyệt lại được" in shown.content.decode()
    text = commune.get(entry).content.decode()
    assert "Có hiệu chỉnh, chờ duyệt lại" in text and "Đối chiếu danh sách" in text
    listed = other.get(reverse("indicators:received_form", args=[form.uid, APRIL.code]), {"state": "to_decide"})
    assert [line.unit for line in listed.context["rows"]] == [people.north]
    assert listed.context["to_decide"] == 1
    many = reverse("indicators:approve_many", args=[form.uid, APRIL.code])
    assert "không tự duyệt lại" in office.post(many, {"submission": approved.uid}, follow=True).content.decode()
    assert "Đã duyệt 1 biểu" in other.post(many, {"submission": approved.uid}, follow=True).content.decode()
    assert "có hiệu chỉnh" in commune.get(entry).content.decode()


@pytest.fixture
def elsewhere(people: People) -> User:
    """The head of another body that asks for the same figure."""
    return make_person("elsewhere", "Lý Thị Thu", RoleCode.HEAD, people.police)


def test_while_a_correction_waits_the_figure_is_closed_to_the_other_forms_that_ask_for_it(
    people: People, form: IndicatorForm, staff: Indicator, approved: Submission, receiver: User, second: User
) -> None:
    other = make_form(people, staff, code="B02", receiver=people.police)
    correct(approved, staff, 13, receiver)
    with pytest.raises(ValueClosed, match="chờ duyệt lại"):
        enter(other, people.north, people.officer, staff, 14, comment="Số của xã")
    with pytest.raises(ValueClosed, match="chờ duyệt lại"):
        accept_offered(form=other, unit=people.north, period=APRIL, indicators=[staff], by=people.officer)
    with pytest.raises(FormIncomplete, match="đang hiệu chỉnh"):
        submit(form=other, unit=people.north, period=APRIL, by=people.officer)
    assert IndicatorValue.objects.get(indicator=staff).value == Decimal(13)
    approved.refresh_from_db()
    approve(submission=approved, by=second)
    sent = submit(form=other, unit=people.north, period=APRIL, by=people.officer)
    assert sent.state == SubmissionState.SUBMITTED, "an official figure answers every form"


def test_another_receiver_waits_until_the_one_who_corrected_has_approved_again(
    people: People, staff: Indicator, approved: Submission, receiver: User, second: User, elsewhere: User
) -> None:
    other = make_form(people, staff, code="B02", receiver=people.police)
    sent = submit(form=other, unit=people.north, period=APRIL, by=people.officer)
    approve(submission=sent, by=elsewhere)
    correct(approved, staff, 13, receiver)
    sent.refresh_from_db()
    with pytest.raises(StepRefused, match="Sở Khoa học và Công nghệ duyệt lại"):
        approve(submission=sent, by=elsewhere)
    approved.refresh_from_db()
    approve(submission=approved, by=second)
    assert approve(submission=sent, by=elsewhere).snapshot == {staff.code: "13.0000"}, "no snapshot without a figure"


def test_what_may_not_be_sent_may_not_be_corrected_to(
    people: People, form: IndicatorForm, staff: Indicator, approved: Submission, receiver: User, browser: Browser
) -> None:
    define_rule(
        kind=RuleKind.RANGE, parameters={"max": 20}, severity=Severity.BLOCKS, by=people.coordinator, indicator=staff
    )
    with pytest.raises(FormIncomplete):
        correct(approved, staff, 2000, receiver)
    standing = IndicatorValue.objects.get(indicator=staff)
    assert (standing.value, standing.state) == (Decimal(12), ValueState.APPROVED), "nothing half-written"
    address = reverse("indicators:cell", args=[form.uid, APRIL.code, people.north.code, staff.code])
    wished = {"value": "2000", "reason": "Sửa", "seen": str(standing.version), "source": "", "comment": ""}
    answer = browser(receiver).post(address, wished)
    assert answer.status_code == 422 and "20" in str(answer.context["fields"].errors)
    assert correct(approved, staff, 20, receiver).value == Decimal(20)
