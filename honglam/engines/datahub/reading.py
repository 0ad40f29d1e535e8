"""Reading what the hub holds: which version is in force, and its rows as they leave the house.

    version = current_version(dataset)
    for batch in batches_of(version, columns=["code", "area_m2"], row_filter={"commune": ["17656"]}): …

Values come out in the one spelling of supplies: figures with a point, dates as 2026-11-22, moments with +00:00, true
and false; nothing is None. Nobody is asked for rights here: whoever opens a door to these rows does that.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.engines.datahub import storing
from honglam.engines.datahub.errors import ColumnUnknown, VersionGone
from honglam.engines.datahub.models import Dataset, DatasetVersion
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.terms import VersionState

RowFilter = Mapping[str, Sequence[str]]
ROWS_OF_A_BATCH = 10_000
READ_AT = "read_at"
"""In the lineage of a version: when the reading of its rows began, in UTC."""


def current_version(dataset: Dataset) -> DatasetVersion | None:
    """The version of a dataset that is in use, or None before the first good one."""
    return dataset.versions.filter(state=VersionState.CURRENT).select_related("schema").first()


def read_at_of(version: DatasetVersion) -> datetime.datetime:
    """When the reading of a version's rows began; of versions that do not say it, when they were made."""
    said = version.lineage.get(READ_AT)
    return datetime.datetime.fromisoformat(said) if said else version.made_at


def version_on(dataset: Dataset, day: datetime.date) -> DatasetVersion | None:
    """The version that was in use at the end of a day, or None; a refused one never was."""
    end = timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min))
    return (
        dataset.versions.exclude(state=VersionState.REFUSED).filter(valid_from__lt=end)
        .exclude(valid_to__lt=end).select_related("schema").order_by("-number").first()
    )  # fmt: skip


def columns_of(version: DatasetVersion) -> list[Column]:
    """The columns of a version's rows, as its manifest says them."""
    return [Column.from_json(one) for one in version.manifest.get("columns", [])] or version.schema.read_columns()


def frame_of(
    version: DatasetVersion, columns: Sequence[str] | None = None, row_filter: RowFilter | None = None
) -> pl.LazyFrame:
    """The rows as a lazy frame of typed columns, for figures and files; nothing is read before it is asked for.

    `row_filter` is {column: [values as they are spelled]}; a value "" stands for nothing; {} keeps every row.

    Raises:
        ColumnUnknown: the version has no such column. VersionGone: its files were deleted.
    """
    known = {column.name: column for column in columns_of(version)}
    wanted = list(known) if columns is None else list(columns)
    if lost := [name for name in (*wanted, *(row_filter or {})) if name not in known]:
        raise ColumnUnknown(lost)
    frame = _scanned(version)
    for name, values in (row_filter or {}).items():
        frame = frame.filter(_holds(known[name], values))
    return frame.select(wanted)


def rows_of(
    version: DatasetVersion, columns: Sequence[str] | None = None, row_filter: RowFilter | None = None, *,
    offset: int = 0, limit: int = 100,
) -> list[dict[str, str | None]]:  # fmt: skip
    """Some rows in the order of the version, each a mapping of column → value as it is spelled.

    Raises:
        ColumnUnknown, VersionGone.
    """
    frame = frame_of(version, columns, row_filter).slice(offset, limit)
    return frame.select(_spellings(version, columns)).collect().to_dicts()


def batches_of(
    version: DatasetVersion, columns: Sequence[str] | None = None, row_filter: RowFilter | None = None, *,
    size: int = ROWS_OF_A_BATCH,
) -> Iterator[list[dict[str, str | None]]]:  # fmt: skip
    """All rows, batch by batch, spelled; memory holds one file of the version at most.

    Raises:
        ColumnUnknown, VersionGone.
    """
    frame_of(version, columns, row_filter)
    known = {column.name: column for column in columns_of(version)}
    for path in storing.paths_of(version.folder):
        frame = pl.scan_parquet(path)
        for name, values in (row_filter or {}).items():
            frame = frame.filter(_holds(known[name], values))
        for part in frame.select(_spellings(version, columns)).collect().iter_slices(size):
            yield part.to_dicts()


def count_of(version: DatasetVersion, row_filter: RowFilter | None = None) -> int:
    """How many rows a filter leaves. Raises ColumnUnknown, VersionGone."""
    if not row_filter:
        return version.rows
    return int(frame_of(version, None, row_filter).select(pl.len()).collect().item())


def values_of(version: DatasetVersion, column: str, *, limit: int = 1000) -> list[str]:
    """The different values of a column, sorted, for choosing. Raises ColumnUnknown, VersionGone."""
    frame = frame_of(version, [column]).select(_spellings(version, [column])).unique().drop_nulls()
    return [str(one) for one in frame.sort(column).limit(limit).collect()[column]]


def spelled(column: Column) -> pl.Expr:
    """The expression that spells a typed column as supplies do."""
    value = pl.col(column.name)
    match column.type:
        case ColumnType.DATE:
            return value.dt.strftime("%Y-%m-%d").alias(column.name)
        case ColumnType.MOMENT:
            return value.dt.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").alias(column.name)
        case _:
            return value.cast(pl.String).alias(column.name)


def _spellings(version: DatasetVersion, columns: Sequence[str] | None) -> list[pl.Expr]:
    known = {column.name: column for column in columns_of(version)}
    return [spelled(known[name]) for name in (known if columns is None else columns)]


def _holds(column: Column, values: Sequence[str]) -> Any:
    text = pl.col(column.name) if column.type in (ColumnType.TEXT, ColumnType.CODE) else spelled(column)
    held = text.is_in([value for value in values if value != ""])
    return (held | text.is_null()) if "" in values else held


def _scanned(version: DatasetVersion) -> pl.LazyFrame:
    if not version.folder:
        raise VersionGone(_("Tệp của phiên bản này đã được xóa khi hết thời hạn lưu; hãy dùng phiên bản mới hơn."))
    try:
        return storing.scan(version.folder)
    except FileNotFoundError as error:
        raise VersionGone(_("Không tìm thấy tệp của phiên bản này; hãy báo người quản trị hệ thống.")) from error
