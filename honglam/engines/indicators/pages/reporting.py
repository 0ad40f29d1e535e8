"""The lists of forms: what a unit sends, what a receiver gets, and who has sent one form for one period."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.errors import NotAllowed
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.engines.indicators import actions
from honglam.engines.indicators.desks import OwnForm, choices_of, own_forms, received_forms
from honglam.engines.indicators.following import SubmissionLine, submissions_of
from honglam.engines.indicators.models import Submission
from honglam.engines.indicators.pages.addresses import form_asked, period_asked
from honglam.engines.indicators.queries import VIEW
from honglam.engines.indicators.terms import RECEIVED_STATES, SubmissionState, Timeliness
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.text import fold, strip_marks
from honglam.toolkit.ui import lists

TO_SEND, SENT, TO_DECIDE = "to_send", "sent", "to_decide"


@requires(VIEW)
def own(request: PersonRequest) -> HttpResponseBase:
    """The forms of the reader's own units: to be sent, then those that were sent."""
    every = own_forms(user=request.user)
    q, state, code = (request.GET.get(name, "") for name in ("q", "state", "form"))
    rows = [row for row in every if _says(q, row.form.code, row.form.name, str(row.unit), row.period.label)]
    rows = [row for row in rows if _stands(row, state) and code in ("", row.form.code)]
    if (sheet := lists.sheet_of(request, Table(_("Biểu số liệu phải gửi"), _columns_of_own(), rows))) is not None:
        return sheet
    context: dict[str, Any] = {
        "q": q, "state": state, "form": code, "forms": choices_of(row.form for row in every),
        "states": [
            (TO_SEND, _("Còn phải gửi")), (Timeliness.MISSING, Timeliness.MISSING.label),
            (SubmissionState.RETURNED, SubmissionState.RETURNED.label), (SENT, _("Đã gửi")),
        ],
        "page": lists.page_of(request, rows), "has_any": bool(every), "has_tabs": _receives(request), "tab": "own",
        "search_label": _("Tìm theo biểu, đơn vị, kỳ"),
        "late": sum(row.timeliness == Timeliness.MISSING for row in every),
        "returned": sum(row.state == SubmissionState.RETURNED for row in every),
    }  # fmt: skip
    return render(request, "indicators/forms/own.html", context)


@requires(VIEW)
def received(request: PersonRequest) -> HttpResponseBase:
    """The forms that come to the reader: who has sent, what waits for a decision, what is missing."""
    every = received_forms(user=request.user)
    q, code, state = (request.GET.get(name, "") for name in ("q", "form", "state"))
    rows = [
        row
        for row in every
        if _says(q, row.form.code, row.form.name, row.period.label)
        and code in ("", row.form.code)
        and (state != TO_DECIDE or row.to_decide)
        and (state != "missing" or row.missing)
    ]
    if (sheet := lists.sheet_of(request, Table(_("Biểu số liệu nhận về"), _columns_of_received(), rows))) is not None:
        return sheet
    context = {
        "q": q, "form": code, "state": state, "forms": choices_of(row.form for row in every),
        "states": [(TO_DECIDE, _("Có biểu chờ duyệt")), ("missing", _("Có đơn vị quá hạn chưa gửi"))],
        "page": lists.page_of(request, rows), "has_any": bool(every), "has_tabs": True, "tab": "received",
        "may_define": bool(reach_of(request.user, actions.DEFINE)),
        "search_label": _("Tìm theo biểu, kỳ"),
    }  # fmt: skip
    return render(request, "indicators/forms/received.html", context)


@requires(VIEW)
def received_form(request: PersonRequest, uid: UUID, period: str) -> HttpResponseBase:
    """One form and period: every unit that is to send it and where it stands, to be approved one by one or together."""
    form = form_asked(uid)
    when = period_asked(period, form)
    every = submissions_of(form=form, period=when, user=request.user)
    if not every:
        raise NotAllowed(VIEW, form.code)
    q, state = request.GET.get("q", ""), request.GET.get("state", "")
    rows = [line for line in every if _says(q, str(line.unit), line.unit.code) and _is_in(line, state)]
    title = f"{form.code} {when.short_label}"
    if (sheet := lists.sheet_of(request, Table(title, _columns_of_lines(), rows, [form.name, when.label]))) is not None:
        return sheet
    arrived = Counter(line.timeliness for line in every)
    decides = reach_of(request.user, actions.CONFIRM).covers(form.receiver)
    context = {
        "form": form, "period": when, "q": q, "state": state, "rows": rows, "decides": decides,
        "due_on": every[0].due_on, "expected_of": f"/{len(every)}", "sent": sum(_is_sent(line) for line in every),
        "to_decide": sum(line.is_waiting for line in every),
        "late": arrived[Timeliness.LATE], "missing": arrived[Timeliness.MISSING],
        "missing_tone": "danger" if arrived[Timeliness.MISSING] else "",
        "states": [
            (TO_DECIDE, _("Chờ duyệt")), *((one.value, one.label) for one in Timeliness),
            *((one.value, one.label) for one in SubmissionState),
        ],
        "earlier": when.previous(), "later": when.next(),
        "data_query": urlencode({"form": form.code, "period": when.code}),
    }  # fmt: skip
    return render(request, "indicators/forms/received_form.html", context)


