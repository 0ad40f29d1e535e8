"""Work from the day it is given to the day it is confirmed."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from honglam.core.access.errors import NotAllowed
from honglam.core.access.models import User
from honglam.core.access.terms import RoleCode
from honglam.core.audit.models import AuditEntry
from honglam.core.notices.models import Notice
from honglam.engines.plans.actions import work
from honglam.engines.plans.errors import DuplicateShare, EvidenceMissing, ReasonMissing, ReportInvalid, StepNotAllowed
from honglam.engines.plans.models import Assignment, ProgressEntry, Task
from honglam.engines.plans.queries import AssignmentQuerySet
from honglam.engines.plans.shown.task_page import TaskPage
from honglam.engines.plans.terms import AssignmentRole, Mandate, WorkState
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People, make_person

pytestmark = pytest.mark.django_db


PROOF = work.Proof(link="https://a.example/1")


@pytest.fixture
def task(people: People) -> Task:
    """A task that the province gave."""
    return make_task(
        make_plan(people.province), due_on=datetime.date(2026, 6, 30), assigned_on=datetime.date(2026, 1, 15)
    )


@pytest.fixture
def share(people: People, task: Task) -> Assignment:
    """The northern commune's leading share of it."""
    return make_share(task, people.north)


def report(share: Assignment, by: Any, progress: int = 100, **more: Any) -> ProgressEntry:
    return work.report(assignment=share, progress=progress, by=by, **more)


def test_progress_written_on_a_share_shows_on_its_task(people: People, share: Assignment) -> None:
    entry = report(share, people.officer, 40, text=" Đã họp triển khai ", difficulty="Thiếu máy")
    share.refresh_from_db()
    share.task.refresh_from_db()
    assert (share.state, share.progress) == (WorkState.IN_PROGRESS, 40)
    assert (share.task.state, share.task.progress) == (WorkState.IN_PROGRESS, 40)
    assert (entry.text, entry.difficulty, entry.reported_by) == ("Đã họp triển khai", "Thiếu máy", people.officer)
    logged = AuditEntry.objects.for_target(share.task).readable().first()
    assert logged.action == "plans.work_reported"
    assert logged.values.changes["progress"] == (0, 40)


def test_a_claim_waits_until_the_issuer_confirms_it(people: People, share: Assignment) -> None:
    report(
        share, people.officer, 70, claims_done=True, text="Đã ban hành", proofs=[work.Proof(link="https://a.example/1")]
    )
    share.refresh_from_db()
    assert (share.state, share.progress, share.has_evidence) == (WorkState.CLAIMED, 100, True)
    assert share.completed_on == timezone.localdate()
    assert Notice.objects.filter(recipient=people.coordinator, kind="plans.work_claimed").count() == 1
    work.confirm(assignment=share, by=people.coordinator)
    share.task.refresh_from_db()
    assert share.task.state == WorkState.DONE
    assert Notice.objects.filter(recipient=people.officer, kind="plans.work_confirmed").count() == 1


def test_claims_of_a_plan_within_an_hour_are_one_notice_that_opens_all_of_them(
    people: People, task: Task, client: Client
) -> None:
    """Nothing is lost: the notice counts the claims, its list holds each, and it is unread again after each."""
    shares = [make_share(make_task(task.plan, f"Việc {number}"), people.north) for number in range(4)]
    other = make_share(make_task(make_plan(people.province, "Kế hoạch khác")), people.north)
    for number, share in enumerate([*shares, other]):
        report(share, people.officer, claims_done=True, text="Xong")
        if number == 1:
            Notice.objects.filter(recipient=people.coordinator).update(read_at=timezone.now())
    told = Notice.objects.filter(recipient=people.coordinator, kind="plans.work_claimed")
    bundle, single = told.order_by("pk")
    assert bundle.title == "4 việc đã báo hoàn thành, chờ xác nhận"
    assert bundle.is_unread and "Việc 3" in bundle.body
    assert single.url == other.get_absolute_url()
    client.force_login(people.coordinator)
    listed = client.get(bundle.url).context["page"].object_list
    assert {row.share.pk for row in listed} == {share.pk for share in shares}


