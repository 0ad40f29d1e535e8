"""Checking a whole draft: every fault once, nothing said of a sound plan, and the command."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from honglam.config.commands.check_plan import main
from honglam.engines.plans.alignment import check_plan
from tests.engines.plans.alignment.drafts.tables import WORK, annex, drawn, row
from tests.engines.plans.alignment.writing import COMMUNE_HEAD, INTRO, commune, kinds

TODAY = dt.date(2026, 1, 15)
DAYS = ("Quý I/2026", "Tháng 4/2026", "30/6/2026", "Quý III/2026", "31/10/2026", "30/11/2026")
ROWS = [row(at, name, due=DAYS[at % 6]) for at, name in enumerate(WORK, start=1)]
SOUND = (
    "Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị;\n"
    "I. KẾT QUẢ THỰC HIỆN NĂM 2025\n- Tỷ lệ số hóa sổ hộ tịch đạt 60%.\n"
    "II. MỤC TIÊU\n- 100% nhà văn hóa thôn có wifi miễn phí.\n- Tỷ lệ số hóa sổ hộ tịch đạt 100%.\n"
    "III. NHIỆM VỤ\nThực hiện các nhiệm vụ tại Phụ lục kèm theo.\n"
    "IV. TỔ CHỨC THỰC HIỆN\n1. Phòng Kinh tế\n- Chủ trì thực hiện; hằng quý, trước ngày 20 tháng cuối quý tổng hợp,"
    " báo cáo"
    " Ủy ban nhân dân xã.\n2. Công an xã\n- Hằng quý, trước ngày 15 tháng cuối quý báo cáo kết quả về Phòng Kinh tế.\n"
)


def test_nothing_is_said_of_a_sound_plan() -> None:
    assert check_plan(commune(SOUND + annex(*ROWS)), TODAY).findings == []


def test_a_swapped_cell_is_not_told_as_a_missing_date_too() -> None:
    plan = drawn(row(1, WORK[0], lead="30/6/2026", due="Phòng Kinh tế"), *ROWS[1:])

    assert kinds(check_plan(plan, TODAY).findings) == ["misplaced_cell"]


def test_a_date_before_the_plans_years_is_told_once() -> None:
    plan = commune(annex(row(1, WORK[0], due="Năm 2025"), *ROWS[1:]))

    assert kinds(check_plan(plan, TODAY).findings) == ["outside_period"]


def test_a_target_of_the_province_is_not_told_as_unserved_too() -> None:
    plan = commune(
        "I. MỤC TIÊU\n- 70% chợ đầu mối cấp tỉnh có trạm cân điện tử.\n- 100% nhà văn hóa thôn có wifi.\n"
        + annex(*ROWS)
    )

    assert kinds(check_plan(plan, TODAY).findings) == ["wrong_level"]


def test_every_finding_says_why_and_what_to_write() -> None:
    broken = [row(1, WORK[0], due=""), row(1, WORK[1], lead="Công an tỉnh"), row(5, WORK[2], product="100%")]
    findings = check_plan(drawn(*broken, *ROWS[5:]), TODAY).findings

    assert len(findings) >= 3
    for finding in findings:
        assert finding.upper is None
        assert finding.lower is not None and finding.lower.text
        assert finding.explanation.endswith((".", "…"))
        assert finding.suggestion.endswith(".")


@pytest.mark.parametrize(("today", "expected"), [("2026-01-15", 0), ("2026-12-01", 6)])
def test_the_command_takes_the_day_of_checking(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], today: str, expected: int
) -> None:
    undated = COMMUNE_HEAD.replace("tháng 02 năm 2026", "tháng     năm 2026")
    rows = [row(at, name, due=DAYS[at % 6]) for at, name in enumerate(WORK[:6], start=1)]
    file = tmp_path / "draft.txt"
    file.write_text(f"{undated}{INTRO}{annex(*rows)}", encoding="utf-8")

    assert main([str(file), "--json", "--today", today]) == 0

    findings = json.loads(capsysbinary.readouterr().out)["findings"]
    past = [finding for finding in findings if finding["kind"] == "past_deadline"]
    assert len(past) == (1 if expected else 0)
    assert all(finding["explanation"].startswith(f"{expected} việc") for finding in past)
