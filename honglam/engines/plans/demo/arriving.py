"""Work that comes between plans, and work that comes again: a dispatch for every commune, recurring work by period.

Both come before the life of the work, so that they live like all the rest.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from honglam.core.notices.models import Notice
from honglam.core.organisations.models import Unit
from honglam.engines.plans.actions.directives import DocumentHead, PieceOfWork, give_by_document
from honglam.engines.plans.actions.recurrence import open_periods, set_recurrence
from honglam.engines.plans.demo.importing import importer_of, moment, no_letters
from honglam.engines.plans.demo.life import has_lived
from honglam.engines.plans.models import Assignment, Plan, Task
from honglam.engines.plans.terms import IN_FORCE, DeadlineKind, PlanKind
from honglam.toolkit.periods import Scheme, period_of

NUMBER = "1187/UBND-KGVX"
SIGNED_DAYS_AGO = 9
PERIODS_BACK = 3
_DAY = datetime.timedelta(days=1)

# Recurring work is divided into periods where the visitor looks: everywhere in the communes, and in one commune's own
# plan. The first of the issuer's recurring tasks that begins with these words is taken.
_RECURRING = (
    ("Hỗ trợ người dân nộp hồ sơ", Scheme.MONTH, 25),
    ("Kiểm tra chất lượng dữ liệu", Scheme.QUARTER, 0),
    ("Phát tin cảnh báo lừa đảo", Scheme.MONTH, 0),
)


def load(say: Callable[[str], None]) -> int:
    """Give the dispatch and divide recurring work; returns how many shares came. Nothing when repeated."""
    province = Unit.objects.province()
    if province is None or has_lived() or Plan.objects.filter(number=NUMBER).exists():
        return 0
    today = timezone.localdate()
    with transaction.atomic():
        given = _dispatch(province, today)
        periods = sum(_recurring(words, scheme, day, today) for words, scheme, day in _RECURRING)
        no_letters()
    say(f"Công văn số {NUMBER}: đã giao {given} phân công; việc thường xuyên: {periods} phần việc theo kỳ")
    return given + periods


def _dispatch(province: Unit, today: datetime.date) -> int:
    """One dispatch that every commune and one department work on, signed some days ago."""
    signed = today - SIGNED_DAYS_AGO * _DAY
    communes = list(Unit.objects.communes().valid_on(today).in_alphabet())
    science = list(Unit.objects.filter(code=f"{province.code}.science-technology"))
    wording = {unit.pk: "UBND các xã, phường" for unit in communes}
    pieces = [
        PieceOfWork(
            "Rà soát điểm hỗ trợ dịch vụ công trực tuyến tại nhà văn hóa thôn, tổ dân phố", communes,
            today + 12 * _DAY, monitoring=science, product="Bảng kê điểm hỗ trợ, nêu giờ mở cửa và người trực",
            wording=wording,
        ),
        PieceOfWork(
            "Tổng hợp điểm hỗ trợ toàn tỉnh, công khai trên bản đồ", science, today + 24 * _DAY,
            product="Bản đồ điểm hỗ trợ",
        ),
    ]  # fmt: skip
    head = DocumentHead(
        PlanKind.DISPATCH, NUMBER, signed, "V/v rà soát điểm hỗ trợ dịch vụ công trực tuyến tại cơ sở",
        signer_title="Phó Chủ tịch",
    )  # fmt: skip
    plan = give_by_document(head=head, issuer=province, pieces=pieces, by=importer_of(province))
    at = moment(signed, hour=10, minute=5)
    shares = Assignment.objects.filter(task__plan=plan)
    count = shares.update(assigned_on=signed)
    Task.objects.filter(plan=plan).update(assigned_on=signed, created_at=at)
    Plan.objects.filter(pk=plan.pk).update(assigned_on=signed, created_at=at)
    Notice.objects.filter(event__startswith=f"plans.work_given:{plan.uid}").update(created_at=at)
    return count


def _recurring(words: str, scheme: Scheme, day: int, today: datetime.date) -> int:
    """Divide one recurring task into periods, as if that had been said some months ago; how many shares opened."""
    wanted = Task.objects.current().filter(deadline_kind=DeadlineKind.RECURRING, plan__state__in=IN_FORCE)
    task = wanted.filter(name__startswith=words).select_related("issuer").first()
    if task is None or task.assigned_on is None:
        return 0
    by = importer_of(task.issuer)
    set_recurrence(task=task, scheme=scheme, day=day, by=by)
    begun = period_of(today, scheme).start
    for _earlier in range(PERIODS_BACK):
        begun = period_of(begun - _DAY, scheme).start
    Task.objects.filter(pk=task.pk).update(recurrence_from=max(begun, task.assigned_on))
    occurrences = Assignment.objects.filter(task=task, standing__isnull=False)
    occurrences.delete()  # opened from today on a moment ago; they open again from the first period on
    open_periods(tasks=[task], today=today, by=by)
    return occurrences.count()
