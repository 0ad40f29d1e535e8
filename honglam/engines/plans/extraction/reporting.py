"""Reporting duties: who reports to whom, how often, by when; one item per reporter, recipient and frequency."""

from __future__ import annotations

import re
from collections.abc import Sequence

from honglam.engines.plans.extraction.duties import DutyReading, begins, subjects, trim
from honglam.engines.plans.extraction.items import ReportingDuty
from honglam.engines.plans.extraction.lines import UPPER, Line
from honglam.engines.plans.extraction.numbering import read_marker
from honglam.engines.plans.extraction.outline import CLOSING, Outline
from honglam.engines.plans.extraction.roles import Role, Roles
from honglam.engines.plans.extraction.unit_names import begins_unit, is_unit, split_units

# "Báo cáo" as a verb: not the noun in "hệ thống thông tin báo cáo", "chế độ báo cáo".
_REPORTS = re.compile(
    r"(?<!thông tin )(?<!chế độ )(?<!hệ thống )(?<!nền tảng )(?<!mẫu )(?<!biểu mẫu )(?<!số liệu )(?<!công tác )"
    r"\b(?:báo cáo|phản ánh)\b"
    r"(?!\s+(?:viên|chính trị|nghiên cứu|đề xuất chủ trương|thống kê chung))",
    re.IGNORECASE,
)
_SENTENCE = re.compile(rf"[.!?](?=\s+[\"“]?[{UPPER}])|\./\.")
# How a report is made, said before to whom: "báo cáo đột xuất UBND tỉnh".
_MANNER = re.compile(
    r"^(?:(?:đột xuất|định kỳ|kịp thời|nhanh|ngay|trực tiếp|thường xuyên|bằng văn bản|kết quả"
    r"|(?:hằng|hàng) (?:ngày|tuần|tháng|quý|năm))(?:\s*,|\s+và|\s+hoặc)?\s+)+(?=[^\W\d_])",
    re.IGNORECASE,
)
_TO = re.compile(r"(?:\b(?:về|gửi về|gửi|cho|lên|với|đến|trình)\s+)(?P<to>[^\W\d_].*)", re.DOTALL)
_TO_ENDS = re.compile(
    r"\s*(?:[;.:]|\((?:trước|chậm nhất|vào|theo|định kỳ|bằng|hằng|hàng|mẫu|kèm|lồng ghép)\b"
    r"|,?\s+(?:để|theo|trước|định kỳ|trong|khi|hằng|hàng|nhằm|kết quả|tình hình|việc|xem xét"
    r"|chậm nhất|và (?:tổng hợp|báo cáo(?! [A-ZĐỦ])|đề xuất)"
    r"|kịp thời|ngay\b|tiến độ|số liệu|nội dung|đúng"
    r"|bằng|phục vụ|cùng|vào|tổng hợp|hoặc (?:khi|đột xuất)|đột xuất|giải quyết|quyết định|tại"
    r"|qua hệ thống|biết|chỉ đạo(?! )|những"
    r"|về (?:tiến độ|kết quả|tình hình|việc|công tác|nội dung|khó khăn|vướng mắc|mức độ|hiệu quả|chất lượng"
    r"|số liệu|quá trình|những|các (?:nội dung|khó khăn|vướng mắc|vấn đề)))\b)"
)
# Who asks for a report gets it, where nobody else is named.
_ASKED_BY = re.compile(r"(?:khi có|theo) yêu cầu của\s+(?P<to>[^;.,:()]+)", re.IGNORECASE)
_AND = re.compile(r"\s*,?\s+(?:và|đồng thời)\s+(?:(?:đồng thời\s+)?(?:báo cáo|gửi(?: về)?|gửi cho)\s+)?")
# "HĐND và UBND tỉnh", "Văn phòng Đoàn ĐBQH và HĐND tỉnh": what stands behind "và" completes the name before it.
_SHARES_PLACE = re.compile(
    r"(?:HĐND|Hội đồng nhân dân|Đoàn (?:ĐBQH|đại biểu Quốc hội)|UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Đảng ủy"
    r"|Thường trực|Chủ tịch|Văn phòng|MTTQ|Ban Thường vụ|Ban Chấp hành)$"
)
# Bodies whose name tells with "về" what they are for ("Ban Chỉ đạo về chuyển đổi số").
_NAMED_BY_FIELD = re.compile(r"(?:Thường trực\s+|Văn phòng\s+)?(?:Ban|Tổ|Hội đồng|Ủy ban|Uỷ ban)\s", re.IGNORECASE)
_VIA = re.compile(r"\s*\((?:qua|thông qua|qua đầu mối)\s[^)]*\)", re.IGNORECASE)
_DUE = (
    r"(?:\s*\(?\s*(?:trước|chậm nhất|vào"
    r"|xong trước)\s+(?:ngày\s+)?(?:(?:\d{1,2}(?:/\d{1,2}(?:/\d{4})?)?)"
    r"(?:(?!\s(?:gửi|báo cáo|về|cho)\s)[^,;.()]){0,40}))?"
)
_MONTHLY = re.compile(
    r"(?:định kỳ\s+)?(?:hằng|hàng|mỗi|theo)\s+tháng\b|\bbáo cáo tháng\b(?!\s*\d)"
    r"|(?:ngày làm việc|ngày) (?:cuối cùng|đầu tiên)(?: của)?(?: mỗi)? tháng\b"
    r"|\bđịnh kỳ tháng\b|\btháng(?=,\s*(?:quý|6))",
    re.IGNORECASE,
)
_QUARTERLY = re.compile(
    r"(?:định kỳ\s+)?(?:(?:hằng|hàng|mỗi|theo|cuối)\s+quý|quý(?=\s*(?:,|và|hoặc|\())"
    r"|\bbáo cáo quý\b(?!\s*[\dIVX])"
    r"|(?:trước\s+)?(?:ngày\s+\d{1,2}\s+)?(?:của\s+)?tháng cuối (?:của\s+)?(?:mỗi\s+)?quý)",
    re.IGNORECASE,
)
_SEMIANNUAL = re.compile(r"(?:định kỳ\s+)?(?:0?6|sáu)\s+tháng\b(?!\s+cuối năm 20)|nửa năm|bán niên", re.IGNORECASE)
_ANNUAL = re.compile(
    r"(?:hằng|hàng|mỗi|một|cuối|01|1)\s+năm\b"
    r"|(?:0?6 tháng|quý|sáu tháng|9 tháng)(?:[^;.]{0,60}?)(?:,|và|hoặc|/)\s+(?:cả\s+|1\s+|01\s+|cuối\s+)?năm\b(?!\s*20)"
    r"|\b12 tháng\b|báo cáo (?:kết quả )?năm\b|\btổng kết năm\b",
    re.IGNORECASE,
)
_AD_HOC = re.compile(
    r"(?:ngay|nhanh)\s+(?!khi\b)(?:(?!ngay)[^.;]){2,60}?\skhi (?:có|xảy ra|phát hiện|phát sinh)\b[^.;]*"
    r"|đột xuất(?:\s+khi có yêu cầu)?|khi có yêu cầu|ngay khi(?:(?:\s+[^\W\d_]+){1,6}(?=\s*[;.,]|$))?"
    r"|khi (?:xảy ra|phát hiện)"
    r"|theo yêu cầu(?= của| khi|$|[.,;])|kịp thời|khó khăn,? vướng mắc|vướng mắc|phát sinh",
    re.IGNORECASE,
)
_FREQUENCIES = (
    ("monthly", _MONTHLY),
    ("quarterly", _QUARTERLY),
    ("semiannual", _SEMIANNUAL),
    ("annual", _ANNUAL),
    ("adhoc", _AD_HOC),
)
_PERIODICALLY = re.compile(r"định kỳ", re.IGNORECASE)
_DAY = r"(?:ngày\s+)?\d{1,2}(?:\s*/\s*\d{1,2}(?:\s*/\s*\d{4})?|\s+tháng\s+\d{1,2}(?=\s*(?:,|và)\s+(?:ngày\s+)?\d))?"
_EACH = r"(?:hằng|hàng|mỗi)\s+(?:tuần|tháng|quý|năm)"
# The day by which a report is due: "trước ngày 20 của tháng cuối quý", "vào ngày 05 hằng tháng".
_DUE_DATE = re.compile(
    rf"(?:(?:trước|chậm nhất|vào|xong trước)\s+(?:là\s+)?(?:trước\s+)?{_DAY}(?:(?:\s+(?:và|hoặc)|,)\s+{_DAY})*"
    rf"|ngày\s+\d{{1,2}}(?=\s+(?:{_EACH}|tháng)))"
    r"(?:\s+(?:của\s+)?tháng\s+(?:\d{1,2}|cuối|đầu|sau|tiếp theo|liền kề)"
    r"(?:\s+(?:(?:của|mỗi)\s+)*(?:kỳ báo cáo|kỳ|quý|năm(?!\s+\d)))?)?"
    rf"(?:\s+năm\s+\d{{4}}|\s+{_EACH})?(?:\s+trong\s+mùa\s+[^\W\d_]+(?:\s+[^\W\d_]+)?)?(?!\w)",
    re.IGNORECASE,
)
_MONTH_OF_DAY = re.compile(r"\d{1,2}\s*(?:/|tháng)\s*(?P<month>\d{1,2})")
_BARE_PERIOD = re.compile(r"(?:cả\s+|cuối\s+)?(?:năm|quý|tháng|(?:0?6|sáu) tháng)", re.IGNORECASE)
_REPORTING_SECTION = re.compile(r"báo cáo|thông tin, báo cáo|kiểm tra, giám sát", re.IGNORECASE)


