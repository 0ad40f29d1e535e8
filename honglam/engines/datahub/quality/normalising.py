"""Values as they are judged: one spelling of text, figures, days and moments, the same in every engine.

Normal form: NFC, then trimmed of Unicode white space; what is empty then is nothing. The spelling of values is that
of supplies: figures with a point, dates 2026-11-22, moments with their offset, true and false. Other spellings
(22/11/2026, 1.234,5, +5, 1e3, NaN) are faults: whoever reads a file brings them into this form, a check never guesses.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Context, Decimal

from honglam.engines.datahub.quality.columns import Column, ColumnType

WHITE_SPACE = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
)
"""Every character with the Unicode property White_Space, and no other."""

WHOLE, DECIMALS = 20, 18
"""Most digits of a figure before and after the point: DECIMAL(38, 18) in every engine."""

INTEGER_PATTERN = "-?[0-9]{1,18}"
FIGURE_PATTERN = f"-?[0-9]{{1,{WHOLE}}}(\\.[0-9]{{1,{DECIMALS}}})?"
DAY_PATTERN = "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-[0-9]{2}-[0-9]{2}"
MOMENT_PATTERN = (
    "[12][0-9]{3}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?"
    "(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
)
MAYBE_NOT_NFC_PATTERN = "[^\\x00-\u02ff\u1e00-\u1eff\u2010-\u2027\u20ab]"
"""Text without such a character is NFC as it is: Latin letters, Vietnamese ones included, usual punctuation, ₫."""
CONTROL_PATTERN = "[\\x00-\\x1f\\x7f-\\x9f]"
CONTROL_IN_TEXT_PATTERN = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]"
"""Text of several lines may hold tabs and line ends; a code, a figure, a date may not."""

SPELT_IN_SEVERAL_WAYS = frozenset({ColumnType.INTEGER, ColumnType.DECIMAL, ColumnType.MOMENT})
"""Types of which two spellings may be one value."""

HOURS_EAST = 7
"""Vietnam's clock: the day of a moment is its day here."""

DAY_MICROSECONDS = 86_400_000_000
_EXACT = Context(prec=60)
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_INTEGER, _FIGURE, _DAY, _MOMENT = (
    re.compile(one) for one in (INTEGER_PATTERN, FIGURE_PATTERN, DAY_PATTERN, MOMENT_PATTERN)
)
_CONTROL = re.compile(CONTROL_PATTERN)
_CONTROL_IN_TEXT = re.compile(CONTROL_IN_TEXT_PATTERN)


def decimal_pattern(scale: int) -> str:
    """What a decimal of so many digits after the point looks like; zeros beyond them lose nothing."""
    if scale <= 0:
        return f"-?[0-9]{{1,{WHOLE}}}(\\.0+)?"
    return f"-?[0-9]{{1,{WHOLE}}}(\\.[0-9]{{1,{scale}}}0*)?"


def normalise(text: str | None) -> str | None:
    """The value as it is judged, or None for nothing."""
    if text is None:
        return None
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.strip(WHITE_SPACE) or None


def has_fault(column: Column, text: str) -> bool:
    """Whether the value holds control characters that its column may not."""
    return bool((_CONTROL_IN_TEXT if column.type == ColumnType.TEXT else _CONTROL).search(text))


def figure(text: str) -> Decimal | None:
    """The exact figure that the text spells, or None."""
    return Decimal(text) if _FIGURE.fullmatch(text) else None


def day(text: str) -> datetime.date | None:
    """The day that the text spells (2026-11-22), or None: no such form, or no such day."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def moment(text: str) -> int | None:
    """The moment that the text spells, in microseconds from 1970 in UTC, or None."""
    if not _MOMENT.fullmatch(text) or (its_day := day(text[:10])) is None:
        return None
    clock, offset = (text[11:-1], 0) if text.endswith("Z") else (text[11:-6], _offset(text[-6:]))
    hours, minutes, seconds = clock[:8].split(":")
    whole = (its_day.toordinal() - _EPOCH) * 86_400 + int(hours) * 3_600 + int(minutes) * 60 + int(seconds)
    return (whole - offset) * 1_000_000 + int(clock[9:].ljust(6, "0"))


def day_of_moment(microseconds: int) -> datetime.date:
    """The day of a moment in Vietnam."""
    return datetime.date.fromordinal((microseconds + HOURS_EAST * 3_600_000_000) // DAY_MICROSECONDS + _EPOCH)


def is_of_type(column: Column, text: str) -> bool:
    """Whether a value is what its column holds (of a geometry: whether it has no control characters)."""
    match column.type:
        case ColumnType.INTEGER:
            return bool(_INTEGER.fullmatch(text))
        case ColumnType.DECIMAL:
            return bool(re.fullmatch(decimal_pattern(column.scale), text)) and bool(_FIGURE.fullmatch(text))
        case ColumnType.DATE:
            return day(text) is not None
        case ColumnType.MOMENT:
            return moment(text) is not None
        case ColumnType.BOOLEAN:
            return text in {"true", "false"}
        case _:
            return not has_fault(column, text)


def canonical(column: Column, text: str | None) -> str | None:
    """The one spelling of a normalised value, so that 007 and 7, 1.5 and 1.50 are the same where values are compared.

    Whole numbers without leading zeros, decimals with the decimals of their column, moments as microseconds from 1970;
    what is not of the column's type stays as it is.
    """
    if text is None or column.type not in SPELT_IN_SEVERAL_WAYS:
        return text
    if not is_of_type(column, text):
        return text
    if column.type == ColumnType.INTEGER:
        return str(int(text))
    if column.type == ColumnType.MOMENT:
        return str(moment(text))
    value = f"{Decimal(text).quantize(Decimal(1).scaleb(-max(column.scale, 0)), context=_EXACT):f}"
    return value if value.strip("-0.") else value.removeprefix("-")


def _offset(text: str) -> int:
    seconds = int(text[1:3]) * 3_600 + int(text[4:6]) * 60
    return -seconds if text[0] == "-" else seconds
