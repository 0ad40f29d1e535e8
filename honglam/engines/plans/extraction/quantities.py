"""The grammar of figures: operators, numbers as Vietnamese writes them, units.

Vietnamese prints one thousand two hundred and thirty-four and a half as 1.234,5; ranges as "15 - 20%";
bounds in words ("tối thiểu", "trên", "không quá", "từ … trở lên"). A figure that is part of a date, of a
document's number, of a name ("5G", "Đề án 06", "cấp độ 2") or of an age is not a quantity.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

Number = float | list[float]

_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_OPERATORS = {
    ">=": "không ít hơn|không dưới|không thấp hơn|không nhỏ hơn|tối thiểu|ít nhất|≥|>=|=>",
    "<=": "không vượt quá|không vượt|không quá|không cao hơn|không lớn hơn|tối đa|nhiều nhất|≤|<=|=<",
    "<": "thấp hơn|nhỏ hơn|ít hơn|dưới|<",
    ">": "trên|lớn hơn|nhiều hơn|cao hơn|vượt|hơn|>",
}
_OPERATOR_OF = {word: sign for sign, words in _OPERATORS.items() for word in words.split("|")}
_OPERATOR = "|".join(re.escape(word) for word in sorted(_OPERATOR_OF, key=len, reverse=True))
# What may stand between the name and the bound: "đạt", "chiếm", "đạt tỷ lệ" …
_REACH = r"(?:đạt\s+(?:tỷ\s+lệ|tỉ\s+lệ|mức|từ)|đạt|chiếm|bằng|(?:xuống\s+)?còn|xuống)"

# Stretches in which digits are no quantity: blanked out before the search.
_NOT_A_QUANTITY = re.compile(
    r"""(?:
    https?://\S+ | www\.\S+ | \b[\w.]+@[\w.]+
  | \b\d+[a-zA-Z]?\s*(?:/\s*\d{4}\s*)?[-/]\s*(?:[A-ZĐ][A-Za-zĐđ]*)\s*(?:[-/&]\s*[A-ZĐ][\wĐđ₀-₉]*)*        # 57-NQ/TW
  | \b\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}\b                                                     # 15/10/2025
  | \bngày\s+\d{1,2}(?:\s+tháng\s+\d{1,2})?(?:\s+năm\s+\d{4})? | \bngày\s+\d{1,2}\s*/\s*\d{1,2}
  | \b(?:tháng|quý|q\.?)\s*\d{1,2}(?:\s*/\s*\d{4}|\s+năm\s+\d{4})?
  | \b(?:năm|nhiệm\s+kỳ|giai\s+đoạn|thời\s+kỳ|niên\s+độ)\s+\d{4}(?:\s*[-–—]\s*\d{4})?
  | \b(?:19|20)\d{2}\s*[-–—]\s*(?:19|20)\d{2}\b(?!\s*%)
  | \b(?:sau|trước|lúc|vào|từ|đến)\s+\d{1,2}\s*giờ\b
  | \b(?<!đạt\ )(?:từ\s+)?\d{1,2}\s*(?:[-–]|đến|tới)?\s*\d{0,3}\s*tuổi(?:\s+trở\s+(?:lên|xuống))?     # ages
  | \b(?:(?<!tổng\ )số|điều|khoản|mục|phần|chương|phụ\s+lục|biểu|mẫu|bảng|tiêu\s+chí|chỉ\s+tiêu|cấp\s+độ
      |mức\s+độ|mức|hạng|phiên\s+bản|lần\s+thứ|thứ|khóa|khoá|đề\s+án|nghị\s+quyết|nghị\s+định|quyết\s+định|chỉ\s+thị|thông\s+tư
      |lớp|kế\s+hoạch|kết\s+luận|chương\s+trình(?:\s+hành\s+động)?|luật|công\s+văn)
      \s+(?:số\s+)?\d[\d.,/]*(?!\s*%|\d)                                                              # Đề án 06
  | \b\d{1,2}\s+sao\b(?:\s+trở\s+lên)? | \bcả\s+\d{1,2}\b(?=\s+[^\W\d_])                                  # grades
  | \btrên\s+(?:một|0?1)\s+(?:ha|héc-?\s?ta|đơn\s+vị\s+diện\s+tích|km2|m2|m3|sào|vạn\s+(?:dân|người))(?![^\W\d_])
  | \btrên\s+10{2,5}\.?0{0,3}\s+(?:dân|bé\s+gái|trẻ\s+(?:đẻ|sinh)|ca\s+đẻ)(?![^\W\d_])
  | \b24\s*/\s*7\b | \b24\s*/\s*24\b | \b\d+\s*[hH]\s*\d{2}\b | \b\d\s*G\b | \b[Vv]?\d\.0\b(?!\s*%)
  | \b\d+\s*D\b(?:\s*[-/]\s*\d+\s*D\b)? | \b\d{1,2}\s*:\s*\d{1,2}\b
  | \b[A-Za-z]+[-]?\d+\b | \b(?:0\d{8,10}|\+84[\d\s.]{8,})\b
  | \b(?:hai|2|02|ba|3|03)\s+(?:cấp|chiều|bên|miền)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)

