"""One event on its way to one subscriber."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from honglam.core.events.models.stored_event import StoredEvent
from honglam.core.events.queries import DeliveryQuerySet
from honglam.core.events.registry import kind_name, subscriber_name
from honglam.core.events.terms import DeliveryState
from honglam.toolkit.identifiers import uuid7


class Delivery(models.Model):
    """An event for one subscriber.

    Deliveries of a subscriber in one `lane` (what the event is about, else its kind) arrive in their order. `tries`
    counts the tries that began, also those whose process died; `next_try_at` is when the next one may begin.
    Invariants: an event goes once to a subscriber; a delivered one says when; one that waits says when it is tried.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    event = models.ForeignKey(StoredEvent, models.CASCADE, related_name="deliveries", verbose_name=_("sự kiện"))
    subscriber = models.CharField(_("luồng xử lý"), max_length=80)
    kind = models.CharField(_("loại sự kiện"), max_length=80)
    lane = models.CharField(max_length=80)
    state = models.CharField(_("tình trạng"), max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    tries = models.PositiveSmallIntegerField(_("số lần thử"), default=0)
    next_try_at = models.DateTimeField(_("thử lại từ lúc"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("chuyển xong lúc"), null=True, blank=True)
    error = models.TextField(_("lỗi"), blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("lần chuyển sự kiện")
        verbose_name_plural = _("lần chuyển sự kiện")
        indexes: ClassVar = [
            models.Index(fields=["subscriber", "lane", "id"], name="delivery_waiting", condition=Q(state="waiting")),
            models.Index(fields=["state", "-id"], name="delivery_by_state"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="delivery_once_per_subscriber"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_known_state"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.DELIVERED, delivered_at__isnull=False)
                | (~Q(state=DeliveryState.DELIVERED) & Q(delivered_at__isnull=True)),
                name="delivery_delivered_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.WAITING) | Q(next_try_at__isnull=False),
                name="delivery_waiting_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.subscriber}"

    def get_absolute_url(self) -> str:
        """The page of the delivery."""
        return reverse("events:delivery", args=[self.uid])

    @property
    def kind_name(self) -> str:
        """What the event is called."""
        return kind_name(self.kind)

    @property
    def subscriber_name(self) -> str:
        """What the flow is called."""
        return subscriber_name(self.subscriber)

    @property
    def is_stuck(self) -> bool:
        """Whether it needs a person."""
        return self.state == DeliveryState.GIVEN_UP