@requires(actions.CONFIRM)
@require_POST
def approve_many(request: PersonRequest, uid: UUID, period: str) -> HttpResponse:
    """Approve the submissions that were ticked; each stands for itself, those that cannot be approved say why."""
    form = form_asked(uid)
    when = period_asked(period, form)
    uids = [found for text in request.POST.getlist("submission") if (found := uuid_of(text)) is not None]
    chosen = Submission.objects.filter(form=form, uid__in=uids).of_period(when)
    approved, refused = actions.approve_many(form=form, submissions=chosen, by=request.user)
    for submission, reason in refused:
        messages.error(request, f"{submission.unit}: {reason}")
    if approved:
        messages.success(request, _("Đã duyệt %(n)s biểu.") % {"n": len(approved)})
    elif not chosen:
        messages.error(request, _("Hãy đánh dấu ít nhất một đơn vị."))
    return redirect("indicators:received_form", form.uid, when.code)


def _says(q: str, *texts: str) -> bool:
    """Whether some of the texts says what is looked for, with or without marks."""
    words = strip_marks(fold(q))
    return not words or any(words in strip_marks(fold(text)) for text in texts)


def _stands(row: OwnForm, state: str) -> bool:
    if state == TO_SEND:
        return not row.is_sent
    return state == "" or (row.is_sent if state == SENT else state in (row.timeliness, row.state))


def _is_in(line: SubmissionLine, state: str) -> bool:
    return state == "" or state in (line.state, line.timeliness) or (state == TO_DECIDE and line.is_waiting)


def _is_sent(line: SubmissionLine) -> bool:
    return line.state in RECEIVED_STATES


def _receives(request: PersonRequest) -> bool:
    return bool(reach_of(request.user, actions.CONFIRM))


def _columns_of_own() -> list[Column]:
    return [
        Column(_("Mã biểu"), lambda row: row.form.code, width=14),
        Column(_("Tên biểu"), lambda row: row.form.name, width=46),
        Column(_("Đơn vị"), lambda row: str(row.unit)),
        Column(_("Kỳ"), lambda row: row.period.label),
        Column(_("Hạn gửi"), lambda row: row.due_on, Kind.DATE),
        Column(_("Tình trạng"), lambda row: SubmissionState(row.state).label),
        Column(_("So với hạn"), lambda row: row.timeliness.label),
        Column(_("Còn thiếu"), lambda row: None if row.is_sent else row.gaps, Kind.NUMBER),
        Column(_("Lý do trả lại"), lambda row: row.reason, width=40),
    ]


def _columns_of_received() -> list[Column]:
    kinds: list[tuple[str, Any]] = [
        (_("Phải gửi"), lambda row: row.expected),
        (_("Đã gửi"), lambda row: row.sent),
        (_("Đúng hạn"), lambda row: row.tally.on_time),
        (_("Gửi muộn"), lambda row: row.tally.late),
        (_("Quá hạn chưa gửi"), lambda row: row.missing),
        (_("Chờ duyệt"), lambda row: row.to_decide),
        (_("Đã duyệt"), lambda row: row.approved),
    ]
    return [
        Column(_("Mã biểu"), lambda row: row.form.code, width=14),
        Column(_("Tên biểu"), lambda row: row.form.name, width=46),
        Column(_("Kỳ"), lambda row: row.period.label),
        Column(_("Hạn gửi"), lambda row: row.due_on, Kind.DATE),
        *(Column(heading, read, Kind.NUMBER) for heading, read in kinds),
    ]


def _columns_of_lines() -> list[Column]:
    return [
        Column(_("Đơn vị"), lambda line: str(line.unit), width=32),
        Column(_("Tình trạng"), lambda line: SubmissionState(line.state).label),
        Column(_("So với hạn"), lambda line: line.timeliness.label),
        Column(_("Đã nhập"), lambda line: line.filled, Kind.NUMBER),
        Column(_("Phải nhập"), lambda line: line.asked, Kind.NUMBER),
        Column(_("Số ước"), lambda line: line.estimates, Kind.NUMBER),
        Column(_("Gửi lúc"), lambda line: line.submission and line.submission.submitted_at, Kind.MOMENT),
        Column(_("Người gửi"), lambda line: (line.submission and line.submission.submitted_by) or ""),
        Column(_("Giải trình, lý do"), _words_of, width=40),
    ]


def _words_of(line: SubmissionLine) -> str:
    return "" if line.submission is None else line.submission.reason or line.submission.comment
