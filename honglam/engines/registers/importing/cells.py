"""From a cell to a value: one parser a column, made once; what cannot be read is said in words (ValueError).

An empty cell is nothing (None) for every parser. Parsers take what CSV gives (text) and what a workbook gives (text,
numbers, days, truth values).
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl.utils.datetime import from_excel

from honglam.toolkit.numbers import format_number, parse_date, parse_number
from honglam.toolkit.text import fold, strip_marks
from honglam.toolkit.ui.forms import FIRST_DAY, LAST_DAY

Parser = Callable[[Any], Any]
YES = frozenset({"co", "x", "1", "true", "dung", "yes", "y", "v", "\N{CHECK MARK}", "\N{HEAVY CHECK MARK}", "roi"})
NO = frozenset({"khong", "0", "false", "sai", "no", "n", "-", "chua"})
"""Words of truth values, as `strip_marks` leaves them."""
_SERIALS = (367, 402_133)  # Excel's numbers of 01/01/1901 and 31/12/2999
_PLAIN_INTEGER = re.compile(r"-?[0-9]{1,18}")
_PLAIN_DECIMAL = re.compile(r"-?[0-9]{1,15}\.(?:[0-9]{1,2}|[0-9]{4,12})")
_VIETNAMESE = re.compile(r"-?[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?|-?[0-9]+,[0-9]+")
_DEGREES = re.compile(r"([+-]?\d{1,3})(?:[.,](\d{1,15}))?\s*°?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_CLOCK = re.compile(r"(\d{1,2})[:hg](\d{2})(?::\d{2})?")
_EXCEL_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})


class PointText(str):
    """The GeoJSON text of a point whose coordinates are known to be numbers within the world."""

    __slots__ = ("x", "y")
    x: float
    y: float


def plain(cell: Any) -> Any:
    """The cell with text in NFC and trimmed; nothing for what is empty. ValueError for a formula that failed."""
    if type(cell) is str:
        if not cell.isascii() and not unicodedata.is_normalized("NFC", cell):
            cell = unicodedata.normalize("NFC", cell)
        cell = cell.strip()
        if not cell:
            return None
        if not cell.isprintable() and _CONTROL.search(cell):
            raise ValueError(_("Ô có ký tự lạ không nhìn thấy được. Hãy gõ lại nội dung ô."))
        if cell[0] == "#" and cell in _EXCEL_ERRORS:
            raise ValueError(_("Công thức trong ô bị lỗi. Hãy sửa công thức hoặc nhập giá trị."))
    return cell


def text(cell: Any) -> str | None:
    """What is written in the cell: a number without Excel's “.0”, a day as dd/mm/yyyy."""
    cell = plain(cell)
    if cell is None or type(cell) is str:
        return cell
    if isinstance(cell, bool):
        return _("có") if cell else _("không")
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else format(cell, ".15g")
    if isinstance(cell, datetime.datetime):
        return f"{cell:%d/%m/%Y}" if cell.time() == datetime.time() else f"{cell:%H:%M %d/%m/%Y}"
    if isinstance(cell, datetime.date):
        return f"{cell:%d/%m/%Y}"
    return str(cell)


def line(cell: Any) -> str | None:
    """What is written in the cell, on one line: runs of white space become one space."""
    found = text(cell)
    return None if found is None else " ".join(found.split()) or None


def number(cell: Any) -> Decimal | None:
    """A figure: 1.234,5 · 1234.5 · what a workbook holds (to the fifteen digits that it shows)."""
    cell = plain(cell)
    if cell is None:
        return None
    if type(cell) is str:
        if cell.isascii() and (_PLAIN_INTEGER.fullmatch(cell) or _PLAIN_DECIMAL.fullmatch(cell)):
            return Decimal(cell)
        if cell.isascii() and _VIETNAMESE.fullmatch(cell):
            return Decimal(cell.replace(".", "").replace(",", "."))
        return parse_number(cell)
    if isinstance(cell, bool | datetime.date | datetime.time):
        raise ValueError(_("Ô này phải là số, không phải ngày hay đúng/sai."))
    if isinstance(cell, float):
        if not math.isfinite(cell):
            raise ValueError(_("Ô này phải là số."))
        return Decimal(format(cell, ".15g"))
    return Decimal(cell)


def whole(cell: Any) -> int | None:
    """A whole number."""
    found = number(cell)
    if found is None:
        return None
    try:
        if found == found.to_integral_value():
            return int(found)
    except InvalidOperation:
        pass
    raise ValueError(_("“%(text)s” không phải là số nguyên.") % {"text": format_number(found)[:40]})


def real(cell: Any) -> float | None:
    """A number with as many decimals as a computer keeps."""
    found = number(cell)
    return None if found is None else float(found)


@lru_cache(maxsize=20_000)
def _written_day(written: str) -> datetime.date:
    """Days repeat in a file."""
    return parse_date(written)


