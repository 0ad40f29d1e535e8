"""Writes of notices: send, mark read, choose how."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from honglam.core.notices.delivery import request_delivery
from honglam.core.notices.models import Notice, NoticePreference
from honglam.core.notices.quiet import quiet_hours
from honglam.core.notices.registry import NoticeKind, kind_of_event
from honglam.core.notices.rules import held_until
from honglam.core.notices.terms import EVERY_KIND, DeliveryState, MailWish
from honglam.toolkit.text import nfc, squeeze

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

_STATE_OF_WISH = {
    MailWish.NOW: DeliveryState.WAITING,
    MailWish.DAILY: DeliveryState.DIGEST,
    MailWish.OFF: DeliveryState.NONE,
}


@dataclass(frozen=True, slots=True)
class Letter:
    """What one event says, and to whom; the fields are those of `send`."""

    event: str
    recipients: Sequence[User]
    title: str
    body: str
    url: str
    unit: Unit | None = None


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
    letter = Letter(event=event, recipients=list(recipients), title=title, body=body, url=url, unit=unit)
    return send_many(letters=[letter], by=by)


@transaction.atomic(savepoint=False)
def send_many(*, letters: Sequence[Letter], by: User | None = None) -> int:
    """Tell of several events of one kind, each to its own people, as `send` does; how many notices were asked for.

    The number of queries depends neither on the letters nor on the people. UnknownNotice for an undeclared kind,
    ValueError for letters of different kinds.
    """
    kinds = {kind.code: kind for kind in (kind_of_event(letter.event) for letter in letters)}
    if len(kinds) > 1:
        raise ValueError(f"letters of several kinds: {sorted(kinds)}")
    kind = next(iter(kinds.values()), None)
    addressed = [(letter, user) for letter in letters for user in _once(letter.recipients) if user.is_active]
    if kind is None or not addressed:
        return 0
    wishes, quiet = _preferences({user.pk for _letter, user in addressed}, kind)
    now = timezone.localtime()
    notices = [
        Notice(
            event=letter.event,
            kind=kind.code,
            recipient=user,
            by=by,
            unit=letter.unit,
            title=squeeze(nfc(letter.title))[:300],
            body=nfc(letter.body).strip(),
            url=letter.url,
            delivery_state=_delivery_state(user, kind, wishes.get(user.pk)),
            deliver_after=held_until(now, *quiet.get(user.pk, quiet_hours())),
        )
        for letter, user in addressed
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)
    if any(notice.delivery_state == DeliveryState.WAITING for notice in notices):
        request_delivery()
    return len(notices)


def _once(people: Iterable[User]) -> list[User]:
    return list({user.pk: user for user in people}.values())


@transaction.atomic
def keep_quiet(*, begins: datetime.time, ends: datetime.time, by: User) -> NoticePreference:
    """The hours in which the person wants no e-mail; the inbox has everything at once all the same."""
    preference, _created = NoticePreference.objects.update_or_create(
        user=by, kind=EVERY_KIND, defaults={"quiet_from": begins, "quiet_until": ends}
    )
    return preference


def _preferences(
    people: Iterable[int], kind: NoticeKind
) -> tuple[dict[int, str], dict[int, tuple[datetime.time, datetime.time]]]:
    """By person, how a kind should come, and the quiet hours; one query."""
    wishes, quiet = {}, {}
    rows = NoticePreference.objects.filter(user__in=list(people), kind__in=[kind.code, EVERY_KIND])
    for user, of, wish, begins, ends in rows.values_list("user_id", "kind", "wish", "quiet_from", "quiet_until"):
        if of == kind.code:
            wishes[user] = wish
        elif begins is not None and ends is not None:
            quiet[user] = (begins, ends)
    return wishes, quiet


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
def supersede(*, event: str, recipients: Iterable[User], by: User | None = None) -> int:
    """An event makes the earlier unread notices of its kind old news for its recipients: they count as read.

    For bulletins that say everything anew (`by` is nobody where the system sends them); how many were put aside.
    """
    earlier = Notice.objects.filter(kind=kind_of_event(event).code, recipient__in=list(recipients)).exclude(event=event)
    return earlier.unread().update(read_at=timezone.now())


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
