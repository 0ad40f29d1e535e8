"""Dates and numbers as people read them: 03/02/2026, “còn 3 ngày”, 1.234,5."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Day = datetime.date | datetime.datetime


def local_day(value: Day) -> datetime.date:
    """The day in the local time zone."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def written_date(value: Day | None, with_time: bool = False) -> str:
    """dd/mm/yyyy, with HH:MM before it where asked (as Vietnamese administration writes times); empty for None."""
    if value is None:
        return ""
    if with_time and isinstance(value, datetime.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.strftime("%H:%M %d/%m/%Y")
    return local_day(value).strftime("%d/%m/%Y")


def written_number(value: int | float | Decimal | None, decimals: int | None = None) -> str:
    """1.234,5 in Vietnamese, 1,234.5 in English; empty for None. `decimals` fixes the number of decimals."""
    if value is None:
        return ""
    if decimals is None and isinstance(value, float):
        value = Decimal(repr(value)).normalize()
        if value == value.to_integral():
            value = value.quantize(Decimal(1))
    return formats.number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def until_due(due: Day | None, today: datetime.date | None = None) -> str:
    """How far a due date is: “còn 3 ngày”, “hôm nay”, “quá hạn 5 ngày” (calendar days); empty for None."""
    if due is None:
        return ""
    days = (local_day(due) - (today or timezone.localdate())).days
    if days == 0:
        return _("hạn hôm nay")
    if days == 1:
        return _("hạn ngày mai")
    if days > 1:
        return ngettext("còn %(count)s ngày", "còn %(count)s ngày", days) % {"count": written_number(days)}
    return ngettext("quá hạn %(count)s ngày", "quá hạn %(count)s ngày", -days) % {"count": written_number(-days)}


def since(moment: Day | None, now: datetime.datetime | None = None) -> str:
    """How long ago something happened: “vừa xong”, “12 phút trước”, “3 giờ trước”, “hôm qua”, then the date."""
    if moment is None:
        return ""
    now = now or timezone.now()
    days = (local_day(now) - local_day(moment)).days
    if isinstance(moment, datetime.datetime) and days == 0:
        minutes = int((now - moment).total_seconds() // 60)
        if minutes < 1:
            return _("vừa xong")
        if minutes < 60:
            return ngettext("%(count)s phút trước", "%(count)s phút trước", minutes) % {"count": minutes}
        return ngettext("%(count)s giờ trước", "%(count)s giờ trước", minutes // 60) % {"count": minutes // 60}
    if days == 0:
        return _("hôm nay")
    if days == 1:
        return _("hôm qua")
    if 1 < days <= 6:
        return ngettext("%(count)s ngày trước", "%(count)s ngày trước", days) % {"count": days}
    return written_date(moment)
