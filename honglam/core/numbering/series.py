"""Takes the next codes of a series, inside the writer's transaction."""

from __future__ import annotations

from django.db import transaction

from honglam.core.numbering.models import CodeSeries
from honglam.toolkit.identifiers import with_check


@transaction.atomic(savepoint=False)
def next_codes(prefix: str, year: int, count: int = 1) -> list[str]:
    """The next `count` codes, `NV-2026-00017-K`; the row stays locked until the writer's transaction ends."""
    locked = CodeSeries.objects.select_for_update()
    series = locked.filter(prefix=prefix, year=year).first()
    if series is None:  # the first of the year: whoever comes second waits for the first and then reads its row
        CodeSeries.objects.get_or_create(prefix=prefix, year=year)
        series = locked.get(prefix=prefix, year=year)
    first = series.last + 1
    series.last += count
    series.save(update_fields=["last"])
    return [with_check(f"{prefix}-{year}-{number:05d}") for number in range(first, first + count)]


def next_code(prefix: str, year: int) -> str:
    """The next code of a series."""
    return next_codes(prefix, year)[0]
