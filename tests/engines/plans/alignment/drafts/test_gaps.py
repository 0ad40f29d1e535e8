"""Who, by when and how measured: what tables leave open."""

from __future__ import annotations

import pytest

from honglam.engines.documents.public import read_document
from honglam.engines.plans.alignment import read_for_alignment
from honglam.engines.plans.alignment.drafts.gaps import gaps
from tests.engines.plans.alignment.drafts.tables import TARGETS, WORK, annex, drawn, row, said, tables_of
from tests.engines.plans.alignment.writing import COMMUNE_HEAD, INTRO, commune, province

ROWS = [row(at, name) for at, name in enumerate(WORK[1:9], start=2)]


@pytest.mark.parametrize(
    ("cells", "gap"),
    [
        ({}, None),
        ({"lead": ""}, ("no_owner", "high")),
        ({"due": ""}, ("no_date", "medium")),
        ({"due": "Theo Đề án 06"}, ("no_date", "low")),
        ({"due": "Thường xuyên"}, None),
        ({"product": ""}, ("no_measure", "medium")),
        ({"lead": "Phòng Kinh tế; Công an xã; Văn phòng HĐND và UBND xã"}, ("no_owner", "medium")),
        ({"lead": "Phòng Kinh tế; Công an xã"}, None),
        ({"lead": "Các phòng, ban, đơn vị"}, ("no_owner", "medium")),
    ],
)
def test_a_single_gap_is_told_by_its_row(cells: dict[str, str], gap: tuple[str, str] | None) -> None:
    plan = drawn(row(1, WORK[0], **cells), *ROWS)

    found = gaps(plan, tables_of(plan))

    assert said(found) == ([gap] if gap else [])


def test_a_province_may_give_work_to_all_departments_together() -> None:
    plan = province(annex(row(1, WORK[0], lead="Các sở, ban, ngành cấp tỉnh; các xã, phường"), *ROWS))

    assert gaps(plan, tables_of(plan)) == []


def test_a_figure_in_the_task_measures_it() -> None:
    plan = commune(annex(row(1, "Mở 05 lớp tập huấn kỹ năng số cho trưởng các thôn", product=""), *ROWS))

    assert gaps(plan, tables_of(plan)) == []


def test_many_gaps_of_a_kind_are_one_finding_with_their_count() -> None:
    rows = [row(at, name, due="" if at > 3 else "30/6/2026") for at, name in enumerate(WORK[:10], start=1)]

    plan = commune(annex(*rows))
    (finding,) = gaps(plan, tables_of(plan))

    assert finding.kind.value == "no_date"
    assert finding.explanation.startswith("7 trên 10 nhiệm vụ chưa có thời hạn")


def test_a_table_in_which_nothing_has_a_date_is_one_finding() -> None:
    rows = [row(at, name, due="Thường xuyên") for at, name in enumerate(WORK[:6], start=1)]
    plan = commune(annex(*rows))

    assert said(gaps(plan, tables_of(plan))) == [("no_date", "medium")]


def test_missing_columns_are_told_once_each() -> None:
    lines = [f"{at}\t{name}\t{30 - at}/6/2026" for at, name in enumerate(WORK[:6], start=1)]
    plan = commune(annex(*lines, header="TT\tNội dung nhiệm vụ\tThời hạn hoàn thành"))

    assert said(gaps(plan, tables_of(plan))) == [("no_owner", "high"), ("no_measure", "medium")]


@pytest.mark.parametrize(
    ("name", "target", "gap"),
    [
        ("Tỷ lệ người dân có sổ sức khỏe điện tử", "Đạt", True),
        ("Tỷ lệ người dân có sổ sức khỏe điện tử", "90%", False),
        ("Xã có đài truyền thanh ứng dụng viễn thông", "Đạt", False),
    ],
)
def test_a_rate_bears_a_figure(name: str, target: str, gap: bool) -> None:
    others = [f"{at}\tTỷ lệ {text.lower()}\t%\t{50 + at}%\tPhòng Kinh tế" for at, text in enumerate(WORK[:4], start=2)]
    plan = commune(annex(f"1\t{name}\t%\t{target}\tPhòng Kinh tế", *others, header=TARGETS))

    assert said(gaps(plan, tables_of(plan))) == ([("no_measure", "medium")] if gap else [])


@pytest.mark.parametrize(
    ("goal", "gap"),
    [
        ("Nâng cao rõ rệt mức độ hài lòng của người dân", True),
        ("Trung tâm xã được phủ sóng 5G", False),
        ("Hoàn thành số hóa sổ hộ tịch", False),
        ("95% người dân hài lòng khi làm thủ tục", False),
    ],
)
def test_a_goal_in_words_of_degree_cannot_be_measured(goal: str, gap: bool) -> None:
    plan = commune(
        "I. MỤC TIÊU\n1. Mục tiêu chung\n- Đẩy mạnh chuyển đổi số.\n2. Chỉ tiêu cụ thể\n- 80% hộ dân có tài khoản"
        " thanh toán.\n"
        f"- {goal}.\n- 70% hồ sơ nộp trực tuyến.\n" + annex(row(1, WORK[0]), *ROWS)
    )

    assert said(gaps(plan, tables_of(plan))) == ([("no_measure", "medium")] if gap else [])


def test_duties_without_dates_are_told_once_where_no_table_dates_the_work() -> None:
    duties = "\n".join(f"- Chủ trì {name[0].lower()}{name[1:]}." for name in WORK[:9])
    body = f"V. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế\n{duties}\n2. Công an xã\n- Bảo đảm an ninh mạng.\n"

    assert said(gaps(commune(body), [])) == [("no_date", "low")]
    dated = commune(body + annex(row(1, WORK[0]), *ROWS))
    assert gaps(dated, tables_of(dated)) == []


@pytest.mark.parametrize(("empty", "told"), [((5,), True), ((2, 3, 5, 6, 8), False)])
def test_a_text_without_merged_cells_has_a_hole_where_nearly_all_rows_are_filled(
    empty: tuple[int, ...], told: bool
) -> None:
    rows = [
        row(at, name, lead="" if at in empty else ("Phòng Kinh tế", "Công an xã")[at % 2])
        for at, name in enumerate(WORK[:10], start=1)
    ]
    text = f"{COMMUNE_HEAD}{INTRO}{annex(*rows)}"
    plan = read_for_alignment(read_document(text.encode(), name="draft.txt"))

    assert said(gaps(plan, tables_of(plan))) == ([("no_owner", "high")] if told else [])
