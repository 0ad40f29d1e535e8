"""Rows of a delivered file: CSV and JSON lines as a stream of any length, Excel, JSON and GeoJSON whole."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from honglam.engines.datahub.delivering.spelling import as_text, points_in, spelled
from honglam.engines.datahub.errors import DeliveryUnreadable
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.toolkit.sheets.reading import SheetError, read_cells
from honglam.toolkit.text import fold, nfc, squeeze

BATCH = 2000
FIGURES = (ColumnType.INTEGER, ColumnType.DECIMAL)
LARGEST_JSON = 200_000_000
Row = Mapping[str, str | None]
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1258")


@dataclass
class Delivered:
    """A delivery as it came: the names of its columns, and its rows (name → value), readable once."""

    names: list[str]
    rows: Iterator[Mapping[str, Any]] = field(default_factory=lambda: iter(()))


def read_file(path: Path, kind: str, *, rows_at: str = "") -> Delivered:
    """The rows of a file of a kind: csv, xlsx, json, geojson, ndjson. `rows_at` leads to the list: `data.items`.

    Raises:
        DeliveryUnreadable: the file is not of that kind, too large to be read whole, or has no heading.
    """
    match kind:
        case "csv":
            return _csv(path)
        case "xlsx":
            return _xlsx(path)
        case "ndjson":
            return _json_lines(path)
        case "json" | "geojson":
            return _json(path, rows_at)
    raise DeliveryUnreadable(_("Chưa đọc được tệp loại này. Hãy gửi CSV, Excel (.xlsx), JSON hoặc GeoJSON."))


def matched(columns: Sequence[Column], names: Sequence[str], mapping: Mapping[str, str]) -> dict[str, Column]:
    """Which delivered name is which column: as mapped by a person, else by name or label, folded."""
    by_name = {column.name: column for column in columns}
    by_words = {fold(text): column for column in columns for text in (column.label, column.name)}
    found: dict[str, Column] = {}
    for name in names:
        column = by_name.get(mapping.get(name, "")) or by_name.get(name) or by_words.get(fold(name))
        if column is not None and column.name not in {taken.name for taken in found.values()}:
            found[name] = column
    return found


def batches(delivered: Delivered, columns: Mapping[str, Column], *, figures: str = "") -> Iterator[list[Row]]:
    """The rows in the hub's columns and spelling, `BATCH` at a time; rows that hold nothing at all are left out.

    `figures` says how texts write decimals: `point`, `comma`, or nothing, where the first batch of a column shows it.
    """
    points: dict[str, bool] | None = None
    batch: list[Mapping[str, Any]] = []
    for row in delivered.rows:
        if any(as_text(row.get(name)) is not None for name in columns):
            batch.append(row)
        if len(batch) == BATCH:
            points = points or _points(batch, columns, figures)
            yield _spelled(batch, columns, points)
            batch = []
    if batch:
        yield _spelled(batch, columns, points or _points(batch, columns, figures))


def _points(batch: Sequence[Mapping[str, Any]], columns: Mapping[str, Column], figures: str) -> dict[str, bool]:
    """Of which delivered columns a point stands before decimals."""
    return {
        name: figures == "point"
        or (not figures and column.type in FIGURES and points_in(row.get(name) for row in batch))
        for name, column in columns.items()
    }


def _spelled(
    batch: Sequence[Mapping[str, Any]], columns: Mapping[str, Column], points: Mapping[str, bool]
) -> list[Row]:  # fmt: skip
    return [
        {column.name: spelled(column, row.get(name), points=points[name]) for name, column in columns.items()}
        for row in batch
    ]


def _csv(path: Path) -> Delivered:
    encoding = _encoding_of(path)
    stream = path.open(encoding=encoding, newline="")
    first = next((line for line in stream if line.strip()), "")
    delimiter = max(",;\t|", key=first.count)
    stream.seek(0)
    reader = csv.reader(stream, delimiter=delimiter)
    try:
        heading = next((line for line in reader if any(cell.strip() for cell in line)), None)
    except csv.Error as error:
        raise DeliveryUnreadable(_("Tệp CSV hỏng: %(why)s.") % {"why": error}) from error
    if heading is None:
        stream.close()
        return Delivered([])
    names = _named(heading)
    return Delivered(names, _closing(stream, _lines(reader, names)))


def _lines(reader: Iterator[list[str]], names: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    try:
        for cells in reader:
            yield dict(zip(names, cells, strict=False))
    except (csv.Error, UnicodeDecodeError) as error:
        raise DeliveryUnreadable(_("Tệp CSV hỏng: %(why)s.") % {"why": error}) from error


def _closing(stream: IO[Any], rows: Iterator[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    with stream:
        yield from rows


def _encoding_of(path: Path) -> str:
    with path.open("rb") as stream:
        head = stream.read(1_000_000)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for encoding in _ENCODINGS:
        try:
            head[: len(head) - 4 if len(head) > 8 else None].decode(encoding)
        except UnicodeDecodeError as error:
            # The cut may fall inside a letter; only what comes well before it speaks against the encoding.
            if error.start < len(head) - 8:
                continue
        return encoding
    raise DeliveryUnreadable(_("Không nhận ra bảng mã của tệp. Hãy lưu lại dạng CSV UTF-8."))


def _xlsx(path: Path) -> Delivered:
    stream = path.open("rb")
    try:
        lines = read_cells(stream)
        heading = next(lines, None)
    except SheetError as error:
        stream.close()
        raise DeliveryUnreadable(error.message) from error
    if heading is None:
        stream.close()
        return Delivered([])
    names = _named([str(cell) for cell in heading[1]])
    return Delivered(names, _closing(stream, (dict(zip(names, cells, strict=False)) for _number, cells in lines)))


def _json_lines(path: Path) -> Delivered:
    def rows() -> Iterator[Mapping[str, Any]]:
        with path.open(encoding="utf-8") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    try:
                        row = json.loads(line)
                    except ValueError as error:
                        raise DeliveryUnreadable(_("Dòng %(number)d không phải JSON.") % {"number": number}) from error
                    if not isinstance(row, dict):
                        raise DeliveryUnreadable(
                            _("Dòng %(number)d không phải một đối tượng JSON.") % {"number": number}
                        )
                    yield row

    names = dict.fromkeys(name for row in rows() for name in row)  # a line leaves out what it does not hold
    return Delivered(list(names), rows())


def _json(path: Path, rows_at: str) -> Delivered:
    if path.stat().st_size > LARGEST_JSON:
        raise DeliveryUnreadable(_("Tệp JSON lớn hơn 200 MB. Hãy gửi dạng NDJSON (mỗi dòng một đối tượng) hoặc CSV."))
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, UnicodeDecodeError) as error:
        raise DeliveryUnreadable(_("Tệp không phải JSON đọc được: %(why)s.") % {"why": error}) from error
    return from_json(content, rows_at)


def from_json(content: Any, rows_at: str = "") -> Delivered:
    """The rows of a JSON value: the list that `rows_at` leads to, the features of GeoJSON, or the only list in it.

    Raises:
        DeliveryUnreadable: there is no list of objects there.
    """
    if rows_at:
        for part in rows_at.split("."):
            if not isinstance(content, dict) or part not in content:
                raise DeliveryUnreadable(_("Không có “%(path)s” trong dữ liệu trả về.") % {"path": rows_at})
            content = content[part]
    elif isinstance(content, dict) and content.get("type") == "FeatureCollection":
        content = [
            {**(one.get("properties") or {}), "geometry": one.get("geometry")}
            for one in content.get("features") or [] if isinstance(one, dict)
        ]  # fmt: skip
    elif isinstance(content, dict):
        content = next((value for value in content.values() if isinstance(value, list)), None)
    if not isinstance(content, list) or not all(isinstance(row, dict) for row in content):
        raise DeliveryUnreadable(
            _("Dữ liệu trả về không phải một danh sách đối tượng. Hãy ghi rõ danh sách nằm ở đâu.")
        )
    names = list(dict.fromkeys(name for row in content for name in row))
    return Delivered(names, iter(content))


def _named(cells: Sequence[str]) -> list[str]:
    """Headings as names: trimmed; an empty one by its place, a repeated one with its place."""
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = squeeze(nfc(cell)) or _("cột %(place)d") % {"place": place}
        names.append(name if name not in names else f"{name} ({place})")
    while names and as_text(cells[len(names) - 1]) is None:
        names.pop()
    return names
