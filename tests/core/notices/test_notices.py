"""What a person should know arrives once in the inbox and at least once by e-mail, as the person wishes."""

from __future__ import annotations

import datetime
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from honglam.core.jobs.models import JobRun
from honglam.core.notices import delivery
from honglam.core.notices.actions import Letter, choose, mark_all_read, mark_read, send, send_many
from honglam.core.notices.delivery import MOST_ATTEMPTS, deliver_waiting, message_id, send_digests
from honglam.core.notices.errors import DuplicateNotice, UnknownNotice
from honglam.core.notices.models import Notice
from honglam.core.notices.registry import declare_notice
from honglam.core.notices.terms import DeliveryState, MailWish
from tests.people import People, make_person

EVENT = "tests.task_assigned:81"


def tell(recipients: list, event: str = EVENT, **words: Any) -> int:
    """Send a notice about a task."""
    said = {"title": "Nhiệm vụ mới", "body": "Rà soát hạ tầng số.", "url": "/tasks/81", **words}
    return send(event=event, recipients=recipients, **said)


def test_an_event_reaches_each_recipient_once_however_often_it_is_sent(people: People) -> None:
    tell([people.officer, people.head, people.officer])
    tell([people.officer, people.head], title="Gửi lại")
    assert Notice.objects.count() == 2
    assert set(Notice.objects.values_list("title", flat=True)) == {"Nhiệm vụ mới"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(event=EVENT, kind="tests.task_assigned", recipient=people.officer, title="x")


def test_the_number_of_queries_does_not_depend_on_the_number_of_recipients(people: People) -> None:
    many = [make_person(f"person{number}", f"Người {number}") for number in range(12)]

    def cost(recipients: list, event: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            tell(recipients, event=event)
        return len(queries)

    first = cost(many[:1], "tests.task_assigned:1")
    assert cost(many, "tests.task_assigned:2") <= first


def test_an_inactive_person_is_not_told(people: People) -> None:
    people.officer.is_active = False
    assert tell([people.officer]) == 0


def test_a_kind_must_be_declared_once(db) -> None:
    with pytest.raises(UnknownNotice):
        tell([], event="tests.nothing:1")
    with pytest.raises(DuplicateNotice):
        declare_notice("tests.comment", "Lần nữa")


def test_an_email_goes_out_after_the_commit_with_its_own_stable_id(
    people: People, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tell([people.officer])
        assert mail.outbox == []
    [letter] = mail.outbox
    notice = Notice.objects.get()
    assert letter.to == ["officer@tinh.example"]
    assert letter.extra_headers["Message-ID"] == message_id(notice) == f"<{notice.uid}@tinh.example>"
    assert "https://honglam.tinh.example/tasks/81" in letter.body
    assert (notice.delivery_state, notice.delivery_attempts) == (DeliveryState.SENT, 1)
    assert JobRun.objects.get().result == {"sent": 1, "refused": 0}


def test_one_waiting_run_serves_many_notices(people: People) -> None:
    tell([people.officer])
    tell([people.officer], event="tests.task_assigned:82")
    assert JobRun.objects.count() == 1


def test_a_worker_that_dies_after_sending_sends_the_same_message_again(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell([people.officer])
    real = delivery.compose

    def compose_and_die(*args: Any) -> Any:
        letter = real(*args)
        letter.send()
        raise MemoryError

    monkeypatch.setattr(delivery, "compose", compose_and_die)
    with pytest.raises(MemoryError):
        deliver_waiting()
    monkeypatch.setattr(delivery, "compose", real)
    assert deliver_waiting() == (1, 0)
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 1
    assert len(mail.outbox) == 2


def test_a_server_that_refuses_is_asked_later_and_in_the_end_the_notice_says_why(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell([people.officer])

    def refuse(*args: Any) -> Any:
        raise SMTPServerDisconnected("away")

    monkeypatch.setattr(delivery, "compose", refuse)
    assert deliver_waiting() == (0, 1)
    notice = Notice.objects.get()
    assert notice.deliver_after > timezone.now()
    assert deliver_waiting() == (0, 0)  # not before its time
    for _attempt in range(MOST_ATTEMPTS - 1):
        Notice.objects.update(deliver_after=timezone.now() - datetime.timedelta(seconds=1))
        deliver_waiting()
    notice.refresh_from_db()
    assert (notice.delivery_state, notice.delivery_attempts) == (DeliveryState.FAILED, MOST_ATTEMPTS)
    assert "away" in notice.delivery_error


@pytest.mark.parametrize(
    ("wish", "state"),
    [
        (MailWish.NOW, DeliveryState.WAITING),
        (MailWish.DAILY, DeliveryState.DIGEST),
        (MailWish.OFF, DeliveryState.NONE),
    ],
)
def test_a_person_chooses_how_each_kind_comes(people: People, wish: MailWish, state: DeliveryState) -> None:
    choose(kind="tests.task_assigned", wish=wish, by=people.officer)
    tell([people.officer])
    assert Notice.objects.get().delivery_state == state


def test_a_kind_has_its_own_default_and_no_address_means_no_email(people: People) -> None:
    tell([people.officer], event="tests.comment:1")
    people.head.email = ""
    tell([people.head])
    assert set(Notice.objects.values_list("delivery_state", flat=True)) == {DeliveryState.NONE}


def test_the_digest_is_one_email_of_what_is_still_unread(people: People) -> None:
    choose(kind="tests.task_assigned", wish=MailWish.DAILY, by=people.officer)
    for number, title in enumerate(["Việc một", "Việc hai", "Việc đã xem"]):
        tell([people.officer], event=f"tests.task_assigned:{number}", title=title)
    mark_read(notice=Notice.objects.get(title="Việc đã xem"), by=people.officer)
    assert send_digests() == (1, 0)
    [letter] = mail.outbox
    assert letter.subject == "2 thông báo mới"
    assert "Việc một" in letter.body and "Việc hai" in letter.body and "Việc đã xem" not in letter.body
    assert send_digests() == (0, 0)


def test_only_the_recipient_marks_a_notice_as_read(people: People) -> None:
    tell([people.officer, people.head])
    notice = Notice.objects.get(recipient=people.officer)
    mark_read(notice=notice, by=people.stranger)
    assert Notice.objects.unread().count() == 2
    mark_read(notice=notice, by=people.officer)
    assert list(Notice.objects.unread().values_list("recipient", flat=True)) == [people.head.pk]


def test_all_of_a_kind_or_all_at_once_are_read(people: People) -> None:
    tell([people.officer])
    tell([people.officer], event="tests.comment:1")
    assert mark_all_read(by=people.officer, kind="tests.comment") == 1
    assert mark_all_read(by=people.officer) == 1
    assert mark_all_read(by=people.officer) == 0


def test_unread_notices_stand_first_and_the_newest_of_them_on_top(people: People) -> None:
    for number in range(3):
        tell([people.officer], event=f"tests.task_assigned:{number}", title=f"Việc {number}")
    mark_read(notice=Notice.objects.get(title="Việc 2"), by=people.officer)
    inbox = Notice.objects.for_recipient(people.officer).unread_first()
    assert [notice.title for notice in inbox] == ["Việc 1", "Việc 0", "Việc 2"]


def letters(count: int, people: People, kind: str = "tests.task_assigned") -> list[Letter]:
    """Letters about so many tasks, each to two people."""
    both = [people.officer, people.head, people.officer]
    return [Letter(f"{kind}:{number}", both, f"Việc {number}", "", "/tasks/") for number in range(count)]


def test_many_letters_go_out_at_the_cost_of_one(people: People) -> None:
    costs = []
    for count in (1, 30):
        with CaptureQueriesContext(connection) as queries:
            assert send_many(letters=letters(count, people), by=people.coordinator) == 2 * count
        costs.append(len(queries))
    assert costs[1] <= costs[0]
    assert Notice.objects.filter(recipient=people.head).count() == 30, "the first letter came twice and counts once"


def test_letters_of_different_kinds_are_not_sent_together(people: People) -> None:
    both = [*letters(1, people), *letters(1, people, "plans.work_given")]
    with pytest.raises(ValueError, match="several kinds"):
        send_many(letters=both)


def test_no_letter_is_no_notice(people: People) -> None:
    assert send_many(letters=[]) == 0
