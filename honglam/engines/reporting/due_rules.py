"""Reads by when a report is due in the words of a plan: “trước ngày 20 của tháng cuối quý”, “ngày 05 hằng tháng”. Pure.

A rule is understood or it is not: what is not comes back with the reason, and a person fills it in. Decree
09/2019/NĐ-CP, article 12, closes the figures of a periodic report on the 14th, so that it can be sent before the
calendar period is over: where the due day lies in the period, the scheme is the one with the cut-off; where it lies
behind it, the calendar's.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from honglam.engines.reporting.terms import DueRoll
from honglam.toolkit.periods import CUT_OFF_DAY, Scheme
from honglam.toolkit.text import fold

CUT_OFF = {
    Scheme.MONTH: Scheme.MONTH_CUT_OFF, Scheme.QUARTER: Scheme.QUARTER_CUT_OFF, Scheme.HALF: Scheme.HALF_CUT_OFF,
    Scheme.YEAR: Scheme.YEAR_CUT_OFF,
}  # fmt: skip
FREQUENCIES = {
    "monthly": Scheme.MONTH, "quarterly": Scheme.QUARTER, "semiannual": Scheme.HALF, "annual": Scheme.YEAR,
}  # fmt: skip
MONTHS = {Scheme.MONTH: 1, Scheme.QUARTER: 3, Scheme.HALF: 6, Scheme.YEAR: 12}
MOST_WORKING_DAYS = 60
LAST_DAY = 31
"""The day that is a month's last, however long the month."""

_CLOCK = re.compile(r"(?:trước |sau |lúc )?\b\d{1,2} ?(?:giờ|h) ?(?:\d{1,2} ?(?:phút|')?)?(?!\w)")
_SPELLED = re.compile(r"\((\d{1,2})\)")
_PERIODS = {
    Scheme.MONTH: re.compile(r"(?:hằng|hàng|mỗi|theo|định kì) tháng|tháng/lần|báo cáo tháng(?! \d)"),
    Scheme.QUARTER: re.compile(r"\bquí\b"),
    Scheme.HALF: re.compile(r"(?<!ngày )(?<!trước )\b(?:0?6|sáu) tháng\b|nửa năm|bán niên"),
}
_WEEK = re.compile(r"\btuần\b")
_PERIODICALLY = re.compile(r"định kì")
_WORKING_DAYS = re.compile(r"(?<![\d/])(?P<n>\d{1,2}) ngày làm việc\b")
_BEFORE_THE_END = re.compile(r"trước (?:khi |ngày |thời điểm )?(?:kết thúc|hết|chốt)")
_BEHIND = re.compile(r"\b(?:sau|kể từ|tính từ|đầu)\b")
_CLOSING = re.compile(r"chốt|lấy số liệu")
_DAYS_BEHIND = re.compile(
    r"(?<![\d/])(?P<n>\d{1,2}) ngày (?:(?:sau|kể từ|tính từ)(?: khi| ngày| thời điểm| lúc)* (?:kết thúc|hết|cuối)"
    r"|đầu(?: tiên)?(?: của)? (?:tháng|quí|kì|năm|6|sáu))"
    r"|sau (?:khi )?(?:kết thúc|hết) [^,;.]{2,30}? (?P<m>\d{1,2}) ngày(?! làm việc)"
)
_LAST_DAY = re.compile(
    r"\bngày (?P<works>làm việc )?cuối(?: cùng)?(?: của)?(?: mỗi| hằng| hàng)? ?(?:tháng|quí|năm|kì|$)"
)
_FIRST_DAY = re.compile(r"\bngày (?:làm việc )?đầu(?: tiên)?(?: của)?(?: mỗi| hằng| hàng)? (?:tháng|quí|năm|kì)")
_DATE = re.compile(
    r"(?<![\d/.])(?P<day>\d{1,2}) ?[/.-] ?(?P<month>\d{1,2})(?: ?[/.-] ?(?P<year>\d{4}))?(?![\d/])"
    r"|(?<![\d/])(?P<day2>\d{1,2}) tháng (?P<month2>\d{1,2})(?: năm (?P<year2>\d{4}))?(?!\d)"
)
_DAY_OF_MONTHS = re.compile(
    r"(?<![\d/])(?P<day>\d{1,2}) (?:của )?(?:các )?tháng (?P<months>\d{1,2}(?:(?:, ?| và |, và )\d{1,2})+)"
)
_DAY = re.compile(
    r"(?:\bngày(?: mùng| mồng)?|\bmùng|\bmồng|\btrước|\bvào|\blà|\bnhất|\bvà|\bhoặc)"
    r"\s+(?P<day>\d{1,2})(?!\d|[/.]\d| ngày| tháng \d| tháng/lần|%)"
)
_NEXT_MONTH = re.compile(
    r"tháng (?:sau|kế tiếp|tiếp theo|tiếp sau|liền kề|liền sau|kế sau)"
    r"|tháng (?:đầu|đầu tiên|thứ nhất|thứ 1)(?: của)? (?:quí|kì|năm|6 tháng|sáu tháng)"
    r" (?:sau|kế tiếp|tiếp theo|liền kề|liền sau)"
)
_OPENING_MONTH = re.compile(r"tháng (?:đầu|đầu tiên|thứ nhất|thứ 1)(?: của)?(?: mỗi| hằng| hàng)? (?:quí|kì|năm)")
_CLOSING_MONTH = re.compile(r"tháng (?:cuối|cuối cùng)\b|tháng báo cáo|trong tháng|cuối (?:tháng|quí|năm|kì)")
_MONTH_OF_PERIOD = re.compile(r"tháng thứ (?P<which>nhất|hai|ba|tư|năm|sáu|\d{1,2})")
_ORDINAL = re.compile(r"(nhất|0?1)|(hai|0?2)|(ba|0?3)|(tư|0?4)|(năm|0?5)|(sáu|0?6)")
_MOST_BEFORE = 2
"""Months before a period's last in which its report may be due; farther away another period is meant."""
_MOST_BEHIND = 3