def find_reporting(outline: Outline, roles: Roles, duties: DutyReading) -> list[ReportingDuty]:
    """The reporting duties of the implementation section and of the closing paragraphs, in order."""
    found: list[ReportingDuty] = []
    for index, line in enumerate(outline.lines):
        if index in outline.silent:
            continue
        heading = outline.heading_at(line.start)
        about = heading is not None and _REPORTING_SECTION.search(heading.text)
        inside = roles.of(heading) is Role.IMPLEMENTATION or about or (CLOSING.match(line.text) and heading is not None)
        if not inside or roles.of(heading) is Role.RESULTS or not _REPORTS.search(line.text):
            continue
        found.extend(_line_reports(line, duties.unit_of_line.get(index), closing=index not in duties.unit_of_line))
    return found


def _line_reports(line: Line, unit: str | None, *, closing: bool) -> list[ReportingDuty]:
    """The reporting duties that one line states; a sentence without a subject goes on with the last one."""
    found: list[ReportingDuty] = []
    who = unit
    marker = read_marker(line.text)
    for start, end in _sentences(line.text, marker.end if marker else 0):
        sentence = line.text[start:end]
        named = list(subjects(sentence))
        report = _REPORTS.search(sentence)
        if closing and named:
            before = [name for place, name in named if report is None or place <= report.start()]
            who = before[-1] if before else who
        if report is None:
            continue
        found.extend(_sentence_reports(line, start, sentence, who, named, closing=closing))
    return found


