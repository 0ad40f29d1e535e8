"""Vietnamese of the 8-bit fonts is recognised by its words and turned into Unicode, or left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.engines.documents.legacy_encodings import from_tcvn3, from_vni, legacy_converter, well_formed_share
from honglam.engines.documents.public import read_document

UNICODE = "Kế hoạch chuyển đổi số của Ủy ban nhân dân tỉnh; hướng dẫn, thưởng, những, mỹ, kỵ, lặng lẽ, trỗi, nghĩ"
TCVN3 = "KÕ ho¹ch chuyÓn ®æi sè cña Uû ban nh©n d©n tØnh"
VNI = "Keá hoaïch chuyeån ñoåi soá cuûa UÛy ban nhaân daân tænh"


@pytest.mark.parametrize(
    ("convert", "old", "new"),
    [
        (from_tcvn3, TCVN3, "Kế hoạch chuyển đổi số của Uỷ ban nhân dân tỉnh"),
        (from_tcvn3, "§¶ng bé, ¡n uèng, ¢n nh©n, ¥n, ¦u tiªn", "Đảng bộ, Ăn uống, Ân nhân, Ơn, Ưu tiên"),
        (from_vni, VNI, "Kế hoạch chuyển đổi số của Ủy ban nhân dân tỉnh"),
        (from_vni, "ÑÖÔØNG LOÁI ÑOÅI MÔÙI", "ĐƯỜNG LỐI ĐỔI MỚI"),
    ],
)
def test_old_letters_become_unicode(convert, old: str, new: str) -> None:  # type: ignore[no-untyped-def]
    assert convert(old) == new


@pytest.mark.parametrize("text", [UNICODE, "Plain English text, nothing else", "", "Đắk Lắk, TP. Huế, ≥ 50 %"])
def test_unicode_is_left_alone(text: str) -> None:
    assert legacy_converter(text) is None


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (TCVN3.encode("latin-1"), "Kế hoạch chuyển đổi số của Uỷ ban nhân dân tỉnh"),
        (VNI.encode("latin-1"), "Kế hoạch chuyển đổi số của Ủy ban nhân dân tỉnh"),
        (TCVN3.encode("utf-8"), "Kế hoạch chuyển đổi số của Uỷ ban nhân dân tỉnh"),
        (
            b"K\xea\xec hoa\xf2ch chuy\xea\xd2n \xf0\xf4\xd2i s\xf4\xec c\xf9a UBND t\xedinh",
            "Kế hoạch chuyển đổi số cùa UBND tíinh",
        ),
    ],
    ids=["TCVN3", "VNI", "TCVN3 saved as UTF-8", "Windows-1258"],
)
def test_old_text_files_are_read(data: bytes, text: str) -> None:
    assert read_document(data, name="a.txt").text == text


@given(st.text(max_size=200))
def test_conversions_take_any_text(text: str) -> None:
    from_tcvn3(text)
    from_vni(text)
    share, count = well_formed_share(text)
    assert 0 <= share <= 1 and count >= 0
