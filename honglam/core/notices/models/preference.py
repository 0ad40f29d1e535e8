"""How one person wants one kind of notice."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.core.notices.terms import MailWish


class NoticePreference(models.Model):
    """A person's choice for one kind that differs from the kind's default; or, under `EVERY_KIND`, the quiet hours.

    Invariant: one choice per person and kind; quiet hours have a beginning and an end.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences")
    kind = models.CharField(max_length=80)
    wish = models.CharField(_("thư điện tử"), max_length=8, choices=MailWish, default=MailWish.NOW)
    quiet_from = models.TimeField(_("không gửi thư từ"), null=True, blank=True)
    quiet_until = models.TimeField(_("đến"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind"], name="notice_preference_once"),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="notice_quiet_hours_begin_and_end",
            ),
            models.CheckConstraint(condition=Q(wish__in=MailWish.values), name="notice_preference_known_wish"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.wish}"
