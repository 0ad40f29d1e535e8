"""Dates that move: asked for, agreed by telephone, granted, refused, lapsed."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from time_machine import travel

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.core.notices.models import Notice
from honglam.engines.plans import rules
from honglam.engines.plans.actions import extensions, work
from honglam.engines.plans.errors import ExtensionClosed, ExtensionInvalid, ReasonMissing
from honglam.engines.plans.models import Assignment, Extension, Task
from honglam.engines.plans.shown.moves import extensions_waiting_for
from honglam.engines.plans.shown.rows import task_rows
from honglam.engines.plans.terms import ExtensionState, WorkState, WorkStatus
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People

DUE = datetime.date(2026, 6, 12)
LATER = datetime.date(2026, 7, 31)
TODAY = datetime.date(2026, 6, 15)
MORNING = datetime.datetime(2026, 6, 15, 8, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))
"""A Monday: the due date of last Friday has passed."""


@pytest.fixture(autouse=True)
def monday() -> Any:
    """The clock of these stories."""
    with travel(MORNING, tick=False):
        yield


@pytest.fixture
def share(people: People) -> Assignment:
    """The northern commune's share, late since Friday."""
    task = make_task(make_plan(people.province), due_on=DUE, assigned_on=datetime.date(2026, 1, 15))
    return make_share(task, people.north)


def ask(share: Assignment, by: Any, **more: Any) -> Extension:
    wish = {"new_due_on": LATER, "reason": "Chờ hướng dẫn của sở"} | more
    return extensions.ask_extension(assignment=share, by=by, **wish)


def by_phone(share: Assignment, by: Any, **more: Any) -> Extension:
    wish = {
        "new_due_on": LATER,
        "reason": "Chờ hướng dẫn của sở",
        "agreed_with": "Phó Chủ tịch phụ trách",
        "agreed_at": MORNING - datetime.timedelta(minutes=20),
    } | more
    return extensions.agree_by_phone(assignment=share, by=by, **wish)


def status(share: Assignment, on: datetime.date = TODAY) -> str:
    return Assignment.objects.standing(on).get(pk=share.pk).status


@pytest.mark.django_db
def test_asking_changes_no_date_and_tells_the_issuer(people: People, share: Assignment) -> None:
    extension = ask(share, people.officer)
    share.refresh_from_db()
    assert (share.due_on, share.extension, extension.state) == (DUE, ExtensionState.ASKED, ExtensionState.ASKED)
    assert status(share) == WorkStatus.OVERDUE
    assert Notice.objects.filter(recipient=people.coordinator, kind="plans.extension_asked").count() == 1
    with pytest.raises(ExtensionInvalid):
        ask(share, people.officer)


@pytest.mark.django_db
def test_only_the_issuing_level_moves_a_date_and_the_first_one_stays(people: People, share: Assignment) -> None:
    extension = ask(share, people.officer)
    with pytest.raises(NotAllowed):
        extensions.grant_extension(extension=extension, by=people.head)
    authority = extensions.Authority(number="95/UBND-TH", issued_on=TODAY)
    granted = extensions.grant_extension(extension=extension, by=people.coordinator, authority=authority)
    share.refresh_from_db()
    task = Task.objects.get(pk=share.task_id)
    assert (share.due_on, share.original_due_on, share.extension) == (LATER, DUE, ExtensionState.NONE)
    assert (task.due_on, task.original_due_on) == (LATER, DUE)
    assert granted.authority == "95/UBND-TH (15/06/2026)"
    assert status(share) == WorkStatus.NOT_STARTED
    assert Notice.objects.filter(recipient=people.officer, kind="plans.extension_granted").count() == 1
    logged = AuditEntry.objects.for_target(task).readable().first()
    assert (logged.action, logged.values.changes["due_on"]) == ("plans.extension_granted", (str(DUE), str(LATER)))
    with pytest.raises(ExtensionClosed):
        extensions.grant_extension(extension=granted, by=people.coordinator)


