"""Web pages: official portals bury the document in menus, banners and lists of related news.

The document is the smallest element that still holds most of the running words; menus are told by
their links. Tables keep rowspan and colspan, list items get the number a browser would print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from ..assembly import Assembler, DraftCell, tidy
from ..blocks import BlockKind, ReadDocument
from ..errors import CorruptDocument, UnknownEncoding
from ..legacy_encodings import decode_text, legacy_converter
from ..markers import format_number, is_bullet, is_letter, marker_of

_DROPPED = {"script", "style", "noscript", "template", "nav", "header", "footer", "aside", "iframe", "svg", "select",
            "button", "object", "head", "input", "textarea", "video", "audio"}  # fmt: skip
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:menu|nav|navbar|breadcrumbs?|sidebar|footer|relate[ds]?|comments?|share|social|tags?|toolbar"
    r"|copyright|banner|othernews|other-news|news-other|tinkhac|tin-khac|tinlienquan|tin-lien-quan|rating)(?:[\s_-]|$)"
)
# Lines that a portal sets around a document: when it was posted, how often it was read, buttons.
_PORTAL_LINE = re.compile(
    r"(?:(?:ngày đăng|đăng (?:lúc|ngày)|cập nhật (?:lúc|ngày)|lượt xem|số lượt (?:xem|truy cập)|cỡ chữ|từ khóa|từ khoá"
    r"|tags?|đọc bài viết|in bài viết|gửi email|tác giả bài viết|nguồn tin)\s*[:|(].*"
    r"|(?:in bài viết|gửi email|chia sẻ|quay lại|về trang trước|xem thêm|đọc bài viết|tải về|bản in|[\s|»>/-])+)",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:(?:các )?(?:tin|bài)(?: viết)? (?:liên quan|khác|cùng chuyên mục|mới hơn|cũ hơn|đã đưa)|ý kiến bạn đọc)\s*:?",
    re.IGNORECASE,
)
_BLOCKS = {"p", "div", "section", "article", "main", "center", "blockquote", "pre", "address", "dl", "dt", "dd", "ul",
           "ol", "li", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "figure", "fieldset", "details", "form",
           "summary", "body", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"}  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LIST_FORMATS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_CENTERED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
# What only the document itself prints: its letterhead, recipients and annexes.
_LANDMARKS = re.compile(
    r"cộng h(?:òa|oà) xã hội chủ nghĩa|độc lập\s*[-–]\s*tự do|nơi nhận\s*:|^\s*phụ lục", re.IGNORECASE
)
# An element is taken for the document while it holds at least this share of the words around it.
_DOCUMENT_SHARE = 0.6
# A table of few rows with so many paragraphs in one cell places the parts of a page.
_LAYOUT_ROWS, _LAYOUT_PARTS = 4, 8
_MAX_SPAN = 200
_MAX_DEPTH = 150


def read(data: bytes, *, name: str) -> ReadDocument:
    """Reads a web page. Raises UnknownEncoding, CorruptDocument."""
    text = _decoded(data)
    if text is None:
        raise UnknownEncoding(name)
    # The parser refuses a declaration of another encoding in text that is already decoded.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")
    try:
        parser = html.HTMLParser(huge_tree=False, no_network=True)
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise CorruptDocument(name, "trang web (.html)") from error
    if any("depth" in entry.message for entry in parser.error_log):
        # Elements nested hundreds deep are cut off by the parser: part of the page would be missing.
        raise CorruptDocument(name, "trang web (.html)")
    _strip(root)
    _convert(root)
    out = Assembler()
    document = _document(root)
    walk = _Walk(out, letters=_letters(document))
    walk.element(document, 0)
    walk.flush()
    return out.finish("html")


class _Walk:
    """Goes through the tree; inline words gather until a block begins or ends."""

    def __init__(self, out: Assembler, *, letters: int) -> None:
        self._out = out
        self._left, self._read = letters, 0
        self._pieces: list[str] = []
        self._bold: list[bool] = []
        self._italic: list[bool] = []
        self._marker: str | None = None
        self._level = 0
        self._heading: int | None = None
        self._centered = False
        self._over = False

    def element(self, element: etree._Element, depth: int, *, bold: bool = False, italic: bool = False) -> None:
        """Reads an element and what is inside it, without its tail."""
        if not isinstance(element.tag, str):
            return
        tag, style = element.tag.lower(), element.get("style") or ""
        if tag == "br":
            self._pieces.append("\n")
            return
        if tag == "table" and not _is_layout(element):
            self.flush()
            self._left, self._read = self._left - _letters(element), self._read + _letters(element)
            self._out.add_table(table_cells(element), header_rows=_header_rows(element))
            return
        if depth > _MAX_DEPTH:
            self._words("".join(element.itertext()), bold, italic)
            return
        bold = bold or tag in ("b", "strong", "th") or tag in _HEADINGS or bool(_BOLD.search(style))
        italic = italic or tag in ("i", "em") or bool(_ITALIC.search(style))
        if tag not in _BLOCKS:
            self._inside(element, depth, bold, italic)
            return
        self.flush()
        before = self._heading, self._centered, self._level
        self._heading = _HEADINGS.get(tag, self._heading)
        self._centered = self._centered or tag == "center" or element.get("align") == "center"
        self._centered = self._centered or bool(_CENTERED.search(style))
        if tag in ("ul", "ol"):
            self._list(element, depth, bold, italic)
        else:
            self._inside(element, depth, bold, italic)
        self.flush()
        self._heading, self._centered, self._level = before

    def flush(self) -> None:
        """Ends the block that is open."""
        text = tidy("".join(self._pieces))
        marker, level = self._marker, self._level or None
        bold, italic = bool(self._bold) and all(self._bold), bool(self._italic) and all(self._italic)
        self._pieces, self._bold, self._italic = [], [], []
        self._left, self._read = self._left - len(text), self._read + len(text)
        if not text or self._is_portal_line(text):
            return
        self._marker = None
        kind = BlockKind.PARAGRAPH
        typed = marker_of(text)
        if self._heading is not None:
            kind, level = BlockKind.HEADING, self._heading
        elif marker is not None:
            # Lists are also used for indents only: a typed number makes the list's own bullet void.
            text, marker = (text, typed) if typed and is_bullet(marker) else (f"{marker} {text}", marker)
            kind = BlockKind.ITEM
        elif typed and (is_bullet(typed) or is_letter(typed)):
            kind = BlockKind.ITEM
        self._out.add(
            kind, text, level=level, marker=marker or typed, bold=bold, italic=italic, centered=self._centered
        )

    def _is_portal_line(self, text: str) -> bool:
        """Whether the line is the portal's own; behind "Tin liên quan" near the end only other news follow."""
        self._over = self._over or (self._left < self._read and bool(_RELATED.fullmatch(text)))
        return self._over or (len(text) < 200 and bool(_PORTAL_LINE.fullmatch(text)))

    def _inside(self, element: etree._Element, depth: int, bold: bool, italic: bool) -> None:
        self._words(element.text, bold, italic)
        for child in element:
            self.element(child, depth + 1, bold=bold, italic=italic)
            self._words(child.tail, bold, italic)

    def _list(self, element: etree._Element, depth: int, bold: bool, italic: bool) -> None:
        number = _integer(element.get("start"), 1)
        format = _LIST_FORMATS.get(element.get("type") or "1", "decimal")
        level = self._level + 1
        for child in element:
            if child.tag == "li":
                number = _integer(child.get("value"), number)
                marker = "-" if element.tag == "ul" else f"{format_number(number, format)}."
                number += 1
                self._marker, self._level = marker, level
                self.element(child, depth + 1, bold=bold, italic=italic)
                self._marker = None
            else:
                self.element(child, depth + 1, bold=bold, italic=italic)
                self._words(child.tail, bold, italic)

    def _words(self, text: str | None, bold: bool, italic: bool) -> None:
        if not text:
            return
        # A line break in the source is a space on the page.
        self._pieces.append(re.sub(r"\s+", " ", text))
        if text.strip():
            self._bold.append(bold)
            self._italic.append(italic)


