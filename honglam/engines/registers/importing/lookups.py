"""Many identities in few conditions: what the keys of a batch share is said once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q

Key = tuple[Any, ...]
MOST_VALUES = 500
MOST_GROUPS = 100


def conditions(attributes: Sequence[str], keys: Sequence[Key]) -> Iterator[Q]:
    """Conditions that together hold for exactly the rows of the keys.

    Of several columns the one is listed (`IN`) that leaves the fewest groups of the others: the parcels of one map
    sheet are one group, however many they are.
    """
    if not keys:
        return
    places = range(len(attributes))
    listed = min(places, key=lambda place: len({key[:place] + key[place + 1 :] for key in keys}))
    groups: dict[Key, list[Any]] = defaultdict(list)
    for key in dict.fromkeys(keys):
        groups[key[:listed] + key[listed + 1 :]].append(key[listed])
    others = [name for place, name in enumerate(attributes) if place != listed]
    lookup = f"{attributes[listed]}__in"
    parts = [
        Q(**dict(zip(others, shared, strict=True)), **{lookup: values[start : start + MOST_VALUES]})
        for shared, values in groups.items() for start in range(0, len(values), MOST_VALUES)
    ]  # fmt: skip
    for start in range(0, len(parts), MOST_GROUPS):
        joined = Q()
        for part in parts[start : start + MOST_GROUPS]:
            joined |= part
        yield joined
