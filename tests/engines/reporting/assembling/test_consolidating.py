"""A report above is made from the frozen reports below: nothing is retyped, what is missing is never nought."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.core.notices.models import Notice
from honglam.core.organisations.models import Unit
from honglam.engines.plans.terms import WorkState
from honglam.engines.reporting.actions.consolidating import answer_entry, take_over_entries
from honglam.engines.reporting.assembling import assemble, units_missing
from honglam.engines.reporting.content import Content, Figure, ListBlock, Sentence, TableBlock, digest_of
from honglam.engines.reporting.entries import entries_of, matching, offered_to, unit_of_origin
from honglam.engines.reporting.errors import AnswerRefused, TakeOverRefused
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.terms import EntryKind, ReportStep
from tests.engines.indicators.stories import make_form, make_indicator, put
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.engines.reporting.assembling.stories import (
    QUARTER,
    TODAY,
    add_entry,
    make_regime,
    make_report,
    send_report,
)
from tests.people import People, people

__all__ = ["people"]
DAY = datetime.timedelta(days=1)


def above_and_below(people: People, *codes: str, units: tuple[Unit, ...] = ()) -> tuple[Report, Any]:
    """A province's report that is consolidated from those of its communes, and the communes' regime."""
    above = make_regime(people.province, *(codes or ("received", "units_work")), receiver=None, outside_receiver="Bộ")
    below = make_regime(
        people.province, "work", "figures", "difficulties", "proposals", feeds=above,
        units=units or (people.north, people.south),
    )  # fmt: skip
    return make_report(above, people.province), below


def work_of(unit: Unit, issuer: Unit, done: int, late: int) -> None:
    plan = make_plan(issuer)
    for number in range(done):
        make_share(make_task(plan, f"Xong {number}", due_on=QUARTER.end), unit, state=WorkState.DONE,
                   completed_on=QUARTER.end - DAY)  # fmt: skip
    for number in range(late):
        make_share(make_task(plan, f"Chậm {number}", due_on=QUARTER.end - DAY), unit)


def words(content: Content, key: str) -> str:
    section = content.section(key)
    assert section is not None
    return " ".join(block.text for block in section.blocks if isinstance(block, Sentence))


@pytest.mark.django_db
def test_who_sent_in_time_who_was_late_and_who_is_missing_is_said_with_names(people: People) -> None:
    report, regime = above_and_below(
        people, "received", units=(people.north, people.south, people.science, people.north_culture)
    )
    send_report(make_report(regime, people.north), QUARTER.end + DAY)
    send_report(make_report(regime, people.south), QUARTER.end + 9 * DAY)
    make_report(regime, people.north_culture, step=ReportStep.DROPPED, reason="Không phát sinh")
    content = assemble(report, today=TODAY)
    assert words(content, "received") == (
        "Phải báo cáo: 3 đơn vị. Đã nhận 2 báo cáo: 1 đúng hạn, 1 muộn. Chưa gửi: 1 đơn vị."
    )
    lists = [block for block in content.sections[0].blocks if isinstance(block, ListBlock)]
    assert [(block.title, [(item.unit, item.text) for item in block.items]) for block in lists] == [
        ("Đơn vị chưa gửi báo cáo", [("", "Sở Khoa học và Công nghệ")]),
        ("Đơn vị gửi báo cáo muộn", [("Xã Nam Hà", "gửi ngày 09/07/2026, hạn 05/07/2026")]),
        ("Đơn vị không lập báo cáo kỳ này", [("Phòng Văn hóa – Xã hội", "Không phát sinh")]),
    ]


@pytest.mark.django_db
def test_a_correction_counts_instead_of_what_it_corrects_and_makes_nobody_late(people: People) -> None:
    report, regime = above_and_below(people, "received", "units_work")
    work_of(people.north, people.province, 1, 0)
    first = send_report(make_report(regime, people.north), QUARTER.end + DAY)
    work_of(people.north, people.province, 2, 0)
    second = make_report(regime, people.north, version=2, corrects=first, reason="Số sai")
    first.step = ReportStep.CORRECTED
    first.save()
    send_report(second, QUARTER.end + 30 * DAY)
    content = assemble(report, today=TODAY)
    assert "1 đúng hạn, 0 muộn" in words(content, "received")
    assert content.figures_by_key()["units_work", "total.work.done"].value == "3"


@pytest.mark.django_db
def test_sums_come_from_what_was_frozen_and_not_from_what_is_stored_now(people: People) -> None:
    report, regime = above_and_below(people)
    work_of(people.north, people.province, 2, 1)
    work_of(people.south, people.province, 3, 4)
    for unit in (people.north, people.south):
        send_report(make_report(regime, unit))
    work_of(people.north, people.province, 50, 50)
    content = assemble(report, today=TODAY)
    figures = content.figures_by_key()
    assert figures["units_work", "total.work.in_force"].value == "10"
    assert figures["units_work", "total.work.overdue"].value == "5"
    assert figures["units_work", "unit.90002.work.overdue"].value == "4"
    table = next(block for block in content.sections[1].blocks if isinstance(block, TableBlock))
    assert [str(row.cells[0]) for row in table.rows] == ["Xã Bắc Sơn", "Xã Nam Hà", "Cộng 2 đơn vị có số"]
    assert table.is_annex and not table.note
    keys = [one.key for one in content.sections[1].figures()]
    assert len(keys) == len(set(keys))


@pytest.mark.django_db
def test_a_missing_unit_has_its_row_and_is_never_counted_as_nought(people: People) -> None:
    report, regime = above_and_below(people)
    work_of(people.north, people.province, 2, 1)
    send_report(make_report(regime, people.north))
    assert units_missing(report, list(Report.objects.sent())) == [people.south]
    content = assemble(report, today=TODAY)
    table = next(block for block in content.sections[1].blocks if isinstance(block, TableBlock))
    missing = next(row for row in table.rows if row.cells[0] == "Xã Nam Hà")
    assert set(missing.cells[1:]) == {"…"}
    assert "1 đơn vị ghi “…” chưa có báo cáo" in table.note and "không tính là 0" in table.note
    assert "của 1 trên 2 đơn vị phải báo cáo" in words(content, "units_work")


@pytest.mark.django_db
def test_figures_of_forms_are_added_up_only_where_the_indicator_is(people: People) -> None:
    total = make_indicator(people, "Số hồ sơ trực tuyến", measure="hồ sơ", scheme="quarter")
    share = make_indicator(people, "Tỷ lệ hồ sơ đúng hạn", measure="%", scheme="quarter", aggregation="none")
    form = make_form(people, total, share, scheme="quarter", units=(people.north, people.south, people.north_culture))
    report, regime = above_and_below(people, "units_figures", units=(people.north, people.south, people.north_culture))
    regime.forms.set([form])
    put(total, people.north, QUARTER, 100)
    put(total, people.south, QUARTER, "20.5", is_estimate=True)
    put(share, people.north, QUARTER, 90)
    for unit in (people.north, people.south, people.north_culture):
        send_report(make_report(regime, unit))
    content = assemble(report, today=TODAY)
    figures = content.figures_by_key()
    assert figures["units_figures", f"value.{total.code}"].number == Decimal("120.5")
    assert ("units_figures", f"value.{share.code}") not in figures
    assert figures["units_figures", f"unit.90002.value.{total.code}"].printed == "20,5 (ước)"
    table = next(block for block in content.sections[0].blocks if isinstance(block, TableBlock))
    assert f"{share.name}: 2 đơn vị chưa có số." in table.note and f"{total.name}: 1 đơn vị chưa có số." in table.note
    assert "không cộng giữa các đơn vị" in table.note


@pytest.mark.django_db
def test_nothing_sent_yet_is_said(people: People) -> None:
    report, _regime = above_and_below(people, "units_work", "units_figures", "received")
    content = assemble(report, today=TODAY)
    assert words(content, "units_work") == "Chưa có báo cáo nào của cấp dưới có số liệu thực hiện nhiệm vụ."
    assert words(content, "units_figures") == "Chưa có báo cáo nào của cấp dưới có số liệu theo biểu."


@pytest.mark.django_db
def test_entries_are_taken_over_with_their_unit_and_only_once(people: People) -> None:
    report, regime = above_and_below(people, "difficulties", "proposals")
    below = make_report(regime, people.north)
    first = add_entry(below, "Thiếu cán bộ chuyên trách")
    asked = add_entry(below, "Đề nghị bổ sung biên chế", EntryKind.PROPOSAL, addressed_to=people.province)
    drafted = make_report(regime, people.south)
    add_entry(drafted, "Chưa gửi nên chưa thấy")
    send_report(below)
    offered = offered_to(report)
    assert [(one.text, str(one.unit), one.is_taken) for one in offered] == [
        ("Thiếu cán bộ chuyên trách", "Xã Bắc Sơn", False), ("Đề nghị bổ sung biên chế", "Xã Bắc Sơn", False),
    ]  # fmt: skip
    made = take_over_entries(report=report, entries=[one.value for one in offered], by=people.coordinator)
    assert [one.origin for one in made] == [first, asked] and made[1].addressed_to == people.province
    assert all(one.is_taken for one in offered_to(report))
    with pytest.raises(TakeOverRefused, match="Chưa chọn ý nào mới"):
        take_over_entries(report=report, entries=[one.value for one in offered], by=people.coordinator)
    content = assemble(report, today=TODAY)
    (block,) = content.sections[0].blocks
    assert isinstance(block, ListBlock)
    assert [(item.text, item.unit) for item in block.items] == [("Thiếu cán bộ chuyên trách", "Xã Bắc Sơn")]
    assert AuditEntry.objects.filter(action="reporting.entries_taken_over").count() == 1


@pytest.mark.django_db
def test_an_entry_that_goes_up_twice_still_tells_who_typed_it(people: People) -> None:
    report, regime = above_and_below(people, "difficulties")
    office = make_regime(people.north, "difficulties", feeds=regime, units=(people.north_culture,))
    lowest = make_report(office, people.north_culture)
    add_entry(lowest, "Máy quét hỏng")
    send_report(lowest)
    middle = make_report(regime, people.north)
    take_over_entries(report=middle, entries=[offered_to(middle)[0].value], by=people.head)
    send_report(middle)
    take_over_entries(report=report, entries=[offered_to(report)[0].value], by=people.coordinator)
    (entry,) = entries_of(report, EntryKind.DIFFICULTY)
    assert str(unit_of_origin(entry)) == "Phòng Văn hóa – Xã hội"
    assert str(offered_to(report)[0].unit) == "Phòng Văn hóa – Xã hội"


@pytest.mark.django_db
def test_what_is_offered_is_searched_without_marks_and_by_unit(people: People) -> None:
    report, regime = above_and_below(people)
    for unit, text in ((people.north, "Thiếu máy quét"), (people.south, "Đường truyền yếu")):
        below = make_report(regime, unit)
        add_entry(below, text)
        send_report(below)
    offered = offered_to(report)
    assert [one.text for one in matching(offered, query="duong truyen")] == ["Đường truyền yếu"]
    assert [one.text for one in matching(offered, unit="90001")] == ["Thiếu máy quét"]
    assert not matching(offered, kind=EntryKind.PROPOSAL)


@pytest.mark.django_db
def test_only_who_drafts_takes_over_and_only_while_it_is_drafted(people: People) -> None:
    report, regime = above_and_below(people, "difficulties")
    below = make_report(regime, people.north)
    add_entry(below, "Khó")
    send_report(below)
    values = [one.value for one in offered_to(report)]
    with pytest.raises(NotAllowed):
        take_over_entries(report=report, entries=values, by=people.officer)
    send_report(report)
    with pytest.raises(TakeOverRefused, match="rời bước soạn thảo"):
        take_over_entries(report=report, entries=values, by=people.coordinator)


@pytest.mark.django_db
def test_an_answer_goes_down_to_who_asked_and_everybody_on_the_way_is_told(people: People) -> None:
    report, regime = above_and_below(people, "proposals")
    below = make_report(regime, people.north)
    asked = add_entry(below, "Đề nghị bổ sung biên chế", EntryKind.PROPOSAL, addressed_to=people.province)
    send_report(below)
    (taken,) = take_over_entries(report=report, entries=[offered_to(report)[0].value], by=people.coordinator)
    with pytest.raises(AnswerRefused, match="đã gửi"):
        taken.addressed_to = people.province
        taken.save()
        answer_entry(entry=taken, text="Đồng ý", by=people.leader)
    send_report(report)
    with pytest.raises(AnswerRefused, match="nội dung trả lời"):
        answer_entry(entry=taken, text="  ", by=people.leader)
    with pytest.raises(NotAllowed):
        answer_entry(entry=taken, text="Đồng ý", by=people.stranger)
    answer_entry(entry=taken, text="Đồng ý bổ sung 01 biên chế", by=people.leader)
    asked.refresh_from_db()
    assert asked.answer == "Đồng ý bổ sung 01 biên chế" and asked.answered_by == people.leader
    told = set(Notice.objects.filter(kind="reporting.answered").values_list("recipient__username", flat=True))
    assert {"officer", "head"} <= told and "leader" not in told
    assert AuditEntry.objects.filter(action="reporting.entry_answered").count() == 2


@pytest.mark.django_db
def test_a_difficulty_cannot_be_answered(people: People) -> None:
    _report, regime = above_and_below(people)
    below = make_report(regime, people.north)
    entry = add_entry(below, "Khó")
    send_report(below)
    with pytest.raises(AnswerRefused):
        answer_entry(entry=entry, text="Đã rõ", by=people.leader)


@pytest.mark.django_db
def test_what_was_frozen_reads_back_the_same_and_keeps_its_digest(people: People) -> None:
    report, regime = above_and_below(people, "received", "units_work", "difficulties", "next")
    work_of(people.north, people.province, 2, 1)
    send_report(make_report(regime, people.north))
    report.written = {"next": "Tiếp tục số hóa.\n\nĐào tạo cán bộ."}
    content = assemble(report, today=TODAY)
    send_report(report)
    stored = Report.objects.get(pk=report.pk)
    assert stored.content is not None
    assert Content.from_json(stored.content) == content
    assert digest_of(stored.content) == stored.content_sha256 == digest_of(content.to_json())
    assert any(isinstance(one, Figure) for one in content.sections[1].figures())


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_reports_below(
    people: People, django_assert_num_queries: Any
) -> None:
    units = (people.north, people.south, people.science, people.police, people.north_culture)
    report, regime = above_and_below(
        people, "received", "units_work", "units_figures", "difficulties", "proposals", units=units
    )
    work_of(people.north, people.province, 1, 1)
    send_report(make_report(regime, people.north))
    with django_assert_num_queries(11):
        assemble(Report.objects.select_related("regime", "unit").get(pk=report.pk), today=TODAY)
    for unit in units[1:]:
        work_of(unit, people.province, 1, 1)
        send_report(make_report(regime, unit))
    with django_assert_num_queries(11):
        assemble(Report.objects.select_related("regime", "unit").get(pk=report.pk), today=TODAY)