def table_cells(table: etree._Element) -> list[DraftCell]:
    """The cells of a table at their places in the grid, spans as declared and cut where they would overlap."""
    rows = list(_rows(table))
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, element in enumerate(rows):
        column = 0
        for cell in element:
            if cell.tag not in ("td", "th"):
                continue
            while (row, column) in taken:
                column += 1
            height = _integer(cell.get("rowspan"), 1) or len(rows) - row
            height = max(1, min(height, len(rows) - row))
            width = max(1, min(_integer(cell.get("colspan"), 1), _MAX_SPAN))
            while width > 1 and any((row, column + offset) in taken for offset in range(width)):
                width -= 1
            cells.append(DraftCell(row, column, cell_text(cell), height, width))
            taken.update((row + down, column + right) for down in range(height) for right in range(width))
            column += width
            if column > _MAX_SPAN:
                break
    return cells


def cell_text(element: etree._Element) -> str:
    """The words of a cell; blocks and breaks inside it become line breaks."""
    pieces: list[str] = []
    # Events instead of recursion: cells may hold whole pages.
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(node.tag, str):
            if event == "end":
                pieces.append(re.sub(r"\s+", " ", node.tail or ""))
            continue
        if event == "start":
            pieces.append("\n" if node.tag in _BLOCKS or node.tag == "br" else "")
            pieces.append(re.sub(r"\s+", " ", node.text or ""))
        else:
            pieces.append("\n" if node.tag in _BLOCKS else "")
            if node is not element:
                pieces.append(re.sub(r"\s+", " ", node.tail or ""))
    return tidy("".join(pieces))


