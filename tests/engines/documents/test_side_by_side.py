"""Letterheads and signature blocks whose two sides stand on one line, held apart by spaces."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from honglam.engines.documents.readers.plain_text import read_text
from honglam.engines.documents.readers.side_by_side import set_apart

_HEAD = """  ỦY BAN NHÂN DÂN               CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
 THÀNH PHỐ SÓC ĐĂNG                 Độc lập - Tự do - Hạnh phúc
     SỞ XÂY DỰNG                 Sóc Đăng, ngày 06 tháng 02 năm 2026
   Số: 71/KH-SXD

                                 KẾ HOẠCH
                      Chỉnh trang đô thị năm 2026
"""
_SIGNED = """Nơi nhận:                                    KT. GIÁM ĐỐC
- UBND thành phố (b/c);
                                             PHÓ GIÁM ĐỐC
- Các phòng, trung tâm
thuộc Sở;                                      (Đã ký)
                             7
- Lưu: VT, QLĐT.

                                             Mai Thị Hiền Lương
"""


def _words(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def test_the_sides_of_a_letterhead_come_one_below_the_other() -> None:
    assert _words(set_apart(_HEAD)) == [
        "ỦY BAN NHÂN DÂN",
        "THÀNH PHỐ SÓC ĐĂNG",
        "SỞ XÂY DỰNG",
        "Số: 71/KH-SXD",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Sóc Đăng, ngày 06 tháng 02 năm 2026",
        "KẾ HOẠCH",
        "Chỉnh trang đô thị năm 2026",
    ]


def test_recipients_come_before_the_signature_beside_them() -> None:
    assert _words(set_apart(_SIGNED)) == [
        "Nơi nhận:",
        "- UBND thành phố (b/c);",
        "- Các phòng, trung tâm",
        "thuộc Sở;",
        "- Lưu: VT, QLĐT.",
        "KT. GIÁM ĐỐC",
        "PHÓ GIÁM ĐỐC",
        "(Đã ký)",
        "7",
        "Mai Thị Hiền Lương",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "KẾ HOẠCH\n\nCăn cứ  Luật  Đê điều;\nI. MỤC TIÊU\n- Có  một.\n",
        "ỦY BAN NHÂN DÂN\nXÃ SÔNG MÂY\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n",
        "Nơi nhận:\n- Như trên;\n- Lưu:  VT.\n\nTM. ỦY BAN NHÂN DÂN\n",
    ],
)
def test_what_stands_in_one_column_stays_as_it_is(text: str) -> None:
    assert set_apart(text) == text


_PIECES = st.sampled_from(
    ["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 1/KH", "Nơi nhận:", "- Lưu: VT.", "Nguyễn Văn An",
     "TM. ỦY BAN", "An, ngày 3 tháng 2 năm 2026", "  ", "          ", "\n", "\n\n", "\f", "\t", "KẾ HOẠCH", "năm 2026"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=40))
def test_words_move_but_none_is_lost_and_the_text_keeps_its_length(pieces: list[str]) -> None:
    text = "".join(pieces)
    apart = set_apart(text)
    assert len(apart) == len(text)
    assert sorted(apart.split()) == sorted(text.split())
    document = read_text(text)
    assert all(document.text[block.start : block.end] == block.text for block in document.blocks)
