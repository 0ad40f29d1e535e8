"""Whole slices as files: made once a grant and version, kept while both are in use."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from honglam.engines.datahub.models import DatasetVersion, Grant
from honglam.engines.datahub.sharing.slicing import Slice

PARQUET, CSV = "parquet", "csv"
FORMS = (PARQUET, CSV)
MEDIA = {PARQUET: "application/vnd.apache.parquet", CSV: "text/csv; charset=utf-8"}


def folder_of(grant: Grant) -> Path:
    """Where the files of a grant stand; its name is a random id, so nothing of a request becomes a path."""
    return Path(settings.MEDIA_ROOT) / "shared" / str(grant.uid)


def path_of(grant: Grant, version: DatasetVersion, form: str) -> Path:
    """Where one file stands, made or not. Raises ValueError for another form."""
    if form not in FORMS:
        raise ValueError(form)
    return folder_of(grant) / f"{version.uid}.{form}"


def write_file(grant: Grant, part: Slice, form: str, told: Callable[[int], None]) -> int:
    """Write a slice as a file, at one stroke; how many rows. `told` hears how many are written."""
    path = path_of(grant, part.version, form)
    path.parent.mkdir(parents=True, exist_ok=True)
    making = path.with_suffix(f".{form}.making")
    try:
        rows = _parquet(part, making) if form == PARQUET else _csv(part, making, told)
        making.replace(path)
    finally:
        making.unlink(missing_ok=True)
    told(rows)
    return rows


def remove_files(grant: Grant, *, keep: DatasetVersion | None = None) -> int:
    """Take away the files of a grant, except those of one version; how many."""
    folder, kept, removed = folder_of(grant), str(keep.uid) if keep is not None else "", 0
    if not folder.exists():
        return 0
    for path in sorted(folder.iterdir()):
        if not kept or path.name.partition(".")[0] != kept:
            path.unlink(missing_ok=True)
            removed += 1
    if not kept:
        shutil.rmtree(folder, ignore_errors=True)
    return removed


def _parquet(part: Slice, path: Path) -> int:
    part.frame().sink_parquet(path, compression="zstd", maintain_order=True)
    return part.count()


def _csv(part: Slice, path: Path, told: Callable[[int], None]) -> int:
    rows = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(part.names)
        for batch in part.batches():
            writer.writerows([row[name] for name in part.names] for row in batch)
            rows += len(batch)
            told(rows)
    return rows
