"""The steps of a report: pass on, send back, number, bring the signed file, send, receive, correct, drop."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.errors import NotAllowed
from honglam.core.access.requests import PersonRequest
from honglam.engines.reporting.actions import corrections, issuing
from honglam.engines.reporting.actions import reports as way
from honglam.engines.reporting.heads import issuing_body, own_lines
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.numbering import suggested_number
from honglam.engines.reporting.pages.finding import accepted, done, page_of, read_report
from honglam.engines.reporting.pages.report import address_of
from honglam.engines.reporting.pages.report_forms import NumberForm, ReasonForm, SendBackForm, SignedFileForm
from honglam.engines.reporting.queries import DRAFT, ISSUE, RECEIVE, STEP_PERMISSIONS, VIEW
from honglam.engines.reporting.rules.steps import Act, earlier_steps, step_of
from honglam.engines.reporting.shown_report import ReportPage
from honglam.engines.reporting.terms import ReportStep, SigningForm
from honglam.engines.reporting.waiting import may_do, unit_at


@requires(VIEW)
@require_POST
def pass_on(request: PersonRequest, uid: UUID) -> HttpResponse:
    """To the next step inside the unit."""
    page = _page(request, uid, Act.PASS_ON)
    note = request.POST.get("note", "")[:2000]
    return done(
        request, page.report, lambda: way.pass_on(report=page.report, by=request.user, note=note),
        _("Đã chuyển: %(step)s.") % {"step": page.next_step.label if page.next_step else ""},
    )  # fmt: skip


@requires(VIEW)
def send_back(request: PersonRequest, uid: UUID) -> HttpResponse:
    """To an earlier step, with the reason."""
    page = _page(request, uid, Act.SEND_BACK)
    steps = earlier_steps(ReportStep(page.report.step), page.arranged.steps)
    form = SendBackForm(request.POST or None, steps=steps)

    def act() -> None:
        data = form.cleaned_data
        way.send_back(report=page.report, to=ReportStep(data["to"]), reason=data["reason"], by=request.user)

    words = (
        _("Trả lại báo cáo"),
        _("Người nhận thấy lý do; về bước soạn thảo thì số liệu được lấy lại."),
        _("Trả lại"),
    )
    return _asked(request, page.report, form, act, words, _("Đã trả lại."))


@requires(ISSUE)
def number(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Number, day and signer; what is likely is filled in."""
    page = _page(request, uid, Act.NUMBER)
    report, inside = page.report, page.arranged
    initial = {
        "number": suggested_number(report.unit, page.today), "issued_on": page.today,
        "signing_form": inside.signing_form,
        "lines": "\n".join(own_lines(inside, inside.signing_form, issuing_body(report.unit))),
        "signer_name": inside.signer_name,
    }  # fmt: skip
    form = NumberForm(request.POST or None, initial=initial)

    def act() -> None:
        data = form.cleaned_data
        issuing.number_report(
            report=report, number=data["number"], issued_on=data["issued_on"], by=request.user,
            signing_form=SigningForm(data["signing_form"]), lines=data["lines"].splitlines(),
            signer_name=data["signer_name"], address=address_of(request),
        )  # fmt: skip

    words = (
        _("Cấp số, ngày ban hành"), _("Sau khi cấp số, nội dung báo cáo không sửa được nữa."), _("Cấp số"),
    )  # fmt: skip
    return _asked(
        request, report, form, act, words, _("Đã cấp số. Tải bản Word hoặc PDF để ký số, rồi tải bản đã ký lên.")
    )


@requires(ISSUE)
def bring_signed(request: PersonRequest, uid: UUID) -> HttpResponse:
    """The signed PDF comes back; its signatures are judged at once."""
    page = _page(request, uid, Act.BRING_SIGNED)
    form = SignedFileForm(request.POST or None, request.FILES or None)
    brought: list[issuing.BroughtFile] = []

    def act() -> None:
        data = form.cleaned_data
        brought.append(
            issuing.bring_signed_file(
                report=page.report, upload=data["file"], by=request.user, is_copy_confirmed=data["is_copy_confirmed"]
            )
        )

    if request.method == "POST" and accepted(form, act):
        messages.info(request, brought[0].explanation)
        if brought[0].warning:
            messages.warning(request, brought[0].warning)
        return redirect(f"{page.report.get_absolute_url()}#signed")
    context = {"page": page, "report": page.report, "form": form}
    return render(request, "reporting/bring_signed.html", context, status=422 if form.errors else 200)


