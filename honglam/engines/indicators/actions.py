"""Writes of indicators: define, record a value, confirm it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.numbering.series import next_codes
from honglam.core.search.queries import searchable_text
from honglam.engines.indicators.errors import ValueConfirmed, ValueInvalid
from honglam.engines.indicators.models import Indicator, IndicatorValue
from honglam.engines.indicators.terms import ValueState
from honglam.toolkit.text import fold

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile
    from honglam.core.organisations.models import Unit
    from honglam.toolkit.periods import Period

ENTER = "indicators.enter_values"
CONFIRM = "indicators.confirm_values"
BIGGEST = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class IndicatorDraft:
    """An indicator as a plan words it: its name and its unit of measure."""

    name: str
    measure: str = ""

    @property
    def key(self) -> str:
        """The same for the same indicator, however its name is spelled."""
        return hashlib.sha256(f"{fold(self.name)}|{fold(self.measure)}".encode()).hexdigest()


@transaction.atomic
def ensure_indicators(*, drafts: Sequence[IndicatorDraft], by: User | None, legal_source: str = "") -> list[Indicator]:
    """The indicators of the drafts, in their order; those that nobody has defined yet are defined."""
    known = {indicator.name_key: indicator for indicator in Indicator.objects.filter(
        name_key__in={draft.key for draft in drafts})}  # fmt: skip
    missing = list({draft.key: draft for draft in drafts if draft.key not in known}.values())
    codes = next_codes("CT", timezone.localdate().year, len(missing)) if missing else []
    made = Indicator.objects.bulk_create(
        Indicator(
            code=code, name=_with_capital(draft.name), measure=draft.measure[:80], legal_source=legal_source[:300],
            name_key=draft.key, search_text=searchable_text(code, draft.name),
        )
        for code, draft in zip(codes, missing, strict=True)
    )  # fmt: skip
    if made:
        record(by=by, action="indicators.defined", rows=[(indicator.code, indicator.name) for indicator in made])
    known |= {indicator.name_key: indicator for indicator in made}
    return [known[draft.key] for draft in drafts]


def _with_capital(name: str) -> str:
    """A name that stands alone begins with a capital, also where the plan prints it inside a sentence."""
    return name[:1].upper() + name[1:]


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
) -> IndicatorValue:
    """Enter or correct the figure of one unit for one period; a confirmed figure needs a reason to change.

    Raises:
        NotAllowed, ValueInvalid, ValueConfirmed.
    """
    require(by, ENTER, unit)
    if not value.is_finite() or abs(value) >= BIGGEST:
        raise ValueInvalid(_("Giá trị không phải là một số dùng được."))
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
            period_start=period.start, period_end=period.end,
        )  # fmt: skip
    elif figure.state == ValueState.APPROVED and not reason.strip():
        raise ValueConfirmed
    figure.value, figure.source, figure.comment = value, source.strip(), comment.strip()
    figure.evidence = evidence or figure.evidence
    figure.state, figure.entered_by = ValueState.DRAFT, by
    figure.save()
    record(
        by=by, action="indicators.value_recorded", target=indicator, unit=unit, reason=reason,
        changes={"value": (before, value)}, summary=period.code,
    )  # fmt: skip
    return figure


@transaction.atomic
def confirm_value(*, figure: IndicatorValue, by: User) -> IndicatorValue:
    """Make a draft figure official."""
    require(by, CONFIRM, figure.unit)
    figure.state = ValueState.APPROVED
    figure.save(update_fields=["state", "entered_at"])
    record(by=by, action="indicators.value_confirmed", target=figure.indicator, unit=figure.unit,
           summary=figure.period_code)  # fmt: skip
    return figure