@dataclass(frozen=True, slots=True)
class DueReading:
    """What the words say. `reason` tells why a person has to say the day; else one of the three rules holds.

    `day` of the month `month_offset` months after the period's last, or `after_working_days` after its last day, or
    `only_on`. `scheme` may be known although the day is not. `note` is what a person should look at all the same.
    """

    scheme: Scheme | None = None
    day: int | None = None
    month_offset: int = 0
    after_working_days: int | None = None
    only_on: datetime.date | None = None
    roll: DueRoll = DueRoll.NEXT
    note: str = ""
    reason: str = ""

    @property
    def is_understood(self) -> bool:
        """Whether the day by which the report is due follows."""
        return not self.reason


def read_due_rule(text: str, frequency: str, years: tuple[int, int] | None = None) -> DueReading:
    """The due rule that words mean for a frequency (monthly, quarterly, semiannual, annual, adhoc).

    `years` are the first and the last of the plan, for days of a report that is owed once.

    >>> rule = read_due_rule("trước ngày 20 của tháng cuối quý", "quarterly")
    >>> rule.scheme.value, rule.day, rule.month_offset
    ('quarter_cut_off', 20, 0)
    """
    words = _SPELLED.sub(r"\1", _CLOCK.sub(" ", fold(text)))
    words = " ".join(words.split())
    said = {scheme for scheme, pattern in _PERIODS.items() if pattern.search(words)}
    scheme = FREQUENCIES.get(frequency)
    if scheme is None and len(said) == 1:
        scheme = next(iter(said))
    if scheme is not None and said and scheme not in said:
        return DueReading(reason=_("Lời văn nói về một kỳ khác với định kỳ đã đọc được. Hãy chọn kỳ và hạn gửi."))
    dates = _dates(words)
    if dates is None:
        return DueReading(
            scheme=_closed(scheme), reason=_("Ngày ghi trong văn bản không có trên lịch. Hãy nhập hạn gửi.")
        )
    if scheme is None:
        return _owed_once(words, dates, years)
    read = (
        _counted(words, scheme) or _edge_of_period(words, scheme) or _dated(dates, scheme) or _plain_day(words, scheme)
    )
    return read or DueReading(scheme=_closed(scheme), reason=_no_day(words))


