"""The draft of a commune's plan: what is in it, what is open in it, and what a reader finds in it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT

from honglam.engines.documents.public import read_document
from honglam.engines.plans.alignment import PlanText, compare_plans, read_for_alignment
from honglam.engines.plans.drafting import OwnPlan, UpperPlan, Why, target_choices, work_choices
from honglam.engines.plans.drafting.wording import own_subject, target_name
from tests.engines.plans.alignment.writing import province
from tests.engines.plans.drafting.filling import fill, read_back, yellow_runs
from tests.engines.plans.drafting.from_text import upper_of_text
from tests.engines.plans.drafting.stories import (
    BODY,
    COMMUNE,
    CULTURE,
    DEPARTMENT,
    WRITTEN_ON,
    answer,
    draft_of,
    figures,
)

FALLS_SHORT = ("weaker_target", "missing_target", "later_deadline", "missing_task")


@pytest.fixture(scope="module")
def upper() -> PlanText:
    """The province's plan as it is read."""
    return province(BODY)


@pytest.fixture(scope="module")
def written(upper: PlanText) -> tuple[OwnPlan, UpperPlan]:
    """The commune's draft."""
    return draft_of(upper)


@pytest.fixture(scope="module")
def back(written: tuple[OwnPlan, UpperPlan], tmp_path_factory: pytest.TempPathFactory) -> PlanText:
    """The draft with its open places filled, read by the reader of plans."""
    own, chosen = written
    return read_back(fill(own.stream, answer, targets=figures(chosen)), tmp_path_factory.mktemp("draft"))


def opened(own: OwnPlan) -> Any:
    """The file as Word finds it."""
    own.stream.seek(0)
    return docx.Document(own.stream)


# --- what is proposed ------------------------------------------------------------------------------------------------


def test_a_commune_takes_what_it_can_count_and_what_is_addressed_to_it(upper: PlanText) -> None:
    facts = upper_of_text(upper, written_on=WRITTEN_ON)
    targets = {choice.target.item.name: choice.why for choice in target_choices(facts, COMMUNE)}
    assert [why for name, why in targets.items() if "trực tuyến" in name] == [Why.COUNTED_HERE]
    assert [why for name, why in targets.items() if "GRDP" in name] == [Why.PROVINCIAL]
    assert [why for name, why in targets.items() if "cơ sở dữ liệu" in name] == [Why.TOTAL]
    works = {choice.work.name.split()[0]: choice.why for choice in work_choices(facts, COMMUNE)}
    assert works == {
        "Kích": Why.ADDRESSED, "Đặt": Why.ADDRESSED, "Rà": Why.ADDRESSED, "Đưa": Why.OTHER_LEAD, "Lập": Why.HELPS,
        "Chủ": Why.OTHER_LEAD, "Giao": Why.ADDRESSED, "Trước": Why.REPORT,
    }  # fmt: skip


def test_a_department_takes_what_names_it(upper: PlanText) -> None:
    facts = upper_of_text(upper, written_on=WRITTEN_ON)
    assert not [choice for choice in target_choices(facts, DEPARTMENT) if choice.is_proposed]
    (own,) = [choice.work for choice in work_choices(facts, DEPARTMENT) if choice.is_proposed]
    assert own.name.startswith("Đưa kết quả")


# --- what is written -------------------------------------------------------------------------------------------------


