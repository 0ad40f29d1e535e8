"""Work that is divided, transferred, talked about, ordered twice, and given by a letter."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from honglam.core.access.errors import NotAllowed
from honglam.core.access.models import User
from honglam.core.notices.models import Notice
from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import Kind, Level
from honglam.engines.plans import rules
from honglam.engines.plans.actions import comments, directives, mandates, parts, transfers, work
from honglam.engines.plans.errors import (
    CommentInvalid,
    DuplicateShare,
    ItemInvalid,
    MandateInvalid,
    NumberMissing,
    PartInvalid,
    ReasonMissing,
)
from honglam.engines.plans.models import Assignment, Comment, Plan, Task
from honglam.engines.plans.terms import (
    AssignmentRole,
    Mandate,
    PlanKind,
    PlanState,
    TaskOrigin,
    WorkState,
)
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People, make_unit

pytestmark = pytest.mark.django_db
DUE = datetime.date(2030, 6, 28)


@pytest.fixture
def share(people: People) -> Assignment:
    """The northern commune's share of a task that the province gave."""
    task = make_task(make_plan(people.province), due_on=DUE, assigned_on=datetime.date(2026, 1, 15))
    return make_share(task, people.north)


# Sub-tasks


def part(share: Assignment, people: People, **more: Any) -> Task:
    piece = {"name": "Rà soát danh sách hộ", "unit": people.north_culture, "by": people.head} | more
    return parts.divide(assignment=share, **piece)


def test_a_share_follows_its_parts_and_is_never_done_by_arithmetic(people: People, share: Assignment) -> None:
    first, second = part(share, people), part(share, people, name="Nhập số liệu lên hệ thống", unit=people.north)
    assert (first.origin, first.issuer, first.parent_share, first.due_on) == (
        TaskOrigin.PART, people.north, share, DUE
    )  # fmt: skip
    proof = [work.Proof(link="https://a.example/1")]
    for piece in (first, second):
        done = piece.assignments.get()
        work.report(assignment=done, progress=100, claims_done=True, by=people.head, proofs=proof)
        work.confirm(assignment=done, by=people.head)
        share.refresh_from_db()
    assert (share.state, share.progress) == (WorkState.IN_PROGRESS, 99)
    assert Task.objects.get(pk=share.task_id).progress == 99


def test_progress_that_a_person_reported_is_not_lowered_by_parts(people: People, share: Assignment) -> None:
    work.report(assignment=share, progress=60, by=people.officer)
    piece = part(share, people)
    work.report(assignment=piece.assignments.get(), progress=20, by=people.head)
    share.refresh_from_db()
    assert share.progress == 60


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"name": "  "}, "name"),
        ({"due_on": DUE + datetime.timedelta(days=1)}, "due_on"),
    ],
)
def test_a_part_that_cannot_be_is_refused(
    people: People, share: Assignment, changes: dict[str, Any], column: str
) -> None:
    with pytest.raises(PartInvalid) as refused:
        part(share, people, **changes)
    assert refused.value.column == column


def test_a_unit_divides_only_its_own_work_among_its_own(people: People, share: Assignment) -> None:
    with pytest.raises(PartInvalid):
        part(share, people, unit=people.south)
    with pytest.raises(PartInvalid):
        part(share, people, unit=people.north, person=people.stranger)
    with pytest.raises(NotAllowed):
        part(share, people, by=people.stranger)
    assert not Task.objects.filter(origin=TaskOrigin.PART).exists()


# Transfers


def test_a_transferred_share_begins_anew_and_keeps_its_date(people: People, share: Assignment) -> None:
    work.report(assignment=share, progress=70, by=people.officer)
    new = transfers.transfer(assignment=share, to=people.south, reason="Đổi địa bàn", by=people.coordinator)
    share.refresh_from_db()
    assert (share.state, share.progress) == (WorkState.WITHDRAWN, 70)
    assert (new.state, new.progress, new.due_on, new.transferred_from) == (WorkState.NOT_STARTED, 0, DUE, share)
    assert Notice.objects.filter(recipient=people.stranger, kind="plans.work_given").count() == 1
    back = transfers.transfer(assignment=new, to=people.north, reason="Nhầm", by=people.coordinator)
    assert (back.pk, back.state) == (share.pk, WorkState.NOT_STARTED)


