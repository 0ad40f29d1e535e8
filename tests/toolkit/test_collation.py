"""Lists stand in the order of a Vietnamese dictionary, on every database."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.toolkit.collation import sort_key

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"


@pytest.mark.parametrize(
    "in_order",
    [
        list(LETTERS),
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["Cam Lộ", "Cam Ranh", "Cảm Ân", "Cấm Sơn"],
        ["Hà Linh", "Hà Tĩnh", "Hải Ninh", "Hàm Yên"],
        ["Thôn 2", "Thôn 10", "Thôn 100", "Thôn Ba"],
        ["Dân Chủ", "Đan Hải", "Đồng Lộc", "Đồng Tiến", "Đức Thọ"],
        ["Xã Can Lộc", "Xã Cẩm Bình", "Xã Cẩm Duệ", "Xã Cẩm Xuyên"],
        ["Sở Công Thương", "Sở Giáo dục và Đào tạo", "Sở Xây dựng", "Sở Y tế"],
        ["", "a", "an", "an 1", "an a"],
    ],
)
def test_names_stand_in_dictionary_order(in_order: list[str]) -> None:
    backwards = in_order[::-1]
    assert sorted(backwards, key=sort_key) == in_order


def test_a_tone_counts_only_between_equal_syllables() -> None:
    assert sorted(["hoa", "hóa", "hoan", "hòa"], key=sort_key) == ["hoa", "hòa", "hóa", "hoan"]


def test_the_place_of_the_tone_mark_does_not_matter() -> None:
    assert sort_key("hoà") == sort_key("hòa")


@given(st.text(max_size=40))
def test_every_text_has_a_key_of_digits_and_its_composition_does_not_matter(text: str) -> None:
    assert set(sort_key(text)) <= set("0123456789")
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(unicodedata.normalize("NFC", text))


@given(st.text(alphabet=LETTERS, min_size=1, max_size=8), st.text(alphabet=LETTERS, min_size=1, max_size=8))
def test_words_without_tones_compare_letter_by_letter(first: str, second: str) -> None:
    expected = [LETTERS.index(letter) for letter in first] < [LETTERS.index(letter) for letter in second]
    assert (sort_key(first) < sort_key(second)) == expected
