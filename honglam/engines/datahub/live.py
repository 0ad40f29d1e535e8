"""The rows of a supply as they were last read, as text files, so that the next check reads only what changed.

    with read_all(dataset, supply, columns) as place: …        # everything anew
    with read_changed(dataset, supply, columns) as place: …    # what changed since, put into what was read before

Whoever judged the rows calls `place.keep(dataset)`: they are then what the next reading begins with. Each reading says
when it began, so it does not matter which of two that run at the same time is kept.
"""

from __future__ import annotations

import datetime
import json
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import polars as pl
from django.utils import timezone

from honglam.engines.datahub import storing
from honglam.engines.datahub.judging import Row, Workplace
from honglam.engines.datahub.models import Dataset
from honglam.engines.datahub.quality.columns import Column
from honglam.engines.datahub.supply import Supply

MARGIN = datetime.timedelta(seconds=60)
"""A row may be written before a reading began and be committed after; rows read twice do no harm."""
MOST_CHANGED = 20_000
"""More changed rows than these are read with all the others."""
BATCH = 500
_META = "meta.json"


class LiveRows(Workplace):
    """Rows of a supply in a folder of their own, with the moment when their reading began."""

    def __init__(self, columns: Sequence[Column], taken_at: datetime.datetime, changed: int = -1) -> None:
        super().__init__()
        self._columns = columns
        self.taken_at = taken_at
        self.changed = changed

    def link(self, path: Path, rows: int) -> None:
        """Take a file over as it is."""
        target = self.folder / f"piece-{len(self._paths):05d}.parquet"
        os.link(path, target)
        self._paths.append(target)
        self.rows += rows

    def keep_as_read(self, dataset: Dataset) -> None:
        """Make these rows what the next reading of the dataset begins with; the folder moves away from here."""
        meta = {"taken_at": self.taken_at.isoformat(), "columns": [one.to_json() for one in self._columns],
                "rows": self.rows}  # fmt: skip
        (self.folder / _META).write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
        place = _place_of(dataset)
        place.parent.mkdir(parents=True, exist_ok=True)
        former = place.with_name(f"{place.name}.{self.folder.name}")
        if place.exists():
            place.replace(former)
        shutil.copytree(self.folder, place, copy_function=os.link)
        shutil.rmtree(former, ignore_errors=True)


def read_all(
    supply: Supply, columns: Sequence[Column], told: Callable[[Iterable[Sequence[Row]]], Iterable[Sequence[Row]]] = iter
) -> LiveRows:
    """Every row of a supply; `told` is put around the batches to hear how far it is."""
    live = LiveRows(columns, timezone.now())
    try:
        live.keep(columns, told(supply.rows(None)))
    except BaseException:
        live.__exit__()
        raise
    return live


def read_changed(dataset: Dataset, supply: Supply, columns: Sequence[Column]) -> LiveRows | None:
    """What was read before with the rows that changed since; None where everything has to be read.

    That is so when nothing was read before, the columns changed, or very many rows did.
    """
    place = _place_of(dataset)
    try:
        meta = json.loads((place / _META).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    if meta["columns"] != [column.to_json() for column in columns]:
        return None
    began = timezone.now()
    keys = sorted(set(supply.changed_since(datetime.datetime.fromisoformat(meta["taken_at"]) - MARGIN)))
    if len(keys) > MOST_CHANGED:
        return None
    live = LiveRows(columns, began, len(keys))
    try:
        _put_together(live, place, supply, columns, keys)
    except BaseException:
        live.__exit__()
        raise
    return live


def paths_as_read(dataset: Dataset) -> list[Path]:
    """The files of the rows as they were last read; none before the first reading."""
    return sorted(_place_of(dataset).glob("piece-*.parquet"))


def forget(dataset: Dataset) -> None:
    """Have the next reading read everything."""
    shutil.rmtree(_place_of(dataset), ignore_errors=True)


def _put_together(live: LiveRows, place: Path, supply: Supply, columns: Sequence[Column], keys: Sequence[str]) -> None:
    """The former pieces, those with changed keys without them, and the changed rows behind."""
    changed = pl.Series(keys, dtype=pl.String)
    for path in sorted(place.glob("piece-*.parquet")):
        held = pl.read_parquet(path, columns=[supply.key])[supply.key]
        gone = held.is_in(changed.implode()).fill_null(value=False)
        if not gone.any():
            live.link(path, held.len())
            continue
        left = pl.read_parquet(path).filter(~gone)
        if left.height:
            live.take(left)
    rows: list[Row] = []
    for start in range(0, len(keys), BATCH):
        for batch in supply.rows(keys[start : start + BATCH]):
            rows += batch
    if rows or not live.paths:
        live.write([column.name for column in columns], rows)


def _place_of(dataset: Dataset) -> Path:
    return storing.folder_of(f"as-read/{dataset.uid}")
