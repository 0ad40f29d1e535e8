"""The numbering grammar of Decree 30/2020/NĐ-CP as truth tables."""

from __future__ import annotations

import pytest

from honglam.engines.documents.markers import format_number, is_bullet, is_letter, marker_of


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("Phần I. ĐÁNH GIÁ", "Phần I."),
        ("Chương II QUY ĐỊNH", "Chương II"),
        ("Điều 3. Tổ chức thực hiện", "Điều 3."),
        ("I. MỤC TIÊU", "I."),
        ("IV Nền tảng số", "IV"),
        ("VI) Kinh phí", "VI)"),
        ("1. Mục đích", "1."),
        ("12) Khác", "12)"),
        ("2.1. Chính quyền số", "2.1."),
        ("2.1 Chính quyền số", "2.1"),
        ("a) Mục tiêu", "a)"),
        ("đ) Khác", "đ)"),
        ("- Gạch đầu dòng", "-"),
        ("– Gạch dài", "–"),
        ("+ Cộng", "+"),
        ("• Chấm", "•"),
        ("  1. Thụt vào", "1."),
        ("2026 là năm đầu", None),
        ("1.500 bản quyền", None),
        ("05/02/2026 là hạn", None),
        ("-5 độ", None),
        ("I am", None),
        ("Vì vậy", None),
        ("Mức 3.5 điểm", None),
        ("", None),
    ],
)
def test_the_head_of_a_paragraph(text: str, marker: str | None) -> None:
    assert marker_of(text) == marker


@pytest.mark.parametrize(
    ("number", "format", "printed"),
    [
        (1, "decimal", "1"),
        (4, "upperRoman", "IV"),
        (1994, "lowerRoman", "mcmxciv"),
        (0, "upperRoman", "0"),
        (1, "lowerLetter", "a"),
        (26, "upperLetter", "Z"),
        (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"),
        (10, "decimalZero", "10"),
        (3, "none", ""),
        (3, "japaneseCounting", "3"),
    ],
)
def test_numbers_print_in_their_format(number: int, format: str, printed: str) -> None:
    assert format_number(number, format) == printed


def test_bullets_and_letters_are_told_from_numbers() -> None:
    assert is_bullet("-") and is_bullet("•") and not is_bullet("1.")
    assert is_letter("a)") and is_letter("đ.") and not is_letter("I.")
