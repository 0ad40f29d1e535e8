"""Lists show what a document is about."""

from __future__ import annotations

import pytest

from honglam.engines.plans.titles import subject_of


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("KẾ HOẠCH Phát triển dữ liệu năm 2026", "Phát triển dữ liệu năm 2026"),
        ("KẾ HOẠCH chuyển đổi số", "Chuyển đổi số"),
        ("QUYẾT ĐỊNH: Ban hành quy chế", "QUYẾT ĐỊNH: Ban hành quy chế"),
        ("QUYẾT ĐỊNH – Ban hành quy chế", "Ban hành quy chế"),
        ("Kế hoạch chuyển đổi số", "Kế hoạch chuyển đổi số"),
        ("CHUYỂN ĐỔI SỐ NĂM 2026", "CHUYỂN ĐỔI SỐ NĂM 2026"),
        ("KẾ HOẠCH", "KẾ HOẠCH"),
        ("", ""),
    ],
)
def test_a_subject_leaves_the_shouted_kind_away_and_nothing_else(title: str, subject: str) -> None:
    assert subject_of(title) == subject
