"""A system is told of new versions: a real server on this machine, a real client that verifies signatures."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from standardwebhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from honglam.core.access.errors import NotAllowed
from honglam.core.events.actions import announce
from honglam.core.events.delivering import deliver_due
from honglam.core.notices.models import Notice
from honglam.engines.datahub.actions.grants import revoke
from honglam.engines.datahub.actions.webhooks import add_webhook, drop_webhook, send_due, send_test, tell_of_version
from honglam.engines.datahub.errors import AddressRefused, GrantOver, RequestInvalid
from honglam.engines.datahub.models import Grant, Webhook, WebhookDelivery
from honglam.engines.datahub.public import DatasetPublished
from honglam.engines.datahub.sharing.addresses import checked, is_public
from honglam.engines.datahub.sharing.messages import PAUSES, next_attempt, secret_of
from tests.engines.datahub.sharing_stories import ROWS, Hub, hub

__all__ = ["hub"]


class Receiver:
    """A server that keeps what it gets and answers as it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], str]] = []
        self.answers: list[int] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                receiver.got.append((dict(self.headers), body))
                self.send_response(receiver.answers.pop(0) if receiver.answers else 200)
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.end_headers()
                self.wfile.write("đã nhận".encode())

            def log_message(self, *words: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/nhan?kenh=1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    """A receiving system; the closed network is allowed for it."""
    settings.WEBHOOK_PRIVATE = True
    found = Receiver()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def right(hub: Hub) -> Grant:
    """Three columns of the commune's own rows."""
    return hub.granted()


def test_a_new_version_is_told_once_and_the_receiver_verifies_it(hub: Hub, right: Grant, receiver: Receiver) -> None:
    made = add_webhook(grant=right, url=receiver.url, by=hub.officer)
    version = hub.publish(ROWS)
    assert tell_of_version(version_uid=version.uid, by=None) == 1
    assert tell_of_version(version_uid=version.uid, by=None) == 0
    assert send_due() == {"arrived": 1, "failed": 0, "given_up": 0}
    assert send_due() == {"arrived": 0, "failed": 0, "given_up": 0}
    ((headers, body),) = receiver.got
    told = Verifier(made.secret).verify(body, headers)
    assert told["type"] == "datahub.dataset.published"
    assert (told["data"]["dataset"], told["data"]["version"]) == ("land-plots", 2)
    assert "Chủ A1" not in body
    with pytest.raises(WebhookVerificationError):
        Verifier(made.secret).verify(body.replace("land-plots", "other"), headers)
    with pytest.raises(WebhookVerificationError):
        Verifier("whsec_" + "A" * 44).verify(body, headers)


def test_the_event_of_the_hub_reaches_the_receiver(
    hub: Hub, right: Grant, receiver: Receiver, django_capture_on_commit_callbacks: Any
) -> None:
    add_webhook(grant=right, url=receiver.url, by=hub.officer)
    version = hub.publish(ROWS)
    told = DatasetPublished(hub.dataset.uid, version.uid, version.number)
    with transaction.atomic():
        announce(event=told, by=None)
    deliver_due()
    assert WebhookDelivery.objects.get().version == version


def test_a_receiver_that_fails_is_tried_again_with_growing_pauses(hub: Hub, right: Grant, receiver: Receiver) -> None:
    made = add_webhook(grant=right, url=receiver.url, by=hub.officer)
    receiver.answers = [500, 302, 204]
    tell_of_version(version_uid=hub.publish(ROWS).uid, by=None)
    now = timezone.now()
    assert send_due(now=now)["failed"] == 1
    waiting = WebhookDelivery.objects.get()
    assert (waiting.status, waiting.attempts, waiting.next_at) == (500, 1, now + PAUSES[0])
    assert "đã nhận" in waiting.message
    assert sum(send_due(now=now).values()) == 0
    assert send_due(now=now + PAUSES[0])["failed"] == 1  # a redirect is not followed
    assert send_due(now=now + PAUSES[0] + PAUSES[1])["arrived"] == 1
    assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 1
    assert len({body for _headers, body in receiver.got}) == 1
    for headers, body in receiver.got:
        Verifier(made.secret).verify(body, headers)


def test_after_three_days_it_is_given_up_and_somebody_hears_of_it(hub: Hub, right: Grant, receiver: Receiver) -> None:
    add_webhook(grant=right, url=receiver.url, by=hub.officer)
    receiver.answers = [503] * 20
    tell_of_version(version_uid=hub.publish(ROWS).uid, by=None)
    now = timezone.now()
    for pause in (datetime.timedelta(0), *PAUSES):
        now += pause
        send_due(now=now)
    delivery = WebhookDelivery.objects.get()
    assert (delivery.attempts, delivery.next_at) == (len(PAUSES) + 1, None)
    assert Notice.objects.get(kind="datahub.webhook_failed").recipient == hub.officer
    assert next_attempt(len(PAUSES) + 1, now) is None
    assert sum(PAUSES, datetime.timedelta(0)) > datetime.timedelta(days=3)


def test_a_receiver_that_is_gone_is_told_no_more(hub: Hub, right: Grant, receiver: Receiver) -> None:
    add_webhook(grant=right, url=receiver.url, by=hub.officer)
    receiver.answers = [410]
    tell_of_version(version_uid=hub.publish(ROWS).uid, by=None)
    assert send_due()["given_up"] == 1
    assert not Webhook.objects.get().is_active
    assert tell_of_version(version_uid=hub.publish(ROWS).uid, by=None) == 0


def test_nothing_is_sent_once_the_right_is_over(hub: Hub, right: Grant, receiver: Receiver) -> None:
    add_webhook(grant=right, url=receiver.url, by=hub.officer)
    tell_of_version(version_uid=hub.publish(ROWS).uid, by=None)
    revoke(grant=right, reason="Dùng sai mục đích", by=hub.head)
    assert send_due()["given_up"] == 1
    assert receiver.got == []
    assert tell_of_version(version_uid=hub.publish(ROWS).uid, by=None) == 0
    with pytest.raises(GrantOver):
        add_webhook(grant=Grant.objects.get(), url=receiver.url, by=hub.officer)


def test_a_test_message_is_signed_like_every_other(hub: Hub, right: Grant, receiver: Receiver) -> None:
    made = add_webhook(grant=right, url=receiver.url, by=hub.officer)
    with pytest.raises(NotAllowed):
        send_test(webhook=made.webhook, by=hub.stranger)
    send_test(webhook=made.webhook, by=hub.officer)
    send_test(webhook=made.webhook, by=hub.officer)
    assert send_due()["arrived"] == 2
    headers, body = receiver.got[0]
    assert Verifier(made.secret).verify(body, headers)["type"] == "datahub.test"


def test_a_secret_is_shown_once_and_addresses_are_few(hub: Hub, right: Grant, receiver: Receiver) -> None:
    uid = uuid4()
    first = add_webhook(grant=right, url=receiver.url, by=hub.officer, uid=uid)
    again = add_webhook(grant=right, url=receiver.url, by=hub.officer, uid=uid)
    assert (again.webhook, again.secret) == (first.webhook, "")
    with pytest.raises(RequestInvalid):
        add_webhook(grant=right, url=receiver.url, by=hub.officer)
    for number in range(4):
        add_webhook(grant=right, url=f"{receiver.url}&n={number}", by=hub.officer)
    with pytest.raises(RequestInvalid, match="5"):
        add_webhook(grant=right, url=f"{receiver.url}&n=9", by=hub.officer)
    drop_webhook(webhook=first.webhook, by=hub.head)
    renewed = add_webhook(grant=right, url=receiver.url, by=hub.officer)
    assert renewed.webhook == first.webhook and renewed.secret not in ("", first.secret)


def test_a_copy_of_the_database_signs_nothing(hub: Hub, right: Grant, receiver: Receiver, settings: Any) -> None:
    made = add_webhook(grant=right, url=receiver.url, by=hub.officer)
    stored = Webhook.objects.get()
    assert made.secret not in stored.secret
    assert secret_of(stored) == made.secret
    settings.SECRET_KEY = "khóa của một máy khác"
    assert secret_of(stored) != made.secret


def test_who_reads_its_own_rows_does_not_hear_how_many_others_have(hub: Hub, right: Grant, receiver: Receiver) -> None:
    assert right.row_filter
    add_webhook(grant=right, url=receiver.url, by=hub.officer)
    tell_of_version(version_uid=hub.publish(ROWS).uid, by=None)
    send_due()
    assert "rows_in_all" not in receiver.got[0][1]
    Grant.objects.update(row_filter={})
    tell_of_version(version_uid=hub.publish(ROWS[:1]).uid, by=None)
    send_due()
    assert '"rows_in_all":1' in receiver.got[1][1]


def test_two_workers_never_send_one_message_at_a_time(hub: Hub, right: Grant, receiver: Receiver) -> None:
    add_webhook(grant=right, url=receiver.url, by=hub.officer)
    tell_of_version(version_uid=hub.publish(ROWS).uid, by=None)
    now = timezone.now()
    assert WebhookDelivery.objects.filter(next_at__lte=now).update(next_at=now + datetime.timedelta(minutes=2)) == 1
    assert sum(send_due(now=now).values()) == 0


def test_a_machine_that_nobody_hears_is_an_outcome_not_a_crash(hub: Hub, right: Grant, receiver: Receiver) -> None:
    add_webhook(grant=right, url=receiver.url, by=hub.officer)
    receiver.server.shutdown()
    receiver.server.server_close()
    tell_of_version(version_uid=hub.publish(ROWS).uid, by=None)
    assert send_due()["failed"] == 1
    assert WebhookDelivery.objects.get().message.startswith("Không kết nối được")


@pytest.mark.parametrize(
    "url",
    ["http://example.org/x", "https://127.0.0.1/x", "https://localhost/x", "https://[::1]/x", "https://10.0.0.5/",
     "https://169.254.169.254/latest", "https://[::ffff:127.0.0.1]/", "https://user:pass@example.org/", "ftp://x/y",
     "https:///x", "nothing", "https://127.1/", "https://0x7f000001/", "https://2130706433/", "https://[bad/",
     "https://example.org:99999/"],
)  # fmt: skip
def test_addresses_of_the_own_network_are_refused(url: str, settings: Any) -> None:
    settings.WEBHOOK_PRIVATE = False
    with pytest.raises(AddressRefused):
        checked(url)


@pytest.mark.parametrize(
    ("machine", "public"),
    [("8.8.8.8", True), ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False),
     ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("::1", False),
     ("fe80::1", False), ("fc00::1", False), ("::ffff:10.0.0.1", False), ("::ffff:8.8.8.8", True),
     ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("2606:4700::1", True), ("x", False)],
)  # fmt: skip
def test_which_machines_are_public(machine: str, public: bool) -> None:
    assert is_public(machine) is public


def test_an_address_that_moves_into_the_network_after_it_was_registered_is_refused(
    hub: Hub, right: Grant, receiver: Receiver, settings: Any
) -> None:
    add_webhook(grant=right, url=receiver.url, by=hub.officer)
    settings.WEBHOOK_PRIVATE = False
    tell_of_version(version_uid=hub.publish(ROWS).uid, by=None)
    assert send_due()["failed"] == 1
    assert receiver.got == []
