"""Rows that look like one: finding them, and saying that they are two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.jobs.actions import start
from honglam.core.jobs.models import JobRun
from honglam.engines.registers.alike import Finder
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.errors import MergeRefused
from honglam.engines.registers.models import AlikePair
from honglam.engines.registers.naming import named
from honglam.engines.registers.terms import PairState
from honglam.engines.registers.wording import pair_gone

Told = Callable[[int, int, str], None]
FIND = "registers.find_alike"


@transaction.atomic
def ask_for_alike(*, register: Register, by: Any) -> JobRun:
    """Start looking for rows that stand twice; asked again while it looks, it gives the same run.

    Raises:
        NotAllowed.
    """
    require(by, register.permission("decide"))
    going = JobRun.objects.open().filter(code=FIND, arguments={"register": register.code}).first()
    if going is not None:
        return going
    address = reverse("registers:duplicates", args=[register.code])
    return start(FIND, by=by, target_url=address, register=register.code)


def find_alike(*, register: Register, by: Any, told: Told) -> int:
    """Look through the register and keep the pairs; how many are open. Pairs that a person judged stay judged.

    Run again it finds the same. An open pair that is no pair any more (a row was mended or ended) is forgotten.
    """
    began = timezone.now()
    with Finder(register, told) as finder:
        pairs = finder.pairs()
    with transaction.atomic():
        AlikePair.objects.bulk_create(
            [
                AlikePair(register=register.code, first=first, second=second, likeness=percent, found_at=began)
                for first, second, percent in pairs
            ],
            batch_size=500, update_conflicts=True, unique_fields=["register", "first", "second"],
            update_fields=["likeness", "found_at"],
        )  # fmt: skip
        open_pairs = AlikePair.objects.filter(register=register.code, state=PairState.OPEN)
        open_pairs.filter(found_at__lt=began).delete()
        return int(open_pairs.count())


@transaction.atomic
def tell_apart(*, register: Register, pair: AlikePair, by: Any) -> AlikePair:
    """Say that two rows are two; the pair is not offered again. Returns the pair.

    Raises:
        NotAllowed, MergeRefused (one of them is gone, or the pair was judged already).
    """
    pair = AlikePair.objects.select_for_update().get(pk=pair.pk)
    rows: Any = register.model._default_manager
    found = list(rows.filter(uid__in=[pair.first, pair.second]).select_related("unit"))
    for row in found:
        require(by, register.permission("decide"), row.unit)
    if len(found) != 2 or pair.state == PairState.MERGED:
        raise MergeRefused(pair_gone())
    if pair.state == PairState.OPEN:
        pair.state, pair.decided_by, pair.decided_at = PairState.APART, by, timezone.now()
        pair.save(update_fields=["state", "decided_by", "decided_at"])
        one, other = found
        record(by=by, action="registers.told_apart", target=one, unit=one.unit, about=[other],
               summary=f"{named(register, one)} ≠ {named(register, other)}")  # fmt: skip
    return pair
