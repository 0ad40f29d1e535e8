"""The paper of a report in the form of Decree 30/2020/NĐ-CP, annex I, from its frozen content."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

import segno
from django.conf import settings

from honglam.engines.reporting.arrangements import arranged
from honglam.engines.reporting.content import (
    Block,
    ChartBlock,
    Column,
    Content,
    Figure,
    ListBlock,
    Row,
    Section,
    Sentence,
    TableBlock,
    WrittenBlock,
)
from honglam.engines.reporting.heads import issuing_body, own_lines
from honglam.engines.reporting.rules.paper_heads import Issuer
from honglam.engines.reporting.terms import SigningForm
from honglam.toolkit.numbers import format_number
from honglam.toolkit.official_paper import Paper

if TYPE_CHECKING:
    from honglam.engines.reporting.models import Report

# Words of an official document are Vietnamese in every language of the interface.
DRAFT_MARK = "DỰ THẢO"
_OPEN = "……"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_WIDE_COLUMNS = 7
"""From so many columns on a table is laid across the page."""
_BEGINNINGS = ("căn cứ", "thực hiện", "báo cáo", "theo")
_BOLD, _CELL_ROOM = 3.0, 4.5
"""Millimetres of a letter in the heading of a table, and of the room at both sides of a cell."""
_UPRIGHT_WIDTH, _WIDE_WIDTH = 160, 252
"""Millimetres between the margins."""


def report_document(report: Report, content: Content, *, address: str = "") -> io.BytesIO:
    """The paper as .docx, at its beginning; without a number it is marked as a draft.

    `address` is that of this installation where the settings name none: the code at the end leads to its public page.
    """
    issuer = issuing_body(report.unit)
    paper = Paper()
    _write_top(paper, report, issuer)
    _write_bases(paper, report, issuer)
    annexes = list(_annexes(content))
    for place, section in enumerate(content.sections):
        _write_section(paper, section, _ROMAN[place] if place < len(_ROMAN) else str(place + 1))
    _write_end(paper, report, issuer, len(annexes))
    _write_seal(paper, report, address)
    for place, table in enumerate(annexes):
        _write_annex(paper, report, issuer, table, _ROMAN[place] if len(annexes) > 1 else "")
    return paper.stream()


def document_name(report: Report, ending: str = "docx") -> str:
    """The name of a report's file: its number and title."""
    number = report.number.replace("/", "-") or "Dự thảo"
    return f"{number} {report.title}"[:150].strip() + f".{ending}"


def verification_address(report: Report, address: str = "") -> str:
    """Where anybody can look the report up; without the host where nobody said it."""
    return f"{(settings.SITE_ADDRESS or address).rstrip('/')}/verify/{report.code}/"


def _write_top(paper: Paper, report: Report, issuer: Issuer) -> None:
    if not report.number:
        paper.mark(DRAFT_MARK)
    day = report.issued_on
    said = f"ngày {_day(day.day)} tháng {_month(day.month)} năm {day.year}" if day else (
        f"ngày {_OPEN} tháng {_OPEN} năm {report.period_end.year}"
    )  # fmt: skip
    paper.top(
        above=issuer.above, issuer=issuer.lines, number=f"Số: {report.number or f'{_OPEN}/{issuer.symbol}'}",
        day=f"{issuer.place}, {said}", widths=(56, 104),
    )  # fmt: skip
    paper.paragraph("")
    paper.paragraph("BÁO CÁO", centred=True, bold=True)
    paper.paragraph(_summary(report.title), centred=True, bold=True)
    paper.ruled()
    if report.receiver_name:
        paper.paragraph(f"Kính gửi: {report.receiver_name}.", centred=True, after=6)


def _write_bases(paper: Paper, report: Report, issuer: Issuer) -> None:
    """What the report is founded on, in italics, each ended by “;”, the last by “.” (annex I, II.6)."""
    written = report.regime.legal_basis.replace(";", "\n").splitlines()
    bases = [line.strip(" ;.") for line in written if line.strip(" ;.")]
    if report.corrects is not None:
        old = report.corrects
        bases.append(
            f"Báo cáo này thay thế Báo cáo số {old.number} ngày {old.issued_on:%d/%m/%Y} do có nội dung phải đính "
            f"chính: {report.reason.strip().rstrip('.')}"
        )
    for place, base in enumerate(bases):
        text = base if base.lower().startswith(_BEGINNINGS) else f"Căn cứ {base}"
        paper.paragraph(f"{text}{'.' if place == len(bases) - 1 else ';'}", indent=True, italic=True, after=6)
    span = f"từ ngày {report.period_start:%d/%m/%Y} đến ngày {report.period_end:%d/%m/%Y}"
    paper.paragraph(f"{issuer.official} báo cáo kết quả {span} như sau:", indent=True, after=6)


