"""A name in a document finds the unit it means, or says honestly that it does not know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from honglam.core.organisations.matching.names import initials_of, is_plural, words_of

See = Callable[[str], Any]
PROVINCE, COMMUNE, WARD, COORDINATION = "42", "18484", "18754", "42.rural-development-office"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sở Khoa học và Công nghệ", "42.science-technology"),
        ("Sở KHCN", "42.science-technology"),
        ("Sở KH&CN", "42.science-technology"),
        ("Sở KH và CN", "42.science-technology"),
        ("Sở Khoa học & Công nghệ", "42.science-technology"),
        ("SKHCN", "42.science-technology"),
        ("so khoa hoc va cong nghe", "42.science-technology"),
        ("- Sở Khoa học và công nghệ;", "42.science-technology"),
        ("Sở VH,TT&DL", "42.culture-sports-tourism"),
        ("Sở GDĐT", "42.education-training"),
        ("Sở NN&MT", "42.agriculture-environment"),
        ("Sở Nội vụ (cơ quan thường trực)", "42.home-affairs"),
        ("Văn phòng UBND tỉnh", "42.provincial-office"),
        ("VP UBND tỉnh", "42.provincial-office"),
        ("Văn phòng Tỉnh uỷ", "42.party-office"),
        ("BQL Khu kinh tế tỉnh", "42.economic-zones"),
        ("Báo và phát thanh, truyền hình Hà Tĩnh", "42.press-broadcasting"),
        ("Tỉnh đoàn Hà Tĩnh", "42.youth-union"),
        ("Đoàn TNCS Hồ Chí Minh tỉnh", "42.youth-union"),
        ("Ủy ban MTTQ Việt Nam tỉnh Hà Tĩnh", "42.fatherland-front"),
        ("Đề nghị Ủy ban Mặt trận Tổ quốc tỉnh:", "42.fatherland-front"),
        ("Văn phòng điều phối NTM", "42.rural-development-office"),
        ("Trường Đại học Hà Tĩnh", "42.university"),
        ("Hội LHPN tỉnh", "42.womens-union"),
        ("Liên minh HTX tỉnh", "42.cooperative-alliance"),
        ("Viễn thông Hà Tĩnh", "42.vnpt"),
        ("Bộ CHQS tỉnh", "42.military"),
        ("Công an tỉnh", "42.police"),
        ("UBND tỉnh", "42"),
        ("UBND xã Đồng Lộc", "18484"),
        ("phường Sông Trí", "18754"),
        ("Phòng VH-XH xã Đồng Lộc", "18484.culture-society"),
        ("Công an phường Sông Trí", "18754.police"),
    ],
)
def test_the_province_finds_its_bodies_however_they_are_written(seen_from: See, text: str, code: str) -> None:
    assert seen_from(PROVINCE).unit(text) == code


@pytest.mark.parametrize(
    ("issuer", "text", "code"),
    [
        (COMMUNE, "UBND xã", "18484"),
        (COMMUNE, "Công an xã", "18484.police"),
        (COMMUNE, "Phòng Kinh tế", "18484.economy"),
        (COMMUNE, "Phòng Văn hoá xã hội", "18484.culture-society"),
        (COMMUNE, "P. VH-XH", "18484.culture-society"),
        (COMMUNE, "Phòng VHXH", "18484.culture-society"),
        (COMMUNE, "VP HĐND-UBND", "18484.office"),
        (COMMUNE, "Văn phòng HĐND &UBND", "18484.office"),
        (COMMUNE, "Trung tâm PVHCC", "18484.service-centre"),
        (COMMUNE, "TTPVHCC", "18484.service-centre"),
        (COMMUNE, "Đoàn TNCS HCM xã", "18484.youth-union"),
        (COMMUNE, "Đoàn TN xã", "18484.youth-union"),
        (COMMUNE, "Hội cựu chiến binh", "18484.veterans-association"),
        (COMMUNE, "Uỷ ban Mặt trận tổ quốc xã", "18484.front"),
        (COMMUNE, "Ban CHQS xã", "18484.military"),
        (COMMUNE, "Đảng uỷ xã", "18484.party"),
        (COMMUNE, "Công an tỉnh", "42.police"),
        (COMMUNE, "Sở KHCN", "42.science-technology"),
        (COMMUNE, "Phòng Văn hóa - Xã hội phường Sông Trí", "18754.culture-society"),
        (WARD, "Phòng Kinh tế, Hạ tầng và Đô thị", "18754.economy"),
        (WARD, "P.KT-HT&ĐT", "18754.economy"),
        (WARD, "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường", "18754.office"),
        (f"{WARD}.culture-society", "Phòng Kinh tế", "18754.economy"),
        (COORDINATION, "Phòng HCTH", "42.rural-development-office-admin"),
        (COORDINATION, "Phòng Nghiệp vụ", "42.rural-development-office-operations"),
        (COORDINATION, "Công an tỉnh", "42.police"),
        ("16941", "Trung tâm cung ứng dịch vụ công xã", "16941.public-services"),
        ("16941", "Văn phòng HĐND - UBND xã", "16941.office"),
        ("16941", "Sở Dân tộc và Tôn giáo", "40.ethnic-religious-affairs"),
    ],
)
def test_the_same_words_mean_the_issuers_own_body(seen_from: See, issuer: str, text: str, code: str) -> None:
    assert seen_from(issuer).unit(text) == code


@pytest.mark.parametrize(
    ("issuer", "text", "group", "members"),
    [
        (PROVINCE, "các xã, phường", "all-communes", 69),
        (PROVINCE, "UBND các xã, phường", "all-communes", 69),
        (PROVINCE, "69 xã, phường", "all-communes", 69),
        (PROVINCE, "UBND cấp xã", "all-communes", 69),
        (PROVINCE, "Các sở, ban, ngành cấp tỉnh", "departments", 17),
        (PROVINCE, "Các sở, ngành, địa phương", "departments-and-communes", 86),
        (PROVINCE, "Các tổ chức chính trị – xã hội cấp tỉnh", "socio-political-organisations", 5),
        (PROVINCE, "Công an các xã, phường", "", 69),
        (PROVINCE, "Công an xã", "", 69),
        (COMMUNE, "các xã, phường", "all-communes", 69),
        (COMMUNE, "Các phòng, ban ngành, đơn vị", "commune-offices", 4),
        (COMMUNE, "các đoàn thể", "commune-unions", 4),
        (WARD, "Các cơ quan, đơn vị trên địa bàn", "commune-bodies", 10),
        (COORDINATION, "các phòng chuyên môn", "issuer-offices", 2),
        ("16941", "UBND các xã, phường", "all-communes", 130),
    ],
)
def test_a_collective_means_its_members(seen_from: See, issuer: str, text: str, group: str, members: int) -> None:
    assert seen_from(issuer).group(text) == (group, members)


@pytest.mark.parametrize(
    ("text", "heirs"),
    [
        ("Sở Thông tin và Truyền thông", ["42.science-technology", "42.culture-sports-tourism"]),
        ("Sở TT&TT", ["42.science-technology", "42.culture-sports-tourism"]),
        ("Sở KH&ĐT", ["42.finance"]),
        ("Sở GTVT", ["42.construction", "42.police"]),
        ("Sở Nông nghiệp và PTNT", ["42.agriculture-environment"]),
        ("Sở TN&MT", ["42.agriculture-environment"]),
        ("Báo Hà Tĩnh", ["42.press-broadcasting"]),
        ("Phường Đại Nài", ["18073", "18652"]),
        ("UBND xã Sơn Lĩnh", ["18160"]),
        ("Sở TT&TT tỉnh Hà Tĩnh", ["42.science-technology", "42.culture-sports-tourism"]),
        ("Sở Thông tin và Truyền thong", ["42.science-technology", "42.culture-sports-tourism"]),
        ("Ngân hàng Nhà nước chi nhánh tỉnh Hà Tĩnh", ["42.state-bank"]),
        ("UBND TP Hà Tĩnh", ["18073", "18100", "18652"]),
    ],
)
def test_a_dissolved_body_leads_to_its_successors_and_to_no_unit(seen_from: See, text: str, heirs: list[str]) -> None:
    matcher = seen_from(PROVINCE)
    assert sorted(matcher.successors(text)) == sorted(heirs)
    assert "không còn hoạt động" in matcher.matcher.match(text).note


def test_the_districts_are_gone(seen_from: See) -> None:
    matcher = seen_from(PROVINCE)
    assert len(matcher.successors("UBND cấp huyện")) == 69
    assert "18484" in matcher.successors("UBND huyện Can Lộc")


@pytest.mark.parametrize(
    "text",
    [
        "Bộ Khoa học và Công nghệ",
        "Tập đoàn FPT",
        "Văn phòng Chính phủ",
        "Điện lựcThái Hoà",
        "Công ty cổ phần A",
        "UBND tỉnh Nghệ An",
        "Sở Y tế Nghệ An",
        "UBND thành phố Hồ Chí Minh",
    ],
)
def test_bodies_outside_the_province_are_told_apart(seen_from: See, text: str) -> None:
    assert seen_from(PROVINCE).matcher.match(text).kind == "outside"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " . ",
        "Các cơ quan, đơn vị liên quan",
        "Các sở, ban, ngành liên quan",
        "Cơ quan theo ngành, lĩnh vực được phân công",
        "Tổ công nghệ số cộng đồng",
        "Phòng Kinh tế",
        "Sở Kinh tế",
        "Xã Sơn Kim 3",
        "Trung tâm IOC",
        "Ban Chỉ đạo",
        "Sở Lạ tỉnh Hà Tĩnh",
    ],
)
def test_what_is_not_certain_stays_open(seen_from: See, text: str) -> None:
    found = seen_from(PROVINCE).matcher.match(text)
    assert (found.kind, found.unit, found.units) == ("unknown", None, ())
    assert found.note


@pytest.mark.parametrize(
    ("issuer", "text", "code", "tail"),
    [
        (COMMUNE, "Văn phòng HĐND&UBND và các ban ngành liên quan", "18484.office", "các ban ngành liên quan"),
        (COMMUNE, "Phòng Kinh tế, các đơn vị có liên quan", "18484.economy", "các đơn vị có liên quan"),
        (PROVINCE, "Sở Y tế cùng các cơ quan liên quan khác", "42.health", "các cơ quan liên quan khác"),
    ],
)
def test_a_tail_that_names_nobody_does_not_hide_the_body_before_it(
    seen_from: See, issuer: str, text: str, code: str, tail: str
) -> None:
    assert seen_from(issuer).unit(text) == code
    assert tail in seen_from(issuer).matcher.match(text).note


def test_a_tail_after_an_unknown_body_does_not_make_it_known(seen_from: See) -> None:
    assert seen_from(PROVINCE).matcher.match("Sở Kinh tế và các đơn vị liên quan").kind == "unknown"


def test_an_ambiguous_name_comes_with_candidates(seen_from: See) -> None:
    found = seen_from(PROVINCE).matcher.match("Phòng Kinh tế")
    assert found.candidates and "69 đơn vị" in found.note


def test_a_slip_of_the_pen_is_forgiven_but_not_scored_as_certain(seen_from: See) -> None:
    matcher = seen_from(PROVINCE)
    assert matcher.unit("Sở Khoa hoc và Công ngệ") == "42.science-technology"
    assert 0.93 <= matcher.matcher.match("Sở Khoa hoc và Công ngệ").score < 1


def test_suggestions_fall_in_score_and_stay_at_home(seen_from: See) -> None:
    matcher = seen_from(COMMUNE)
    found = matcher.matcher.match("Phòng Văn hóa thông tin")
    scores = [one.score for one in found.candidates]
    assert scores == sorted(scores, reverse=True)
    assert matcher.codes[found.candidates[0].pk] == "18484.culture-society"


def test_a_commune_that_shares_a_name_with_a_former_one_is_the_commune_of_today(seen_from: See) -> None:
    assert seen_from(PROVINCE).unit("xã Kỳ Xuân") == "18766"


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=60))
def test_no_text_breaks_the_matcher_and_only_units_and_groups_are_acted_on(seen_from: See, text: str) -> None:
    found = seen_from(COMMUNE).matcher.match(text)
    assert 0 <= found.score <= 1
    if found.kind == "unknown":
        assert found.unit is None and not found.units


def test_every_body_is_found_by_its_own_full_name(seen_from: See) -> None:
    matcher = seen_from(PROVINCE)
    missed = [unit.name for unit in matcher.matcher.units.values() if matcher.unit(unit.name) != unit.code]
    assert missed == []


def test_every_office_is_found_by_its_short_name_at_home(seen_from: See) -> None:
    matcher = seen_from(COMMUNE)
    own = [unit for unit in matcher.matcher.units.values() if unit.path.startswith("/42/18484/")]
    assert [unit.short_name for unit in own if matcher.unit(unit.short_name) != unit.code] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1. Phòng Văn hóa – Xã hội:", "phòng văn hóa xã hội"),
        ("Văn phòng HĐND&UBND", "văn phòng hội đồng nhân dân ủy ban nhân dân"),
        ("UBMTTQ Việt Nam xã", "ủy ban mặt trận tổ quốc xã"),
        ("Giao Sở Tài chính", "sở tài chính"),
        ("Giám đốc Sở Tài chính", "sở tài chính"),
        ("Trưởng phòng VH-XH", "phòng vh xh"),
        ("Trường Chính trị", "trường chính trị"),
        ("Thủ trưởng các sở", "sở"),
        ("VIỆT NAM", "việt nam"),
    ],
)
def test_names_come_to_one_spelling(text: str, words: str) -> None:
    assert " ".join(words_of(text)) == words


def test_initials_are_derived_from_any_name() -> None:
    assert {"phònghcth", "phcth"} <= initials_of(words_of("Phòng Hành chính – Tổng hợp"))
    assert "sởgdđt" in initials_of(words_of("Sở Giáo dục và Đào tạo"))
    assert initials_of(words_of("Thanh tra")) == frozenset()


@pytest.mark.parametrize(
    ("text", "plural"),
    [("các xã, phường", True), ("69 xã, phường", True), ("cấp xã", True), ("Công an xã", False), ("cácbon", False)],
)
def test_several_bodies_are_told_from_one(text: str, plural: bool) -> None:
    assert is_plural(text) is plural
