"""The names of official days in the language of the page.

The package `holidays` and the shipped decisions write them in Vietnamese. They are listed here so that the catalogue
has them; a name that is not listed, such as one that the province wrote itself, stays as it is.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext, gettext_noop

OFFICIAL_NAMES = (
    gettext_noop("Tết Dương lịch"),
    gettext_noop("29 Tết"),
    gettext_noop("Giao thừa Tết Nguyên Đán"),
    gettext_noop("Tết Nguyên Đán"),
    gettext_noop("Mùng hai Tết Nguyên Đán"),
    gettext_noop("Mùng ba Tết Nguyên Đán"),
    gettext_noop("Mùng bốn Tết Nguyên Đán"),
    gettext_noop("Mùng năm Tết Nguyên Đán"),
    gettext_noop("Ngày Giỗ Tổ Hùng Vương"),
    gettext_noop("Ngày Chiến thắng"),
    gettext_noop("Ngày Quốc tế Lao động"),
    gettext_noop("Quốc khánh"),
    gettext_noop("Ngày Văn hóa Việt Nam"),
    gettext_noop("Làm bù ngày nghỉ hoán đổi"),
    gettext_noop("Nghỉ Tết Dương lịch (hoán đổi với thứ Bảy 10/01/2026)"),
    gettext_noop("Làm bù cho thứ Sáu 02/01/2026"),
)
_IN_LIEU = re.compile(r"(?P<name>.+) \(nghỉ bù\)")
_SWAPPED = re.compile(r"Ngày nghỉ \(thay cho ngày (?P<day>.+)\)")


def shown_name(name: str) -> str:
    """A day's name for people: “Quốc khánh (nghỉ bù)” becomes “National Day (day in lieu)” on an English page."""
    if match := _IN_LIEU.fullmatch(name):
        return gettext("%(name)s (nghỉ bù)") % {"name": shown_name(match["name"])}
    if match := _SWAPPED.fullmatch(name):
        return gettext("Ngày nghỉ (thay cho ngày %(day)s)") % {"day": match["day"]}
    return gettext(name) if name else ""
