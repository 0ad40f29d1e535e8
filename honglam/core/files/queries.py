"""Reads of stored files."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.db import models
from django.utils import timezone


class StoredFileQuerySet(models.QuerySet[Any]):
    """Uploads."""

    def older_than(self, age: datetime.timedelta) -> Self:
        """Files uploaded longer ago than that."""
        return self.filter(created_at__lt=timezone.now() - age)

    def referred_to_by_nobody(self) -> Self:
        """Files that no row of any other table points at: drafts that were left half-way."""
        found = self
        for relation in self.model._meta.related_objects:
            manager = relation.related_model._base_manager
            pointing = manager.filter(**{f"{relation.field.name}__isnull": False}).values(relation.field.name)
            found = found.exclude(pk__in=pointing)
        return found
