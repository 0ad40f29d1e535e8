"""The rows of a dataset as they last came, as text, and what a re-check needs of them: files beside the versions.

    with RowsAsRead.all(dataset, columns, supply.rows(None)) as place:      # everything anew
        verdict = judge(…, place.paths, state=place.state)
        place.keep_as_read()
    kept = last_read(dataset, columns)                                       # what the next check goes on from

Each reading has a folder of its own, so that two at the same time do no harm to each other: whichever is kept last
says from which moment the next re-check asks its source for changes.
"""

from __future__ import annotations

import datetime
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from honglam.engines.datahub import storing
from honglam.engines.datahub.judging import Row, Workplace
from honglam.engines.datahub.models import Dataset
from honglam.engines.datahub.quality.columns import Column

MARGIN = datetime.timedelta(seconds=60)
"""A row may be written before a reading began and be committed after; rows read twice do no harm."""
MOST_CHANGED = 20_000
"""More changed rows than these are read with all the others."""
STATE = "state.sqlite3"
_META, _CURRENT = "meta.json", "current"


@dataclass(frozen=True, slots=True)
class LastRead:
    """A reading that was kept: where, when it began, which version was made of it ("" of none)."""

    folder: Path
    taken_at: datetime.datetime
    version: str

    @property
    def paths(self) -> list[Path]:
        """The rows, as text."""
        return sorted(self.folder.glob("piece-*.parquet"))

    @property
    def state(self) -> Path:
        """What a re-check goes on from; it may be missing where another engine than Polars judged."""
        return self.folder / STATE

    def moved_on(self, taken_at: datetime.datetime) -> None:
        """Say that the state holds what changed until a moment."""
        try:
            _write(self.folder / _META, json.dumps(_read_meta(self.folder) | {"taken_at": taken_at.isoformat()}))
        except FileNotFoundError:
            return  # a full reading took its place meanwhile


class RowsAsRead(Workplace):
    """Rows that were just read, in a folder of their own, with the moment when their reading began."""

    def __init__(self, dataset: Dataset, columns: Sequence[Column]) -> None:
        super().__init__()
        self._dataset, self._columns = dataset, columns
        self.taken_at = timezone.now()

    @classmethod
    def all(cls, dataset: Dataset, columns: Sequence[Column], batches: Iterable[Sequence[Row]]) -> RowsAsRead:
        """Every row that the batches give."""
        place = cls(dataset, columns)
        try:
            Workplace.keep(place, columns, batches)
        except BaseException:
            place.__exit__()
            raise
        return place

    @property
    def state(self) -> Path:
        """Where a check leaves what a re-check needs."""
        return self.folder / STATE

    def keep_as_read(self, version: str = "") -> None:
        """Make this what the next check of the dataset goes on from; the one before it goes."""
        meta = {"taken_at": self.taken_at.isoformat(), "columns": [one.to_json() for one in self._columns],
                "rows": self.rows, "version": version}  # fmt: skip
        _write(self.folder / _META, json.dumps(meta, ensure_ascii=False))
        home = _home_of(self._dataset)
        target = home / self.folder.name
        home.mkdir(parents=True, exist_ok=True)
        self.folder.replace(target)
        _write(home / _CURRENT, target.name)
        for other in home.iterdir():
            if other.is_dir() and other.name != target.name and other.stat().st_mtime < target.stat().st_mtime:
                shutil.rmtree(other, ignore_errors=True)


def last_read(dataset: Dataset, columns: Sequence[Column] | None = None) -> LastRead | None:
    """The reading that was last kept; None before the first, or where it had other columns than these."""
    home = _home_of(dataset)
    try:
        folder = home / (home / _CURRENT).read_text(encoding="utf-8")
        meta = _read_meta(folder)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    if columns is not None and meta["columns"] != [column.to_json() for column in columns]:
        return None
    return LastRead(folder, datetime.datetime.fromisoformat(meta["taken_at"]), meta.get("version", ""))


def forget(dataset: Dataset) -> None:
    """Have the next check read everything."""
    shutil.rmtree(_home_of(dataset), ignore_errors=True)


def _read_meta(folder: Path) -> dict[str, str]:
    meta: dict[str, str] = json.loads((folder / _META).read_text(encoding="utf-8"))
    return meta


def _write(path: Path, text: str) -> None:
    """Write a small file whole or not at all."""
    making = path.with_name(f"{path.name}.{os.getpid()}.making")
    making.write_text(text, encoding="utf-8")
    making.replace(path)


def _home_of(dataset: Dataset) -> Path:
    return storing.folder_of(f"as-read/{dataset.uid}")
