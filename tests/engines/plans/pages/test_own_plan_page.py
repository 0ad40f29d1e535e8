"""The page that makes a unit's own plan from the plan of a superior."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse

from honglam.core.organisations.terms import Kind, Level
from honglam.engines.indicators.models import Indicator, IndicatorValue
from honglam.engines.plans.models import CitedDocument, Plan, PlanTarget, ReportingDuty
from honglam.engines.plans.terms import AssignmentRole, TaskOrigin
from tests.engines.plans.drafting.filling import fill, read_back
from tests.engines.plans.drafting.stories import answer as filled_in
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People, give, make_person, make_unit

pytestmark = pytest.mark.django_db
Browser = Callable[[Any], Client]
DUE = datetime.date(2099, 6, 30)


@pytest.fixture
def plan(people: People) -> Plan:
    """The province's plan with work for its communes, given to xã Bắc Sơn."""
    plan = make_plan(people.province, "KẾ HOẠCH Chuyển đổi số tỉnh Thử Nghiệm năm 2099", number="27/KH-UBND",
                     first_year=2099, last_year=2099)  # fmt: skip
    for name, role, named in (
        ("Kích hoạt tài khoản định danh điện tử cho người già yếu", AssignmentRole.LEAD, "UBND các xã, phường"),
        ("Làm sạch sổ hộ tịch điện tử còn thiếu trường bắt buộc", AssignmentRole.LEAD, "UBND các xã, phường"),
        ("Lập bản đồ số công trình thủy lợi nhỏ", AssignmentRole.COORDINATING, "UBND các xã, phường"),
    ):
        task = make_task(plan, name, due_on=DUE, section="PHỤ LỤC II", group_title="Dữ liệu", number="4")
        if role == AssignmentRole.COORDINATING:
            make_share(task, people.science)
        make_share(task, people.north, role, named_as=named)
        make_share(task, people.police, AssignmentRole.MONITORING)
    asked = make_task(plan, "Cử cán bộ dự lớp", due_on=DUE, origin=TaskOrigin.PART, parent_share=make_share(
        make_task(plan, "Tập huấn cán bộ đầu mối dữ liệu của các địa phương", due_on=DUE), people.north,
        named_as="các địa phương",
    ))  # fmt: skip
    make_share(asked, people.north_culture)
    ReportingDuty.objects.create(
        plan=plan, position=0, who="UBND các xã, phường", to="Sở Khoa học và Công nghệ", frequency="quarterly",
        due_rule="Trước ngày 20 tháng cuối quý", quote="Trước ngày 20 tháng cuối quý báo cáo kết quả",
    )  # fmt: skip
    CitedDocument.objects.create(plan=plan, position=0, kind="Nghị quyết", number="57-NQ/TW", issuer="Bộ Chính trị",
                                 issued_on=datetime.date(2024, 12, 22))  # fmt: skip
    CitedDocument.objects.create(plan=plan, position=1, kind="Công văn", number="12/SKHCN-CĐS")
    return plan


@pytest.fixture
def target(plan: Plan, people: People) -> PlanTarget:
    """A target that every commune can count, with the commune's figure of the year before."""
    indicator = Indicator.objects.create(code="CT-1", name="Tỷ lệ hồ sơ nộp trực tuyến toàn trình", measure="%")
    IndicatorValue.objects.create(
        indicator=indicator, unit=people.north, period_code="2098", period_start=datetime.date(2098, 1, 1),
        period_end=datetime.date(2098, 12, 31), value=Decimal("61.5"), entered_by=people.officer,
    )  # fmt: skip
    return PlanTarget.objects.create(
        plan=plan, indicator=indicator, operator=">=", value=72, value_text="tối thiểu 72%",
        source_quote="Tỷ lệ hồ sơ nộp trực tuyến toàn trình đạt tối thiểu 72%",
    )  # fmt: skip


def page_of(plan: Plan) -> str:
    """The address of the page."""
    return reverse("plans:own_plan", args=[plan.uid])


