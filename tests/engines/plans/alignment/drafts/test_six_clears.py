"""The six clears over a plan."""

from __future__ import annotations

import pytest

from honglam.engines.plans.alignment.drafts import clears_of_plan
from honglam.engines.plans.terms import SIX_CLEARS, Clear
from tests.engines.plans.alignment.drafts.tables import WORK, drawn, row
from tests.engines.plans.alignment.writing import commune

WHOLE = "Báo cáo trình Ủy ban nhân dân xã phê duyệt"
ROWS = [row(at, name, product=WHOLE) for at, name in enumerate(WORK[1:6], start=2)]


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        ({"product": WHOLE}, ()),
        ({"product": WHOLE, "lead": ""}, (Clear.PERSON, Clear.RESPONSIBILITY)),
        ({"product": WHOLE, "lead": "Phòng Kinh tế; Văn phòng HĐND và UBND xã"}, (Clear.PERSON,)),
        ({"product": WHOLE, "due": ""}, (Clear.SCHEDULE,)),
        ({"product": WHOLE, "due": "Thường xuyên"}, ()),
        ({"product": ""}, (Clear.RESULT, Clear.AUTHORITY)),
        ({"product": "Báo cáo"}, (Clear.AUTHORITY,)),
    ],
)
def test_what_a_row_does_not_say(cells: dict[str, str], missing: tuple[Clear, ...]) -> None:
    report = clears_of_plan(drawn(row(1, WORK[0], **cells), *ROWS))

    assert report.tasks[0].missing == missing
    assert all(not task.missing for task in report.tasks[1:])


def test_a_short_name_is_no_clear_work() -> None:
    report = clears_of_plan(drawn(row(1, "Tập huấn", product=WHOLE), *ROWS))

    assert report.tasks[0].missing == (Clear.WORK,)


def test_totals_count_the_tasks_without_each_clear() -> None:
    report = clears_of_plan(drawn(row(1, WORK[0], due=""), row(2, WORK[1], lead=""), *ROWS[1:]))

    assert (report.total, report.whole) == (6, 4)
    assert set(report.lacking) == set(SIX_CLEARS)
    assert report.lacking[Clear.SCHEDULE] == 1
    assert report.lacking[Clear.AUTHORITY] == 2


def test_a_plan_without_tables_has_no_rows() -> None:
    assert clears_of_plan(commune("I. MỤC TIÊU\n- 80% hộ dân có tài khoản.\n")).total == 0
