"""Rows on their way, kept aside until it is known whether they may be taken: any number of them, little memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from honglam.engines.datahub.delivering.reading import Row
from honglam.engines.datahub.quality.columns import Column

ROWS_OF_A_PART = 100_000
BATCH = 5000


@contextmanager
def spooled(batches: Iterable[Sequence[Row]], columns: Sequence[Column]) -> Iterator[Path]:
    """Write the batches to a folder of Parquet files of texts, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="honglam-delivery-") as folder:
        waiting: list[Row] = []
        parts = 0
        for batch in batches:
            waiting += batch
            if len(waiting) >= ROWS_OF_A_PART:
                _part(Path(folder), parts, columns, waiting)
                waiting, parts = [], parts + 1
        _part(Path(folder), parts, columns, waiting)
        yield Path(folder)


def read_back(folder: Path) -> Iterator[list[Row]]:
    """The rows of a folder, in their order, `BATCH` at a time."""
    for path in sorted(folder.glob("*.parquet")):
        frame = pl.read_parquet(path)
        for start in range(0, frame.height, BATCH):
            yield frame.slice(start, BATCH).to_dicts()  # type: ignore[misc]


def _part(folder: Path, number: int, columns: Sequence[Column], rows: Sequence[Row]) -> None:
    texts = {column.name: [row.get(column.name) for row in rows] for column in columns}
    frame = pl.DataFrame(texts, schema={column.name: pl.String for column in columns})
    frame.write_parquet(folder / f"{number:05d}.parquet", compression="lz4")
