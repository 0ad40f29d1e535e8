"""Writes of events: announce one, send a stuck delivery again, set it aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.audit.actions import record
from honglam.core.events.delivering import request_delivery
from honglam.core.events.errors import BadEvent, DeliveryRefused, NotInTransaction
from honglam.core.events.models import Delivery, StoredEvent
from honglam.core.events.registry import kind_of_class, payload_of, subscribers_of
from honglam.core.events.terms import DeliveryState

if TYPE_CHECKING:
    from honglam.core.access.models import User

LONGEST_LANE = 80


def announce(*, event: Any, by: User | None) -> StoredEvent:
    """Tell that something happened, in the writer's own transaction: rolled back, it never happened.

    One delivery is prepared for each flow that listens now; a worker takes them after the commit. Writers who announce
    about one subject hold the lock of that subject, so that events are stored in the order of their commits.

    Raises:
        NotInTransaction: there is no transaction. BadEvent: its class is no event, or a value is not of its type.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction(_("Sự kiện phải được ghi trong giao dịch của việc đã làm."))
    kind = kind_of_class(type(event))
    lane, now = kind.lane_of(event), timezone.now()
    if len(lane) > LONGEST_LANE:
        raise BadEvent(f"{kind.code}: what an event is about has at most {LONGEST_LANE} characters")
    stored = StoredEvent.objects.create(kind=kind.code, payload=payload_of(event), by=by, at=now)
    deliveries = [
        Delivery(event=stored, subscriber=name, kind=kind.code, lane=lane, next_try_at=now)
        for name in subscribers_of(kind)
    ]
    Delivery.objects.bulk_create(deliveries)
    if deliveries:
        transaction.on_commit(request_delivery)
    return stored


@transaction.atomic
def send_again(*, delivery: Delivery, by: User) -> Delivery:
    """Have a delivery that was given up tried again, as often as a new one. DeliveryRefused where it is not stuck."""
    delivery = _stuck(delivery)
    delivery.state, delivery.tries, delivery.next_try_at = DeliveryState.WAITING, 0, timezone.now()
    delivery.save(update_fields=["state", "tries", "next_try_at"])
    record(by=by, action="events.sent_again", target=delivery, summary=str(delivery))
    transaction.on_commit(request_delivery)
    return delivery


@transaction.atomic
def set_aside(*, delivery: Delivery, by: User, reason: str) -> Delivery:
    """Say that a stuck delivery will not be made. DeliveryRefused: it is not stuck, or nobody says why."""
    delivery = _stuck(delivery)
    if not reason.strip():
        raise DeliveryRefused(_("Hãy ghi lý do bỏ qua."))
    delivery.state, delivery.next_try_at = DeliveryState.SET_ASIDE, None
    delivery.save(update_fields=["state", "next_try_at"])
    record(by=by, action="events.set_aside", target=delivery, summary=str(delivery), reason=reason.strip())
    return delivery


def _stuck(delivery: Delivery) -> Delivery:
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if not delivery.is_stuck:
        raise DeliveryRefused(_("Chỉ chuyển lại hoặc bỏ qua được sự kiện không chuyển được."))
    return delivery
