"""The rows of a version as a right to read shows them: the only way by which shared rows leave the house.

    part = slice_of(grant, version, columns=["code"], where={"commune": ["17656"]})
    part.rows(offset=0, limit=100)

Never a column that was not granted, never a row that the grant's filter does not keep. Where the dataset lost a column
by which rows were limited, nothing leaves at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.engines.datahub import reading
from honglam.engines.datahub.errors import NotGranted, NoVersion, QueryMalformed, ShapeChanged, VersionMoved
from honglam.engines.datahub.models import Dataset, DatasetVersion, Grant
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.sharing.scope import RowFilter, narrowed
from honglam.engines.datahub.terms import VersionState

Row = dict[str, str | None]


@dataclass(frozen=True)
class Slice:
    """Columns and rows of one version that leave together. `columns` are in the order of the version's schema."""

    version: DatasetVersion
    columns: tuple[Column, ...]
    row_filter: RowFilter
    lost: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    def count(self) -> int:
        """How many rows it has."""
        return reading.count_of(self.version, self.row_filter)

    def rows(self, *, offset: int = 0, limit: int = 100) -> list[Row]:
        """Some of the rows, spelled as the hub spells them, in the order of the version."""
        return reading.rows_of(self.version, self.names, self.row_filter, offset=offset, limit=limit)

    def batches(self) -> Iterator[list[Row]]:
        """All rows, batch by batch."""
        return reading.batches_of(self.version, self.names, self.row_filter)

    def frame(self) -> pl.LazyFrame:
        """The rows as a lazy frame of typed columns, for files."""
        return reading.frame_of(self.version, self.names, self.row_filter)

    def spelled(self) -> pl.LazyFrame:
        """The rows as a lazy frame of texts, for comparing two versions."""
        return self.frame().select([reading.spelled(column) for column in self.columns])


@dataclass(frozen=True)
class Changes:
    """What is new or different in a slice, and the keys that are gone, since an older version; nothing is read yet."""

    changed: pl.LazyFrame
    removed: pl.LazyFrame


def readable_version(grant: Grant) -> DatasetVersion:
    """The version that a grant reads. Raises NoVersion."""
    version = reading.current_version(grant.dataset)
    if version is None:
        raise NoVersion()
    return version


def slice_of(
    grant: Grant, version: DatasetVersion, *, columns: Sequence[str] | None = None, where: RowFilter | None = None
) -> Slice:
    """What a grant shows of a version, or less of it: some of the columns, rows with some values.

    Raises:
        NotGranted: a column or a filter that the grant does not cover. ShapeChanged: the version lacks a column by
        which the grant limits rows, or all granted ones. QueryMalformed: no column is named.
    """
    known = {column.name: column for column in reading.columns_of(version)}
    granted = {name for name in grant.columns if name in known}
    if missing := sorted(name for name in grant.row_filter if name not in known):
        raise ShapeChanged(
            _("Cột dùng để giới hạn dòng không còn trong dữ liệu: %(names)s. Hãy đề nghị khai thác lại.")
            % {"names": ", ".join(missing)}
        )
    if not granted:
        raise ShapeChanged(_("Không cột nào được chia sẻ còn trong dữ liệu. Hãy đề nghị khai thác lại."))
    wanted = granted if columns is None else set(columns)
    if not wanted:
        raise QueryMalformed(_("Hãy nêu ít nhất một cột."), "columns")
    if beyond := sorted((wanted | set(where or {})) - granted):
        raise NotGranted(
            _("Quyền khai thác không gồm cột %(names)s. Hãy bỏ các cột này, hoặc đề nghị thêm.")
            % {"names": ", ".join(beyond)}
        )
    return Slice(
        version, tuple(column for name, column in known.items() if name in wanted),
        narrowed(grant.row_filter, where or {}), tuple(name for name in grant.columns if name not in known),
    )  # fmt: skip


def version_of_number(grant: Grant, number: int) -> DatasetVersion:
    """A version that was in use while the grant held, for reading on and for comparing.

    Raises:
        VersionMoved: there is none, it was in use only before the grant began, or its files are gone.
    """
    version = grant.dataset.versions.filter(number=number).select_related("schema").first()
    usable = (
        version is not None
        and version.state in (VersionState.CURRENT, VersionState.FORMER)
        and bool(version.folder)
        and (version.valid_to is None or timezone.localdate(version.valid_to) >= grant.starts_on)
    )
    if version is None or not usable:
        raise VersionMoved(
            _("Không đọc được phiên bản %(number)d qua quyền này; hãy đọc lại từ đầu.") % {"number": number}
        )
    return version


def may_compare(grant: Grant, dataset: Dataset) -> bool:
    """Whether a grant covers the key of the dataset, without which changes cannot be told."""
    return bool(dataset.key) and set(dataset.key) <= set(grant.columns)


def changes_since(grant: Grant, older: DatasetVersion, part: Slice) -> Changes:
    """What changed within a slice since an older version: rows that are new or different, keys that are gone.

    Only granted columns are compared: a change in another column is none for the reader. A row that no longer matches
    the filter is gone.

    Raises:
        NotGranted: the key of the dataset is not among the columns asked for. ShapeChanged: the columns changed since.
    """
    key = list(grant.dataset.key)
    if not key or not set(key) <= set(part.names):
        raise NotGranted(
            _("Muốn biết thay đổi phải đọc cả cột khóa của tập dữ liệu: %(names)s.") % {"names": ", ".join(key)}
        )
    before = {column.name: column.type for column in reading.columns_of(older)}
    if any(before.get(column.name) != column.type for column in part.columns) or set(part.row_filter) - set(before):
        raise ShapeChanged(_("Cấu trúc dữ liệu đã đổi từ phiên bản đó; hãy đọc lại toàn bộ."))
    old = Slice(older, part.columns, part.row_filter).spelled()
    new = part.spelled()
    return Changes(
        new.join(old, on=part.names, how="anti", nulls_equal=True, maintain_order="left"),
        old.join(new, on=key, how="anti", nulls_equal=True, maintain_order="left").select(key),
    )


def as_json(column: Column, value: str | None) -> Any:
    """A spelled value as JSON: whole numbers and truth values as such, decimals as text so that no digit is lost."""
    if value is None:
        return None
    if column.type == ColumnType.INTEGER:
        return int(value)
    if column.type == ColumnType.BOOLEAN:
        return value == "true"
    return value
