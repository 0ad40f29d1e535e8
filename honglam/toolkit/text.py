"""Vietnamese text: one spelling for storing (NFC), folded spellings for comparing and searching.

Vietnamese writes the same word in several ways: hoà/hòa (tone placement), quí/quý (i/y), composed and
decomposed code points, Icelandic ð for đ in old fonts. Storing keeps what was written (NFC); comparing
goes through `fold`, searching without marks through `strip_marks`.
"""

from __future__ import annotations

import re
import unicodedata

_OLD_TO_NEW_TONE = {
    old: new
    for olds, news in (
        ("oà oá oả oã oạ", "òa óa ỏa õa ọa"),
        ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"),
        ("uỳ uý uỷ uỹ uỵ", "ùy úy ủy ũy ụy"),
    )
    for old, new in zip(olds.split(), news.split(), strict=True)
}
# "oà" is respelled only at the end of a syllable: "hoà" = "hòa", but "hoàn", "quý" keep their marks.
_TONE_AT_SYLLABLE_END = re.compile(r"(?<![qQ])(" + "|".join(_OLD_TO_NEW_TONE) + r")(?![^\W\d_])")
_DASHES = re.compile(r"\s*[-‐‑‒–—―]\s*")
_I_AFTER_CONSONANT = re.compile(r"\b([hklmstq]u?)([yỳýỷỹỵ])(?![^\W\d_])")
# Every combining mark goes. These are the busiest lines of imports and search, so the marks of Vietnamese go first and
# the whole table is asked for texts that hold more.
_USUAL_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
_ALL_MARKS = {code: None for code in range(0x300, 0x20000) if unicodedata.combining(chr(code))}
_Y_TO_I = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")


def nfc(text: str) -> str:
    """The text as it is stored: NFC."""
    return unicodedata.normalize("NFC", text)


def squeeze(text: str) -> str:
    """White space runs become one space; ends are trimmed."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """One spelling for comparison: lower case, new tone placement, i for final y, plain hyphens and spaces.

    >>> fold("Ủy ban  Nhân dân xã Hoà Hải") == fold("uỷ ban nhân dân xã hòa hải")
    True
    >>> fold("Văn hóa – Xã hội") == fold("Văn hoá - Xã hội") == fold("văn hóa-xã hội")
    True
    """
    text = unicodedata.normalize("NFKC", text).lower().replace("ð", "đ")
    text = _TONE_AT_SYLLABLE_END.sub(lambda match: _OLD_TO_NEW_TONE[match.group(1)], text)
    text = _I_AFTER_CONSONANT.sub(lambda match: match.group(1) + match.group(2).translate(_Y_TO_I), text)
    return " ".join(_DASHES.sub("-", text).split())


def strip_marks(text: str) -> str:
    """The folded text without any mark: what people type when they search in a hurry.

    >>> strip_marks("Đường Thủy lợi")
    'duong thuy loi'
    """
    if text.isascii():
        plain = text.lower()
    else:
        decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).lower().replace("ð", "đ"))
        plain = _USUAL_MARKS.sub("", decomposed).replace("đ", "d")
        if not plain.isascii():
            plain = plain.translate(_ALL_MARKS)
    return " ".join(_DASHES.sub("-", plain).split())
