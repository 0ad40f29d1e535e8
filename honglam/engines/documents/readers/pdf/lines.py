"""Words to lines and lines to paragraphs, by where they stand on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ...markers import is_bullet, marker_of
from .page_content import Rule, Word

_SENTENCE_END = (".", ";", ":", "!", "?", "…")
_INDENT = 8.0
_RAISED_SIZE = 0.8
NOTE_NUMBER = re.compile(r"\d{1,2}(?=\s+[^\d\s])|\[\d{1,2}\]|\d{1,2}$")
_MOTTO = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc",
    re.IGNORECASE,
)
# The sentence with which an administrative document closes; it never goes on with a bullet.
_CLOSING = re.compile(r"Trên đây là\s")
_OPEN_DATE = re.compile(r"\bngày(?:\s+\d{1,2}\s+tháng(?:\s+\d{1,2}\s+năm)?)?$", re.IGNORECASE)
_UNITS = ("m", "km", "cm", "dm", "mm")


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
    def size(self) -> float:
        return sorted(word.size for word in self.words)[len(self.words) // 2]

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
        if index and (word.space_before or word.x0 - words[index - 1].x1 > 0.15 * word.size):
            text += " "
        text += word.text
    return text


def lines_of(words: Iterable[Word], page: int) -> list[Line]:
    """Lines from top to bottom, the words of each from left to right; raised small figures in their line."""
    ordered = sorted(words, key=lambda word: (word.baseline, word.x0))
    if not ordered:
        return []
    usual = sorted(word.size for word in ordered)[len(ordered) // 2]
    lines: list[Line] = []
    small: list[Word] = []
    for word in ordered:
        if word.size < _RAISED_SIZE * usual and word.text.isdigit():
            small.append(word)
        elif lines and word.baseline - lines[-1].baseline <= 0.3 * word.size:
            lines[-1].words.append(word)
        else:
            lines.append(Line([word], page))
    for word in small:
        home = next((line for line in lines if line.top <= word.baseline <= line.baseline + 0.2 * line.size), None)
        if home is not None:
            home.words.append(word)
        else:
            lines.append(Line([word], page))
    for line in lines:
        line.words.sort(key=lambda word: word.x0)
    return sorted(lines, key=lambda line: line.words[0].baseline) if small else lines


def set_margins(lines: Sequence[Line], margins: tuple[float, float] | None = None) -> None:
    """Gives the lines their margins: the stated ones, else what they span together."""
    if not lines:
        return
    left, right = margins or (min(line.x0 for line in lines), max(line.x1 for line in lines))
    for line in lines:
        line.left, line.right = left, right


def mark_notes(lines: Sequence[Line], separators: Iterable[Rule]) -> None:
    """Marks the footnotes of a page: lines that begin with a number under a short rule, to the end of the page."""
    for rule in separators:
        below = [line for line in lines if line.baseline > rule.at]
        if below and len(below) < len(lines) and NOTE_NUMBER.match(below[0].text):
            for line in below:
                line.note = True


def without_note_numbers(lines: Sequence[Line]) -> None:
    """Takes raised small numbers, which point to footnotes, out of the lines; "m²" keeps its figure."""
    for line in lines:
        kept: list[Word] = []
        for word in line.words:
            raised = word.text.isdigit() and len(word.text) < 3 and word.size < _RAISED_SIZE * line.size
            if not raised or not kept or kept[-1].text.lower().endswith(_UNITS):
                kept.append(word)
        line.words = kept


def carries_on(paragraph: Sequence[Line], line: Line) -> bool:
    """Whether `line` goes on with the paragraph above it."""
    upper = paragraph[-1]
    if upper.column != line.column or upper.note != line.note:
        return False
    ends = upper.text.endswith(_SENTENCE_END)
    marker = marker_of(line.text)
    if marker:
        # "giai đoạn 2021" | "- 2025": a dash that is no bullet stands at the margin below a full, open line.
        at_margin = line.x0 <= upper.x0 + 3 and line.x0 <= line.left + _INDENT
        return is_bullet(marker) and at_margin and not ends and upper.page == line.page and _is_full(upper, line)
    lower_case = line.text[0].islower()
    if upper.page != line.page:
        return upper.column == 0 and not line.centered and (lower_case or (not ends and _is_full(upper, line)))
    if line.top - upper.bottom > 0.9 * upper.size:
        return False
    if line.column:
        # The margins of a letterhead's column are unknown; only an open list of names or a sentence goes on.
        return not ends and (lower_case or upper.text.endswith(",") or _breaks_phrase(upper.text, line.text))
    if upper.centered or line.centered:
        return lower_case and upper.centered == line.centered
    if upper.bold != line.bold and upper.text.isupper() != line.text.isupper():
        return False
    at_first_line = abs(line.x0 - paragraph[0].x0) <= 3 and line.x0 > line.left + _INDENT
    if ends and (at_first_line or _CLOSING.match(line.text)):
        # Indented like the first line of the paragraph above, which has ended: another paragraph.
        return False
    hanging = len(paragraph) == 1 and marker_of(upper.text) is not None
    if line.x0 > upper.x0 + _INDENT and not hanging and line.x0 > line.left + _INDENT:
        return False
    return _is_full(upper, line)


def _breaks_phrase(upper: str, lower: str) -> bool:
    """Whether a line break of a narrow letterhead stands inside the national motto or a date."""
    return bool(_MOTTO.fullmatch(f"{upper} {lower}")) or (lower[0].isdigit() and bool(_OPEN_DATE.search(upper)))


def _is_full(upper: Line, lower: Line) -> bool:
    """Whether the first word of the lower line had no room at the end of the upper one."""
    word = lower.words[0]
    room = upper.right - upper.x1
    return room < (word.x1 - word.x0) + 0.25 * word.size + 2


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
