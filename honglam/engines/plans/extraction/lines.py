"""Logical lines: hard-wrapped lines, page breaks and hyphen breaks joined, with a map back to offsets.

A logical line is a heading, a bullet or a paragraph. Its text is clean (no leftover markup, single spaces);
every character knows the code point of the document's text it came from, so whatever is cut out of a line
can be cited exactly.

Whether a physical line goes on in the next one is decided by typography: a marker or a capital after a
line that had room for the next word starts anew; a small letter goes on. Room is measured in the widths of
a serif text face, because counting letters errs by ten per cent.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from honglam.engines.documents.public import BlockKind, ReadDocument
from honglam.engines.plans.extraction.items import Source

# Formats that state their paragraphs; in the others line ends may be mere wraps.
_FORMATS_WITH_PARAGRAPHS = frozenset({"docx", "doc", "odt", "html", "htm", "md", "markdown"})

# A tab parts the columns of a letterhead or a signature, unless only a number or a bullet stands before it.
_PHYSICAL = re.compile(
    r"[ \u00a0]*(?:[-–+•*▪]|\d{1,2}(?:\.\d{1,2})*[.)]?|[IVX]{1,5}[.)]"
    r"|[a-zđ][.)])[ \u00a0]*\t[^\n\r\t\v\f\x85\u2028\u2029]*"
    r"|[^\n\r\t\v\f\x85\u2028\u2029]+"
)
_MARKUP = re.compile(
    r"</?(?:p|br|ul|ol|li|b|i|u|em|strong|span|div|sup|sub|table|thead|tbody|tr|td|th|h[1-6]|hr|a|font"
    r"|center)\b[^<>]{0,200}>"
    r"|\*\*|__+|(?<=\s)\*(?=[^\s*])|^\*(?=[^\s*])|(?<=[^\s(*])\*(?=\W|$)|\\(?=[-.+*_#()\[\]])|^\s*#{1,6}\s"
    r"|[\u00ad\u200b-\u200f\u2060\ufeff]",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
_PAGE_NUMBER = re.compile(r"(?:[-–]\s*)?(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*[-–])?", re.IGNORECASE)
_BARE_LINK = re.compile(r"(?:https?://|www\.)\S+")
_RULE = re.compile(r"[\s_\-–—=*.·•~⁎|:+]+")

# Inside a character class: every capital, every small letter. A range such as "à-ỹ" would hold both.
UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA) if chr(code).isupper())
LOWER = "a-zàáâãèéêìíòóôõùúýăđĩũơư" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA) if chr(code).islower())
_CAPITAL = re.compile(rf"[\"'“”‘(\[«]*(?:[{UPPER}]|\d)")
_SMALL = re.compile(r"[\"'“”‘(\[«]*[^\W\d_]")
_BULLET = re.compile(rf"[-–—+•●▪◦·∙*‣▸►§Ø\uf000-\uf0ff]\s*(?=[\"'“(\[«]?(?:[{UPPER}]|\d))|[-–—+•●▪◦·∙*‣▸]\s+")
_NUMBERED = re.compile(
    rf"""(?:\d{{1,2}}(?:\.\d{{1,2}}){{0,4}}(?:\s?[.)/:]|-(?=\s))?\s*(?=[\"'“(*]?[{UPPER}])
    |\d{{1,2}}(?:\.\d{{1,2}})*[.)]\s+(?=\d+(?:[.,/]\d+)*\s?(?:%|[^\W\d_]))
    |(?:[IVX]{{1,5}}|[A-H])(?:\s?[.)/:]|-(?=\s))\s*(?=\S)
    |[1|]{{0,3}}[IVXl|][IVXl|1]{{0,5}}\s?\.\s*(?=[\"“(]?[{UPPER}])
    |[IVX]{{1,5}}\s+(?=[{UPPER}]{{2,}}\s+[{UPPER}]{{2,}}[^{LOWER}]*$)
    |[a-zđ]\s?[).]\s*(?=\S)
    |[a-z]\d\s?[).]\s*(?=\S)|\(\d{{1,2}}\)\s*(?=\S)
    |(?:Điều|ĐIỀU)\s+\d{{1,3}}\s*[.:]
    |(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục|PHỤ\ LỤC|Phụ\ lục)\s+(?:SỐ\s+|số\s+)?(?:[IVX]+|\d+|THỨ|thứ)\b)""",
    re.VERBOSE,
)
_STANDS_ALONE = re.compile(
    r"(?:PHỤ LỤC|Phụ lục)(?:\s+(?:SỐ|số))?(?:\s+(?:\d{1,2}|[IVX]+|[A-H]))?|Nơi nhận\s*:?|NƠI NHẬN\s*:?"
    r"|(?:KẾ HOẠCH|CHƯƠNG TRÌNH(?: HÀNH ĐỘNG| CÔNG TÁC)?|QUYẾT ĐỊNH|ĐỀ ÁN|CHỈ THỊ|THÔNG BÁO|BÁO CÁO|NGHỊ QUYẾT)\s*:?"
)
_NAMES_RECIPIENTS = re.compile(r"(?:Nơi (?:nhận|gửi)|NƠI (?:NHẬN|GỬI))\s*:")
_ATTACHED = re.compile(r"\((?:Ban hành|Kèm|Đính kèm|Gửi kèm|Kính)")
_UNDOTTED = re.compile(r"\d{1,2}(?:\.\d{1,2})*\s+\S")
_TERMINAL = re.compile(r"[.;:!?…][\"'”’)\]»]*$|\./\.$")
_GOES_ON = re.compile(
    r"(?:,|\(|“|\b(?:và|của|các|những|cho|về|với|tại|(?<!tiếp )(?<!kèm )theo|từ|đến|trong|trên|dưới|để|do|bởi"
    r"|là|hoặc|hay))$",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"\b(?:điều|khoản|(?<!quan )(?<!đặc )(?<!địa )(?<!thời )(?<!trọng )điểm|(?<!danh )(?<!hạng )(?<!chuyên )mục"
    r"|(?<!thành )phần|phụ lục|quý|tiêu chí|chỉ tiêu|giai đoạn|mức độ|cấp độ|lần thứ|ngày|tháng"
    r"|năm|và|đến|từ"
    r"|(?:quyết|kế|chương|văn|công|thông|chỉ|nghị|luật|tiêu chí)\s+\S+\s+số|tiêu chí số)$",
    re.IGNORECASE,
)
# Verbs that open the first sentence under a heading; a heading seldom wraps before one of them.
_OPENS_BODY = re.compile(
    r"(?:Tổ chức|Rà soát|Tiếp tục|Tăng cường|Đẩy mạnh|Phối hợp|Chủ trì|Căn cứ|Trên cơ sở|Tập trung|Thực hiện|Triển khai"
    r"|Xây dựng|Nghiên cứu|Tham mưu|Phát huy|Nâng cao|Bố trí|Chủ động|Thường xuyên|Hướng dẫn|Tuyên truyền"
    r"|Ban hành|Phấn đấu"
    r"|Đến năm|Năm \d|Trong năm|Công tác|Là |Có |Chỉ đạo|Theo dõi|Kinh phí|Nguồn|Định kỳ|Sau khi|Nhằm|Để |Kịp thời"
    r"|Đôn đốc|Lồng ghép|Cử |Đề xuất|Đảm bảo|Bảo đảm|Đăng tải|Cân đối|Thẩm định|Tích cực|Duy trì|Hoàn thành|Quán triệt"
    r"|Tham gia|Giúp |Cung cấp|Làm |Khẩn trương|Nghiêm túc|Sử dụng|Lập |Cập nhật)"
)
# The closing paragraph, whether the bullet above it has ended or not.
_CLOSES = re.compile(r"Trên đây là\s+(?:toàn bộ\s+|nội dung\s+)*(?:[Kk]ế hoạch|[Cc]hương trình|[Pp]hương án|Đề án)\b")
# Behind an ended line: the closing paragraph, or a short line with a colon that heads what follows ("Công an xã:").
_OPENS_PART = re.compile(rf"(?:Trên đây là|Trên đây,)\s|[{UPPER}][^:.;]{{3,80}}:$")
# Behind a title that ends with its year: the bases of the document.
_OPENS_BASES = re.compile(rf"(?:Căn cứ|Thực hiện|Thi hành|Triển khai)\s+[{UPPER}]")
_NUMERAL = re.compile(r"\d|[IVX]+\b")

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


class Pages:
    """Finds the page of an offset in logarithmic time."""

    def __init__(self, document: ReadDocument) -> None:
        self._starts = [block.start for block in document.blocks]
        self._pages = [block.page for block in document.blocks]

    def at(self, offset: int) -> int | None:
        """The page on which `offset` stands; None where the format has no pages."""
        index = bisect_right(self._starts, offset) - 1
        return self._pages[index] if index >= 0 else None


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line. `offsets[i]` is the code point of the document's text that `text[i]` stands for."""

    text: str
    offsets: Sequence[int]
    page: int | None = None
    bold: bool = False
    footnote: bool = False
    breaks: tuple[int, ...] = field(default=())

    @property
    def start(self) -> int:
        """Offset of the first character in the document's text."""
        return self.offsets[0]

    @property
    def end(self) -> int:
        """Offset behind the last character in the document's text."""
        return self.offsets[-1] + 1

    def source(self, start: int = 0, end: int | None = None) -> Source:
        """Where `text[start:end]` stands in the document."""
        end = len(self.text) if end is None else end
        return Source(self.offsets[start], self.offsets[end - 1] + 1, self.page)


