"""Search hits marked in a text, whatever tone marks were typed: “hoa” marks “hóa” and “hoá”."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from honglam.toolkit.text import nfc, strip_marks


def _plain(text: str) -> str:
    """Lower case without marks, character by character, so that positions stay those of the text."""
    return "".join((strip_marks(character) or character)[0] for character in text)


def _spans(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where the words begin in the text, longest first, not overlapping, in order."""
    plain = _plain(text)
    spans: list[tuple[int, int]] = []
    for word in sorted({_plain(nfc(word)) for word in words}, key=len, reverse=True):
        for found in re.finditer(r"(?<!\w)" + re.escape(word), plain):
            if all(found.end() <= start or end <= found.start() for start, end in spans):
                spans.append(found.span())
    return sorted(spans)


def highlighted(text: str, query: str) -> SafeString:
    """The text, escaped, with the beginnings of words that the query's words name inside <mark>."""
    text = nfc(str(text))
    words = str(query or "").split()
    if not words:
        return conditional_escape(text)
    parts: list[str] = []
    at = 0
    for start, end in _spans(text, words):
        parts += [conditional_escape(text[at:start]), format_html("<mark>{}</mark>", text[start:end])]
        at = end
    return mark_safe("".join([*parts, conditional_escape(text[at:])]))