def test_a_transfer_needs_a_reason_a_free_place_and_the_issuers_right(people: People, share: Assignment) -> None:
    with pytest.raises(ReasonMissing):
        transfers.transfer(assignment=share, to=people.south, reason="", by=people.coordinator)
    with pytest.raises(NotAllowed):
        transfers.transfer(assignment=share, to=people.south, reason="Bận", by=people.head)
    make_share(share.task, people.south)
    with pytest.raises(DuplicateShare):
        transfers.transfer(assignment=share, to=people.south, reason="Bận", by=people.coordinator)


# Remarks


def test_people_who_are_named_and_see_the_task_are_told_once(people: People, share: Assignment) -> None:
    text = f"Nhờ @{people.head.username}, @{people.head.username} và @{people.stranger.username} xem giúp."
    remark = comments.comment(task=share.task, text=text, by=people.officer, idempotency_key="k-1")
    assert list(remark.mentions.all()) == [people.head]
    assert Notice.objects.filter(kind="plans.mentioned").count() == 1
    assert comments.comment(task=share.task, text=text, by=people.officer, idempotency_key="k-1") == remark
    assert Comment.objects.count() == 1


def test_a_key_of_another_remark_is_refused(people: People, share: Assignment) -> None:
    first = comments.comment(task=share.task, text="Đã gửi công văn", by=people.officer, idempotency_key="k-1")
    other = make_share(make_task(share.task.plan, "Rà soát hồ sơ"), people.north)
    for task, person in ((other.task, people.officer), (share.task, people.head)):
        with pytest.raises(CommentInvalid) as refused:
            comments.comment(task=task, text="Ý kiến khác", by=person, idempotency_key="k-1")
        assert refused.value.code == "plans.comment_invalid"
    assert list(Comment.objects.all()) == [first]


def test_two_deliveries_at_once_make_one_remark(
    people: People, share: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = comments.comment(task=share.task, text="Đã gửi công văn", by=people.officer, idempotency_key="k-1")
    look, looks = comments._delivered_before, iter([True])

    def too_early_at_first(key: str, task: Task, by: User) -> Comment | None:
        return None if next(looks, False) else look(key, task, by)

    monkeypatch.setattr(comments, "_delivered_before", too_early_at_first)
    again = comments.comment(task=share.task, text="Đã gửi công văn", by=people.officer, idempotency_key="k-1")
    assert again == first
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@an.nguyen xem giúp", ["an.nguyen"]),
        ("Nhờ @An.", ["an"]),
        ("thư gửi an@tinh.example", []),
        ("@an @binh @an", ["an", "binh"]),
        ("không nhắc ai", []),
    ],
)
def test_names_in_a_remark(text: str, names: list[str]) -> None:
    assert rules.names_mentioned(text) == names


def test_only_who_sees_the_task_says_something_and_only_the_author_takes_it_back(
    people: People, share: Assignment
) -> None:
    with pytest.raises(Task.DoesNotExist):
        comments.comment(task=share.task, text="Xin chào", by=people.stranger)
    for text in (" ", "x" * (comments.LONGEST + 1)):
        with pytest.raises(CommentInvalid):
            comments.comment(task=share.task, text=text, by=people.officer)
    remark = comments.comment(task=share.task, text="Đã gửi công văn", by=people.officer)
    with pytest.raises(CommentInvalid):
        comments.take_comment_back(remark=remark, by=people.head)
    gone = comments.take_comment_back(remark=remark, by=people.officer)
    assert (gone.text, gone.taken_back_at is not None) == ("", True)


# Mandates


def test_work_is_updated_once_and_found_under_every_document_that_orders_it(people: People, share: Assignment) -> None:
    notice = make_plan(people.province, title="Thông báo kết luận", kind=PlanKind.NOTICE)
    mandates.add_mandate(task=share.task, plan=notice, clause="Điểm 3", by=people.coordinator)
    for document in (share.task.plan, notice):
        assert list(Task.objects.ordered_by(document)) == [share.task]
    with pytest.raises(MandateInvalid):
        mandates.add_mandate(task=share.task, plan=notice, by=people.coordinator)
    mandate = share.task.mandates.get()
    with pytest.raises(ReasonMissing):
        mandates.remove_mandate(mandate=mandate, reason="", by=people.coordinator)
    mandates.remove_mandate(mandate=mandate, reason="Nhầm văn bản", by=people.coordinator)
    assert not Task.objects.ordered_by(notice).exists()


