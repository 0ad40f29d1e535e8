"""Sections that people type in words, and the difficulties and proposals of a report."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.engines.reporting.addresses import address_by_uid
from honglam.engines.reporting.content import Block, Item, ListBlock, WrittenBlock
from honglam.engines.reporting.entries import entries_of, unit_of_origin
from honglam.engines.reporting.models import ReportEntry
from honglam.engines.reporting.sections import SectionRequest
from honglam.engines.reporting.terms import EntryKind
from honglam.toolkit.numbers import format_date


def written(request: SectionRequest) -> Iterator[Block]:
    """What was typed for this place of the outline; nothing where nobody typed anything."""
    text = request.report.written.get(request.key, "").strip() if request.report is not None else ""
    if text:
        yield WrittenBlock(text)


def difficulties(request: SectionRequest) -> Iterator[Block]:
    """The difficulties of the report, those that were taken over with their unit."""
    yield _list(request, EntryKind.DIFFICULTY, _("Không có khó khăn, vướng mắc."))


def proposals(request: SectionRequest) -> Iterator[Block]:
    """The proposals of the report: whom they ask, whose they are, what was answered."""
    yield _list(request, EntryKind.PROPOSAL, _("Không có đề xuất, kiến nghị."))


def _list(request: SectionRequest, kind: EntryKind, empty: str) -> ListBlock:
    entries = entries_of(request.report, kind) if request.report is not None else []
    return ListBlock("", tuple(_item(entry) for entry in entries), empty)


def _item(entry: ReportEntry) -> Item:
    lines = [entry.text]
    if entry.addressed_to is not None:
        lines.append(_("Cơ quan giải quyết: %(unit)s.") % {"unit": entry.addressed_to})
    if entry.answer:
        day = format_date(timezone.localdate(entry.answered_at)) if entry.answered_at else ""
        lines.append(_("Đã trả lời ngày %(day)s: %(answer)s") % {"day": day, "answer": entry.answer})
    unit = unit_of_origin(entry)
    link = address_by_uid(entry.origin.report.uid) if entry.origin is not None else ""
    return Item("\n".join(lines), str(unit) if unit is not None else "", link)
