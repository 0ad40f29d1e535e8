"""Stored work becomes sentences and tables of a report; nothing is said that no count carries."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.utils import timezone

from honglam.engines.plans.models import ProgressEntry
from honglam.engines.plans.share_filters import ShareFilters
from honglam.engines.plans.terms import Mandate, WorkState
from honglam.engines.reporting.assembling import assemble
from honglam.engines.reporting.content import ChartBlock, Content, Figure, Sentence, TableBlock
from honglam.engines.reporting.entries import offered_to
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.engines.reporting.assembling.stories import QUARTER, TODAY, make_regime, make_report, send_report
from tests.people import People, people

__all__ = ["people"]
DAY = datetime.timedelta(days=1)
LAST = QUARTER.end


def some_work(people: People) -> None:
    plan, other = make_plan(people.province), make_plan(people.province, "Kế hoạch cải cách hành chính")
    make_share(make_task(plan, "Đã xong", due_on=LAST), people.north, state=WorkState.DONE, completed_on=LAST - DAY)
    make_share(make_task(plan, "Xong muộn", due_on=LAST - 9 * DAY), people.north_culture, state=WorkState.DONE,
               completed_on=LAST - DAY)  # fmt: skip
    make_share(make_task(other, "Còn chậm", due_on=LAST - 3 * DAY), people.north)
    make_share(make_task(other, "Được nhờ", due_on=LAST - 3 * DAY), people.north, mandate=Mandate.REQUESTED)


def content_of(people: People, *codes: str, **columns: Any) -> Content:
    regime = make_regime(people.province, *(codes or ("work", "results")))
    return assemble(make_report(regime, people.north, **columns), today=TODAY)


def sentences(content: Content, code: str = "work") -> str:
    section = content.section(code)
    assert section is not None
    return " ".join(block.text for block in section.blocks if isinstance(block, Sentence))


@pytest.mark.django_db
def test_a_commune_reports_what_its_offices_and_it_did_and_what_is_late(people: People) -> None:
    some_work(people)
    content = content_of(people)
    assert sentences(content) == (
        "Đến ngày 30/06/2026, Xã Bắc Sơn (kể cả các đơn vị trực thuộc) chủ trì 4 nhiệm vụ; trong đó 0 nhiệm vụ mới "
        "giao trong kỳ. Trong kỳ đã hoàn thành 2 nhiệm vụ: 1 đúng hạn, 1 quá hạn; 0 nhiệm vụ đã hoàn thành trước kỳ; "
        "0 nhiệm vụ đã báo hoàn thành, chờ xác nhận. Đang thực hiện 2 nhiệm vụ: 1 quá hạn; "
        "không tính trễ hạn: 1 được đề nghị phối hợp."
    )
    section = content.section("work")
    assert section is not None
    by_plan, chart, by_unit, late = (block for block in section.blocks if not isinstance(block, Sentence))
    assert isinstance(by_plan, TableBlock) and isinstance(by_unit, TableBlock) and isinstance(late, TableBlock)
    assert [row.is_total for row in by_plan.rows] == [False, False, True]
    assert by_unit.is_annex and late.is_annex and not by_plan.is_annex
    assert late.rows[0].cells[1:] == ("Còn chậm", late.rows[0].cells[2], "Xã Bắc Sơn", "27/06/2026", "3")
    assert isinstance(chart, ChartBlock) and [series.name for series in chart.series][-1] == "Quá hạn"
    results = content.section("results")
    assert results is not None
    (table,) = results.blocks
    assert isinstance(table, TableBlock)
    assert [row.cells[1] for row in table.rows] == ["Đã xong", "Xong muộn"]
    assert "(quá hạn)" in str(table.rows[1].cells[3])


@pytest.mark.django_db
def test_every_figure_of_work_opens_as_many_rows_and_has_a_key_of_its_own(people: People) -> None:
    some_work(people)
    section = content_of(people).section("work")
    assert section is not None
    figures = list(section.figures())
    assert len({one.key for one in figures}) == len(figures) > 30
    for one in figures:
        rows = ShareFilters.of(QueryDict(urlsplit(one.link).query)).shares(people.head, TODAY)
        assert str(rows.count()) == one.value, one


@pytest.mark.django_db
def test_nothing_given_is_said_plainly(people: People) -> None:
    content = content_of(people)
    assert sentences(content) == "Đến ngày 30/06/2026 chưa có nhiệm vụ nào được giao."
    assert sentences(content, "results") == "Trong kỳ chưa có nhiệm vụ nào được xác nhận hoàn thành."


@pytest.mark.django_db
def test_a_report_that_runs_counts_as_of_today(people: People) -> None:
    some_work(people)
    regime = make_regime(people.province, "work")
    content = assemble(make_report(regime, people.north), today=LAST - 5 * DAY)
    assert sentences(content).startswith("Đến ngày 25/06/2026")
    assert content.figures_by_key()["work", "work.overdue"].value == "1"  # done late afterwards, late on that day


@pytest.mark.django_db
def test_the_change_since_the_period_before_comes_from_its_frozen_report_only(people: People) -> None:
    regime = make_regime(people.province, "work")
    plan = make_plan(people.province)
    make_share(make_task(plan, due_on=LAST), people.north)
    send_report(make_report(regime, people.north, QUARTER.previous()), QUARTER.previous().end)
    for number in range(2):
        make_share(make_task(plan, f"Việc {number}", due_on=LAST - DAY), people.north)
    content = assemble(make_report(regime, people.north), today=TODAY)
    figures = content.figures_by_key()
    assert (figures["work", "work.in_force"].value, figures["work", "work.in_force"].previous) == ("3", "1")
    assert "chủ trì 3 nhiệm vụ (tăng 2 nhiệm vụ so với kỳ trước)" in sentences(content)
    assert "quá hạn (tăng 2 nhiệm vụ so với kỳ trước)" in sentences(content)
    cells = [cell for block in content.sections[0].blocks if isinstance(block, TableBlock) for row in block.rows
             for cell in row.cells if isinstance(cell, Figure)]  # fmt: skip
    assert any(cell.previous == "1" for cell in cells)


@pytest.mark.django_db
def test_a_report_of_one_plan_counts_that_plan_only(people: People) -> None:
    some_work(people)
    plan = make_plan(people.province, "Kế hoạch riêng")
    make_share(make_task(plan, due_on=LAST), people.north)
    regime = make_regime(people.province, "work", plan_uid=plan.uid, duty_key="x")
    content = assemble(make_report(regime, people.north), today=TODAY)
    assert content.figures_by_key()["work", "work.in_force"].value == "1"


@pytest.mark.django_db
def test_difficulties_of_progress_reports_are_offered_with_unit_and_task(people: People) -> None:
    share = make_share(make_task(make_plan(people.province), "Số hóa hồ sơ"), people.north_culture)
    ProgressEntry.objects.create(
        assignment=share, progress=5, state=WorkState.IN_PROGRESS, difficulty="Thiếu máy quét",
        reported_at=timezone.make_aware(datetime.datetime.combine(LAST, datetime.time(9))),
    )  # fmt: skip
    report = make_report(make_regime(people.province, "difficulties"), people.north)
    (offered,) = offered_to(report)
    assert (offered.text, str(offered.unit), offered.about) == (
        "Thiếu máy quét", "Phòng Văn hóa – Xã hội", "Số hóa hồ sơ",
    )  # fmt: skip
    assert offered.is_suggestion and not offered.is_taken and offered.link == share.get_absolute_url()


@pytest.mark.django_db
def test_assembling_takes_as_many_queries_for_much_work_as_for_little(
    people: People, django_assert_num_queries: Any
) -> None:
    regime = make_regime(people.province, "work", "results", "difficulties", "proposals", "next")
    report = make_report(regime, people.province)
    some_work(people)
    with django_assert_num_queries(18):
        assemble(report, today=TODAY)
    for _again in range(3):
        some_work(people)
    with django_assert_num_queries(18):
        assemble(report, today=TODAY)
