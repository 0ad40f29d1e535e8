"""Whether a printed line goes on in the next one, told from typography."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from honglam.engines.plans.extraction.lines.cleaning import Physical
from honglam.engines.plans.extraction.lines.letters import LOWER, UPPER, text_width

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
    # The stamp of an electronic signature.
    r"|(?:(?:Được\s+)?[Kk]ý (?:số )?bởi|Người ký|Thời gian ký|Ngày ký)\s*:.*"
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
_CLOSES = re.compile(
    r"Trên đây là\s+(?:toàn bộ\s+|nội dung\s+)*(?:[Kk]ế hoạch|[Cc]hương trình|[Pp]hương án|Đề án)\b"
    r"|(?:Kế hoạch|Chương trình(?: hành động)?) này (?:được )?phổ biến\b"
    r"|(?:Yêu cầu|Đề nghị)\s+(?:các|[Tt]hủ trưởng)\s[^.;:]*\b(?:cơ quan|đơn vị|ban,? ngành|địa phương)\b"
)
# Behind an ended line: the closing paragraph, or a short line with a colon that heads what follows ("Công an xã:").
_OPENS_PART = re.compile(rf"(?:Trên đây là|Trên đây,)\s|[{UPPER}][^:.;]{{3,80}}:$")
# Behind a title that ends with its year: the bases of the document.
_OPENS_BASES = re.compile(rf"(?:Căn cứ|Thực hiện|Thi hành|Triển khai)\s+[{UPPER}]|Ngày \d{{1,2}} tháng \d")
# "Ngày 02 tháng 6 năm 2026, tại …" opens the account of a meeting; in a sentence the day has a small letter.
_OPENS_DAY = re.compile(r"Ngày \d{1,2} tháng \d{1,2} năm \d{4}, ")
_NUMERAL = re.compile(r"\d|[IVX]+\b")


@dataclass(frozen=True, slots=True)
class Wrap:
    """How the lines of a document were broken: `width` is the measure of a full line, 0 where lines are paragraphs."""

    width: int
    trusted: bool
    blanks_separate: bool

    @classmethod
    def measure(cls, lines: Sequence[Physical], *, trusted: bool) -> Wrap:
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

    def starts_anew(self, group: Sequence[Physical], line: Physical) -> bool:
        """Whether `line` begins a logical line of its own behind the `group` read so far."""
        last, text = group[-1], line.text
        before = last.text
        if (
            line.footnote != last.footnote
            or text[0] in "¹²³⁴⁵⁶⁷⁸⁹"
            or _STANDS_ALONE.fullmatch(before)
            or _ATTACHED.match(text)
            or _NAMES_RECIPIENTS.match(text)
            or (_CLOSES.match(text) and (text.startswith("Trên") or _TERMINAL.search(before)))
            or (_OPENS_PART.match(text) and _TERMINAL.search(before))
            or _OPENS_DAY.match(text)
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

    def _was_full(self, group: Sequence[Physical], line: Physical) -> bool:
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


def _heads(group: Sequence[Physical], *, ended: bool) -> bool:
    """Whether the group looks like a numbered heading so far: a marker and no end of a sentence."""
    return not ended and len(group) < 4 and bool(_NUMBERED.match(group[0].text))


def _is_capitals(group: Sequence[Physical]) -> bool:
    """Whether the group is printed in capitals, the marker aside."""
    marker = _NUMBERED.match(group[0].text)
    return group[0].text[marker.end() if marker else 0 :].isupper()
