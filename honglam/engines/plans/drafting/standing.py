"""Which of the documents that an upper plan cites a lower plan may stand on, and what the upper plan says of money."""

from __future__ import annotations

import re
from collections.abc import Sequence

from honglam.toolkit.text import fold

_BY_KIND = frozenset(("luật", "pháp lệnh", "nghị định", "bộ luật"))
_BY_NUMBER = re.compile(r"(?:/QH\d+|/NĐ-CP|-NQ/TW|/NQ-CP|/QĐ-TTg|/CT-TTg|/NQ-HĐND|-CTr/TU|-NQ/TU)$")
_FUNDING = re.compile(r"kinh phí|nguồn lực tài chính")
_LEAST = 25
"""Letters: less is the number of the next heading."""


def is_of_general_standing(kind: str, number: str, *, stands_before_text: bool) -> bool:
    """Whether a cited document binds the unit too: law, and what Party, Government and council resolved.

    Only what stands among the legal bases counts; what the text mentions in passing (letters, plans of one year) does
    not carry a plan.
    """
    return stands_before_text and (fold(kind) in _BY_KIND or bool(_BY_NUMBER.search(number)))


def funding_said(text: str, headings: Sequence[tuple[str, int, int]]) -> str:
    """What the plan says of money: the heading that begins with it, with the words below; else below another on it.

    Headings: words, start, end in the text. Empty where nothing is said.
    """
    on_money = [place for place, (words, _start, _end) in enumerate(headings) if _FUNDING.search(fold(words))]
    own = [place for place in on_money if _FUNDING.match(fold(headings[place][0]).lstrip("0123456789. "))]
    for place in (*own, *on_money):
        words, _start, end = headings[place]
        following = headings[place + 1][1] if place + 1 < len(headings) else end
        below = " ".join(text[end:following].split())
        told = (f"{words} {below}" if ":" in words else below).strip(" :.–-")
        if len(told) >= _LEAST:
            return told
    return ""
