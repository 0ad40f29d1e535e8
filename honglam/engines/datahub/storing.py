"""Versions on disk: typed Parquet files that never change, and the manifest that proves it.

    written = write_version(folder, columns, batches)      # files, digests, rows
    rows = scan(folder)                                     # a lazy frame; nothing is read before it is asked for

A folder is relative to MEDIA_ROOT/datasets. A value that cannot be of its column's type is left empty here; what was
delivered is judged before, and said row by row.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings

from honglam.engines.datahub.quality.columns import Column, ColumnType

ROWS_OF_A_FILE = 500_000
MANIFEST = "manifest.json"
Row = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Written:
    """A version as it stands on disk: its folder, rows, manifest and the digest of the manifest."""

    folder: str
    rows: int
    manifest: dict[str, Any]
    digest: str


def folder_of(name: str) -> Path:
    """Where a version's files stand. Raises ValueError for a name that leaves the folder of datasets."""
    root = (Path(settings.MEDIA_ROOT) / "datasets").resolve()
    path = (root / name).resolve()
    if root not in path.parents:
        raise ValueError(f"{name!r} is no folder of a dataset")
    return path


def polars_type(column: Column) -> Any:
    """The type of a column in a Parquet file."""
    match column.type:
        case ColumnType.INTEGER:
            return pl.Int64()
        case ColumnType.DECIMAL:
            return pl.Decimal(38, column.scale)
        case ColumnType.DATE:
            return pl.Date()
        case ColumnType.MOMENT:
            return pl.Datetime("us", "UTC")
        case ColumnType.BOOLEAN:
            return pl.Boolean()
        case _:
            return pl.String()


def typed(column: Column) -> pl.Expr:
    """The expression that makes a text column typed; what is not of the type becomes empty."""
    text = pl.col(column.name).cast(pl.String)
    match column.type:
        case ColumnType.DATE:
            value = text.str.to_date("%Y-%m-%d", strict=False)
        case ColumnType.MOMENT:
            value = text.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%#z", time_unit="us", strict=False).dt.convert_time_zone(
                "UTC"
            )
        case ColumnType.BOOLEAN:
            value = pl.when(text == "true").then(True).when(text == "false").then(False)
        case ColumnType.INTEGER | ColumnType.DECIMAL:
            value = text.cast(polars_type(column), strict=False)
        case _:
            value = text
    return value.alias(column.name)


def write_version(folder: str, columns: Sequence[Column], batches: Iterable[Sequence[Row]]) -> Written:
    """Write the rows of a version, file by file, and its manifest last; a version that exists is never written over.

    Raises:
        FileExistsError: the folder holds a version already.
    """
    place = folder_of(folder)
    if place.exists():
        raise FileExistsError(folder)
    making = place.with_name(place.name + ".making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    files: list[dict[str, Any]] = []
    waiting: list[Row] = []
    try:
        for batch in batches:
            waiting += batch
            while len(waiting) >= ROWS_OF_A_FILE:
                files.append(_file(making, len(files), columns, waiting[:ROWS_OF_A_FILE]))
                waiting = waiting[ROWS_OF_A_FILE:]
        if waiting or not files:
            files.append(_file(making, len(files), columns, waiting))
        return _sealed(making, place, folder, columns, files)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def adopt_files(folder: str, columns: Sequence[Column], paths: Sequence[Path]) -> Written:
    """The same from Parquet files that stand elsewhere already, which are moved here."""
    place = folder_of(folder)
    if place.exists():
        raise FileExistsError(folder)
    making = place.with_name(place.name + ".making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    files = []
    for number, path in enumerate(paths):
        target = making / f"part-{number:04d}.parquet"
        shutil.move(path, target)
        files.append(_described(target, pl.scan_parquet(target).select(pl.len()).collect().item()))
    return _sealed(making, place, folder, columns, files)


def scan(folder: str) -> pl.LazyFrame:
    """The rows of a version. Raises FileNotFoundError where its files are gone."""
    place = folder_of(folder)
    if not (place / MANIFEST).exists():
        raise FileNotFoundError(folder)
    return pl.scan_parquet(sorted(place.glob("part-*.parquet")))


def paths_of(folder: str) -> list[Path]:
    """The Parquet files of a version, in order."""
    return sorted(folder_of(folder).glob("part-*.parquet"))


def is_unchanged(folder: str) -> bool:
    """Whether every file still has the digest that the manifest says."""
    place = folder_of(folder)
    manifest = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    return all(_digest(place / one["name"]) == one["sha256"] for one in manifest["files"])


def _file(place: Path, number: int, columns: Sequence[Column], rows: Sequence[Row]) -> dict[str, Any]:
    texts = {column.name: [row.get(column.name) for row in rows] for column in columns}
    frame = pl.DataFrame(texts, schema={column.name: pl.String for column in columns})
    path = place / f"part-{number:04d}.parquet"
    frame.select([typed(column) for column in columns]).write_parquet(path, compression="zstd")
    return _described(path, len(rows))


def _described(path: Path, rows: int) -> dict[str, Any]:
    return {"name": path.name, "rows": rows, "bytes": path.stat().st_size, "sha256": _digest(path)}


def _sealed(making: Path, place: Path, folder: str, columns: Sequence[Column], files: list[dict[str, Any]]) -> Written:
    rows = sum(one["rows"] for one in files)
    manifest = {"rows": rows, "columns": [column.to_json() for column in columns], "files": files}
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True, indent=1)
    (making / MANIFEST).write_text(text, encoding="utf-8")
    making.replace(place)
    return Written(folder, rows, manifest, hashlib.sha256(text.encode()).hexdigest())


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