@pytest.mark.django_db
def test_a_refusal_needs_words_and_leaves_the_date(people: People, share: Assignment) -> None:
    extension = ask(share, people.officer)
    with pytest.raises(ReasonMissing):
        extensions.refuse_extension(extension=extension, answer=" ", by=people.coordinator)
    extensions.refuse_extension(extension=extension, answer="Các xã khác đã xong", by=people.coordinator)
    share.refresh_from_db()
    assert (share.due_on, share.extension) == (DUE, ExtensionState.NONE)
    assert Notice.objects.get(recipient=people.officer, kind="plans.extension_refused").body == "Các xã khác đã xong"
    assert ask(share, people.officer).state == ExtensionState.ASKED


@pytest.mark.django_db
def test_a_call_keeps_work_from_being_late_for_five_working_days_and_then_lapses(
    people: People, share: Assignment
) -> None:
    extension = by_phone(share, people.officer)
    next_monday = datetime.date(2026, 6, 22)
    assert extension.grace_until == next_monday
    assert (extension.noted_by_issuer, extension.agreed_with) == (False, "Phó Chủ tịch phụ trách")
    assert status(share) == status(share, next_monday) == WorkStatus.EXTENSION_BY_PHONE
    assert not Assignment.objects.late(next_monday).exists()
    tuesday = next_monday + datetime.timedelta(days=1)
    assert status(share, tuesday) == WorkStatus.OVERDUE
    assert Notice.objects.filter(recipient=people.coordinator, kind="plans.extension_by_phone").count() == 1

    assert extensions.lapse_phone_extensions(today=next_monday) == 0
    assert extensions.lapse_phone_extensions(today=tuesday) == 1
    assert extensions.lapse_phone_extensions(today=tuesday) == 0
    share.refresh_from_db()
    assert (share.extension, share.grace_until, share.due_on) == (ExtensionState.NONE, None, DUE)
    assert Notice.objects.filter(kind="plans.extension_lapsed").count() >= 2


@pytest.mark.django_db
def test_the_letter_makes_the_call_good(people: People, share: Assignment) -> None:
    extension = by_phone(share, people.officer)
    letter = make_plan(people.province, title="Công văn gia hạn", kind="dispatch")
    granted = extensions.grant_extension(
        extension=extension, by=people.coordinator, authority=extensions.Authority(document=letter)
    )
    share.refresh_from_db()
    assert (share.due_on, share.grace_until, granted.authority) == (LATER, None, letter.citation)
    assert extensions.lapse_phone_extensions(today=LATER) == 0


@pytest.mark.django_db
def test_a_unit_cannot_call_again_and_again(people: People, share: Assignment) -> None:
    by_phone(share, people.officer)
    extensions.lapse_phone_extensions(today=datetime.date(2026, 6, 23))
    with pytest.raises(ExtensionInvalid):
        by_phone(share, people.officer)
    assert by_phone(share, people.coordinator).noted_by_issuer


@pytest.mark.django_db
def test_a_call_that_was_taken_back_is_not_noted_again(people: People, share: Assignment) -> None:
    extensions.take_extension_back(extension=by_phone(share, people.officer), by=people.officer)
    with pytest.raises(ExtensionInvalid):
        by_phone(share, people.officer)
    assert status(share) == WorkStatus.OVERDUE
    assert ask(share, people.officer).state == ExtensionState.ASKED


@pytest.mark.django_db
def test_a_call_that_the_issuer_denies_is_not_noted_again(people: People, share: Assignment) -> None:
    call = by_phone(share, people.officer)
    extensions.refuse_extension(extension=call, answer="Không có cuộc gọi nào", by=people.coordinator)
    with pytest.raises(ExtensionInvalid):
        by_phone(share, people.officer)
    assert status(share) == WorkStatus.OVERDUE
    assert by_phone(share, people.coordinator).noted_by_issuer


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"new_due_on": DUE}, "new_due_on"),
        ({"new_due_on": TODAY - datetime.timedelta(days=1)}, "new_due_on"),
        ({"agreed_with": " "}, "agreed_with"),
        ({"agreed_at": MORNING + datetime.timedelta(minutes=1)}, "agreed_at"),
        ({"agreed_at": MORNING - datetime.timedelta(days=30)}, "agreed_at"),
    ],
)
def test_a_call_that_cannot_be_is_not_noted(
    people: People, share: Assignment, changes: dict[str, Any], column: str
) -> None:
    with pytest.raises(ExtensionInvalid) as refused:
        by_phone(share, people.officer, **changes)
    assert refused.value.column == column
    assert not Extension.objects.exists()


