"""What the columns of a plan's tables are: header synonyms first, what the cells hold second."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from honglam.toolkit.text import fold


class Role(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    NAME = "name"
    CONTENT = "content"
    PRODUCT = "product"
    LEAD = "lead"
    COORDINATING = "coordinating"
    MONITORING = "monitoring"
    APPROVING = "approving"
    DEADLINE = "deadline"
    START = "start"
    TARGET = "target"
    BASELINE = "baseline"
    MEASURE = "measure"
    BUDGET = "budget"
    NOTE = "note"
    OTHER = "other"


UNIT_ROLES = frozenset({Role.LEAD, Role.COORDINATING, Role.MONITORING, Role.APPROVING})
TEXT_ROLES = frozenset({Role.NAME, Role.CONTENT, Role.PRODUCT, Role.NOTE, Role.OTHER})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its role, its header as printed, and the year that a target's header names."""

    role: Role
    header: str
    year: int | None = None
    is_generic: bool = False


class TableKind(StrEnum):
    """What the rows of a table are."""

    TASKS = "tasks"
    INDICATORS = "indicators"


_BODY = r"(?:cơ quan|cq|đv|đơn vị|tổ chức|bộ phận|phòng|ban|ngành|cá nhân|địa phương|sở|người|cán bộ|công chức|chủ thể)"
_BODIES = rf"{_BODY}(?:\s*(?:,|/|và|-|hoặc)?\s*{_BODY})*"
_ACT = r"(?:thực hiện|triển khai|hoàn thành|tham mưu|tổ chức|nhiệm vụ|chỉ đạo|trình|ban hành|chính|giải quyết|báo cáo)"
_ACTS = rf"(?:\s*[,/-]?\s*{_ACT})*"
_WHEN = (
    r"(?:\s*(?:đến|trong|của)?\s*(?:hết\s*)?(?:năm\s*)?20\d{2}(?:\s*-\s*20\d{2})?"
    r"|\s*giai đoạn\s*20\d{2}\s*-\s*20\d{2})?"
)
_PAREN = r"(?:\s*\([^()]*\))?"

