"""The grammar of deadlines in plans: from “Quý II/2026” or “trước ngày 20/6” to the last day meant.

A reading is an ISO date, RECURRING, ON_DEMAND or None. A month or quarter without a year takes the plan's
year; in a plan of several years it stays unread, because nothing says which year is meant.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from honglam.toolkit.text import fold

RECURRING = "recurring"
ON_DEMAND = "on_demand"

PlanYear = int | Sequence[int] | None

_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_ROMAN_QUARTER = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

# Patterns are written in the folded spelling: lower case, “quí”, “kì”, plain hyphens without spaces around.
_YEAR = r"(?:năm\s*)?(20\d{2})"
_IN_YEAR = rf"(?:\s*[/.,-]?\s*(?:của\s+)?{_YEAR})?"
_RECURRING = re.compile(
    r"thường xuyên|thường kì|định kì|liên tục|(?:hằng|hàng|mỗi)\s*(?:ngày|tuần|tháng|quí|năm)"
    r"|tháng cuối (?:của )?(?:mỗi )?quí(?!\s*[iv\d])"
    r"|(?:\d{1,2}\s*)?(?:tháng|quí|năm|tuần)/\d*\s*lần|(?:\b\d{1,2}\s*)?\blần/(?:tháng|quí|năm|tuần)"
)
# “trước ngày 25 hằng tháng”, “ngày 05 và ngày 20 hàng tháng”: a day of every period.
_DAY_OF_EACH = re.compile(
    r"(?:(?:trước|vào|chậm nhất|đến|từ)\s*(?:là\s*)?)?(?:ngày\s*)?\d{1,2}(?:\s*(?:,|-|và|đến)\s*(?:ngày\s*)?\d{1,2})*"
    r"\s*(?:của\s*)?(?:(?:hằng|hàng|mỗi)\s*(?:tuần|tháng|quí|năm)|tháng cuối (?:của )?(?:mỗi )?quí(?!\s*[iv\d]))"
)
_FROM_ISSUE_ON = re.compile(
    r"(?:từ|kể từ|sau)\s*(?:ngày|khi)?\s*(?:kế hoạch\s+(?:này\s+)?(?:được\s+)?)?ban hành(?:\s+kế hoạch(?:\s+này)?)?"
    r"(?:\s*trở đi)?\s*$|trở đi\s*$"
)
_ON_DEMAND = re.compile(
    r"khi (?:có|nhận được|được)\s*(?:yêu cầu|đề nghị|phát sinh|chỉ đạo|chủ trương|văn bản|hướng dẫn|nhu cầu)"
    r"|theo (?:yêu cầu|đề nghị|nhu cầu)|khi (?:cần|phát sinh)|đột xuất"
)
_CITED = re.compile(
    r"(?:số\s*)?\b\d+[\w.]*/[^\W\d_][\w&đ]*(?:-[^\W\d_][\w&]*)+(?:\s*,?\s*ngày\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4})?"
)
_DAY = re.compile(r"(?<!tháng )(?<![\d/.])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(20\d{2})(?!\d)")
_DAY_IN_WORDS = re.compile(rf"(?:ngày|mùng)\s*(\d{{1,2}})\s*tháng\s*(\d{{1,2}}){_IN_YEAR}")
# With a dot and nothing before it, one digit and one digit are the number of a part (“1.2”), not a day.
_DAY_WITHOUT_YEAR = re.compile(
    r"(?<![\d/.])(\d{1,2})\s*/\s*(\d{1,2})(?![\d/.])"
    r"|(?<![\d/.])(?:(?<=ngày )|(?<=trước )|(?<=đến )|(?=\d\d\s*\.))(\d{1,2})\s*\.\s*(\d{1,2})(?![\d/.])"
)
_MONTHS = re.compile(
    rf"(?:(đầu|giữa|cuối)\s*)?tháng\s*(\d{{1,2}}(?:\s*(?:,|;|-|và|đến|tới|\+"
    rf"|&)\s*(?:tháng\s*)?\d{{1,2}}(?!\d))*){_IN_YEAR}(?!\d)"
)
# “T6/2026”, “T12”: a month by its letter.
_MONTH_LETTER = re.compile(r"(?<![^\W_])t\.?\s?(?=(?:0?[1-9]|1[0-2])(?!\d))")
# “tháng Tư”, “tháng Mười Hai”; “tháng năm” is a month only before a year.
_MONTH_IN_WORDS = re.compile(
    r"(?<=tháng )(mười hai|mười một|chạp|giêng|một|hai|ba|tư|bốn|sáu|bảy|bẩy|tám|chín|mười"
    r"|năm(?=\s*(?:/|năm)\s*20\d{2}))(?![^\W\d_])"
)
_MONTH_NAMED = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_MONTH_NUMBER = re.compile(r"(?<![\d/.])(\d{1,2})\s*[/.-]\s*(20\d{2})(?!\d)")
_QUARTERS = re.compile(
    r"(?:quí|\bq\s*\.?)\s*((?:iv|i{1,3}|[1-4])\b(?:\s*(?:,|;|-|và|đến|tới|\+|&|/(?!\s*20|\s*năm))\s*(?:quí\s*)?(?:iv|i{1,3}"
    r"|[1-4])\b(?!\s*\d))*)" + _IN_YEAR
)
_HALF_YEAR = re.compile(r"(0?[369]|sáu|nửa)\s*(?:tháng\s*)?(đầu|cuối)(?:\s*của)?\s*năm(?:\s*(?:năm\s*)?(20\d{2}))?")
_HALF_OF_MONTH = {"đầu": None, "giữa": 15, "cuối": 31}
_PERIOD = re.compile(r"(20\d{2})\s*(?:-|đến|tới|và|,|;)\s*(?:hết\s*)?(?:năm\s*)?(20\d{2})")
_YEAR_ALONE = re.compile(r"(?<![\d/.])(20\d{2})(?![\d/])")
_THIS_YEAR = re.compile(r"(?:trong|cả|cuối|hết|đến hết|cuối)\s*năm(?!\s*\d)|^năm kế hoạch$")
_AFTER_ISSUE = re.compile(
    r"(?:^|trong|sau|vòng|chậm nhất|tối đa|không quá)\s*(\d{1,3})\s*(ngày|tuần|tháng)(?!\s*(?:đầu|cuối|\d"
    r"|làm việc))(?:[^\d]*)$"
)
# A school year has no last day in December, and a session of a council names no day at all.
_SCHOOL_YEAR = re.compile(
    r"(?:học k[ỳì]\s+(?:i{1,2}|[12])\s*,?\s*)?(?:của\s+)?năm học\s+20\d{2}\s*(?:[-–/]\s*(?:20)?\d{2})?"
)
_SESSION = re.compile(r"(?:k[ỳì]|phiên) họp[^,;.]*?(?:(?:năm\s+)?20\d{2}|(?=[,;.])|$)")
# “9 tháng” alone may be a term or the months of a report: it names no day.
_PART_OF_YEAR = re.compile(r"(?:0?[369]|12)\s*tháng")
# A time that only an event fixes: it reads as a deadline, but names no day.
_AFTER_EVENT = re.compile(
    r"(?:ngay\s+)?(?:sau )?khi .{3,40}(?:xảy ra|kết thúc|ban hành|có hiệu lực|phê duyệt|hoàn thành|hướng dẫn)$"
)
_FILLER = re.compile(
    r"\b(?:trước|sau|trong|đến|tới|hết|và|từ|kể|ngày|tháng|năm|quí|hoàn thành|chậm nhất|xong|cuối|đầu|giữa|giai đoạn"
    r"|thời gian|dự kiến|nhiệm vụ|vòng|của|cả|các|theo|là|thực hiện|triển khai|vào|khoảng|kế hoạch|khi|có|để|ban hành"
    r"|đảm bảo|bảo đảm|cuối năm|quyết định|nghị quyết|đề án|lộ trình|tiến độ|được|phê duyệt|tỉnh|trung ương"
    r"|qui định)\b"
)


def read_deadline(text: str | None, *, year: PlanYear, issued: date | str | None = None) -> str | None:
    """The last day meant (ISO date), RECURRING, ON_DEMAND, or None where the text names no time.

    `year` is the plan's year (or its first and last year) and fills a missing one; `issued` is the date of the
    document, from which “100 ngày” counts. Working days are not counted here, because that needs the calendar.

    >>> read_deadline("Quý 1/ 2026", year=2026)
    '2026-03-31'
    >>> read_deadline("trước ngày 20/6", year=2026)
    '2026-06-20'
    """
    folded = _in_figures(fold(text or ""))
    if not folded:
        return None
    if _RECURRING.search(folded):
        return RECURRING
    stated = _SESSION.sub(" ", _SCHOOL_YEAR.sub(" ", _CITED.sub(" ", folded)))
    if _PART_OF_YEAR.fullmatch(stated.strip()):
        return None
    days = list(_days_meant(stated, _single_year(year)))
    if days:
        return max(days).isoformat()
    if _ON_DEMAND.search(stated):
        return ON_DEMAND
    if _AFTER_ISSUE.search(stated):
        return _counted_from_issue(stated, issued)
    return RECURRING if _FROM_ISSUE_ON.search(stated) else None


def deadline_fit(text: str) -> float:
    """How much of a cell reads as a deadline: 1.0 for “Quý I/2026”, 0.0 for a sentence about something else."""
    folded = fold(text)
    if not folded or len(folded) > 90:
        return 0.0
    rest = folded = _in_figures(folded)
    for pattern in (
        _DAY_OF_EACH,
        _RECURRING,
        _ON_DEMAND,
        _CITED,
        _SCHOOL_YEAR,
        _SESSION,
        _DAY,
        _DAY_IN_WORDS,
        _HALF_YEAR,
        _QUARTERS,
        _MONTHS,
        _PERIOD,
        _MONTH_NUMBER,
        _DAY_WITHOUT_YEAR,
        _YEAR_ALONE,
        _THIS_YEAR,
        _AFTER_ISSUE,
        _FROM_ISSUE_ON,
    ):
        rest = pattern.sub(" ", rest)
    read = len(folded) - len(rest)
    if len(folded) < 60 and _AFTER_EVENT.match(folded):
        return 0.95
    if rest == folded and not re.match(r"theo (?:kế hoạch|đề án|lộ trình|tiến độ|qui định|hướng dẫn)", folded):
        return 0.0
    left = len(re.sub(r"[\W_\d]+", "", _FILLER.sub(" ", rest))) + 4 * len(re.findall(r"\d+", rest))
    if left == 0:
        return 1.0
    if re.match(r"theo ", folded):
        return max(0.0, 1 - max(0, left - 25) / 40)
    return max(0.0, 1 - left / max(8.0, 1.2 * read))


def _in_figures(folded: str) -> str:
    """The folded text with months as figures: “t6” and “tháng sáu” are “tháng 6”."""
    named = _MONTH_IN_WORDS.sub(lambda match: str(_MONTH_NAMED[match[1]]), folded)
    return _MONTH_LETTER.sub("tháng ", named)


def _single_year(year: PlanYear) -> int | None:
    """The year that fills a missing one; None for a plan of several years."""
    if isinstance(year, int):
        return year
    years = list(year or [])
    return years[0] if len(years) == 1 else None


def _days_meant(text: str, plan_year: int | None) -> Iterator[date]:
    """Every last day that the text names; a form that is read is taken out before the next is tried."""
    years = [int(found) for found in re.findall(r"(?<!\d)20\d{2}(?!\d)", text)]
    fill = years[-1] if years else plan_year
    for match in _DAY.finditer(text):
        yield from _day(int(match[3]), int(match[2]), int(match[1]))
    text = _DAY.sub(" ", text)
    for match in _DAY_IN_WORDS.finditer(text):
        yield from _day(_year_of(match[3], fill), int(match[2]), int(match[1]))
    text = _DAY_IN_WORDS.sub(" ", text)
    for match in _HALF_YEAR.finditer(text):
        months = 6 if match[1] in ("sáu", "nửa") else int(match[1])
        yield from _month_end(_year_of(match[3], fill), months if match[2] == "đầu" else 12)
    text = _HALF_YEAR.sub(" ", text)
    for match in _QUARTERS.finditer(text):
        last = re.findall(r"iv|i{1,3}|[1-4]", match[1])[-1]
        yield from _month_end(_year_of(match[2], fill), 3 * _ROMAN_QUARTER[last])
    text = _QUARTERS.sub(" ", text)
    for match in _MONTHS.finditer(text):
        month = int(re.findall(r"\d{1,2}", match[2])[-1])
        yield from _part_of_month(match[1], _year_of(match[3], fill), month)
    text = _MONTHS.sub(" ", text)
    for match in _MONTH_NUMBER.finditer(text):
        yield from _month_end(int(match[2]), int(match[1]))
    text = _MONTH_NUMBER.sub(" ", text)
    for match in _DAY_WITHOUT_YEAR.finditer(text):
        yield from _day(fill, int(match[2] or match[4]), int(match[1] or match[3]))
    text = _DAY_WITHOUT_YEAR.sub(" ", text)
    for match in _YEAR_ALONE.finditer(text):
        yield from _month_end(int(match[1]), 12)
    if not years and _THIS_YEAR.search(text):
        yield from _month_end(plan_year, 12)


def _year_of(found: str | None, fill: int | None) -> int | None:
    return int(found) if found else fill


def _day(year: int | None, month: int, day: int) -> Iterator[date]:
    """The day, if there is such a day."""
    if year and _FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        yield date(year, month, day)


def _month_end(year: int | None, month: int) -> Iterator[date]:
    if year and 1 <= month <= 12:
        yield from _day(year, month, monthrange(year, month)[1])


def _part_of_month(part: str | None, year: int | None, month: int) -> Iterator[date]:
    """The end of the month, the 15th for “giữa tháng”; “đầu tháng” names no last day."""
    if part == "đầu":
        return
    if part == "giữa":
        yield from _day(year, month, 15)
    else:
        yield from _month_end(year, month)


def _counted_from_issue(text: str, issued: date | str | None) -> str | None:
    """“100 ngày” after the day of issue, where that day is known."""
    match = _AFTER_ISSUE.search(text)
    if not match or not issued:
        return None
    start = date.fromisoformat(issued) if isinstance(issued, str) else issued
    count, unit = int(match[1]), match[2]
    if unit == "tháng":
        month = start.month - 1 + count
        year, month = start.year + month // 12, month % 12 + 1
        return date(year, month, min(start.day, monthrange(year, month)[1])).isoformat()
    return (start + timedelta(days=count * (7 if unit == "tuần" else 1))).isoformat()
