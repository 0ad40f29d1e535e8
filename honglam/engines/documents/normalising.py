"""One spelling of characters for every reader: NFC, plain spaces and line ends, no invisible signs.

Offsets of blocks count in the normalised text, so every reader normalises before it assembles.
"""

from __future__ import annotations

import re
import unicodedata

# Soft hyphen, zero-width signs and directional marks: they break words for every comparison and show nothing.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
_SPACES = str.maketrans(
    dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u202f\u3000", " ")
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# Word writes bullets with Symbol and Wingdings in the private use area; printed, they are a dot or a dash.
_SYMBOL_FONT = str.maketrans({"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "-", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02b": "+"})


def normalise(text: str) -> str:
    """The text in NFC with "\\n" line ends, ordinary spaces and nothing invisible; form feeds stay."""
    text = _LINE_ENDS.sub("\n", text)
    text = _INVISIBLE.sub("", text).translate(_SPACES).translate(_SYMBOL_FONT)
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text))


def one_line(text: str) -> str:
    """The text with every run of white space as one space, trimmed: for paragraphs and parts of cells."""
    return " ".join(text.split())
