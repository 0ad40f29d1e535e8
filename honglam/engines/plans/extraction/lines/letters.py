"""Vietnamese letters: which are capitals, which are small, and how wide they are."""

from __future__ import annotations

import unicodedata

# Inside a character class: every capital, every small letter. A range such as "à-ỹ" would hold both.
UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA) if chr(code).isupper())
LOWER = "a-zàáâãèéêìíòóôõùúýăđĩũơư" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA) if chr(code).islower())

# Advance widths of a serif text face, in thousandths of an em, by base letter.
_WIDTHS = {
    **dict.fromkeys("ijlt/\\|", 278), **dict.fromkeys(" .,", 250), **dict.fromkeys(":;", 278),
    **dict.fromkeys("fr-()[]!'‘’I", 333), **dict.fromkeys("sJ", 389), **dict.fromkeys("acez?“”\"", 444),
    **dict.fromkeys("SPF", 556), **dict.fromkeys("ELTZ", 611), **dict.fromkeys("BCR", 667),
    **dict.fromkeys("ADGHKNOQUVXYĐ", 722), "m": 778, "M": 889, "W": 944, "w": 722, "%": 833, "&": 778,
}  # fmt: skip
_width_of: dict[str, int] = {}


def text_width(text: str) -> int:
    """The width of a line of text in thousandths of an em of a serif face."""
    total = 0
    for char in text:
        width = _width_of.get(char)
        if width is None:
            base = unicodedata.normalize("NFD", char)[0]
            width = _width_of[char] = _WIDTHS.get(base, 500)
        total += width
    return total
