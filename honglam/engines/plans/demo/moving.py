"""Work that moves, where visitors look for it: dates asked for and decided, divided shares, remarks, further mandates.

Everything goes through the actions, as on the pages, and is dated back afterwards. A province whose work leaves no room
for one of these (a young one) goes without it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from honglam.core.access.models import User
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.organisations.models import Unit
from honglam.engines.plans import rules
from honglam.engines.plans.actions.comments import comment
from honglam.engines.plans.actions.extensions import (
    Authority,
    agree_by_phone,
    ask_extension,
    grant_extension,
    lapse_phone_extensions,
    refuse_extension,
)
from honglam.engines.plans.actions.mandates import add_mandate
from honglam.engines.plans.actions.parts import divide
from honglam.engines.plans.actions.transfers import transfer
from honglam.engines.plans.actions.work import Proof, confirm, report
from honglam.engines.plans.demo.arriving import NUMBER
from honglam.engines.plans.demo.importing import importer_of, moment, no_letters
from honglam.engines.plans.models import Assignment, Comment, Extension, Plan, ProgressEntry, Task
from honglam.engines.plans.province import phone_extension_days
from honglam.engines.plans.terms import IN_FORCE, OPEN_STATES, Mandate, TaskOrigin

COMMUNE, WARD, SCIENCE = "18484", "18073", "science-technology"
_DIVIDED = "Số hóa hồ sơ lưu trữ"
LONG_AGO = 45
"""Days for which a share must have been given before its date is played with."""
FEW, HALF = 4, 50
_DAY = datetime.timedelta(days=1)
ASKED, PHONE, GRANTED, REFUSED, LAPSED = "asked", "phone", "granted", "refused", "lapsed"


@dataclass(frozen=True, slots=True)
class _Wish:
    """A later date: which unit wishes it, who writes it, how many days ago, how far ahead, and what became of it.

    The codes of provincial bodies stand without the province's own; nobody named means the unit's head.
    """

    unit: str
    ago: int
    ahead: int
    reason: str
    outcome: str = ASKED
    answer: str = ""
    number: str = ""
    by: str = ""


_WISHES = (
    _Wish(COMMUNE, 2, 25, "Mưa lũ cuối tháng trước làm chậm hai tuần, còn ba thôn chưa đến được.", by="canbo.dongloc"),
    _Wish(f"{COMMUNE}.culture-society", 6, 20, "Bốn thôn xin làm lại sau khi bổ sung hồ sơ.", GRANTED,
          "Đồng ý; không dời thêm lần nữa.", "46/UBND-VHXH", by="canbo.dongloc"),
    _Wish(COMMUNE, 25, 15, "Chờ các thôn gửi nốt kết quả.", LAPSED, by="chutich.dongloc"),
    _Wish(WARD, 1, 18, "Cần thêm hai tuần để hoàn thiện hồ sơ của các tổ dân phố.", PHONE, by="chutich.thanhsen"),
    _Wish(SCIENCE, 8, 21, "Chờ kết quả của các cơ quan; còn năm cơ quan chưa gửi.", GRANTED,
          "Đồng ý dời một lần; báo cáo tiến độ hằng tuần.", "1203/UBND-KGVX", by="sokhcn"),
    _Wish(SCIENCE, 1, 45, "Phải chỉnh hồ sơ theo góp ý của Sở Tài chính, thêm một vòng lấy ý kiến.", by="sokhcn"),
    _Wish("home-affairs", 12, 30, "Bận chuẩn bị sắp xếp tổ chức bộ máy.", REFUSED,
          "Việc đã giao từ đầu năm; tập trung làm nốt, báo cáo trong tuần."),
    _Wish("18115", 3, 20, "Hai tổ dân phố phải làm lại sau đợt mưa lũ."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the commune's share: where, what, who, days it leaves, how far it is."""

    unit: str
    name: str
    product: str
    person: str = ""
    term: int = 15
    progress: int = 0
    is_confirmed: bool = False