def _letters(element: etree._Element) -> int:
    return len("".join(element.itertext()))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _header_rows(table: etree._Element) -> int | None:
    head = table.find("thead")
    rows = [] if head is None else [row for row in head if row.tag == "tr"]
    return len(rows) or None


def _is_layout(table: etree._Element) -> bool:
    """Whether the table only places page parts: one cell wide, with tables inside, or one cell holding a page."""
    rows = list(_rows(table))
    widest = max((sum(1 for cell in row if cell.tag in ("td", "th")) for row in rows), default=0)
    if widest <= 1 or table.find(".//table") is not None:
        return True
    if len(rows) > _LAYOUT_ROWS:
        return False
    cells = [cell for row in rows for cell in row if cell.tag in ("td", "th")]
    heaviest = max(cells, key=_letters)
    letters = sum(_letters(cell) for cell in cells)
    parts = sum(1 for part in heaviest.iter("p", "div", "li", "h1", "h2", "h3", "h4") if (part.text or len(part)))
    return parts >= _LAYOUT_PARTS and _letters(heaviest) >= _DOCUMENT_SHARE * letters


def _document(root: etree._Element) -> etree._Element:
    """The smallest element that still holds the document."""
    body = root.find("body")
    element = root if body is None else body
    weights = _weights(element)
    while True:
        heaviest = max(element, key=lambda child: weights.get(child, 0), default=None)
        if heaviest is None or heaviest.tag in ("ul", "ol", "p") or not weights[element]:
            return element
        if heaviest.tag == "table" and not _is_layout(heaviest):
            return element
        if weights.get(heaviest, 0) < _DOCUMENT_SHARE * weights[element]:
            return element
        outside = "\n".join("".join(child.itertext()) for child in element if child is not heaviest)
        if _LANDMARKS.search(outside):
            return element
        element = heaviest


def _weights(root: etree._Element) -> dict[etree._Element, int]:
    """Letters inside each element, words of links left out: menus weigh nothing."""
    weights: dict[etree._Element, int] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        own = len((element.text or "").strip()) if isinstance(element.tag, str) else 0
        for child in element:
            own += len((child.tail or "").strip())
            own += 0 if child.tag == "a" else weights.get(child, 0)
        weights[element] = own
    return weights


def _strip(root: etree._Element) -> None:
    """Takes out scripts, hidden parts and page chrome."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            doomed = True
        elif element.tag in ("html", "body"):
            doomed = False
        else:
            label = f"{element.get('class', '')} {element.get('id', '')}".lower()
            doomed = element.tag in _DROPPED or bool(_HIDDEN.search(element.get("style") or ""))
            doomed = doomed or element.get("role") == "navigation" or element.get("hidden") is not None
            if not doomed and _CHROME.search(label):
                doomed = not _LANDMARKS.search("".join(element.itertext()))
        if doomed and element.getparent() is not None:
            element.drop_tree()


def _convert(root: etree._Element) -> None:
    """Turns the words of an 8-bit font into Unicode, where the page is in one."""
    converter = legacy_converter(" ".join(root.itertext())[:20_000])
    if converter is None:
        return
    for element in root.iter():
        element.text = converter(element.text) if element.text else element.text
        element.tail = converter(element.tail) if element.tail else element.tail


def _decoded(data: bytes) -> str | None:
    declared = _CHARSET.search(data[:4096])
    text = decode_text(data)
    if text is None and declared is not None:
        try:
            return data.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            return None
    return text


def _integer(text: str | None, otherwise: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isdigit() and len(text) < 6 else otherwise
