"""Writes of mending: one cell through its owner's verbs, and failing rows sent back to the unit that keeps them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.audit.actions import record
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.jobs.actions import start
from honglam.core.notices.actions import Letter, send, send_many
from honglam.core.organisations.models import Unit
from honglam.engines.datahub.errors import CellNotMendable, NothingToSendBack, SentBackAlready
from honglam.engines.datahub.keepers import people_of_units
from honglam.engines.datahub.mendable import mendable_supply, words_of_rule
from honglam.engines.datahub.models import Dataset, SentBack
from honglam.engines.datahub.rules.corrections import typed
from honglam.engines.datahub.sight import require_keeper, require_row
from honglam.toolkit.numbers import format_date

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.jobs.models import JobRun

CHECK_JOB = "datahub.check"
DAYS_BEFORE = 2
"""A unit is reminded from two days before the due day on, each working day until nothing is left."""


@transaction.atomic
def mend(*, dataset: Dataset, key: str, column: str, value: str, by: User, reason: str) -> None:
    """Write one cell of a failing row at its source, through the source's own verbs, which ask who may.

    `value` is what a person typed: days as 31/12/2026 and figures as 1.234,5 are understood.

    The rows that changed are checked again after the commit.

    Raises:
        NotAllowed: the row is none of theirs, or the source says so. CellNotMendable: rows cannot be mended from here,
        there is no such column, or the source refuses the value (its own error, of its own code).
    """
    require_row(dataset, key, by)
    supply = mendable_supply(dataset)
    written = next((one for one in supply.columns if one.name == column), None)
    if written is None:
        raise CellNotMendable(_("Tập dữ liệu không có cột %(name)s.") % {"name": column})
    assert supply.mend is not None
    supply.mend(key=key, column=column, value=typed(written, value) or None, by=by, reason=reason)
    check_soon(dataset=dataset, by=by)


def check_soon(*, dataset: Dataset, by: User | None) -> JobRun:
    """Have the changed rows checked by a worker after the commit."""
    return start(
        CHECK_JOB, by=by, unit=dataset.owner, target=dataset, dataset_id=dataset.pk, incremental=True,
        person_id=by.pk if by is not None else None, asked=False,
        target_url=reverse("datahub:dataset_quality", args=[dataset.code]),
    )  # fmt: skip


@transaction.atomic
def send_back(
    *, dataset: Dataset, rule: str, unit: Unit, due_on: datetime.date, note: str, by: User
) -> SentBack:  # fmt: skip
    """Send the rows of a unit that break a rule back to it, to be mended by a day; its people are told.

    Raises:
        NotAllowed. NothingToSendBack: no row of the unit breaks the rule, or the day has passed.
        SentBackAlready: what was sent back before is not settled yet.
    """
    dataset = Dataset.objects.select_for_update(of=("self",)).select_related("owner", "steward").get(pk=dataset.pk)
    require_keeper(by, dataset)
    rows = dataset.failing_rows.filter(unit=unit, broken__contains=f" {rule} ").count()
    if not rows:
        raise NothingToSendBack(_("Không còn dòng nào của %(unit)s vi phạm quy tắc này.") % {"unit": unit})
    if due_on < timezone.localdate():
        raise NothingToSendBack(_("Hạn sửa phải từ hôm nay trở đi."), column="due_on")
    if dataset.sent_back.filter(unit=unit, rule=rule, settled_at__isnull=True).exists():
        raise SentBackAlready(str(unit))
    sent = SentBack.objects.create(dataset=dataset, unit=unit, rule=rule, rows=rows, left=rows, note=note.strip(),
                                   due_on=due_on, by=by)  # fmt: skip
    send(
        event=f"datahub.rows_sent_back:{sent.uid}", recipients=people_of_units([unit.pk]).get(unit.pk, []),
        title=_("%(name)s: %(rows)d dòng cần sửa trước %(due)s") % {
            "name": dataset.name, "rows": rows, "due": format_date(due_on)},
        body="\n".join(filter(None, [words_of_rule(dataset, rule), sent.note])),
        url=reverse("datahub:to_mend"), unit=unit, by=by,
    )  # fmt: skip
    record(by=by, action="datahub.rows_sent_back", target=dataset, unit=unit, reason=sent.note,
           summary=_("%(rule)s: %(rows)d dòng") % {"rule": rule, "rows": rows})  # fmt: skip
    return sent


@transaction.atomic
def remind_units(*, today: datetime.date, by: User | None = None) -> int:
    """Remind units of what was sent back to them and is due or overdue; how many. On a working day, once a day."""
    if not WorkingCalendar.load().is_working_day(today):
        return 0
    near = SentBack.objects.filter(
        settled_at__isnull=True, due_on__lte=today + datetime.timedelta(days=DAYS_BEFORE)
    ).select_related("dataset", "unit")  # fmt: skip
    sent_back = list(near)
    people = people_of_units({sent.unit_id for sent in sent_back})
    letters = [
        Letter(
            event=f"datahub.rows_sent_back:{sent.uid}:{today:%Y%m%d}", recipients=people.get(sent.unit_id, []),
            title=_("%(name)s: còn %(left)d dòng cần sửa, hạn %(due)s") % {
                "name": sent.dataset.name, "left": sent.left, "due": format_date(sent.due_on)},
            body=sent.note, url=reverse("datahub:to_mend"), unit=sent.unit,
        )
        for sent in sent_back
    ]  # fmt: skip
    send_many(letters=letters, by=by)
    return len(letters)
