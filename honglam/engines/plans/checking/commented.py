"""A copy of a draft in Word with what was found as comments beside the words; nothing else of the file changes.

Word shows a comment beside a range of runs. A quotation is looked for by its letters and digits alone, so that spaces,
line breaks, cells and automatic numbers between them do no harm; where the same words stand several times, the place
nearest to where the rules read them wins. Runs are never split: formatting stays exactly as it was.
"""

from __future__ import annotations

import io
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

AUTHOR, INITIALS = "Hồng Lam", "HL"
SHORTEST_PART = 14
"""Letters and digits that a part of a quotation must have to be looked for by itself."""
WINDOW = 9
"""Words of a part that is looked for where neither the quotation nor its sentences are found."""
_PARTS = re.compile(r"[.;:\n…]")
_NOT_SHOWN = (qn("w:del"), qn("w:txbxContent"), qn("w:moveFrom"))


class NotCommentable(Exception):
    """The file is no document that comments can be put into."""


@dataclass(frozen=True, slots=True)
class Note:
    """A comment: what it says, beside which words, and how far into the text they stand (0 to 1)."""

    said: str
    quotation: str
    place: float = 0.0


def commented_copy(source: Path | io.BytesIO, notes: Sequence[Note]) -> tuple[io.BytesIO, int]:
    """The document with one comment for each note, and how many stand beside their words; the others stand at the top.

    Raises:
        NotCommentable: python-docx cannot open the file.
    """
    try:
        document = docx.Document(str(source) if isinstance(source, Path) else source)
        text = _Text(document.element.body)
    except Exception as error:  # whatever a damaged package makes the library raise
        raise NotCommentable(str(error)) from error
    anchored = 0
    places = [(note, text.find(note.quotation, note.place)) for note in notes]  # before marks change the document
    top = text.top()
    for note, runs in places:
        anchored += runs is not None
        said = note.said
        if runs is None and note.quotation:
            said += "\n" + _("Đoạn liên quan: “%(words)s”") % {"words": note.quotation}
        comment = document.comments.add_comment(_clean(said), AUTHOR, INITIALS)
        first, last = runs or (top, top)
        first.insert_comment_range_start_above(comment.comment_id)
        last.insert_comment_range_end_and_reference_below(comment.comment_id)
    stream = io.BytesIO()
    document.save(stream)
    stream.seek(0)
    return stream, anchored


class _Text:
    """The letters and digits of a body in order, and the run that each of them stands in."""

    def __init__(self, body: Any) -> None:
        self._body = body
        self._runs = [run for run in body.iter(qn("w:r")) if not _is_hidden(run)]
        self._starts: list[int] = []
        pieces, length = [], 0
        for run in self._runs:
            self._starts.append(length)
            pieces.append(_letters("".join(child.text or "" for child in run if child.tag == qn("w:t"))))
            length += len(pieces[-1])
        self._letters = "".join(pieces)

    def find(self, quotation: str, place: float) -> tuple[Any, Any] | None:
        """First and last run of the words, in the paragraph that holds most of them; nothing where there are none."""
        for wanted in _wordings(quotation):
            at = self._nearest(wanted, place)
            if at is not None:
                return self._runs_of(at, at + len(wanted))
        return None

    def top(self) -> Any:
        """The first run of the document; an empty one is made where there is none."""
        if self._runs:
            return self._runs[0]
        paragraph = next(self._body.iter(qn("w:p")), None)
        if paragraph is None:
            paragraph = OxmlElement("w:p")
            self._body.insert(0, paragraph)
        run = OxmlElement("w:r")
        paragraph.append(run)
        return run

    def _nearest(self, wanted: str, place: float) -> int | None:
        expected = place * len(self._letters)
        best: int | None = None
        at = self._letters.find(wanted)
        while at >= 0:
            if best is None or abs(at - expected) < abs(best - expected):
                best = at
            at = self._letters.find(wanted, at + 1)
        return best

    def _runs_of(self, start: int, end: int) -> tuple[Any, Any]:
        first = bisect_right(self._starts, start) - 1
        last = bisect_left(self._starts, end) - 1
        held: dict[Any, list[int]] = {}
        for index in range(first, last + 1):
            held.setdefault(_paragraph_of(self._runs[index]), []).append(index)

        def letters_in(indexes: list[int]) -> int:
            return min(end, self._end(indexes[-1])) - max(start, self._starts[indexes[0]])

        chosen = [index for index in max(held.values(), key=letters_in) if self._end(index) > self._starts[index]]
        return self._runs[chosen[0]], self._runs[chosen[-1]]

    def _end(self, index: int) -> int:
        return self._starts[index + 1] if index + 1 < len(self._starts) else len(self._letters)


def _wordings(quotation: str) -> Iterator[str]:
    """What to look for, the whole first: without its number, sentence by sentence, a few words at a time."""
    whole = _letters(quotation)
    if len(whole) < 3:
        return
    yield whole
    words = quotation.split()
    shorter: Iterable[str] = (
        *(" ".join(words[count:]) for count in (1, 2)),
        *sorted(_PARTS.split(quotation), key=len, reverse=True),
        *(" ".join(words[at : at + WINDOW]) for at in range(0, max(len(words) - WINDOW, 0) + 1, 3)),
    )
    for part in shorter:
        letters = _letters(part)
        if len(letters) >= SHORTEST_PART:
            yield letters


def _letters(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFC", text).lower() if sign.isalnum())


def _is_hidden(run: Any) -> bool:
    """Whether Word shows no comment there: deleted words, and text boxes, which take none."""
    return any(parent.tag in _NOT_SHOWN for parent in run.iterancestors())


def _paragraph_of(run: Any) -> Any:
    return next((parent for parent in run.iterancestors() if parent.tag == qn("w:p")), None)


def _clean(text: str) -> str:
    """Without the control characters that no XML takes."""
    return "".join(sign for sign in text if sign == "\n" or sign.isprintable())
