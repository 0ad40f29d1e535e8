"""One spelling of delivered values: figures with a point, dates as 2026-11-22, true and false."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from honglam.engines.datahub.quality import normalising
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.toolkit.numbers import FigureError, parse_date, parse_number
from honglam.toolkit.text import nfc, squeeze

_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_POINT = re.compile(r"[+-]?[0-9]+\.[0-9]+")
_GROUP = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
_VIETNAMESE = re.compile(r"[+-]?(?:[0-9]+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,})")
_HERE = f"+{normalising.HOURS_EAST:02d}:00"
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?")
_ISO_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2}(?:\.[0-9]{1,9})?)? ?"
    r"(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_WRITTEN_MOMENT = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}) ([0-9]{1,2}):([0-9]{2})(:[0-9]{2})?")
_YES = {"true", "1", "có", "x", "yes", "đúng"}
_NO = {"false", "0", "không", "no", "sai"}


def spelled(column: Column, value: Any, *, points: bool = False) -> str | None:
    """A delivered value in the hub's spelling; what cannot be read stays as it came, for the rules to say.

    A text is read as offices write it (1.200 is one thousand two hundred), unless `points` says that a point stands
    before decimals. Numbers that a database, JSON or a workbook gives are what they are.

    >>> spelled(Column(name="a", label="a", type=ColumnType.DECIMAL), "1.234,5")
    '1234.5'
    """
    text = as_text(value)
    if text is None:
        return None
    match column.type:
        case ColumnType.INTEGER | ColumnType.DECIMAL:
            is_text = isinstance(value, str)
            return _number(text) if is_text and not points else _with_point(text)
        case ColumnType.DATE:
            return _date(text)
        case ColumnType.MOMENT:
            return _moment(text)
        case ColumnType.BOOLEAN:
            word = text.casefold()
            return "true" if word in _YES else "false" if word in _NO else text
        case _:
            return text


def as_text(value: Any) -> str | None:
    """Any value that a file, a query or JSON gives as a text, nothing where it holds nothing."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return squeeze(nfc(str(value))) or None


def points_in(texts: Iterable[Any]) -> bool:
    """Whether texts of a column write decimals with a point: one does unmistakably (12.5), none the Vietnamese way.

    >>> points_in(["1.200", "98.25"]), points_in(["1.200", "15.500"]), points_in(["12.5", "1.234,5"])
    (True, False, False)
    """
    figures = [text.strip() for text in texts if isinstance(text, str)]
    if any(_VIETNAMESE.fullmatch(figure) for figure in figures):
        return False
    return any(_POINT.fullmatch(figure) and not _GROUP.fullmatch(figure) for figure in figures)


def _with_point(text: str) -> str:
    return text if _PLAIN_NUMBER.fullmatch(text) else _number(text)


def _number(text: str) -> str:
    if text.isascii() and text.isdigit():
        return text
    try:
        return f"{parse_number(text):f}"
    except FigureError:
        return text


def _date(text: str) -> str:
    """A day; of a moment with its offset the day here: 2026-11-21T17:00:00Z is the 22nd in Vietnam."""
    if _ISO_DAY.fullmatch(text):
        at = normalising.moment(_moment(text))
        return text[:10] if at is None else normalising.day_of_moment(at).isoformat()
    try:
        return parse_date(text).isoformat()
    except FigureError:
        return text


def _moment(text: str) -> str:
    """A moment with its offset; one that says none is by the clock here. What is no moment stays as it came."""
    if found := _ISO_MOMENT.fullmatch(text):
        day, clock, seconds, offset = found.groups()
        return f"{day}T{clock}{(seconds or ':00')[:10]}{_offset(offset)}"
    if found := _WRITTEN_MOMENT.fullmatch(text):
        number, month, year, hours, minutes, seconds = found.groups()
        return f"{year}-{month:0>2}-{number:0>2}T{hours:0>2}:{minutes}{seconds or ':00'}{_HERE}"
    return text


def _offset(text: str | None) -> str:
    if not text:
        return _HERE
    return "Z" if text == "Z" else f"{text[:3]}:{text[3:].removeprefix(':') or '00'}"
