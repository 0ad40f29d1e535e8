"""A document on its way to becoming a plan: what is read waits for a person, and nothing is created before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from honglam.core.access.errors import NotAllowed
from honglam.core.access.models import User
from honglam.core.audit.models import AuditEntry
from honglam.engines.documents.public import read_document
from honglam.engines.plans.actions import plans, readings
from honglam.engines.plans.errors import (
    HeadIncomplete,
    HeadTooLong,
    ItemGone,
    ItemInvalid,
    ItemsUndecided,
    ReadingClosed,
)
from honglam.engines.plans.extraction.items import (
    Citation,
    DocumentHead,
    Indicator,
    PlanReading,
    Section,
    Source,
    TaskRow,
    UnitDuties,
)
from honglam.engines.plans.models import Assignment, Plan, Reading, ReadItem, Task
from honglam.engines.plans.terms import ItemDecision, ItemKind, PlanState, ReadingState, WorkState
from tests.people import People

TEXT = """KẾ HOẠCH
Chuyển đổi số năm 2026

1. Ban hành quy chế quản lý dữ liệu dùng chung
2. Tập huấn kỹ năng số cho cán bộ
"""
FIRST, SECOND = (TEXT.index(words) for words in ("Ban hành", "Tập huấn"))


def row(name: str, start: int, lead: list[str], **more: Any) -> TaskRow:
    values: dict[str, Any] = {
        "section_or_appendix": "PHỤ LỤC I", "group": "I. Thể chế", "no": "1", "content": None, "coordinating": [],
        "monitoring": [], "deadline_text": "Quý II/2026", "deadline": "2026-06-30", "product": "Quyết định",
        "confidence": 0.9,
    }  # fmt: skip
    return TaskRow(name=name, lead=lead, source=Source(start, start + len(name), 1), **(values | more))


def plan_read(**head: Any) -> PlanReading:
    title = {"title": "Kế hoạch chuyển đổi số năm 2026", "year": 2026, "kind": "plan"}
    return PlanReading(
        doc=DocumentHead(**(title | head)),
        legal_basis=[Citation("Quyết định", "749/QĐ-TTg", "2020-06-03", "Thủ tướng Chính phủ", Source(0, 8), 0.95)],
        indicators=[
            Indicator("I/1", None, None, "hồ sơ trực tuyến", ">=", 80.0, "tối thiểu 80%", "%", [], Source(0, 8), 0.9)
        ],
        tasks=[
            row("Ban hành quy chế quản lý dữ liệu dùng chung", FIRST, ["Sở Khoa học và Công nghệ"]),
            row("Tập huấn kỹ năng số cho cán bộ", SECOND, ["Hội Yêu Hoa Phong Lan"], confidence=0.5),
        ],
        assignments=[UnitDuties("Sở Khoa học và Công nghệ", ["Theo dõi, đôn đốc việc thực hiện"], Source(0, 8), 0.9)],
    )  # fmt: skip


@pytest.fixture
def reading(people: People, settings: Any, tmp_path: Any) -> Reading:
    settings.MEDIA_ROOT = tmp_path
    upload = SimpleUploadedFile("ke-hoach.txt", TEXT.encode())
    brought = readings.bring_in(upload=upload, issuer=people.province, by=people.coordinator)
    return readings.keep(reading=brought, document=read_document(TEXT.encode(), name="a.txt"), found=plan_read())


def accept_everything(reading: Reading, people: People) -> None:
    readings.decide(
        reading=reading, items=list(reading.items.pending()), decision=ItemDecision.ACCEPTED, by=people.coordinator
    )


def test_only_who_may_import_for_the_issuer_brings_a_document_in(people: People) -> None:
    upload = SimpleUploadedFile("ke-hoach.txt", TEXT.encode())
    with pytest.raises(NotAllowed):
        readings.bring_in(upload=upload, issuer=people.province, by=people.officer)
    assert not Reading.objects.exists()


def test_tasks_and_targets_wait_while_sure_citations_are_accepted_as_read(reading: Reading) -> None:
    decisions = dict(reading.items.values_list("kind", "decision"))
    assert decisions[ItemKind.TASK] == decisions[ItemKind.INDICATOR] == decisions[ItemKind.DUTY] == ItemDecision.PENDING
    assert decisions[ItemKind.CITATION] == ItemDecision.ACCEPTED


def test_names_are_tied_to_units_and_unknown_ones_are_left_loose(reading: Reading, people: People) -> None:
    known, unknown = reading.items.filter(kind=ItemKind.TASK).order_by("position")
    assert known.data["units"][0]["units"] == [people.science.pk]
    assert unknown.loose_names == ["Hội Yêu Hoa Phong Lan"]


def test_nothing_is_created_before_the_reading_is_accepted(reading: Reading, people: People) -> None:
    accept_everything(reading, people)
    assert not Plan.objects.exists()
    assert not Task.objects.exists()


def test_an_undecided_item_stops_the_last_step(reading: Reading, people: People) -> None:
    with pytest.raises(ItemsUndecided, match="4 mục"):
        plans.accept_reading(reading=reading, by=people.coordinator)
    assert not Plan.objects.exists()


def test_a_reading_without_a_year_cannot_become_a_plan(reading: Reading, people: People) -> None:
    accept_everything(reading, people)
    readings.edit_head(reading=reading, head={"year": None}, by=people.coordinator)
    with pytest.raises(HeadIncomplete, match="năm"):
        plans.accept_reading(reading=reading, by=people.coordinator)


def test_accepting_trusted_items_leaves_doubtful_and_loose_ones(reading: Reading, people: People) -> None:
    assert readings.accept_trusted(reading=reading, by=people.coordinator) == 3
    left = reading.items.pending().get()
    assert left.data["name"] == "Tập huấn kỹ năng số cho cán bộ"


@pytest.mark.parametrize(
    ("operator", "target"),
    [("range", [None, None]), ("range", [5.0, None]), ("range", [9.0, 5.0]), (">=", None), (">=", 1e17),
     ("range", [1.0, 1e300]), ("=", float("inf"))],
)  # fmt: skip
def test_a_target_without_a_usable_level_is_refused(
    reading: Reading, people: People, operator: str, target: Any
) -> None:
    item = reading.items.get(kind=ItemKind.INDICATOR)
    with pytest.raises(ItemInvalid) as refused:
        readings.edit_item(item=item, data={"operator": operator, "target": target}, by=people.coordinator)
    assert refused.value.column == "target"


def test_a_name_tied_once_is_tied_wherever_it_stands(reading: Reading, people: People) -> None:
    item = reading.items.get(kind=ItemKind.TASK, position=1)
    other = readings.add_item(
        reading=reading, kind=ItemKind.TASK, data={"name": "Một việc khác nữa", "lead": ["Hội Yêu Hoa Phong Lan"]},
        by=people.coordinator,
    )  # fmt: skip
    readings.tie(item=item, role="lead", text="Hội Yêu Hoa Phong Lan", units=[people.north], by=people.coordinator)
    other.refresh_from_db()
    assert other.data["units"][0]["units"] == [people.north.pk]


def test_an_edit_keeps_what_the_machine_read_beside_it_and_counts_as_accepted(reading: Reading, people: People) -> None:
    item = reading.items.get(kind=ItemKind.TASK, position=0)
    readings.edit_item(item=item, data={"name": "Ban hành quy chế dữ liệu"}, by=people.coordinator)
    item.refresh_from_db()
    assert item.decision == ItemDecision.ACCEPTED
    assert item.is_edited
    assert item.original["name"] == "Ban hành quy chế quản lý dữ liệu dùng chung"


def test_an_edited_name_is_tied_anew_and_other_ties_stay(reading: Reading, people: People) -> None:
    item = reading.items.get(kind=ItemKind.TASK, position=1)
    readings.tie(item=item, role="lead", text="Hội Yêu Hoa Phong Lan", units=[people.north], by=people.coordinator)
    edited = readings.edit_item(
        item=item, data={"lead": ["Hội Yêu Hoa Phong Lan", "Sở Khoa học và Công nghệ"]}, by=people.coordinator
    )
    assert [entry["units"] for entry in edited.data["units"]] == [[people.north.pk], [people.science.pk]]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (ItemKind.TASK, {"name": "  "}),
        (ItemKind.TASK, {"name": "Việc có hạn sai", "deadline": "31/02/2026"}),
        (ItemKind.INDICATOR, {"name": "Tỷ lệ", "operator": "range", "target": [20, 10]}),
        (ItemKind.INDICATOR, {"name": "Tỷ lệ", "operator": ">=", "target": None}),
        (ItemKind.INDICATOR, {"name": "Tỷ lệ", "operator": "done", "target": 1}),
        (ItemKind.CITATION, {"number": ""}),
    ],
)
def test_an_item_that_says_nothing_usable_is_refused(
    reading: Reading, people: People, kind: ItemKind, data: dict[str, Any]
) -> None:
    before = ReadItem.objects.count()
    with pytest.raises(ItemInvalid):
        readings.add_item(reading=reading, kind=kind, data=data, by=people.coordinator)
    assert ReadItem.objects.count() == before


def test_accepted_without_a_number_it_is_a_draft_whose_work_is_prepared_not_given(
    reading: Reading, people: People
) -> None:
    accept_everything(reading, people)
    plan = plans.accept_reading(reading=reading, by=people.coordinator)
    assert plan.state == PlanState.DRAFT
    assert set(plan.tasks.values_list("name", flat=True)) == {
        "Ban hành quy chế quản lý dữ liệu dùng chung",
        "Tập huấn kỹ năng số cho cán bộ",
        "Theo dõi, đôn đốc việc thực hiện",
    }
    assert set(Assignment.objects.values_list("state", flat=True)) == {WorkState.PREPARED}
    task = plan.tasks.get(name__startswith="Ban hành")
    assert task.source_quote == "Ban hành quy chế quản lý dữ liệu dùng chung"
    assert plan.document_text[task.source_start : task.source_end] == task.source_quote
    assert plan.targets.get().value == 80
    assert reading.items.count() == 5


def test_an_accepted_reading_is_closed(reading: Reading, people: People) -> None:
    accept_everything(reading, people)
    plans.accept_reading(reading=reading, by=people.coordinator)
    reading.refresh_from_db()
    assert reading.state == ReadingState.ACCEPTED
    with pytest.raises(ReadingClosed):
        readings.drop(reading=reading, by=people.coordinator)


def longer_than_kept(*records: Any) -> list[str]:
    """Columns that hold more than PostgreSQL would take."""
    return [
        f"{type(record).__name__}.{column.name}"
        for record in records
        for column in record._meta.concrete_fields
        if isinstance(value := getattr(record, column.attname), str) and len(value) > (column.max_length or len(value))
    ]


def test_what_was_read_far_too_long_is_cut_where_records_are_made(reading: Reading, people: People) -> None:
    long, read = "Rất dài " * 400, plan_read()
    found = replace(
        read,
        tasks=[
            replace(task, no=f"{index} {long}", group=long, section_or_appendix=long, deadline_text=long,
                    lead=[*task.lead, f"Sở Khoa học và Công nghệ {long}"])
            for index, task in enumerate(read.tasks)
        ],
        indicators=[replace(read.indicators[0], no=long, group=long, section=long, target_text=long, unit=long)],
        sections=[Section(long, "Nhiệm vụ", Source(0, 8), 0.9)],
        legal_basis=[Citation(long, f"{long}{end}", None, long, Source(0, 8), 0.95) for end in ("một", "hai")],
    )  # fmt: skip
    readings.keep(reading=reading, document=read_document(TEXT.encode(), name="a.txt"), found=found)
    item = reading.items.get(kind=ItemKind.TASK, position=1)
    readings.tie(item=item, role="lead", text=item.loose_names[-1], units=[people.north], by=people.coordinator)
    accept_everything(reading, people)
    plan = plans.accept_reading(reading=reading, by=people.coordinator)
    records = [
        *plan.tasks.all(), *plan.targets.all(), *plan.sections.all(), *plan.legal_basis.all(),
        *Assignment.objects.filter(task__plan=plan), *(target.indicator for target in plan.targets.all()),
    ]  # fmt: skip
    assert not longer_than_kept(plan, *records)
    task = plan.tasks.order_by("position")[0]
    assert (task.number[:8], task.number[-1], len(task.number)) == ("0 Rất dà", "…", 40)
    assert plan.legal_basis.count() == 1


@pytest.mark.parametrize(
    ("column", "said"),
    [("title", "tên"), ("number", "số, ký hiệu"), ("signer", "người ký"), ("signer_title", "chức vụ người ký")],
)
def test_a_head_that_was_read_far_too_long_is_refused_and_can_be_mended(
    reading: Reading, people: People, column: str, said: str
) -> None:
    reading.head = reading.head | {column: "Rất dài " * 400, "recipients": ["Như trên " * 900]}
    reading.save()
    accept_everything(reading, people)
    with pytest.raises(HeadTooLong, match=said):
        plans.accept_reading(reading=reading, by=people.coordinator)
    readings.edit_head(reading=reading, head={column: "Ngắn gọn"}, by=people.coordinator)
    assert not longer_than_kept(plans.accept_reading(reading=reading, by=people.coordinator))


def test_a_target_read_without_a_usable_level_is_named_before_anything_is_made(
    reading: Reading, people: People
) -> None:
    item = reading.items.get(kind=ItemKind.INDICATOR)
    ReadItem.objects.filter(pk=item.pk).update(data=item.data | {"target": 1e18})
    accept_everything(reading, people)
    with pytest.raises(ItemInvalid, match="hồ sơ trực tuyến: Chỉ tiêu phải có mức"):
        plans.accept_reading(reading=reading, by=people.coordinator)
    assert not Plan.objects.exists()


VERBS: dict[str, Callable[[Reading, ReadItem, User], Any]] = {
    "read_again": lambda reading, _item, by: readings.read_again(reading=reading, by=by),
    "keep": lambda reading, _item, _by: readings.keep(
        reading=reading, document=read_document(TEXT.encode(), name="a.txt"), found=plan_read()
    ),
    "keep_failure": lambda reading, _item, _by: readings.keep_failure(reading=reading, message="Tệp hỏng"),
    "set_issuer": lambda reading, _item, by: readings.set_issuer(reading=reading, issuer=reading.issuer, by=by),
    "edit_head": lambda reading, _item, by: readings.edit_head(reading=reading, head={"title": "Khác"}, by=by),
    "edit_item": lambda _reading, item, by: readings.edit_item(item=item, data={"name": "Khác"}, by=by),
    "tie": lambda _reading, item, by: readings.tie(item=item, role="lead", text="Sở", units=[], by=by),
    "add_item": lambda reading, _item, by: readings.add_item(
        reading=reading, kind=ItemKind.TASK, data={"name": "Việc thêm"}, by=by
    ),
    "decide": lambda reading, item, by: readings.decide(
        reading=reading, items=[item], decision=ItemDecision.DROPPED, by=by
    ),
    "accept_trusted": lambda reading, _item, by: readings.accept_trusted(reading=reading, by=by),
    "drop": lambda reading, _item, by: readings.drop(reading=reading, by=by),
}


@pytest.mark.parametrize("verb", VERBS)
def test_who_still_has_the_review_open_changes_nothing_of_an_accepted_reading(
    reading: Reading, people: People, verb: str
) -> None:
    seen_before = ReadItem.objects.select_related("reading").filter(reading=reading, kind=ItemKind.TASK)[0]
    accept_everything(reading, people)
    plan = plans.accept_reading(reading=reading, by=people.coordinator)
    with CaptureQueriesContext(connection) as queries, pytest.raises(ReadingClosed):
        VERBS[verb](seen_before.reading, seen_before, people.coordinator)
    if connection.features.has_select_for_update:
        assert any("FOR UPDATE" in query["sql"] for query in queries)
    reading.refresh_from_db()
    assert (reading.state, reading.plan) == (ReadingState.ACCEPTED, plan)


def test_two_people_who_edit_one_item_keep_what_each_of_them_wrote(reading: Reading, people: People) -> None:
    one, other = (ReadItem.objects.get(reading=reading, kind=ItemKind.TASK, position=0) for _ in range(2))
    readings.edit_item(item=one, data={"product": "Báo cáo"}, by=people.coordinator)
    readings.edit_item(item=other, data={"content": "Rà soát"}, by=people.coordinator)
    one.refresh_from_db()
    assert (one.data["product"], one.data["content"]) == ("Báo cáo", "Rà soát")


def test_accepting_many_leaves_an_item_that_somebody_dropped_meanwhile(reading: Reading, people: People) -> None:
    seen_before = list(reading.items.pending())
    dropped = ReadItem.objects.get(pk=seen_before[0].pk)
    readings.decide(reading=reading, items=[dropped], decision=ItemDecision.DROPPED, by=people.coordinator)
    count = readings.decide(reading=reading, items=seen_before, decision=ItemDecision.ACCEPTED, by=people.coordinator)
    dropped.refresh_from_db()
    assert (dropped.decision, count) == (ItemDecision.DROPPED, len(seen_before) - 1)


def test_an_item_of_a_former_reading_says_that_it_is_gone(reading: Reading, people: People) -> None:
    item = ReadItem.objects.filter(reading=reading, kind=ItemKind.TASK)[0]
    readings.keep(reading=reading, document=read_document(TEXT.encode(), name="a.txt"), found=plan_read())
    with pytest.raises(ItemGone):
        readings.edit_item(item=item, data={"name": "Khác"}, by=people.coordinator)


def test_every_step_of_a_review_is_in_the_log(reading: Reading, people: People) -> None:
    accept_everything(reading, people)
    plans.accept_reading(reading=reading, by=people.coordinator)
    logged = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"plans.document_brought_in", "plans.document_read", "plans.items_decided", "plans.plan_created"} <= logged
