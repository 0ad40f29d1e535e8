"""A series of codes."""

from __future__ import annotations

from django.db import models


class CodeSeries(models.Model):
    """The last number given out for a prefix in a year. Invariant: one row per prefix and year."""

    prefix = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="code_series_once_per_year")]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}: {self.last}"