def test_the_draft_has_the_parts_of_a_plan_in_their_order(written: tuple[OwnPlan, UpperPlan]) -> None:
    document = opened(written[0])
    lines = [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip("_ ")]
    assert lines[:3] == [
        "KẾ HOẠCH", "Chuyển đổi số xã Suối Hoa năm 2026",
        "Thực hiện Kế hoạch số 31/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân tỉnh Mộc Lam về chuyển đổi số "
        "tỉnh Mộc Lam năm 2026;",
    ]  # fmt: skip
    headings = [line for line in lines if line.partition(". ")[0] in ("I", "II", "III", "IV", "V")]
    assert [heading.partition(". ")[2] for heading in headings] == [
        "MỤC ĐÍCH, YÊU CẦU", "MỤC TIÊU", "NHIỆM VỤ, GIẢI PHÁP", "KINH PHÍ THỰC HIỆN", "TỔ CHỨC THỰC HIỆN",
    ]  # fmt: skip
    assert document.sections[-1].orientation == WD_ORIENT.LANDSCAPE
    top, end = document.tables[0], document.tables[2]
    assert top.rows[0].cells[0].text.startswith("ỦY BAN NHÂN DÂN\nXÃ SUỐI HOA")
    assert top.rows[1].cells[0].text.split() == ["Số:", "/KH-UBND"]
    assert end.rows[0].cells[1].text.startswith("TM. ỦY BAN NHÂN DÂN")
    assert "UBND tỉnh Mộc Lam (b/c)" in end.rows[0].cells[0].text


def test_the_annex_says_who_and_by_when_and_where_it_stands_above(written: tuple[OwnPlan, UpperPlan]) -> None:
    rows = [[cell.text for cell in row.cells] for row in opened(written[0]).tables[-1].rows]
    assert rows[0][1:8] == [
        "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Theo dõi", "Sản phẩm", "Thời hạn", "Kinh phí",
    ]  # fmt: skip
    police = next(row for row in rows if row[1].startswith("Kích hoạt"))
    assert police[2:7] == [
        "Công an xã",
        "",
        "Sở Khoa học và Công nghệ",
        "Danh sách đã kích hoạt",
        "25/6/2026",
    ]
    assert police[8] == "Phụ lục, mục 1 của kế hoạch cấp trên"
    civil = next(row for row in rows if row[1].startswith("Rà lỗi"))
    assert (civil[2], civil[6]) == ("[… điền đơn vị chủ trì …]", "Thường xuyên")


def test_a_day_that_is_past_is_left_open(upper: PlanText) -> None:
    late, _ = draft_of(upper, written_on=dt.date(2026, 4, 10))
    days = {row.work.name.split()[0]: row.due for row in late.rows}
    assert (days["Đặt"], days["Kích"]) == (None, dt.date(2026, 6, 25))
    assert any("31/3/2026, đã qua" in hole.decide for hole in late.holes)


def test_every_open_place_is_yellow_and_says_what_to_decide_with_the_words_of_the_upper_plan(
    written: tuple[OwnPlan, UpperPlan],
) -> None:
    own, _ = written
    document = opened(own)
    assert [run.text for run in yellow_runs(document.element.body)] == [hole.text for hole in own.holes]
    notes = [note.text for note in document.comments]
    assert all(hole.decide in notes for hole in own.holes if hole.decide)
    targets = [hole.decide for hole in own.holes if "Mức của đơn vị" in hole.decide]
    assert ["không thấp hơn 72%" in targets[0], "không cao hơn 1%" in targets[2]] == [True, True]
    assert "Tỷ lệ hồ sơ nộp trực tuyến" in targets[0]
    silent = {hole.ask for hole in own.holes if not hole.decide}
    assert silent <= {"điền kinh phí", "điền đơn vị theo dõi", "điền họ tên"}, (
        "only the columns that one comment explains"
    )


def test_a_draft_above_leaves_its_number_and_day_open(upper: PlanText) -> None:
    head = "ỦY BAN NHÂN DÂN\nTỈNH MỘC LAM\n\nSố:     /KH-UBND\nMộc Lam, ngày    tháng    năm 2026\n\nKẾ HOẠCH\n" \
        "Chuyển đổi số tỉnh Mộc Lam năm 2026\n\n"  # fmt: skip
    own, _ = draft_of(province(BODY, head))
    assert [hole.ask for hole in own.holes][:2] == ["điền số", "điền ngày"]


