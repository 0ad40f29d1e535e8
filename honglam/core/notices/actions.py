"""Writes of notices: send, mark read, choose how."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from honglam.core.notices.delivery import request_delivery
from honglam.core.notices.models import Notice, NoticePreference
from honglam.core.notices.registry import NoticeKind, kind_of_event
from honglam.core.notices.terms import DeliveryState, MailWish
from honglam.toolkit.text import nfc, squeeze

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

_STATE_OF_WISH = {
    MailWish.NOW: DeliveryState.WAITING,
    MailWish.DAILY: DeliveryState.DIGEST,
    MailWish.OFF: DeliveryState.NONE,
}


@transaction.atomic(savepoint=False)
def send(
    *,
    event: str,
    recipients: Iterable[User],
    title: str,
    body: str,
    url: str,
    by: User | None = None,
    unit: Unit | None = None,
) -> int:
    """Tell every recipient about an event, once each; the number of recipients asked for.

    `event` is a stable id whose part before the colon is a declared kind: "plans.task_assigned:81". Sent again (a
    retry, a second delivery) it changes nothing. The number of queries does not depend on the number of recipients.
    E-mail goes out after the commit through a job, as each recipient wishes. UnknownNotice for an undeclared kind.
    """
    kind = kind_of_event(event)
    people = {user.pk: user for user in recipients if user.is_active}
    if not people:
        return 0
    wishes = dict(
        NoticePreference.objects.filter(user__in=people.keys(), kind=kind.code).values_list("user_id", "wish")
    )
    notices = [
        Notice(
            event=event,
            kind=kind.code,
            recipient=user,
            by=by,
            unit=unit,
            title=squeeze(nfc(title))[:300],
            body=nfc(body).strip(),
            url=url,
            delivery_state=_delivery_state(user, kind, wishes.get(pk)),
        )
        for pk, user in people.items()
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)
    if any(notice.delivery_state == DeliveryState.WAITING for notice in notices):
        request_delivery()
    return len(notices)


@transaction.atomic(savepoint=False)
def send_bundled(
    *,
    event: str,
    recipients: Iterable[User],
    title: str,
    body: str,
    url: str,
    by: User | None = None,
    unit: Unit | None = None,
) -> int:
    """Tell of one more thing under an event that may have been told before: one notice for many things of a kind.

    The event names the bundle ("plans.work_claimed:<plan>:2026112214"). Who was told before finds the new words in the
    same notice, unread again; an e-mail that has not gone yet goes with the new words,
    one that has gone is not repeated. The words must say how many things there are and `url` must list them all.
    """
    people = list(recipients)
    now = timezone.now()
    count = send(event=event, recipients=people, title=title, body=body, url=url, by=by, unit=unit)
    told = Notice.objects.filter(event=event, recipient__in=people, created_at__lt=now)
    told.update(title=squeeze(nfc(title))[:300], body=nfc(body).strip(), url=url, by=by, unit=unit, read_at=None)
    return count


def _delivery_state(user: User, kind: NoticeKind, wish: str | None) -> DeliveryState:
    if not user.email:
        return DeliveryState.NONE
    return _STATE_OF_WISH[MailWish(wish) if wish else kind.wish]


@transaction.atomic
def mark_read(*, notice: Notice, by: User) -> Notice:
    """The recipient has seen the notice; for anyone else nothing happens."""
    now = timezone.now()
    if Notice.objects.filter(pk=notice.pk, recipient=by, read_at__isnull=True).update(read_at=now):
        notice.read_at = now
    return notice


@transaction.atomic
def mark_all_read(*, by: User, kind: str = "") -> int:
    """Everything in the person's inbox (of one kind, where given) is read; how many were not."""
    notices = Notice.objects.for_recipient(by).unread()
    if kind:
        notices = notices.filter(kind=kind)
    return notices.update(read_at=timezone.now())


@transaction.atomic
def choose(*, kind: str, wish: MailWish, by: User) -> NoticePreference:
    """How the person wants one kind by e-mail from now on."""
    preference, _created = NoticePreference.objects.update_or_create(
        user=by, kind=kind_of_event(kind).code, defaults={"wish": wish}
    )
    return preference
