"""Writes of consolidation: difficulties and proposals taken over without retyping, proposals answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.errors import NotAllowed
from honglam.core.access.people_for_units import people_by_unit
from honglam.core.audit.actions import record
from honglam.core.notices.actions import Letter, send_many
from honglam.engines.reporting.addresses import address_by_uid
from honglam.engines.reporting.entries import LEVELS, Offered, offered_to, text_of_suggestion
from honglam.engines.reporting.errors import AnswerRefused, TakeOverRefused
from honglam.engines.reporting.models import Report, ReportEntry
from honglam.engines.reporting.queries import DRAFT, RECEIVE
from honglam.engines.reporting.rights import may_answer, may_draft
from honglam.engines.reporting.terms import SENT_STEPS, EntryKind, ReportStep
from honglam.toolkit.text import nfc

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

MOST_ENTRIES = 300
"""Entries of one kind that a consolidated report holds."""
MOST_LETTERS = 10_000


@transaction.atomic
def take_over_entries(*, report: Report, entries: Iterable[str], by: User) -> list[ReportEntry]:
    """Take difficulties and proposals over into a report that is drafted, behind those that are there.

    `entries` are the `value`s of what is offered (`entries.offered_to`): entries of the reports below, which keep their
    origin and so their unit, and what units wrote while they worked. What is in the report already stays once; what is
    no longer offered (its report was corrected or called back) is passed over.

    Raises:
        NotAllowed: the person may not draft the report. TakeOverRefused: it left its drafter, nothing was chosen, or
        it would hold too many.
    """
    report = _held(report, by)
    asked = set(entries)
    chosen = [one for one in offered_to(report) if one.value in asked and not one.is_taken]
    if not chosen:
        raise TakeOverRefused(_("Chưa chọn ý nào mới. Hãy đánh dấu ý cần lấy rồi bấm lại."))
    made = [entry for kind in EntryKind for entry in _taken(report, [one for one in chosen if one.kind == kind], kind)]
    ReportEntry.objects.bulk_create(made)
    record(
        by=by, action="reporting.entries_taken_over", target=report, unit=report.unit,
        rows=[(one.value, one.text[:200]) for one in chosen],
        summary=_("%(count)d ý của %(units)d đơn vị") % {
            "count": len(made), "units": len({one.unit.pk for one in chosen}),
        },
    )  # fmt: skip
    return made


@transaction.atomic
def answer_entry(*, entry: ReportEntry, text: str, by: User) -> ReportEntry:
    """Answer a proposal for the body that it asks, or that received the report; answered again, the words are changed.

    The answer goes down to where the proposal was taken from, and every unit on the way is told.

    Raises:
        NotAllowed: the person receives no reports for that body. AnswerRefused: it is no proposal, the report was not
        sent, or there are no words.
    """
    text = nfc(text).strip()
    entry = (
        ReportEntry.objects.select_for_update(of=("self",)).select_related("report", "addressed_to").get(pk=entry.pk)
    )
    _require_answering(entry, by)
    if entry.kind != EntryKind.PROPOSAL or entry.report.step not in SENT_STEPS:
        raise AnswerRefused(_("Chỉ trả lời được kiến nghị trong báo cáo đã gửi."))
    if not text or len(text) > MOST_LETTERS:
        raise AnswerRefused(_("Hãy ghi nội dung trả lời, không quá 10.000 ký tự."), "text")
    line = _line_of(entry)
    now = timezone.now()
    for one in line:
        before = one.answer
        one.answer, one.answered_at, one.answered_by = text, now, by
        one.save(update_fields=["answer", "answered_at", "answered_by"])
        record(
            by=by, action="reporting.entry_answered", target=one.report, unit=one.report.unit,
            summary=one.text[:120], changes={"answer": (before, text)},
        )  # fmt: skip
    _tell(line, text, by)
    return line[0]


def _require_answering(entry: ReportEntry, by: User) -> None:
    if not may_answer(entry, by):
        raise NotAllowed(RECEIVE, str(entry.addressed_to or entry.report.receiver_name))


def _held(report: Report, by: User) -> Report:
    """The report, locked, as long as it is drafted. NotAllowed, TakeOverRefused."""
    held = Report.objects.select_for_update(of=("self",)).select_related("unit", "regime").get(pk=report.pk)
    if not may_draft(held, by):
        raise NotAllowed(DRAFT, str(held.unit))
    if held.step != ReportStep.DRAFTING:
        raise TakeOverRefused(_("Báo cáo đã rời bước soạn thảo nên không lấy thêm được. Hãy trả lại để soạn tiếp."))
    return held


def _taken(report: Report, chosen: Sequence[Offered], kind: EntryKind) -> list[ReportEntry]:
    """New entries behind those of the kind. TakeOverRefused."""
    rows = report.entries.filter(kind=kind)
    if rows.count() + len(chosen) > MOST_ENTRIES:
        raise TakeOverRefused(_("Mỗi loại nhiều nhất %(most)d ý. Hãy chọn bớt.") % {"most": MOST_ENTRIES})
    last = rows.aggregate(last=Max("position"))["last"] or 0
    uids = [one.value.removeprefix("entry:") for one in chosen if not one.is_suggestion]
    origins = {str(one.uid): one for one in ReportEntry.objects.filter(uid__in=uids)}
    made = []
    for place, one in enumerate(chosen, start=last + 1):
        origin = origins.get(one.value.removeprefix("entry:"))
        made.append(
            ReportEntry(
                report=report, kind=kind, position=place, origin=origin,
                text=origin.text if origin else text_of_suggestion(one.text, one.unit, report.unit),
                addressed_to_id=origin.addressed_to_id if origin else None,
            )
        )  # fmt: skip
    return made


def _line_of(entry: ReportEntry) -> list[ReportEntry]:
    """The proposal and those that it was taken from, down to where it was typed."""
    line = [entry]
    while line[-1].origin_id is not None and len(line) <= LEVELS:
        line.append(ReportEntry.objects.select_related("report__unit", "addressed_to").get(pk=line[-1].origin_id))
    return line


def _tell(line: Sequence[ReportEntry], text: str, by: User) -> None:
    people = people_by_unit(DRAFT, {one.report.unit_id for one in line})
    answering: Unit | None = line[0].addressed_to or line[0].report.receiver
    send_many(
        letters=[
            Letter(
                event=f"reporting.answered:{one.uid}:{one.answered_at:%Y%m%d%H%M%S%f}",
                recipients=[person for person in people.get(one.report.unit_id, []) if person != by],
                title=_("%(unit)s trả lời kiến nghị trong %(report)s") % {
                    "unit": answering or "", "report": one.report.title,
                },
                body=_("Kiến nghị: %(asked)s\nTrả lời: %(answer)s") % {"asked": one.text[:500], "answer": text[:2000]},
                url=address_by_uid(one.report.uid),
                unit=one.report.unit,
            )
            for one in line
        ],
        by=by,
    )  # fmt: skip