def _write_section(paper: Paper, section: Section, numeral: str) -> None:
    paper.paragraph(f"{numeral}. {section.title.upper()}", indent=True, bold=True, after=6, with_next=True)
    shown = [block for block in section.blocks if not (isinstance(block, TableBlock) and block.is_annex)]
    for block in shown:
        _write_block(paper, block)
    away = [block.title for block in section.blocks if isinstance(block, TableBlock) and block.is_annex]
    if away:
        paper.paragraph(f"(Chi tiết tại phụ lục: {'; '.join(away)}.)", indent=True, italic=True, after=6)
    elif not shown:
        paper.paragraph("Không có.", indent=True, after=6)


def _write_block(paper: Paper, block: Block) -> None:
    if isinstance(block, Sentence):
        paper.paragraph(block.text, indent=True, after=6)
    elif isinstance(block, WrittenBlock):
        for line in filter(str.strip, block.text.splitlines()):
            paper.paragraph(line.strip(), indent=True, after=6)
    elif isinstance(block, ListBlock):
        _write_list(paper, block)
    elif isinstance(block, ChartBlock):
        _write_table(paper, _as_table(block))
    else:
        _write_table(paper, block)


def _write_list(paper: Paper, block: ListBlock) -> None:
    if block.title:
        paper.paragraph(block.title, indent=True, bold=True, after=6, with_next=True)
    for item in block.items:
        first, *others = item.text.splitlines() or [""]
        whose = f" ({item.unit})" if item.unit else ""
        paper.paragraph(f"- {first.rstrip('.;')}{whose}.", indent=True, after=0 if others else 6)
        for line in others:
            paper.paragraph(line, indent=True, italic=True, after=6)
    if not block.items:
        paper.paragraph(block.empty or "Không có.", indent=True, after=6)


def _write_table(paper: Paper, block: TableBlock, width: int = _UPRIGHT_WIDTH) -> None:
    if block.title:
        paper.paragraph(block.title, centred=True, bold=True, after=3, with_next=True)
    widths = _widths(block, width)
    grid = paper.grid([column.title for column in block.columns], widths, keeps_rows=True)
    numbers = [place for place, column in enumerate(block.columns) if column.is_number]
    for row in block.rows:
        texts = [piece if isinstance(piece, str) else piece.printed for piece in row.cells]
        texts += [""] * (len(widths) - len(texts))
        grid.row(texts[: len(widths)], right=numbers, bold=row.is_total or row.is_heading)
    grid.close()
    paper.paragraph(block.note, italic=True, after=6)


def _widths(block: TableBlock, width: int) -> list[float]:
    """Millimetres for each column: by its share, but no narrower than its longest word."""
    shares = [max(column.width, 1) for column in block.columns]
    asked = [width * share / sum(shares) for share in shares]
    least = [
        max(_word_width(column.title, _BOLD), *(_word_width(_cell(row, place)) for row in block.rows), 0.0)
        for place, column in enumerate(block.columns)
    ]
    needed = [max(0.0, low - wanted) for low, wanted in zip(least, asked, strict=True)]
    spare = [max(0.0, wanted - low) for low, wanted in zip(least, asked, strict=True)]
    part = min(1.0, sum(needed) / sum(spare)) if sum(spare) else 0.0
    reached = sum(spare) * part / sum(needed) if sum(needed) else 0.0
    return [
        wanted + lack * reached - room * part for wanted, lack, room in zip(asked, needed, spare, strict=True)
    ]  # fmt: skip


def _cell(row: Row, place: int) -> str:
    piece = row.cells[place] if place < len(row.cells) else ""
    return piece if isinstance(piece, str) else piece.printed


def _word_width(text: str, letter: float = 2.3) -> float:
    """About how wide the longest word of a text is in a table, with the room at the sides of a cell."""
    return max((len(word) for word in text.split()), default=0) * letter + _CELL_ROOM


