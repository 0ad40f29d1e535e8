"""What every step of a report's way shares: the lock, the right, the row of the way, the log, who is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.notices.actions import send
from honglam.engines.reporting.arrangements import Arranged, arranged
from honglam.engines.reporting.errors import ReportReasonMissing, ReportStepRefused
from honglam.engines.reporting.models import Report, ReportMove
from honglam.engines.reporting.queries import STEP_PERMISSIONS
from honglam.engines.reporting.rules.steps import Act, allows, step_of
from honglam.engines.reporting.terms import ReportStep
from honglam.engines.reporting.waiting import people_for, standing_of, unit_at

if TYPE_CHECKING:
    from honglam.core.access.models import User


@dataclass(frozen=True, slots=True)
class Held:
    """A report that is locked for one write, with who does what in its unit."""

    report: Report
    arranged: Arranged
    step: ReportStep


def hold(report: Report, act: Act, by: User) -> Held:
    """Lock a report for something that its state allows and the person may do.

    Raises:
        NotAllowed: the person lacks the permission at the unit of the step.
        ReportStepRefused: the report does not stand where this can be done.
    """
    locked = Report.objects.select_for_update(of=("self",))
    found = locked.select_related("unit", "regime", "receiver", "corrects").get(pk=report.pk)
    inside = arranged(found.unit, found.regime)
    step = ReportStep(found.step)
    doing = step_of(act, step)
    # A step that nobody does (dropped, sent outside the province) asks for the right to draft; the state refuses then.
    permission = STEP_PERMISSIONS.get(doing, STEP_PERMISSIONS[ReportStep.DRAFTING])
    require(by, permission, unit_at(found, inside, doing) or found.unit)
    if not allows(act, standing_of(found)):
        raise ReportStepRefused(refusal(found, act))
    return Held(found, inside, step)


def refusal(report: Report, act: Act) -> str:
    """Why something cannot be done where a report stands, and what can be done instead."""
    if report.number and act in (Act.WRITE, Act.PASS_ON, Act.SEND_BACK, Act.DROP):
        return _(
            "Báo cáo đã được cấp số %(number)s nên không sửa nội dung nữa. Gửi rồi phát hiện sai thì mở bản đính chính."
        ) % {"number": report.number}
    if act == Act.WRITE:
        return _("Báo cáo đã rời người soạn (%(step)s) nên không sửa được. Hãy đề nghị trả lại để soạn tiếp.") % {
            "step": report.get_step_display()
        }
    if act == Act.SEND:
        return _("Chưa gửi được: cần cấp số và tải bản đã ký lên trước.")
    if act == Act.OPEN_CORRECTION and standing_of(report).is_being_corrected:
        return _("Báo cáo này đang có một bản đính chính làm dở. Hãy làm tiếp bản đó.")
    return _("Báo cáo đang ở bước “%(step)s”, không làm việc này được. Hãy tải lại trang.") % {
        "step": report.get_step_display()
    }


def reasoned(reason: str, ask: str) -> str:
    """The reason without spaces around it. ReportReasonMissing, with what to write, where there is none."""
    if not (text := reason.strip()):
        raise ReportReasonMissing(ask, "reason")
    return text


def moved(
    held: Held, to: ReportStep, *, by: User, action: str, note: str = "", reason: str = "",
    changes: Mapping[str, tuple[object, object]] | None = None,
) -> ReportMove:  # fmt: skip
    """Write the step down: a row of the way, an entry in the log. The caller has saved the report."""
    move = ReportMove.objects.create(
        report=held.report, from_step=held.step, to_step=to, note=note or reason, by=by, at=timezone.now()
    )
    steps: dict[str, tuple[object, object]] = {"step": (held.step.label, to.label)} if to != held.step else {}
    record(
        by=by, action=action, target=held.report, unit=held.report.unit, reason=reason, summary=note,
        changes=steps | dict(changes or {}),
    )  # fmt: skip
    return move


def tell(
    kind: str, move: ReportMove, *, recipients: Iterable[User], title: str, body: str = "", report: Report | None = None
) -> None:
    """Tell people of a step, once each; not the one who did it."""
    about = report or move.report
    people = [person for person in recipients if person.pk != move.by_id]
    send(
        event=f"{kind}:{about.pk}:{move.pk}", recipients=people, title=title, body=body or about.title,
        url=about.get_absolute_url(), by=move.by, unit=about.unit,
    )  # fmt: skip


def tell_next(held: Held, move: ReportMove) -> None:
    """Tell those for whom the step waits at which the report stands now."""
    step = ReportStep(held.report.step)
    tell(
        "reporting.step", move, recipients=people_for(held.report, held.arranged, step, timezone.localdate()),
        title=_("%(step)s: %(report)s") % {"step": step.label, "report": held.report.title},
        body=_("Hạn gửi %(day)s.%(note)s") % {
            "day": f"{held.report.due_on:%d/%m/%Y}", "note": f" {move.note}" if move.note else "",
        },
    )  # fmt: skip