# Folded headers, tried whole; the first role whose pattern matches wins.
_HEADERS: tuple[tuple[Role, str], ...] = (
    (Role.NUMBER, r"s?tt|số tt|số thứ tự|số|#|no\.?|mã số|mã nhiệm vụ"),
    (Role.MEASURE, r"đơn vị tính|đvt|đv tính|đơn vị đo(?: lường)?|đơn vị"),
    (
        Role.MONITORING,
        rf"(?:{_BODIES}\s*)?(?:theo dõi|giám sát|đôn đốc|kiểm tra|tổng hợp)"
        rf"(?:\s*(?:,|/|và|-)?\s*(?:theo dõi|giám sát|đôn đốc|kiểm tra|đánh giá|tổng hợp|báo cáo|kết quả"
        rf"|thực hiện|chung))*",
    ),
    (
        Role.COORDINATING,
        rf"(?:{_BODIES}\s*)?(?:cùng\s*)?phối hợp{_ACTS}"
        rf"|(?:{_BODIES}|thành phần|lực lượng) (?:liên quan|hỗ trợ|tham gia)",
    ),
    (
        Role.LEAD,
        rf"(?:{_BODIES}\s*)?(?:chủ trì|đầu mối|chịu trách nhiệm|phụ trách|được giao|thường trực|chủ quản)"
        rf"(?:\s*(?:,|/|và|-)?\s*(?:chủ trì|tham mưu|thực hiện|triển khai|chính|tổng hợp|cung cấp|theo dõi|đánh giá"
        rf"|số liệu|báo cáo|chỉ đạo)|\s*(?:,|/|và|-)\s*(?:{_BODIES}\s*)?phối hợp)*"
        rf"|(?:{_BODIES}\s*)?(?:thực hiện|tham mưu|triển khai|giải quyết|chấp hành){_ACTS}"
        rf"|{_BODIES}\s*(?:chủ trì\s*)?(?:soạn thảo|xây dựng)"
        rf"|(?:phân công|trách nhiệm)(?:\s*{_ACT}|\s*{_BODIES}|\s*chủ trì)*|giao {_BODIES}|{_BODIES}|chủ đầu tư",
    ),
    (
        Role.APPROVING,
        r"(?:cấp|cơ quan|đơn vị|người|nơi|thẩm quyền)(?: có)?(?: thẩm quyền)?"
        r"(?:\s*(?:,|/|và)?\s*(?:trình|ban hành|phê duyệt|quyết định|thông qua|xem xét|cho ý kiến))+",
    ),
    (Role.START, r"(?:thời gian|ngày|thời điểm)?\s*(?:bắt đầu|khởi công|khởi công mới)"),
    (
        Role.DEADLINE,
        rf"(?:dự kiến\s*)?(?:thời gian|thời hạn|tiến độ|hạn|lộ trình|thời điểm|mốc(?: thời gian)?|kỳ hạn|kì hạn|ngày)"
        rf"(?:\s*(?:,|/|và|-)?\s*(?:thời gian|thời hạn|tiến độ|dự kiến|kết thúc|phải|xong|cần|{_ACT}))*{_WHEN}"
        rf"|(?:kế hoạch |năm |quý )?hoàn thành{_WHEN}|(?:năm|quý|tháng) (?:thực hiện|triển khai|ban hành|trình)"
        rf"|thời gian(?: thực hiện)?\s*(?:,|/|và|-)\s*địa điểm",
    ),
    (Role.BUDGET, r"(?:dự kiến\s*|nhu cầu\s*|tổng\s*)?(?:kinh phí|nguồn (?:lực|vốn|kinh phí)|dự toán|mức đầu tư"
    r"|tổng mức|vốn)\b.*"),
    (
        Role.BASELINE,
        r"(?:kết quả|thực hiện|số liệu|th|ước thực hiện|ước|đã)\s*(?:thực hiện|th|đạt|đạt được|ước)*\s*(?:đến"
        r"|của)?\s*(?:hết\s*)?(?:năm\s*)?20\d{2}"
        r"|hiện trạng\b.*|thực trạng\b.*|kết quả năm (?:trước|2\d{3})|tình hình thực hiện.*|luỹ kế.*|lũy kế.*"
        r"|so (?:với|sánh).*|t[ỷỉ] lệ đạt",
    ),
    (
        Role.PRODUCT,
        r"(?:dự kiến\s*|tên\s*|yêu cầu\s*(?:về\s*)?|chỉ tiêu\s*/\s*)?(?:sản phẩm|kết quả|đầu ra|hình thức văn bản)"
        r"(?:\s*(?:,|/|và|-)?\s*(?:sản phẩm|kết quả|đầu ra|dự kiến|đạt được|hoàn thành|thực hiện|cần đạt"
        r"|chủ yếu|chính|cụ thể|mục tiêu|chỉ tiêu|nhiệm vụ|yêu cầu|phải|đạt|hình thức|văn bản))*",
    ),
    (
        Role.TARGET,
        rf"(?:chỉ tiêu|mục tiêu|kế hoạch|kh|phấn đấu|giá trị|mức|tỷ lệ|tỉ lệ|số lượng)"
        rf"(?:\s*(?:,|/|và|-)?\s*(?:chỉ tiêu|mục tiêu|kế hoạch|phấn đấu|giao|cần đạt|đạt|đặt ra|thực hiện|được"
        rf"|hoàn thành|đăng kí))*\s*"
        rf"(?:đến|trong|của|cuối)?\s*(?:hết\s*)?(?:năm\s*)?20\d{{2}}(?:\s*-\s*20\d{{2}})?{_PAREN}"
        rf"|(?:năm\s*)?20\d{{2}}|(?:giá trị|mức)\s*(?:phấn đấu|mục tiêu|cần đạt|đạt|chỉ tiêu)"
        rf"|chỉ tiêu (?:phấn đấu|giao|cần đạt|kế hoạch|đạt|được giao)"
        rf"|kế hoạch(?: giao)?|phấn đấu|số lượng|mức độ(?: hoàn thành)?|mục tiêu phấn đấu",
    ),
    (Role.NOTE, r"ghi chú|căn cứ(?: pháp lí| thực hiện)?|văn bản (?:liên quan|chỉ đạo|tham chiếu)|cơ sở pháp lí"
    r"|nguồn(?: số liệu)?|địa điểm|địa bàn|quy mô|qui mô"
    r"|hình thức(?: thực hiện| tổ chức)?|đối tượng(?: thực hiện| thụ hưởng| tham gia)?"
    # A leader who watches over the work does not do it.
    r"|(?:đ/c|đồng chí|lãnh đạo)(?:\s+(?:lãnh đạo|ubnd|tỉnh|xã|phường|sở|đơn vị|được|phân công))*"
    r"\s+(?:phụ trách|chỉ đạo|theo dõi)(?:,?\s*(?:phụ trách|chỉ đạo|theo dõi))*"),
    (Role.NAME, r"tên (?:loại )?văn bản"),
    (
        Role.NAME,
        r"(?:tên\s*|danh mục\s*|nội dung\s*[,/]?\s*|nhóm\s*)*(?:các\s*)?(?:nhiệm vụ|công việc|hoạt động|dự án|đề án"
        r"|công trình|chương trình|mô hình|phần việc|đầu việc|đầu mục công việc)"
        r"(?:\s*(?:,|/|và|-|;)?\s*(?:nhiệm vụ|giải pháp|công việc|hoạt động|dự án|đề án|chương trình|trọng tâm"
        r"|chủ yếu|cụ thể|thực hiện|triển khai|năm\s*20\d{2}|được giao|kế hoạch|mô hình|nội dung|chi tiết|chính"
        r"|cần|phải|hoàn thành))*",
    ),
    (
        Role.NAME,
        r"(?:tên\s*|danh mục\s*|nội dung\s*|nhóm\s*|các\s*)*(?:chỉ tiêu|tiêu chí|chỉ số|kpi)"
        r"(?:\s*(?:,|/|và|-)?\s*(?:chỉ tiêu|tiêu chí|mục tiêu|nhiệm vụ|cụ thể|chủ yếu|đánh giá|cơ bản"
        r"|thành phần|chuyển đổi số))*",
    ),
    # “Tên đề án, chính sách, nhiệm vụ”: what is named is what is to be done, unless it is somebody.
    (Role.NAME, rf"tên (?!{_BODY}\b|họ\b|chủ\b|tài liệu\b)[^\d.:]{{2,60}}"),
    (Role.CONTENT, r"(?:nội dung|mục tiêu|giải pháp|yêu cầu|mô tả|mục đích|cách thức)(?:\s*(?:,|/|và"
    r"|-)?\s*(?:nội dung|giải pháp|chủ yếu|chính|cụ thể|thực hiện|triển khai|chi tiết|tóm tắt|yêu cầu|mục tiêu"
    r"|công tác|cần đạt|kế hoạch|tổng quát|chỉ đạo))*"),
)  # fmt: skip
_WHOLE = tuple((role, re.compile(rf"(?:{pattern}){_PAREN}")) for role, pattern in _HEADERS)
# A narrow column breaks its title inside the word: “ST⏎T”, “S⏎TT”, “T⏎T”.
_TORN_NUMBER = re.compile(r"s?tt|sốtt|sốthứtự")
_INDICATOR_NAME = re.compile(r"chỉ tiêu|tiêu chí|chỉ số|kpi|mục tiêu")
_GENERIC_LEAD = re.compile(r"(?:phân công|trách nhiệm)\b.*|(?:cơ quan|đơn vị)(?:,? đơn vị)?(?: thực hiện)?")
_GENERIC_NUMBER = re.compile(r"số|mã số")
_YEARS_ABOVE = re.compile(
    r"(?:kế hoạch|mục tiêu|chỉ tiêu|lộ trình|phấn đấu|tiến độ|giao chỉ tiêu)(?: (?:thực hiện|phấn đấu|kế hoạch))*"
    r" (?:của |qua |theo |từng |hằng |hàng |các )*(?:năm|giai đoạn.*)"
)


