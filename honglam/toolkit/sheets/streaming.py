"""Large tables in: .xlsx and .csv read line by line from the disk, in memory that does not grow with the file.

with open_lines(path) as source:
    for number, cells in source.lines():
        told(source.position, source.size)
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from honglam.toolkit.sheets.reading import BLANK_ROWS_AT_END, SheetError, delimiter_of

MOST_BYTES_UNPACKED = 2_000_000_000
LONGEST_CELL = 10_000_000  # characters: the outline of a large parcel as GeoJSON
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_GUARDED = {"'=", "'+", "'-", "'@"}
_BROKEN = (zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, LookupError, EOFError, TypeError)
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension ref="[A-Z]+\d+:[A-Z]+(\d+)"')


class LineSource(AbstractContextManager["LineSource"]):
    """An open table. `position` of `size` says how far it was read; `size` is 0 where nobody can know."""

    position = 0
    size = 0

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream: IO[bytes] | None = None

    def __enter__(self) -> LineSource:
        self._stream = self._path.open("rb")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            self._stream.close()

    def lines(self) -> Iterator[tuple[int, list[Any]]]:
        """Number in the file (from 1) and cells of every line that holds anything, from the beginning.

        Cells of a workbook are text, numbers, days and truth values; those of a CSV file are text.

        Raises:
            SheetError: neither .xlsx nor .csv, locked, of another encoding, too large, broken.
        """
        assert self._stream is not None, "open the source first"
        self._stream.seek(0)
        head = self._stream.read(8)
        self._stream.seek(0)
        if head == _OLE:
            raise SheetError(
                "sheets.locked_or_old",
                _("Tệp có mật khẩu hoặc là Excel đời cũ (.xls). Hãy bỏ mật khẩu và lưu lại dạng .xlsx."),
            )
        return self._of_workbook() if head.startswith(b"PK") else self._of_csv(head)

    def _of_workbook(self) -> Iterator[tuple[int, list[Any]]]:
        assert self._stream is not None
        try:
            with zipfile.ZipFile(self._stream) as parcel:
                unpacked = sum(entry.file_size for entry in parcel.infolist())
                self.size = _lines_of(parcel)
            if unpacked > MOST_BYTES_UNPACKED:
                raise SheetError("sheets.too_large", _("Tệp quá lớn khi giải nén. Hãy chia thành nhiều tệp."))
            book = openpyxl.load_workbook(self._stream, read_only=True, data_only=True, keep_links=False)
            try:
                yield from self._of_sheet(book)
            finally:
                book.close()
        except _BROKEN as error:
            message = _("Không mở được tệp. Hãy mở bằng Excel rồi lưu lại dạng .xlsx.")
            raise SheetError("sheets.broken", message) from error

    def _of_sheet(self, book: Any) -> Iterator[tuple[int, list[Any]]]:
        if not book.worksheets:
            return
        sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), book.worksheets[0])
        sheet.reset_dimensions()
        blank = 0
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            self.position = number
            if any(cell is not None and cell != "" for cell in row):
                blank = 0
                yield number, list(row)
            elif (blank := blank + 1) > BLANK_ROWS_AT_END:
                return

    def _of_csv(self, head: bytes) -> Iterator[tuple[int, list[Any]]]:
        assert self._stream is not None
        csv.field_size_limit(LONGEST_CELL)
        self.size = self._path.stat().st_size
        encoding = "utf-16" if head.startswith(_UTF16) else "utf-8-sig"
        text = io.TextIOWrapper(self._stream, encoding=encoding, newline="")
        try:
            beginning = text.read(20_000)
            first = next((line for line in beginning.splitlines() if line.strip()), "")
            if not first or "\x00" in beginning:
                raise SheetError("sheets.not_a_table", _("Tệp không phải là bảng Excel (.xlsx) hoặc CSV."))
            text.seek(0)
            delimiter = delimiter_of(beginning)
            for number, row in enumerate(csv.reader(text, delimiter=delimiter), 1):
                if not number % 512:
                    self.position = min(self._stream.tell(), self.size)
                if any(row):
                    # The apostrophe that keeps a text from running as a formula is not part of the text.
                    yield number, [cell[1:] if cell[:2] in _GUARDED else cell for cell in row]
        except UnicodeDecodeError:
            message = _("Tệp CSV không dùng bảng mã UTF-8. Hãy lưu lại dạng “CSV UTF-8”.")
            raise SheetError("sheets.encoding", message) from None
        except csv.Error as error:
            message = _("Không đọc được tệp CSV (%(why)s). Hãy mở bằng Excel rồi lưu lại dạng .xlsx.")
            raise SheetError("sheets.broken", message % {"why": error}) from error
        finally:
            if not text.closed:
                text.detach()


def _lines_of(parcel: zipfile.ZipFile) -> int:
    """How many lines the first sheet says it has; 0 where it says nothing."""
    names = [name for name in parcel.namelist() if name.startswith("xl/worksheets/sheet")]
    if not names:
        return 0
    with parcel.open(min(names, key=lambda name: (len(name), name))) as sheet:
        found = _DIMENSION.search(sheet.read(4096))
    return int(found[1]) if found else 0


def open_lines(path: Path) -> LineSource:
    """The table of a file on the disk; a context manager."""
    return LineSource(path)
