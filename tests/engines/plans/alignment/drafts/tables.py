"""Small drafts with tables, of a province that does not exist, and what one check says of them."""

from __future__ import annotations

from honglam.engines.documents.public import read_document
from honglam.engines.plans.alignment import Finding, PlanText, read_for_alignment
from honglam.engines.plans.alignment.drafts.printed import PrintedTable, printed_tables
from honglam.engines.plans.alignment.likeness import Likeness
from tests.engines.plans.alignment.writing import COMMUNE_HEAD, INTRO

TASKS = "TT\tNội dung nhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tSản phẩm\tThời hạn hoàn thành"
TARGETS = "TT\tChỉ tiêu\tĐơn vị tính\tMục tiêu 2026\tĐơn vị chủ trì"

WORK = (
    "Lắp đặt wifi miễn phí tại nhà văn hóa các thôn",
    "Tập huấn kỹ năng số cho Tổ công nghệ số cộng đồng",
    "Số hóa sổ hộ tịch lưu tại Ủy ban nhân dân xã",
    "Ban hành quy chế khai thác hệ thống một cửa điện tử",
    "Nâng cấp đài truyền thanh ứng dụng viễn thông",
    "Kiểm tra an toàn hệ thống máy chủ của xã",
    "Đưa cam Suối Hoa lên sàn thương mại điện tử",
    "Cấp chữ ký số cho trưởng các thôn",
    "Thay máy tính đã hỏng tại bộ phận một cửa",
    "Phát sóng chuyên mục an toàn trên không gian mạng",
    "Vẽ bản đồ số các điểm du lịch cộng đồng",
    "Hướng dẫn hộ kinh doanh xuất hóa đơn điện tử",
)
"""Pieces of work that have nothing to do with each other."""


def row(at: int | str, name: str, lead: str = "Phòng Kinh tế", product: str = "Báo cáo", due: str = "30/6/2026") -> str:
    """A row of a table of tasks."""
    return f"{at}\t{name}\t{lead}\tCông an xã\t{product}\t{due}"


def annex(*rows: str, header: str = TASKS, label: str = "") -> str:
    """An annex with one table."""
    return f"\nPHỤ LỤC{label}\nDANH MỤC\n\n" + "\n".join((header, *rows)) + "\n"


def drawn(*rows: str, header: str = TASKS, head: str = COMMUNE_HEAD) -> PlanText:
    """A plan with one drawn table in an annex, where every cell stands in the column it was typed into."""
    lines = "".join(f"<p>{line}</p>" for line in f"{head}{INTRO}PHỤ LỤC\nDANH MỤC".split("\n") if line.strip())
    cells = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split("\t")) + "</tr>" for row in (header, *rows)
    )
    page = f"<html><body>{lines}<table border=1>{cells}</table></body></html>"
    return read_for_alignment(read_document(page.encode(), name="draft.html"))


def tables_of(plan: PlanText) -> list[PrintedTable]:
    """The printed tables of a draft."""
    return printed_tables(plan)


def likeness_of(plan: PlanText) -> Likeness:
    """The likeness that checking the draft works with."""
    return Likeness(passage.text for passage in plan.passages)


def said(findings: list[Finding]) -> list[tuple[str, str]]:
    """Kind and weight of findings, in order."""
    return [(finding.kind.value, finding.severity.value) for finding in findings]