def read_header(header: str) -> Column | None:
    """The column that a header names; None where the words are no known header.

    >>> read_header("Cơ quan theo dõi, tổng hợp").role.value, read_header("Mục tiêu 2026").year
    ('monitoring', 2026)
    """
    folded = fold(header).strip(" .:*")
    if not folded or len(folded) > 90:
        return None
    if _TORN_NUMBER.fullmatch(re.sub(r"[\s.]+", "", folded)):
        return Column(Role.NUMBER, header)
    for role, pattern in _WHOLE:
        if pattern.fullmatch(folded):
            years = re.findall(r"20\d{2}", folded)
            year = int(years[-1]) if years and role in (Role.TARGET, Role.BASELINE) else None
            generic = role is Role.LEAD and bool(_GENERIC_LEAD.fullmatch(folded))
            return Column(role, header, year, generic)
    return None


def settle(columns: Sequence[Column]) -> list[Column]:
    """The columns with what only their neighbours tell: one name, “Mục tiêu” beside “Chỉ tiêu” is the target."""
    settled = list(columns)
    roles = [column.role for column in settled]
    if Role.NAME not in roles:
        first = next((index for index, role in enumerate(roles) if role is Role.CONTENT), None)
        if first is None:
            first = next((index for index, role in enumerate(roles) if role in (Role.PRODUCT, Role.OTHER)), None)
        if first is not None:
            settled[first] = replace(settled[first], role=Role.NAME)
    else:
        seen = False
        for index, column in enumerate(settled):
            if column.role is Role.NAME and seen:
                target_like = _INDICATOR_NAME.search(fold(column.header)) and Role.TARGET not in roles
                settled[index] = replace(column, role=Role.TARGET if target_like else Role.CONTENT)
            seen = seen or column.role is Role.NAME
    if _names_indicators(settled) and Role.TARGET not in [column.role for column in settled]:
        for index, column in enumerate(settled):
            if column.role is Role.CONTENT and fold(column.header).startswith("mục tiêu"):
                settled[index] = replace(column, role=Role.TARGET)
    if not _names_indicators(settled):
        # In a table of tasks “Kế hoạch” or “Số lượng” is a remark, and a unit of measure belongs to it.
        for index, column in enumerate(settled):
            if column.role is Role.MEASURE and fold(column.header) == "đơn vị":
                settled[index] = replace(column, role=Role.LEAD if Role.LEAD not in roles else Role.OTHER)
    if _names_indicators(settled) and Role.LEAD not in roles and Role.MONITORING in roles:
        settled = [replace(column, role=Role.LEAD) if column.role is Role.MONITORING else column for column in settled]
    leads = [index for index, column in enumerate(settled) if column.role is Role.LEAD]
    for index in leads[1:]:
        if settled[index].is_generic or not settled[leads[0]].is_generic:
            settled[index] = replace(
                settled[index], role=Role.COORDINATING if Role.COORDINATING not in roles else Role.OTHER
            )
        else:
            settled[leads[0]] = replace(settled[leads[0]], role=Role.OTHER)
    return settled


