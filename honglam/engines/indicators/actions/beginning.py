"""The submissions that figures are written for: one a form, unit and period, made with the first figure, locked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.errors import NotAllowed
from honglam.core.access.reach import require
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.engines.indicators.cells import may_be_written
from honglam.engines.indicators.deadlines import due_on
from honglam.engines.indicators.errors import IndicatorError, StepRefused
from honglam.engines.indicators.models import IndicatorForm, Submission
from honglam.engines.indicators.queries import ENTER
from honglam.engines.indicators.reporters import Reporters

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit
    from honglam.toolkit.periods import Period

Refusal = IndicatorError | NotAllowed
PlaceKey = tuple[int, str]
"""Unit and period code."""


def begin(*, form: IndicatorForm, unit: Unit, period: Period, by: User) -> Submission:
    """The submission of a form, unit and period, locked for writing; made where this is the first figure.

    Raises:
        NotAllowed, StepRefused: a period of another scheme or not begun, a unit that does not report the form, a
        submission in the receiver's hands.
    """
    (found,) = begin_all(form=form, places=[(unit, period)], by=by).values()
    if not isinstance(found, Submission):
        raise found
    return found


def begin_all(
    *, form: IndicatorForm, places: Collection[tuple[Unit, Period]], by: User
) -> dict[PlaceKey, Submission | Refusal]:
    """The submissions of a form for several units and periods, locked for writing, or why nothing is written there.

    The number of queries does not depend on the number of places. Locks are taken in one order, so that two people who
    paste over the same units wait for each other instead of blocking each other.
    """
    found: dict[PlaceKey, Submission | Refusal] = {}
    open_places: list[tuple[Unit, Period]] = []
    for unit, period in places:
        try:
            require(by, ENTER, unit)
            _refuse_period(form, period)
            open_places.append((unit, period))
        except (IndicatorError, NotAllowed) as error:
            found[unit.pk, period.code] = error
    locked = _locked(form, open_places)
    missing = [(unit, period) for unit, period in open_places if (unit.pk, period.code) not in locked]
    if missing:
        reporters = Reporters.of([form])
        reporting = {period: {one.pk for one in reporters.on(form, period.end)} for _unit, period in missing}
        for unit, period in missing:
            if unit.pk not in reporting[period]:
                found[unit.pk, period.code] = StepRefused(_("%(unit)s không phải báo cáo biểu này.") % {"unit": unit})
        asked = [(unit, period) for unit, period in missing if unit.pk in reporting[period]]
        if asked:
            _make(form, asked)
            locked |= _locked(form, asked)
    for key, submission in locked.items():
        is_open = may_be_written(submission.state)
        found[key] = submission if is_open else StepRefused(_("Biểu đã gửi. Đề nghị nơi nhận trả lại để sửa."))
    return found


def _refuse_period(form: IndicatorForm, period: Period) -> None:
    """Refuse a period that the form does not take today. Raises StepRefused."""
    if period.scheme != form.scheme:
        raise StepRefused(_("Biểu này không báo cáo theo kỳ %(period)s.") % {"period": period.label})
    if period.start > timezone.localdate():
        raise StepRefused(_("Kỳ này chưa bắt đầu."))
    if not form.is_active or period.end < form.starts_on or (form.ends_on is not None and period.end > form.ends_on):
        raise StepRefused(_("Biểu không áp dụng cho kỳ này."))


def _locked(form: IndicatorForm, places: Iterable[tuple[Unit, Period]]) -> dict[PlaceKey, Submission]:
    wanted = [(unit.pk, period) for unit, period in places]
    if not wanted:
        return {}
    rows = Submission.objects.select_for_update().filter(form=form).of_places(wanted).order_by("pk")
    return {(row.unit_id, row.period_code): row for row in rows}


def _make(form: IndicatorForm, places: Sequence[tuple[Unit, Period]]) -> None:
    """The missing submissions, in one order; one that somebody else makes at the same moment is theirs."""
    calendar = WorkingCalendar.load()
    due = {period: due_on(form, period, calendar) for _unit, period in places}
    Submission.objects.bulk_create(
        [
            Submission(
                form=form, unit=unit, period_scheme=period.scheme, period_code=period.code, period_start=period.start,
                period_end=period.end, due_on=due[period],
            )
            for unit, period in sorted(places, key=lambda place: (place[0].pk, place[1].code))
        ],
        ignore_conflicts=True,
    )  # fmt: skip
