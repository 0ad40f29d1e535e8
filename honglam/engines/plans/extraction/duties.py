"""Assignments: the implementation section, each unit with its duties, one duty per bullet.

A unit stands as a heading ("1. Sở Nội vụ"), alone on a line without a number ("Sở Y tế"), before a colon
("5. Công an xã: Phối hợp …"), or as the subject of a paragraph ("2. Sở Tài chính chủ trì, …"). The closing
paragraph is not a duty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from honglam.engines.plans.extraction.items import Source, UnitDuties
from honglam.engines.plans.extraction.lines import Line
from honglam.engines.plans.extraction.numbering import Rank
from honglam.engines.plans.extraction.outline import ATTACHED, CLOSING, Heading, Outline
from honglam.engines.plans.extraction.roles import Role, Roles
from honglam.engines.plans.extraction.unit_names import begins_unit, unit_fit

ASKED = re.compile(
    r"(?:Đề nghị|Giao cho|Giao|Yêu cầu|Trách nhiệm của|Nhiệm vụ của|Đối với|Trách nhiệm|Mời)\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
VERBS = (
    r"có trách nhiệm|có nhiệm vụ|làm (?:cơ quan|đầu mối)|phản ánh|kiến nghị|chịu trách nhiệm|chủ trì|phối hợp"
    r"|tham mưu|căn cứ|theo chức năng|trên cơ sở|tổ chức(?! chính trị| đảng| đoàn| xã hội"
    r"| hội| thành viên)|theo dõi|hướng dẫn|xây dựng(?! nông thôn)|triển khai|thực hiện|đôn đốc|tổng hợp"
    r"|là (?:cơ quan|đơn vị|đầu mối)|bố trí|cân đối|thẩm định"
    r"|tăng cường|đẩy mạnh|chỉ đạo(?! phát triển| về| chuyển)|chủ động|rà soát|tuyên truyền|kiểm tra|giám sát"
    r"|nghiêm túc|tập trung|khẩn trương"
    r"|đảm bảo|bảo đảm|tiếp tục|lãnh đạo|quán triệt|phát huy|tích cực|vận động|đưa tin|kịp thời|định kỳ|báo cáo"
    r"|gửi|lồng ghép|cử|ban hành|bám sát"
    r"|phân công|thường xuyên|nghiên cứu|đề xuất|hỗ trợ|tham gia|cập nhật"
)
# Behind its subject a verb is printed small; "Ủy ban Kiểm tra", "Ban Tổ chức", "Ban Chỉ đạo" are names.
_SUBJECT = re.compile(rf"(?P<unit>[^:;.]{{3,220}}?),?\s+(?={VERBS})")
_COLON = re.compile(r":\s*(?=\S)|:$")
_END = re.compile(r"(?:\./\.|[\s.;:,])+$")
_SUBJECT_IN_SENTENCE = re.compile(rf"(?P<unit>[^:.]{{3,220}}?),?\s+(?={VERBS})")
_SUBJECT_PLACE = re.compile(r"(?:^|[,;:.]\s+|\b(?:đề nghị|yêu cầu|giao|Đề nghị|Yêu cầu|Giao)\s+)(?=[^\W\d_])")
# A comma behind one of these goes on with a list of units that are the object of a verb.
_LISTED = re.compile(r"\b(?:các|cơ quan|đơn vị|sở|ban|ngành|phòng|UBND|xã|phường|địa phương)\b", re.IGNORECASE)
_REFERS_TO_APPENDIX = re.compile(r"\([^()]*\b(?:phụ lục|biểu|danh mục)\b[^()]*\)$", re.IGNORECASE)
_POSTS = re.compile(
    r"(?:Các\s+)?(?:Phó\s+)?(?:Giám đốc|Thủ trưởng|Chánh|Chủ tịch|Trưởng|Bí thư|Hiệu trưởng|đồng chí|Đồng chí"
    r"|Người đứng đầu|cấp ủy|Cấp ủy)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:[,(–-]|\b(?:và|với|của|cho|gửi|về|các|cùng|tại|theo|do))$", re.IGNORECASE)
# "1. Phòng Quản lý vận tải chủ trì:" heads the duties of the unit; the verb is no part of its name.
_TAIL = re.compile(r",?\s+(?:chủ trì|có (?:trách nhiệm|nhiệm vụ)|chịu trách nhiệm|thực hiện)$", re.IGNORECASE)
_SELF = re.compile(
    r"\b(?:chủ trì|tham mưu|xây dựng|triển khai|thực hiện|phối hợp với|báo cáo|nâng cao|tăng cường|đẩy mạnh|bảo đảm)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Unit:
    """A unit being read: its name, where it is printed, its duties so far."""

    name: str
    source: Source
    rank: Rank
    confidence: float
    duties: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    bulleted: bool = False
    last_rank: Rank | None = None
    plain: bool = False


@dataclass(frozen=True, slots=True)
class DutyReading:
    """The assignments, and for every line that states a duty the unit whose duty it is."""

    assignments: list[UnitDuties]
    unit_of_line: dict[int, str]


def trim(text: str) -> str:
    """A duty as it is kept: without the punctuation at its end."""
    shortened = text if text.rstrip().endswith(("...", "…")) else _END.sub("", text)
    return shortened.strip()


def read_duties(outline: Outline, roles: Roles) -> DutyReading:
    """The units of the implementation sections with their duties, in order."""
    units: list[_Unit] = []
    for heading in outline.headings:
        above = outline.headings[heading.parent] if heading.parent is not None else None
        if roles.of(heading) is Role.IMPLEMENTATION and roles.of(above) is not Role.IMPLEMENTATION:
            units.extend(_Walk(outline, heading).units())
    kept = [unit for unit in units if unit.duties]
    return DutyReading(
        assignments=[_item(unit) for unit in kept],
        unit_of_line={line: unit.name for unit in kept for line in unit.lines},
    )


def _item(unit: _Unit) -> UnitDuties:
    start = min([unit.source.start, *(source.start for source in unit.sources)])
    end = max([unit.source.end, *(source.end for source in unit.sources)])
    return UnitDuties(unit.name, unit.duties, Source(start, end, unit.source.page), unit.confidence, unit.sources)


class _Walk:
    """One pass over the lines of an implementation section."""

    def __init__(self, outline: Outline, root: Heading) -> None:
        self.outline = outline
        self.root = root
        self.found: list[_Unit] = []
        self.unit: _Unit | None = None
        self.closed = False

    def units(self) -> list[_Unit]:
        """The units in order of their first mention."""
        if self.root.run_in is not None:
            self._paragraph(self.root.line, self.outline.lines[self.root.line], self.root.run_in, None)
        for index in range(self.root.first, self.root.last):
            line = self.outline.lines[index]
            if index in self.outline.silent or ATTACHED.match(line.text):
                break
            if line.footnote:
                continue
            heading = self.outline.heading_on(index)
            if heading:
                self._heading(heading, line)
            else:
                marker = self.outline.markers[index]
                self._paragraph(index, line, marker.end if marker else 0, marker.rank if marker else None)
        return self.found

    def _heading(self, heading: Heading, line: Line) -> None:
        """A heading is a unit, a part of a unit's duties, or the end of them."""
        name, begin = _asked(heading.text)
        if _is_unit_heading(name) or (heading.run_in is None and begins(name) and len(name) <= 200):
            start = heading.start + begin
            self._open(
                name, Source(min(start, heading.end - 1), heading.end, heading.page), heading.rank, heading.confidence
            )
            if heading.run_in is not None and line.text[heading.run_in :].strip():
                self._add(heading.line, line, heading.run_in)
            return
        if self.unit and heading.rank > self.unit.rank:
            marker = self.outline.markers[heading.line]
            self._add(heading.line, line, marker.end if marker else 0)
            return
        marker = self.outline.markers[heading.line]
        if not self._subject(heading.line, line, marker.end if marker else 0, heading.rank):
            self.unit = None

    def _paragraph(self, index: int, line: Line, begin: int, rank: Rank | None) -> None:
        """A bullet, a numbered paragraph or a plain one."""
        text = line.text[begin:]
        if rank is None and _REFERS_TO_APPENDIX.match(text):
            return
        if rank is None and (text.startswith("Trên đây là") or (CLOSING.match(text) and self._ends_section(index))):
            self.unit, self.closed = None, True
            return
        if rank is None and self._heads_duties(index, text):
            name, shift = _asked(text)
            start = begin + shift
            self._open(name, line.source(start, start + len(name)), self._rank_below(), 0.8 if line.bold else 0.7)
            self.found[-1].plain = True
            return
        if self.closed and rank is None:
            return
        if rank is None and self.unit is not None and self.unit.plain and self._subject(index, line, begin, Rank.DASH):
            self.found[-1].plain = True
            return
        bullet = rank is not None and rank >= Rank.DASH
        if rank is None or not bullet or self.unit is None or self.unit.rank >= Rank.DASH:
            higher = self.unit is None or rank is None or rank <= self.unit.rank
            if (
                higher
                and not (rank is None and self.unit is not None)
                and self._subject(index, line, begin, rank or Rank.DASH)
            ):
                self.found[-1].plain = rank is None
                return
        if self.unit is None:
            return
        if rank is Rank.PLUS and self.unit.last_rank is Rank.DASH and self.unit.duties:
            self._extend(index, line)
            return
        if rank is None and self.unit.bulleted and line.text.endswith("./.") and self._ends_section(index):
            self.unit, self.closed = None, True
            return
        if bullet:
            self.unit.bulleted = True
        self.unit.last_rank = rank
        self._add(index, line, begin)

    def _subject(self, index: int, line: Line, begin: int, rank: Rank) -> bool:
        """Opens the unit that is the subject of a paragraph, the rest its first duty; False where there is none."""
        text = line.text[begin:]
        colon = _COLON.search(text)
        if colon and colon.start() <= 200:
            name, shift = _asked(text[: colon.start()])
            if _is_unit_heading(name):
                start = begin + shift
                self._open(name, line.source(start, start + len(name)), rank, 0.8)
                if text[colon.end() :].strip():
                    self._add(index, line, begin + colon.end())
                return True
        asked = ASKED.match(text)
        shift = asked.end() if asked else 0
        match = _SUBJECT.match(text, shift) or _SUBJECT_IN_SENTENCE.match(text, shift)
        if match is None or not all(begins(part.strip()) for part in match["unit"].split(";")):
            return False
        name = match["unit"].strip(" ,")
        if not begins(name) or (unit_fit(name) < 0.5 and not _POSTS.match(name)):
            return False
        self._open(name, line.source(begin + shift, begin + shift + len(name)), rank, 0.65)
        self._add(index, line, begin + match.end())
        return True

    def _open(self, name: str, source: Source, rank: Rank, confidence: float) -> None:
        self.unit = _Unit(trim(name), source, rank, confidence)
        self.closed = False
        self.found.append(self.unit)

    def _add(self, index: int, line: Line, begin: int) -> None:
        """A duty of the unit being read."""
        duty = trim(line.text[begin:])
        if self.unit is None or not duty:
            return
        self.unit.duties.append(duty)
        begin += len(line.text[begin:]) - len(line.text[begin:].lstrip())
        self.unit.sources.append(line.source(begin, begin + len(duty)))
        self.unit.lines.append(index)

    def _extend(self, index: int, line: Line) -> None:
        """A sub-bullet belongs to the bullet above it."""
        assert self.unit is not None
        last = self.unit.sources[-1]
        self.unit.duties[-1] = f"{self.unit.duties[-1]} {trim(line.text)}"
        self.unit.sources[-1] = Source(last.start, line.end, last.page)
        self.unit.lines.append(index)

    def _heads_duties(self, index: int, text: str) -> bool:
        """Whether a line without a number is the name of a unit and nothing else, with its duties below it."""
        name, _ = _asked(text)
        # A name of one word ("Phòng") is the rest of a torn line.
        if len(name.split()) < 2 or len(name) > 200 or text.rstrip().endswith((".", ";", ",")):
            return False
        if not text[0].isupper() or not _is_unit_heading(name) or unit_fit(name) < 0.75:
            return False
        if index > self.root.first and _GOES_ON.search(self.outline.lines[index - 1].text):
            return False
        if index + 1 >= self.root.last or index + 1 in self.outline.silent:
            return False
        return not CLOSING.match(self.outline.lines[index + 1].text)

    def _rank_below(self) -> Rank:
        """The rank of a unit without a number: right below the section it stands in."""
        return next(rank for rank in Rank if rank > self.root.rank)

    def _ends_section(self, index: int) -> bool:
        """Whether nothing but plain paragraphs, headings of higher rank or the recipients follow."""
        for following in range(index + 1, min(self.root.last, index + 4)):
            if following in self.outline.silent or self.outline.heading_on(following):
                return True
            if self.outline.markers[following] is not None:
                return False
        return True


