"""What a PDF page holds: words and drawn rules with their places, as PDFium reports them.

One library gives both. Reading characters and paths through PDFium costs about a fifth of the CPU of a
layout parser in Python, which keeps long documents under the time bound. Coordinates here are points from the
top left of the page as it is read, x to the right, y down: pages that are turned, by a flag or by
drawing sideways, are turned upright first.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import pypdfium2 as pdfium
import pypdfium2.raw as raw

# Word draws borders as filled rectangles up to 3 pt thick; thicker ones are shading.
_THICKEST_RULE = 3.0
_SHORTEST_RULE = 3.0
# Type of one size takes the same room on the line whatever its letters are: boxes of glyphs would not do.
_ASCENT, _DESCENT = 0.9, 0.22
# Maps and drawings have tens of thousands of segments; no table has.
_MAX_SEGMENTS = 20_000
_MAX_CHARACTERS = 60_000
_SPACES = frozenset((0x20, 0x09, 0x0A, 0x0D, 0x0C, 0xA0, 0x3000, 0x2002, 0x2003, 0x2009, 0x200B))
_HYPHENS = frozenset((0x02, 0xFFFE))


@dataclass(slots=True)
class Word:
    """A run of characters without a space. `centers` are the middles of its characters on the x axis."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    centers: list[float]
    space_before: bool
    bold: bool = False
    italic: bool = False

    @property
    def top(self) -> float:
        return self.baseline - _ASCENT * self.size

    @property
    def bottom(self) -> float:
        return self.baseline + _DESCENT * self.size

    @property
    def middle(self) -> tuple[float, float]:
        """The point by which the word is said to lie somewhere."""
        return (self.x0 + self.x1) / 2, self.baseline - 0.3 * self.size


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line: at `at` across (y of a horizontal one, x of a vertical one), from `start` to `end`."""

    horizontal: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class PageContent:
    """A page. `image_share` is the part of its area that pictures cover."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    letters: int = 0
    foreign_letters: int = 0
    image_share: float = 0.0
    has_drawing: bool = False


def page_content(page: pdfium.PdfPage, number: int) -> PageContent:
    """Reads one page; `number` counts from 1."""
    text_page = page.get_textpage()
    try:
        turn = _turn(text_page.raw, page.get_rotation())
        left, bottom, right, top = page.get_bbox()
        place = _placer(turn, left, bottom, right, top)
        sideways = turn in (90, 270)
        width, height = (top - bottom, right - left) if sideways else (right - left, top - bottom)
        content = PageContent(number, width, height)
        _WordCollector(text_page.raw, place, content).collect()
    finally:
        text_page.close()
    _collect_drawing(page, place, content)
    return content


Place = Callable[[float, float], tuple[float, float]]


def _placer(turn: int, left: float, bottom: float, right: float, top: float) -> Place:
    """The map from the page's own space (y up) to reading space (y down) for a turn in degrees."""
    if turn == 90:
        return lambda x, y: (y - bottom, x - left)
    if turn == 180:
        return lambda x, y: (right - x, y - bottom)
    if turn == 270:
        return lambda x, y: (top - y, right - x)
    return lambda x, y: (x - left, top - y)


