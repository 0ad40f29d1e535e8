"""Tables that share targets out: a row for every place or body, a column for every measure.

“Tên thôn | Tỷ lệ hộ dùng nước sạch (%) | Số cây trồng mới (cây)” gives a target per figure, named by its column, that
the place of its row has to reach. Only a table that is headed as one of targets is read so; others tell how things
are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from honglam.toolkit.text import fold

from ..quantities import read_target
from .columns import Column, Role

_PLACE = (
    r"(?:thôn|bản|xóm|ấp|buôn|làng|khóm|khu phố|khu dân cư|tổ dân phố|tdp|khối phố|khối|xã|phường|đặc khu|thị trấn"
    r"|địa phương|đơn vị|trường|chi bộ|hợp tác xã)"
)
_NAMES_PLACES = re.compile(
    rf"(?:tên\s+|các\s+)*{_PLACE}(?:\s*(?:,|/|-|và)\s*{_PLACE})*(?:\s+(?:trực thuộc|thực hiện|được giao))?"
)
_OF_TARGETS = re.compile(r"chỉ tiêu|mục tiêu|giao kế hoạch|kế hoạch giao")
_OTHER_TIME = re.compile(r"hiện trạng|thực trạng|kết quả|thực hiện|kinh phí|dự toán|ghi chú|đã ")
_MEASURE = re.compile(r"\s*\((?:đvt|đơn vị(?: tính)?)?\s*:?\s*(?P<unit>[^()]{1,20})\)\s*$", re.IGNORECASE)
_FEWEST_ROWS = 2
_LOOKED_AT = 400


def columns_of_places(headers: Sequence[str], body: Sequence[Sequence[str]], above: str) -> list[Column] | None:
    """The columns of a table that shares targets out among places; None where it is no such table.

    `headers` are the words over the columns, `body` the rows below, `above` the text before the table.
    """
    rows = [row for row in body if len(row) == len(headers) and sum(bool(cell) for cell in row) > 1]
    place = next((index for index, header in enumerate(headers) if names_places(header)), None)
    if place is None or place > 1 or len(rows) < _FEWEST_ROWS or not _OF_TARGETS.search(fold(above[-_LOOKED_AT:])):
        return None
    columns = [Column(Role.OTHER, header) for header in headers]
    columns[place] = Column(Role.NAME, headers[place])
    if place == 1:
        columns[0] = Column(Role.NUMBER, headers[0])
    found = False
    for index in range(place + 1, len(headers)):
        cells = [row[index] for row in rows if row[index].strip(" -–")]
        figures = sum(_is_figure(cell) for cell in cells)
        if (
            cells
            and figures == len(cells)
            and len(headers[index].split()) > 1
            and not _OTHER_TIME.search(_bare(headers[index]))
        ):
            columns[index] = replace(columns[index], role=Role.TARGET)
            found = True
    return columns if found else None


def names_places(header: str) -> bool:
    """Does a column name places or bodies one by one (“Tên thôn”, “Xã, phường”)?"""
    return bool(_NAMES_PLACES.fullmatch(_bare(header)))


def measure_of(header: str) -> tuple[str, str | None]:
    """(name, unit) of what a column measures: “Số cây trồng mới (cây)” are trees."""
    words = " ".join(header.split())
    match = _MEASURE.search(words)
    return (words[: match.start()], match["unit"].strip()) if match else (words, None)


def _bare(header: str) -> str:
    return re.sub(r"\s*\([^()]*\)", "", fold(header)).strip(" .:*")


def _is_figure(cell: str) -> bool:
    quantity = read_target(cell)
    return quantity is not None and len(cell) < 25
