"""A task is measurable where its words state a quantity of something."""

from __future__ import annotations

import pytest

from honglam.engines.plans.measures import measured


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("Phấn đấu 100% thôn có tổ công nghệ số",), True),
        (("Mở lớp kỹ năng số", "", "12 lớp"), True),
        (("Ban hành quy chế quản lý dữ liệu", "", "Quy chế"), False),
        (("Xây dựng kế hoạch năm 2026",), False),
        (("", "", ""), False),
    ],
)
def test_a_quantity_with_its_unit_measures_the_work(texts: tuple[str, ...], expected: bool) -> None:
    assert measured(*texts) == expected