@pytest.mark.django_db
def test_strangers_neither_ask_nor_note(people: People, share: Assignment) -> None:
    for wish in (ask, by_phone):
        with pytest.raises(NotAllowed):
            wish(share, people.stranger)
    assert not Extension.objects.exists()


@pytest.mark.django_db
def test_work_that_is_finished_needs_no_later_date(people: People, share: Assignment) -> None:
    work.report(assignment=share, progress=100, by=people.officer, claims_done=True)
    with pytest.raises(ExtensionInvalid):
        ask(share, people.officer)


@pytest.mark.django_db
@pytest.mark.parametrize("state", [WorkState.CLAIMED, WorkState.DONE, WorkState.WITHDRAWN, WorkState.CARRIED_OVER])
def test_a_wish_whose_work_is_over_waits_for_nobody_and_is_not_granted(
    people: People, share: Assignment, state: WorkState
) -> None:
    wish = ask(share, people.officer)
    assert list(extensions_waiting_for(people.coordinator, TODAY)) == [wish]
    columns = {"progress": 100, "completed_on": TODAY, "has_evidence": True} if state != WorkState.WITHDRAWN else {}
    Assignment.objects.filter(pk=share.pk).update(state=state, **columns)
    assert list(extensions_waiting_for(people.coordinator, TODAY)) == []
    with pytest.raises(ExtensionInvalid):
        extensions.grant_extension(extension=wish, by=people.coordinator)
    share.refresh_from_db()
    assert share.due_on == DUE
    refused = extensions.refuse_extension(extension=wish, answer="Việc đã xong", by=people.coordinator)
    assert refused.state == ExtensionState.REFUSED


@pytest.mark.django_db
def test_a_unit_takes_its_wish_back(people: People, share: Assignment) -> None:
    extension = extensions.take_extension_back(extension=ask(share, people.officer), by=people.head)
    share.refresh_from_db()
    assert (extension.state, share.extension) == (ExtensionState.TAKEN_BACK, ExtensionState.NONE)


@pytest.mark.django_db
def test_the_issuer_moves_the_date_of_all_who_still_work_on_it(people: People, share: Assignment) -> None:
    south = make_share(share.task, people.south, state=WorkState.DONE)
    asked = ask(share, people.officer)
    extensions.move_due_date(task=share.task, new_due_on=LATER, reason="Kết luận họp", by=people.coordinator)
    share.refresh_from_db()
    south.refresh_from_db()
    asked.refresh_from_db()
    assert (share.due_on, south.due_on, asked.state) == (LATER, DUE, ExtensionState.GRANTED)
    assert share.extensions.count() == 1
    with pytest.raises(ExtensionInvalid):
        extensions.move_due_date(task=share.task, new_due_on=LATER, reason="Nhầm", by=people.coordinator)


@pytest.mark.django_db
def test_the_document_that_moves_a_date_stands_with_those_who_had_asked_too(people: People, share: Assignment) -> None:
    make_share(share.task, people.south)
    ask(share, people.officer)
    letter = make_plan(people.province, title="Thông báo kết luận", kind="dispatch")
    extensions.move_due_date(
        task=share.task, new_due_on=LATER, reason="Kết luận họp", by=people.coordinator,
        authority=extensions.Authority(document=letter, number="12/TB-UBND", issued_on=TODAY),
    )  # fmt: skip
    moved = Extension.objects.filter(assignment__task=share.task, state=ExtensionState.GRANTED)
    assert set(moved.values_list("assignment__unit", "document", "document_number", "document_date")) == {
        (unit.pk, letter.pk, "12/TB-UBND", TODAY) for unit in (people.north, people.south)
    }


