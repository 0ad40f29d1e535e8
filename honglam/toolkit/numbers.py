"""Vietnamese figures, both ways: 1.234,5 · 85,5% · 12,3 triệu đồng · 05/03/2026 · 3,4 MB.

Reading is forgiving where the meaning is certain and refuses the rest; printing always gives the one official shape.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Number = int | float | Decimal

_GROUPED = re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?")  # "0.125" is no group of thousands
_VIETNAMESE = re.compile(r"\d+(,\d+)?")
_ENGLISH_GROUPED = re.compile(r"\d{1,3}(,\d{3})+\.\d+|\d{1,3}(,\d{3}){2,}")
_POINT = re.compile(r"\d+\.\d+")
_DATE = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})")
_SIZES = ("B", "KB", "MB", "GB", "TB")
_MINUS = "\u2212"
_NO_NUMBER = gettext_lazy("“%(text)s” không phải là số. Cách viết đúng: 1.234,5.")
_NO_DATE = gettext_lazy("“%(text)s” không phải là ngày. Cách viết đúng: 05/03/2026.")


class FigureError(ValueError):
    """A text that is no number or no date; `code` is stable, the message says how to write it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


# --- reading ---------------------------------------------------------------------------------------------------------


def parse_number(text: str) -> Decimal:
    """The number of a text in Vietnamese writing: points between thousands, a comma before decimals.

    A point that cannot stand between thousands ("12.5") and English writing that cannot be anything else ("1,234.5")
    are understood too. "1.234" is one thousand two hundred thirty-four, "1,234" one and a bit. FigureError otherwise.

    >>> parse_number("1.234,5"), parse_number("12.5"), parse_number("(3)")
    (Decimal('1234.5'), Decimal('12.5'), Decimal('-3'))
    """
    figure = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace(_MINUS, "-")
    negative = figure.startswith("-") or (figure.startswith("(") and figure.endswith(")"))
    digits = figure.removeprefix("-").removeprefix("+")
    if figure.startswith("("):
        digits = digits[1:-1]
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif _ENGLISH_GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    elif _VIETNAMESE.fullmatch(digits):
        digits = digits.replace(",", ".")
    elif not _POINT.fullmatch(digits):
        raise FigureError("figures.not_a_number", _NO_NUMBER % {"text": text.strip()[:60]})
    return -Decimal(digits) if negative else Decimal(digits)


def parse_percent(text: str) -> Decimal:
    """The number before a percent sign; the sign may be missing: "85,5%" and "85,5" are Decimal("85.5")."""
    return parse_number(text.strip().removesuffix("%"))


def parse_date(text: str) -> datetime.date:
    """A date written day, month, year ("5/3/2026", "05-03-2026", "5.3.26"), or in ISO. FigureError otherwise.

    Two digits of a year are of this century.
    """
    stripped = text.strip()
    try:
        if match := _DATE.fullmatch(stripped):
            day, month, year = (int(part) for part in match.groups())
            return datetime.date(year + 2000 if year < 100 else year, month, day)
        return datetime.date.fromisoformat(stripped[:10])
    except ValueError:
        raise FigureError("figures.not_a_date", _NO_DATE % {"text": stripped}) from None


# --- printing --------------------------------------------------------------------------------------------------------


def format_number(value: Number, places: int | None = None) -> str:
    """1234.5 as "1.234,5". Without `places` decimals stand as they are, trailing zeros dropped; else rounded half up.

    >>> format_number(1234567.891, 1), format_number(Decimal("5.50")), format_number(0.5, 0)
    ('1.234.567,9', '5,5', '1')
    """
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    try:
        if places is not None:
            number = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    except InvalidOperation:
        raise FigureError("figures.too_long", _("Số quá lớn để làm tròn.")) from None
    sign = "-" if number < 0 else ""
    whole, _point, decimals = f"{abs(number):f}".partition(".")
    if places is None:
        decimals = decimals.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{sign if number else ''}{grouped}{',' if decimals else ''}{decimals}"


def format_percent(value: Number, places: int | None = 1) -> str:
    """85.52 as "85,5%": the value is already in percent. A whole number has no decimals."""
    shown = format_number(value, places)
    return f"{shown.rstrip('0').rstrip(',') if ',' in shown else shown}%"


def format_dong(value: Number) -> str:
    """An amount in đồng: "1.500.000 đồng"."""
    return _("%(amount)s đồng") % {"amount": format_number(value, 0)}


def format_million(value: Number, places: int = 1) -> str:
    """An amount in đồng, printed in triệu đồng: 1_500_000 as "1,5 triệu đồng"."""
    shown = format_number(Decimal(str(value)) / 1_000_000, places)
    return _("%(amount)s triệu đồng") % {"amount": shown.rstrip("0").rstrip(",") if "," in shown else shown}


def format_date(value: datetime.date | None) -> str:
    """05/03/2026; nothing for no date."""
    return f"{value:%d/%m/%Y}" if value else ""


def format_moment(value: datetime.datetime | None) -> str:
    """14:30 05/03/2026, in the time zone the value carries; nothing for no moment."""
    return f"{value:%H:%M %d/%m/%Y}" if value else ""


def format_size(size: int) -> str:
    """A file's size for people, steps of 1024: 3_565_158 bytes as "3,4 MB"."""
    amount, unit = float(size), _SIZES[0]
    for unit in _SIZES:
        if amount < 1024 or unit == _SIZES[-1]:
            break
        amount /= 1024
    return f"{format_number(amount, 0 if unit == 'B' else 1).removesuffix(',0')} {unit}"
