"""Spellings of an ALIKE rule in a kept state: which are alike after some came and some went."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence

import numpy
from rapidfuzz import fuzz, process

from honglam.engines.datahub.quality.preparing import Ready
from honglam.engines.datahub.quality.stages import NEIGHBOURS, back_to_front

_ORDERS = {"text": "before", "back": "behind"}
"""In which order neighbours stand, and the flag that says that one of them is alike."""


def renew_spellings(
    connection: sqlite3.Connection, ready: Ready, old: Counter[str | None], new: Counter[str | None]
) -> dict[str, bool]:
    """Bring the spellings up to date; of those that may have changed and still stand, whether their rows fail."""
    changes = {text: new[text] - old[text] for text in {*old, *new} if text is not None and new[text] != old[text]}
    moved = [text for text, change in changes.items() if _counted(connection, ready, text, change)]
    renewed = set(changes)
    for order, flag in _ORDERS.items() if ready.likeness < 100 else ():
        for text in moved:
            renewed |= _renew_around(connection, ready, text, order, flag)
    found = {}
    for text in renewed:
        row = connection.execute(
            "SELECT number > 1 OR before OR behind FROM spelling WHERE rule = ? AND text = ?", (ready.number, text)
        ).fetchone()
        if row is not None:
            found[text] = bool(row[0])
    return found


def _counted(connection: sqlite3.Connection, ready: Ready, text: str, change: int) -> bool:
    """Count rows of a spelling; whether it came or went altogether."""
    row = connection.execute("SELECT number FROM spelling WHERE rule = ? AND text = ?", (ready.number, text)).fetchone()
    number = (row[0] if row else 0) + change
    if number == 0:
        connection.execute("DELETE FROM spelling WHERE rule = ? AND text = ?", (ready.number, text))
        return True
    connection.execute(
        "INSERT INTO spelling VALUES (?, ?, ?, ?, 0, 0) ON CONFLICT DO UPDATE SET number = excluded.number",
        (ready.number, text, back_to_front(text), number),
    )
    return row is None


def _renew_around(connection: sqlite3.Connection, ready: Ready, text: str, order: str, flag: str) -> set[str]:
    """Compare anew all that stand so near a spelling that its coming or going counts for them."""
    place = text if order == "text" else back_to_front(text)
    where = f"FROM spelling WHERE rule = ? AND {order}"
    reach = (ready.number, place, 2 * NEIGHBOURS)
    ahead = connection.execute(f"SELECT text, {flag} {where} < ? ORDER BY {order} DESC LIMIT ?", reach).fetchall()
    after = connection.execute(f"SELECT text, {flag} {where} >= ? ORDER BY {order} LIMIT ?", (*reach[:2], reach[2] + 1))
    window = [*reversed(ahead), *after]
    texts = [one for one, _ in window]
    first, last = max(0, len(ahead) - NEIGHBOURS), min(len(texts), len(ahead) + NEIGHBOURS + 1)
    changed = set()
    for at, is_alike in enumerate(_alike(texts, first, last, ready.likeness), start=first):
        if is_alike != bool(window[at][1]):
            changed.add(texts[at])
            connection.execute(
                f"UPDATE spelling SET {flag} = ? WHERE rule = ? AND text = ?", (is_alike, ready.number, texts[at])
            )
    return changed


def _alike(texts: Sequence[str], first: int, last: int, likeness: int) -> list[bool]:
    """Of the texts from first to last, whether one of their neighbours is alike."""
    pairs = [
        (at, other)
        for at in range(first, last)
        for other in range(max(0, at - NEIGHBOURS), min(len(texts), at + NEIGHBOURS + 1)) if other != at
    ]  # fmt: skip
    found = [False] * (last - first)
    if pairs:
        left, right = [texts[at] for at, _ in pairs], [texts[other] for _, other in pairs]
        scores = process.cpdist(left, right, scorer=fuzz.ratio, score_cutoff=likeness, dtype=numpy.float64)
        for number in numpy.flatnonzero(scores >= likeness):
            found[pairs[number][0] - first] = True
    return found
