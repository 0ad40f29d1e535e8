"""Takes the next codes of a series, inside the writer's transaction."""

from __future__ import annotations

from django.db import transaction

from honglam.core.numbering.models import CodeSeries
from honglam.toolkit.identifiers import with_check


@transaction.atomic
def next_codes(prefix: str, year: int, count: int = 1) -> list[str]:
    """The next `count` codes, `NV-2026-00017-K`; the row stays locked until the writer's transaction ends."""
    CodeSeries.objects.get_or_create(prefix=prefix, year=year)
    series = CodeSeries.objects.select_for_update().get(prefix=prefix, year=year)
    first = series.last + 1
    series.last += count
    series.save(update_fields=["last"])
    return [with_check(f"{prefix}-{year}-{number:05d}") for number in range(first, first + count)]


def next_code(prefix: str, year: int) -> str:
    """The next code of a series."""
    return next_codes(prefix, year)[0]
