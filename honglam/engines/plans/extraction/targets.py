"""Indicators from running text: one item per figure that the plan wants to reach.

Shares of a hundred are targets wherever the plan speaks of what is to come; counts are targets in the goals,
and elsewhere where the text itself makes them a bound ("ít nhất một cán bộ", "mỗi người dân có một …").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from honglam.engines.plans.extraction.clauses import Named, clauses, name_figures
from honglam.engines.plans.extraction.items import Indicator
from honglam.engines.plans.extraction.lines import Line
from honglam.engines.plans.extraction.outline import ATTACHED, CLOSING, Heading, Outline
from honglam.engines.plans.extraction.quantities import Quantity, counting_noun, find_quantities
from honglam.engines.plans.extraction.roles import Role, Roles

_SILENT = (Role.RESULTS, Role.BASIS, Role.FUNDING)
_EVERY = re.compile(
    r"(?<![^\W\d_])(?P<every>mỗi|từng)\s+(?P<owner>[^,;.()]{2,60}?)(?:\s*\([^)]*\))?\s+(?:có|được|phải có"
    r"|sở hữu|sử dụng)\b",
    re.IGNORECASE,
)
# "Mỗi việc có một cơ quan chịu trách nhiệm" says how work is given out, not what is to be reached.
_WORK = re.compile(r"(?:đầu\s+|công\s+|phần\s+)?việc\b|nhiệm vụ|nội dung|lĩnh vực|chỉ tiêu|khâu|vấn đề", re.IGNORECASE)
_ANSWERS = re.compile(
    r"\s*(?:chỉ\s+|ít nhất\s+|tối thiểu\s+)?(?:một|\d{1,2}|[^\W\d_]+)\s+(?:cơ quan|đơn vị|đầu mối|người|cá nhân|cán bộ"
    r"|công chức|bộ phận|đồng chí|cấp|tập thể|chủ thể|phòng|sở)\b",
    re.IGNORECASE,
)
_EVERY_PERIOD = re.compile(
    r"(?<![^\W\d_])(?P<every>mỗi|hằng|hàng)\s+(?P<period>tuần|tháng|quý|năm|kỳ)\b", re.IGNORECASE
)
_PER_PERIOD = re.compile(r"\s*(?:[^,;.]{0,30}?)/\s*(?:\d+\s*)?(?P<period>tuần|tháng|quý|năm)\b", re.IGNORECASE)
_IN_EVERY_PERIOD = re.compile(
    r"(?:\s+[^\s,;.()]+){0,6}?\s+(?:mỗi|hằng|hàng)\s+(?P<period>tuần|tháng|quý|năm)(?=\s*(?:[,;.]|$))", re.IGNORECASE
)
_PAST = re.compile(
    r"(?:(?:hiện nay|hiện tại|hiện có|hiện đạt|hiện đã|đã đạt|cùng kỳ|đã hoàn thành|đến nay)[^;.]{0,60}"
    r"|so với (?:cùng kỳ|năm)[^;.,]{0,60})$",
    re.IGNORECASE,
)
_PAST_YEAR = re.compile(r"năm (?P<year>20\d{2})\D{0,25}$", re.IGNORECASE)
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:tại|ở|của|trong|theo|(?<!kiện )toàn|các|thuộc|giữa|từ|trên địa bàn|trên|với|gồm|cùng|và|hoặc|đối với|số"
    r"|nhóm|Tốp|Top|top|thứ)|\()\s*$",
    re.IGNORECASE,
)
_AIM = re.compile(r"(?:phấn đấu|phân đấu|mục tiêu|chỉ tiêu)[^;.]{0,80}$", re.IGNORECASE)
_PHYSICAL_AIM = re.compile(r"(?:\b(?:đến|đạt|tối thiểu|lên|tới|thêm|tăng)|:)\s*$", re.IGNORECASE)
# Things told from others of their kind by a figure.
_OF_THOSE = re.compile(r"\b(?:của|đối với|cho|sang|trong số)\s+(?:các|những)\s[^,;.:]{2,40}$", re.IGNORECASE)
_REACHED = re.compile(r"(?:đạt|chiếm|còn|xuống|lên)\b", re.IGNORECASE)
# Work that is measured by how many come of it.
_WORKS = re.compile(
    r"(?:^|[\s,;:])(?:trồng|xây dựng|xây mới|gia cố|lắp đặt|đào tạo|tập huấn|bồi dưỡng|tổ chức|thành lập"
    r"|hình thành|hỗ trợ|cấp mới|cấp|số hóa|số hoá"
    r"|thu hút|nâng cấp|sửa chữa|cải tạo|khởi công|mua sắm|trang bị|nạo vét|mở|kết nạp|giải quyết việc làm cho"
    r"|tạo việc làm cho|công nhận|xóa|xoá|củng cố|kiện toàn|nhân rộng|phục hồi|tu bổ|tôn tạo|tuyển dụng|tuyển|thả"
    r"|(?:bê tông|kiên cố|cứng|nhựa|ngói|ngầm) (?:hóa|hoá)|chuyển đổi|vận động|trao"
    r"|duy trì|kéo dài|xây|cấp phép|cấp phát|bàn giao|in ấn|phát hành"
    r"|(?<!tái )(?<!xuất )(?<!bộc )phát)"
    r"\s+(?:mới\s+|được\s+|thêm\s+)?$",
    re.IGNORECASE,
)
# "Không để xảy ra vụ ngộ độc từ 30 người mắc trở lên" says which cases must not happen, not how many should.
_PREVENTED = re.compile(r"không (?:để |có )?(?:xảy ra|phát sinh)[^;.]*$", re.IGNORECASE)
_MEASURED = re.compile(r"(?:[GM]b(?:ps|it/s)|km2?|ha|m2|tấn|kW?h?|MW|TB|GB|(?:tỷ|tỉ|triệu|nghìn) (?:đồng|USD))$")
_MONEY = re.compile(r"(?:đồng|USD)$")
_VAGUE_UNIT = re.compile(
    r"(?:nhóm nhiệm vụ|nhóm|mục|nội dung|phần|giai đoạn|bước|khâu|nguyên tắc|trụ cột|phụ lục|điều|khoản|chương"
    r"|điểm|rõ|không)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of prose with the section it counts to and the unit whose duty it is, if any."""

    line: Line
    begin: int
    heading: Heading | None
    section: str
    role: Role
    unit: str | None = None