def kind_of(columns: Sequence[Column]) -> TableKind | None:
    """Tasks have somebody who does them or a time; indicators have a target. None for any other table."""
    roles = {column.role for column in columns}
    if Role.NAME not in roles:
        return None
    if Role.TARGET in roles and (_names_indicators(columns) or not roles & {Role.DEADLINE, Role.LEAD}):
        return TableKind.INDICATORS
    if Role.TARGET in roles and Role.DEADLINE not in roles and Role.COORDINATING not in roles:
        return TableKind.INDICATORS
    if roles & {Role.LEAD, Role.COORDINATING, Role.DEADLINE, Role.MONITORING}:
        return TableKind.TASKS
    return None


def _names_indicators(columns: Sequence[Column]) -> bool:
    """Does the name column's header speak of indicators?"""
    name = next((column for column in columns if column.role is Role.NAME), None)
    return name is not None and bool(_INDICATOR_NAME.search(fold(name.header))) and "nhiệm vụ" not in fold(name.header)


def segment_header(words: Sequence[str]) -> list[Column] | None:
    """The columns of a header whose cells were flattened into one run of words; None where it does not parse.

    A column begins at a capital letter (or a year); of all ways to part the words the one that leaves the
    fewest words unread wins, then the one with the fewest columns.
    """
    count = len(words)
    all_capitals = sum(word.isupper() for word in words) > 0.7 * count
    best: list[tuple[float, list[Column]] | None] = [None] * (count + 1)
    best[0] = (0.0, [])
    for end in range(1, count + 1):
        for begin in range(max(0, end - 14), end):
            before = best[begin]
            if before is None or not _may_begin(words, begin):
                continue
            text = " ".join(words[begin:end])
            column = read_header(text)
            cost = before[0] + (0.35 if column else 1.0 + 0.6 * (end - begin))
            if not all_capitals:
                cost += 0.5 * sum(_may_begin(words, index) for index in range(begin + 1, end))
            current = best[end]
            if current is None or cost < current[0]:
                best[end] = (cost, [*before[1], column or Column(Role.OTHER, text)])
    found = best[count]
    if found is None:
        return None
    return settle(_without_umbrella(found[1]))


