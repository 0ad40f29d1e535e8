"""What a line of a paper is made of: words, places left open, and words that somebody should look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

OPENS, CLOSES = "[… ", " …]"


@dataclass(frozen=True, slots=True)
class Hole:
    """A place that people have to fill: `ask` stands in the text, `decide` in the comment (none where it is empty)."""

    ask: str
    decide: str = ""

    @property
    def text(self) -> str:
        """What is printed until somebody fills it: “[… điền đơn vị chủ trì …]”."""
        return f"{OPENS}{self.ask}{CLOSES}"


@dataclass(frozen=True, slots=True)
class Noted:
    """Words with a comment that says where they come from or what to look at."""

    text: str
    note: str


Piece = str | Hole | Noted
Text = str | Hole | Noted | Iterable[Piece]
"""One piece, or several in their order."""


def pieces_of(text: Text) -> list[Piece]:
    """The pieces of a text in their order."""
    return [text] if isinstance(text, str | Hole | Noted) else list(text)


def plain_text(text: Text) -> str:
    """The words as they are printed."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in pieces_of(text))


def clean(text: str) -> str:
    """Without the control characters that no XML takes."""
    return "".join(sign for sign in text if sign in "\t\n" or sign.isprintable())
