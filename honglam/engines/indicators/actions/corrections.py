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
from honglam.engines.indicators.figures import next_version, refuse_unfit, usable
from honglam.engines.indicators.models import Indicator, IndicatorValue, Submission
from honglam.engines.indicators.queries import CONFIRM, ENTER
from honglam.engines.indicators.terms import SubmissionState, ValueState
from honglam.toolkit import periods
from honglam.toolkit.numbers import format_number

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
    figure, before = _written(submission, indicator, period, usable(value), by, expected_version)
    figure.source = figure.source if source is None else source.strip()[:300]
    figure.comment = figure.comment if comment is None else comment.strip()
    figure.evidence = evidence or figure.evidence
    try:
        with transaction.atomic():
            figure.save()
    except IntegrityError as error:
        raise ValueChanged from error
    _refuse_blocked(submission, indicator, period)
    waiting = [one for one in held if one.state in CORRECTABLE]
    for one in waiting:
        one.state, one.reason, one.corrected_at = SubmissionState.CORRECTED, reason.strip(), timezone.now()
        one.save(update_fields=["state", "reason", "corrected_at"])
    record(
        by=by, action="indicators.value_corrected", target=indicator, unit=submission.unit, about=waiting,
        summary=period.label, changes={"value": (before, format_number(figure.value))}, reason=reason.strip(),
    )  # fmt: skip
    for one in waiting:
        _tell(one, figure, before, reason.strip(), by)
    return figure


def _written(
    submission: Submission, indicator: Indicator, period: Period, value: Decimal, by: User, expected_version: int
) -> tuple[IndicatorValue, str]:
    """The figure with its new value, not saved, and what stood there before."""
    figure = (
        IndicatorValue.objects.select_for_update()
        .filter(indicator=indicator, unit=submission.unit)
        .of_period(period)
        .first()
    )
    if (figure.version if figure else 0) != expected_version:
        raise ValueChanged
    if figure is not None and figure.value == value:
        raise ValueInvalid(_("Số hiệu chỉnh bằng số đang có."))
    before = "" if figure is None else format_number(figure.value)
    if figure is None:
        figure = IndicatorValue(
            indicator=indicator, unit=submission.unit, period_scheme=period.scheme, period_code=period.code,
            period_start=period.start, period_end=period.end, version=0,
        )  # fmt: skip
    figure.value, figure.state, figure.entered_by = value, ValueState.DRAFT, by
    figure.reporter, figure.accepted_by, figure.accepted_at = submission.form.receiver, None, None
    figure.version = next_version(figure.version)
    return figure, before


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
        "name": figure.indicator.name, "reason": reason, "after": format_number(figure.value),
        "before": before or "—",
    }  # fmt: skip
    unit_side = people_who_may(ENTER, [submission.unit_id])
    if submission.submitted_by is not None:
        unit_side = list({one.pk: one for one in (*unit_side, submission.submitted_by)}.values())
    told = {one.pk for one in unit_side}
    deciders = [one for one in people_who_may(CONFIRM, [submission.form.receiver_id]) if one.pk not in told]
    groups: Sequence[tuple[str, list[User], str]] = (
        ("unit", unit_side, _("Nơi nhận hiệu chỉnh biểu %(form)s, %(period)s của %(unit)s")),
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