def _as_table(chart: ChartBlock) -> TableBlock:
    """A chart on paper: its figures; colours do not come through a copier."""
    measure = f" ({chart.measure})" if chart.measure else ""
    columns = (Column("Nội dung", width=3), *(Column(series.name, is_number=True) for series in chart.series))
    rows = tuple(
        Row((category, *(_printed(series.values[place]) for series in chart.series if place < len(series.values))))
        for place, category in enumerate(chart.categories)
    )
    return TableBlock(f"{chart.title}{measure}", columns, rows)


def _annexes(content: Content) -> Iterator[TableBlock]:
    """The tables that stand behind the signature: those of the sections, then the figures beside those before."""
    for section in content.sections:
        yield from (block for block in section.blocks if isinstance(block, TableBlock) and block.is_annex)
    if (compared := compared_figures(content)) is not None:
        yield compared


def compared_figures(content: Content) -> TableBlock | None:
    """The figures of which the report of the period before told a value too; None where there are none."""
    figures = {
        (section.code, figure.key): figure
        for section in content.sections
        for figure in section.figures()
        if figure.label and figure.number is not None and figure.previous
    }
    rows = tuple(
        Row((figure.label, figure.measure, figure.printed, _printed(figure.previous), _difference(figure)))
        for figure in figures.values()
    )
    columns = (
        Column("Nội dung", width=6), Column("Đơn vị tính", width=2), Column("Kỳ này", is_number=True, width=2),
        Column("Kỳ trước", is_number=True, width=2), Column("Tăng, giảm", is_number=True, width=2),
    )  # fmt: skip
    return TableBlock("Số liệu so với kỳ trước", columns, rows, is_annex=True) if rows else None


def _difference(figure: Figure) -> str:
    assert figure.number is not None  # chosen so
    change = figure.number - Decimal(figure.previous)
    return f"+{format_number(change)}" if change > 0 else format_number(change)


def _printed(value: str) -> str:
    """A canonical decimal as people read it."""
    return format_number(Decimal(value)) if value else ""


def _write_end(paper: Paper, report: Report, issuer: Issuer, annexes: int) -> None:
    inside = arranged(report.unit, report.regime)
    lines = report.signing_lines or own_lines(inside, SigningForm(inside.signing_form), issuer)
    recipients = ["- Như trên;"] if report.receiver_name else []
    consolidator = report.regime.consolidator
    if consolidator is not None and consolidator not in (report.unit, report.receiver):
        recipients.append(f"- {consolidator} (để tổng hợp);")
    recipients.append("- Lưu: VT.")
    paper.paragraph(
        f"Trên đây là báo cáo của {issuer.official}{', kèm theo phụ lục' if annexes else ''}./.", indent=True
    )
    paper.end(
        recipients=recipients, signer=list(lines), name=report.signer_name or inside.signer_name or _OPEN,
        stays_with_text=True,
    )  # fmt: skip


def _write_seal(paper: Paper, report: Report, address: str) -> None:
    where = verification_address(report, address)
    picture = io.BytesIO()
    segno.make(where, error="m").save(picture, kind="png", scale=8, border=2)
    paper.paragraph("")
    paper.seal(picture.getvalue(), [f"Mã tra cứu: {report.code}", f"Tra cứu, đối chiếu tại: {where}"])


def _write_annex(paper: Paper, report: Report, issuer: Issuer, table: TableBlock, numeral: str) -> None:
    is_wide = len(table.columns) >= _WIDE_COLUMNS
    number = report.number or f"{_OPEN}/{issuer.symbol}"
    day = f"{report.issued_on:%d/%m/%Y}" if report.issued_on else f"{_OPEN}/{_OPEN}/{report.period_end.year}"
    paper.annex(
        name=f"Phụ lục {numeral}".strip(), title=table.title.upper(),
        beneath=f"(Kèm theo Báo cáo số {number} ngày {day} của {issuer.official})", wide=is_wide,
    )  # fmt: skip
    untitled = TableBlock("", table.columns, table.rows, table.note)
    _write_table(paper, untitled, _WIDE_WIDTH if is_wide else _UPRIGHT_WIDTH)


def _summary(title: str) -> str:
    """The subject below “BÁO CÁO”: without the word itself at its beginning."""
    rest = title[8:] if title.lower().startswith("báo cáo ") else title
    return rest[:1].upper() + rest[1:]


def _day(day: int) -> str:
    return f"{day:02d}"


def _month(month: int) -> str:
    """Of the months only the first two get a zero (annex I, II.4)."""
    return f"{month:02d}" if month < 3 else str(month)