def ticked(content: str) -> list[str]:
    """The keys that are ticked on the page."""
    return [part.split('"')[0] for part in content.split('name="take" value="')[1:] if "checked" in part.split(">")[0]]


def written(answer: Any) -> Any:
    """The file of an answer as Word finds it."""
    return docx.Document(io.BytesIO(b"".join(answer.streaming_content)))


def test_an_officer_sees_what_is_proposed_and_why(
    browser: Browser, people: People, plan: Plan, target: PlanTarget
) -> None:
    page = browser(people.officer).get(page_of(plan)).content.decode()
    assert len(ticked(page)) == 4, "the target and three tasks"
    assert "Tính được trong địa bàn của đơn vị" in page
    assert "Đơn vị chỉ phối hợp" in page
    assert "61,5" in page
    assert "Đề xuất Công an xã Bắc Sơn chủ trì" not in page, "its function is not stored here"


def test_the_file_holds_what_was_ticked(browser: Browser, people: People, plan: Plan, target: PlanTarget) -> None:
    people.north_police.function = "commune-police"
    people.north_police.save()
    client = browser(people.officer)
    keys = ticked(client.get(page_of(plan)).content.decode())
    answer = client.post(page_of(plan), {"unit": people.north.code, "take": keys})
    assert "attachment" in answer["Content-Disposition"]
    document = written(answer)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Chuyển đổi số xã Bắc Sơn năm 2099" in text
    assert "Kế hoạch số 27/KH-UBND ngày 15/01/2026 của Ủy ban nhân dân tỉnh Thử Nghiệm" in text
    assert "Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị;" in text
    assert "12/SKHCN" not in text
    assert "báo cáo Sở Khoa học và Công nghệ trước ngày 20 tháng cuối quý" in text
    _top, goals, _end, annex = document.tables
    assert [cell.text for cell in goals.rows[1].cells][1:5] == [
        "Tỷ lệ hồ sơ nộp trực tuyến toàn trình", "%", "≥ 72", "61,5",
    ]  # fmt: skip
    rows = [[cell.text for cell in row.cells] for row in annex.rows]
    police = next(row for row in rows if row[1].startswith("Kích hoạt"))
    assert (police[2], police[4], police[8]) == (
        "Công an xã Bắc Sơn", "Công an tỉnh", "Phụ lục II, mục 4 của kế hoạch cấp trên",
    )  # fmt: skip
    assert not any(row[1].startswith(("Cử cán bộ", "Lập bản đồ")) for row in rows)