@pytest.mark.django_db
def test_a_later_date_of_one_unit_is_that_units_alone(people: People, share: Assignment) -> None:
    south = make_share(share.task, people.south)
    extensions.grant_extension(extension=ask(share, people.officer), by=people.coordinator)
    row = task_rows(list(Task.objects.standing(TODAY)))[0]
    assert (row.task.due_on, row.status) == (DUE, WorkStatus.OVERDUE)
    assert row.extended is not None
    assert row.extended.text == "gia hạn cho 1 đơn vị đến 31/07/2026"
    assert list(Assignment.objects.late(TODAY)) == [south]

    work.report(assignment=south, progress=100, by=people.coordinator, claims_done=True)
    row = task_rows(list(Task.objects.standing(TODAY)))[0]
    assert (row.task.due_on, row.status) == (DUE, WorkStatus.IN_PROGRESS)
    week_before = LATER - datetime.timedelta(days=7)
    assert task_rows(list(Task.objects.standing(week_before)))[0].status == WorkStatus.DUE_SOON
    assert list(Task.objects.overdue(LATER + datetime.timedelta(days=1))) == [share.task]


@pytest.mark.django_db
def test_a_task_moves_when_nobody_is_left_who_keeps_its_date(people: People, share: Assignment) -> None:
    south = make_share(share.task, people.south)
    sooner = LATER - datetime.timedelta(days=15)
    for mine, until in ((share, LATER), (south, sooner)):
        wish = ask(mine, people.coordinator, new_due_on=until)
        extensions.grant_extension(extension=wish, by=people.coordinator)
    row = task_rows(list(Task.objects.standing(TODAY)))[0]
    assert (row.task.due_on, row.task.original_due_on) == (sooner, DUE)
    assert row.extended is not None
    assert (row.extended.units, row.extended.latest) == (1, LATER)


@pytest.mark.parametrize(
    ("own", "leads", "whole"),
    [
        (DUE, [(WorkState.NOT_STARTED, LATER)], LATER),
        (DUE, [(WorkState.NOT_STARTED, LATER), (WorkState.NOT_STARTED, DUE)], DUE),
        (DUE, [(WorkState.NOT_STARTED, LATER), (WorkState.DONE, DUE)], DUE),
        (DUE, [(WorkState.NOT_STARTED, LATER), (WorkState.WITHDRAWN, DUE)], LATER),
        (DUE, [(WorkState.NOT_STARTED, LATER), (WorkState.NOT_STARTED, None)], LATER),
        (LATER, [(WorkState.NOT_STARTED, DUE)], LATER),
        (None, [(WorkState.NOT_STARTED, LATER)], None),
        (DUE, [], DUE),
    ],
)
def test_which_date_a_task_shows(
    own: datetime.date | None, leads: list[tuple[str, datetime.date | None]], whole: datetime.date | None
) -> None:
    assert rules.date_of_whole(own, leads) == whole


@pytest.mark.django_db
def test_a_share_has_one_open_extension_in_the_database_too(people: People, share: Assignment) -> None:
    extension = ask(share, people.officer)
    extension.pk, extension.uid = None, None
    twin = Extension(
        assignment=share, new_due_on=LATER, reason="Lần hai", asked_at=timezone.now(), asked_by=people.officer
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.parametrize(
    ("earlier", "by_issuer", "allowed"),
    [
        ([], False, True),
        ([(ExtensionState.ASKED, False)], False, True),
        ([(ExtensionState.REFUSED, False), (ExtensionState.TAKEN_BACK, False)], False, True),
        ([(ExtensionState.GRANTED, True)], False, True),
        ([(ExtensionState.BY_PHONE, True)], False, False),
        ([(ExtensionState.LAPSED, True)], False, False),
        ([(ExtensionState.TAKEN_BACK, True)], False, False),
        ([(ExtensionState.REFUSED, True)], False, False),
        ([(ExtensionState.GRANTED, True), (ExtensionState.TAKEN_BACK, True)], False, False),
        ([(ExtensionState.LAPSED, True)], True, True),
        ([(ExtensionState.TAKEN_BACK, True), (ExtensionState.REFUSED, True)], True, True),
    ],
)
def test_how_often_a_call_counts(earlier: list[tuple[str, bool]], by_issuer: bool, allowed: bool) -> None:
    assert rules.may_agree_by_phone(earlier, by_issuer=by_issuer) is allowed