def test_drafts_own_documents_and_hidden_ones_order_nothing(people: People, share: Assignment) -> None:
    draft = make_plan(people.province, state=PlanState.DRAFT)
    for plan in (draft, share.task.plan):
        with pytest.raises(MandateInvalid):
            mandates.add_mandate(task=share.task, plan=plan, by=people.coordinator)
    with pytest.raises(NotAllowed):
        mandates.add_mandate(task=share.task, plan=make_plan(people.province), by=people.head)


# Letters


def head(**more: Any) -> directives.DocumentHead:
    said = {
        "kind": PlanKind.DISPATCH,
        "number": "1204/UBND-KGVX",
        "issued_on": datetime.date(2026, 3, 2),
        "title": "Về việc rà soát hồ sơ",
    }
    return directives.DocumentHead(**(said | more))


def piece(*units: Unit, **more: Any) -> directives.PieceOfWork:
    return directives.PieceOfWork(name="Rà soát hồ sơ tồn đọng", leads=units, due_on=DUE, **more)


def test_a_letter_becomes_work_with_its_number(people: People) -> None:
    plan = directives.give_by_document(
        head=head(), issuer=people.province, by=people.coordinator,
        pieces=[piece(people.north, people.south, monitoring=[people.science], coordinating=[people.police])],
    )  # fmt: skip
    assert (plan.state, plan.kind, plan.citation) == (
        PlanState.ISSUED, PlanKind.DISPATCH, "Công văn số 1204/UBND-KGVX ngày 02/03/2026",
    )  # fmt: skip
    task = plan.tasks.get()
    shares = {(share.unit, share.role): share.mandate for share in task.assignments.all()}
    assert shares == {
        (people.north, AssignmentRole.LEAD): Mandate.ASSIGNED,
        (people.south, AssignmentRole.LEAD): Mandate.ASSIGNED,
        (people.science, AssignmentRole.MONITORING): Mandate.REQUESTED,
        (people.police, AssignmentRole.COORDINATING): Mandate.REQUESTED,
    }
    assert Notice.objects.filter(kind="plans.work_given", recipient=people.officer).count() == 1


def test_the_same_letter_takes_more_work_and_is_stored_once(people: People) -> None:
    for leads in ([people.north], [people.north], [people.south], [people.north, people.south]):
        directives.give_by_document(head=head(), issuer=people.province, pieces=[piece(*leads)], by=people.coordinator)
    assert Plan.objects.get().tasks.count() == 3  # the second time was the first one again
    assert Notice.objects.filter(kind="plans.work_given", recipient=people.officer).count() == 2
    outside = head(outside_issuer="Bộ Khoa học và Công nghệ")
    directives.give_by_document(
        head=outside, issuer=people.province, pieces=[piece(people.north)], by=people.coordinator
    )
    assert Plan.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "pieces", "error"),
    [
        ({"number": " "}, 1, NumberMissing),
        ({"issued_on": None}, 1, NumberMissing),
        ({"title": ""}, 1, ItemInvalid),
        ({}, 0, ItemInvalid),
    ],
)
def test_a_letter_without_what_it_needs_gives_nothing(
    people: People, changes: dict[str, Any], pieces: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        directives.give_by_document(
            head=head(**changes), issuer=people.province, pieces=[piece(people.north)] * pieces, by=people.coordinator
        )
    assert not Plan.objects.exists()


def test_sixty_nine_units_cost_as_many_queries_as_one(people: People, django_assert_max_num_queries: Any) -> None:
    communes = [make_unit(f"c{n}", f"Xã số {n}", Kind.COMMUNE, people.province, level=Level.COMMUNE) for n in range(69)]
    with django_assert_max_num_queries(34):  # shares are inserted in batches
        plan = directives.give_by_document(
            head=head(), issuer=people.province, pieces=[piece(*communes)], by=people.coordinator
        )
    assert plan.tasks.get().assignments.count() == 69
