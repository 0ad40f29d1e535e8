"""Writes of the calendar: decide a day, withdraw a decision, set office hours."""

from __future__ import annotations

import datetime
import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from honglam.core.audit.actions import record
from honglam.core.calendar.counting import FIRST_YEAR, LAST_YEAR, OfficeHours
from honglam.core.calendar.errors import BadDay
from honglam.core.calendar.models import CalendarDay, CalendarEdition, WorkingHoursRule
from honglam.core.calendar.terms import DayKind
from honglam.toolkit.text import nfc, squeeze

if TYPE_CHECKING:
    from honglam.core.access.models import User


@transaction.atomic
def decide_day(
    *,
    date: datetime.date,
    kind: DayKind,
    name: str,
    by: User,
    source: str = "",
    paired_with: datetime.date | None = None,
) -> CalendarDay:
    """Say what one date is; a decision that stood there before is replaced. BadDay when it cannot be.

    Only this date is decided: for a swap decide both dates, each paired with the other (`swap_days`).
    """
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise BadDay(_("Năm phải từ %(first)s đến %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR})
    if not squeeze(name):
        raise BadDay(_("Hãy ghi tên hoặc lý do của ngày này."))
    if paired_with == date:
        raise BadDay(_("Ngày hoán đổi phải khác ngày này."))
    day = CalendarDay.objects.filter(date=date).first()
    old = {field: str(getattr(day, field) or "") for field in _FIELDS} if day else dict.fromkeys(_FIELDS, "")
    day = day or CalendarDay(date=date)
    day.kind, day.name, day.source = kind, squeeze(nfc(name)), squeeze(nfc(source))
    day.paired_with, day.changed_by = paired_with, by
    day.save()
    _new_edition()
    new = {field: str(getattr(day, field) or "") for field in _FIELDS}
    record(
        by=by,
        action="calendar.day_decided",
        target=day,
        summary=str(day),
        changes={field: (old[field], new[field]) for field in _FIELDS if old[field] != new[field]},
    )
    return day


_FIELDS = ("kind", "name", "source", "paired_with")


@transaction.atomic
def swap_days(*, off: datetime.date, worked: datetime.date, name: str, source: str, by: User) -> None:
    """A working day becomes off and a day off is worked instead, as a paper of the Government decides."""
    decide_day(date=off, kind=DayKind.OFF, name=name, source=source, paired_with=worked, by=by)
    decide_day(date=worked, kind=DayKind.WORKING, name=name, source=source, paired_with=off, by=by)


@transaction.atomic
def withdraw_day(*, day: CalendarDay, reason: str, by: User) -> None:
    """Take a decision back: the date is again what the official calendar says. BadDay without a reason."""
    if not squeeze(reason):
        raise BadDay(_("Hãy ghi lý do bỏ ngày này khỏi bảng."))
    record(
        by=by,
        action="calendar.day_withdrawn",
        target=day,
        summary=str(day),
        reason=squeeze(nfc(reason)),
        changes={field: (str(getattr(day, field) or ""), "") for field in _FIELDS if getattr(day, field)},
    )
    day.delete()
    _new_edition()


@transaction.atomic
def set_office_hours(*, hours: OfficeHours, by: User, source: str = "") -> WorkingHoursRule:
    """Office hours from `hours.starts_on` on; earlier days keep theirs. BadDay when out of order."""
    moments = [*hours.morning, *hours.afternoon]
    if not (moments[0] < moments[1] <= moments[2] < moments[3]):
        raise BadDay(_("Giờ phải theo thứ tự: sáng từ, sáng đến, chiều từ, chiều đến."))
    rule, _created = WorkingHoursRule.objects.update_or_create(
        starts_on=hours.starts_on,
        defaults={
            "morning_start": hours.morning[0],
            "morning_end": hours.morning[1],
            "afternoon_start": hours.afternoon[0],
            "afternoon_end": hours.afternoon[1],
            "source": squeeze(nfc(source)),
            "changed_by": by,
        },
    )
    _new_edition()
    record(by=by, action="calendar.hours_set", target=rule, summary=" · ".join(filter(None, [str(rule), rule.source])))
    return rule


def _new_edition() -> None:
    """Tell every process that the tables changed."""
    CalendarEdition.objects.update_or_create(id=1, defaults={"token": uuid.uuid4()})
