"""Vietnamese before Unicode: TCVN3 (.VnTime), VNI (VNI-Times) and Windows-1258.

Old files keep text in 8-bit fonts: the bytes are Latin letters that only the right font shows as
Vietnamese. Which encoding a text is in is decided by reading it each way and counting the words that
are well-formed Vietnamese syllables; nothing is converted unless the reading is clearly better.
Tables: TCVN 5712:1993 (VN3), VNI-Windows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_TCVN3_LATIN = "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
_TCVN3_VIETNAMESE = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3 = str.maketrans(_TCVN3_LATIN, _TCVN3_VIETNAMESE)

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT, _CIRCUMFLEX, _BREVE = "\u0301\u0300\u0309\u0303\u0323\u0302\u0306"
_VNI_MARKS = {
    "ù": _ACUTE,
    "ø": _GRAVE,
    "û": _HOOK,
    "õ": _TILDE,
    "ï": _DOT,
    "â": _CIRCUMFLEX,
    "á": _CIRCUMFLEX + _ACUTE,
    "à": _CIRCUMFLEX + _GRAVE,
    "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE,
    "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE,
    "é": _BREVE + _ACUTE,
    "è": _BREVE + _GRAVE,
    "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"}
_VNI_LETTERS |= {old.upper(): new.upper() for old, new in _VNI_LETTERS.items()}
_VNI_PAIR = re.compile(r"([aeouyôöAEOUYÔÖ])([ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË])")
_VNI_SINGLE = re.compile("[" + "".join(_VNI_LETTERS) + "]")

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)
# No plain letters class: old fonts put letters on signs such as ¹ and ®.
_WORD = re.compile(r"""[^\s\d.,;:()/"“”'‘’!?…–<>=&#%*_+|@\[\]{}\-]+""")
_TONES = re.compile(f"[{_ACUTE}{_GRAVE}{_HOOK}{_TILDE}{_DOT}]")


def well_formed_share(text: str) -> tuple[float, int]:
    """(share, count) over the words with letters beyond ASCII: how many are Vietnamese syllables."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    good = sum(1 for word in words if _is_syllable(word))
    return (good / len(words) if words else 1.0), len(words)


def legacy_converter(text: str) -> Callable[[str], str] | None:
    """The conversion that turns `text` into Vietnamese, or None where it is Unicode already.

    A conversion is taken only when most words beyond ASCII are ill-formed as they stand and nine in
    ten are well-formed afterwards.
    """
    sample = text[:20_000]
    share, count = well_formed_share(sample)
    if count < 5 or share > 0.6:
        return None
    best = max((from_tcvn3, from_vni), key=lambda convert: well_formed_share(convert(sample))[0])
    return best if well_formed_share(best(sample))[0] >= 0.9 else None


def from_tcvn3(text: str) -> str:
    """Text of a TCVN3 (.VnTime) file, read as Latin-1 letters, in Unicode."""
    return unicodedata.normalize("NFC", text).translate(_TCVN3)


def from_vni(text: str) -> str:
    """Text of a VNI-Windows file, read as Latin-1 letters, in Unicode (NFC)."""

    def joined(match: re.Match[str]) -> str:
        letter = _VNI_LETTERS.get(match.group(1), match.group(1))
        return unicodedata.normalize("NFC", letter + _VNI_MARKS[match.group(2).lower()])

    pieces, end = [], 0
    text = unicodedata.normalize("NFC", text)
    for match in _VNI_PAIR.finditer(text):
        pieces += [_single_letters(text[end : match.start()]), joined(match)]
        end = match.end()
    return "".join([*pieces, _single_letters(text[end:])])


def decode_text(data: bytes) -> str | None:
    """The text of a plain-text file: Unicode by its marks, UTF-8, then the old Vietnamese encodings.

    None where the bytes are no text in any of them.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _decoded(data, encoding)
    nulls = data[:4096].count(0)
    if nulls:
        # ASCII letters in UTF-16 have a zero byte each: on odd places in little endian, on even ones in big.
        odd = data[1:4096:2].count(0)
        encoding = "utf-16-le" if odd > nulls - odd else "utf-16-be"
        text = _decoded(data, encoding) if nulls > len(data[:4096]) // 8 else None
        return text if text and well_formed_share(text[:20_000])[0] > 0.6 else None
    text = _decoded(data, "utf-8")
    return text if text is not None else _decode_old(data)


def _decode_old(data: bytes) -> str | None:
    latin = data.decode("latin-1")
    readings = [from_tcvn3(latin), from_vni(_decoded(data, "cp1252") or latin)]
    windows = _decoded(data, "cp1258")
    if windows is not None:
        readings.append(unicodedata.normalize("NFC", windows))
    best = max(readings, key=lambda reading: well_formed_share(reading[:20_000])[0])
    return best if well_formed_share(best[:20_000])[0] >= 0.9 else None


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _single_letters(text: str) -> str:
    return _VNI_SINGLE.sub(lambda match: _VNI_LETTERS[match.group()], text)


def _is_syllable(word: str) -> bool:
    plain = _TONES.sub("", unicodedata.normalize("NFD", word.lower().replace("ð", "đ")))
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)) is not None