def _may_begin(words: Sequence[str], index: int) -> bool:
    """Could a column's header begin at this word?"""
    if index == 0:
        return True
    is_year = bool(re.fullmatch(r"20\d{2}", words[index]))
    if is_year and (_is_year(words, index - 1) or _is_year(words, index + 1)):
        # “Kế hoạch các năm” above “2026 | 2027 | 2028”: every year heads a column.
        return True
    if words[index - 1].endswith(("/", ",", "-", "(", "&")) or words[index - 1].lower() in ("và", "hoặc"):
        return False
    if words[index - 1].lower() == "năm" and words[index][0].isdigit():
        return False
    first = words[index][0]
    return first.isupper() or (bool(re.match(r"20\d{2}", words[index])) and not words[index - 1][:1].islower())


def _is_year(words: Sequence[str], index: int) -> bool:
    return 0 <= index < len(words) and bool(re.fullmatch(r"20\d{2}", words[index]))


def _without_umbrella(columns: Sequence[Column]) -> list[Column]:
    """Puts the columns that a wider header spans in its place.

    “Phân công thực hiện” stands above “Chủ trì” and “Phối hợp”, “Kế hoạch các năm” above “2026”, “2027” …; a
    converter that goes line by line writes those of the second line behind all headers of the first.
    """
    kept = list(columns)
    for umbrella in columns:
        index = next((place for place, column in enumerate(kept) if column is umbrella), None)
        if index is None:
            continue
        begin, end = _spanned(kept, index)
        if end > begin:
            kept = [*kept[:index], *kept[begin:end], *kept[index + 1 : begin], *kept[end:]]
    return kept


def _spanned(columns: Sequence[Column], index: int) -> tuple[int, int]:
    """The range of the columns that the header at this place spans; an empty range where it spans none."""
    umbrella = columns[index]
    after = range(index + 1, len(columns))
    if umbrella.is_generic:
        for begin in after:
            if [column.role for column in columns[begin : begin + 2]] == [Role.LEAD, Role.COORDINATING]:
                return begin, begin + 2
    if _YEARS_ABOVE.fullmatch(fold(umbrella.header)):
        begin = next((place for place in after if re.fullmatch(r"20\d{2}", columns[place].header)), len(columns))
        end = begin
        while end < len(columns) and re.fullmatch(r"20\d{2}", columns[end].header):
            end += 1
        if end - begin > 1:
            return begin, end
    return 0, 0
