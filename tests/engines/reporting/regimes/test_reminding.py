"""One notice a person and morning, for what is near or late; the receiver may press once a day."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from honglam.core.access.errors import NotAllowed
from honglam.core.notices.models import Notice
from honglam.core.organisations.models import UnitGroup
from honglam.engines.reporting.actions.arrangements import Arrangement, arrange
from honglam.engines.reporting.actions.reminding import remind_missing, send_reminders
from honglam.engines.reporting.errors import RemindingRefused
from honglam.engines.reporting.models import Report
from honglam.engines.reporting.standings import late_and_missing
from tests.people import People, people

from .stories import TODAY, communes, make_regime, on_today, sections, send_off

__all__ = ["communes", "on_today", "people", "sections"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sections", "on_today")]
Q2_END = datetime.date(2026, 6, 14)


def told(kind: str = "reporting.reminder") -> dict[str, str]:
    """Title by account."""
    return dict(Notice.objects.filter(kind=kind).values_list("recipient__username", "title"))


@pytest.fixture
def two_regimes(people: People, communes: UnitGroup) -> None:
    """Both due on 21 September; only the third quarter is asked for."""
    for name in ("Kết quả chuyển đổi số", "Đề án 06"):
        make_regime(people, communes, name=name, starts_on=datetime.date(2026, 7, 1))


@pytest.mark.usefixtures("two_regimes")
@pytest.mark.parametrize(
    ("today", "officer", "head"),
    [
        ("2026-09-15", "", ""),
        ("2026-09-16", "2 báo cáo sắp đến hạn", "2 báo cáo sắp đến hạn"),
        ("2026-09-17", "", ""),
        ("2026-09-21", "2 báo cáo đến hạn hôm nay", "2 báo cáo đến hạn hôm nay"),
        ("2026-09-22", "2 báo cáo quá hạn", "2 báo cáo quá hạn"),
        ("2026-09-23", "", ""),
        ("2026-09-24", "2 báo cáo quá hạn", "2 báo cáo quá hạn"),
        ("2026-09-26", "", ""),
        ("2026-09-28", "2 báo cáo quá hạn", "2 báo cáo quá hạn"),
    ],
)
def test_people_hear_on_the_days_of_the_ladder(today: str, officer: str, head: str) -> None:
    send_reminders(today=datetime.date.fromisoformat(today))
    assert (told().get("officer", ""), told().get("head", "")) == (officer, head)


@pytest.mark.usefixtures("two_regimes")
def test_a_second_run_tells_nobody_twice() -> None:
    day = datetime.date(2026, 9, 16)
    first = send_reminders(today=day)
    send_reminders(today=day)
    assert Notice.objects.filter(kind="reporting.reminder").count() == first == 3


@pytest.mark.usefixtures("two_regimes")
def test_what_was_sent_reminds_nobody(people: People) -> None:
    for report in Report.objects.filter(unit=people.north):
        send_off(report, datetime.date(2026, 9, 15))
    send_reminders(today=datetime.date(2026, 9, 22))
    assert set(told()) == {"stranger"}


@pytest.mark.usefixtures("two_regimes")
def test_the_arranged_drafter_hears_alone_until_it_is_overdue(people: People) -> None:
    arrange(unit=people.north, by=people.head, arrangement=Arrangement(drafter=people.officer, checker=people.head))
    send_reminders(today=datetime.date(2026, 9, 16))
    assert "head" not in told()
    send_reminders(today=datetime.date(2026, 9, 22))
    assert told()["head"] == "2 báo cáo quá hạn"


def test_reminding_takes_as_many_queries_for_many_reports(
    people: People, communes: UnitGroup, django_assert_max_num_queries: Any
) -> None:
    for n in range(5):
        make_regime(people, communes, name=f"Báo cáo {n}", starts_on=datetime.date(2026, 7, 1))
    with django_assert_max_num_queries(16):
        send_reminders(today=datetime.date(2026, 9, 22))


def test_the_receiver_presses_once_a_day(people: People, communes: UnitGroup) -> None:
    regime = make_regime(people, communes)
    send_off(regime.reports.get(unit=people.south, period_end=Q2_END), datetime.date(2026, 6, 20))
    assert remind_missing(regime=regime, period_end=Q2_END, today=TODAY, by=people.coordinator) == 1
    assert "Xã Bắc Sơn chưa gửi" in told()["officer"]
    with pytest.raises(RemindingRefused, match="Hôm nay đã nhắc"):
        remind_missing(regime=regime, period_end=Q2_END, today=TODAY, by=people.coordinator)
    tomorrow = TODAY + datetime.timedelta(days=1)
    assert remind_missing(regime=regime, period_end=Q2_END, today=tomorrow, by=people.coordinator) == 1
    with pytest.raises(RemindingRefused, match="Không có đơn vị nào"):
        remind_missing(regime=regime, period_end=datetime.date(2026, 9, 14), today=TODAY, by=people.coordinator)
    with pytest.raises(NotAllowed):
        remind_missing(regime=regime, period_end=Q2_END, today=TODAY, by=people.head)


def test_the_desk_reads_who_is_late_and_missing(
    people: People, communes: UnitGroup, django_assert_max_num_queries: Any
) -> None:  # fmt: skip
    regime = make_regime(people, communes)
    send_off(regime.reports.get(unit=people.south, period_code="2026-Q3@14"), datetime.date(2026, 9, 22))
    assert late_and_missing(people.officer, datetime.date(2026, 9, 23)).regimes == ()
    with django_assert_max_num_queries(2):
        found = late_and_missing(people.coordinator, datetime.date(2026, 9, 23))
    (one,) = found.regimes
    assert (one.asked, one.on_time, one.late, one.missing, one.still_due) == (2, 0, 1, 1, 0)
    assert (found.late, found.missing) == (1, 1)
