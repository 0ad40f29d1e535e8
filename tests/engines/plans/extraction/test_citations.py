"""Cited documents: numbers, kinds, dates, issuers, and dates that disagree."""

from __future__ import annotations

import pytest

from honglam.engines.plans.extraction.citations import find_citations
from honglam.engines.plans.extraction.items import Citation
from honglam.engines.plans.extraction.lines import read_lines

from .by_hand import document


def cited(text: str, *own: str) -> list[Citation]:
    return find_citations(read_lines(document(text)), own)


@pytest.mark.parametrize(
    ("text", "kind", "number", "day", "issuer"),
    [
        (
            "Nghị quyết số 12-NQ/TW ngày 22/12/2024 của Bộ Chính trị về …",
            "Nghị quyết",
            "12-NQ/TW",
            "2024-12-22",
            "Bộ Chính trị",
        ),
        (
            "Quyết định số 749/QĐ-TTg ngày 03 tháng 6 năm 2020 của Thủ tướng Chính phủ phê duyệt",
            "Quyết định",
            "749/QĐ-TTg",
            "2020-06-03",
            "Thủ tướng Chính phủ",
        ),
        ("Chương trình hành động 42-CTr/TU", "Chương trình hành động", "42-CTr/TU", None, None),
        (
            "Chương trình công tác năm 2026 số 02-CTr/BCĐ, ngày 02/02/2026",
            "Chương trình công tác",
            "02-CTr/BCĐ",
            "2026-02-02",
            None,
        ),
        ("Luật Dữ liệu số 60/2024/QH15", "Luật", "60/2024/QH15", None, None),
        ("Thông tư số 23/2025/TT-BKHCN", "Thông tư", "23/2025/TT-BKHCN", None, None),
        (
            "Công văn số 7915/UBND - VX1 ngày 15/10/2025 của UBND tỉnh",
            "Công văn",
            "7915/UBND-VX1",
            "2025-10-15",
            "UBND tỉnh",
        ),
        ("Văn bản số 5034/UBND-VX₁ ngày 18/9/2023", "Văn bản", "5034/UBND-VX₁", "2023-09-18", None),
        ("Kế hoạch số 231/KH- UBND ngày 10/5/2025", "Kế hoạch", "231/KH-UBND", "2025-05-10", None),
        ("Quyết định số 06/QĐ-BCĐTW-VPĐP ngày 12/10/2022", "Quyết định", "06/QĐ-BCĐTW-VPĐP", "2022-10-12", None),
        ("theo 15-CT/TU ngày 31/02/2026", "Chỉ thị", "15-CT/TU", None, None),
    ],
)
def test_a_mention_gives_kind_number_date_and_issuer(
    text: str, kind: str, number: str, day: str | None, issuer: str | None
) -> None:
    (citation,) = cited(text)
    assert (citation.kind, citation.number, citation.date, citation.issuer) == (kind, number, day, issuer)


@pytest.mark.parametrize(
    "text",
    [
        "ngày 15/10/2025",
        "tỷ lệ 12/15 bệnh viện",
        "hoạt động 24/7",
        "giai đoạn 2021-2025",
        "đạt 15-20%",
        "mạng 4G/5G",
        "TCVN 9001-2015",
    ],
)
def test_dates_ratios_and_spans_are_no_citations(text: str) -> None:
    assert cited(text) == []


def test_a_document_stands_once_with_every_date_that_was_printed() -> None:
    text = """Quyết định số 88/QĐ-UBND ngày 01/3/2025 của UBND tỉnh.
Nghị quyết số 5-NQ/TU.
Quyết định số 88/QĐ-UBND ngày 01/3/2026; Quyết định 88/QĐ-UBND; Quyết định số 88/QĐ-UBND ngày 01/3/2026."""
    first, second = cited(text)
    assert (first.number, first.date) == ("88/QĐ-UBND", "2026-03-01")
    assert [mention.date for mention in first.mentions] == ["2025-03-01", "2026-03-01", None, "2026-03-01"]
    assert first.confidence < second.confidence
    assert second.number == "5-NQ/TU"


def test_the_later_date_wins_a_tie() -> None:
    (citation,) = cited("Kế hoạch số 9/KH-UBND ngày 01/01/2026.\nKế hoạch số 9/KH-UBND ngày 02/01/2026.")
    assert citation.date == "2026-01-02"


def test_the_documents_own_number_is_no_citation() -> None:
    assert cited("(Kèm theo Kế hoạch số 06/KH- VPĐP ngày 12/01/2026)", "06/KH-VPĐP") == []


def test_a_number_torn_by_a_line_break_closes() -> None:
    (citation,) = cited("Căn cứ Nghị quyết số 57-\nNQ/XY ngày 22/12/2024")
    assert citation.number == "57-NQ/XY"
