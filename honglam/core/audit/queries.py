"""Reads of the log."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.db import models


def target_of(target: models.Model) -> tuple[str, str]:
    """(kind, key) under which the log knows an object; a model may state a stable `audit_kind` of its own."""
    return getattr(target, "audit_kind", "") or target._meta.label_lower, str(target.pk)


class AuditEntryQuerySet(models.QuerySet[Any]):
    """Chains like speech: `AuditEntry.objects.between(first, last).readable()`."""

    def for_target(self, target: models.Model) -> Self:
        """Entries about one object, newest first, with their values: ready for `audit/history.html`."""
        kind, key = target_of(target)
        return self.filter(target_kind=kind, target_key=key).readable()

    def readable(self) -> Self:
        """With their values and erasures in the same query."""
        return self.select_related("values", "erasure")

    def between(self, first: datetime.date | None, last: datetime.date | None) -> Self:
        """Entries of the days `first` to `last`, both included, in the local time zone."""
        dates: dict[str, Any] = {}
        if first:
            dates["at__date__gte"] = first
        if last:
            dates["at__date__lte"] = last
        return self.filter(**dates)

    def unsealed(self, since: datetime.datetime | None = None) -> Self:
        """Entries that no block holds yet, oldest first; `since` bounds the search of a long log."""
        found = self.filter(seal__isnull=True).order_by("id")
        return found.filter(at__gte=since) if since else found
