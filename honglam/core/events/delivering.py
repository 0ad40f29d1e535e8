"""Brings events to their subscribers, at least once, in order, each in a transaction of its own.

A try is counted before it begins and commits on its own, so that an event that kills its worker is given up like any
other. What the subscriber writes and the mark that it got the event commit together: where it writes to this database
alone, it happens exactly once. A subscriber that fails holds up nobody else.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.events.models import Delivery, StoredEvent
from honglam.core.events.registry import Announced, event_of, handler_of, kind_of_code
from honglam.core.events.rules import is_last, wait_after
from honglam.core.events.terms import KEEP_DAYS, DeliveryState
from honglam.core.jobs.actions import start
from honglam.core.jobs.models import JobRun

logger = logging.getLogger(__name__)

DELIVER_JOB = "events.deliver"
MOST_AT_ONCE = 1000
LONGEST_ERROR = 4000


def request_delivery() -> None:
    """Have a worker take what waits; to be called after the commit. A run that still waits will see it too."""
    if not JobRun.objects.queued().filter(code=DELIVER_JOB).exists():
        start(DELIVER_JOB, by=None, scheduled=True)


def deliver_due(*, between: Callable[[int], None] = lambda _done: None) -> tuple[int, int]:
    """Try everything that is due, what came meanwhile included; how many got through and how many did not.

    `between(done)` is called after each. At most `MOST_AT_ONCE` tries: the next sweep goes on.
    """
    through = failed = 0
    while through + failed < MOST_AT_ONCE:
        delivery = Delivery.objects.due(timezone.now()).first()
        if delivery is None:
            break
        if not _begin(delivery):
            continue  # another worker has it
        if _try(delivery):
            through += 1
        else:
            failed += 1
        between(through + failed)
    return through, failed


def forget_old(*, now: datetime.datetime | None = None) -> int:
    """Delete events that everybody got (or was spared) and that are older than ninety days; how many."""
    before = (now or timezone.now()) - datetime.timedelta(days=KEEP_DAYS)
    open_states = [DeliveryState.WAITING, DeliveryState.GIVEN_UP]
    kept = Delivery.objects.filter(state__in=open_states).values("event")
    old = StoredEvent.objects.filter(at__lt=before).exclude(pk__in=kept)
    count = old.count()
    old.delete()
    return count


def _begin(delivery: Delivery) -> bool:
    """Count the try and keep others off for a while; False where somebody else did so first.

    One whose last try never came back (its process died) is given up here.
    """
    seen = delivery.tries
    mine = Delivery.objects.waiting().filter(pk=delivery.pk, tries=seen)
    if is_last(seen):
        mine.update(
            state=DeliveryState.GIVEN_UP, next_try_at=None,
            error=delivery.error or _("Tiến trình xử lý dừng giữa chừng ở lần thử cuối."),
        )  # fmt: skip
        return False
    delivery.tries = seen + 1
    return bool(mine.update(tries=seen + 1, next_try_at=timezone.now() + wait_after(seen + 1)))


def _try(delivery: Delivery) -> bool:
    try:
        with transaction.atomic():
            mine = Delivery.objects.waiting().filter(pk=delivery.pk, tries=delivery.tries)
            if mine.select_for_update().first() is None:
                return True  # it took so long that another worker tried again, and got through
            _hand_over(delivery)
            mine.update(
                state=DeliveryState.DELIVERED, delivered_at=timezone.now(), next_try_at=None, error=""
            )  # fmt: skip
    except Exception as error:
        logger.exception("event %s for %s failed (try %s)", delivery.kind, delivery.subscriber, delivery.tries)
        _keep_error(delivery, error)
        return False
    return True


def _hand_over(delivery: Delivery) -> None:
    handle = handler_of(delivery.kind, delivery.subscriber)
    stored = StoredEvent.objects.select_related("by").get(pk=delivery.event_id)
    event = event_of(kind_of_code(stored.kind), stored.payload)
    handle(Announced(uid=stored.uid, event=event, by=stored.by, at=stored.at))


def _keep_error(delivery: Delivery, error: Exception) -> None:
    """Write down why a try failed; after the last one the delivery is given up."""
    columns: dict[str, object] = {"error": f"{type(error).__name__}: {error}"[:LONGEST_ERROR]}
    if is_last(delivery.tries):
        columns |= {"state": DeliveryState.GIVEN_UP, "next_try_at": None}
    Delivery.objects.waiting().filter(pk=delivery.pk, tries=delivery.tries).update(**columns)
