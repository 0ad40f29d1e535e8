"""How texts and queries are folded for search: one function for both sides, so that they always meet."""

from __future__ import annotations

import re

from honglam.toolkit.text import fold, strip_marks

# What the full text engines see: words of letters and digits. Codes keep their own folded column.
_SEPARATORS = re.compile(r"[\W_]+")
# `fold` takes i for y only where a syllable ends. A word that is still being typed has no end yet ("quy" of "quyết"),
# so search takes it everywhere after the same consonants, on both sides.
_OPEN_Y = re.compile(r"\b([hklmstq]u?)([yỳýỷỹỵ])")
_Y_TO_I = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")
_NOT_IN_CODES = re.compile(r"[\s\x00-\x1f]+")
BODY_LIMIT = 20_000


def marked(text: str) -> str:
    """Folded words with their marks: "Hoá đơn" and "hóa đơn" are one.

    >>> marked("Hoá đơn, quý III") == marked("hóa đơn quí iii")
    True
    """
    words = _SEPARATORS.sub(" ", fold(text)).strip()
    return _OPEN_Y.sub(lambda match: match.group(1) + match.group(2).translate(_Y_TO_I), words)


def plain(text: str) -> str:
    """Folded words without any mark.

    >>> plain("Quyết định")
    'quiet dinh'
    """
    return strip_marks(marked(text))


def folded_code(code: str) -> str:
    """A code as people type it: no marks, no white space ("15/KH-UBND", "15 /kh - ubnd")."""
    return _NOT_IN_CODES.sub("", strip_marks(code))
