"""Numbers that skip or repeat, and the ways of numbering that are right."""

from __future__ import annotations

import pytest

from honglam.engines.plans.alignment.drafts.numbers import wrong_numbers
from tests.engines.plans.alignment.drafts.tables import WORK, annex, row, said, tables_of
from tests.engines.plans.alignment.writing import commune


def _parts(*numbers: str) -> str:
    names = ("MỤC TIÊU", "NHIỆM VỤ", "GIẢI PHÁP", "KINH PHÍ", "TỔ CHỨC THỰC HIỆN")
    return "\n".join(
        f"{number}. {name}\nLàm tốt các việc đã nêu." for number, name in zip(numbers, names, strict=False)
    )


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        (("I", "II", "III", "IV", "V"), None),
        (("I", "II", "III", "V", "VI"), "nhảy từ III sang V, thiếu IV"),
        (("I", "II", "II", "III"), "số II dùng cho cả"),
        # The skip behind a repetition has the same cause.
        (("I", "II", "II", "IV"), "số II dùng cho cả"),
    ],
)
def test_headings_are_numbered_through(numbers: tuple[str, ...], words: str | None) -> None:
    found = wrong_numbers(commune(_parts(*numbers)), [])

    assert said(found) == ([("numbering", "low")] if words else [])
    assert words is None or words in found[0].explanation


def test_a_list_that_begins_anew_under_each_heading_is_right() -> None:
    plan = commune("I. MỤC TIÊU\n1. Chung\nLàm.\n2. Riêng\nLàm.\nII. NHIỆM VỤ\n1. Hạ tầng\nLàm.\n2. Dữ liệu\nLàm.\n")

    assert wrong_numbers(plan, []) == []


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((1, 2, 3, 4, 5), None),
        ((1, 2, 3, 6, 7), "từ 3 sang 6"),
        ((1, 2, 3, 3, 4), "số 3 dùng cho hai dòng"),
    ],
)
def test_rows_are_numbered_through(numbers: tuple[int, ...], told: str | None) -> None:
    plan = commune(annex(*(row(number, name) for number, name in zip(numbers, WORK, strict=False))))

    found = wrong_numbers(plan, tables_of(plan))

    assert len(found) == (1 if told else 0)
    assert told is None or told in found[0].explanation


@pytest.mark.parametrize("second", [(1, 2, 3), (4, 5, 6)])
def test_rows_may_go_on_over_groups_or_begin_anew(second: tuple[int, ...]) -> None:
    rows = [row(number, name) for number, name in zip((1, 2, 3), WORK, strict=False)]
    more = [row(number, name) for number, name in zip(second, WORK[3:], strict=False)]
    plan = commune(annex("I\tHạ tầng số\t\t\t\t", *rows, "II\tDữ liệu số\t\t\t\t", *more))

    assert wrong_numbers(plan, tables_of(plan)) == []


def test_two_groups_of_one_number_are_told() -> None:
    rows = [row(number, name) for number, name in zip((1, 2, 3), WORK, strict=False)]
    more = [row(number, name) for number, name in zip((1, 2, 3), WORK[3:], strict=False)]
    plan = commune(annex("I\tHạ tầng số\t\t\t\t", *rows, "I\tDữ liệu số\t\t\t\t", *more))

    (finding,) = wrong_numbers(plan, tables_of(plan))

    assert "trùng số với nhóm trước" in finding.explanation
