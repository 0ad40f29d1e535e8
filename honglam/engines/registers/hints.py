"""While somebody types a new row: rows that may be the same one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from honglam.core.search.models import SearchEntry
from honglam.core.search.queries import search
from honglam.engines.registers import writing
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.indexing import kind_of
from honglam.engines.registers.naming import address_of, named
from honglam.toolkit.text import strip_marks

MOST, CANDIDATES = 5, 30
ALIKE = 0.72
_WORDS, _SHORTEST = 3, 3


@dataclass(frozen=True, slots=True)
class Hint:
    """A row that may be the same: its name, its page, who keeps it, and whether its key is the same."""

    name: str
    address: str
    unit: str
    is_same: bool


def hints(register: Register, row: Any, typed: Mapping[str, Any], user: Any) -> list[Hint]:
    """Standing rows, within the person's sight, with the key of `typed` or a likeness near to it; the nearest
    first.

    `row` is the row being edited, which is no double of itself; None for a new one. Personal values are compared only
    as a whole key. A handful of queries, whatever the size of the register.
    """
    rows: Any = register.model._default_manager
    seen = writing.with_what_is_shown(register, rows.visible_to(user, register.permission("view")).standing())
    if row is not None:
        seen = seen.exclude(pk=row.pk)
    key = {name: typed.get(name) for name in register.identity}
    same = list(seen.filter(**key)[:1]) if all(value not in (None, "") for value in key.values()) else []
    found = [Hint(named(register, one), address_of(register, one), str(one.unit), is_same=True) for one in same]
    taken = {one.pk for one in same}
    for one in _alike(register, seen, typed, user):
        if one.pk not in taken and len(found) < MOST:
            found.append(Hint(named(register, one), address_of(register, one), str(one.unit), is_same=False))
    return found


def _alike(register: Register, seen: Any, typed: Mapping[str, Any], user: Any) -> list[Any]:
    columns = [name for name in register.likeness if name not in register.withheld]
    texts = {
        name: strip_marks(str(typed[name])) for name in columns if isinstance(typed.get(name), str) and typed[name]
    }
    if not columns or columns[0] not in texts or len(texts[columns[0]]) < _SHORTEST:
        return []
    found = []
    for one in _candidates(register, seen, texts[columns[0]], user):
        shares = [
            SequenceMatcher(None, text, strip_marks(writing.shown(one, name)), autojunk=False).ratio()
            for name, text in texts.items()
        ]
        if (share := sum(shares) / len(shares)) >= ALIKE:
            found.append((share, one))
    return [one for _share, one in sorted(found, key=lambda pair: -pair[0])]


def _candidates(register: Register, seen: Any, text: str, user: Any) -> list[Any]:
    """Rows that hold the longest words of the text, through the index where the register is searched."""
    words = sorted({word for word in text.split() if len(word) >= _SHORTEST}, key=len, reverse=True)
    if not words:
        return []
    for count in range(min(_WORDS, len(words)), 0, -1):
        phrase = " ".join(words[:count])
        if register.in_search:
            hits = search(phrase, user=user, kinds=[kind_of(register)], limit=CANDIDATES).hits
            entries = SearchEntry.objects.filter(uid__in=[hit.uid for hit in hits])
            rows = list(seen.filter(pk__in=entries.values("object_id"))) if hits else []
        else:
            rows = list(seen.saying(phrase)[:CANDIDATES])
        if rows:
            return rows
    return []
