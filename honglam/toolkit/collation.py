"""Sorting by the Vietnamese alphabet: a ă â b c d đ e ê … o ô ơ … u ư …; the tone decides only between equal syllables.

The order is that of Vietnamese dictionaries: syllable by syllable, and the tones of one syllable in the order ngang,
huyền, hỏi, ngã, sắc, nặng. “Cam Lộ” stands before “Cảm Ân”, and “Hà Tĩnh” before “Hàm Yên”. Numbers count by their
value: thôn 2 before thôn 10. A key holds digits only, so that every database sorts it alike, whatever its collation is.
"""

from __future__ import annotations

import re
import unicodedata

_LETTERS = {letter: str(place) for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", start=10)}
_OTHER_LETTER = "99"
_TONES = {
    "\N{COMBINING GRAVE ACCENT}": "1",
    "\N{COMBINING HOOK ABOVE}": "2",
    "\N{COMBINING TILDE}": "3",
    "\N{COMBINING ACUTE ACCENT}": "4",
    "\N{COMBINING DOT BELOW}": "5",
}
_NUMBER = "06"
_DIGITS_OF_A_NUMBER = 12
_PIECES = re.compile(r"[0-9]+|[^\W\d_]+")
KEY_LENGTH = 400
"""Longest key in characters; names that agree so far count as equal."""


def sort_key(text: str) -> str:
    """A key of digits: comparing two keys as strings is comparing the texts by the Vietnamese alphabet.

    A letter is a pair of digits from 10 on; a syllable ends with 00 to 05, its tone; a number starts with 06.

    >>> sorted(["Đức Thọ", "Dân Chủ", "Ân Phú", "An Phú", "Ăn Đăng"], key=sort_key)
    ['An Phú', 'Ăn Đăng', 'Ân Phú', 'Dân Chủ', 'Đức Thọ']
    """
    cells: list[str] = []
    for piece in _PIECES.findall(unicodedata.normalize("NFKC", text).lower()):
        cells.append(_number(piece) if piece[0] in "0123456789" else _syllable(piece))
    return "".join(cells)[:KEY_LENGTH]


def _number(digits: str) -> str:
    """A number in a fixed width; longer ones keep their first digits."""
    return _NUMBER + digits.lstrip("0")[:_DIGITS_OF_A_NUMBER].rjust(_DIGITS_OF_A_NUMBER, "0")


def _syllable(word: str) -> str:
    """The letters of one word without its tone, then the tone."""
    cells: list[str] = []
    tone = "0"
    for char in word:
        if char not in _LETTERS:
            marks = unicodedata.normalize("NFD", char)
            tone = next((_TONES[mark] for mark in marks if mark in _TONES), tone)
            char = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
        cells.append(_LETTERS.get(char) or _LETTERS.get(char[:1], _OTHER_LETTER))
    return "".join(cells) + "0" + tone
