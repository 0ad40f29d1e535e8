"""What a section is for, told from its heading and the headings above it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from honglam.engines.plans.extraction.numbering import Rank
from honglam.engines.plans.extraction.outline import Heading, Outline


class Role(StrEnum):
    """The part that a section plays in a plan."""

    GOALS = "goals"
    RESULTS = "results"
    BASIS = "basis"
    FUNDING = "funding"
    IMPLEMENTATION = "implementation"
    OTHER = "other"


_GOALS = re.compile(r"mục tiêu|chỉ tiêu|các chỉ số", re.IGNORECASE)
_RESULTS = re.compile(
    r"(?:kết quả|tình hình)(?: (?:đạt được|nổi bật|chủ yếu))?(?: (?:thực hiện|triển khai|công tác|chuyển đổi số"
    r"|hoạt động))"
    r"|^đánh giá năm 20\d\d|^(?:sơ lược|khái quát) (?:kết quả|tình hình)"
    r"|kết quả (?:đạt được|năm|thực hiện|giai đoạn|nổi bật)|đánh giá (?:kết quả|tình hình|chung|việc thực hiện)"
    r"|thực trạng|hiện trạng"
    r"|(?:tình hình|kết quả)[^.]{0,80}(?:năm 20\d\d|giai đoạn 20\d\d)|tồn tại, hạn chế|hạn chế, (?:khó khăn"
    r"|tồn tại|nguyên nhân)|những kết quả",
    re.IGNORECASE,
)
# A heading that speaks of results to come: a duty, not a report.
_TO_COME = re.compile(
    r"(?:tổng kết|sơ kết|kiểm tra|giám sát|theo dõi|báo cáo|công tác|chế độ|sản phẩm|dự kiến|chấm điểm|nâng cao"
    r"|công bố)[^.]{0,60}"
    r"(?:kết quả|đánh giá|tình hình)|(?:kết quả|sản phẩm)[^.]{0,20}dự kiến|sơ kết, tổng kết|kiểm tra, đánh giá"
    r"|đánh giá, (?:báo cáo|kiểm tra)"
    r"|báo cáo kết quả|kết quả (?:chủ yếu )?cần đạt|kết quả thực hiện kế hoạch này",
    re.IGNORECASE,
)
# A look back says so by its first words ("Đặc điểm tình hình", "Tổng kết công tác …").
_LOOKS_BACK = re.compile(
    r"(?:về\s+)?(?:kết quả|tình hình|đặc điểm|đánh giá|tổng kết|sơ kết|kiểm điểm|nhìn lại|khái quát|bối cảnh)\b",
    re.IGNORECASE,
)
_LOOKS_AHEAD = re.compile(
    r"kế hoạch|nhiệm vụ|mục tiêu|chỉ tiêu|giải pháp|phương hướng|dự báo|khen thưởng|nghiệm thu|hoạt động tổng kết",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?<!/)\b20\d{2}\b(?!/)")
_BASIS = re.compile(r"(?:các |những )?căn cứ|cơ sở (?:pháp lý|xây dựng)|sự cần thiết|danh mục văn bản", re.IGNORECASE)
_FUNDING = re.compile(
    r"kinh phí|nguồn vốn|dự toán|nguồn lực tài chính|cơ chế tài chính|tổng mức đầu tư|khái toán|ngân sách",
    re.IGNORECASE,
)
_IMPLEMENTATION = re.compile(
    r"tổ chức (?:thực hiện|triển khai|chỉ đạo thực hiện)|phân công|trách nhiệm (?:thực hiện|của|tổ chức|các)"
    r"|giao nhiệm vụ"
    r"|nhiệm vụ của các (?:cơ quan|đơn vị|sở)|triển khai thực hiện$|điều khoản thi hành",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of all sections of an outline, by the place of their heading."""

    by_line: dict[int, Role]

    def of(self, heading: Heading | None) -> Role:
        """The role of a section; OTHER before the first heading."""
        return self.by_line.get(heading.line, Role.OTHER) if heading else Role.OTHER


