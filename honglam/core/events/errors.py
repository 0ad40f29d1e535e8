"""Errors of events; each has a stable code and a message."""

from __future__ import annotations

from django.utils.translation import gettext as _

from honglam.toolkit.errors import DomainError


class EventError(DomainError):
    """Base of the errors of events."""

    code = "events"


class BadEvent(EventError):
    """A class that cannot be an event, or a code, name or field that does not fit; a mistake of the programmer."""

    code = "events.bad_event"


class NotInTransaction(EventError):
    """Announced outside a transaction: the event could stay when the write is undone, or the reverse."""

    code = "events.not_in_transaction"


class UnknownEvent(EventError):
    """A stored event whose class is gone, or whose payload no longer fits it."""

    code = "events.unknown_event"

    def __init__(self, kind: str) -> None:
        super().__init__(_("Phiên bản đang chạy không hiểu sự kiện “%(kind)s”.") % {"kind": kind})


class UnknownSubscriber(EventError):
    """A delivery for a flow that this version does not have."""

    code = "events.unknown_subscriber"

    def __init__(self, name: str) -> None:
        super().__init__(_("Phiên bản đang chạy không có luồng xử lý “%(name)s”.") % {"name": name})


class DeliveryRefused(EventError):
    """A delivery that is not stuck cannot be sent again or set aside."""

    code = "events.delivery_refused"