_PARTS = (
    _Part(".culture-society", "Phân loại hồ sơ lưu trữ của ba xã cũ, lập danh mục cần số hóa", "Danh mục hồ sơ",
          "canbo.dongloc", 8, 100, is_confirmed=True),
    _Part(".village-1", "Thu giấy tờ gốc người dân còn giữ tại thôn, ký biên nhận", "Sổ biên nhận",
          "thon1.dongloc", 10, 100),
    _Part(".culture-society", "Quét và đặt tên tệp theo danh mục, đợt đầu 1.200 hồ sơ", "Tệp đã quét",
          "canbo.dongloc", 20, 35),
    _Part(".office", "Kiểm tra ngẫu nhiên 5% số tệp đã quét", "Biên bản kiểm tra", term=28),
)  # fmt: skip
_REMARKS = (
    ("chutich.dongloc", 5, "Nhờ @canbo.dongloc rà lại danh mục, hồ sơ đất đai của xã Đồng Lộc cũ còn thiếu hai kệ."),
    ("canbo.dongloc", 4, "Đã bổ sung hai kệ ấy, tổng cộng 3.460 hồ sơ. Xin hỏi @tonghop: hồ sơ hộ tịch trước 1989 có "
     "số hóa trong đợt này không?"),
    ("tonghop", 3, "Chưa, @canbo.dongloc nhé: hộ tịch làm theo kế hoạch riêng của ngành tư pháp."),
    ("chutich.dongloc", 1, "Cảm ơn anh chị. @thon1.dongloc báo giúp khi thu xong giấy tờ ở thôn."),
)  # fmt: skip


def load(say: Callable[[str], None]) -> int:
    """Move some of the work; returns how many dates were wished. Nothing when repeated."""
    province = Unit.objects.province()
    if province is None or Extension.objects.exists():
        return 0
    story = _Story(province, timezone.localdate())
    with transaction.atomic():
        wishes = sum(story.wish(one) for one in _WISHES)
        lapse_phone_extensions(today=story.today)
        parts = story.divide()
        story.transfer()
        no_letters()
    say(f"Việc chuyển động: {wishes} đề nghị gia hạn, {parts} phần việc chia nhỏ, trao đổi, thêm văn bản, chuyển việc")
    return wishes


