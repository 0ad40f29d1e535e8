"""Writes of single notices: a demand arrived."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from honglam.core.notices.actions import Letter, send_many
from honglam.engines.reporting.addresses import address_of
from honglam.engines.reporting.arrangements import arranged_many
from honglam.engines.reporting.doers import Doers
from honglam.engines.reporting.models import Report, ReportRegime
from honglam.engines.reporting.terms import ReportStep
from honglam.toolkit.numbers import format_date

if TYPE_CHECKING:
    from honglam.core.access.models import User

KIND = "reporting.step"


@transaction.atomic
def tell_of_demand(*, regime: ReportRegime, reports: Sequence[Report], by: User | None) -> int:
    """Tell the drafters of reports that are owed once that they are asked for, each once; how many notices.

    What recurs is not told of when it is opened: the reminders say it in time.
    """
    arrangements = arranged_many((report.unit, regime) for report in reports)
    doers = Doers.of(arrangements.values(), [ReportStep.DRAFTING])
    letters = []
    for report in reports:
        report.regime = regime
        people = doers.of_step(arrangements[report.unit_id, regime.pk], ReportStep.DRAFTING)
        letters.append(
            Letter(
                event=f"{KIND}:asked:{report.code}",
                recipients=[person for person in people if person != by],
                title=_("Báo cáo mới được yêu cầu: %(title)s") % {"title": report.title},
                body=_("Nơi nhận: %(receiver)s. Hạn gửi: %(due)s.")
                % {"receiver": report.receiver_name, "due": format_date(report.due_on)},
                url=address_of(report),
                unit=report.unit,
            )
        )  # fmt: skip
    return send_many(letters=letters, by=by)
