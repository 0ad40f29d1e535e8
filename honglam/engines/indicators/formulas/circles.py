"""Which indicators depend on which: circles are named, and calculation has an order."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def circle_in(uses: Mapping[Key, Collection[Key]]) -> list[Key]:
    """One circle of dependencies, its first member again at the end; an empty list where there is none.

    >>> circle_in({"A": ["B"], "B": ["C"], "C": ["A"]})
    ['A', 'B', 'C', 'A']
    """
    done: set[Key] = set()
    for start in uses:
        trail: list[Key] = []
        waiting = [iter((start,))]
        while waiting:
            key = next(waiting[-1], None)
            if key is None:
                waiting.pop()
                if trail:
                    done.add(trail.pop())
            elif key in trail:
                return [*trail[trail.index(key) :], key]
            elif key not in done:
                trail.append(key)
                waiting.append(iter(uses.get(key, ())))
    return []


def order_of(uses: Mapping[Key, Collection[Key]]) -> list[Key]:
    """Every key after all that it uses; keys that are only used come along. There must be no circle."""
    ordered: dict[Key, None] = {}
    for start in uses:
        waiting = [(start, False)]
        while waiting:
            key, is_ready = waiting.pop()
            if key in ordered:
                continue
            if is_ready:
                ordered[key] = None
            else:
                waiting.append((key, True))
                waiting.extend((used, False) for used in uses.get(key, ()) if used not in ordered)
    return list(ordered)
