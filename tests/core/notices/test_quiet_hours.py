"""Quiet hours: an e-mail written at night goes out in the morning; the inbox has the notice at once."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from time_machine import travel

from honglam.core.notices.actions import keep_quiet, send
from honglam.core.notices.delivery import deliver_waiting
from honglam.core.notices.models import Notice
from honglam.core.notices.registry import declare_notice
from honglam.core.notices.rules import held_until
from tests.people import People

VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
NIGHT = (datetime.time(21), datetime.time(6))
NOON = (datetime.time(11, 30), datetime.time(13, 30))


@pytest.mark.parametrize(
    ("clock", "hours", "held"),
    [
        ("2026-06-15T20:59", NIGHT, None),
        ("2026-06-15T21:00", NIGHT, "2026-06-16T06:00"),
        ("2026-06-15T23:30", NIGHT, "2026-06-16T06:00"),
        ("2026-06-16T00:10", NIGHT, "2026-06-16T06:00"),
        ("2026-06-16T06:00", NIGHT, None),
        ("2026-06-15T12:00", NOON, "2026-06-15T13:30"),
        ("2026-06-15T13:30", NOON, None),
        ("2026-12-31T22:00", NIGHT, "2027-01-01T06:00"),
        ("2026-06-15T12:00", (datetime.time(8), datetime.time(8)), None),
    ],
)
def test_when_an_email_may_go_out(clock: str, hours: tuple[datetime.time, datetime.time], held: str | None) -> None:
    now = datetime.datetime.fromisoformat(clock).replace(tzinfo=VIETNAM)
    expected = datetime.datetime.fromisoformat(held).replace(tzinfo=VIETNAM) if held else None
    assert held_until(now, *hours) == expected


@pytest.mark.django_db
def test_a_notice_of_the_night_is_in_the_inbox_at_once_and_mailed_in_the_morning(
    people: People, settings: Any, notice_kind: str
) -> None:
    settings.NOTICES_QUIET_HOURS = ("21:00", "06:00")
    people.officer.email = "canbo@tinh.example"
    people.officer.save()
    with travel(datetime.datetime(2026, 6, 15, 22, tzinfo=VIETNAM), tick=False):
        send(event=f"{notice_kind}:1", recipients=[people.officer], title="Việc mới", body="", url="")
        assert Notice.objects.for_recipient(people.officer).unread().count() == 1
        assert deliver_waiting() == (0, 0)
    with travel(datetime.datetime(2026, 6, 16, 6, 1, tzinfo=VIETNAM), tick=False):
        assert deliver_waiting() == (1, 0)
    assert [letter.to for letter in mail.outbox] == [["canbo@tinh.example"]]


@pytest.mark.django_db
def test_a_persons_own_quiet_hours_win(people: People, settings: Any, notice_kind: str) -> None:
    settings.NOTICES_QUIET_HOURS = ("21:00", "06:00")
    keep_quiet(begins=datetime.time(11), ends=datetime.time(14), by=people.officer)
    with travel(datetime.datetime(2026, 6, 15, 12, tzinfo=VIETNAM), tick=False):
        send(event=f"{notice_kind}:2", recipients=[people.officer, people.head], title="Việc", body="", url="")
        held = dict(Notice.objects.values_list("recipient__username", "deliver_after"))
        assert timezone.localtime(held[people.officer.username]).hour == 14
        assert held[people.head.username] is None


@pytest.fixture
def notice_kind() -> str:
    """A kind of notice that these stories send; declared once."""
    try:
        declare_notice("tests.quiet", "Thử giờ yên lặng")
    except Exception as error:  # declared by an earlier story
        assert "declared twice" in str(error)
    return "tests.quiet"
