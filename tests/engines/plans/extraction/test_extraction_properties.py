"""What holds for any text at all."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from honglam.engines.documents.public import read_document
from honglam.engines.plans.extraction import read_plan
from honglam.engines.plans.extraction.items import Source
from honglam.engines.plans.extraction.lines import read_lines
from honglam.engines.plans.extraction.quantities import find_quantities

from .by_hand import document, names, text_of

PIECES = st.sampled_from(
    [
        "KẾ HOẠCH",
        "I. MỤC TIÊU",
        "1. Mục tiêu",
        "- Đạt 90%",
        "a) ",
        "2.1. Sở Y tế: chủ trì",
        "PHỤ LỤC I",
        "Nơi nhận:",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "ngày 31/02/2026",
        "Số: 12/KH-UBND",
        "báo cáo UBND xã hằng tháng",
        "từ 5 đến",
        "100",
        "%",
        "(",
        ")",
        "III. TỔ CHỨC THỰC HIỆN",
        "mỗi xã có một",
        "tối thiểu",
        "\t",
        " ",
        "\n",
        "\n\n",
        "\f",
        ";",
        ".",
        ":",
        "57-",
        "NQ/TW",
        "<p>",
        "**",
        "¹ Tỷ lệ",
        "QUYẾT ĐỊNH",
        "Điều 1.",
        "(Kèm theo Kế hoạch số",
        "Trên đây là",
        "./.",
        "Giao",
        "STT\tNhiệm vụ\tThời hạn",
        "1\tRà soát\t2026",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=400), st.lists(PIECES, max_size=60).map("".join), st.lists(PIECES, max_size=60).map("\n".join)
)


def sources(reading: object) -> list[Source]:
    found: list[Source] = []
    for name in ("legal_basis", "sections", "results", "indicators", "tasks", "assignments", "reporting"):
        found += [item.source for item in getattr(reading, name)]
    return found


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_raising_and_spans_lie_inside_it(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    reading = read_plan(document(text))
    for source in sources(reading):
        assert 0 <= source.start < source.end <= len(text)
    assert set(reading.to_json()) >= {"doc", "sections", "tasks"}


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_lines_point_at_their_own_characters(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    for line in read_lines(document(text)):
        assert len(line.offsets) == len(line.text)
        assert all(char == " " or text[offset] == char for char, offset in zip(line.text, line.offsets, strict=True))
        assert list(line.offsets) == sorted(line.offsets)


@given(st.text(alphabet="0123456789.,% -–đếntừtrênmột giờngày\n", max_size=80))
@settings(max_examples=150, deadline=None)
def test_quantities_never_overlap_and_quote_what_stands_there(text: str) -> None:
    end = 0
    for quantity in find_quantities(text):
        assert end <= quantity.start < quantity.end <= len(text)
        assert quantity.text == " ".join(text[quantity.start : quantity.end].split())
        end = quantity.end


def test_decomposed_text_reads_like_composed_text() -> None:
    for name in names():
        composed = read_plan(read_document(text_of(name).encode(), name="a.txt"))
        decomposed = read_plan(read_document(unicodedata.normalize("NFD", text_of(name)).encode(), name="a.txt"))
        assert composed.to_json() == decomposed.to_json()