# Nouns of two or three syllables that count things; any other noun counts with its first syllable.
_COUNTED = (
    "cơ sở dữ liệu|bộ cơ sở dữ liệu|cán bộ|công chức|viên chức|phần mềm|hồ sơ|máy tính|máy in|máy scan|máy chủ|"
    "màn hình|mô hình|sản phẩm|doanh nghiệp|hợp tác xã|tổ hợp tác|thủ tục hành chính|thủ tục|dịch vụ|nền tảng|"
    "hệ thống|cơ sở|dự án|nhiệm vụ|văn bản|người dân|hộ gia đình|hộ dân|hộ nghèo|hộ kinh doanh|tổ dân phố|"
    "hội nghị|lượt người|người lao động|lao động|tin bài|tin, bài|bài viết|phóng sự|bản tin|tài khoản|chữ ký số|"
    "giải pháp|sáng kiến|đề tài|đề án|quyết định|kế hoạch|nghị quyết|chương trình|chuyên đề|trung tâm|bệnh viện|"
    "giường bệnh|bác sĩ|học sinh|giáo viên|phòng học|phòng họp|trường học|nhà văn hóa|chi bộ|đảng viên|đoàn viên|"
    "hội viên|thành viên|chỉ tiêu|tiêu chí|lĩnh vực|nhóm nhiệm vụ|điểm cầu|điểm phát|ứng dụng|tổ chức|cá nhân|"
    "đơn vị|cơ quan|địa phương|công trình|tuyến đường|bến xe|tàu cá|cửa hàng|gian hàng|khu công nghiệp|dân quân"
    "|tình nguyện viên|cộng tác viên|lượt khách|lượt xe|người bệnh|bệnh nhân|chuyến bay|"
    "cụm công nghiệp|danh tính số|thiết bị|thư viện|chuyên mục|bộ hồ sơ|phản ánh|kiến nghị|tỉnh, thành phố"
    "|điểm phần trăm|trợ lý ảo|trợ lý|chuyên gia|kỹ sư|công nhân|nông dân|thanh niên|phụ nữ|học viên|sinh viên"
    "|nghệ nhân|vận động viên|chiến sĩ|gia đình|du khách|hành khách|ngư dân|trang trại|gia trại|nhãn hiệu|thương hiệu"
    "|tài liệu|tài sản|báo cáo|hội thảo|hội thi|hội chợ|sự kiện|hoạt động|mục tiêu|nội dung|biểu mẫu|quy trình|quy chế"
    "|dữ liệu|bộ dữ liệu|tập dữ liệu|tin nhắn|thuê bao|cảm biến|phương tiện|ô tô|xe máy|làng nghề|di tích|di sản|lễ hội"
    "|bảo tàng|khu dân cư|khu phố|hợp đồng|biên bản|thỏa thuận|giáo trình|tác phẩm|ý kiến|câu hỏi|câu lạc bộ"
    "|đầu mối|chứng thư số|chứng thư|chứng chỉ|giao dịch|bản ghi|bản đồ|trẻ em|đầu việc|đầu sách|vị trí việc làm"
    "|vị trí|việc làm|chức danh|biên chế|trường hợp|vụ việc|tổng đài|trạm y tế|trạm bơm|trạm biến áp|tuyến phố"
    "|tuyến kênh|tuyến đê|điểm đen|điểm sạt lở|điểm trường|điểm du lịch|căn nhà|căn hộ|ngôi nhà|suất học bổng|suất quà"
    "|phần quà|đoàn kiểm tra|đoàn công tác|cơn bão|trận lũ|đợt thiên tai|bé trai|bé gái|trẻ sơ sinh|cộng đồng"
    "|hồ chứa|giếng khoan|cây xanh|con giống|cá giống|tổ hợp|tổ công tác|nhóm hộ|vườn mẫu|vùng trồng|mã số"
    "|bản đồ số|cuộc thi|phiên chợ|chốt kiểm dịch|xe buýt"
    "|bếp ăn|nhà vệ sinh|nhà ở|phòng khám|nhân viên|điều dưỡng|dược sĩ|luật sư|hòa giải viên"
)
# What figures such as "18/18 bản" may count besides: places and bodies of one syllable.
_COUNTED_OF_ALL = (
    "xã|phường|thị trấn|đặc khu|thôn|bản|ấp|xóm|buôn|làng|khóm|khu|tổ|trường|trạm|sở|ngành|phòng|hộ|người|lớp|chợ|tàu"
    "|điểm|bộ|nhà|cầu|hồ|tuyến|khối|chi hội|ban"
)
_MEASURES = (
    rf"(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)\s+(?!đồng|USD|đô)(?:{_COUNTED}|[^\W\d_]+)|"
    r"nghìn\s+tỷ\s+đồng|(?:tỷ|tỉ|triệu|nghìn|ngàn)\s+(?:đồng|USD|đô\s+la|người|lượt|lượt\s+người|thuê\s+bao)|đồng|USD|"
    r"Gbps|Mbps|Gbit/s|Mbit/s|km2|km²|km|ha|m2|m²|m3|m³|mét|m|cm|mm|tuổi|tấn|tạ|kg|lít|kWh|MW|kW|TB|GB|MB|giây|phút|giờ"
)
_UNIT = re.compile(
    rf"\s*(?P<percent>%|phần\s+trăm\b)|\s+(?P<measure>{_MEASURES})(?![^\W\d_])"
    rf"|\s*(?P<glued>Gbps|Mbps|km|ha|m2|kg|GB|TB|MW|‰)(?![^\W\d_])"
    rf"|\s+[\"“']?(?P<noun>(?i:{_COUNTED.replace(' ', chr(92) + 's+')})(?![^\W\d_])|[^\W\d_]+)"
)
_FIGURE = re.compile(
    rf"""
    (?<![\w.,/])
    (?P<reach>{_REACH}\s+)?
    (?:(?P<operator>{_OPERATOR})\s*(?:là\s+|đạt\s+|từ\s+)?|(?P<from>từ)\s+|(?P<about>khoảng|gần|đủ|đúng)\s+)?
    (?P<low>{_NUMBER}|(?:{"|".join(_WORDS)})(?=\s))
    (?:\s?/\s?(?P<of>\d+(?:\.\d{{3}})*)(?=\s+["“']?[^\W\d_]))?
    (?P<lowpercent>\s*%)?
    (?:\s*(?:-|–|—|÷|đến|tới)\s*(?P<high>{_NUMBER}))?
    (?![\w/])
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A span of time is a quantity only where the text makes it a bound ("không quá 05 ngày", "xuống còn 02 ngày").
_TIME = re.compile(r"\s+(?:ngày làm việc|ngày|tháng|tuần)(?![^\W\d_])(?!\s*\d)", re.IGNORECASE)
_YEARS = re.compile(r"\s+năm(?![^\W\d_])(?!\s*(?:\d|qua\b|nay\b|gần đây))", re.IGNORECASE)
_PER = re.compile(
    r"(?:/(?:người|năm|ha|tháng|quý|tuần|ngày|hộ|xã|thôn|lượt|chuyến|buổi|lớp|km2?|m2|m3|\d[\d.]*\s+(?:dân|người|trẻ)))+(?![^\W\d_])"
)
# A unit goes on over a stroke: "con/phụ nữ", "bé trai/100 bé gái".
_PER_NOUN = re.compile(
    rf"(?:/(?:\d[\d.]*\s+)?(?:{_MEASURES}|(?i:{_COUNTED.replace(' ', chr(92) + 's+')})|vạn dân|[^\W\d_]+))+(?![\w])"
)
# A rate says behind its figures for how many they hold: "16 bác sĩ, 30 giường bệnh trên 1 vạn dân".
_RATE = re.compile(
    r"\s+(?:trên|/)\s*(?P<base>(?:1|01|một|10[\d.]*)\s+(?:vạn\s+)?"
    r"(?:dân|người dân|trẻ(?: đẻ| sinh)?(?: sống)?|bé gái|ha|ca đẻ))(?![^\W\d_])",
    re.IGNORECASE,
)
_LIFE_SPAN = re.compile(r"(?:tuổi thọ|tuổi (?:đời )?(?:trung )?bình quân|tuổi trung bình)[^;.]{0,60}$", re.IGNORECASE)
_OF_ALL = re.compile(r"\s+(?:tổng\s+)?số\s+(?=[^\W\d_])", re.IGNORECASE)
_OR_MORE = re.compile(r"\s+(?:trở\s+(?P<way>lên|xuống))\b", re.IGNORECASE)
_DONE = re.compile(
    r"\s*(?:hoàn\s+thành|đã\s+hoàn\s+thành|đạt|có|đạt\s+chuẩn|x|✓|✔|duy\s+trì|thực\s+hiện|đảm\s+bảo"
    r"|bảo\s+đảm)\s*[.;]?\s*",
    re.IGNORECASE,
)
# A noun after a number that makes it a date, a time or a place in a list, never a counted thing.
# How often something is done: "03 lần/tuần", "ít nhất 01 lần mỗi quý".
_OFTEN = re.compile(
    r"\s+(?P<noun>lần|lượt|kỳ|buổi|số)\s*(?:/\s*(?:0?1\s+)?|(?:mỗi|một|trong một|hằng|hàng)\s+)"
    r"(?P<period>ngày|tuần|tháng|quý|năm)"
    r"(?![^\W\d_])(?!\s*\d)",
    re.IGNORECASE,
)
_NO_COUNT = re.compile(
    r"(?:năm|tháng|ngày|tuổi|cấp|chiều|và|hoặc|của|trong|trên|đến|tới|theo|là|có|được|về|tại|cho|với|khi|để"
    r"|phần|số|lần|lượng|kỳ)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure with its bound and unit; offsets count in the text it was found in.

    `start:end` is the figure as a reader would quote it ("đạt tối thiểu 75%"), `number_start:number_end`
    the digits and the unit alone.
    """

    operator: str
    target: Number | None
    unit: str | None
    text: str
    start: int
    end: int
    number_start: int
    number_end: int
    in_words: bool = False
    of: float | None = None
    """The whole of which the figure is a part: 65 in "64/65 xã"."""

    @property
    def is_percent(self) -> bool:
        """Whether the figure is a share of a hundred."""
        return self.unit == "%"

    @property
    def is_bounded(self) -> bool:
        """Whether the text itself says that the figure is a bound ("ít nhất", "trên", a range)."""
        return self.operator not in ("=", "done")


def parse_number(digits: str) -> float:
    """The value of a number as Vietnamese prints it.

    >>> parse_number("1.234,5"), parse_number("05"), parse_number("99,2"), parse_number("99.2"), parse_number("một")
    (1234.5, 5, 99.2, 99.2, 1)
    """
    word = digits.strip().lower()
    if word in _WORDS:
        return _WORDS[word]
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", word):
        word = word.replace(".", "")
    value = float(word.replace(",", "."))
    return int(value) if value.is_integer() else value


def mask(text: str) -> str:
    """The text, same length, with dates, document numbers, names and ages blanked out."""

    def blank(match: re.Match[str]) -> str:
        if match.group().lower().rstrip().endswith("tuổi") or "tuổi " in match.group().lower():
            if _LIFE_SPAN.search(text, max(0, match.start() - 90), match.start()):
                return match.group()
        return "\x00" * len(match.group())

    return _NOT_A_QUANTITY.sub(blank, text)


def counting_noun(text: str) -> str:
    """The noun that counts the things a phrase names: "hộ dân" of "hộ dân nông thôn", else its first word."""
    match = re.match(rf"(?:{_COUNTED})(?![^\W\d_])|[^\W\d_]+", text.strip(), re.IGNORECASE)
    return match.group() if match else text.strip()


def find_quantities(text: str) -> list[Quantity]:
    """All figures with a unit in a stretch of running text, left to right.

    Numbers written as words count only with a bound or after "có" ("ít nhất một cán bộ").
    """
    masked = mask(text)
    found: list[Quantity] = []
    position = 0
    while match := _FIGURE.search(masked, position):
        quantity = _read_figure(text, masked, match)
        position = max(match.start() + 1, quantity.end if quantity else match.end("low"))
        if quantity:
            found.append(quantity)
    kept = [quantity for quantity in found if not any(_restates(other, quantity) for other in found)]
    return _with_rates(text, kept)


def _with_rates(text: str, found: list[Quantity]) -> list[Quantity]:
    """The figures of a list with the base of the rate that is said behind the last of them."""
    base: str | None = None
    rated: list[Quantity] = []
    for position in range(len(found) - 1, -1, -1):
        quantity = found[position]
        following = found[position + 1] if position + 1 < len(found) else None
        if rate := _RATE.match(text, quantity.end):
            base = " ".join(rate["base"].split())
        elif following is None or not re.fullmatch(r"\s*(?:,|và|,\s*và)\s*", text[quantity.end : following.start]):
            base = None
        if base and quantity.unit and not quantity.is_percent and "/" not in quantity.unit:
            quantity = replace(quantity, unit=f"{quantity.unit}/{base}")
        rated.append(quantity)
    return rated[::-1]


def _restates(share: Quantity, part: Quantity) -> bool:
    """Whether a share says the same as a part of a whole beside it: "98,5% (64/65 xã)"."""
    if not share.is_percent or not part.of or isinstance(share.target, list) or isinstance(part.target, list):
        return False
    near = min(abs(part.start - share.end), abs(share.start - part.end)) <= 60
    return (
        near
        and share.target is not None
        and part.target is not None
        and (abs(share.target - 100 * part.target / part.of) <= 0.6)
    )


def _is_part(masked: str, match: re.Match[str]) -> bool:
    """Whether "n/m" counts n of m things; a day and a month ("trước 15/11 các xã …") do not."""
    part, whole = parse_number(match["low"]), parse_number(match["of"])
    if match["high"] or not 0 < part <= whole:
        return False
    if (
        part <= 31
        and whole <= 12
        and re.search(r"(?:ngày|trước|sau|từ|đến|vào|hết|tháng|dịp)\s+$", masked[: match.start("low")], re.IGNORECASE)
    ):
        return False
    return bool(
        re.match(
            rf"\s+[\"“']?(?:(?:tổng\s+)?số\s+)?(?:{_COUNTED}|{_COUNTED_OF_ALL})(?![^\W\d_])",
            masked[match.end() :],
            re.IGNORECASE,
        )
    )


def _read_figure(text: str, masked: str, match: re.Match[str]) -> Quantity | None:
    """The quantity at a match of the figure grammar; None where the number has no unit that counts."""
    in_words = not match["low"][0].isdigit()
    if match["of"] and not _is_part(masked, match):
        return None
    if in_words and not (match["operator"] or re.search(r"\bcó\s+$", masked[: match.start("low")], re.IGNORECASE)):
        return None
    if in_words and match["low"].lower() == "năm" and re.match(r"\s*\d", masked[match.end() :]):
        return None
    if in_words and re.match(
        r"\s+(?:số|vài|trong|cách|phần(?!\s+mềm)|bộ phận|chút|mặt|khi|lần|loạt)\b", masked[match.end("low") :]
    ):
        return None
    unit, end = ("%", match.end()) if match["lowpercent"] and not match["high"] else _unit_at(masked, match.end())
    if match["lowpercent"] and match["high"] and unit != "%":
        unit = "%"
    if unit == "%" and (per := _PER.match(masked, end)):
        end = per.end()
    if unit is None and (match["operator"] or re.match(r"còn|xuống", match["reach"] or "", re.IGNORECASE)):
        if span := _TIME.match(masked, match.end()):
            unit, end = " ".join(span.group().split()), span.end()
        elif _OPERATOR_OF.get((match["operator"] or "").lower()) in (">=", "<=") and (
            span := _YEARS.match(masked, match.end())
        ):
            unit, end = "năm", span.end()
    if match["of"] and match["operator"] and _OF_ALL.match(masked, match.end()) and parse_number(match["of"]) <= 10:
        return _share_of_all(text, match)
    if unit is None:
        return None
    low = parse_number(match["low"])
    target: Number = low
    operator = _OPERATOR_OF.get(match["operator"].lower(), "=") if match["operator"] else "="
    if match["high"]:
        high = parse_number(match["high"])
        if high <= low:
            return None
        operator, target = "range", [low, high]
    if match["from"] and not match["high"] and re.match(r"[^;,.]{0,80}\btrở lên\b", masked[end:]):
        operator = ">="
    if more := _OR_MORE.match(masked, end):
        operator = ">=" if more["way"].lower() == "lên" else "<="
        end = more.end()
    return Quantity(
        operator=operator,
        target=target,
        unit=unit,
        text=" ".join(text[match.start() : end].split()),
        start=match.start(),
        end=end,
        number_start=match.start("low"),
        number_end=end,
        in_words=in_words,
        of=parse_number(match["of"]) if match["of"] else None,
    )


def _share_of_all(text: str, match: re.Match[str]) -> Quantity:
    """A fraction of all ("ít nhất 3/4 số xã") as the share of a hundred that it is."""
    return Quantity(
        operator=_OPERATOR_OF.get((match["operator"] or "").lower(), "="),
        target=round(100 * parse_number(match["low"]) / parse_number(match["of"]), 1),
        unit="%",
        text=" ".join(text[match.start() : match.end()].split()),
        start=match.start(),
        end=match.end(),
        number_start=match.start("low"),
        number_end=match.end(),
    )


def _unit_at(masked: str, position: int) -> tuple[str | None, int]:
    """(unit, where it ends) of the unit that stands at `position`; (None, position) where there is none."""
    if often := _OFTEN.match(masked, position):
        return f"{often['noun']}/{often['period']}".lower(), often.end()
    match = _UNIT.match(masked, position)
    if match is None:
        return None, position
    if match["percent"]:
        return "%", match.end()
    word = match["measure"] or match["glued"] or match["noun"]
    if match["noun"] and _NO_COUNT.match(word):
        return None, position
    per = (_PER if match["noun"] is None and match["measure"] is None else _PER_NOUN).match(masked, match.end())
    end = per.end() if per else match.end()
    return " ".join(word.split()) + (per.group() if per else ""), end


def read_target(cell: str) -> Quantity | None:
    """The target that a whole table cell states: a figure, a range or a mere "Đạt"; None where it states none.

    A bare number needs no unit in a cell. The text of the quantity is the whole cell.

    >>> [read_target(cell).operator for cell in ("100%", ">80%", "50-80%", "Đạt", "≥ 95")]
    ['=', '>', 'range', 'done', '>=']
    """
    clean = " ".join(cell.split())
    if not clean:
        return None
    whole = {"text": clean.rstrip(" .;"), "start": 0, "end": len(cell), "number_start": 0, "number_end": len(cell)}
    if _DONE.fullmatch(clean):
        return Quantity(operator="done", target=None, unit=None, **whole)  # type: ignore[arg-type]
    found = find_quantities(clean)
    percent = next((quantity for quantity in found if quantity.is_percent), None)
    chosen = percent or (found[0] if found else None)
    if chosen is None:
        match = _FIGURE.fullmatch(clean.rstrip(" .;")) or _FIGURE.match(clean)
        if match is None or match["of"] or not match["low"][0].isdigit() or len(clean) > 40:
            return None
        low = parse_number(match["low"])
        operator = _OPERATOR_OF.get((match["operator"] or "").lower(), "=")
        if match["high"]:
            high = parse_number(match["high"])
            return Quantity(operator="range", target=[low, high], unit=None, **whole)  # type: ignore[arg-type]
        return Quantity(operator=operator, target=low, unit=None, **whole)  # type: ignore[arg-type]
    return Quantity(operator=chosen.operator, target=chosen.target, unit=chosen.unit, **whole)  # type: ignore[arg-type]
