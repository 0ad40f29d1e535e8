"""A month of figures: from the paste of a commune to the light on the leader's page, and back down to the cell."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from honglam.core.access.terms import RoleCode
from honglam.engines.indicators.public import (
    Aggregation,
    Calculation,
    CellDraft,
    FormIncomplete,
    IndicatorValue,
    Light,
    Mark,
    RuleKind,
    Severity,
    Share,
    ValueState,
    approve,
    completeness_of,
    define_rule,
    drill_down,
    due_list,
    grid_of,
    return_submission,
    roll_up,
    save_cells,
    standing_on,
    submissions_of,
    submit,
)
from tests.engines.indicators.stories import APRIL, TODAY, make_form, make_indicator, on_day
from tests.people import People, make_person

pytestmark = pytest.mark.django_db


def test_a_month_from_the_paste_to_the_approved_roll_up(people: People, monkeypatch: Any) -> None:
    on_day(monkeypatch, TODAY)
    receiver = make_person("receiver", "Ngô Thị Kim", RoleCode.HEAD, people.science)
    online, all_of_them = make_indicator(people, "Hồ sơ trực tuyến"), make_indicator(people, "Tổng số hồ sơ")
    share = make_indicator(
        people, "Tỷ lệ trực tuyến", measure="%", calculation=Calculation.RATIO, numerator=online,
        denominator=all_of_them, factor=Decimal(100), aggregation=Aggregation.RECOMPUTE,
    )  # fmt: skip
    form = make_form(people, online, all_of_them, share, starts_on=APRIL.start)
    no_more_than_all = {"left": f"[{online.code}]", "operator": "<=", "right": f"[{all_of_them.code}]"}
    define_rule(kind=RuleKind.COMPARISON, form=form, severity=Severity.BLOCKS, parameters=no_more_than_all,
                by=people.coordinator)  # fmt: skip

    # The officer pastes two figures, one of them wrong, and cannot send them.
    assert due_list(user=people.officer)[0].period == APRIL
    pasted = [CellDraft(online, Decimal(90)), CellDraft(all_of_them, Decimal(10))]
    save_cells(form=form, unit=people.north, period=APRIL, drafts=pasted, by=people.officer)
    with pytest.raises(FormIncomplete, match="Phải có"):
        submit(form=form, unit=people.north, period=APRIL, by=people.officer)

    # Corrected and sent, by both communes.
    for unit, by, over, under in ((people.north, people.officer, 90, 100), (people.south, people.stranger, 1, 300)):
        view = grid_of(form=form, unit=unit, periods=[APRIL], user=by)
        drafts = [
            CellDraft(indicator, Decimal(value), view.cells[indicator.code, APRIL.code].version)
            for indicator, value in ((online, over), (all_of_them, under))
        ]
        assert not any(result.error for result in save_cells(form=form, unit=unit, period=APRIL, drafts=drafts, by=by))
        submit(form=form, unit=unit, period=APRIL, by=by)
    assert completeness_of(forms=[form], periods=[APRIL], user=receiver).total.timeliness == Share(2, 2)

    # The department approves one and returns the other; what nobody approved does not count.
    north, south = (line.submission for line in submissions_of(form=form, period=APRIL, user=receiver))
    assert north is not None and south is not None
    approve(submission=north, by=receiver)
    return_submission(submission=south, by=receiver, reason="Đối chiếu lại với Trung tâm Phục vụ hành chính công")
    cell = roll_up(indicators=[share], unit=people.province, periods=[APRIL]).cell(share, APRIL)
    assert (cell.value, cell.reported, cell.expected) == (Decimal(90), 1, 2)

    # Sent again and approved: the ratio is that of all applications, not the mean of two percentages.
    again = submit(form=form, unit=people.south, period=APRIL, by=people.stranger)
    approve(submission=again, by=receiver)
    cell = roll_up(indicators=[share], unit=people.province, periods=[APRIL]).cell(share, APRIL)
    assert (cell.value, cell.is_whole, cell.is_draft) == (Decimal("22.75"), True, False)
    standing = standing_on(
        APRIL.end, cell.value, direction=share.direction, baseline=Mark(Decimal(20), datetime.date(2025, 12, 31)),
        target=Mark(Decimal(80), datetime.date(2026, 12, 31)),
    )  # fmt: skip
    assert standing.light == Light.RED

    # The red number opens the cells behind it.
    rows = drill_down(indicator=share, unit=people.province, period=APRIL)
    assert [(row.unit, row.value, row.beside, row.is_counted) for row in rows] == [
        (people.north, Decimal(90), Decimal(100), True), (people.south, Decimal(1), Decimal(300), True),
    ]  # fmt: skip
    assert all(IndicatorValue.objects.get(uid=row.figure_uid).state == ValueState.APPROVED for row in rows)