def test_a_reader_finds_the_stored_tasks_and_targets_in_the_filled_file(
    browser: Browser, people: People, plan: Plan, target: PlanTarget, tmp_path: Path
) -> None:
    client = browser(people.officer)
    keys = ticked(client.get(page_of(plan)).content.decode())
    answer = client.post(page_of(plan), {"unit": people.north.code, "take": keys})
    file = io.BytesIO(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    reading = read_back(fill(file, filled_in, targets=["≥ 72"]), tmp_path).reading
    stored = plan.tasks.filter(uid__in=keys).order_by("position", "pk")
    assert sorted(task.name for task in reading.tasks) == sorted(task.name for task in stored)
    assert {task.deadline for task in reading.tasks} == {"2099-06-25"}, "three working days before 30/6/2099"
    assert [(item.name, item.operator, item.target, item.unit) for item in reading.indicators] == [
        ("Tỷ lệ hồ sơ nộp trực tuyến toàn trình", ">=", 72, "%")
    ]
    assert reading.doc.issuer == "Ủy ban nhân dân xã Bắc Sơn"


def test_what_stays_open_is_listed_on_the_page(browser: Browser, people: People, plan: Plan) -> None:
    client = browser(people.officer)
    keys = ticked(client.get(page_of(plan)).content.decode())
    page = client.post(page_of(plan), {"unit": people.north.code, "take": keys[:1], "see": "1"}).content.decode()
    assert "chỗ phải điền trong dự thảo" in page
    assert "điền đơn vị đầu mối" in page
    assert ticked(page) == keys[:1], "what was ticked stays ticked"


def test_with_nothing_ticked_nothing_is_written(browser: Browser, people: People, plan: Plan) -> None:
    answer = browser(people.officer).post(page_of(plan), {"unit": people.north.code})
    assert answer.status_code == 422
    assert "Chưa chọn chỉ tiêu, nhiệm vụ nào" in answer.content.decode()


def test_who_sits_in_an_office_writes_for_the_commune(browser: Browser, people: People, plan: Plan) -> None:
    clerk = make_person("canbo.vhxh", "Trần Thị Thử", "officer", people.north_culture)
    make_share(plan.tasks.order_by("pk")[0], people.north_culture, AssignmentRole.COORDINATING)
    page = browser(clerk).get(page_of(plan)).content.decode()
    assert "<strong>Xã Bắc Sơn</strong>" in page


def test_the_plan_leads_to_the_page_only_for_those_below(browser: Browser, people: People, plan: Plan) -> None:
    assert page_of(plan) in browser(people.officer).get(plan.get_absolute_url()).content.decode()
    assert page_of(plan) not in browser(people.leader).get(plan.get_absolute_url()).content.decode()
    assert "Bạn không thuộc đơn vị cấp dưới" in browser(people.leader).get(page_of(plan)).content.decode()
    assert browser(people.leader).post(page_of(plan), {"take": "x"}).status_code == 403


def test_a_stranger_does_not_find_the_plan(browser: Browser, people: People, plan: Plan) -> None:
    assert browser(people.stranger).get(page_of(plan)).status_code == 404


def test_nobody_writes_for_a_unit_of_others(browser: Browser, people: People, plan: Plan) -> None:
    client = browser(people.officer)
    keys = ticked(client.get(page_of(plan)).content.decode())
    document = written(client.post(page_of(plan), {"unit": people.south.code, "take": keys}))
    assert document.tables[0].rows[0].cells[0].text.startswith("ỦY BAN NHÂN DÂN\nXÃ BẮC SƠN")


def test_the_page_asks_as_often_for_many_tasks_as_for_few(
    browser: Browser, people: People, plan: Plan, target: PlanTarget, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        make_share(make_task(plan, f"Số hóa hồ sơ lưu trữ của xã, đợt {number}", due_on=DUE), people.north)
    client = browser(people.officer)
    client.get(page_of(plan))
    with django_assert_max_num_queries(24):
        client.get(page_of(plan))


def test_a_ward_and_a_department_are_called_by_their_names(browser: Browser, people: People) -> None:
    ward = make_unit("90003", "Phường Ven Sông", Kind.WARD, people.province, level=Level.COMMUNE)
    plan = make_plan(people.province, "Chuyển đổi số tỉnh Thử Nghiệm năm 2026")
    work = make_task(plan, "Rà soát thiết bị mạng nội bộ tại trụ sở các cơ quan", due_on=DUE)
    heads = {
        ward: "ỦY BAN NHÂN DÂN\nPHƯỜNG VEN SÔNG",
        people.science: "ỦY BAN NHÂN DÂN TỈNH THỬ NGHIỆM\nSỞ KHOA HỌC VÀ CÔNG NGHỆ",
    }
    for unit in heads:
        make_share(work, unit)
    for unit, head in heads.items():
        client = browser(make_person(f"canbo.{unit.code}", "Người Thử", "officer", unit))
        document = written(client.post(page_of(plan), {"unit": unit.code, "take": str(work.uid)}))
        assert document.tables[0].rows[0].cells[0].text.startswith(head)


def test_who_sits_in_two_units_chooses_one_of_them(browser: Browser, people: People, plan: Plan) -> None:
    give(people.officer, "officer", unit=people.south)
    page = browser(people.officer).get(f"{page_of(plan)}?unit={people.south.code}").content.decode()
    assert "<strong>Xã Nam Hà</strong>" in page
    assert f'href="?unit={people.north.code}"' in page
