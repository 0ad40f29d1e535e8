"""Records of events."""

from honglam.core.events.models.delivery import Delivery
from honglam.core.events.models.stored_event import StoredEvent

__all__ = ["Delivery", "StoredEvent"]