def passages(outline: Outline, roles: Roles, units: dict[int, str]) -> list[Passage]:
    """The lines of prose under headings, without headings, closing paragraphs, recipients and signatures.

    `units` gives for a line the unit whose duty it states.
    """
    found: list[Passage] = []
    for index, line in enumerate(outline.lines):
        marker = outline.markers[index]
        heading = outline.heading_on(index)
        if (
            index in outline.silent
            or ATTACHED.match(line.text)
            or (CLOSING.match(line.text) and line.text.endswith("./."))
        ):
            continue
        if heading and heading.run_in is None:
            continue
        place = heading or outline.heading_at(line.start)
        if line.footnote or line.text[0] in "¹²³⁴⁵⁶⁷⁸⁹":
            place = _marked_place(outline, index) or place
        if place is None:
            continue
        if not heading and place.line < index < place.first:
            continue
        begin = heading.run_in if heading and heading.run_in else (marker.end if marker else 0)
        found.append(Passage(line, begin, place, place.path, roles.of(place), units.get(index)))
    return found


def _marked_place(outline: Outline, index: int) -> Heading | None:
    """The section in which a footnote's mark stands: the nearest line before it that bears the mark."""
    mark = re.match(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+", outline.lines[index].text)
    if mark is None:
        return None
    for line in reversed(outline.lines[max(0, index - 120) : index]):
        place = line.text.find(mark.group())
        if place > 0 and line.text[place - 1] not in "XVAmkKdc":
            return outline.heading_at(line.start)
    return None


def find_targets(passages_: Sequence[Passage], first_year: int | None) -> list[Indicator]:
    """The indicators of running text, in order."""
    found: list[Indicator] = []
    for passage in passages_:
        if passage.role in _SILENT:
            continue
        text = passage.line.text
        quantities = [quantity for quantity in find_quantities(text) if quantity.start >= passage.begin]
        if not quantities:
            continue
        for clause in clauses(text, passage.begin):
            within = [quantity for quantity in quantities if clause[0] <= quantity.start and quantity.end <= clause[1]]
            if within:
                found.extend(_clause_targets(passage, clause, within, first_year))
    return found


def _clause_targets(
    passage: Passage, clause: tuple[int, int], quantities: Sequence[Quantity], first_year: int | None
) -> list[Indicator]:
    """The indicators of one clause."""
    text = passage.line.text
    if cut := _statement_end(text, clause, quantities):
        first = [quantity for quantity in quantities if quantity.end <= cut]
        rest = [quantity for quantity in quantities if quantity.start >= cut]
        return [
            *_clause_targets(passage, (clause[0], cut), first, first_year),
            *_clause_targets(passage, (cut, clause[1]), rest, first_year),
        ]
    if every := _each_has(text, clause, quantities):
        named, unit = every
        rest = [quantity for quantity in quantities if quantity.start >= named.high]
        others = _clause_targets(passage, (named.high, clause[1]), rest, first_year) if rest else []
        return [_indicator(passage, named, unit, 0.7), *others]
    shares = [
        quantity
        for quantity in quantities
        if quantity.is_percent
        and not _is_past(text, clause, quantity, first_year)
        and not (passage.role is not Role.GOALS and _tells_which(text, clause, quantity))
    ]
    shares = _without_asides(text, shares)
    named_shares = name_figures(text, clause, shares)
    items = [
        _indicator(passage, named, _share_unit(named.quantity), 0.9 if passage.role is Role.GOALS else 0.8)
        for named in named_shares
    ]
    taken = [(named.low, named.high) for named in named_shares]
    counts = [
        quantity
        for quantity in quantities
        if not quantity.is_percent
        and not any(low <= quantity.start < high for low, high in taken)
        and _is_count_target(passage, clause, quantity, first_year)
    ]
    for named in name_figures(text, clause, counts):
        whole = _whole_clause(passage, clause, named, taken)
        taken.append((whole.low, whole.high))
        items.append(
            _indicator(
                passage, whole, _count_unit(text, clause, named.quantity), 0.6 if passage.role is Role.GOALS else 0.55
            )
        )
    return sorted(items, key=lambda item: item.source.start)


def _statement_end(text: str, clause: tuple[int, int], quantities: Sequence[Quantity]) -> int | None:
    """Where a count ends a statement of its own before a share: "đạt 48 triệu lượt khách, tăng 9%" are two."""
    for count, share in pairwise(quantities):
        reached = not count.is_percent and count.text.lower().startswith("đạt")
        if reached and share.is_percent and re.match(r",\s+(?:tăng|giảm)\b", text[count.end : share.start]):
            return count.end
    return None


def _each_has(text: str, clause: tuple[int, int], quantities: Sequence[Quantity]) -> tuple[Named, str | None] | None:
    """ "Mỗi … có một …": the clause from "mỗi" on, with what each has."""
    match = _EVERY.search(text, *clause)
    if match is None or re.match(r"(?:năm|quý|tháng|tuần|kỳ|bước|lĩnh vực)\b", match["owner"]):
        return None
    if _WORK.match(match["owner"]) and _ANSWERS.search(text, match.end(), clause[1]):
        return None
    first = next(
        (
            quantity
            for quantity in quantities
            if match.end() - 4 <= quantity.start <= match.end() + 40 and not quantity.is_percent
        ),
        None,
    )
    if first is None or not isinstance(first.target, (int, float)):
        return None
    end = _joint_before(text, first, quantities) or clause[1]
    words = text[match.start("every") : end].rstrip(" .,;")
    named = Named(
        first,
        match.start("every"),
        match.start("every") + len(words),
        match.start("every"),
        match.start("every") + len(words),
    )
    several = sum(quantity.in_words for quantity in quantities) > 1
    return named, None if several else f"{first.unit}/{counting_noun(match['owner'])}"


def _joint_before(text: str, first: Quantity, quantities: Sequence[Quantity]) -> int | None:
    """Where another bound is joined to what each has: "mỗi thôn có 01 tổ | với ít nhất 03 thành viên"."""
    for other in quantities:
        if other.start > first.end and other.is_bounded and not other.in_words:
            joint = re.search(r",?\s+(?:với|và|gồm)\s+$", text[first.end : other.start])
            return first.end + joint.start() if joint else None
    return None


def _tells_which(text: str, clause: tuple[int, int], share: Quantity) -> bool:
    """Whether a share only says which things are meant: "vốn của các dự án giải ngân dưới 30%"."""
    if share.operator not in ("<", ">") or _REACHED.match(share.text):
        return False
    return bool(_OF_THOSE.search(_before(text, clause, share)))


def _share_unit(share: Quantity) -> str:
    """The sign of a share, with the period or thing it is counted by where one is printed ("8,5%/năm")."""
    match = re.search(r"%(?:\s*/\s*[^\W\d_]+)+$", share.text)
    return re.sub(r"\s+", "", match.group()) if match else "%"


def _before(text: str, clause: tuple[int, int], quantity: Quantity) -> str:
    """The words of the clause right before a figure: as many as any rule looks at."""
    return text[max(clause[0], quantity.start - 160) : quantity.start]


def _is_past(text: str, clause: tuple[int, int], quantity: Quantity, first_year: int | None) -> bool:
    """Whether the figure tells of a time before the plan."""
    before = _before(text, clause, quantity)
    if _PAST.search(before):
        return True
    year = _PAST_YEAR.search(before)
    return bool(
        year
        and first_year
        and int(year["year"]) < first_year
        and not ("," in year.group() and re.search(r"so với (?:cùng kỳ )?$", before[: year.start()], re.IGNORECASE))
        and "đến" not in before[max(0, year.start() - 5) : year.start()]
    )


def _without_asides(text: str, shares: Sequence[Quantity]) -> list[Quantity]:
    """The shares without those in brackets beside another ("đạt 100% (năm trước 90%)")."""
    if len(shares) < 2:
        return list(shares)
    return [
        quantity for quantity in shares if text.rfind("(", 0, quantity.start) <= text.rfind(")", 0, quantity.start)
    ] or list(shares)


def _is_count_target(passage: Passage, clause: tuple[int, int], quantity: Quantity, first_year: int | None) -> bool:
    """Whether a count is something to be reached."""
    text = passage.line.text
    before = _before(text, clause, quantity)
    unit = quantity.unit or ""
    reached = bool(re.match(r"(?:đạt|chiếm|còn|xuống)\b", quantity.text, re.IGNORECASE))
    vague = bool(_VAGUE_UNIT.fullmatch(unit)) and not (unit.lower() == "điểm" and _WORKS.search(before))
    if (vague and not reached and not quantity.is_bounded) or _is_past(text, clause, quantity, first_year):
        return False
    if quantity.in_words and not quantity.is_bounded:
        return False
    if quantity.operator in (">", ">=") and _PREVENTED.search(before):
        return False
    if quantity.is_bounded and quantity.operator != "range":
        spatial = (
            quantity.operator == ">" and quantity.text.lower().startswith(("trên", "hơn")) and not _AIM.search(before)
        )
        return not spatial or passage.role is Role.GOALS
    if _MEASURED.search(unit) and (reached or _PHYSICAL_AIM.search(before) or _AIM.search(before)):
        return True
    if reached and (passage.role is Role.GOALS or re.match(r"còn|xuống", quantity.text, re.IGNORECASE)):
        return True
    place = _PLACE_BEFORE.search(before)
    if place and not (passage.role is Role.GOALS and place.group().strip().lower() in ("và", "hoặc", "cùng")):
        return False
    if passage.role is Role.GOALS:
        aimed = bool(_AIM.search(before) or _PHYSICAL_AIM.search(before))
        return aimed or (unit[:1].isalpha() and not _MONEY.search(unit))
    if _MONEY.search(unit):
        return False
    return bool(_AIM.search(before)) or bool(_WORKS.search(before))


def _whole_clause(passage: Passage, clause: tuple[int, int], named: Named, taken: Sequence[tuple[int, int]]) -> Named:
    """A count stays in its name: the name runs from its own words over the figure to the end of them."""
    text = passage.line.text
    figure = named.quantity
    if named.start > figure.start:
        begin = max([clause[0], *(high for _, high in taken if high <= figure.start)])
        words = text[begin : figure.start]
        joint = re.match(r"[\s,:;–+-]*(?:và\s+|cùng với\s+)?", words)
        start = begin + (joint.end() if joint else 0)
        if figure.is_bounded and len(words.split()) <= 1:
            start = figure.start
        return Named(figure, start, named.end, start, max(named.end, figure.end))
    joined = re.match(r"(?:và|cùng với)\s+", text[named.start : figure.start])
    if joined:
        named = Named(figure, named.start + joined.end(), named.end, named.start + joined.end(), named.high)
    if passage.role is not Role.GOALS and named.start < figure.start:
        comma = text.rfind(", ", named.start, figure.start)
        if comma >= 0 and text.count("(", named.start, comma) == text.count(")", named.start, comma):
            named = Named(figure, comma + 2, max(named.end, comma + 3), comma + 2, named.high)
    open_end = re.search(r"\b(?:cho|được|thêm|mới)\s*$", text[named.start : figure.start])
    reached = re.match(r"đạt\b", figure.text, re.IGNORECASE)
    worked = figure.operator == "=" and _WORKS.search(text[named.start : figure.start])
    short = (len(text[named.start : named.end].split()) < 3 and not reached) or open_end or worked
    if (
        short
        and named.end <= figure.start
        and not _MEASURED.search(figure.unit or "")
        and not _MONEY.search(figure.unit or "")
    ):
        return Named(figure, named.start, figure.end, named.low, max(named.high, figure.end))
    return named


def _count_unit(text: str, clause: tuple[int, int], quantity: Quantity) -> str | None:
    """The unit of a count, with the period it is counted in ("phóng sự/quý")."""
    if match := _EVERY_PERIOD.search(text, max(clause[0], quantity.start - 160), quantity.start):
        return f"{quantity.unit}/{match['period'].lower()}"
    per = _PER_PERIOD.match(text, quantity.end) or _IN_EVERY_PERIOD.match(text, quantity.end, clause[1])
    if per and "/" not in (quantity.unit or ""):
        return f"{quantity.unit}/{per['period'].lower()}"
    return quantity.unit


def _indicator(passage: Passage, named: Named, unit: str | None, confidence: float) -> Indicator:
    quantity = named.quantity
    line = passage.line
    return Indicator(
        section=passage.section,
        group=None,
        no=None,
        name=line.text[named.start : named.end],
        operator=quantity.operator,
        target=quantity.target,
        target_text=quantity.text,
        unit=unit,
        lead=[passage.unit] if passage.unit else [],
        source=line.source(named.low, named.high),
        confidence=confidence,
    )
