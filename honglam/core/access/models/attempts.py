"""Failed attempts at the door."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from honglam.core.access.terms import AttemptKind


class Attempt(models.Model):
    """One failed sign-in, or one asked-for reset of a password.

    Counted in the database, so that a lockout holds for every web process and survives a restart. Neither the name that
    was typed (people type passwords there by mistake) nor the network address is kept: only keyed digests of them.
    Invariant: rows older than a day have no effect and are removed.
    """

    kind = models.CharField(_("loại"), max_length=10, choices=AttemptKind.choices)
    login_digest = models.CharField(max_length=64)
    origin_digest = models.CharField(max_length=64)
    at = models.DateTimeField(_("lúc"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("lần thử đăng nhập")
        verbose_name_plural = _("lần thử đăng nhập")
        indexes = [
            models.Index(fields=["kind", "login_digest", "at"], name="access_attempt_by_login"),
            models.Index(fields=["kind", "origin_digest", "at"], name="access_attempt_by_origin"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=AttemptKind.values), name="access_attempt_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M:%S}"
