"""Writes of demands: note what somebody asks of the own unit, once, on a paper or by telephone."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.numbering.series import next_code
from honglam.engines.reporting.actions.rounds import open_rounds_of
from honglam.engines.reporting.errors import DemandRefused
from honglam.engines.reporting.models import ReportRegime
from honglam.engines.reporting.outline import checked_outline, default_outline
from honglam.engines.reporting.queries import DRAFT
from honglam.engines.reporting.terms import REGIME_PREFIX, DueRoll, DutySource, RegimeKind, RegimeState

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit


@transaction.atomic
def note_demand(
    *, unit: Unit, name: str, due_on: datetime.date, by: User, asker: Unit | None = None, outside_asker: str = "",
    document: str = "", labels: str = "", data_from: datetime.date | None = None, data_to: datetime.date | None = None,
) -> ReportRegime:  # fmt: skip
    """Note a demand on the own unit as a report that is owed once; it is in force at once.

    The figures asked for cover `data_from` to `data_to`; where nobody says, this year up to today. `labels` is what is
    asked, word for word.

    Raises:
        NotAllowed: the person may not draft reports of the unit.
        DemandRefused: no name, not exactly one asker, days in the wrong order; with the column at fault.
    """
    require(by, DRAFT, unit)
    if not name.strip():
        raise DemandRefused(_("Hãy ghi nội dung yêu cầu báo cáo."), "name")
    if (asker is None) == (not outside_asker.strip()):
        raise DemandRefused(
            _("Hãy ghi một nơi yêu cầu: chọn đơn vị trong tỉnh hoặc ghi tên cơ quan ngoài tỉnh."), "asker"
        )
    if asker is not None and asker.pk == unit.pk:
        raise DemandRefused(_("Nơi yêu cầu phải khác đơn vị báo cáo."), "asker")
    today = timezone.localdate()
    first = data_from or datetime.date(due_on.year, 1, 1)
    last = data_to or max(first, min(today, due_on))
    if last < first:
        raise DemandRefused(_("Số liệu đến ngày phải từ ngày bắt đầu trở đi."), "data_to")
    regime = ReportRegime.objects.create(
        code=next_code(REGIME_PREFIX, today.year), name=name.strip()[:400], kind=RegimeKind.AD_HOC,
        state=RegimeState.IN_FORCE, source=DutySource.DOCUMENT, legal_basis=document.strip()[:500], owner=unit,
        quote=labels.strip(), receiver=asker, outside_receiver="" if asker else outside_asker.strip()[:300],
        only_due_on=due_on, only_from=first, only_to=last, due_roll=DueRoll.STAY, starts_on=min(today, due_on),
        created_by=by, sections=checked_outline(default_outline()),
    )  # fmt: skip
    regime.units.set([unit])
    record(
        by=by, action="reporting.demand_noted", target=regime, unit=unit,
        summary=_("%(name)s, hạn %(due)s") % {"name": regime.name[:200], "due": f"{due_on:%d/%m/%Y}"},
    )  # fmt: skip
    open_rounds_of(regime=regime, today=today)  # the day of the demand is the day on which work on it begins
    return regime