def test_the_next_hour_has_a_notice_of_its_own(people: People, task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    start = timezone.now()
    for hours in (0, 1):
        monkeypatch.setattr(timezone, "now", lambda hours=hours: start + datetime.timedelta(hours=hours))
        report(make_share(make_task(task.plan, f"Việc {hours}"), people.north), people.officer, claims_done=True,
               text="Xong")  # fmt: skip
    assert Notice.objects.filter(recipient=people.coordinator, kind="plans.work_claimed").count() == 2


def test_nobody_confirms_their_own_work(people: People, share: Assignment) -> None:
    report(share, people.head, claims_done=True, text="Xong")
    with pytest.raises(NotAllowed):
        work.confirm(assignment=share, by=people.head)


def test_a_monitoring_unit_confirms_what_others_report(people: People, share: Assignment) -> None:
    make_share(share.task, people.south, role=AssignmentRole.MONITORING)
    report(share, people.officer, claims_done=True, text="Xong", proofs=[PROOF])
    confirmed = work.confirm(assignment=share, by=people.stranger)
    assert (confirmed.state, confirmed.is_self_confirmed) == (WorkState.DONE, False)
    assert (confirmed.confirmed_by, confirmed.confirmed_at is not None) == (people.stranger, True)


def test_a_monitoring_unit_sees_what_it_confirms_and_no_other_unit_does(people: People, share: Assignment) -> None:
    report(share, people.officer, claims_done=True, text="Xong", proofs=[PROOF])

    def seen_by(user: User) -> tuple[bool, set[int], int]:
        task = Task.objects.standing(timezone.localdate()).select_related("issuer").get(pk=share.task_id)
        page = TaskPage(task, user, timezone.localdate())
        visible = Assignment.objects.visible_to(user).filter(pk=share.pk).exists()
        return visible, {line.share.pk for line in page.lines}, len(page.entries)

    assert seen_by(people.stranger) == (False, set(), 0)
    watching = make_share(share.task, people.south, role=AssignmentRole.COORDINATING)
    assert seen_by(people.stranger) == (False, {watching.pk}, 0), "who helps sees its own share"
    Assignment.objects.filter(pk=watching.pk).update(role=AssignmentRole.MONITORING)
    assert seen_by(people.stranger) == (True, {share.pk, watching.pk}, 1)
    Assignment.objects.filter(pk=watching.pk).update(state=WorkState.WITHDRAWN)
    assert seen_by(people.stranger)[0] is False, "it monitors no more"


def test_work_without_evidence_stays_claimed(people: People, share: Assignment) -> None:
    report(share, people.officer, claims_done=True, text="Xong")
    with pytest.raises(EvidenceMissing):
        work.confirm(assignment=share, by=people.coordinator)
    share.refresh_from_db()
    assert share.state == WorkState.CLAIMED
    done = work.confirm(assignment=share, by=people.coordinator, proofs=[PROOF])
    assert (done.state, done.has_evidence) == (WorkState.DONE, True)
    assert done.entries.first().evidence.get().link == PROOF.link


def test_who_only_helped_needs_no_evidence(people: People, task: Task) -> None:
    helping = make_share(task, people.south, role=AssignmentRole.COORDINATING, mandate=Mandate.REQUESTED)
    report(helping, people.stranger, claims_done=True, text="Đã góp ý")
    assert work.confirm(assignment=helping, by=people.coordinator).state == WorkState.DONE


def test_a_unit_that_leads_and_monitors_confirms_itself_and_that_is_shown(people: People, share: Assignment) -> None:
    make_share(share.task, people.north, role=AssignmentRole.MONITORING)
    report(share, people.officer, claims_done=True, text="Xong", proofs=[PROOF])
    assert work.confirm(assignment=share, by=people.head).is_self_confirmed
    back = work.return_work(assignment=share, reason="Nhầm tệp", by=people.coordinator)
    assert (back.is_self_confirmed, back.confirmed_by, back.confirmed_at) == (False, None, None)


def test_work_is_accepted_once_and_by_reporting_at_the_latest(people: People, task: Task, share: Assignment) -> None:
    accepted = work.accept_work(assignment=share, by=people.officer)
    assert accepted.accepted_by == people.officer
    again = work.accept_work(assignment=share, by=people.head)
    assert (again.accepted_by, again.accepted_at) == (people.officer, accepted.accepted_at)
    other = make_share(task, people.south)
    report(other, people.stranger, 10)
    other.refresh_from_db()
    assert other.accepted_by == people.stranger


@pytest.mark.parametrize("state", [WorkState.PREPARED, WorkState.WITHDRAWN])
def test_a_unit_that_does_not_monitor_yet_or_any_more_confirms_nothing(
    people: People, share: Assignment, state: WorkState
) -> None:
    make_share(share.task, people.south, role=AssignmentRole.MONITORING, state=state)
    report(share, people.officer, claims_done=True, text="Xong")
    with pytest.raises(NotAllowed):
        work.confirm(assignment=share, by=people.stranger)
    task = Task.objects.standing(timezone.localdate()).select_related("issuer").get(pk=share.task_id)
    assert TaskPage(task, people.stranger, timezone.localdate()).monitors == set()


def test_who_gets_work_back_is_told_again(people: People, share: Assignment) -> None:
    colleague = make_person("colleague", "Ngô Thị Lan", RoleCode.OFFICER, people.north)
    for person in (people.officer, colleague, people.officer):
        work.take_on(assignment=share, person=person, by=people.head)
    assert Notice.objects.filter(recipient=people.officer, kind="plans.work_given").count() == 2


def test_returned_work_is_open_again_and_keeps_its_due_date(people: People, share: Assignment) -> None:
    report(share, people.officer, claims_done=True, text="Xong")
    with pytest.raises(ReasonMissing):
        work.return_work(assignment=share, reason=" ", by=people.coordinator)
    back = work.return_work(assignment=share, reason="Thiếu minh chứng", by=people.coordinator)
    assert (back.state, back.progress, back.completed_on) == (WorkState.RETURNED, 99, None)
    assert back.due_on == share.due_on
    assert back.entries.first().text == "Thiếu minh chứng"
    report(share, people.officer, 80)
    share.refresh_from_db()
    assert share.state == WorkState.IN_PROGRESS


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"progress": 101}, "progress"),
        ({"progress": -1}, "progress"),
        ({"progress": 100, "claims_done": True, "completed_on": datetime.date(2999, 1, 1)}, "completed_on"),
    ],
)
def test_a_report_that_contradicts_itself_is_refused(
    people: People, share: Assignment, changes: dict[str, Any], column: str
) -> None:
    with pytest.raises(ReportInvalid) as refused:
        report(share, people.officer, **changes)
    assert refused.value.column == column
    assert not share.entries.exists()