@requires(ISSUE)
@require_POST
def send(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Send it."""
    page = _page(request, uid, Act.SEND)
    return done(
        request, page.report, lambda: issuing.send_report(report=page.report, by=request.user),
        _("Đã gửi báo cáo tới %(receiver)s.") % {"receiver": page.report.receiver_name},
    )  # fmt: skip


@requires(RECEIVE)
@require_POST
def receive(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Confirm at the receiver that it came in."""
    page = _page(request, uid, Act.RECEIVE)
    return done(
        request, page.report, lambda: issuing.receive_report(report=page.report, by=request.user),
        _("Đã tiếp nhận báo cáo của %(unit)s.") % {"unit": page.report.unit},
    )  # fmt: skip


@requires(RECEIVE)
def ask_correction(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Ask the unit to put it right."""
    page = _page(request, uid, Act.ASK_CORRECTION)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        corrections.ask_correction(report=page.report, reason=form.cleaned_data["reason"], by=request.user)

    words = (
        _("Đề nghị đính chính"), _("Đơn vị nhận đề nghị và lập bản đính chính; bản đang có giữ nguyên đến lúc đó."),
        _("Gửi đề nghị"),
    )  # fmt: skip
    return _asked(request, page.report, form, act, words, _("Đã gửi đề nghị đính chính."))


@requires(ISSUE)
def correct(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Open a correction of a sent report."""
    page = _page(request, uid, Act.OPEN_CORRECTION)
    form = ReasonForm(request.POST or None, initial={"reason": page.report.correction_asked})
    opened: list[Report] = []

    def act() -> None:
        opened.append(
            corrections.open_correction(report=page.report, reason=form.cleaned_data["reason"], by=request.user)
        )

    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("Đã mở bản đính chính. Sửa nội dung rồi chuyển như một báo cáo mới."))
        return redirect(opened[0])
    words = (
        _("Mở bản đính chính"),
        _("Phần tự viết, kiến nghị được chép sang; số liệu lấy lại. Bản cũ còn hiệu lực đến khi gửi bản mới."),
        _("Mở bản đính chính"),
    )  # fmt: skip
    return _form(request, page.report, form, words)


@requires(DRAFT)
def drop(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Do without the report of this period."""
    page = _page(request, uid, Act.DROP)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        way.drop_report(report=page.report, reason=form.cleaned_data["reason"], by=request.user)

    words = (
        _("Không lập báo cáo kỳ này"), _("Báo cáo không bị tính là quá hạn; có thể lập lại sau."),
        _("Không lập kỳ này"),
    )  # fmt: skip
    return _asked(request, page.report, form, act, words, _("Đã ghi: không lập báo cáo kỳ này."))


@requires(DRAFT)
@require_POST
def reopen(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Take it up again."""
    page = _page(request, uid, Act.REOPEN)
    return done(
        request, page.report, lambda: way.reopen_report(report=page.report, by=request.user), _("Đã lập lại báo cáo.")
    )


def _page(request: PersonRequest, uid: UUID, act: Act) -> ReportPage:
    """The page of a report for somebody who does a step. NotAllowed, unless the state alone is in the way."""
    page = page_of(request, read_report(request, uid))
    step = ReportStep(page.report.step)
    unit = unit_at(page.report, page.arranged, step_of(act, step))
    permission = STEP_PERMISSIONS.get(step_of(act, step))
    if permission is None or unit is None:
        return page
    if not may_do(request.user, page.report, page.arranged, step_of(act, step)):
        raise NotAllowed(permission, str(unit))
    return page


def _asked(
    request: PersonRequest, report: Report, form: forms.Form, act: Any, words: tuple[str, str, str], said: str
) -> HttpResponse:
    """Ask for what a step needs, then do it."""
    if request.method == "POST" and accepted(form, act):
        messages.success(request, said)
        return redirect(report)
    return _form(request, report, form, words)


def _form(
    request: PersonRequest, report: Report, form: forms.Form, words: tuple[str, str, str]
) -> HttpResponse:  # fmt: skip
    title, explanation, button = words
    context = {"report": report, "form": form, "title": title, "explanation": explanation, "button": button}
    return render(request, "reporting/step_form.html", context, status=422 if form.errors else 200)