def read_roles(outline: Outline, first_year: int | None = None) -> Roles:
    """The role of every heading: its own words, or else the role of what it stands under.

    `first_year` is the first year that the plan is for: a section named after an earlier one looks back.
    """
    roles: dict[int, Role] = {}
    for heading in outline.headings:
        above = outline.headings[heading.parent] if heading.parent is not None else None
        inherited = roles[above.line] if above else Role.OTHER
        own = _own_role(heading, above, inherited)
        if own is not Role.BASIS and _is_top(above) and inherited is Role.OTHER:
            ahead = any(role in (Role.GOALS, Role.IMPLEMENTATION) for role in roles.values())
            own = Role.RESULTS if _looks_back(heading, first_year, ahead=ahead) else own
        roles[heading.line] = own or inherited
    return Roles(roles)


def with_assignments(outline: Outline, roles: Roles, is_unit: Callable[[str], bool]) -> Roles:
    """The roles of a document that is no plan: a section whose headings are units assigns work to them.

    Numbered units without a section above them count likewise; a section that looks back does not.
    """
    found = dict(roles.by_line)
    for parent in [None, *range(len(outline.headings))]:
        row = [heading for heading in outline.headings if heading.parent == parent]
        units = sum(is_unit(heading.text) for heading in row)
        if units < 2 or 4 * units < 3 * len(row) or any(roles.of(heading) is Role.RESULTS for heading in row):
            continue
        lines = [heading.line for heading in row]
        lines += [outline.headings[parent].line] if parent is not None else []
        lines += [
            heading.line
            for heading in outline.headings
            if heading.parent is not None and outline.headings[heading.parent].line in lines[: len(row)]
        ]
        found.update(dict.fromkeys(lines, Role.IMPLEMENTATION))
    return Roles(found)


def _is_top(above: Heading | None) -> bool:
    """Whether a heading under `above` opens a part of the document."""
    return above is None or above.rank <= Rank.CAPITAL


def _looks_back(heading: Heading, first_year: int | None, *, ahead: bool) -> bool:
    """Whether a top section tells of the time before the plan.

    Its words say so ("Tổng kết công tác …"), unless it speaks of work to come or stands behind the goals (`ahead`);
    or it is named after a year before the plan's and after no other.
    """
    text = heading.text
    if heading.rank is Rank.APPENDIX or _LOOKS_AHEAD.search(text) or _TO_COME.search(text):
        return False
    years = [int(year) for year in _YEARS.findall(text)]
    if years and first_year:
        return max(years) < first_year and not re.search(r"theo|căn cứ|thực hiện (?:Luật|Nghị)", text, re.IGNORECASE)
    return bool(_LOOKS_BACK.match(text)) and not ahead and heading.rank is not Rank.ARTICLE


def _own_role(heading: Heading, above: Heading | None, inherited: Role) -> Role | None:
    """The role that a heading's own words give it; None where they give none."""
    text = heading.text
    if inherited is Role.RESULTS:
        return Role.RESULTS
    if inherited is Role.IMPLEMENTATION and heading.rank is not Rank.APPENDIX:
        return Role.IMPLEMENTATION
    top = _is_top(above)
    shallow = top or (above is not None and above.parent is None)
    if _IMPLEMENTATION.search(text) and shallow and not _RESULTS.search(text):
        return Role.IMPLEMENTATION
    if _RESULTS.search(text) and not _TO_COME.search(text) and top and not _GOALS.match(text):
        return Role.RESULTS
    if _FUNDING.search(text) and len(text) < 120 and not _GOALS.search(text):
        return Role.FUNDING
    if _BASIS.match(text):
        return Role.BASIS
    if _GOALS.search(text) and not re.search(r"nhiệm vụ|giải pháp", text, re.IGNORECASE):
        return Role.GOALS
    if inherited is Role.GOALS and heading.rank > Rank.ARABIC:
        return Role.GOALS
    return None
