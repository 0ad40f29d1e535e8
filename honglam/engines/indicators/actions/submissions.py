"""The way of a form from the unit to the receiver: submit, approve, return, lock, unlock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.people_for_units import people_who_may
from honglam.core.access.reach import require
from honglam.core.audit.actions import EntryDraft, record, record_many
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.notices.actions import Letter, send_many
from honglam.engines.indicators.actions.beginning import begin
from honglam.engines.indicators.cells import Cell, Surface, lines_by_period, lines_of
from honglam.engines.indicators.corrections import Correction, waiting_corrections
from honglam.engines.indicators.deadlines import digest_of, due_on
from honglam.engines.indicators.errors import (
    EstimatesStand,
    FormIncomplete,
    ReasonMissing,
    StepRefused,
    WarningsUnexplained,
)
from honglam.engines.indicators.figures import frozen, next_version
from honglam.engines.indicators.models import FormLine, IndicatorForm, IndicatorValue, Submission
from honglam.engines.indicators.queries import CONFIRM, IndicatorValueQuerySet
from honglam.engines.indicators.rules.checks import Finding
from honglam.engines.indicators.rules.steps import STEPS, may_step
from honglam.engines.indicators.terms import OFFICIAL_STATES, RECEIVED_STATES, SubmissionState, ValueState
from honglam.toolkit import periods
from honglam.toolkit.numbers import format_date

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit
    from honglam.toolkit.periods import Period


@transaction.atomic
def submit(*, form: IndicatorForm, unit: Unit, period: Period, by: User, comment: str = "") -> Submission:
    """Send a form: every required figure is there, nothing blocks, and warnings are explained by a comment.

    Raises:
        NotAllowed, StepRefused (the period is not over, the form was sent already), FormIncomplete,
        WarningsUnexplained.
    """
    today = timezone.localdate()
    submission = begin(form=form, unit=unit, period=period, by=by)
    if period.end > today:
        raise StepRefused(_("Kỳ này đến %(day)s mới hết.") % {"day": format_date(period.end)})
    lines = lines_of(form, period)
    surface = Surface.of(indicators=[line.indicator for line in lines], units=[unit], periods=[period], form=form)
    cells = surface.cells(lines, unit, period, is_open=True)
    _refuse_incomplete(cells, surface.form_findings(unit, period), comment)
    deadline = due_on(form, period, WorkingCalendar.load())
    submission.due_on, submission.comment = deadline, comment.strip()
    submission.submitted_at, submission.submitted_by = timezone.now(), by
    submission.is_on_time = today <= deadline
    submission.state, submission.reason = SubmissionState.SUBMITTED, ""
    submission.decided_at = submission.decided_by = submission.corrected_at = None
    submission.save()
    answered = Q(reporter__isnull=True) | Q(reporter=unit) | Q(accepted_at__isnull=False)
    _figures(submission, lines).with_waiting_correction().filter(
        answered, state=ValueState.DRAFT, is_being_corrected=False
    ).update(state=ValueState.SUBMITTED, return_reason="", version=next_version())
    record(by=by, action="indicators.form_submitted", target=submission, unit=unit, summary=_summary(submission),
           reason=comment)  # fmt: skip
    _tell(
        submission, people_who_may(CONFIRM, [form.receiver_id]), "indicators.form_submitted",
        _("%(unit)s đã gửi biểu %(form)s, %(period)s"), by, body=_estimates_among(cells),
    )  # fmt: skip
    return submission


@transaction.atomic
def approve(*, submission: Submission, by: User, comment: str = "") -> Submission:
    """Approve a submission: its figures become official, and the snapshot of them is frozen with its digest.

    A submission that was corrected since is approved again by somebody who did not correct it.

    Raises:
        NotAllowed, StepRefused (also: the correction is one's own).
    """
    approved, refused = approve_many(form=submission.form, submissions=[submission], by=by, comment=comment)
    for _submission, reason in refused:
        raise StepRefused(reason)
    return approved[0]


@transaction.atomic
def approve_many(
    *, form: IndicatorForm, submissions: Iterable[Submission], by: User, comment: str = ""
) -> tuple[list[Submission], list[tuple[Submission, str]]]:
    """Approve submissions of one form, all in a constant number of queries; those approved, and those refused with why.

    Raises:
        NotAllowed: the person does not decide for the form's receiver.
    """
    rows = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("form__receiver", "unit", "submitted_by")
        .filter(form=form, pk__in=[submission.pk for submission in submissions])
        .order_by("pk")
    )
    require(by, CONFIRM, form.receiver)
    locked = list(rows)  # before the corrections are read: none may come between
    waiting = waiting_corrections(form, {submission.unit_id for submission in locked})
    ready: list[Submission] = []
    refused: list[tuple[Submission, str]] = []
    for submission in locked:
        corrections = waiting.get((submission.unit_id, submission.period_code), [])
        reason = _why_not_approved(submission, corrections, by)
        if reason:
            refused.append((submission, reason))
        else:
            ready.append(submission)
    if ready:
        _approve(form, ready, by, comment)
    return ready, refused


def _why_not_approved(submission: Submission, corrections: Sequence[Correction], by: User) -> str:
    """Why a person cannot approve a submission with these waiting corrections of its figures; empty if they can."""
    receiver = submission.form.receiver
    if not may_step("approve", submission.state):
        return _not_in_this_state(submission)
    if any(one.receiver == receiver.pk and one.corrected_by == by.pk for one in corrections):
        return _("Người hiệu chỉnh không tự duyệt lại; cần một người khác của %(receiver)s.") % {"receiver": receiver}
    for one in corrections:
        if one.receiver != receiver.pk:
            words = {"name": one.indicator, "receiver": one.receiver_name}
            return _("Số “%(name)s” đang hiệu chỉnh; %(receiver)s duyệt lại xong mới duyệt được biểu này.") % words
    return ""


def _approve(form: IndicatorForm, ready: Sequence[Submission], by: User, comment: str) -> None:
    """Make the figures of submissions official, period by period (mostly one)."""
    moment = timezone.now()
    by_period = lines_by_period(form, [periods.parse(code) for code in {one.period_code for one in ready}])
    for code in sorted(by_period):
        lines = by_period[code]
        of_period = [submission for submission in ready if submission.period_code == code]
        _make_official(form, lines, of_period)
        snapshots = _snapshots(lines, of_period)
        for submission in of_period:
            submission.state, submission.decided_at, submission.decided_by = STEPS["approve"].target, moment, by
            submission.reason, submission.snapshot = "", snapshots[submission.unit_id]
            submission.snapshot_sha256 = digest_of(submission.snapshot)
    columns = ["state", "decided_at", "decided_by", "reason", "snapshot", "snapshot_sha256"]
    Submission.objects.bulk_update(ready, columns, batch_size=200)
    record_many(
        by=by,
        action="indicators.form_approved",
        drafts=[
            EntryDraft(target=submission, unit=submission.unit, summary=_summary(submission), reason=comment)
            for submission in ready
        ],
    )
    title = _("Biểu %(form)s, %(period)s của %(unit)s đã được duyệt")
    send_many(
        letters=[
            _letter(submission, _senders(submission), "indicators.form_approved", title, by) for submission in ready
        ],
        by=by,
    )


def _make_official(form: IndicatorForm, lines: Sequence[FormLine], of_period: Sequence[Submission]) -> None:
    """The submitted figures of units, and corrected ones that somebody else looked at, in two statements."""
    first = of_period[0]
    figures = IndicatorValue.objects.filter(
        indicator__in=[line.indicator_id for line in lines if not line.indicator.is_calculated],
        period_scheme=first.period_scheme,
        period_code=first.period_code,
    )
    corrected = [submission.unit_id for submission in of_period if submission.corrected_at is not None]
    if corrected:
        figures.filter(unit__in=corrected, state=ValueState.DRAFT, reporter=form.receiver_id).update(
            state=ValueState.APPROVED, version=next_version()
        )
    figures.filter(unit__in=[one.unit_id for one in of_period], state=ValueState.SUBMITTED).update(
        state=ValueState.APPROVED, version=next_version()
    )


@transaction.atomic
def return_submission(*, submission: Submission, by: User, reason: str) -> Submission:
    """Give a submission back with a reason: its figures are drafts again, unless another form holds them.

    Raises:
        NotAllowed, StepRefused, ReasonMissing.
    """
    submission = _stepping(submission, "return", by, reason)
    lines = _lines(submission)
    held = _held_elsewhere(submission, RECEIVED_STATES)
    _figures(submission, lines).exclude(indicator__in=held).filter(
        state__in=[ValueState.SUBMITTED, ValueState.APPROVED]
    ).update(state=ValueState.DRAFT, return_reason=reason.strip()[:500], version=next_version())
    submission.snapshot, submission.snapshot_sha256 = None, ""
    submission.save()
    _say(submission, "indicators.form_returned", by, reason)
    _tell(
        submission, _senders(submission), "indicators.form_returned",
        _("Biểu %(form)s, %(period)s của %(unit)s bị trả lại"), by, body=reason.strip(),
    )  # fmt: skip
    return submission


@transaction.atomic
def lock(*, submission: Submission, by: User, comment: str = "") -> Submission:
    """Close the books: the figures of an approved submission do not change any more.

    Books are closed over actual figures: where estimates stand, only a comment that says why lets them stand for good.

    Raises:
        NotAllowed, StepRefused, EstimatesStand.
    """
    submission = _stepping(submission, "lock", by, comment)
    figures = _figures(submission, _lines(submission))
    estimates = figures.filter(is_estimate=True).order_by("indicator__code").values_list("indicator__name", flat=True)
    if not comment.strip() and (names := list(estimates)):
        raise EstimatesStand(names)
    figures.filter(state=ValueState.APPROVED).update(state=ValueState.LOCKED, version=next_version())
    submission.save()
    _say(submission, "indicators.form_locked", by, comment)
    return submission


@transaction.atomic
def unlock(*, submission: Submission, by: User, reason: str) -> Submission:
    """Open closed books, with a reason; figures that another locked form holds stay locked.

    Raises:
        NotAllowed, StepRefused, ReasonMissing.
    """
    submission = _stepping(submission, "unlock", by, reason)
    held = _held_elsewhere(submission, (SubmissionState.LOCKED,))
    _figures(submission, _lines(submission)).exclude(indicator__in=held).filter(state=ValueState.LOCKED).update(
        state=ValueState.APPROVED, version=next_version()
    )
    submission.save()
    _say(submission, "indicators.form_unlocked", by, reason)
    return submission


def _stepping(submission: Submission, verb: str, by: User, reason: str) -> Submission:
    """The submission, locked, in the state that the receiver's verb leads to; not saved yet."""
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("form__receiver", "unit", "submitted_by")
        .get(pk=submission.pk)
    )
    require(by, CONFIRM, submission.form.receiver)
    step = STEPS[verb]
    if not may_step(verb, submission.state):
        raise StepRefused(_not_in_this_state(submission))
    if step.needs_reason and not reason.strip():
        raise ReasonMissing
    submission.state, submission.decided_at, submission.decided_by = step.target, timezone.now(), by
    submission.reason = reason.strip() if step.needs_reason else ""
    return submission