def _sentences(text: str, start: int) -> list[tuple[int, int]]:
    """The sentences of a line from `start` on."""
    bounds = []
    for match in _SENTENCE.finditer(text, start):
        bounds.append((start, match.start()))
        start = match.end()
    bounds.append((start, len(text)))
    return [
        (low + len(text[low:high]) - len(text[low:high].lstrip()), high)
        for low, high in bounds
        if text[low:high].strip()
    ]


def _sentence_reports(
    line: Line,
    start: int,
    sentence: str,
    who: str | None,
    named: Sequence[tuple[int, str]],
    *,
    closing: bool,
) -> list[ReportingDuty]:
    """The items of one sentence; none where it names no reporter, or neither a period nor a recipient."""
    found: list[ReportingDuty] = []
    recipients: list[str] = []
    taken: set[tuple[str | None, str]] = set()
    for low, high in _segments(sentence) if closing else _semicolons(sentence):
        clause = sentence[low:high]
        verb = _REPORTS.search(clause)
        if verb is None:
            continue
        local = [name for place, name in named if low <= place <= low + verb.start()]
        reporter = (local[-1] if local and closing else None) or who
        frequencies = _frequencies(clause)
        recipients = _recipients(clause, verb.end()) or recipients
        only_ad_hoc = all(name == "adhoc" for name, _ in frequencies)
        if reporter is None or not frequencies or (only_ad_hoc and not recipients):
            continue
        begin = start + low + len(clause) - len(clause.lstrip())
        quote = trim(line.text[begin : start + high])
        source = line.source(begin, begin + len(quote))
        addressees: list[str | None] = [*recipients] or [None]
        for recipient in addressees:
            for frequency, rule in frequencies:
                if (recipient, frequency) not in taken:
                    taken.add((recipient, frequency))
                    confidence = 0.75 if recipient else 0.55
                    found.append(ReportingDuty(reporter, recipient, frequency, rule, quote, source, confidence))
    return found