@dataclass(frozen=True, slots=True)
class _Physical:
    """One printed line, cleaned."""

    text: str
    offsets: list[int]
    block: int
    blank_before: bool
    page_before: bool
    bold: bool
    footnote: bool


def read_lines(document: ReadDocument, skip: Iterable[tuple[int, int]] = ()) -> list[Line]:
    """The logical lines of a document, in order, without those that begin inside a span of `skip` (tables)."""
    physical = _drop_furniture(_physical_lines(document, sorted(skip)))
    wrap = _Wrap.measure(physical, trusted=document.format in _FORMATS_WITH_PARAGRAPHS)
    pages = Pages(document)
    lines: list[Line] = []
    group: list[_Physical] = []
    for line in physical:
        if group and wrap.starts_anew(group, line):
            lines.append(_join(group, pages))
            group = []
        group.append(line)
    if group:
        lines.append(_join(group, pages))
    return lines


def clean(text: str, start: int = 0) -> tuple[str, list[int]]:
    """(clean text, offsets): a stretch of text without markup and with single spaces.

    Offsets count from `start`, the place of `text` in the document.
    """
    chars: list[str] = []
    offsets: list[int] = []
    position = 0
    pieces: list[tuple[int, int]] = []
    if "*" in text or "<" in text or "_" in text or "\\" in text or "#" in text or not text.isprintable():
        for match in _MARKUP.finditer(text):
            if match.start() > position:
                pieces.append((position, match.start()))
            if match.group()[0] == "<":
                pieces.append((match.start(), match.start()))
            position = match.end()
    pieces.append((position, len(text)))
    for begin, end in pieces:
        if begin == end and chars and chars[-1] != " ":
            chars.append(" ")
            offsets.append(start + max(begin - 1, 0))
        for index in range(begin, end):
            char = text[index]
            if char.isspace():
                if chars and chars[-1] != " ":
                    chars.append(" ")
                    offsets.append(start + index)
            else:
                chars.append(char)
                offsets.append(start + index)
    while chars and chars[-1] == " ":
        chars.pop()
        offsets.pop()
    return "".join(chars), offsets