def _not_in_this_state(submission: Submission) -> str:
    words = {"state": submission.get_state_display()}
    return _("Không làm được bước này khi biểu đang ở tình trạng “%(state)s”.") % words


def _refuse_incomplete(cells: Sequence[Cell], of_form: Sequence[Finding], comment: str) -> None:
    problems = [
        _missing(cell) for cell in cells if cell.is_required and not cell.is_answered and not cell.is_calculated
    ]
    found = [(cell.indicator.name, finding) for cell in cells for finding in cell.findings]
    told = [(f"{name}: {finding.message}", finding) for name, finding in found]
    told += [(finding.message, finding) for finding in of_form]
    problems += [text for text, finding in told if finding.is_blocking]
    if problems:
        raise FormIncomplete(problems)
    warnings = [text for text, finding in told if not finding.is_blocking]
    if warnings and not comment.strip():
        raise WarningsUnexplained(warnings)


def _estimates_among(cells: Sequence[Cell]) -> str:
    """What the receiver is told of estimates; empty where all figures are actual."""
    count = sum(cell.is_estimate and not cell.is_calculated for cell in cells)
    return _("%(n)s số là ước thực hiện.") % {"n": count} if count else ""


def _missing(cell: Cell) -> str:
    """What is missing of a figure that must be there, and whose turn it is."""
    words = {"name": cell.indicator.name, "by": cell.reporter}
    if cell.is_being_corrected:
        return _("Số “%(name)s” đang hiệu chỉnh; chờ %(by)s duyệt lại.") % words
    if cell.is_offered:
        return _("Chưa nhận số “%(name)s” do %(by)s báo cáo.") % words
    return _("Thiếu số của “%(name)s”.") % words


