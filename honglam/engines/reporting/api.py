"""Reports for programs: the list with filters, one report with its content and every figure."""
# No postponed annotations here: pagination wraps the views, and their parameters could not be resolved.

import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from honglam.core.access.reach import require
from honglam.core.access.requests import PersonRequest
from honglam.engines.reporting.assembling import content_of
from honglam.engines.reporting.exports import report_json
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.queries import VIEW
from honglam.engines.reporting.terms import ReportStep
from honglam.toolkit.paging import BoundedPaging

router = Router()


class ReportOut(Schema):
    """A report without its content."""

    uid: UUID
    code: str
    title: str
    regime: str = Field(alias="regime.code")
    unit: str = Field(alias="unit.name")
    unit_code: str = Field(alias="unit.code")
    receiver: str = Field(alias="receiver_name")
    period: str = Field(alias="period_code")
    period_start: datetime.date
    period_end: datetime.date
    due_on: datetime.date
    step: str
    version: int
    number: str
    issued_on: datetime.date | None
    sent_at: datetime.datetime | None
    content_sha256: str


class FigureOut(Schema):
    """One figure of a report; values are decimals as text, empty where nothing is stored."""

    section: str
    section_title: str
    key: str
    label: str
    value: str
    measure: str
    previous: str
    unit: str
    unit_code: str
    period: str
    link: str


class ReportDetail(Schema):
    """A report with its content: frozen, or as it would be now while it is drafted."""

    uid: UUID
    code: str
    title: str
    regime: str
    unit: str
    unit_code: str
    receiver: str
    period: str
    period_start: datetime.date
    period_end: datetime.date
    due_on: datetime.date
    step: str
    version: int
    number: str
    issued_on: datetime.date | None
    sent_at: datetime.datetime | None
    is_frozen: bool
    content_sha256: str
    content: dict[str, Any]
    figures: list[FigureOut]


class ReportFilter(Schema):
    """What reports are asked for: codes of regime, unit and period, a step, a last day from and to."""

    regime: str = ""
    unit: str = ""
    period: str = ""
    step: ReportStep | None = None
    ends_from: datetime.date | None = None
    ends_until: datetime.date | None = None


@router.get("", response=list[ReportOut], summary="Báo cáo")
@paginate(BoundedPaging)
def reports(request: PersonRequest, wanted: ReportFilter = Query(...)) -> QuerySet[Report]:
    """Reports that the reader may see, the newest period first."""
    require(request.user, VIEW)
    found = Report.objects.visible_to(request.user).select_related("regime", "unit", "receiver").defer("content")
    asked = {
        "regime__code": wanted.regime, "unit__code": wanted.unit, "period_code": wanted.period, "step": wanted.step,
        "period_end__gte": wanted.ends_from, "period_end__lte": wanted.ends_until,
    }  # fmt: skip
    return found.filter(**{name: value for name, value in asked.items() if value})


@router.get("/{uid}", response=ReportDetail, summary="Một báo cáo với nội dung và số liệu")
def report(request: PersonRequest, uid: UUID) -> dict[str, Any]:
    """One report whose content the reader may read."""
    require(request.user, VIEW)
    reports_read = Report.objects.readable_by(request.user).select_related("regime", "unit", "receiver")
    found = get_object_or_404(reports_read, uid=uid)
    return report_json(found, content_of(found, today=timezone.localdate()))