def test_a_report_that_arrives_twice_is_stored_once(people: People, share: Assignment) -> None:
    first = report(share, people.officer, 30, idempotency_key="phone-1")
    second = report(share, people.officer, 30, idempotency_key="phone-1")
    assert first == second
    assert share.entries.count() == 1


def test_someone_elses_key_gives_nothing_away(people: People, share: Assignment) -> None:
    report(share, people.officer, 30, idempotency_key="phone-1")
    with pytest.raises(NotAllowed):
        report(share, people.stranger, 30, idempotency_key="phone-1")


def test_the_same_key_for_another_share_is_refused(people: People, task: Task, share: Assignment) -> None:
    other = make_share(make_task(task.plan, "Tổ chức tập huấn"), people.north)
    report(share, people.officer, 30, idempotency_key="phone-1")
    with pytest.raises(ReportInvalid):
        report(other, people.officer, 60, idempotency_key="phone-1")


def test_a_stranger_reports_nothing_for_another_commune(people: People, share: Assignment) -> None:
    with pytest.raises(NotAllowed):
        report(share, people.stranger, 10)


@pytest.mark.parametrize(
    "state", [WorkState.PREPARED, WorkState.CLAIMED, WorkState.DONE, WorkState.WITHDRAWN, WorkState.CARRIED_OVER]
)
@pytest.mark.parametrize("said", [{"progress": 50}, {"progress": 0}, {"progress": 100, "claims_done": True}])
def test_only_open_work_takes_reports(people: People, task: Task, state: WorkState, said: dict[str, Any]) -> None:
    share = make_share(task, people.north, state=state)
    with pytest.raises(StepNotAllowed):
        report(share, people.officer, **said)
    share.refresh_from_db()
    assert share.state == state and not share.entries.exists()