def _lines(submission: Submission) -> list[FormLine]:
    """What the form asks for in the submission's period."""
    return lines_of(submission.form, periods.parse(submission.period_code))


def _figures(submission: Submission, lines: Sequence[FormLine]) -> IndicatorValueQuerySet:
    """The entered figures that a submission carries."""
    return IndicatorValue.objects.filter(
        indicator__in=[line.indicator_id for line in lines if not line.indicator.is_calculated],
        unit=submission.unit,
        period_scheme=submission.period_scheme,
        period_code=submission.period_code,
    )


def _held_elsewhere(submission: Submission, states: Sequence[str]) -> list[int]:
    """Indicators that another submission of the same unit and period holds in one of the states; one query."""
    return list(
        FormLine.objects.holding_on(submission.period_end)
        .filter(
            form__submissions__unit=submission.unit,
            form__submissions__period_scheme=submission.period_scheme,
            form__submissions__period_code=submission.period_code,
            form__submissions__state__in=states,
        )
        .exclude(form=submission.form_id)
        .values_list("indicator_id", flat=True)
    )


def _snapshots(lines: Sequence[FormLine], of_period: Sequence[Submission]) -> dict[int, dict[str, str | None]]:
    """By unit: code → figure as text, calculated ones too; drafts that were entered elsewhere since stay out."""
    period = periods.parse(of_period[0].period_code)
    units = [submission.unit for submission in of_period]
    surface = Surface.of(indicators=[line.indicator for line in lines], units=units, periods=[period])
    return {unit.pk: _snapshot(surface.cells(lines, unit, period, is_open=False)) for unit in units}


