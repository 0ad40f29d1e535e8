"""A figure that was approved is corrected by the receiver, and approved again by somebody else.

What the state says is true at every moment (ADR 17): the figure is a draft again and counts nowhere as official, the
submission waits for its second approval, the reporting unit is told what was changed and why. Who corrected does not
approve the correction; nobody has to be asked for the figures that stay as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.people_for_units import people_who_may
from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.notices.actions import send
from honglam.engines.indicators.cells import Surface, lines_of
from honglam.engines.indicators.corrections import CORRECTABLE, holding
from honglam.engines.indicators.errors import (
    FormIncomplete,
    ReasonMissing,
    StepRefused,
    ValueChanged,
    ValueClosed,
    ValueInvalid,
)
from honglam.engines.indicators.figures import next_version, put_value, refuse_unfit, told, usable
from honglam.engines.indicators.models import Indicator, IndicatorValue, Submission
from honglam.engines.indicators.queries import CONFIRM, ENTER
from honglam.engines.indicators.terms import OFFICIAL_STATES, SubmissionState, ValueState
from honglam.toolkit import periods

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile
    from honglam.toolkit.periods import Period


@transaction.atomic
def correct_value(
    *,
    submission: Submission,
    indicator: Indicator,
    value: Decimal,
    reason: str,
    by: User,
    expected_version: int,
    source: str | None = None,
    comment: str | None = None,
    evidence: StoredFile | None = None,
    is_estimate: bool = False,
) -> IndicatorValue:
    """Correct one figure of an approved submission as its receiver; the submission waits for a second approval.

    `expected_version` is that of the figure that the person saw, 0 where there was none. Every approved form of the
    unit and period that holds the figure waits with it.

    Raises:
        NotAllowed, ReasonMissing, ValueInvalid (not in the form, calculated, the same figure), ValueChanged.
        StepRefused: the submission is not approved. ValueClosed: another form holds the figure in closed books.
        FormIncomplete: a check that blocks sending finds fault with the new figure.
    """
    require(by, CONFIRM, submission.form.receiver)
    if not reason.strip():
        raise ReasonMissing
    held, submission = _held(submission, indicator)
    figure = _standing(submission, indicator, expected_version)
    if figure.value == usable(value) and figure.is_estimate == is_estimate:
        raise ValueInvalid(_("Số hiệu chỉnh bằng số đang có."))
    before = "" if figure.version == 0 else told(figure.value, is_estimate=figure.is_estimate)
    put_value(figure, value, is_estimate=is_estimate)
    figure.state, figure.reporter = ValueState.DRAFT, submission.form.receiver
    _keep(figure, by, source, comment, evidence)
    _wait_again(submission, held, figure, before, reason.strip(), by)
    return figure


@transaction.atomic
def settle_estimate(
    *,
    submission: Submission,
    indicator: Indicator,
    value: Decimal,
    by: User,
    expected_version: int,
    source: str | None = None,
    comment: str | None = None,
    evidence: StoredFile | None = None,
) -> IndicatorValue:
    """Put the actual figure in the place of an approved estimate, as the unit that reported it.

    The figure waits for the receiver like one that was sent, every approved form that holds it waits with it; what was
    estimated is kept in `estimated_value`, what was approved in the snapshot until the receiver approves again.

    Raises:
        NotAllowed, ValueInvalid (not in the form; no approved estimate stands there), ValueChanged, StepRefused,
        ValueClosed, FormIncomplete.
    """
    require(by, ENTER, submission.unit)
    held, submission = _held(submission, indicator)
    figure = _standing(submission, indicator, expected_version)
    if not figure.is_estimate or figure.state not in OFFICIAL_STATES:
        raise ValueInvalid(_("Ở đây không có số ước thực hiện đã duyệt để thay."))
    before = told(figure.value, is_estimate=True)
    put_value(figure, value, is_estimate=False)
    figure.state, figure.reporter = ValueState.SUBMITTED, submission.unit
    _keep(figure, by, source, comment, evidence)
    _wait_again(submission, held, figure, before, _("Thay số ước bằng số thực hiện."), by)
    return figure


def _held(submission: Submission, indicator: Indicator) -> tuple[list[Submission], Submission]:
    """The submissions that hold the figure, locked, and the one that is meant. Raises ValueInvalid, StepRefused."""
    period = periods.parse(submission.period_code)
    refuse_unfit(indicator, period)
    held = holding(indicator, submission.unit, period)
    submission = next((one for one in held if one.pk == submission.pk), submission)
    if submission.pk not in {one.pk for one in held}:
        raise ValueInvalid(_("Chỉ tiêu “%(name)s” không có trong biểu này.") % {"name": indicator})
    if submission.state not in CORRECTABLE:
        words = {"state": submission.get_state_display()}
        raise StepRefused(_("Không làm được bước này khi biểu đang ở tình trạng “%(state)s”.") % words)
    if any(one.state == SubmissionState.LOCKED for one in held):
        raise ValueClosed(_("Số này đã khóa sổ. Đề nghị nơi nhận mở khóa để sửa."))
    return held, submission


def _standing(submission: Submission, indicator: Indicator, expected_version: int) -> IndicatorValue:
    """The figure that stands there, locked, or an empty one of version 0. Raises ValueChanged."""
    period = periods.parse(submission.period_code)
    figure: IndicatorValue | None = (
        IndicatorValue.objects.select_for_update()
        .filter(indicator=indicator, unit=submission.unit)
        .of_period(period)
        .first()
    )
    if (figure.version if figure else 0) != expected_version:
        raise ValueChanged
    return figure or IndicatorValue(
        indicator=indicator, unit=submission.unit, period_scheme=period.scheme, period_code=period.code,
        period_start=period.start, period_end=period.end, version=0,
    )  # fmt: skip


def _keep(
    figure: IndicatorValue, by: User, source: str | None, comment: str | None, evidence: StoredFile | None
) -> None:
    """Save a figure with its new value. Raises ValueChanged: somebody else wrote the first one at the same moment."""
    figure.source = figure.source if source is None else source.strip()[:300]
    figure.comment = figure.comment if comment is None else comment.strip()
    figure.evidence = evidence or figure.evidence
    figure.entered_by, figure.accepted_by, figure.accepted_at = by, None, None
    figure.version = next_version(figure.version)
    try:
        with transaction.atomic():
            figure.save()
    except IntegrityError as error:
        raise ValueChanged from error


def _wait_again(
    submission: Submission, held: Sequence[Submission], figure: IndicatorValue, before: str, reason: str, by: User
) -> None:
    """Let every approved submission that holds the figure wait for a second approval. Raises FormIncomplete."""
    period = periods.parse(submission.period_code)
    _refuse_blocked(submission, figure.indicator, period)
    waiting = [one for one in held if one.state in CORRECTABLE]
    for one in waiting:
        one.state, one.reason, one.corrected_at = SubmissionState.CORRECTED, reason, timezone.now()
        one.save(update_fields=["state", "reason", "corrected_at"])
    after = told(figure.value, is_estimate=figure.is_estimate)
    record(
        by=by, action="indicators.value_corrected", target=figure.indicator, unit=submission.unit, about=waiting,
        summary=period.label, changes={"value": (before, after)}, reason=reason,
    )  # fmt: skip
    for one in waiting:
        _tell(one, figure, before, reason, by)


def _refuse_blocked(submission: Submission, indicator: Indicator, period: Period) -> None:
    """What may not be sent may not be corrected to either. Raises FormIncomplete."""
    lines = lines_of(submission.form, period)
    surface = Surface.of(
        indicators=[line.indicator for line in lines], units=[submission.unit], periods=[period], form=submission.form
    )
    cells = surface.cells(lines, submission.unit, period, is_open=False)
    found = [one for cell in cells if cell.indicator.pk == indicator.pk for one in cell.findings]
    found += surface.form_findings(submission.unit, period)
    if blocking := [one.message for one in found if one.is_blocking]:
        raise FormIncomplete(blocking)


def _tell(submission: Submission, figure: IndicatorValue, before: str, reason: str, by: User) -> None:
    """The reporting unit learns what was changed and why; on the receiver's side those who may approve it."""
    period = periods.parse(submission.period_code)
    words = {
        "unit": submission.unit, "form": submission.form.code, "period": period.label.lower(),
        "name": figure.indicator.name, "reason": reason, "after": told(figure.value, is_estimate=figure.is_estimate),
        "before": before or "—",
    }  # fmt: skip
    unit_side = people_who_may(ENTER, [submission.unit_id])
    if submission.submitted_by is not None:
        unit_side = list({one.pk: one for one in (*unit_side, submission.submitted_by)}.values())
    reached = {one.pk for one in unit_side}
    deciders = [one for one in people_who_may(CONFIRM, [submission.form.receiver_id]) if one.pk not in reached]
    by_unit = figure.state == ValueState.SUBMITTED
    to_unit = _("Nơi nhận hiệu chỉnh biểu %(form)s, %(period)s của %(unit)s")
    if by_unit:
        to_unit = _("Số ước được thay bằng số thực hiện: biểu %(form)s, %(period)s của %(unit)s")
    groups: Sequence[tuple[str, list[User], str]] = (
        ("unit", unit_side, to_unit),
        ("receiver", deciders, _("Có hiệu chỉnh chờ duyệt lại: biểu %(form)s, %(period)s của %(unit)s")),
    )
    for side, people, title in groups:
        send(
            event=f"indicators.form_corrected:{submission.uid}:{figure.version}:{side}",
            recipients=[person for person in people if person != by],
            title=title % words,
            body=_("%(name)s: %(before)s → %(after)s. Lý do: %(reason)s") % words,
            url=reverse("indicators:entry", args=[submission.form.uid, submission.period_code, submission.unit.code]),
            by=by,
            unit=submission.unit,
        )