class _Story:
    """What happened to shares of a few units; each share is used once."""

    def __init__(self, province: Unit, today: datetime.date) -> None:
        self.province = province
        self.today = today
        self.coordinator = importer_of(province)
        self.people = {user.username: user for user in User.objects.exclude(memberships=None)}
        self.used: set[int] = set()

    def _shares(self, unit: str, *, alone: bool = False) -> list[Assignment]:
        """Open leading shares of a unit that were ordered, the nearest date first; `alone`: of tasks of few units."""
        codes = [unit, f"{self.province.code}.{unit}"]
        found = (
            Assignment.objects.current().led()
            .filter(unit__code__in=codes, mandate=Mandate.ASSIGNED, state__in=OPEN_STATES, due_on__isnull=False,
                    is_overdue_at_birth=False, standing__isnull=True, task__plan__state__in=IN_FORCE,
                    assigned_on__lte=self.today - LONG_AGO * _DAY)
            .exclude(task__origin=TaskOrigin.PART).exclude(pk__in=self.used)
            .select_related("task__issuer", "task__plan", "unit")
            .annotate(together=Count("task__assignments")).order_by("due_on", "pk")
        )  # fmt: skip
        return list(found.filter(together__lte=FEW) if alone else found)

    def _of(self, unit: Unit, username: str) -> User:
        return self.people.get(username) or importer_of(unit if unit.parent_id else self.province)

    def wish(self, wish: _Wish) -> bool:
        """One wish for a later date and its end; False where the unit has no share for it."""
        shares = self._shares(wish.unit, alone=wish.outcome == GRANTED)  # the date of a task that many lead stays
        if not shares:
            return False
        share = shares[0]
        self.used.add(share.pk)
        by = self._of(share.unit, wish.by)
        Assignment.objects.filter(pk=share.pk).update(person=by)  # so that it stands on the desk of who asks
        assert share.due_on is not None
        due = max(self.today, share.due_on) + wish.ahead * _DAY
        said = moment(self.today - wish.ago * _DAY, hour=9, minute=40)
        if wish.outcome in (PHONE, LAPSED):
            self._by_phone(share, due, wish, said, by)
        else:
            self._in_writing(share, due, wish, said, by)
        return True

    def _by_phone(
        self, share: Assignment, due: datetime.date, wish: _Wish, said: datetime.datetime, by: User
    ) -> None:  # fmt: skip
        extension = agree_by_phone(
            assignment=share, new_due_on=due, reason=wish.reason, by=by, agreed_at=timezone.now(),
            agreed_with=f"{self.coordinator}, đầu mối tổng hợp của tỉnh",
        )  # fmt: skip
        until = rules.grace_after(said.date(), phone_extension_days(), WorkingCalendar.load().add_working_days)
        Extension.objects.filter(pk=extension.pk).update(asked_at=said, agreed_at=said, grace_until=until)
        Assignment.objects.filter(pk=share.pk).update(grace_until=until)

    def _in_writing(
        self, share: Assignment, due: datetime.date, wish: _Wish, said: datetime.datetime, by: User
    ) -> None:  # fmt: skip
        extension = ask_extension(assignment=share, new_due_on=due, reason=wish.reason, by=by)
        decided = min(said + 2 * _DAY, timezone.now())
        issuer = share.task.issuer
        director = self.coordinator if issuer == self.province else importer_of(issuer)
        if wish.outcome == GRANTED:
            authority = Authority(number=wish.number, issued_on=decided.date())
            grant_extension(extension=extension, answer=wish.answer, authority=authority, by=director)
        elif wish.outcome == REFUSED:
            refuse_extension(extension=extension, answer=wish.answer, by=director)
        closed = decided if wish.outcome != ASKED else None
        Extension.objects.filter(pk=extension.pk).update(asked_at=said, decided_at=closed)

    def divide(self) -> int:
        """A commune divides one share among its own bodies and talks about it; how many parts."""
        shares = self._shares(COMMUNE)
        head = self.people.get("chutich.dongloc")
        if not shares or head is None:
            return 0
        share = max(shares, key=lambda one: (one.progress < HALF, one.task.name.startswith(_DIVIDED), one.due_on))
        self.used.add(share.pk)
        Assignment.objects.filter(pk=share.pk).update(person=head)
        units = {unit.code: unit for unit in Unit.objects.filter(code__in=[f"{COMMUNE}{part.unit}" for part in _PARTS])}
        known = [part for part in _PARTS if f"{COMMUNE}{part.unit}" in units]
        tasks = [self._give_part(share, part, units[f"{COMMUNE}{part.unit}"], head) for part in known]
        for task, part in zip(tasks, known, strict=True):  # once all are given, so that the share follows their mean
            self._do_part(task, part, head)
        self._remark(share.task)
        self._mandate(share.task)
        return len(known)

    def _give_part(self, share: Assignment, part: _Part, unit: Unit, head: User) -> Task:
        assert share.due_on is not None
        task = divide(
            assignment=share, name=part.name, product=part.product, unit=unit, by=head,
            person=self.people.get(part.person), due_on=min(share.due_on, self.today + part.term * _DAY),
        )  # fmt: skip
        given = self.today - 10 * _DAY
        task.assignments.update(assigned_on=given, is_overdue_at_birth=False)
        Task.objects.filter(pk=task.pk).update(assigned_on=given, created_at=moment(given, hour=8))
        return task

    def _do_part(self, task: Task, part: _Part, head: User) -> None:
        if not part.progress:
            return
        pieces = task.assignments.all()
        piece, is_done = pieces.get(), part.progress == 100
        by = piece.person or head
        link = [Proof(link=f"https://dongloc.example/so-hoa/{task.code}", caption=part.product)] if is_done else []
        text = "Đã làm xong, mời kiểm tra." if is_done else "Đang làm theo thứ tự danh mục."
        report(assignment=piece, progress=part.progress, text=text, proofs=link, claims_done=is_done, by=by)
        if part.is_confirmed:
            confirm(assignment=piece, by=head)
        at = moment(self.today - 2 * _DAY, hour=15, minute=10)
        ProgressEntry.objects.filter(assignment=piece).update(reported_at=at)
        pieces.update(last_report_at=at)
        pieces.exclude(completed_on=None).update(completed_on=at.date())
        Task.objects.filter(pk=task.pk).exclude(completed_on=None).update(completed_on=at.date())

    def _remark(self, task: Task) -> None:
        for username, ago, text in _REMARKS:
            if (by := self.people.get(username)) is not None:
                remark = comment(task=task, text=text, by=by)
                at = moment(self.today - ago * _DAY, hour=10 + ago, minute=12)
                Comment.objects.filter(pk=remark.pk).update(created_at=at)

    def _mandate(self, task: Task) -> None:
        """The dispatch orders what the plan ordered before."""
        plans: Iterable[Plan] = Plan.objects.filter(number=NUMBER, issuer=task.issuer)
        for plan in plans:
            add_mandate(
                task=task, plan=plan, clause="mục 3", by=self.coordinator,
                quote="Đẩy nhanh số hóa hồ sơ lưu trữ để phục vụ các điểm hỗ trợ.",
            )  # fmt: skip

    def transfer(self) -> None:
        """A share goes on from one department to another, which only helped before."""
        science = Unit.objects.filter(code=f"{self.province.code}.{SCIENCE}").first()
        for unit in Unit.objects.departments().order_by("code"):
            known = self._shares(unit.code, alone=True) if unit != science else []
            free = [share for share in known if not share.task.assignments.led().filter(unit=science).exists()]
            if free and science is not None:
                transfer(
                    assignment=free[0], to=science, by=self.coordinator,
                    reason="Sở Khoa học và Công nghệ đang vận hành hệ thống liên quan nên làm thuận hơn.",
                )  # fmt: skip
                return
