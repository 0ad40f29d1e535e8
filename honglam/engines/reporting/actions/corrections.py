"""Writes of corrections: what is wrong after signing is put right by a new version (Decree 30/2020/NĐ-CP, 18.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.people_for_units import people_who_may
from honglam.core.numbering.series import next_code
from honglam.engines.reporting.models import Report, ReportEntry
from honglam.engines.reporting.moving import Held, hold, moved, reasoned, tell, tell_next
from honglam.engines.reporting.queries import DRAFT, ISSUE
from honglam.engines.reporting.rules.steps import Act
from honglam.engines.reporting.terms import REPORT_PREFIX, ReportStep

if TYPE_CHECKING:
    from honglam.core.access.models import User


@transaction.atomic
def ask_correction(*, report: Report, reason: str, by: User) -> Report:
    """Ask the unit, as its receiver, to put a report right; the report stays as it is until the unit does.

    Raises:
        NotAllowed: the person does not receive for the receiver. ReportReasonMissing.
        ReportStepRefused: it was not sent, or a correction is on its way.
    """
    held = hold(report, Act.ASK_CORRECTION, by)
    report, reason = held.report, reasoned(reason, _("Hãy ghi rõ chỗ sai để đơn vị biết cần đính chính gì."))
    report.correction_asked = reason
    report.save(update_fields=["correction_asked", "updated_at"])
    move = moved(held, held.step, by=by, action="reporting.correction_asked", reason=reason)
    people = [*people_who_may(ISSUE, [report.unit_id]), *people_who_may(DRAFT, [report.unit_id])]
    tell(
        "reporting.correction_asked", move, recipients=people,
        title=_("Đề nghị đính chính: %(report)s") % {"report": report.title}, body=reason,
    )  # fmt: skip
    return report


@transaction.atomic
def open_correction(*, report: Report, reason: str, by: User) -> Report:
    """Open the next version of a sent report: its words and entries come along, figures are assembled anew.

    It goes the same way and gets a number and a signature of its own; the old one holds until the new one is sent.

    Raises:
        NotAllowed: the person does not issue for the unit. ReportReasonMissing.
        ReportStepRefused: it was not sent, was corrected already, or a correction is on its way.
    """
    held = hold(report, Act.OPEN_CORRECTION, by)
    old, reason = held.report, reasoned(reason, _("Hãy ghi lý do đính chính: sai ở đâu, vì sao."))
    versions = Report.objects.filter(
        regime=old.regime, unit=old.unit, period_start=old.period_start, period_end=old.period_end
    )
    number = (versions.aggregate(last=Max("version"))["last"] or old.version) + 1
    new = Report.objects.create(
        code=next_code(REPORT_PREFIX, timezone.localdate().year), regime=old.regime, unit=old.unit,
        receiver=old.receiver, outside_receiver=old.outside_receiver, title=old.title,
        period_scheme=old.period_scheme, period_code=old.period_code, period_start=old.period_start,
        period_end=old.period_end, due_on=old.due_on, version=number, corrects=old, reason=reason,
        written=dict(old.written), signing_form=old.signing_form,
    )  # fmt: skip
    ReportEntry.objects.bulk_create(
        ReportEntry(
            report=new, kind=entry.kind, position=entry.position, text=entry.text, addressed_to=entry.addressed_to,
            origin=entry.origin, answer=entry.answer, answered_at=entry.answered_at, answered_by=entry.answered_by,
        )
        for entry in old.entries.select_related("addressed_to", "origin", "answered_by")
    )  # fmt: skip
    moved(
        held, held.step, by=by, action="reporting.correction_opened", reason=reason, changes={"code": ("", new.code)}
    )  # fmt: skip
    begun = Held(new, held.arranged, ReportStep.DRAFTING)
    move = moved(begun, ReportStep.DRAFTING, by=by, action="reporting.correction_opened", reason=reason)
    tell_next(begun, move)
    return new
