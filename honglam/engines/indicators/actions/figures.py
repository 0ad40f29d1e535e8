"""Writes of single figures outside of forms: record, confirm."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.engines.indicators.errors import ValueClosed, ValueConfirmed, ValueInvalid
from honglam.engines.indicators.figures import next_version, refuse_calculated, usable
from honglam.engines.indicators.models import Indicator, IndicatorValue
from honglam.engines.indicators.queries import ENTER
from honglam.engines.indicators.terms import ValueState

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile
    from honglam.core.organisations.models import Unit
    from honglam.toolkit.periods import Period

CONFIRM = "indicators.confirm_values"


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
) -> IndicatorValue:
    """Enter or correct the figure of one unit for one period; an approved figure needs a reason to change.

    `reporter` is the body that reports it where that is not the unit itself; the unit may then take the figure over.

    Raises:
        NotAllowed, ValueInvalid, ValueConfirmed, ValueClosed (submitted with a form, or locked).
    """
    require(by, ENTER, unit)
    refuse_calculated(indicator)
    value = usable(value)
    if period.start > timezone.localdate():
        raise ValueInvalid(_("Kỳ này chưa bắt đầu."), "period")
    figure = (
        IndicatorValue.objects.select_for_update()
        .filter(indicator=indicator, unit=unit, period_scheme=period.scheme, period_code=period.code)
        .first()
    )
    before: Decimal | str = "" if figure is None else figure.value
    if figure is None:
        figure = IndicatorValue(
            indicator=indicator, unit=unit, period_scheme=period.scheme, period_code=period.code,
            period_start=period.start, period_end=period.end, version=0,
        )  # fmt: skip
    elif figure.state == ValueState.SUBMITTED:
        raise ValueClosed(_("Số này đã gửi, đang chờ duyệt. Đề nghị nơi nhận trả lại để sửa."))
    elif figure.state == ValueState.LOCKED:
        raise ValueClosed(_("Số này đã khóa sổ. Đề nghị nơi nhận mở khóa để sửa."))
    elif figure.state == ValueState.APPROVED and not reason.strip():
        raise ValueConfirmed
    figure.value, figure.source, figure.comment = value, source.strip(), comment.strip()
    figure.evidence = evidence or figure.evidence
    figure.state, figure.entered_by, figure.reporter = ValueState.DRAFT, by, reporter or unit
    figure.accepted_by = figure.accepted_at = None
    figure.version = next_version(figure.version)
    figure.save()
    record(
        by=by, action="indicators.value_recorded", target=indicator, unit=unit, reason=reason,
        changes={"value": (before, value)}, summary=period.code,
    )  # fmt: skip
    return figure


@transaction.atomic
def confirm_value(*, figure: IndicatorValue, by: User) -> IndicatorValue:
    """Approve one figure that stands outside of forms.

    Raises:
        NotAllowed, ValueClosed (it waits in a form, or is locked).
    """
    require(by, CONFIRM, figure.unit)
    rows = IndicatorValue.objects.select_for_update(of=("self",)).select_related("indicator", "unit")
    figure = rows.get(pk=figure.pk)
    if figure.state == ValueState.SUBMITTED:
        raise ValueClosed(_("Số này đã gửi theo biểu; nơi nhận biểu sẽ duyệt."))
    if figure.state == ValueState.LOCKED:
        raise ValueClosed(_("Số này đã khóa sổ."))
    figure.state, figure.version = ValueState.APPROVED, next_version(figure.version)
    figure.save(update_fields=["state", "version", "entered_at"])
    record(by=by, action="indicators.value_confirmed", target=figure.indicator, unit=figure.unit,
           summary=figure.period_code)  # fmt: skip
    return figure