def test_a_head_names_the_officer_who_does_the_work(people: People, share: Assignment) -> None:
    work.take_on(assignment=share, person=people.officer, by=people.head)
    assert Assignment.objects.get(pk=share.pk).person == people.officer
    assert Notice.objects.filter(recipient=people.officer).count() == 1
    with pytest.raises(NotAllowed):
        work.take_on(assignment=share, person=people.stranger, by=people.stranger)


def test_a_person_of_another_unit_does_not_do_the_work(people: People, share: Assignment) -> None:
    with pytest.raises(ReportInvalid):
        work.take_on(assignment=share, person=people.stranger, by=people.head)


def test_withdrawn_work_no_longer_counts_and_its_reports_stay(people: People, task: Task, share: Assignment) -> None:
    other = make_share(task, people.south)
    report(share, people.officer, 60)
    report(other, people.stranger, claims_done=True, text="Xong", proofs=[PROOF])
    work.confirm(assignment=other, by=people.coordinator)
    work.withdraw(assignment=share, reason="Giao nhầm", by=people.coordinator)
    task.refresh_from_db()
    assert (task.state, task.progress) == (WorkState.DONE, 100)
    assert share.entries.count() == 1


def test_one_more_unit_gets_its_share_at_once(people: People, task: Task, share: Assignment) -> None:
    added = work.add_share(task=task, unit=people.police, role=AssignmentRole.COORDINATING, by=people.coordinator)
    assert (added.state, added.mandate) == (WorkState.NOT_STARTED, Mandate.REQUESTED)
    assert added.assigned_on == timezone.localdate()
    with pytest.raises(DuplicateShare):
        work.add_share(task=task, unit=people.police, role=AssignmentRole.COORDINATING, by=people.coordinator)


def test_who_adds_a_unit_a_moment_after_somebody_else_is_told(
    people: People, task: Task, share: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AssignmentQuerySet, "exists", lambda _rows: False)  # the other's share is not yet to be seen
    with pytest.raises(DuplicateShare):
        work.add_share(task=task, unit=share.unit, role=AssignmentRole.LEAD, by=people.coordinator)
    assert task.assignments.count() == 1


def test_a_share_added_to_a_draft_waits_with_it(people: People) -> None:
    task = make_task(make_plan(people.province, state="draft"))
    added = work.add_share(task=task, unit=people.north, role=AssignmentRole.LEAD, by=people.coordinator)
    assert (added.state, added.assigned_on) == (WorkState.PREPARED, None)
    assert not Notice.objects.exists()


def test_open_work_is_handed_over_and_finished_work_stays(people: People, task: Task, share: Assignment) -> None:
    done = make_share(make_task(task.plan, "Họp sơ kết quý"), people.north, state=WorkState.DONE, person=people.officer)
    work.take_on(assignment=share, person=people.officer, by=people.head)
    moved = work.hand_over(
        person=people.officer, unit=people.north, to=people.head, by=people.head, reason="Chuyển công tác"
    )
    assert moved == 1
    assert Assignment.objects.get(pk=share.pk).person == people.head
    assert Assignment.objects.get(pk=done.pk).person == people.officer