def begins(name: str) -> bool:
    """Whether a name begins like a unit, a collective of units or the holder of a post."""
    return begins_unit(name) or bool(_POSTS.match(name))


def _asked(text: str) -> tuple[str, int]:
    """(name, where it begins): the name of a unit without "Đề nghị", "Giao" and the like."""
    match = ASKED.match(text)
    begin = match.end() if match else 0
    name = text[begin:].rstrip(" :.;,")
    tail = _TAIL.search(name)
    return (name[: tail.start()] if tail else name), begin


def _is_unit_heading(name: str) -> bool:
    """Whether a heading names a unit rather than a task."""
    if not 2 <= len(name) <= 260 or not begins(name):
        return False
    verb = _SELF.search(name)
    return verb is None or name.lower().find("ban chỉ đạo") >= 0 or unit_fit(name) >= 0.75


def subjects(text: str) -> Iterator[tuple[int, str]]:
    """(place, unit) of the units that a sentence asks or names as who does something, left to right."""
    taken = 0
    for match in _SUBJECT_PLACE.finditer(text):
        listed = match.group().startswith(",") and _LISTED.search(
            re.split(r"[,;:.]", text[max(0, match.start() - 200) : match.start()])[-1]
        )
        if match.start() < taken or listed:
            continue
        asked = ASKED.match(text, match.end())
        begin = asked.end() if asked else match.end()
        found = _SUBJECT_IN_SENTENCE.match(text, begin)
        if found is None:
            continue
        unit = found["unit"].strip(" ,")
        ordered = re.search(r"\b(?:yêu cầu|đề nghị|giao)\s+(?=[^\W\d_])", unit)
        if ordered:
            unit = unit[ordered.end() :]
        if begins(unit) and (unit_fit(unit) >= 0.5 or _POSTS.match(unit)):
            taken = found.end("unit")
            yield begin, unit
