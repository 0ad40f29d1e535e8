"""The figures of a report for programs and for calculation: JSON and CSV of every value, with where its rows are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from honglam.engines.reporting.content import Content
from honglam.engines.reporting.models import Report
from honglam.toolkit.sheets import Column, Kind, Table


@dataclass(frozen=True, slots=True)
class ExportedFigure:
    """One figure with what it belongs to. `value` and `previous` are canonical decimals as text, empty for none."""

    section: str
    section_title: str
    key: str
    label: str
    value: str
    measure: str
    previous: str
    unit: str
    unit_code: str
    period: str
    link: str


def exported_figures(report: Report, content: Content) -> Iterator[ExportedFigure]:
    """All figures of a report in reading order, each key of a section once."""
    known: set[tuple[str, str]] = set()
    for section in content.sections:
        for one in section.figures():
            if (section.key, one.key) in known:
                continue
            known.add((section.key, one.key))
            yield ExportedFigure(
                section.code, section.title, one.key, one.label, one.value, one.measure, one.previous,
                str(report.unit), report.unit.code, period_of(report), one.link,
            )  # fmt: skip


def period_of(report: Report) -> str:
    """The code of the period, or its days where it is owed once."""
    return report.period_code or f"{report.period_start:%Y-%m-%d}/{report.period_end:%Y-%m-%d}"


def head_of(report: Report) -> dict[str, Any]:
    """What a program needs to know a report by."""
    return {
        "uid": str(report.uid), "code": report.code, "title": report.title, "regime": report.regime.code,
        "unit": str(report.unit), "unit_code": report.unit.code, "receiver": report.receiver_name,
        "period": period_of(report), "period_start": report.period_start.isoformat(),
        "period_end": report.period_end.isoformat(), "due_on": report.due_on.isoformat(), "step": report.step,
        "version": report.version, "number": report.number,
        "issued_on": report.issued_on.isoformat() if report.issued_on else None,
        "sent_at": report.sent_at.isoformat() if report.sent_at else None,
        "is_frozen": report.is_frozen, "content_sha256": report.content_sha256,
    }  # fmt: skip


def report_json(report: Report, content: Content) -> dict[str, Any]:
    """The whole report: its head, its content as it is (or would be) frozen, and all figures."""
    figures = [asdict(one) for one in exported_figures(report, content)]
    return {**head_of(report), "content": content.to_json(), "figures": figures}


def figures_table(report: Report, content: Content) -> Table:
    """All figures as one table; values are plain text, so that no program rounds them."""
    columns = [
        Column(_("Phần"), lambda one: one.section_title), Column(_("Mã số liệu"), lambda one: one.key),
        Column(_("Nội dung"), lambda one: one.label), Column(_("Giá trị"), lambda one: one.value),
        Column(_("Đơn vị tính"), lambda one: one.measure), Column(_("Kỳ trước"), lambda one: one.previous),
        Column(_("Đơn vị"), lambda one: one.unit), Column(_("Mã đơn vị"), lambda one: one.unit_code),
        Column(_("Kỳ"), lambda one: one.period), Column(_("Đường dẫn"), lambda one: one.link, Kind.TEXT),
    ]  # fmt: skip
    return Table(_("Số liệu báo cáo"), columns, exported_figures(report, content))