def _semicolons(sentence: str) -> list[tuple[int, int]]:
    """The parts of a sentence between semicolons; a list of reports behind a colon is one part with what heads it."""
    bounds, start = [], 0
    if re.search(r"báo cáo[^;:]{0,80}:\s", sentence):
        return [(0, len(sentence))]
    for match in re.finditer(r";\s*", sentence):
        bounds.append((start, match.start()))
        start = match.end()
    return [*bounds, (start, len(sentence))]


def _segments(sentence: str) -> list[tuple[int, int]]:
    """The parts of a closing sentence that each hold one report: cut before "trong quá trình …, nếu có khó khăn"."""
    cut = re.search(r";\s*(?=trong quá trình|nếu có|quá trình)", sentence, re.IGNORECASE)
    if cut is None:
        return [(0, len(sentence))]
    return [(0, cut.start()), (cut.end(), len(sentence))]


def _frequencies(clause: str) -> list[tuple[str, str | None]]:
    """(frequency, rule as printed) of every period that a clause names; "định kỳ" alone counts as ad hoc."""
    found: list[tuple[int, str, str]] = []
    for name, pattern in _FREQUENCIES:
        if match := pattern.search(clause):
            rule = re.compile(_DUE).match(clause, match.end())
            end = rule.end() if rule and rule.group().strip() else match.end()
            phrase = re.sub(r"^(?:và|hoặc)\s+", "", clause[match.start() : end].strip(" ,("))
            if name == "annual" and re.match(r"0?6|sáu|quý|9", phrase, re.IGNORECASE):
                phrase = phrase[phrase.rfind("năm") :] if "(" not in phrase else phrase[phrase.find("năm") :]
            phrase += ")" if phrase.count("(") > phrase.count(")") else ""
            found.append((match.start(), name, phrase))
    if len(found) > 1:
        periodic = [item for item in found if item[1] != "adhoc"]
        explicit = re.search(r"đột xuất|khi có yêu cầu", clause, re.IGNORECASE)
        found = found if explicit or not periodic else periodic
    dates = [" ".join(match.group().split()) for match in _DUE_DATE.finditer(clause)]
    if not found:
        if match := _PERIODICALLY.search(clause):
            return [("adhoc", dates[0] if len(dates) == 1 else match.group())]
        months = [int(month) for month in _MONTH_OF_DAY.findall(dates[0])] if dates else []
        if months:
            return [(_period_of(months), dates[0])]
    if [name for _, name, _ in found] == ["adhoc"] and dates and dates[0] not in found[0][2]:
        months = [int(month) for month in _MONTH_OF_DAY.findall(dates[0])]
        if months and (period := _period_of(months)) != "adhoc":
            return [(period, dates[0]), ("adhoc", found[0][2])]
    if (
        len(found) == 1
        and found[0][1] == "adhoc"
        and (both := re.search(r"định kỳ (?:hoặc|và) đột xuất", clause, re.IGNORECASE))
    ):
        return [("adhoc", both.group())]
    return [_dated(name, phrase, dates, alone=len(found) == 1) for _, name, phrase in sorted(found)]


