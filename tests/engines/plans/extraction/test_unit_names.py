"""Lists of units in lead and coordinating cells: what parts them and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.engines.plans.extraction.unit_names import is_unit, join_wrapped, split_units, unit_fit


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("Sở Nội vụ", ["Sở Nội vụ"]),
        ("Sở Nội vụ; Sở Tài chính", ["Sở Nội vụ", "Sở Tài chính"]),
        ("Công an tỉnh, Sở Tư pháp, Sở Y tế", ["Công an tỉnh", "Sở Tư pháp", "Sở Y tế"]),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Nội vụ", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Nội vụ"]),
        ("Phòng Kinh tế, Hạ tầng và Đô thị", ["Phòng Kinh tế, Hạ tầng và Đô thị"]),
        ("Báo và Đài Phát thanh, Truyền hình tỉnh", ["Báo và Đài Phát thanh, Truyền hình tỉnh"]),
        ("Các sở, ban, ngành cấp tỉnh", ["Các sở, ban, ngành cấp tỉnh"]),
        ("Các đảng bộ, chi bộ trực thuộc", ["Các đảng bộ, chi bộ trực thuộc"]),
        ("Các chi bộ, đảng ủy trực thuộc, Hội Nông dân xã", ["Các chi bộ, đảng ủy trực thuộc", "Hội Nông dân xã"]),
        ("Ủy ban Kiểm tra\nĐảng ủy", ["Ủy ban Kiểm tra Đảng ủy"]),
        ("Ủy ban Kiểm tra\nUBND xã", ["Ủy ban Kiểm tra", "UBND xã"]),
        ("Các sở, ban, ngành; các xã, phường", ["Các sở, ban, ngành", "các xã, phường"]),
        ("Các sở, ban, ngành, UBND các xã, phường", ["Các sở, ban, ngành", "UBND các xã, phường"]),
        ("Công an tỉnh, các sở, ban, ngành", ["Công an tỉnh", "các sở, ban, ngành"]),
        ("Các phòng, ban, ngành, đơn vị", ["Các phòng, ban, ngành, đơn vị"]),
        ("04 khối cấp tỉnh, cấp xã: cơ quan Đảng, Hội đồng nhân dân, Ủy ban nhân dân", None),
        ("Văn phòng HĐND - UBND xã, Công an xã", ["Văn phòng HĐND - UBND xã", "Công an xã"]),
        ("Phòng Văn hóa - Xã hội", ["Phòng Văn hóa - Xã hội"]),
        ("Phòng KT; phòng VH-XH.", ["Phòng KT", "phòng VH-XH"]),
        ("- Phòng Kinh tế\n- Hội Nông dân xã", ["Phòng Kinh tế", "Hội Nông dân xã"]),
        ("Phòng Kinh tế\n- Hội Nông\ndân, Đoàn TN\nxã,…", ["Phòng Kinh tế", "Hội Nông dân", "Đoàn TN xã"]),
        ("Phòng Văn hóa - \nXã hội", ["Phòng Văn hóa - Xã hội"]),
        ("Phòng Văn hoá- Xã hội\nVăn phòng HĐND-UBND", ["Phòng Văn hoá- Xã hội", "Văn phòng HĐND-UBND"]),
        ("Văn phòng \nHĐND-\nUBND; \nPhòng VH-\nXH", ["Văn phòng HĐND-UBND", "Phòng VH-XH"]),
        ("Sở Khoa\nhọc và Công\nnghệ\nSở Nội vụ", ["Sở Khoa học và Công nghệ", "Sở Nội vụ"]),
        ("Điện lựcLam Giang; các \ndoanh nghiệp viễn \nthông", ["Điện lựcLam Giang", "các doanh nghiệp viễn thông"]),
        ("Cơ quan theo ngành, lĩnh vực được phân công", ["Cơ quan theo ngành, lĩnh vực được phân công"]),
        ("Ủy ban MTTQ xã và các đoàn thể", ["Ủy ban MTTQ xã và các đoàn thể"]),
        ("Đảng ủy\nỦy ban nhân dân tỉnh", ["Đảng ủy Ủy ban nhân dân tỉnh"]),
        (
            "Văn phòng thường trực\nBan Chỉ huy Phòng thủ dân sự tỉnh",
            ["Văn phòng thường trực Ban Chỉ huy Phòng thủ dân sự tỉnh"],
        ),
        ("Bộ Chỉ huy Bộ đội\nBiên phòng tỉnh; Công an tỉnh", ["Bộ Chỉ huy Bộ đội Biên phòng tỉnh", "Công an tỉnh"]),
        ("Văn phòng Sở\nCông an thành phố", ["Văn phòng Sở", "Công an thành phố"]),
        ("", []),
        (" ; - ", []),
    ],
)
def test_a_cell_is_parted_into_the_units_it_names(cell: str, units: list[str] | None) -> None:
    assert split_units(cell) == (units if units is not None else [cell])


def test_run_on_divisions_are_two_and_a_part_stays_with_its_parent() -> None:
    divisions = "Phòng Kinh tế Phòng Văn hóa - Xã hội"
    assert split_units(divisions, run_on=True) == ["Phòng Kinh tế", "Phòng Văn hóa - Xã hội"]
    assert split_units("Trung tâm Tin học Sở Y tế", run_on=True) == ["Trung tâm Tin học Sở Y tế"]
    assert split_units("Đảng ủy Ủy ban nhân dân tỉnh", run_on=True) == ["Đảng ủy Ủy ban nhân dân tỉnh"]


def test_a_place_that_is_called_like_a_school_stays_with_its_body() -> None:
    assert split_units("Công ty Điện lực Trường Hải", run_on=True) == ["Công ty Điện lực Trường Hải"]
    assert split_units("UBND phường\nTrường Hải") == ["UBND phường Trường Hải"]
    assert split_units("UBND phường\nTrường Tiểu học Bến Muối") == ["UBND phường", "Trường Tiểu học Bến Muối"]


def test_behind_an_office_other_words_than_a_field_begin_something_new() -> None:
    assert unit_fit("Văn phòng Sở Niêm yết giá nước") < 0.7 < unit_fit("Văn phòng Sở Y tế")


def test_what_belongs_to_a_party_committee_is_one_name() -> None:
    assert split_units("Các đảng ủy trực thuộc\nTỉnh ủy") == ["Các đảng ủy trực thuộc Tỉnh ủy"]


def test_people_that_are_counted_are_no_unit() -> None:
    assert unit_fit("20 hộ tham gia") == 0.0
    assert unit_fit("12 xã biên giới") > 0.8


@pytest.mark.parametrize(
    "text",
    [
        "Sở Y tế",
        "UBND xã",
        "Phòng VH-XH",
        "các xã, phường",
        "Tỉnh đoàn",
        "Thuế tỉnh",
        "VNPT Lam Giang",
        "Trường THCS Bình Minh",
    ],
)
def test_names_of_units_are_recognised(text: str) -> None:
    assert is_unit(text)
    assert unit_fit(text) >= 0.85


@pytest.mark.parametrize(
    "text",
    [
        "Ban hành quy chế hoạt động",
        "Hội nghị sơ kết",
        "Phòng, chống thiên tai",
        "Bộ tiêu chí đánh giá",
        "Tổ chức các lớp tập huấn",
        "Xã hội hóa nguồn lực",
        "Sở hữu trí tuệ",
        "Báo cáo kết quả",
        "Trường hợp đặc biệt",
    ],
)
def test_words_that_only_begin_like_units_are_not(text: str) -> None:
    assert not is_unit(text)


@pytest.mark.parametrize(
    "text", ["Sở", "Phòng Văn", "Văn phòng", "Sở Khoa học và", "Ủy ban nhân", "Trung tâm Phục vụ hành"]
)
def test_torn_names_are_not_whole(text: str) -> None:
    assert not is_unit(text)


def test_members_of_a_committee_are_not_parted_from_its_name() -> None:
    for name in ("Các phòng, ban là thành viên Ban Chỉ đạo", "Các cơ quan là thành viên Tổ công tác"):
        assert split_units(name, run_on=True) == [name]


def test_wraps_close_up_at_hyphens_inside_words_only() -> None:
    assert join_wrapped(["57-", "NQ/TW"]) == "57-NQ/TW"
    assert join_wrapped(["HĐND", "&UBND xã"]) == "HĐND&UBND xã"
    assert join_wrapped(["Văn hoá -", "Xã hội"]) == "Văn hoá - Xã hội"


@given(
    st.lists(
        st.sampled_from(["Sở Y tế", "các xã, phường", ",", ";", " - ", "\n", "(", "và", "Phòng", "x"]), max_size=12
    )
)
def test_splitting_loses_no_word(pieces: list[str]) -> None:
    cell = " ".join(pieces)
    letters = "".join(char for char in cell if char.isalnum())
    assert "".join(char for unit in split_units(cell) for char in unit if char.isalnum()) == letters


@given(st.text(max_size=200))
def test_any_text_can_be_asked(text: str) -> None:
    assert 0.0 <= unit_fit(text) <= 1.0
    assert all(unit.strip() for unit in split_units(text))