def asks_periodically(text: str) -> bool:
    """Whether words without a period still ask for reports again and again (“định kỳ hoặc đột xuất”)."""
    return bool(_PERIODICALLY.search(fold(text)))


def _closed(scheme: Scheme | None) -> Scheme | None:
    return CUT_OFF.get(scheme) if scheme is not None else None


def _no_day(words: str) -> str:
    if _WEEK.search(words):
        return _("Báo cáo theo tuần: hãy chọn kỳ tuần và số ngày làm việc sau khi hết tuần.")
    return _("Kế hoạch không ghi ngày gửi. Hãy nhập hạn gửi.")


def _counted(words: str, scheme: Scheme) -> DueReading | None:
    """So many working days, or days, behind the end of the period."""
    if works := _WORKING_DAYS.search(words):
        count = int(works["n"])
        if _BEFORE_THE_END.search(words) or not _BEHIND.search(words) or not 1 <= count <= MOST_WORKING_DAYS:
            return DueReading(
                scheme=CUT_OFF[scheme],
                reason=_("Hạn tính bằng ngày làm việc nhưng không phải sau khi hết kỳ. Hãy nhập hạn gửi."),
            )
        return DueReading(scheme=CUT_OFF[scheme] if _CLOSING.search(words) else scheme, after_working_days=count)
    if behind := _DAYS_BEHIND.search(words):
        count = int(behind["n"] or behind["m"])
        if not 1 <= count <= 28:
            return DueReading(scheme=scheme, reason=_("Hạn gửi cách cuối kỳ quá xa. Hãy nhập ngày và tháng gửi."))
        return DueReading(scheme=scheme, day=count, month_offset=1)
    if _BEFORE_THE_END.search(words):
        return DueReading(
            scheme=CUT_OFF[scheme],
            reason=_("Hạn tính lùi từ ngày hết kỳ, không thành một ngày cố định. Hãy nhập hạn gửi."),
        )
    return None


def _edge_of_period(words: str, scheme: Scheme) -> DueReading | None:
    """The first or the last day, or working day, of the period's months."""
    if last := _LAST_DAY.search(words):
        return DueReading(
            scheme=CUT_OFF[scheme], day=LAST_DAY, roll=DueRoll.PREVIOUS if last["works"] else DueRoll.NEXT
        )
    if _FIRST_DAY.search(words):
        return DueReading(scheme=scheme, day=1, month_offset=1)
    return None


def _dates(words: str) -> list[tuple[int, int, int | None]] | None:
    """The days with a month that words name: (day, month, year or None), in order; None where one is impossible."""
    found: list[tuple[int, int, int | None]] = []
    if listed := _DAY_OF_MONTHS.search(words):
        found = [(int(listed["day"]), int(month), None) for month in re.findall(r"\d+", listed["months"])]
    else:
        for match in _DATE.finditer(words):
            year = match["year"] or match["year2"]
            found.append(
                (
                    int(match["day"] or match["day2"]),
                    int(match["month"] or match["month2"]),
                    int(year) if year else None,
                )
            )
    if all(1 <= month <= 12 and 1 <= day <= calendar.monthrange(2024, month)[1] for day, month, _year in found):
        return found
    return None


def _dated(dates: list[tuple[int, int, int | None]], scheme: Scheme) -> DueReading | None:
    """Days with their months, one for each period of a year: they have to lie alike in all of them."""
    if not dates:
        return None
    length = MONTHS[scheme]
    if len({(day, month) for day, month, _year in dates}) != 12 // length:
        return DueReading(
            scheme=CUT_OFF[scheme],
            reason=_("Số ngày ghi trong văn bản không khớp với số kỳ trong năm. Hãy nhập hạn gửi."),
        )
    offsets = {_offset(month, length) for _day, month, _year in dates}
    days = {day for day, _month, _year in dates}
    ends = {day == calendar.monthrange(2025, month)[1] for day, month, _year in dates}
    if ends == {True} and len(days) > 1:
        days = {LAST_DAY}
    if len(offsets) != 1 or len(days) != 1 or (offset := offsets.pop()) is None:
        return DueReading(
            scheme=CUT_OFF[scheme],
            reason=_("Các kỳ trong năm có hạn gửi khác nhau. Hãy lập mỗi kỳ một chế độ, hoặc chọn một hạn chung."),
        )
    return _in_month(scheme, days.pop(), offset)


