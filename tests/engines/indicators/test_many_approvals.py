"""A department decides on sixty-nine reports at once: one click, one cost; those that cannot be approved say why."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from honglam.core.access.errors import NotAllowed
from honglam.core.access.terms import RoleCode
from honglam.core.audit.models import AuditEntry
from honglam.core.notices.models import Notice
from honglam.core.organisations.terms import Kind, Level
from honglam.engines.indicators.actions import approve, approve_many, remind_missing
from honglam.engines.indicators.errors import StepRefused
from honglam.engines.indicators.models import Indicator, IndicatorForm, IndicatorValue, Submission
from honglam.engines.indicators.terms import SubmissionState, ValueState
from tests.engines.indicators.stories import APRIL, TODAY, make_form, make_indicator, on_day, put
from tests.people import People, make_person, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: Any) -> None:
    """It is 8 May 2026, the last day in time."""
    on_day(monkeypatch, TODAY)


def sent_form(people: People, count: int) -> tuple[IndicatorForm, Indicator, list[Submission]]:
    """A form that so many communes have sent, each with one figure."""
    indicator = make_indicator(people, f"Số hồ sơ {count}")
    units = [
        make_unit(f"9{count:02}{number:02}", f"Xã {count}-{number}", Kind.COMMUNE, people.province, level=Level.COMMUNE)
        for number in range(count)
    ]
    form = make_form(people, indicator, code=f"B{count}", units=tuple(units))
    submissions = []
    for number, unit in enumerate(units):
        put(indicator, unit, APRIL, number, state=ValueState.SUBMITTED, entered_by=people.officer)
        submissions.append(
            Submission.objects.create(
                form=form, unit=unit, period_scheme=APRIL.scheme, period_code=APRIL.code, period_start=APRIL.start,
                period_end=APRIL.end, due_on=TODAY, state=SubmissionState.SUBMITTED, submitted_at=timezone.now(),
                submitted_by=people.officer, is_on_time=True,
            )
        )  # fmt: skip
    return form, indicator, submissions


def test_all_become_official_with_a_snapshot_a_notice_and_an_entry_each(people: People) -> None:
    form, indicator, submissions = sent_form(people, 4)
    approved, refused = approve_many(form=form, submissions=submissions, by=people.coordinator)
    assert (len(approved), refused) == (4, [])
    rows = Submission.objects.order_by("pk")
    assert {row.state for row in rows} == {SubmissionState.APPROVED}
    assert [Decimal(row.snapshot[indicator.code]) for row in rows] == [0, 1, 2, 3]
    assert all(row.snapshot_sha256 and row.decided_by == people.coordinator for row in rows)
    assert set(IndicatorValue.objects.values_list("state", flat=True)) == {ValueState.APPROVED}
    assert AuditEntry.objects.filter(action="indicators.form_approved").count() == 4
    assert Notice.objects.filter(kind="indicators.form_approved", recipient=people.officer).count() == 4


def test_what_cannot_be_approved_says_why_and_the_others_are(people: People) -> None:
    form, _indicator, submissions = sent_form(people, 3)
    approve(submission=submissions[0], by=people.coordinator)
    approved, refused = approve_many(form=form, submissions=submissions, by=people.coordinator)
    assert [one.unit for one in approved] == [submissions[1].unit, submissions[2].unit]
    assert [(one.unit, "Không làm được bước này" in why) for one, why in refused] == [(submissions[0].unit, True)]


def test_a_submission_of_another_form_is_not_approved_through_this_one(people: People) -> None:
    form, _indicator, _mine = sent_form(people, 2)
    _other, _of_other, foreign = sent_form(people, 3)
    assert approve_many(form=form, submissions=foreign, by=people.coordinator) == ([], [])
    assert not Submission.objects.filter(state=SubmissionState.APPROVED).exists()


def test_only_the_receiver_decides(people: People) -> None:
    form, _indicator, submissions = sent_form(people, 2)
    with pytest.raises(NotAllowed):
        approve_many(form=form, submissions=submissions, by=people.officer)


def cost(act: Any) -> int:
    """How many statements."""
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_sixty_nine_cost_as_much_as_five(people: People) -> None:
    costs = []
    for count in (5, 69):
        form, _indicator, submissions = sent_form(people, count)
        costs.append(
            cost(lambda form=form, sent=submissions: approve_many(form=form, submissions=sent, by=people.coordinator))
        )
    assert costs[1] <= costs[0] + 3, "SQLite parts long statements"
    assert costs[0] <= 30


def test_reminding_sixty_nine_costs_as_much_as_five(people: People, monkeypatch: Any) -> None:
    forms = []
    for count in (5, 69):
        form, _indicator, submissions = sent_form(people, count)
        forms.append(form)
        for sent in submissions:
            make_person(f"enters-{sent.unit.code}", "Người nhập số", RoleCode.OFFICER, sent.unit)
    Submission.objects.all().delete()
    on_day(monkeypatch, TODAY.replace(day=20))
    costs = [cost(lambda form=form: remind_missing(form=form, period=APRIL, by=people.coordinator)) for form in forms]
    assert costs[1] <= costs[0] + 3
    assert Notice.objects.filter(kind="indicators.form_missing").count() == 74


def test_only_units_where_somebody_enters_figures_count_as_reminded(people: People, monkeypatch: Any) -> None:
    indicator = make_indicator(people, "Số hồ sơ")
    nobody = make_unit("90009", "Xã Chưa Có Ai", Kind.COMMUNE, people.province, level=Level.COMMUNE)
    form = make_form(people, indicator, units=(people.north, nobody))
    lonely = make_form(people, indicator, code="B02", units=(nobody,))
    on_day(monkeypatch, TODAY.replace(day=20))
    assert remind_missing(form=form, period=APRIL, by=people.coordinator) == 1
    with pytest.raises(StepRefused, match="chưa có ai"):
        remind_missing(form=lonely, period=APRIL, by=people.coordinator)
    assert not AuditEntry.objects.for_target(lonely).filter(action="indicators.missing_reminded").exists()