def _period_of(months: Sequence[int]) -> str:
    """How often a report is due on days of these months: in June and December twice a year, in December once."""
    steps = {(after - before) % 12 for before, after in zip(months, [*months[1:], months[0]], strict=True)}
    if len(months) == 4 and steps == {3}:
        return "quarterly"
    if len(months) == 2 and steps <= {5, 6, 7}:
        return "semiannual"
    return "annual" if len(months) == 1 and months[0] in (11, 12) else "adhoc"


def _dated(name: str, phrase: str, dates: Sequence[str], *, alone: bool) -> tuple[str, str | None]:
    """(frequency, rule): the day a report is due where one is printed, else the words of its period.

    Two days of a year that lie half a year apart make an annual report a semiannual one.
    """
    own = _DUE_DATE.search(phrase)
    rule = own.group() if own and not alone else phrase
    if len(dates) == 1 and name != "adhoc" and (alone or "kỳ" in dates[0]):
        rule = dates[0]
        months = [int(month) for month in _MONTH_OF_DAY.findall(rule)]
        if alone and name == "annual" and len(months) > 1 and _period_of(months) != "adhoc":
            name = _period_of(months)
    return name, None if _BARE_PERIOD.fullmatch(rule) else rule


def _recipients(clause: str, position: int) -> list[str]:
    """To whom the report behind `position` goes, as printed; several recipients are several names."""
    rest = clause[position : position + 500]
    direct = _MANNER.sub("", rest.strip())
    if begins(direct) or re.match(r"cấp (?:có thẩm quyền|trên)", direct):
        text = direct
    else:
        text = ""
        for match in _TO.finditer(rest):
            if begins(match["to"]):
                text = match["to"]
                break
            inner = _TO.search(match["to"])
            while inner and not begins(inner["to"]):
                inner = _TO.search(inner["to"])
            if inner:
                text = inner["to"]
                break
    if not text:
        before = re.search(r"gửi\s+(?:báo cáo\s+)?(?:về\s+)?(?P<to>[^;.]+)$", clause[:position])
        asked = _ASKED_BY.search(rest)
        if before is None and asked and begins_unit(asked["to"]):
            return [trim(asked["to"])]
        return [] if before is None or not begins_unit(before["to"]) else [before["to"].strip(" ,")]
    end = _TO_ENDS.search(text)
    name = text[: end.start()] if end else text
    if not _NAMED_BY_FIELD.match(name):
        name = re.split(r"\s+về\s+", name)[0]
    via = _VIA.search(text)
    if via and (end is None or via.start() <= end.start() + 1):
        name = text[: via.end()]
        return [trim(name)]
    return [trim(part) for unit in split_units(trim(name)) for part in _joined_by_and(unit)][:4]


def _is_named(name: str) -> bool:
    """Whether a name is whole: a unit, or the holder of a post in one ("Giám đốc Sở")."""
    return is_unit(name) or (begins(name) and len(name.split()) > 2)


def _joined_by_and(name: str) -> list[str]:
    """The recipients that "và" joins: "UBND tỉnh và Bộ Y tế" are two, "Văn phòng HĐND và UBND xã" is one."""
    for match in _AND.finditer(name):
        left, right = name[: match.start()], name[match.end() :]
        if not right[:1].isupper() or not _is_named(left) or not _is_named(right) or _SHARES_PLACE.search(left):
            continue
        return [left, *_joined_by_and(right)]
    return [name]
