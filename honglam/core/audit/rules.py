"""The digests of the log: pure functions over plain values, so that anyone can recompute them.

Every digest is SHA-256, in hexadecimal. Values are digested with a random salt that is kept (and erased) with them:
once erased, nobody can find them again by trying likely names.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

GENESIS = "0" * 64
"""What stands before the first block."""

ERASURE = "audit.values_erased"
"""The action of an order of erasure, whose own values are never erased."""

LATEST_COMMIT = datetime.timedelta(days=1)
"""No transaction stays open longer: entries older than this and not sealed were never meant to be."""


def canonical(value: object) -> str:
    """One spelling of a JSON value: sorted keys, no spaces, plain Unicode."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def moment(at: datetime.datetime) -> str:
    """A moment as digests see it: UTC with microseconds, whatever zone it was read in."""
    return at.astimezone(datetime.UTC).isoformat(timespec="microseconds")


def salted(salt: str, text: str) -> str:
    """The keyed digest of a text (HMAC-SHA-256)."""
    return hmac.new(salt.encode(), text.encode(), hashlib.sha256).hexdigest()


def values_digest(salt: str, values: Mapping[str, str]) -> str:
    """The digest that stands in the entry for the values that stand beside it."""
    return salted(salt, canonical(dict(values)))


def rows_digest(salt: str, rows: Iterable[tuple[str, str]]) -> tuple[int, str]:
    """(number of rows, digest) of a bulk action, in the order given; rows are (key, text), read one at a time."""
    running, count = hmac.new(salt.encode(), digestmod=hashlib.sha256), 0
    for key, text in rows:
        running.update(canonical([key, text]).encode() + b"\n")
        count += 1
    return count, running.hexdigest()


def entry_digest(header: Mapping[str, object]) -> str:
    """The digest of an entry's own columns (its values enter by their digest)."""
    return hashlib.sha256(canonical(dict(header)).encode()).hexdigest()


def block_digest(*, number: int, previous: str, sealed_at: datetime.datetime, digests: Iterable[str]) -> str:
    """The digest of a block: of its number, the block before it, its moment, and its entries in order."""
    running = hashlib.sha256(f"{number}\n{previous}\n{moment(sealed_at)}\n".encode())
    for digest in digests:
        running.update(digest.encode() + b"\n")
    return running.hexdigest()


def erasure_row(pk: int, uid: uuid.UUID) -> tuple[str, str]:
    """One erased entry as a row of the order's digest."""
    return str(pk), str(uid)


def plain(value: object) -> object:
    """A value as the log keeps it: JSON types; dates in ISO 8601, decimals and objects as text.

    >>> plain(datetime.date(2026, 1, 2)), plain({"a": (1, None)})
    ('2026-01-02', {'a': [1, None]})
    """
    if value is None or isinstance(value, bool | int | str):
        return value.replace("\x00", "") if isinstance(value, str) else value
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, datetime.datetime):
        return moment(value) if value.tzinfo else value.isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items: list[Any] = sorted(value, key=str) if isinstance(value, set | frozenset) else list(value)
        return [plain(item) for item in items]
    return str(value)