def _physical_lines(document: ReadDocument, skip: list[tuple[int, int]]) -> list[_Physical]:
    """The printed lines outside the skipped spans, cleaned, with what surrounds them."""
    starts = [block.start for block in document.blocks]
    skip_starts = [span[0] for span in skip]
    lines: list[_Physical] = []
    previous_end = 0
    for match in _PHYSICAL.finditer(document.text):
        between = document.text[previous_end : match.start()]
        index = bisect_right(skip_starts, match.start()) - 1
        if index >= 0 and match.start() < skip[index][1]:
            previous_end = match.end()
            continue
        text, offsets = clean(match.group(), match.start())
        if not text:
            continue
        block = bisect_right(starts, offsets[0]) - 1
        kind = document.blocks[block].kind if block >= 0 else BlockKind.PARAGRAPH
        lines.append(
            _Physical(
                text=text,
                offsets=offsets,
                block=block,
                blank_before=between.count("\n") > 1 or "\f" in between,
                page_before="\f" in between or match.group()[0] == " ",
                bold=block >= 0 and document.blocks[block].bold,
                footnote=kind is BlockKind.FOOTNOTE,
            )
        )
        previous_end = match.end()
    return lines


def _drop_furniture(lines: list[_Physical]) -> list[_Physical]:
    """The lines without page numbers, rules and the link targets that PDF viewers print at the foot of a page."""
    kept: list[_Physical] = []
    for index, line in enumerate(lines):
        if _RULE.fullmatch(line.text) or _PAGE_NUMBER.fullmatch(line.text):
            continue
        if _BARE_LINK.fullmatch(line.text):
            following = lines[index + 1] if index + 1 < len(lines) else None
            at_foot = following is None or following.page_before or bool(_BARE_LINK.fullmatch(following.text))
            if line.text.endswith("/") or "?" in line.text or at_foot:
                continue
        kept.append(line)
    return kept


