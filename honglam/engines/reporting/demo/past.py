"""What became of reports whose day has passed, all invented: most came in time, a few late, two are still missing.

Bulk writes, because nobody can send a report in the past; they keep every invariant of the verbs, the content is frozen
by the same code as it stood on the day of sending, and the log says in one entry what came in.
"""

from __future__ import annotations

import datetime
import random
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from honglam.core.access.people_for_units import people_by_unit
from honglam.core.audit.actions import record
from honglam.engines.reporting.arrangements import Arranged, arranged_many
from honglam.engines.reporting.freezing import freeze
from honglam.engines.reporting.heads import issuing_body, own_lines
from honglam.engines.reporting.models import Report, ReportEntry, ReportMove
from honglam.engines.reporting.queries import ISSUE
from honglam.engines.reporting.terms import EntryKind, ReportStep

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

SEED = 69
MISSING, LATE = 2, 5
"""Of every round of many units so many are missing, and so many came late."""
LEFT_DAYS = 9
"""Reports that were due within so many days are left to those who lead them along their way by hand."""
_DIFFICULTIES = (
    "Máy tính ở bộ phận một cửa đã dùng trên 7 năm, mở hồ sơ nhiều trang rất chậm.",
    "Nhà văn hóa hai thôn chưa có đường truyền ổn định, buổi hướng dẫn trực tuyến hay bị gián đoạn.",
    "Người cao tuổi khó thao tác trên điện thoại, cần hướng dẫn tại nhà.",
    "Cán bộ phụ trách kiêm nhiệm nhiều việc, cập nhật tiến độ còn dồn vào cuối kỳ.",
    "Hồ sơ hộ tịch cũ viết tay khó đọc, số hóa mất nhiều thời gian hơn dự kiến.",
)
_PROPOSALS = (
    "Đề nghị bố trí kinh phí thay máy tính cho bộ phận một cửa.",
    "Đề nghị tập huấn lại cách dùng chữ ký số cho công chức mới.",
    "Đề nghị thống nhất một mẫu số liệu cho các báo cáo cùng nội dung.",
)
_NEXT = "Hoàn thành các nhiệm vụ còn chậm; mở thêm hai buổi hướng dẫn người dân tại nhà văn hóa thôn."
_ANSWER = "Đã tổng hợp vào dự toán trình cấp có thẩm quyền; đơn vị chuẩn bị danh mục chi tiết."


@transaction.atomic
def load(*, today: datetime.date, by: User) -> int:
    """Tell the past of open reports; how many were sent. 0 where a report was sent before."""
    if Report.objects.sent().exists():
        return 0
    told = [
        _Sending(report, late)
        for rounds in _rounds(today)
        for report, late in _courses(rounds)
        if late is not None
    ]  # fmt: skip
    told.sort(key=lambda one: one.day)
    arrangements = arranged_many((one.report.unit, one.report.regime) for one in told)
    people = people_by_unit(ISSUE, {one.report.unit_id for one in told})
    numbers: dict[tuple[int, int], int] = {}
    for place, one in enumerate(told):
        one.write_words(place)
    for _day, of_day in groupby(told, key=lambda one: one.day):
        _send_all(list(of_day), numbers, people, arrangements, by)
    if told:
        record(
            by=None, action="reporting.report_sent", unit=None, summary=f"{len(told)} báo cáo của các kỳ trước",
            rows=[(one.report.code, one.report.title) for one in told],
        )  # fmt: skip
    return len(told)


def _send_all(
    told: list[_Sending], numbers: dict[tuple[int, int], int], people: Mapping[int, Sequence[User]],
    arrangements: Mapping[tuple[int, int], Arranged], by: User,
) -> None:  # fmt: skip
    """Send what went out on one day, and store it: later reports compare with it and are put together from it."""
    for one in told:
        report = one.report
        person = (people.get(report.unit_id) or [by])[0]
        one.send(numbers, person, arrangements[report.unit_id, report.regime_id])
    Report.objects.bulk_update([one.report for one in told], _COLUMNS, batch_size=100)
    ReportMove.objects.bulk_create([move for one in told for move in one.moves], batch_size=500)


