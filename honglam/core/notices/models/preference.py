"""How one person wants one kind of notice."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.core.notices.terms import MailWish


class NoticePreference(models.Model):
    """A person's choice for one kind that differs from the kind's default.

    Invariant: one choice per person and kind.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences")
    kind = models.CharField(max_length=80)
    wish = models.CharField(_("thư điện tử"), max_length=8, choices=MailWish)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind"], name="notice_preference_once"),
            models.CheckConstraint(condition=Q(wish__in=MailWish.values), name="notice_preference_known_wish"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.wish}"
