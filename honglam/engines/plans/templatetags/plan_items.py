"""How items of a reading read on the review screen."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from honglam.engines.plans.models import PlanTarget, ReadItem, ReportingDuty
from honglam.engines.plans.terms import AssignmentRole, ItemKind
from honglam.toolkit.ui.templatetags.ui import icon

register = template.Library()
SURE, FAIR = 0.8, 0.6


@register.filter
def item_title(item: ReadItem) -> str:
    """The line that an item is known by."""
    data = item.data
    match item.kind:
        case ItemKind.CITATION:
            return f"{data.get('kind') or ''} {data.get('number') or ''}".strip()
        case ItemKind.SECTION:
            return f"{data.get('path') or ''} {data.get('heading') or ''}".strip()
        case ItemKind.REPORTING:
            return f"{data.get('who') or ''} → {data.get('to') or '…'}"
        case ItemKind.RESULT:
            return str(data.get("text") or "")
    return str(data.get("name") or "")


@register.filter
def item_facts(item: ReadItem) -> list[tuple[str, str]]:
    """Names and values of what an item says besides its title and its units."""
    data = item.data
    facts: list[tuple[str, Any]] = []
    if item.kind in (ItemKind.TASK, ItemKind.DUTY):
        facts = [
            (_("Thời hạn"), _deadline(data)),
            (_("Sản phẩm"), data.get("product")),
            (_("Nội dung"), data.get("content")),
        ]
    elif item.kind == ItemKind.INDICATOR:
        operator = dict(PlanTarget.OPERATORS).get(data.get("operator") or "", "")
        facts = [
            (_("Mức"), f"{operator} {_level(data)}".strip()),
            (_("Ghi là"), data.get("target_text")),
            (_("Mục"), data.get("section")),
        ]
    elif item.kind == ItemKind.CITATION:
        facts = [
            (_("Ngày"), _day(data.get("date"))),
            (_("Cơ quan"), data.get("issuer")),
            (_("Ngày khác nhau"), _dates_apart(data)),
        ]
    elif item.kind == ItemKind.REPORTING:
        labels = dict(ReportingDuty._meta.get_field("frequency").choices or [])
        facts = [(_("Định kỳ"), labels.get(data.get("frequency") or "", "")), (_("Thời hạn"), data.get("due_rule"))]
    elif item.kind == ItemKind.RESULT:
        facts = [(_("Giá trị"), f"{_number(data.get('value'))} {data.get('unit') or ''}".strip())]
    return [(label, _short(str(value))) for label, value in facts if value]


@register.filter
def item_units(item: ReadItem) -> list[dict[str, Any]]:
    """The names of units by role."""
    entries = item.data.get("units", [])
    roles = [(role, [entry for entry in entries if entry["role"] == role]) for role in AssignmentRole]
    return [{"label": role.label, "entries": found} for role, found in roles if found]


@register.filter
def loose_entries(item: ReadItem) -> list[dict[str, Any]]:
    """Names that are tied to nothing yet, once each."""
    return list({entry["text"]: entry for entry in item.data.get("units", []) if not entry["units"]}.values())


@register.filter
def confidence_badge(confidence: float) -> SafeString:
    """How sure the reader is: colour, icon and word."""
    if confidence >= SURE:
        tone, name, word = "success", "circle-check", _("Chắc")
    elif confidence >= FAIR:
        tone, name, word = "soon", "alert-circle", _("Cần xem")
    else:
        tone, name, word = "late", "help-circle", _("Chưa chắc")
    return format_html('<span class="status status-{}">{}<span>{}</span></span>', tone, icon(name), word)


def _deadline(data: dict[str, Any]) -> str:
    text, deadline = data.get("deadline_text") or "", data.get("deadline")
    words = {"recurring": _("thường xuyên"), "on_demand": _("khi có yêu cầu"), None: "", "": ""}
    meant = words[deadline] if deadline in words else _day(deadline)
    if not meant:
        return _("%s (chưa rõ ngày)") % text if text else _("chưa rõ")
    return f"{meant} ({text})" if text and text.casefold() != meant.casefold() else meant


def _day(text: str | None) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}" if text else ""


def _number(value: Any) -> str:
    return "" if value is None else f"{value:g}".replace(".", ",")


def _level(data: dict[str, Any]) -> str:
    target = data.get("target")
    if isinstance(target, list):
        return f"{_number(target[0])}–{_number(target[1])} {data.get('unit') or ''}"
    return f"{_number(target)} {data.get('unit') or ''}".strip()


def _dates_apart(data: dict[str, Any]) -> str:
    dates = {mention.get("date") for mention in data.get("mentions") or [] if mention.get("date")}
    return ", ".join(_day(day) for day in sorted(dates)) if len(dates) > 1 else ""


def _short(text: str, most: int = 400) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}…"