_COLUMNS = [
    "step", "written", "content", "content_sha256", "frozen_at", "number", "issued_on", "signing_lines", "signer_name",
    "sent_at", "sent_by", "received_at", "received_by",
]  # fmt: skip


def _rounds(today: datetime.date) -> list[list[Report]]:
    """The open reports that were due some while ago, by round; those that are put together from others come last."""
    due = Report.objects.filter(
        step=ReportStep.DRAFTING, version=1, due_on__lt=today - datetime.timedelta(days=LEFT_DAYS)
    ).select_related("regime", "unit", "receiver", "unit__parent")  # fmt: skip
    rounds: dict[tuple[int, str], list[Report]] = {}
    for report in due.order_by("period_end", "unit__sort_key", "pk"):
        rounds.setdefault((report.regime_id, report.period_code), []).append(report)
    return list(rounds.values())


def _courses(reports: list[Report]) -> list[tuple[Report, int | None]]:
    """How many days after its due day each came; None: not at all. A round of few units came in time."""
    chance = random.Random(f"{SEED}:{reports[0].regime_id}:{reports[0].period_code}")
    courses: list[tuple[Report, int | None]] = [(report, -chance.randint(0, 4)) for report in reports]
    if len(reports) <= MISSING + LATE:
        return courses
    for number, place in enumerate(chance.sample(range(len(reports)), MISSING + LATE)):
        courses[place] = (reports[place], None if number < MISSING else chance.randint(1, 6))
    return courses


class _Sending:
    """One report on the day on which it was sent."""

    def __init__(self, report: Report, late: int | None) -> None:
        self.report = report
        self.day = report.due_on + datetime.timedelta(days=late or 0)
        self.at = timezone.make_aware(datetime.datetime.combine(self.day, datetime.time(15, 30)))
        self.moves: list[ReportMove] = []

    def write_words(self, place: int) -> None:
        """What people typed: some have a difficulty, a proposal, the work that comes next."""
        report = self.report
        report.written = {one["key"]: _NEXT for one in report.regime.sections if one["code"] == "next"}
        if place % 3 == 0:
            self._add(EntryKind.DIFFICULTY, _DIFFICULTIES[place // 3 % len(_DIFFICULTIES)])
        if place % 5 == 0:
            answer = _ANSWER if place % 10 == 0 else ""
            self._add(EntryKind.PROPOSAL, _PROPOSALS[place // 5 % len(_PROPOSALS)], report.receiver, answer)

    def _add(self, kind: EntryKind, text: str, asked: Unit | None = None, answer: str = "") -> None:
        ReportEntry.objects.create(
            report=self.report, kind=kind, position=1, text=text, addressed_to=asked, answer=answer,
            answered_at=self.at + datetime.timedelta(days=5) if answer else None,
        )  # fmt: skip

    def send(self, numbers: dict[tuple[int, int], int], person: User, arranged: Arranged) -> None:
        """Freeze it as of its day, number it, send it, and let the receiver confirm it the next day."""
        report = self.report
        freeze(report=report, today=self.day)
        report.frozen_at = self.at - datetime.timedelta(hours=6)
        number = numbers[report.unit_id, self.day.year] = numbers.get((report.unit_id, self.day.year), 0) + 1
        report.number, report.issued_on = f"{number:02d}/BC-UBND", self.day
        report.signer_name = report.signer_name or person.full_name
        report.signing_lines = report.signing_lines or list(
            own_lines(arranged, arranged.signing_form, issuing_body(report.unit))
        )
        report.step, report.sent_at, report.sent_by = ReportStep.SENT, self.at, person
        steps = [*arranged.steps, ReportStep.SENT]
        self.moves = [
            ReportMove(report=report, from_step=one, to_step=after, by=person,
                       at=self.at - datetime.timedelta(hours=len(steps) - place))
            for place, (one, after) in enumerate(pairwise(steps), start=2)
        ]  # fmt: skip
        if report.receiver_id is not None and not report.regime.fed_by.exists():
            received = self.at + datetime.timedelta(hours=17)
            report.step, report.received_at = ReportStep.RECEIVED, received
            self.moves.append(
                ReportMove(report=report, from_step=ReportStep.SENT, to_step=ReportStep.RECEIVED, at=received)
            )
