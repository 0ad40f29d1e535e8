"""While an amended version is reviewed, the officer sees what it changes before accepting anything."""

from __future__ import annotations

import datetime
from typing import Any

from honglam.core.files.models import StoredFile
from honglam.engines.plans.models import Reading, ReadItem
from honglam.engines.plans.shown.amending import amendment_of
from honglam.engines.plans.terms import ItemDecision, ItemKind, ReadingState
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People

JUNE, SEPTEMBER = datetime.date(2026, 6, 30), datetime.date(2026, 9, 30)


def amending(people: People, plan: Any, *rows: dict[str, Any]) -> Reading:
    file = StoredFile.objects.create(
        name="sua-doi.txt", kind="txt", media_type="text/plain", size=1, sha256="0" * 64, purpose="plans.document"
    )
    reading = Reading.objects.create(file=file, issuer=plan.issuer, amends=plan, state=ReadingState.REVIEW)
    for position, row in enumerate(rows):
        lead = [{"role": "lead", "text": "Sở Khoa học và Công nghệ", "units": [people.science.pk]}]
        data = {"name": "", "deadline": None, "product": "Quy chế được ban hành", "units": lead} | row
        ReadItem.objects.create(reading=reading, kind=ItemKind.TASK, position=position, data=data, original=data)
    return reading


def test_new_changed_same_and_gone_are_told_apart(people: People) -> None:
    plan = make_plan(people.province)
    for name in ("Ban hành quy chế dữ liệu", "Mở lớp kỹ năng số cho thôn", "Thay máy chủ phòng họp"):
        make_share(make_task(plan, name, due_on=JUNE), people.science)
    reading = amending(
        people, plan,
        {"name": "Ban hành quy chế dữ liệu", "deadline": "2026-06-30"},
        {"name": "Mở lớp kỹ năng số cho thôn", "deadline": "2026-09-30"},
        {"name": "Lắp trạm đo mưa tự động", "deadline": "2026-09-30"},
    )  # fmt: skip
    amendment = amendment_of(reading)
    assert amendment is not None
    same, changed, new = (amendment.by_item[str(item.uid)] for item in reading.items.order_by("position"))
    assert not same.is_new and not same.changes
    assert changed.changes == ("Thời hạn: 30/06/2026 → 30/09/2026",)
    assert new.is_new
    assert [task.name for task in amendment.gone] == ["Thay máy chủ phòng họp"]
    assert (amendment.new_count, amendment.changed_count) == (1, 1)


def test_another_lead_is_a_change_and_a_dropped_item_counts_as_gone(people: People) -> None:
    plan = make_plan(people.province)
    make_share(make_task(plan, "Ban hành quy chế dữ liệu"), people.north)
    reading = amending(people, plan, {"name": "Ban hành quy chế dữ liệu"})
    (item,) = reading.items.all()
    first = amendment_of(reading)
    assert first is not None
    assert first.by_item[str(item.uid)].changes == ("Chủ trì nay là: Sở Khoa học và Công nghệ",)
    ReadItem.objects.filter(pk=item.pk).update(decision=ItemDecision.DROPPED)
    second = amendment_of(reading)
    assert second is not None
    assert len(second.gone) == 1


def test_a_reading_that_amends_nothing_has_no_differences(people: People) -> None:
    reading = amending(people, make_plan(people.province))
    reading.amends = None
    assert amendment_of(reading) is None
