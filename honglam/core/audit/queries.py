"""Reads of the log."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import Any, Self

from django.db import models


def target_of(target: models.Model) -> tuple[str, str]:
    """(kind, key) under which the log knows an object; a model may state a stable `audit_kind` or `audit_key` of its
    own."""
    kind = getattr(target, "audit_kind", "") or target._meta.label_lower
    return kind, getattr(target, "audit_key", "") or str(target.pk)


class AuditEntryQuerySet(models.QuerySet[Any]):
    """Chains like speech: `AuditEntry.objects.between(first, last).readable()`."""

    def for_target(self, target: models.Model) -> Self:
        """Entries about one object, newest first, with their values: ready for `audit/history.html`."""
        return self.for_targets(target)

    def for_targets(self, *targets: models.Model) -> Self:
        """Entries about any of the objects, as their target or as one of the subjects of a bulk action."""
        keys = defaultdict(set)
        for target in targets:
            kind, key = target_of(target)
            keys[kind].add(key)
        own, beside = models.Q(pk__in=[]), models.Q(pk__in=[])
        for kind, found in keys.items():
            own |= models.Q(target_kind=kind, target_key__in=found)
            beside |= models.Q(subjects__kind=kind, subjects__key__in=found)
        entries = self.model._base_manager.order_by()
        # Two index scans: an OR over both tables would read the whole log.
        chosen = entries.filter(own).values("pk").union(entries.filter(beside).values("pk"), all=True)
        return self.filter(pk__in=chosen).readable()

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
