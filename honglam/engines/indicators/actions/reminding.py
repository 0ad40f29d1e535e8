"""Reminding the units whose report is overdue."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.people_for_units import people_by_unit
from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.notices.actions import Letter, send_many
from honglam.core.notices.models import Notice
from honglam.engines.indicators.errors import StepRefused
from honglam.engines.indicators.following import SubmissionLine, submissions_of
from honglam.engines.indicators.models import IndicatorForm
from honglam.engines.indicators.queries import CONFIRM, ENTER
from honglam.engines.indicators.terms import Timeliness
from honglam.toolkit.numbers import format_date

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.toolkit.periods import Period

KIND = "indicators.form_missing"


@transaction.atomic
def remind_missing(*, form: IndicatorForm, period: Period, by: User) -> int:
    """Tell the people of every unit whose report is overdue, once a day; how many units were told.

    Raises:
        NotAllowed: the person does not stand on the form's receiving side.
        StepRefused: nobody is missing, nobody there enters figures, or they were reminded today.
    """
    require(by, CONFIRM, form.receiver)
    form = IndicatorForm.objects.select_related("group", "receiver").select_for_update(of=("self",)).get(pk=form.pk)
    today = timezone.localdate()
    if _was_reminded(form, period):
        raise StepRefused(_("Hôm nay đã nhắc các đơn vị chưa gửi biểu này; mai mới nhắc lại được."))
    lines = submissions_of(form=form, period=period, user=by)
    missing = [line for line in lines if line.timeliness == Timeliness.MISSING]
    if not missing:
        raise StepRefused(_("Không có đơn vị nào quá hạn mà chưa gửi."))
    people = people_by_unit(ENTER, [line.unit.pk for line in missing])
    told = [line for line in missing if any(person != by for person in people.get(line.unit.pk, []))]
    if not told:
        raise StepRefused(_("Các đơn vị chưa gửi chưa có ai được giao nhập số; đề nghị quản trị cấp quyền cho họ."))
    send_many(letters=[_letter(form, period, line, people[line.unit.pk], today) for line in told], by=by)
    record(
        by=by, action="indicators.missing_reminded", target=form, unit=form.receiver, summary=period.label,
        rows=[(str(line.unit.uid), str(line.unit)) for line in told],
    )  # fmt: skip
    return len(told)


def _letter(
    form: IndicatorForm, period: Period, line: SubmissionLine, people: Sequence[User], today: datetime.date
) -> Letter:
    words = {
        "form": form.code, "name": form.name, "unit": line.unit, "period": period.label.lower(),
        "due": format_date(line.due_on),
    }  # fmt: skip
    return Letter(
        event=f"{KIND}:{form.pk}:{period.code}:{line.unit.pk}:{today:%Y%m%d}",
        recipients=people,
        title=_("%(unit)s chưa gửi biểu %(form)s, %(period)s") % words,
        body=_("%(name)s: đã quá hạn gửi %(due)s.") % words,
        url=reverse("indicators:own_forms"),
        unit=line.unit,
    )


def _was_reminded(form: IndicatorForm, period: Period) -> bool:
    """Whether somebody was told today."""
    told = Notice.objects.filter(event__startswith=f"{KIND}:{form.pk}:{period.code}:")
    return told.filter(event__endswith=f":{timezone.localdate():%Y%m%d}").exists()