def _turn(text_page: object, flag: int) -> int:
    """By how much most letters are turned; the page's own flag where there are no letters."""
    count = raw.FPDFText_CountChars(text_page)
    angles: Counter[int] = Counter()
    for index in range(0, count, max(1, count // 200)):
        if raw.FPDFText_GetUnicode(text_page, index) not in _SPACES:
            degrees = math.degrees(max(raw.FPDFText_GetCharAngle(text_page, index), 0.0))
            # PDFium counts angles clockwise; a page is turned back by as much.
            angles[round(-degrees / 90) * 90 % 360] += 1
    return angles.most_common(1)[0][0] if angles else flag


class _WordCollector:
    """Gathers the characters of a page into words, in the order in which PDFium gives them."""

    def __init__(self, text_page: object, place: Place, content: PageContent) -> None:
        self._text_page = text_page
        self._place = place
        self._content = content
        self._word: Word | None = None
        self._space = True
        self._rect = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def collect(self) -> None:
        """Fills `words`, `letters` and `foreign_letters` of the page."""
        count = min(raw.FPDFText_CountChars(self._text_page), _MAX_CHARACTERS)
        for index in range(count):
            code = raw.FPDFText_GetUnicode(self._text_page, index)
            if code in _SPACES:
                self._space, self._word = True, None
            else:
                self._character(index, "-" if code in _HYPHENS else _character(code))

    def _character(self, index: int, char: str) -> None:
        content = self._content
        if char.isalpha() or char == "\ufffd":
            content.letters += 1
            content.foreign_letters += not is_latin(char)
        word = self._word
        if not raw.FPDFText_GetLooseCharBox(self._text_page, index, self._rect):
            return
        raw.FPDFText_GetCharOrigin(self._text_page, index, self._x, self._y)
        xa = self._place(self._rect.left, self._rect.top)[0]
        xb = self._place(self._rect.right, self._rect.bottom)[0]
        x0, x1 = min(xa, xb), max(xa, xb)
        baseline = self._place(self._x.value, self._y.value)[1]
        if word is not None and unicodedata.combining(char):
            # A mark may stand over its letter or be given room of its own.
            word.text += char
            word.centers.append(word.centers[-1])
            word.x1 = x1 if word.x1 < x1 < word.x1 + word.size else word.x1
            return
        if word is not None:
            size, gap = word.size, x0 - word.x1
            if abs(baseline - word.baseline) > 0.25 * size or gap > 0.25 * size or x0 < word.x1 - size:
                self._space = self._space or gap > 0.15 * size or gap < -size
                word = None
            elif char == word.text[-1] and abs((x0 + x1) / 2 - word.centers[-1]) < 0.08 * size:
                # Bold made by printing the letter twice.
                return
        if word is None:
            if self._is_slanting(index):
                return
            bold, italic = self._font(index)
            size = self._size(index)
            word = Word(char, x0, x1, baseline, size, [(x0 + x1) / 2], self._space, bold, italic)
            content.words.append(word)
            self._space = False
        else:
            word.text += char
            word.x1 = max(word.x1, x1)
            word.centers.append((x0 + x1) / 2)
        self._word = word

    def _is_slanting(self, index: int) -> bool:
        """Whether the letter stands aslant, as those of a watermark do."""
        angle = raw.FPDFText_GetCharAngle(self._text_page, index)
        # Minus one says that the angle is not known.
        return angle >= 0 and 5 < math.degrees(angle) % 90 < 85

    def _size(self, index: int) -> float:
        """The type size in points, with the scale of the text matrix."""
        size = raw.FPDFText_GetFontSize(self._text_page, index)
        if raw.FPDFText_GetMatrix(self._text_page, index, self._matrix):
            size *= math.hypot(self._matrix.c, self._matrix.d)
        return max(size, 1.0)

    def _font(self, index: int) -> tuple[bool, bool]:
        buffer = ctypes.create_string_buffer(96)
        flags = ctypes.c_int()
        raw.FPDFText_GetFontInfo(self._text_page, index, buffer, 96, flags)
        name = buffer.value.lower()
        return b"bold" in name or b"black" in name, b"italic" in name or b"oblique" in name


def _collect_drawing(page: pdfium.PdfPage, place: Place, content: PageContent) -> None:
    segments = 0
    kinds = [raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE]
    for item in page.get_objects(filter=kinds, max_depth=8):
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            a, b, c, d, _, _ = _matrix(item)
            content.image_share += abs(a * d - b * c) / max(content.width * content.height, 1.0)
            continue
        content.has_drawing = True
        count = raw.FPDFPath_CountSegments(item)
        segments += count
        if segments > _MAX_SEGMENTS:
            content.rules.clear()
            return
        if count >= 2:
            content.rules.extend(_rules(item, count, place))


def _rules(item: pdfium.PdfObject, count: int, place: Place) -> Iterator[Rule]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    if not fill.value and not stroke.value:
        return
    for path in _subpaths(item, count, place):
        sides = list(itertools.pairwise(path))
        if stroke.value:
            for (xa, ya), (xb, yb) in sides:
                yield from _rule(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb), _THICKEST_RULE / 2)
        elif all(abs(xa - xb) < 0.5 or abs(ya - yb) < 0.5 for (xa, ya), (xb, yb) in sides):
            xs, ys = [x for x, _ in path], [y for _, y in path]
            yield from _rule(min(xs), min(ys), max(xs), max(ys), _THICKEST_RULE)


def _rule(x0: float, y0: float, x1: float, y1: float, thickest: float) -> Iterator[Rule]:
    width, height = x1 - x0, y1 - y0
    if height <= thickest and width >= _SHORTEST_RULE and width > height:
        yield Rule(True, (y0 + y1) / 2, x0, x1)
    elif width <= thickest and height >= _SHORTEST_RULE:
        yield Rule(False, (x0 + x1) / 2, y0, y1)


def _subpaths(item: pdfium.PdfObject, count: int, place: Place) -> Iterator[list[tuple[float, float]]]:
    """The straight subpaths in reading space, closed ones with their first point repeated."""
    a, b, c, d, e, f = _matrix(item)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    straight = True
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = place(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if straight and len(points) > 1:
                yield points
            points, straight = [point], True
        else:
            straight = straight and kind == raw.FPDF_SEGMENT_LINETO
            points.append(point)
            if raw.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
    if straight and len(points) > 1:
        yield points


def _matrix(item: pdfium.PdfObject) -> tuple[float, float, float, float, float, float]:
    """The object's matrix into page space, through the forms that hold it."""
    matrix = item.get_matrix()
    container = item.container
    while container is not None:
        matrix = matrix.multiply(container.get_matrix())
        container = container.container
    return matrix.get()


def _character(code: int) -> str:
    # PDFium reports a glyph without a Unicode value as 0 or as a private code.
    return chr(code) if 0x20 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


@lru_cache(maxsize=4096)
def is_latin(char: str) -> bool:
    """Whether the letter is Latin (Vietnamese included) or a sign common in Vietnamese print."""
    return char.isascii() or unicodedata.name(char, "").startswith("LATIN") or char in "ºª°µ"