def day(cell: Any) -> datetime.date | None:
    """A day: dd/mm/yyyy, ISO, a workbook's day, or the number by which Excel counts days."""
    cell = plain(cell)
    if cell is None:
        return None
    if type(cell) is str:
        found = _written_day(cell)
    elif isinstance(cell, datetime.datetime):
        found = cell.date()
    elif isinstance(cell, datetime.date):
        found = cell
    elif isinstance(cell, int | float) and not isinstance(cell, bool) and _SERIALS[0] <= cell <= _SERIALS[1]:
        found = from_excel(math.floor(cell)).date()
    else:
        raise ValueError(_("Ô này phải là ngày. Cách viết đúng: 05/03/2026."))
    if not FIRST_DAY <= found <= LAST_DAY:
        raise ValueError(_("Ngày phải từ 01/01/1900 đến 31/12/2999."))
    return found


def moment(cell: Any) -> datetime.datetime | None:
    """A moment by the clock in Vietnam: 14:30 05/03/2026, 05/03/2026 14:30, ISO; midnight where no time is written."""
    cell = plain(cell)
    if cell is None:
        return None
    if isinstance(cell, datetime.datetime):
        return cell if timezone.is_aware(cell) else timezone.make_aware(cell)
    clock = datetime.time()
    if type(cell) is str:
        try:
            written = datetime.datetime.fromisoformat(cell)
            return written if timezone.is_aware(written) else timezone.make_aware(written)
        except ValueError:
            pass
        if found := _CLOCK.search(cell):
            try:
                clock = datetime.time(int(found[1]), int(found[2]))
            except ValueError:
                raise ValueError(_("Giờ không đúng. Cách viết đúng: 14:30 05/03/2026.")) from None
            cell = (cell[: found.start()] + cell[found.end() :]).strip(" ,;T")
    on = day(cell)
    return None if on is None else timezone.make_aware(datetime.datetime.combine(on, clock))


def truth(cell: Any) -> bool | None:
    """Yes or no: có/không, x, 1/0, true/false."""
    cell = plain(cell)
    if cell is None or isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float) and cell in (0, 1):
        return bool(cell)
    word = strip_marks(str(cell))
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError(_("“%(text)s” không rõ là có hay không. Hãy ghi x, có hoặc không.") % {"text": str(cell)[:40]})


def degrees(cell: Any) -> float | None:
    """A longitude or latitude in decimal degrees; point and comma both stand before decimals here."""
    cell = plain(cell)
    if cell is None:
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell):
        return float(cell)
    found = _DEGREES.fullmatch(str(cell)) if isinstance(cell, str) else None
    if found is None:
        raise ValueError(_("Tọa độ phải là độ thập phân WGS84, ví dụ 105,9012."))
    return float(f"{found[1]}.{found[2] or 0}")


def point(longitude: float, latitude: float) -> str:
    """The GeoJSON text of a point. ValueError where the two are no longitude and latitude."""
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        if -180 <= latitude <= 180 and -90 <= longitude <= 90:
            raise ValueError(_("Kinh độ và vĩ độ có vẻ đổi chỗ cho nhau. Hãy xem lại hai cột."))
        raise ValueError(_("Tọa độ phải là kinh độ, vĩ độ WGS84 (độ), không phải hệ VN-2000."))
    found = PointText(f'{{"type":"Point","coordinates":[{longitude!r},{latitude!r}]}}')
    found.x, found.y = longitude, latitude
    return found


def choice_parser(choices: Iterable[tuple[Any, Any]]) -> Parser:
    """A parser of a code list: by code or label, with or without marks where that is clear."""
    offered = [(value, str(label)) for value, label in choices]
    exact: dict[str, Any] = {}
    loose: dict[str, set[Any]] = {}
    for value, label in offered:
        for way in (str(value), label):
            exact.setdefault(way, value)
            exact.setdefault(fold(way), value)
            loose.setdefault(strip_marks(way), set()).add(value)
    names = "; ".join(label for _value, label in offered[:8]) + ("; …" if len(offered) > 8 else "")

    def parse(cell: Any) -> Any:
        written = text(cell)
        if written is None:
            return None
        if written in exact:
            return exact[written]
        if (folded := fold(written)) in exact:
            return exact[folded]
        if len(meant := loose.get(strip_marks(written), set())) == 1:
            return next(iter(meant))
        raise ValueError(_("“%(text)s” không có trong danh mục. Hãy chọn một trong: %(names)s.") % {
            "text": written[:60], "names": names,
        })  # fmt: skip

    return parse


def parser_of(field: models.Field[Any, Any]) -> Parser:
    """The parser of a column that is no reference."""
    if field.choices:
        return choice_parser(field.flatchoices)
    if isinstance(field, models.BooleanField):
        return truth
    if isinstance(field, models.IntegerField):
        return whole
    if isinstance(field, models.DecimalField):
        return number
    if isinstance(field, models.FloatField):
        return real
    if isinstance(field, models.DateTimeField):
        return moment
    if isinstance(field, models.DateField):
        return day
    if isinstance(field, models.CharField):
        return line
    if isinstance(field, models.TextField):
        return text
    return _by_model(field)


def _by_model(field: models.Field[Any, Any]) -> Parser:
    """What the model itself makes of the written text."""

    def parse(cell: Any) -> Any:
        written = text(cell)
        if written is None:
            return None
        try:
            return field.to_python(written)
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error

    return parse
