"""Logical lines: joined, cleaned, and still pointing at what was printed."""

from __future__ import annotations

import unicodedata

from honglam.engines.plans.extraction.lines import clean, read_lines

from .by_hand import document, names, text_of, wrapped


def lines_of(text: str) -> list[str]:
    return [line.text for line in read_lines(document(text))]


def test_page_breaks_and_hyphen_breaks_close() -> None:
    text = "- Triển khai Kế hoạch số 12-\nKH/TU về phát triển văn hóa, thể thao\n\n3\n\nvà du lịch trên địa bàn."
    assert lines_of(text) == [
        "- Triển khai Kế hoạch số 12-KH/TU về phát triển văn hóa, thể thao và du lịch trên địa bàn."
    ]


def test_markup_that_was_left_over_goes_and_offsets_stay_right() -> None:
    text = "Theo **Phụ lục III** và *Chương trình số 1*:<br><p>Bảo đảm</p> an  toàn"
    cleaned, offsets = clean(text, 100)
    assert cleaned == "Theo Phụ lục III và Chương trình số 1: Bảo đảm an toàn"
    for index, char in enumerate(cleaned):
        assert char == " " or text[offsets[index] - 100] == char


def test_link_targets_at_the_foot_of_a_page_go() -> None:
    text = "- Vận hành hệ thống văn bản và điều\n\nhttps://vi-du.vn/\n hành của xã; nâng cấp trang tin."
    assert lines_of(text) == ["- Vận hành hệ thống văn bản và điều hành của xã; nâng cấp trang tin."]


def test_a_wrapped_document_has_the_lines_of_the_flowing_one() -> None:
    for name in names():
        text = unicodedata.normalize("NFC", text_of(name))
        if "\t" in text or "    " in text:
            continue
        flowing = [line for line in lines_of(text) if len(line) > 90]
        again = lines_of(wrapped(text))
        assert [line for line in flowing if line not in again] == [], name


def test_every_line_says_where_its_characters_stand() -> None:
    text = text_of("party_programme")
    for line in read_lines(document(text)):
        source = line.source(0, len(line.text))
        assert text[source.start] == line.text[0]
        assert text[source.end - 1] == line.text[-1]
