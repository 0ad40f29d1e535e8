"""Writes of single figures outside of forms: record, confirm."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import reach_of, require
from honglam.core.audit.actions import record
from honglam.engines.indicators.actions.corrections import correct_value
from honglam.engines.indicators.corrections import CORRECTABLE, holding
from honglam.engines.indicators.errors import ValueChanged, ValueClosed, ValueConfirmed, ValueInvalid
from honglam.engines.indicators.figures import next_version, put_value, refuse_unfit, told, usable
from honglam.engines.indicators.models import Indicator, IndicatorForm, IndicatorValue, Submission
from honglam.engines.indicators.queries import CONFIRM, ENTER
from honglam.engines.indicators.reporters import Reporters
from honglam.engines.indicators.terms import SubmissionState, ValueState
from honglam.toolkit import periods

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile
    from honglam.core.organisations.models import Unit
    from honglam.toolkit.periods import Period


@transaction.atomic
def record_value(
    *,
    indicator: Indicator,
    unit: Unit,
    period: Period,
    value: Decimal,
    by: User,
    source: str = "",
    comment: str = "",
    evidence: StoredFile | None = None,
    reason: str = "",
    reporter: Unit | None = None,
    is_estimate: bool = False,
) -> IndicatorValue:
    """Enter or correct the figure of one unit for one period; an approved figure needs a reason to change.

    An actual figure takes the place of an approved estimate without one: that is what the estimate waited for.

    What was approved with a form is corrected by the form's receiver, and waits for a second approval there
    (`corrections.correct_value`). `reporter` is the body that reports it where that is not the unit itself; the unit
    may then take the figure over.

    Raises:
        NotAllowed, ValueInvalid, ValueConfirmed, ValueClosed (submitted with a form, approved
        by a form's receiver, or locked).
        ValueChanged: somebody else entered the first figure of the period at the same moment.
    """
    require(by, ENTER, unit)
    refuse_unfit(indicator, period)
    value = usable(value)
    if period.start > timezone.localdate():
        raise ValueInvalid(_("Kỳ này chưa bắt đầu."), "period")
    # Submissions are locked before figures, as everywhere: two people wait for each other and never block each other.
    held = [one for one in holding(indicator, unit, period) if one.state in (*CORRECTABLE, SubmissionState.LOCKED)]
    figure = (
        IndicatorValue.objects.select_for_update()
        .filter(indicator=indicator, unit=unit, period_scheme=period.scheme, period_code=period.code)
        .first()
    )
    if any(one.state == SubmissionState.LOCKED for one in held):
        raise ValueClosed(_("Số này đã khóa sổ. Đề nghị nơi nhận mở khóa để sửa."))
    if held and (figure is None or figure.state != ValueState.SUBMITTED):
        return _corrected(held, indicator, figure, value, by, source, comment, evidence, reason, is_estimate)
    before = "" if figure is None else told(figure.value, is_estimate=figure.is_estimate)
    if figure is None:
        figure = IndicatorValue(
            indicator=indicator, unit=unit, period_scheme=period.scheme, period_code=period.code,
            period_start=period.start, period_end=period.end, version=0,
        )  # fmt: skip
    else:
        _refuse_closed(figure, by, needs_reason=not reason.strip() and (is_estimate or not figure.is_estimate))
    put_value(figure, value, is_estimate=is_estimate)
    figure.source, figure.comment = source.strip(), comment.strip()
    figure.evidence = evidence or figure.evidence
    figure.state, figure.entered_by, figure.reporter = ValueState.DRAFT, by, reporter or unit
    figure.accepted_by = figure.accepted_at = None
    figure.version = next_version(figure.version)
    try:
        with transaction.atomic():
            figure.save()
    except IntegrityError as error:
        raise ValueChanged from error
    record(
        by=by, action="indicators.value_recorded", target=indicator, unit=unit, reason=reason,
        changes={"value": (before, told(value, is_estimate=is_estimate))}, summary=period.label,
    )  # fmt: skip
    return figure


@transaction.atomic
def confirm_value(*, figure: IndicatorValue, seen: str, by: User) -> IndicatorValue:
    """Approve one figure that stands outside of forms, or as the receiver of a form that asks for it.

    `seen` is the stamp of the figure that was shown to the person.

    Raises:
        NotAllowed, ValueClosed (it waits in a form, a form's receiver approves it, or it is locked).
        ValueChanged: the figure was changed, or confirmed, since it was shown.
    """
    require(by, CONFIRM, figure.unit)
    held = holding(figure.indicator, figure.unit, periods.parse(figure.period_code))
    rows = IndicatorValue.objects.select_for_update(of=("self",)).select_related("indicator", "unit")
    figure = rows.get(pk=figure.pk)
    if figure.stamp != seen:
        raise ValueChanged
    if figure.state == ValueState.SUBMITTED:
        raise ValueClosed(_("Số này đã gửi theo biểu; nơi nhận biểu sẽ duyệt."))
    if figure.state == ValueState.LOCKED:
        raise ValueClosed(_("Số này đã khóa sổ."))
    if corrected := [one for one in held if one.state == SubmissionState.CORRECTED]:
        words = {"form": corrected[0].form.code}
        raise ValueClosed(_("Số này đang hiệu chỉnh trong biểu %(form)s đã duyệt; hãy duyệt lại ở biểu.") % words)
    _leave_to_receiver(figure, by)
    figure.state, figure.version = ValueState.APPROVED, next_version(figure.version)
    figure.save(update_fields=["state", "version", "entered_at"])
    record(by=by, action="indicators.value_confirmed", target=figure.indicator, unit=figure.unit,
           summary=periods.parse(figure.period_code).label)  # fmt: skip
    return figure


def _refuse_closed(figure: IndicatorValue, by: User, *, needs_reason: bool) -> None:
    """Refuse to write over a figure that was sent, approved or locked. Raises ValueClosed, ValueConfirmed."""
    if figure.state == ValueState.SUBMITTED:
        raise ValueClosed(_("Số này đã gửi, đang chờ duyệt. Đề nghị nơi nhận trả lại để sửa."))
    if figure.state == ValueState.LOCKED:
        raise ValueClosed(_("Số này đã khóa sổ. Đề nghị nơi nhận mở khóa để sửa."))
    if figure.state == ValueState.APPROVED:
        if needs_reason:
            raise ValueConfirmed
        _leave_to_receiver(figure, by)


def _corrected(
    held: Sequence[Submission], indicator: Indicator, figure: IndicatorValue | None, value: Decimal, by: User,
    source: str, comment: str, evidence: StoredFile | None, reason: str, is_estimate: bool,
) -> IndicatorValue:  # fmt: skip
    """The figure as the receiver of an approved form corrects it. Raises ValueConfirmed, ValueClosed."""
    if not reason.strip():
        raise ValueConfirmed
    reach = reach_of(by, CONFIRM)
    own = next((one for one in held if reach.covers(one.form.receiver)), None)
    if own is None:
        words = {"form": held[0].form.code, "receiver": held[0].form.receiver}
        raise ValueClosed(_("Số này thuộc biểu %(form)s, do %(receiver)s duyệt hoặc trả lại.") % words)
    return correct_value(
        submission=own, indicator=indicator, value=value, reason=reason, by=by, evidence=evidence,
        expected_version=figure.version if figure else 0, source=source, comment=comment,
        is_estimate=is_estimate,
    )  # fmt: skip


def _leave_to_receiver(figure: IndicatorValue, by: User) -> None:
    """What a form asks of the unit is made official, and taken back, by the form's receiver only.

    Raises:
        ValueClosed: there is such a form, and the person does not stand on its receiving side.
    """
    forms = list(
        IndicatorForm.objects.active()
        .asking_for(figure.indicator_id, figure.period_end)
        .filter(scheme=figure.period_scheme)
        .counting_on(figure.period_end, figure.period_end)
        .select_related("group", "receiver")
    )
    reach = reach_of(by, CONFIRM)
    if not forms or any(reach.covers(form.receiver) for form in forms):
        return
    reporters = Reporters.of(forms)
    for form in forms:
        if figure.unit_id in {unit.pk for unit in reporters.on(form, figure.period_end)}:
            words = {"form": form.code, "receiver": form.receiver}
            raise ValueClosed(_("Số này thuộc biểu %(form)s, do %(receiver)s duyệt hoặc trả lại.") % words)
