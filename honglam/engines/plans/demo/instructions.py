"""The leader's notes on rows (bút phê), and the notices of the last days that nobody has opened yet."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone

from honglam.core.access.models import Membership, User
from honglam.core.access.people_for_units import people_who_may
from honglam.core.access.terms import RoleCode
from honglam.core.notices.actions import send
from honglam.core.notices.models import Notice
from honglam.core.organisations.models import Unit
from honglam.engines.plans.actions.instructions import instruct
from honglam.engines.plans.actions.work import DIRECT, Proof, confirm, report
from honglam.engines.plans.demo.importing import importer_of, moment, no_letters
from honglam.engines.plans.models import Assignment, ProgressEntry, Task
from honglam.engines.plans.settling import settle_tasks
from honglam.engines.plans.terms import AssignmentRole, TaskOrigin, WorkState

_DAY = datetime.timedelta(days=1)
OPEN, REPORTED, CLAIMED, DONE = "open", "reported", "claimed", "done"


@dataclass(frozen=True, slots=True)
class _Note:
    """A note: days since it was given, days it leaves, to whom, what, and what came of it."""

    given: int
    term: int
    leads: tuple[str, ...]
    name: str
    product: str
    outcome: str = OPEN
    on_late_row: bool = False


_NOTES = (
    _Note(20, 10, ("42.science-technology",), "Báo cáo nguyên nhân các việc chậm trên 30 ngày, đề xuất cách gỡ",
          "Báo cáo", DONE),
    _Note(12, 9, ("42.home-affairs",), "Đề xuất cách bố trí người làm dữ liệu chuyên trách cho các xã miền núi",
          "Tờ trình", REPORTED),
    _Note(9, 7, (), "Làm rõ vì sao việc này quá hạn, nêu ngày sẽ xong", "Văn bản giải trình", OPEN, on_late_row=True),
    _Note(6, 8, ("42.finance",), "Rà lại kinh phí thuê dịch vụ lưu trữ, trả lời trước khi ký hợp đồng",
          "Ý kiến bằng văn bản", CLAIMED),
    _Note(4, 12, ("18484", "18073"), "Giới thiệu cách làm lớp kỹ năng số để các xã, phường khác học tập",
          "Bài giới thiệu", REPORTED),
    _Note(2, 10, ("42.provincial-office",), "Chuẩn bị nội dung giao ban tháng: chỉ nêu việc chậm và việc cần quyết",
          "Tài liệu họp", OPEN),
)  # fmt: skip


def load(say: Callable[[str], None]) -> int:
    """Write the leader's notes; returns how many. Nothing when repeated."""
    province = Unit.objects.province()
    if province is None or Task.objects.filter(origin=TaskOrigin.INSTRUCTION, issuer=province).exists():
        return 0
    leader = Membership.objects.filter(role__code=RoleCode.PROVINCE_LEADER).select_related("user").earliest("pk").user
    today = timezone.localdate()
    with transaction.atomic():
        for note in _NOTES:
            _write(note, province, leader, today)
        told = _tell_of_claims(today)
        no_letters()
    say(f"Bút phê: {len(_NOTES)} ý kiến chỉ đạo; {told} báo hoàn thành chưa đọc")
    return len(_NOTES)


def _write(note: _Note, province: Unit, leader: User, today: datetime.date) -> None:
    row, leads = _late_row(today) if note.on_late_row else (None, [])
    leads = leads or list(Unit.objects.filter(code__in=note.leads))
    if not leads:
        return
    given = today - note.given * _DAY
    task = instruct(
        issuer=province, leads=leads, name=note.name, product=note.product, by=leader,
        due_on=today + max(1, note.term) * _DAY, on_task=row,
    )  # fmt: skip
    _date_back(task, given, given + note.term * _DAY)
    for share in task.assignments.select_related("unit"):
        _act(share, note.outcome, leader, given)


def _late_row(today: datetime.date) -> tuple[Task | None, Sequence[Unit]]:
    """The task that is late in most units, and up to three of these units."""
    late = Assignment.objects.late(today).filter(role=AssignmentRole.LEAD, task__plan__isnull=False)
    worst = late.order_by().values("task").annotate(n=Count("pk"), since=Min("due_on")).order_by("-n", "since").first()
    if worst is None:
        return None, []
    units = [share.unit for share in late.filter(task=worst["task"]).select_related("unit")[:3]]
    return Task.objects.get(pk=worst["task"]), units


def _date_back(task: Task, given: datetime.date, due: datetime.date) -> None:
    at = moment(given, hour=8, minute=10)
    shares = task.assignments.all()
    shares.update(assigned_on=given, due_on=due, original_due_on=due, is_overdue_at_birth=False)
    Task.objects.filter(pk=task.pk).update(assigned_on=given, due_on=due, original_due_on=due, created_at=at)
    Notice.objects.filter(url=task.get_absolute_url()).update(created_at=at)


def _act(share: Assignment, outcome: str, leader: User, given: datetime.date) -> None:
    """What the unit did about it so far, through the same actions as on the page, then dated back."""
    by = Membership.objects.filter(unit=share.unit, role__code=RoleCode.HEAD).select_related("user").earliest("pk").user
    if outcome == OPEN:
        return
    if outcome == REPORTED:
        report(assignment=share, progress=40, by=by, text="Đã giao bộ phận chuyên môn chuẩn bị, đang tổng hợp.")
    else:
        link = Proof(link=f"https://hatinh.example/van-ban/y-kien-{share.pk}", caption="Văn bản trả lời")
        report(assignment=share, progress=100, by=by, text="Đã có văn bản trả lời kèm theo.", proofs=[link],
               claims_done=True, completed_on=given + 3 * _DAY)  # fmt: skip
    if outcome == DONE:
        confirm(assignment=share, by=leader)
    at = moment(given + 3 * _DAY, hour=14, minute=20)
    ProgressEntry.objects.filter(assignment=share).update(reported_at=at)
    Assignment.objects.filter(pk=share.pk).update(last_report_at=at)
    settle_tasks([share.task_id])


def _tell_of_claims(today: datetime.date) -> int:
    """Notices of the newest claims in the inboxes of those who confirm them."""
    chance = random.Random(7)
    claims = Assignment.objects.filter(state=WorkState.CLAIMED, completed_on__gt=today - 8 * _DAY)
    chosen = list(claims.select_related("task", "task__issuer", "unit").order_by("completed_on")[:14])
    for share in chosen:
        assert share.completed_on is not None
        event = f"plans.work_claimed:{share.uid}:{share.completed_on}"
        people = [*people_who_may(DIRECT, [share.task.issuer_id]), importer_of(share.task.issuer)]
        send(event=event, recipients=people, title=f"{share.unit} báo hoàn thành, chờ xác nhận", body=share.task.name,
             url=share.get_absolute_url(), unit=share.unit)  # fmt: skip
        at = min(moment(share.completed_on, hour=chance.randint(8, 16)), timezone.now())
        Notice.objects.filter(event=event).update(created_at=at)
    return len(chosen)
