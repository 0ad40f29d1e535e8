"""Which identities a file has named already, on the disk: memory does not grow with the file."""

from __future__ import annotations

import datetime
import hashlib
import sqlite3
from collections.abc import Iterable
from decimal import Decimal
from types import TracebackType
from typing import Any

Key = tuple[Any, ...]


class Seen:
    """The first line of each identity; a context manager that holds a private table on the disk."""

    def __init__(self) -> None:
        self._table = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._table.execute("PRAGMA journal_mode = OFF")
        self._table.execute("PRAGMA synchronous = OFF")
        self._table.execute("PRAGMA cache_size = -8000")
        self._table.execute("CREATE TABLE seen (key BLOB PRIMARY KEY, line INTEGER) WITHOUT ROWID")

    def __enter__(self) -> Seen:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._table.close()

    def note(self, keys: Iterable[tuple[Key, int]]) -> dict[int, int]:
        """Remember the identities of lines; of those that an earlier line named, line → the earlier one."""
        marks = [(_mark(key), line) for key, line in keys]
        self._table.execute("BEGIN")
        self._table.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", marks)
        self._table.execute("COMMIT")
        first: dict[bytes, int] = {}
        for start in range(0, len(marks), 500):
            some = [mark for mark, _line in marks[start : start + 500]]
            first.update(self._table.execute(
                f"SELECT key, line FROM seen WHERE key IN ({', '.join('?' * len(some))})", some
            ))  # fmt: skip
        return {line: first[mark] for mark, line in marks if first[mark] != line}


def _mark(key: Key) -> bytes:
    return hashlib.blake2b("\x1f".join(map(_plain, key)).encode(), digest_size=16).digest()


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, datetime.date) else str(value)
