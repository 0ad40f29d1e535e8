"""What an example document is made of, and what a right reading of it holds. Plain values, no Django."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

_ROMAN = ("", "I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as a table prints it (`{year}` stands for the plan's year) and what it means.

    `meaning` is "recurring", "on_demand" or empty; a day of the plan's year otherwise, None where nothing is said.
    """

    text: str = ""
    month: int | None = None
    day: int | None = None
    meaning: str = ""

    def printed(self, year: int) -> str:
        """The words of the cell."""
        return self.text.format(year=year)

    def meant(self, year: int) -> str | None:
        """The last day meant as an ISO date, "recurring", "on_demand", or None."""
        if self.month is None:
            return self.meaning or None
        return date(year, self.month, self.day or monthrange(year, self.month)[1]).isoformat()


def quarter(number: int) -> Due:
    """“Quý II/2026”."""
    return Due(f"Quý {_ROMAN[number]}/{{year}}", month=3 * number)


def month(number: int) -> Due:
    """“Tháng 8/2026”."""
    return Due(f"Tháng {number}/{{year}}", month=number)


def day(of_month: int, number: int) -> Due:
    """“Trước ngày 20/6/2026”; the last day meant is the one that is named."""
    return Due(f"Trước ngày {of_month:02}/{number}/{{year}}", month=number, day=of_month)


YEAR_END = Due("31/12/{year}", month=12, day=31)
ALWAYS = Due("Thường xuyên", meaning="recurring")
EVERY_QUARTER = Due("Hằng quý", meaning="recurring")
ON_REQUEST = Due("Khi có yêu cầu", meaning="on_demand")
UNSAID = Due()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of tasks. Units are written as the document writes them."""

    name: str
    lead: tuple[str, ...]
    due: Due
    product: str
    coordinating: tuple[str, ...] = ()
    monitoring: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading of a table; they are numbered from 1 in every group."""

    numeral: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """A quantified target: its name, how it compares, the figure, its words and its unit of measure."""

    name: str
    operator: str
    target: float
    text: str
    measure: str = "%"
    lead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskTable:
    """An annex with tasks. `columns` are keys of `HEADERS`, in print order."""

    label: str
    title: str
    columns: tuple[str, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class AimTable:
    """An annex with targets: number, target, measure, figure, lead."""

    label: str
    title: str
    aims: tuple[Aim, ...]


HEADERS = {
    "number": "STT",
    "name": "Nhiệm vụ",
    "lead": "Cơ quan chủ trì",
    "coordinating": "Cơ quan phối hợp",
    "monitoring": "Cơ quan theo dõi, tổng hợp",
    "due": "Thời gian hoàn thành",
    "product": "Sản phẩm, kết quả",
    "aim": "Chỉ tiêu",
    "measure": "Đơn vị tính",
    "target": "Kế hoạch năm {year}",
}
AIM_COLUMNS = ("number", "aim", "measure", "target", "lead")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text: level 1 (I., II.), 2 (1., 2.) or 3 (a), b))."""

    level: int
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Bullet:
    """A line behind a dash, with the targets that a reader finds in it and the report that it orders."""

    text: str
    aims: tuple[Aim, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """A plain paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Duty:
    """A unit of the implementation section with its duties; `asked` prints “Đề nghị” before its name."""

    unit: str
    duties: tuple[str, ...]
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """Who reports to whom, how often."""

    who: str
    to: str
    frequency: str


@dataclass(frozen=True)
class Example:
    """One example document: what is printed, in order, and what a right reading of it holds.

    `issuer` is the code of the issuing unit in the demonstration province; `superior` and `letterhead` are printed at
    the top left. A document without `number` and `issued` is a draft.
    """

    key: str
    year: int
    issuer: str
    superior: str
    letterhead: str
    place: str
    subject: str
    basis: tuple[str, ...]
    opening: str
    body: tuple[Heading | Bullet | Prose, ...]
    duties: tuple[Duty, ...]
    duties_mark: str
    closing: str
    recipients: tuple[str, ...]
    signer_title: tuple[str, ...]
    signer: str
    suffix: str = "KH-UBND"
    number: int | None = None
    issued: tuple[int, int] | None = None
    tables: tuple[TaskTable | AimTable, ...] = ()
    reports: tuple[Report, ...] = ()
    cited: tuple[tuple[str, str | None], ...] = ()
    file_format: str = "docx"
    amends: str = ""
    tags: frozenset[str] = field(default_factory=frozenset)

    @property
    def full_number(self) -> str | None:
        """“12/KH-UBND”, or None for a draft."""
        return f"{self.number}/{self.suffix}" if self.number else None

    @property
    def issued_on(self) -> date | None:
        """The day printed on the document, or None for a draft."""
        return date(self.year, self.issued[1], self.issued[0]) if self.issued else None

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return f"{self.key}-{self.year}.{self.file_format}"

    def rows(self) -> Iterator[tuple[TaskTable, Group, int, Row]]:
        """Every task row with its table, group and number."""
        for table in self.tables:
            if isinstance(table, TaskTable):
                for group in table.groups:
                    for number, row in enumerate(group.rows, start=1):
                        yield table, group, number, row

    def aims(self) -> Iterator[Aim]:
        """Every quantified target, those of the text first."""
        for part in self.body:
            if isinstance(part, Bullet):
                yield from part.aims
        for table in self.tables:
            if isinstance(table, AimTable):
                yield from table.aims