def _offset(month: int, length: int) -> int | None:
    """How far a month lies behind the last month of the period whose report is due in it; None where none is near."""
    behind = month % length
    if behind <= min(_MOST_BEHIND, (length - 1) // 2):
        return behind
    return behind - length if length - behind <= _MOST_BEFORE else None


def _plain_day(words: str, scheme: Scheme) -> DueReading | None:
    """A day whose month is told by its place in the period, or not at all."""
    days = {int(match["day"]) for match in _DAY.finditer(words)}
    if len(days) > 1:
        return DueReading(scheme=CUT_OFF[scheme], reason=_("Một kỳ có nhiều ngày gửi. Hãy lập mỗi ngày một chế độ."))
    if not days:
        return None
    day = days.pop()
    if not 1 <= day <= 31:
        return DueReading(
            scheme=CUT_OFF[scheme], reason=_("Ngày ghi trong văn bản không có trên lịch. Hãy nhập hạn gửi.")
        )
    if _NEXT_MONTH.search(words):
        return _in_month(scheme, day, 1)
    if scheme != Scheme.MONTH and _OPENING_MONTH.search(words):
        note = _("Văn bản ghi tháng đầu kỳ: hiểu là tháng đầu của kỳ sau kỳ báo cáo.")
        return replace(_in_month(scheme, day, 1), note=note)
    if _CLOSING_MONTH.search(words):
        return _in_month(scheme, day, 0)
    if which := _MONTH_OF_PERIOD.search(words):
        ordinal = _ORDINAL.fullmatch(which["which"])
        number = ordinal.lastindex if ordinal is not None and ordinal.lastindex else int(which["which"])
        if not 1 <= number <= MONTHS[scheme]:
            return DueReading(
                scheme=CUT_OFF[scheme], reason=_("Tháng ghi trong văn bản không có trong kỳ. Hãy nhập hạn gửi.")
            )
        return _in_month(scheme, day, number - MONTHS[scheme])
    read = _in_month(scheme, day, 0 if day > CUT_OFF_DAY else 1)
    if scheme == Scheme.MONTH:
        return read
    note = (
        _("Văn bản không ghi tháng gửi: hiểu là tháng cuối kỳ.")
        if day > CUT_OFF_DAY
        else _("Văn bản không ghi tháng gửi: hiểu là tháng ngay sau kỳ.")
    )
    return replace(read, note=note)


def _in_month(scheme: Scheme, day: int, offset: int) -> DueReading:
    if offset > 0:
        return DueReading(scheme=scheme, day=day, month_offset=offset)
    note = ""
    if offset < 0 or day <= CUT_OFF_DAY:
        note = _("Hạn gửi trước ngày chốt số liệu (ngày 14 tháng cuối kỳ, Nghị định 09/2019/NĐ-CP): số liệu là số ước.")
    return DueReading(scheme=CUT_OFF[scheme], day=day, month_offset=offset, note=note)


def _owed_once(
    words: str, dates: list[tuple[int, int, int | None]], years: tuple[int, int] | None
) -> DueReading:  # fmt: skip
    """A report without a period: owed once where its day is printed and its year certain."""
    if len(dates) == 1:
        day, month, year = dates[0]
        if year is None and years is not None and years[0] == years[1]:
            year = years[0]
        if year is not None and 2000 <= year <= 2100 and day <= calendar.monthrange(year, month)[1]:
            return DueReading(only_on=datetime.date(year, month, day))
        return DueReading(reason=_("Văn bản ghi ngày nhưng không rõ năm nào. Hãy nhập hạn gửi."))
    if _WEEK.search(words):
        return DueReading(reason=_no_day(words))
    if asks_periodically(words):
        return DueReading(reason=_("Kế hoạch chỉ ghi “định kỳ”, chưa nói kỳ nào. Hãy chọn kỳ và hạn gửi."))
    return DueReading(reason=_("Báo cáo đột xuất: chỉ phải gửi khi có yêu cầu, không có lịch."))
