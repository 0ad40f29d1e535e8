"""Checks and findings as sheets, to Excel and to paper."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from honglam.engines.plans.models import PlanCheck, PlanFinding
from honglam.toolkit.sheets import Column, Kind, Table


def checks_table(found: QuerySet[PlanCheck]) -> Table:
    """Checks with their counts (`with_counts`)."""
    columns = [
        Column(_("Dự thảo"), lambda one: one.name, width=50),
        Column(_("Đối chiếu với"), lambda one: one.upper_name, width=50),
        Column(_("Đơn vị"), lambda one: str(one.unit), width=30),
        Column(_("Tình trạng"), lambda one: one.get_state_display()),
        Column(_("Lần soát"), lambda one: one.finished_round, Kind.NUMBER),
        Column(_("Còn mở"), lambda one: one.open_count, Kind.NUMBER),
        Column(_("Phải sửa trước khi ký"), lambda one: one.high_count, Kind.NUMBER),
        Column(_("Đã bỏ qua"), lambda one: one.dismissed_count, Kind.NUMBER),
        Column(_("Đã sửa"), lambda one: one.mended_count, Kind.NUMBER),
        Column(_("Người soát"), lambda one: str(one.created_by), width=24),
        Column(_("Soát lần cuối"), lambda one: one.touched_at, Kind.MOMENT),
    ]
    return Table(_("Dự thảo đã soát"), columns, found)


def findings_table(check_run: PlanCheck, found: QuerySet[PlanFinding]) -> Table:
    """Findings of a check with both quotations and what people decided."""
    columns = [
        Column(_("Mức độ"), lambda one: one.get_severity_display(), width=22),
        Column(_("Loại"), lambda one: one.kind_label, width=28),
        Column(_("Kế hoạch cấp trên"), _text_of("upper"), width=50),
        Column(_("Vị trí ở cấp trên"), lambda one: one.upper_place, width=20),
        Column(_("Dự thảo"), _text_of("lower"), width=50),
        Column(_("Vị trí trong dự thảo"), lambda one: one.lower_place, width=20),
        Column(_("Vì sao"), lambda one: one.explanation, width=50),
        Column(_("Đề xuất sửa"), lambda one: one.suggestion, width=50),
        Column(_("Tình trạng"), lambda one: str(one.standing_in(check_run).label)),
        Column(_("Lý do bỏ qua"), lambda one: one.reason, width=30),
        Column(_("Người bỏ qua"), lambda one: str(one.dismissed_by or ""), width=24),
        Column(_("Bỏ qua lúc"), lambda one: one.dismissed_at, Kind.MOMENT),
    ]
    notes = [_("Đối chiếu với: %(plan)s") % {"plan": check_run.upper_name}] if check_run.upper_name else []
    return Table(_("Kết quả soát %(name)s") % {"name": check_run.name[:80]}, columns, found, notes)


def _text_of(side: str) -> Any:
    return lambda finding: (getattr(finding, side) or {}).get("text", "")
