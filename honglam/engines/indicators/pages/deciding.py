"""The steps of a submission: sent by the unit; approved, returned, locked, unlocked by the receiver."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.core.organisations.models import Unit
from honglam.engines.indicators import actions
from honglam.engines.indicators.errors import FormIncomplete, IndicatorError, WarningsUnexplained
from honglam.engines.indicators.models import IndicatorForm, Submission
from honglam.engines.indicators.pages.addresses import entry_url, place_asked
from honglam.engines.indicators.pages.entering import entry_page
from honglam.engines.indicators.queries import VIEW
from honglam.toolkit.periods import Period


@requires(VIEW)
@require_POST
def step(request: PersonRequest, uid: UUID, period: str, unit: str, verb: str) -> HttpResponseBase:
    """Take a step; what stands against it is shown on the page, with the words that were written."""
    form, found, when = place_asked(request, uid, period, unit)
    words = request.POST.get("words", "")
    try:
        said = _take(request, form, found, when, verb, words)
    except (FormIncomplete, WarningsUnexplained) as error:
        return entry_page(request, form, found, when, problems=_sentences(error), comment=words)
    except IndicatorError as error:
        return entry_page(request, form, found, when, problems=(str(error),), comment=words)
    messages.success(request, said)
    return redirect(entry_url(form, found, when))


def _take(request: PersonRequest, form: IndicatorForm, unit: Unit, period: Period, verb: str, words: str) -> str:
    """Take the step; what to say of it. Raises Http404, NotAllowed, IndicatorError."""
    by = request.user
    if verb == "submit":
        sent = actions.submit(form=form, unit=unit, period=period, by=by, comment=words)
        if sent.is_on_time:
            return _("Đã gửi biểu tới %(receiver)s, đúng hạn.") % {"receiver": form.receiver}
        return _("Đã gửi biểu tới %(receiver)s, sau hạn.") % {"receiver": form.receiver}
    submission = Submission.objects.filter(form=form, unit=unit).of_period(period).first()
    if submission is None:
        raise Http404
    if verb == "approve":
        actions.approve(submission=submission, by=by, comment=words)
        return _("Đã duyệt: số liệu của biểu là số chính thức.")
    if verb == "return":
        actions.return_submission(submission=submission, by=by, reason=words)
        return _("Đã trả lại biểu; người gửi có thông báo kèm lý do.")
    if verb == "lock":
        actions.lock(submission=submission, by=by, comment=words)
        return _("Đã khóa sổ biểu này.")
    if verb == "unlock":
        actions.unlock(submission=submission, by=by, reason=words)
        return _("Đã mở khóa biểu này.")
    raise Http404


def _sentences(error: FormIncomplete | WarningsUnexplained) -> tuple[str, ...]:
    if isinstance(error, WarningsUnexplained):
        return (_("Có cảnh báo: hãy kiểm tra lại số; nếu số đúng thì ghi giải trình rồi gửi."), *error.problems)
    return error.problems
