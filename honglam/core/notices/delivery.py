"""Notices by e-mail: at least once, always with the same Message-ID, so that a mail program shows it once.

A notice is marked as sent only after the mail server took it. A worker that dies between the two sends it again with
the Message-ID it had; a server that refuses is asked again at growing intervals; in the end the notice says why.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from smtplib import SMTPException
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from honglam.core.jobs.actions import start
from honglam.core.jobs.models import JobRun
from honglam.core.notices.models import Notice
from honglam.core.notices.terms import DeliveryState

logger = logging.getLogger(__name__)

EMAIL_JOB = "notices.deliver_email"
MOST_ATTEMPTS = 8
BATCH = 100


def request_delivery() -> None:
    """Have the waiting e-mails sent after the commit; a run that is already waiting will see them too."""
    if not JobRun.objects.queued().filter(code=EMAIL_JOB).exists():
        start(EMAIL_JOB, by=None)


def message_id(notice: Notice) -> str:
    """The Message-ID of a notice (RFC 5322): the same at every attempt."""
    return f"<{notice.uid}@{_mail_domain()}>"


def deliver_waiting(*, report: Callable[[int, int], None] | None = None) -> tuple[int, int]:
    """Send every e-mail that is due; how many were sent and how many were refused.

    One connection to the mail server for all; `report(done, total)` is called after each.
    """
    due = Notice.objects.delivery_due(timezone.now())
    total, sent, refused = due.count(), 0, 0
    if not total:
        return 0, 0
    connection = get_connection()
    last_id = 0
    try:
        while batch := list(due.filter(pk__gt=last_id).select_related("recipient")[:BATCH]):
            last_id = batch[-1].pk
            for notice in batch:
                if _deliver(notice, connection):
                    sent += 1
                else:
                    refused += 1
                if report:
                    report(sent + refused, max(total, sent + refused))
    finally:
        connection.close()
    return sent, refused


def _deliver(notice: Notice, connection: BaseEmailBackend) -> bool:
    row = Notice.objects.filter(pk=notice.pk, delivery_state=DeliveryState.WAITING)
    if not notice.recipient.email or not notice.recipient.is_active:
        row.update(delivery_state=DeliveryState.NONE)
        return True
    try:
        compose(notice, connection).send()
    except (OSError, SMTPException) as error:
        logger.warning("e-mail of notice %s refused: %s", notice.uid, error)
        attempts = notice.delivery_attempts + 1
        row.update(
            delivery_attempts=attempts,
            delivery_error=f"{type(error).__name__}: {error}"[:300],
            deliver_after=timezone.now() + datetime.timedelta(minutes=2**attempts),
            delivery_state=DeliveryState.FAILED if attempts >= MOST_ATTEMPTS else DeliveryState.WAITING,
        )
        return False
    row.update(
        delivery_state=DeliveryState.SENT,
        delivered_at=timezone.now(),
        delivery_attempts=F("delivery_attempts") + 1,
        delivery_error="",
    )
    return True


def send_digests() -> tuple[int, int]:
    """Send every person one e-mail with the notices that wait for the digest; how many e-mails went and were refused.

    Notices read meanwhile are left out. The Message-ID is that of the last notice in it, so that a digest sent again
    after a crash is shown once.
    """
    waiting = Notice.objects.filter(delivery_state=DeliveryState.DIGEST)
    waiting.filter(read_at__isnull=False).update(delivery_state=DeliveryState.NONE)
    sent = refused = 0
    for person_id in list(waiting.order_by().values_list("recipient_id", flat=True).distinct()):
        notices = list(waiting.filter(recipient_id=person_id).select_related("recipient").order_by("id"))
        mine = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
        if not notices or not notices[0].recipient.email or not notices[0].recipient.is_active:
            mine.update(delivery_state=DeliveryState.NONE)
            continue
        try:
            compose_digest(notices).send()
        except (OSError, SMTPException) as error:
            # The notices keep waiting; tomorrow's digest has them.
            logger.warning("digest of %s notices refused: %s", len(notices), error)
            mine.update(delivery_error=f"{type(error).__name__}: {error}"[:300])
            refused += 1
        else:
            mine.update(delivery_state=DeliveryState.SENT, delivered_at=timezone.now(), delivery_error="")
            sent += 1
    return sent, refused


def compose_digest(notices: list[Notice]) -> EmailMessage:
    """One e-mail with several notices of one recipient, in the recipient's language."""
    recipient = notices[0].recipient
    with translation.override(recipient.language or settings.LANGUAGE_CODE):
        lines = [(notice, absolute(notice.url)) for notice in notices]
        body = render_to_string("notices/digest.txt", {"lines": lines})
        subject = ngettext("%(count)s thông báo mới", "%(count)s thông báo mới", len(notices)) % {"count": len(notices)}
    return EmailMessage(
        subject=subject,
        body=body,
        to=[recipient.email],
        headers={"Message-ID": message_id(notices[-1]), "Auto-Submitted": "auto-generated"},
    )


def compose(notice: Notice, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """The e-mail of one notice, in its recipient's language."""
    with translation.override(notice.recipient.language or settings.LANGUAGE_CODE):
        body = render_to_string("notices/email.txt", {"notice": notice, "link": absolute(notice.url)})
    return EmailMessage(
        subject=" ".join(notice.title.split()),
        body=body,
        to=[notice.recipient.email],
        headers={"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"},
        connection=connection,
    )


def absolute(url: str) -> str:
    """A link as it stands in an e-mail: with the installation's address (HONGLAM_ADDRESS) in front, where it is set."""
    base = getattr(settings, "SITE_ADDRESS", "")
    return urljoin(base, url) if base else url


def _mail_domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