@dataclass(frozen=True, slots=True)
class _Wrap:
    """How the lines of a document were broken: `width` is the measure of a full line, 0 where lines are paragraphs."""

    width: int
    trusted: bool
    blanks_separate: bool

    @classmethod
    def measure(cls, lines: Sequence[_Physical], *, trusted: bool) -> _Wrap:
        """Looks at all lines: many of about the same, largest width mean that the text was wrapped to it."""
        widths = sorted(text_width(line.text) for line in lines)
        width = 0
        if not trusted and len(widths) >= 6:
            usual = widths[int(len(widths) * 0.95)]
            full = sum(0.85 * usual <= value <= 1.06 * usual for value in widths)
            beyond = sum(value > 1.15 * usual for value in widths)
            torn = sum(
                before.text[-1] not in ".;:" and after.text[0].islower() and text_width(before.text) >= 0.8 * usual
                for before, after in pairwise(lines)
            )
            wrapped = full >= 0.25 * len(widths) or torn >= 0.04 * len(widths)
            if wrapped and beyond <= 0.02 * len(widths) and 14_000 <= usual <= 75_000:
                width = usual
        after_blank = [line for line in lines[1:] if line.blank_before]
        small = sum(line.text[0].islower() for line in after_blank)
        separate = 5 <= len(after_blank) < 0.7 * len(lines) and small <= 0.04 * len(after_blank)
        return cls(width=width, trusted=trusted, blanks_separate=separate)

    def starts_anew(self, group: Sequence[_Physical], line: _Physical) -> bool:
        """Whether `line` begins a logical line of its own behind the `group` read so far."""
        last, text = group[-1], line.text
        before = last.text
        if (
            line.footnote != last.footnote
            or text[0] in "¹²³⁴⁵⁶⁷⁸⁹"
            or _STANDS_ALONE.fullmatch(before)
            or _ATTACHED.match(text)
            or _NAMES_RECIPIENTS.match(text)
            or _CLOSES.match(text)
            or (_OPENS_PART.match(text) and _TERMINAL.search(before))
            or (_OPENS_BASES.match(text) and re.search(r"\b20\d\d$", before))
        ):
            return True
        ended = bool(_TERMINAL.search(before))
        goes_on = bool(_GOES_ON.search(before))
        if self.trusted and line.block != last.block:
            return not (text[0].islower() and not ended and len(before) > 40 and not _NUMBERED.match(text))
        if _NUMBERED.match(text):
            undotted = bool(_UNDOTTED.match(text))
            refers = len(before) > 50 and bool(_REFERS.search(before))
            return not refers and (ended or not undotted or not self._was_full(group, line))
        if _BULLET.match(text):
            small = bool(re.match(r"[-–—+*]\s*[^\W\d_]", text)) and not _CAPITAL.match(text.lstrip("-–—+* "))
            year = bool(re.match(r"[-–—]\s*\d{4}\b", text)) and bool(re.search(r"\d{4}$", before))
            return not year and (ended or not small or not self._was_full(group, line))
        if before.endswith("-") and len(before) > 1:
            return False
        if text[0].islower():
            return ended and before[-1] in ".:" and not self._was_full(group, line) and self.width == 0
        if not self.width:
            follows_number = text[0].isdigit() and not ended and len(before) > 60
            refers = len(before) > 50 and bool(_REFERS.search(before)) and bool(_NUMERAL.match(text))
            return not (follows_number or refers or (goes_on and len(before) > 60 and before[-1] not in ",("))
        if self.blanks_separate and line.blank_before and not goes_on:
            return True
        if _heads(group, ended=ended) and ((_is_capitals(group) and not text.isupper()) or _OPENS_BODY.match(text)):
            return True
        return not goes_on and not (_REFERS.search(before) and _NUMERAL.match(text)) and not self._was_full(group, line)

    def _was_full(self, group: Sequence[_Physical], line: _Physical) -> bool:
        """Whether the last line of the group had no room for the first word of `line`."""
        if not self.width:
            return False
        before = group[-1].text
        word = line.text.split(" ", 1)[0]
        filled = text_width(before) + 250 + text_width(word)
        if not _TERMINAL.search(before):
            return filled >= 0.84 * self.width
        # The first line of a paragraph is indented by about a twelfth of the measure.
        return filled >= (0.9 if len(group) == 1 else 0.97) * self.width


def _heads(group: Sequence[_Physical], *, ended: bool) -> bool:
    """Whether the group looks like a numbered heading so far: a marker and no end of a sentence."""
    return not ended and len(group) < 4 and bool(_NUMBERED.match(group[0].text))


def _is_capitals(group: Sequence[_Physical]) -> bool:
    """Whether the group is printed in capitals, the marker aside."""
    marker = _NUMBERED.match(group[0].text)
    return group[0].text[marker.end() if marker else 0 :].isupper()


def _join(group: Sequence[_Physical], pages: Pages) -> Line:
    """One logical line from its printed lines; a hyphen at a line's end closes without a space."""
    text = group[0].text
    offsets = list(group[0].offsets)
    breaks: list[int] = []
    for line in group[1:]:
        closes = len(text) > 1 and text[-1] in "-/" and text[-2] not in " -–"
        breaks.append(len(text))
        if not closes:
            text += " "
            offsets.append(offsets[-1])
        text += line.text
        offsets += line.offsets
    return Line(
        text=text,
        offsets=offsets,
        page=pages.at(offsets[0]),
        bold=all(line.bold for line in group),
        footnote=group[0].footnote,
        breaks=tuple(breaks),
    )
