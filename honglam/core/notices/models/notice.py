"""One event for one recipient."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from honglam.core.notices.queries import NoticeQuerySet
from honglam.core.notices.registry import label_of
from honglam.core.notices.terms import DeliveryState
from honglam.toolkit.identifiers import uuid7


class Notice(models.Model):
    """What one person should know about one event.

    Invariant: one notice per event and recipient, however often it is sent; an e-mail that was sent says when.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    event = models.CharField(max_length=160)
    kind = models.CharField(max_length=80)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="notices_caused"
    )
    unit = models.ForeignKey(
        "organisations.Unit", on_delete=models.SET_NULL, null=True, blank=True, related_name="notices"
    )
    title = models.CharField(_("tiêu đề"), max_length=300)
    body = models.TextField(_("nội dung"), blank=True)
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    delivery_state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.NONE)
    delivery_attempts = models.PositiveSmallIntegerField(default=0)
    deliver_after = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    delivery_error = models.CharField(max_length=300, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        indexes: ClassVar = [
            models.Index(fields=["recipient", "-id"], name="notice_inbox"),
            models.Index(fields=["recipient"], name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index(
                fields=["delivery_state", "deliver_after"],
                name="notice_delivery_open",
                condition=Q(delivery_state__in=["waiting", "digest"]),
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "recipient"], name="notice_once_per_event_and_recipient"),
            models.CheckConstraint(
                condition=Q(delivery_state__in=DeliveryState.values), name="notice_known_delivery_state"
            ),
            models.CheckConstraint(
                condition=~Q(delivery_state="sent") | Q(delivered_at__isnull=False), name="notice_sent_says_when"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_unread(self) -> bool:
        """Whether the recipient has not opened it."""
        return self.read_at is None

    @property
    def kind_label(self) -> str:
        """The label of its kind."""
        return label_of(self.kind)
