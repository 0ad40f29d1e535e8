"""Figures for the yearly check of data: Decree 47/2020/NĐ-CP, article 16 (reported before 31 December).

The article was amended in parts by Decree 194/2025/NĐ-CP, not compared yet. Codes are those of our list of criteria
(CS: sharing, MO: open data).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from honglam.engines.datahub.models import (
    AccessLog,
    AccessRequest,
    Dataset,
    Grant,
    OpenRelease,
    ProcedureNeed,
    SharingReview,
)
from honglam.engines.datahub.terms import RequestState

OPEN_DATA_AGE = datetime.timedelta(days=92)
"""Open data is brought up to date within three months: Decree 47/2020/NĐ-CP, article 20."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure: the criterion it belongs to, what it counts, the figure, its measure, the article behind it."""

    code: str
    label: str | Promise
    value: int | Decimal | None
    measure: str | Promise
    basis: str


def check_of_year(datasets: QuerySet[Dataset], year: int, today: datetime.date) -> list[FigureLine]:
    """The figures of a calendar year over some datasets; what lies after today counts nothing. Seven queries."""
    begin = timezone.make_aware(datetime.datetime(year, 1, 1))
    end = timezone.make_aware(datetime.datetime(year + 1, 1, 1))
    keys = datasets.order_by().values("pk")
    stock: dict[str, Any] = datasets.filter(created_at__lt=end).aggregate(
        all=Count("pk"), scored=Count("score"), mean=Avg("score"), described=Count("pk", filter=_described()),
    )  # fmt: skip
    asked = AccessRequest.objects.filter(dataset__in=keys, asked_at__gte=begin, asked_at__lt=end)
    answers = [
        (due_on, timezone.localdate(decided_at) if decided_at else None, state)
        for due_on, decided_at, state in asked.values_list("due_on", "decided_at", "state")
        if state != RequestState.WITHDRAWN
    ]
    reads: dict[str, Any] = (
        AccessLog.objects.answered().filter(dataset__in=keys, at__gte=begin, at__lt=end)
        .aggregate(times=Count("pk"), read=Sum("rows"), units=Count("unit", distinct=True))
    )  # fmt: skip
    granted = Grant.objects.filter(dataset__in=keys, starts_on__year=year).count()
    reviewed = SharingReview.objects.filter(dataset__in=keys, at__gte=begin, at__lt=end)
    stale = timezone.now() - OPEN_DATA_AGE
    open_data = OpenRelease.objects.filter(dataset__in=keys, is_public=True).aggregate(
        all=Count("pk"), stale=Count("pk", filter=Q(released_at__lt=stale))
    )
    needs = ProcedureNeed.objects.filter(dataset__in=keys).aggregate(
        procedures=Count("procedure", distinct=True), items=Count("pk")
    )
    times, late = _("lần"), [due for due, decided, _state in answers if (decided or today) > due]
    mean = stock["mean"]
    return [
        FigureLine("CS.1", _("Thủ tục đã biết thông tin nào có sẵn"), needs["procedures"], _("thủ tục"), _art("5.2")),
        FigureLine("CS.1", _("Thông tin, giấy tờ không phải hỏi lại"), needs["items"], _("mục"), _art("5.2")),
        FigureLine("CS.3", _("Tập dữ liệu trong danh mục"), stock["all"], _("tập"), _art("11.4")),
        FigureLine("CS.3", _("trong đó đủ mô tả và căn cứ pháp lý"), stock["described"], _("tập"), _art("11.4")),
        FigureLine("CS.4", _("Lượt rà soát dữ liệu chia sẻ mặc định"), reviewed.count(), times, _art("34")),
        FigureLine("CS.5", _("Đề nghị khai thác nhận được"), len(answers), _("đề nghị"), _art("35")),
        FigureLine("CS.5", _("trong đó quá hạn trả lời"), len(late), _("đề nghị"), _art("35")),
        FigureLine("CS.5", _("Quyền khai thác đã cấp"), granted, _("quyền"), _art("35")),
        FigureLine("CS.6", _("Lần khai thác có ghi nhật ký"), reads["times"], times, _art("45")),
        FigureLine("CS.6", _("Số dòng đã khai thác"), reads["read"] or 0, _("dòng"), _art("45")),
        FigureLine("CS.6", _("Đơn vị đã khai thác"), reads["units"], _("đơn vị"), _art("45")),
        FigureLine("CS.7", _("Tập dữ liệu đã chấm chất lượng"), stock["scored"], _("tập"), _art("16")),
        FigureLine(
            "CS.7", _("Điểm chất lượng bình quân"), Decimal(mean).quantize(Decimal("0.1")) if mean else None,
            _("điểm"), _art("16"),
        ),
        FigureLine("MO.4", _("Dữ liệu mở đang công khai"), open_data["all"], _("tập"), _art("21")),
        FigureLine("MO.3", _("trong đó quá ba tháng chưa cập nhật"), open_data["stale"], _("tập"), _art("20")),
    ]  # fmt: skip


def _described() -> Q:
    return ~Q(description="") & ~Q(legal_basis="")


def _art(number: str) -> str:
    return gettext("Nghị định 47/2020/NĐ-CP, Điều %(number)s") % {"number": number}
