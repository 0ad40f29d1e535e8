"""The list of reports: what waits for me, what my unit makes, what comes to it, what it sent."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.core.organisations.models import Unit
from honglam.engines.reporting.days import Days
from honglam.engines.reporting.models import Report, ReportRegime
from honglam.engines.reporting.queries import DEFINE, VIEW
from honglam.engines.reporting.report_filters import GROUPS, ReportFilters, of_group
from honglam.engines.reporting.terms import ReportStep, ReportTimeliness
from honglam.toolkit.periods import PeriodError, parse
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

SORTS = {
    "due": "due_on", "title": "title", "unit": "unit__sort_key", "step": "step", "period": "period_end",
}  # fmt: skip
MOST_CHOICES = 300


@requires(VIEW)
def reports(request: PersonRequest) -> HttpResponseBase:
    """The reports of a group, narrowed by the address; Excel and print give all of them."""
    days = Days(timezone.localdate())
    filters = ReportFilters.of(request.GET)
    visible = Report.objects.visible_to(request.user)
    counts = {
        group: of_group(group, request.user, days.today, visible).count() for group in GROUPS if group != "all"
    }  # fmt: skip
    group = filters.group or next((group for group, count in counts.items() if count), "mine")
    found: Any = filters.narrowed(of_group(group, request.user, days.today, visible), days)
    rows = lists.ordered(
        request, found.with_sent_day().select_related("unit", "regime", "receiver"), SORTS,
        default="-period" if group in ("sent", "received", "all") else "due",
    )  # fmt: skip
    if (sheet := lists.sheet_of(request, _table(rows, days, str(GROUPS[group])))) is not None:
        return sheet
    page = lists.page_of(request, rows)
    page.object_list = [(report, days.timeliness(report)) for report in page.object_list]
    context: dict[str, Any] = {
        "page": page,
        "filters": filters,
        "group": group,
        "groups": [(code, label, counts.get(code)) for code, label in GROUPS.items()],
        "steps": ReportStep.choices,
        "timeliness_choices": ReportTimeliness.choices,
        "periods": _periods(visible),
        "regimes": ReportRegime.objects.filter(reports__in=visible).distinct()[:MOST_CHOICES],
        "units": Unit.objects.filter(reports__in=visible).distinct()[:MOST_CHOICES],
        "may_define": request.user.has_perm(DEFINE),
    }
    return render(request, "reporting/reports.html", context)


def _periods(visible: QuerySet[Report]) -> list[tuple[str, str]]:
    """The periods that there are reports of, the latest first."""
    codes = visible.exclude(period_code="").order_by("-period_end").values_list("period_code", flat=True).distinct()
    return [(code, period_label(code)) for code in dict.fromkeys(codes[:MOST_CHOICES])]


def period_label(code: str) -> str:
    """A period in words; a code that is none as it stands."""
    try:
        return parse(code).label
    except PeriodError:
        return code


def _table(rows: QuerySet[Report], days: Days, title: str) -> Table:
    columns = [
        Column(_("Mã tra cứu"), lambda report: report.code, width=18),
        Column(_("Báo cáo"), lambda report: report.title, width=60),
        Column(_("Đơn vị báo cáo"), lambda report: str(report.unit), width=30),
        Column(_("Nơi nhận"), lambda report: report.receiver_name, width=30),
        Column(_("Từ ngày"), lambda report: report.period_start, Kind.DATE),
        Column(_("Đến ngày"), lambda report: report.period_end, Kind.DATE),
        Column(_("Hạn gửi"), lambda report: report.due_on, Kind.DATE),
        Column(_("Bước"), lambda report: report.get_step_display(), width=24),
        Column(_("Tình trạng gửi"), lambda report: str(days.timeliness(report).label), width=20),
        Column(_("Số, ký hiệu"), lambda report: report.number, width=18),
        Column(_("Ngày ban hành"), lambda report: report.issued_on, Kind.DATE),
        Column(_("Gửi lúc"), lambda report: report.sent_at, Kind.MOMENT),
        Column(_("Lần"), lambda report: report.version, Kind.NUMBER),
    ]
    return Table(_("Báo cáo – %(group)s") % {"group": title}, columns, rows)
