"""Small plans that we wrote, of a province that does not exist."""

from __future__ import annotations

from honglam.engines.plans.alignment import Comparison, Finding, PlanText, compare_plans, read_for_alignment
from tests.engines.plans.extraction.by_hand import document

INTRO = (
    "Để việc chuyển đổi số đi vào đời sống của người dân, làm cho bộ máy gọn và nhanh hơn, kế hoạch này nêu rõ các mục "
    "tiêu,\n"
    "nhiệm vụ, cơ quan chịu trách nhiệm, thời hạn và cách theo dõi việc thực hiện trên toàn địa bàn, cụ thể như "
    "sau:\n\n"
)
PROVINCE_HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH MỘC LAM\n\nSố: 31/KH-UBND\nMộc Lam, ngày 12 tháng 01 năm 2026\n\n"
    "KẾ HOẠCH\nChuyển đổi số tỉnh Mộc Lam năm 2026\n\n"
)
COMMUNE_HEAD = (
    "ỦY BAN NHÂN DÂN\nXÃ SUỐI HOA\n\nSố:     /KH-UBND\nSuối Hoa, ngày     tháng 02 năm 2026\n\n"
    "KẾ HOẠCH\nChuyển đổi số xã Suối Hoa, tỉnh Mộc Lam năm 2026\n\n"
)


def province(body: str, head: str = PROVINCE_HEAD) -> PlanText:
    """A plan of the province for 2026."""
    return read_for_alignment(document(f"{head}{INTRO}{body}\n"))


def commune(body: str, head: str = COMMUNE_HEAD) -> PlanText:
    """A plan of one of its communes for 2026."""
    return read_for_alignment(document(f"{head}{INTRO}{body}\n"))


def goals(*targets: str) -> str:
    """A section of goals with one bullet each."""
    return "I. MỤC TIÊU\n" + "\n".join(f"- {target}." for target in targets)


def compared(upper: str, lower: str) -> Comparison:
    """What comparing two plans with these bodies says."""
    return compare_plans(province(upper), commune(lower))


def kinds(findings: list[Finding]) -> list[str]:
    """The kinds of findings, in order."""
    return [finding.kind.value for finding in findings]