def test_a_department_signs_in_its_own_name(upper: PlanText) -> None:
    own, _ = draft_of(upper, DEPARTMENT)
    document = opened(own)
    assert document.tables[0].rows[0].cells[0].text.startswith("ỦY BAN NHÂN DÂN TỈNH MỘC LAM\nSỞ NỘI VỤ")
    assert own.subject == "Chuyển đổi số của Sở Nội vụ năm 2026"
    assert "TM." not in document.tables[1].rows[0].cells[1].text


# --- what is read back -----------------------------------------------------------------------------------------------


def test_a_reader_finds_the_targets_of_the_upper_plan_in_it(written: tuple[OwnPlan, UpperPlan], back: PlanText) -> None:
    wanted = [(target_name(target.item), target.item.target, target.item.unit) for target in written[1].targets]
    assert [(item.name, item.target, item.unit) for item in back.reading.indicators] == wanted
    assert len(wanted) == 3


def test_a_reader_finds_its_tasks_leads_helpers_and_days(written: tuple[OwnPlan, UpperPlan], back: PlanText) -> None:
    own, _ = written
    assert [task.name for task in back.reading.tasks] == [row.work.name for row in own.rows]
    leads = [[row.owner.body.name if row.owner else CULTURE.name] for row in own.rows]
    assert [task.lead for task in back.reading.tasks] == leads
    days = [row.due.isoformat() if row.due else "recurring" for row in own.rows]
    assert [task.deadline for task in back.reading.tasks] == days
    assert back.reading.doc.issuer == COMMUNE.official
    assert (back.reading.doc.number, back.reading.doc.year) == (None, 2026)


def test_its_reports_go_up_on_the_days_that_the_upper_plan_sets(back: PlanText) -> None:
    assert ("Sở Khoa học và Công nghệ", "quarterly") in {(item.to, item.frequency) for item in back.reading.reporting}


def test_compared_with_the_upper_plan_it_falls_short_nowhere(upper: PlanText, back: PlanText) -> None:
    found = compare_plans(upper, back)
    assert [finding for finding in found.findings if finding.kind in FALLS_SHORT] == []
    assert [finding for finding in found.findings if finding.lower is not None] == []


def test_the_plan_of_the_real_province_gives_a_commune_a_draft_that_agrees_with_it(
    plans_folder: Path, tmp_path: Path
) -> None:
    path = plans_folder / "ha-tinh-province-2026.txt"
    if not path.exists():
        pytest.skip(f"NO PLAN OF THE PROVINCE at {path}: set HONGLAM_PLANS to run this test")
    above = read_for_alignment(read_document(path))
    own, chosen = draft_of(above)
    filled = read_back(fill(own.stream, answer, targets=figures(chosen)), tmp_path)
    assert [item.target for item in filled.reading.indicators] == [target.item.target for target in chosen.targets]
    assert len(filled.reading.tasks) == len(own.rows) == len(chosen.works)
    assert len(own.rows) >= 8
    found = compare_plans(above, filled)
    assert [finding for finding in found.findings if finding.kind in FALLS_SHORT or finding.lower] == []


# --- wording ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "own"),
    [
        ("KẾ HOẠCH Chuyển đổi số tỉnh Mộc Lam năm 2026", "Chuyển đổi số xã Suối Hoa năm 2026"),
        ("Kế hoạch phát triển dữ liệu năm 2026", "Phát triển dữ liệu xã Suối Hoa năm 2026"),
        ("Cải cách hành chính trên địa bàn tỉnh Mộc Lam giai đoạn 2026-2030",
         "Cải cách hành chính xã Suối Hoa giai đoạn 2026-2030"),
        ("Thí điểm thôn thông minh", "Thí điểm thôn thông minh xã Suối Hoa năm 2026"),
    ],
)  # fmt: skip
def test_the_title_names_the_commune_in_the_place_of_the_province(title: str, own: str) -> None:
    upper = UpperPlan("Kế hoạch", title, "Ủy ban nhân dân tỉnh Mộc Lam", "UBND tỉnh Mộc Lam", 2026, 2026)
    assert own_subject(upper, COMMUNE) == own
