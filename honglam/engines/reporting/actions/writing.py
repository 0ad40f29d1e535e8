"""Writes of what people type into a report: written sections, difficulties, proposals; only while it is drafted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from honglam.core.audit.actions import record
from honglam.engines.reporting.errors import ReportChangedMeanwhile, ReportRefused
from honglam.engines.reporting.models import Report, ReportEntry
from honglam.engines.reporting.moving import Held, hold
from honglam.engines.reporting.rules.stamps import entry_stamp, stamp_of
from honglam.engines.reporting.rules.steps import Act
from honglam.engines.reporting.sections import written_sections
from honglam.engines.reporting.terms import EntryKind
from honglam.toolkit.text import nfc

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

MOST_LETTERS = 20_000
MOST_ENTRIES = 100


@transaction.atomic
def write_section(*, report: Report, key: str, text: str, seen: str, by: User) -> Report:
    """Write the words of one section; `seen` is the stamp of the words that the writer had before them.

    Raises:
        NotAllowed: the person may not draft the report. ReportStepRefused: it is no longer drafted.
        ReportChangedMeanwhile: somebody wrote there since, with what they wrote. ReportRefused: no such section, or
        too many words.
    """
    report = hold(report, Act.WRITE, by).report
    titles = {section["key"]: section["title"] for section in written_sections(report.regime.sections)}
    if key not in titles:
        raise ReportRefused(_("Đề cương không còn phần này. Hãy tải lại trang."), "text")
    text = _cleaned(text)
    before = str(report.written.get(key, ""))
    if text == before:
        return report
    if seen != stamp_of(before):
        raise ReportChangedMeanwhile(
            _("Có người vừa sửa phần này sau khi anh/chị mở. Hãy xem bản mới bên dưới, gộp lại rồi lưu."), before
        )
    report.written = {**report.written, key: text} if text else _without(report.written, key)
    report.save(update_fields=["written", "updated_at"])
    record(
        by=by, action="reporting.report_written", target=report, unit=report.unit, summary=titles[key],
        changes={"text": (before, text)},
    )  # fmt: skip
    return report


@transaction.atomic
def add_entry(*, report: Report, kind: EntryKind, text: str, by: User, addressed_to: Unit | None = None) -> ReportEntry:
    """Add a difficulty or a proposal behind the others of its kind; a proposal may name the body that it asks.

    Raises:
        NotAllowed, ReportStepRefused: as for `write_section`. ReportRefused: no words, too many, too many entries.
    """
    report = hold(report, Act.WRITE, by).report
    text = _worded(text)
    rows = report.entries.filter(kind=kind)
    if rows.count() >= MOST_ENTRIES:
        raise ReportRefused(_("Mỗi loại nhiều nhất %(most)d ý. Hãy gộp bớt.") % {"most": MOST_ENTRIES}, "text")
    last = rows.aggregate(last=Max("position"))["last"] or 0
    entry = ReportEntry.objects.create(
        report=report, kind=kind, text=text, position=last + 1,
        addressed_to=addressed_to if kind == EntryKind.PROPOSAL else None,
    )  # fmt: skip
    record(
        by=by, action="reporting.entry_added", target=report, unit=report.unit, summary=_short(entry),
        changes=_values(entry),
    )  # fmt: skip
    return entry


@transaction.atomic
def change_entry(
    *, entry: ReportEntry, text: str, seen: str, by: User, addressed_to: Unit | None = None
) -> ReportEntry:
    """Change the words of an entry, or whom a proposal asks; `seen` is the stamp of what the writer had before them.

    Raises:
        NotAllowed, ReportStepRefused, ReportChangedMeanwhile, ReportRefused: as for `write_section`.
    """
    _held, entry = _hold_entry(entry, by)
    text = _worded(text)
    to = addressed_to if entry.kind == EntryKind.PROPOSAL else None
    if (text, to) == (entry.text, entry.addressed_to):
        return entry
    _must_have_seen(entry, seen)
    changes = {
        "text": (entry.text, text), "addressed_to": (str(entry.addressed_to or ""), str(to or "")),
    }  # fmt: skip
    entry.text, entry.addressed_to = text, to
    entry.save(update_fields=["text", "addressed_to"])
    record(
        by=by, action="reporting.entry_changed", target=entry.report, unit=entry.report.unit, summary=_short(entry),
        changes=changes,
    )  # fmt: skip
    return entry


@transaction.atomic
def remove_entry(*, entry: ReportEntry, seen: str, by: User) -> Report:
    """Take an entry out; the others keep their order.

    Raises:
        NotAllowed, ReportStepRefused, ReportChangedMeanwhile: as for `write_section`.
    """
    held, entry = _hold_entry(entry, by)
    _must_have_seen(entry, seen)
    record(
        by=by, action="reporting.entry_removed", target=held.report, unit=held.report.unit, summary=_short(entry),
        changes={"text": (entry.text, "")},
    )  # fmt: skip
    entry.delete()
    return held.report


@transaction.atomic
def move_entry(*, entry: ReportEntry, places: int, by: User) -> ReportEntry:
    """Move an entry up (negative) or down among those of its kind; at an end it stays.

    Raises:
        NotAllowed, ReportStepRefused: as for `write_section`.
    """
    held, entry = _hold_entry(entry, by)
    rows = list(held.report.entries.filter(kind=entry.kind).order_by("position"))
    at = next(place for place, row in enumerate(rows) if row.pk == entry.pk)
    to = max(0, min(len(rows) - 1, at + places))
    if to == at:
        return entry
    rows.insert(to, rows.pop(at))
    # Places are unique at every moment: first all beyond the last one, then where they belong.
    beyond = max(row.position for row in rows) + 1
    for first in (beyond, 1):
        for place, row in enumerate(rows):
            row.position = first + place
            row.save(update_fields=["position"])
    record(
        by=by, action="reporting.entry_changed", target=held.report, unit=held.report.unit, summary=_short(entry),
        changes={"position": (at + 1, to + 1)},
    )  # fmt: skip
    return rows[to]


def _hold_entry(entry: ReportEntry, by: User) -> tuple[Held, ReportEntry]:
    held = hold(entry.report, Act.WRITE, by)
    found = ReportEntry.objects.select_related("addressed_to").filter(pk=entry.pk, report=held.report).first()
    if found is None:
        raise ReportChangedMeanwhile(_("Ý này vừa bị người khác xóa. Hãy tải lại trang."))
    found.report = held.report
    return held, found


def _must_have_seen(entry: ReportEntry, seen: str) -> None:
    if seen != entry_stamp(entry.text, entry.addressed_to_id):
        raise ReportChangedMeanwhile(
            _("Có người vừa sửa ý này sau khi anh/chị mở. Hãy xem bản mới, gộp lại rồi lưu."), entry.text
        )


def _cleaned(text: str) -> str:
    """Words as they are kept. ReportRefused where they are too many."""
    cleaned = "\n".join(line.rstrip() for line in nfc(text).replace("\r\n", "\n").split("\n")).strip()
    if len(cleaned) > MOST_LETTERS:
        raise ReportRefused(
            _("Phần này dài %(length)d ký tự, quá %(most)d. Hãy rút gọn.") % {
                "length": len(cleaned), "most": MOST_LETTERS,
            },
            "text",
        )  # fmt: skip
    return cleaned


def _worded(text: str) -> str:
    if not (cleaned := _cleaned(text)):
        raise ReportRefused(_("Hãy ghi nội dung khó khăn hoặc kiến nghị."), "text")
    return cleaned


def _without(written: dict[str, str], key: str) -> dict[str, str]:
    return {one: text for one, text in written.items() if one != key}


def _values(entry: ReportEntry) -> dict[str, tuple[object, object]]:
    return {"text": ("", entry.text), "addressed_to": ("", str(entry.addressed_to or ""))}


def _short(entry: ReportEntry) -> str:
    return f"{entry.get_kind_display()}: {entry.text[:120]}"
