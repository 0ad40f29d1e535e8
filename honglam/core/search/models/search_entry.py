"""What can be found of one object."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from honglam.toolkit.identifiers import uuid7


class SearchEntry(models.Model):
    """One object as search knows it.

    Invariant: one entry per kind and object. The four folded columns are written only by `indexing` together with the
    texts they come from; the full text index follows them inside the database.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    code = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=500)
    excerpt = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=300)
    date = models.DateField(null=True, blank=True)
    for_everyone = models.BooleanField(default=False)
    units: models.ManyToManyField = models.ManyToManyField(
        "organisations.Unit", through="SearchEntryUnit", related_name="search_entries"
    )

    code_folded = models.CharField(max_length=120, blank=True, db_index=True)
    title_marked = models.TextField(blank=True)
    title_plain = models.TextField(blank=True)
    body_marked = models.TextField(blank=True)
    body_plain = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name_plural = "search entries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once_per_object"),
            models.CheckConstraint(condition=~Q(title=""), name="search_entry_has_title"),
        ]

    def __str__(self) -> str:
        return self.title


class SearchEntryUnit(models.Model):
    """A unit whose people may find the entry.

    Invariant: a unit stands once beside an entry.
    """

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="unit_links")
    unit = models.ForeignKey("organisations.Unit", on_delete=models.CASCADE, related_name="search_links")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "unit"], name="search_entry_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.unit_id}"
