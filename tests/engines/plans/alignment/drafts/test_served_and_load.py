"""Targets that nothing serves, and units that have to finish too much at once."""

from __future__ import annotations

import pytest

from honglam.engines.plans.alignment.drafts.load import overloads
from honglam.engines.plans.alignment.drafts.served import targets_without_tasks
from tests.engines.plans.alignment.drafts.tables import WORK, annex, likeness_of, row, said
from tests.engines.plans.alignment.writing import COMMUNE_HEAD, commune, goals

ROWS = [row(at, name) for at, name in enumerate(WORK, start=1)]
YEARS = COMMUNE_HEAD.replace("tỉnh Mộc Lam năm 2026", "tỉnh Mộc Lam giai đoạn 2026-2030")


@pytest.mark.parametrize(
    ("target", "orphan"),
    [
        ("90% người dân có hồ sơ sức khỏe điện tử", True),
        ("100% nhà văn hóa thôn có wifi miễn phí", False),
        ("Tỷ lệ số hóa sổ hộ tịch đạt 100%", False),
    ],
)
def test_a_target_that_no_work_serves(target: str, orphan: bool) -> None:
    plan = commune(f"{goals(target, '80% hộ kinh doanh xuất hóa đơn điện tử')}\n" + annex(*ROWS))

    found = targets_without_tasks(plan, likeness_of(plan))

    assert said(found) == ([("target_without_task", "low")] if orphan else [])


def test_many_orphans_are_one_finding() -> None:
    orphans = (
        "90% người dân có hồ sơ sức khỏe điện tử",
        "70% học sinh học trực tuyến tại nhà trường",
        "60% xe công ích gắn thiết bị định vị",
        "100% nhà văn hóa thôn có wifi miễn phí",
        "80% hộ kinh doanh xuất hóa đơn điện tử",
        "Tỷ lệ số hóa sổ hộ tịch đạt 100%",
    )
    plan = commune(f"{goals(*orphans)}\n" + annex(*ROWS))

    (finding,) = targets_without_tasks(plan, likeness_of(plan))

    assert finding.explanation.startswith("3 chỉ tiêu")


def test_a_plan_with_hardly_any_work_states_aims() -> None:
    plan = commune(f"{goals('90% người dân có hồ sơ sức khỏe điện tử')}\n" + annex(*ROWS[:3]))

    assert targets_without_tasks(plan, likeness_of(plan)) == []


def _due(days: list[str], lead: str = "Phòng Kinh tế") -> str:
    return annex(*(row(at, WORK[at % 12], lead=lead, due=day) for at, day in enumerate(days, start=1)))


@pytest.mark.parametrize(
    ("june", "others", "overloaded"),
    [
        (9, ["31/3/2026", "30/4/2026", "31/8/2026", "30/9/2026"], True),
        # Below the floor, and no more than the plan asks of everybody.
        (6, ["31/3/2026", "30/4/2026", "31/8/2026", "30/9/2026"], False),
        (9, ["31/3/2026"] * 5 + ["30/9/2026"] * 5, False),
    ],
)
def test_a_unit_with_too_much_due_in_one_month(june: int, others: list[str], overloaded: bool) -> None:
    plan = commune(_due(["30/6/2026"] * june + others))

    assert said(overloads(plan)) == ([("overload", "medium")] if overloaded else [])


def test_everybody_together_is_no_unit() -> None:
    plan = commune(_due(["30/6/2026"] * 9 + ["31/3/2026", "31/8/2026"], lead="Các phòng, ban, đơn vị"))

    assert overloads(plan) == []


def test_a_table_that_ends_on_the_last_day_has_no_steps() -> None:
    found = overloads(commune(_due(["31/12/2026"] * 9 + ["31/3/2026"])))

    assert said(found) == [("overload", "medium")]
    assert "riêng Phòng Kinh tế chủ trì 9 việc" in found[0].explanation


def test_work_of_a_whole_period_is_not_due_in_its_last_month() -> None:
    found = overloads(commune(_due(["Giai đoạn 2026-2030"] * 9 + ["31/3/2026"]), YEARS))

    assert len(found) == 1
    assert "ngày cuối của kế hoạch" in found[0].explanation
