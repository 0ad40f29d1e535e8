"""Who sends which form when: completeness and timeliness, the rows behind each number, the reminder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.engines.indicators import actions
from honglam.engines.indicators.errors import IndicatorError
from honglam.engines.indicators.following import ExpectedLine, completeness_from, expected_of
from honglam.engines.indicators.models import IndicatorForm
from honglam.engines.indicators.pages.addresses import form_asked, period_asked
from honglam.engines.indicators.queries import VIEW
from honglam.engines.indicators.rules.completeness import Tally
from honglam.engines.indicators.terms import SubmissionState, Timeliness
from honglam.toolkit.periods import Period, Scheme, latest_over
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

COUNTS = (3, 6, 12)
STANDINGS = (Timeliness.ON_TIME, Timeliness.LATE, Timeliness.MISSING, Timeliness.WAITING)


@dataclass(frozen=True)
class Asked:
    """What the address asks for: forms of one scheme, the newest periods of that scheme, in order."""

    forms: tuple[IndicatorForm, ...]
    form: IndicatorForm | None
    scheme: Scheme
    periods: tuple[Period, ...]
    every: tuple[IndicatorForm, ...]

    @property
    def query(self) -> dict[str, str]:
        """The same in an address."""
        chosen = self.form.code if self.form else ""
        return {"form": chosen, "scheme": self.scheme.value, "count": str(len(self.periods))}


@requires(VIEW)
def completeness(request: PersonRequest) -> HttpResponseBase:
    """A form, or all forms of a frequency, over periods: sent, on time, late, missing; by period and by unit."""
    asked = _asked(request)
    found = completeness_from(expected_of(forms=asked.forms, periods=asked.periods, user=request.user), asked.periods)
    by_period = [
        (period.label, tally, _links(asked, tally, period=period.code)) for period, tally in reversed(found.by_period)
    ]
    by_unit = [(str(unit), tally, _links(asked, tally, unit=unit.code)) for unit, tally in found.by_unit]
    title = _("Mức đầy đủ và đúng hạn của số liệu")
    notes = [asked.form.name if asked.form else _("Mọi biểu: %(scheme)s") % {"scheme": asked.scheme.label.lower()}]
    if (sheet := lists.sheet_of(request, Table(title, _columns(), [*by_period, *by_unit], notes))) is not None:
        return sheet
    decides = asked.form is not None and reach_of(request.user, actions.CONFIRM).covers(asked.form.receiver)
    context = {
        "asked": asked, "total": found.total, "links": _links(asked, found.total), "by_period": by_period,
        "by_unit": by_unit, "counts": COUNTS, "schemes": _schemes(asked.every), "standings": STANDINGS,
        "remind": [period for period, tally in reversed(found.by_period) if tally.missing] if decides else [],
        "title": title,
    }  # fmt: skip
    return render(request, "indicators/completeness.html", context)


@requires(VIEW)
def completeness_rows(request: PersonRequest) -> HttpResponseBase:
    """The reports behind one number: form, unit, period, due day, the day on which it came."""
    asked = _asked(request)
    unit, period, standing = (request.GET.get(name, "") for name in ("unit", "period", "standing"))
    rows = [
        line
        for line in expected_of(forms=asked.forms, periods=asked.periods, user=request.user)
        if unit in ("", line.unit.code)
        and period in ("", line.period.code)
        and (standing in ("", line.timeliness) or (standing == "due" and line.timeliness != Timeliness.WAITING))
    ]
    rows.sort(key=lambda line: (-line.period.end.toordinal(), line.form.code, line.unit.sort_key))
    title = _("Các lần gửi biểu")
    if (sheet := lists.sheet_of(request, Table(title, _columns_of_rows(), rows))) is not None:
        return sheet
    context = {
        "asked": asked, "page": lists.page_of(request, rows), "unit": unit, "period": period, "standing": standing,
        "standings": STANDINGS, "title": title,
        "units": sorted({(line.unit.code, str(line.unit)) for line in rows}, key=lambda one: one[1]) if unit else [],
    }  # fmt: skip
    return render(request, "indicators/completeness_rows.html", context)


@requires(actions.CONFIRM)
@require_POST
def remind(request: PersonRequest, uid: UUID, period: str) -> HttpResponse:
    """Remind the units whose report is overdue."""
    form = form_asked(uid)
    when = period_asked(period, form)
    try:
        told = actions.remind_missing(form=form, period=when, by=request.user)
    except IndicatorError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã nhắc %(n)s đơn vị chưa gửi.") % {"n": told})
    if request.POST.get("back") == "received":
        return redirect("indicators:received_form", form.uid, when.code)
    response: HttpResponse = redirect("indicators:completeness")
    response["Location"] += "?" + urlencode({"form": form.code})
    return response


def _asked(request: PersonRequest) -> Asked:
    """The forms, the scheme and the periods of the address; without one, the frequency of the first form in use."""
    every = tuple(IndicatorForm.objects.active().select_related("group", "receiver").order_by("code"))
    form = next((one for one in every if one.code == request.GET.get("form")), None)
    schemes = [scheme.value for scheme in _schemes(every)]
    wanted = request.GET.get("scheme", "")
    chosen = form.scheme if form else wanted if wanted in schemes else (schemes[0] if schemes else Scheme.MONTH)
    number = request.GET.get("count", "")
    count = int(number) if number.isdecimal() and int(number) in COUNTS else COUNTS[1]
    period = latest_over(timezone.localdate(), Scheme(chosen))
    found = [period]
    while len(found) < count:
        found.append(found[-1].previous())
    forms = (form,) if form else tuple(one for one in every if one.scheme == chosen)
    return Asked(forms, form, Scheme(chosen), tuple(reversed(found)), every)


def _schemes(forms: tuple[IndicatorForm, ...]) -> list[Scheme]:
    """The frequencies of forms, each once, in the order of schemes."""
    return [scheme for scheme in Scheme if scheme.value in {form.scheme for form in forms}]


def _links(asked: Asked, tally: Tally, **narrowed: str) -> list[tuple[str, str, int]]:
    """The numbers of a tally with the query that opens their rows: due, on time, late, missing, waiting."""
    numbers = [
        ("due", tally.due), (Timeliness.ON_TIME, tally.on_time), (Timeliness.LATE, tally.late),
        (Timeliness.MISSING, tally.missing), (Timeliness.WAITING, tally.waiting),
    ]  # fmt: skip
    return [
        (str(standing), urlencode({**asked.query, **narrowed, "standing": str(standing)}), number)
        for standing, number in numbers
    ]


def _columns() -> list[Column]:
    kinds: list[tuple[str, Any]] = [
        (_("Đến hạn"), lambda row: row[1].due),
        (_("Đã gửi"), lambda row: row[1].received),
        (_("Đúng hạn"), lambda row: row[1].on_time),
        (_("Gửi muộn"), lambda row: row[1].late),
        (_("Quá hạn chưa gửi"), lambda row: row[1].missing),
        (_("Chưa đến hạn"), lambda row: row[1].waiting),
    ]
    return [
        Column(_("Kỳ, đơn vị"), lambda row: row[0], width=40),
        *(Column(heading, read, Kind.NUMBER) for heading, read in kinds),
        Column(_("Mức đầy đủ"), lambda row: row[1].completeness.percent, Kind.PERCENT),
        Column(_("Mức đúng hạn"), lambda row: row[1].timeliness.percent, Kind.PERCENT),
    ]


def _columns_of_rows() -> list[Column]:
    def received(line: ExpectedLine) -> Any:
        return line.report.received_on

    return [
        Column(_("Mã biểu"), lambda line: line.form.code, width=14),
        Column(_("Tên biểu"), lambda line: line.form.name, width=46),
        Column(_("Đơn vị"), lambda line: str(line.unit), width=32),
        Column(_("Kỳ"), lambda line: line.period.label),
        Column(_("Hạn gửi"), lambda line: line.report.due_on, Kind.DATE),
        Column(_("Ngày gửi"), received, Kind.DATE),
        Column(_("So với hạn"), lambda line: line.timeliness.label),
        Column(_("Tình trạng"), lambda line: SubmissionState(line.state).label),
    ]
