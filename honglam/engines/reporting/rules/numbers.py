"""Number and symbol of a report: how they are written, which comes next (Decree 30/2020/NĐ-CP, annex I, II.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NUMBER = re.compile(r"^\s*(?:số\s*:?\s*)?0*(\d{1,6})\s*/\s*([^\s/]{1,70})\s*$", re.IGNORECASE)
_SMALL_WORDS = {"và", "của", "các", "cho"}


def written_number(text: str) -> str:
    """The number as the decree writes it, or an empty text where it is none: below ten with a zero before it.

    >>> written_number("Số: 5/BC-UBND"), written_number("120 / BC-SKHCN"), written_number("BC-UBND")
    ('05/BC-UBND', '120/BC-SKHCN', '')
    """
    found = _NUMBER.match(text)
    return f"{int(found[1]):02d}/{found[2]}" if found and int(found[1]) else ""


def next_number(taken: Iterable[str], symbol: str) -> str:
    """The number after the highest one that was given this year; only a proposal, the clerk's register decides.

    >>> next_number(["07/BC-UBND", "12/BC-UBND", "40/BC-VP"], "BC-UBND")
    '13/BC-UBND'
    """
    found = [_NUMBER.match(number) for number in taken]
    last = max((int(one[1]) for one in found if one and one[2].casefold() == symbol.casefold()), default=0)
    return f"{last + 1:02d}/{symbol}"


def symbol_of(taken: Iterable[str]) -> str:
    """The symbol of the latest of the numbers given, an empty text where there is none.

    >>> symbol_of(["40/BC-VP", "12/BC-UBND"])
    'BC-VP'
    """
    return next((found[2] for number in taken if (found := _NUMBER.match(number))), "")


def initials(name: str) -> str:
    """The letters by which a body is known in symbols.

    >>> initials("Sở Khoa học và Công nghệ"), initials("Văn phòng UBND tỉnh")
    ('SKHCN', 'VPUBNDT')
    """
    words = [word for word in re.split(r"[\s–-]+", name) if word and word.lower() not in _SMALL_WORDS]
    return "".join(word if word.isupper() and len(word) > 1 else word[0].upper() for word in words)