def _snapshot(cells: Sequence[Cell]) -> dict[str, str | None]:
    return {
        cell.indicator.code: None
        if cell.value is None or not (cell.is_calculated or cell.state in OFFICIAL_STATES)
        else frozen(cell.value, is_estimate=cell.is_estimate)
        for cell in cells
    }


def _summary(submission: Submission) -> str:
    """A submission as the log says it: the form, the unit, the period."""
    period = periods.parse(submission.period_code).label
    return f"{submission.form.code} · {submission.unit} · {period}"


def _say(submission: Submission, action: str, by: User, reason: str) -> None:
    record(by=by, action=action, target=submission, unit=submission.unit, summary=_summary(submission), reason=reason)


def _senders(submission: Submission) -> list[User]:
    return [submission.submitted_by] if submission.submitted_by is not None else []


def _tell(submission: Submission, people: Sequence[User], kind: str, title: str, by: User, *, body: str = "") -> None:
    """A notice to everybody but the person who acts; each step of a submission is an event of its own."""
    send_many(letters=[_letter(submission, people, kind, title, by, body=body)], by=by)


def _letter(
    submission: Submission, people: Sequence[User], kind: str, title: str, by: User, *, body: str = ""
) -> Letter:
    words = {
        "unit": submission.unit, "form": submission.form.code,
        "period": periods.parse(submission.period_code).label.lower(),
    }  # fmt: skip
    moment = submission.decided_at or submission.submitted_at
    return Letter(
        event=f"{kind}:{submission.uid}:{moment:%Y%m%d%H%M%S%f}",
        recipients=[person for person in people if person != by],
        title=title % words,
        body=body or submission.form.name,
        url=reverse("indicators:entry", args=[submission.form.uid, submission.period_code, submission.unit.code]),
        unit=submission.unit,
    )
