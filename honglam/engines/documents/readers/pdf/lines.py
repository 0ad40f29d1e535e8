"""Words to lines and lines to paragraphs, by where they stand on the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ...markers import marker_of
from .page_content import Word

_SENTENCE_END = (".", ";", ":", "!", "?", "…")
_INDENT = 8.0


@dataclass(slots=True)
class Line:
    """A printed line. `left` and `right` are the margins of the column of text that it belongs to."""

    words: list[Word]
    page: int
    left: float = 0.0
    right: float = 0.0
    # Apart from the running text (a column of a letterhead): never joined with lines of other columns.
    column: int = 0
    note: bool = False
    _text: str = field(default="", repr=False)

    @property
    def text(self) -> str:
        if not self._text:
            self._text = words_text(self.words)
        return self._text

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def baseline(self) -> float:
        return self.words[0].baseline

    @property
    def height(self) -> float:
        return sorted(word.height for word in self.words)[len(self.words) // 2]

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)

    @property
    def italic(self) -> bool:
        return all(word.italic for word in self.words)

    @property
    def centered(self) -> bool:
        """In the middle of its margins and clearly away from both."""
        before, after = self.x0 - self.left, self.right - self.x1
        return abs(before - after) < 12 and before > 18


def words_text(words: Sequence[Word]) -> str:
    """The words of one line with the spaces that stand between them."""
    text = ""
    for index, word in enumerate(words):
        if index and (word.space_before or word.x0 - words[index - 1].x1 > 0.15 * word.height):
            text += " "
        text += word.text
    return text


def lines_of(words: Iterable[Word], page: int) -> list[Line]:
    """Lines from top to bottom, the words of each from left to right."""
    lines: list[Line] = []
    for word in sorted(words, key=lambda word: (word.baseline, word.x0)):
        if lines and word.baseline - lines[-1].baseline <= 0.3 * max(word.height, 1.0):
            lines[-1].words.append(word)
        else:
            lines.append(Line([word], page))
    for line in lines:
        line.words.sort(key=lambda word: word.x0)
    return lines


def set_margins(lines: Sequence[Line]) -> None:
    """Gives the lines the margins that they span together."""
    if lines:
        left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
        for line in lines:
            line.left, line.right = left, right


def paragraphs_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Groups of lines that are one paragraph each."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and carries_on(paragraphs[-1], line):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def carries_on(paragraph: Sequence[Line], line: Line) -> bool:
    """Whether `line` goes on with the paragraph above it."""
    upper = paragraph[-1]
    if marker_of(line.text) or upper.column != line.column or upper.note != line.note:
        return False
    lower_case = line.text[0].islower()
    if upper.page != line.page:
        ends = upper.text.endswith(_SENTENCE_END)
        return upper.column == 0 and not line.centered and (lower_case or (not ends and _is_full(upper, line)))
    if line.top - upper.bottom > 0.9 * upper.height:
        return False
    if upper.centered or line.centered:
        return lower_case and upper.centered == line.centered
    if upper.bold != line.bold and upper.text.isupper() != line.text.isupper():
        return False
    hanging = len(paragraph) == 1 and marker_of(upper.text) is not None
    if line.x0 > upper.x0 + _INDENT and not hanging and line.x0 > line.left + _INDENT:
        return False
    return _is_full(upper, line)


def _is_full(upper: Line, lower: Line) -> bool:
    """Whether the first word of the lower line had no room at the end of the upper one."""
    word = lower.words[0]
    room = upper.right - upper.x1
    return room < (word.x1 - word.x0) + 0.25 * word.height + 2


def joined_text(texts: Iterable[str]) -> str:
    """Lines of one paragraph as running text; words broken at a hyphen or slash are closed.

    >>> joined_text(["Nghị quyết số 57-", "NQ/TW giai đoạn 2021 -", "2025"])
    'Nghị quyết số 57-NQ/TW giai đoạn 2021 - 2025'
    """
    result = ""
    for text in texts:
        if not result:
            result = text
        elif result[-1] in "-/‐‑" and len(result) > 1 and result[-2].isalnum() and text[:1].isalnum():
            result += text
        else:
            result += " " + text
    return result
