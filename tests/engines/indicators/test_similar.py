"""Labels of a new form meet what is stored: the same thing in other words, and what is counted otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from honglam.engines.indicators.rules.likeness import abridged, differences, plain, same_measure
from honglam.engines.indicators.similar import similar_stored
from tests.engines.indicators.stories import APRIL, MARCH, TODAY, make_indicator, on_day, put
from tests.people import People


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1.2. Tỷ lệ hồ sơ TTHC", "tỉ lệ hồ sơ thủ tục hành chính"), ("- Số DN", "số doanh nghiệp"),
        ("a) Tổng số hộ:", "tổng số hộ"),
    ],
)  # fmt: skip
def test_names_are_compared_without_numbering_and_abbreviations(text: str, words: str) -> None:
    assert plain(text).replace("tỷ", "tỉ") == words


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [("%", "phần trăm", True), ("trđ", "triệu đồng", True), ("", "hộ", True), ("tỷ đồng", "triệu đồng", False)],
)
def test_units_of_measure_are_one_however_they_are_written(first: str, second: str, is_same: bool) -> None:
    assert same_measure(first, second) is is_same


@pytest.mark.parametrize(
    ("first", "second", "speaks_against"),
    [
        (("Số hồ sơ trực tuyến", "hồ sơ"), ("Tổng số hồ sơ trực tuyến", "hồ sơ"), False),
        (("Tỷ lệ hồ sơ trên tổng số hộ", "%"), ("Tỷ lệ hồ sơ trên tổng số người", "%"), True),
        (("Tỷ lệ hộ nghèo", "%"), ("Số hộ nghèo", "hộ"), True),
        (("Hồ sơ toàn trình", "hồ sơ"), ("Hồ sơ một phần", "hồ sơ"), True),
        (("Người từ 15 tuổi", "người"), ("Người từ 18 tuổi", "người"), True),
        (("Thu ngân sách", "tỷ đồng"), ("Thu ngân sách", "triệu đồng"), True),
        (("Thu lũy kế từ đầu năm", ""), ("Thu", ""), True),
    ],
)  # fmt: skip
def test_what_is_counted_otherwise_is_told(
    first: tuple[str, str], second: tuple[str, str], speaks_against: bool
) -> None:
    assert bool(differences(*first, *second)) is speaks_against
    assert bool(differences(*second, *first)) is speaks_against


def test_the_frame_of_a_name_says_nothing() -> None:
    assert abridged("Tổng số hộ nghèo trên địa bàn") == abridged("Số hộ nghèo") == "hộ nghèo"


@pytest.mark.django_db
def test_a_label_finds_what_is_stored_of_the_unit_or_of_its_level(
    people: People, django_assert_num_queries: Callable[..., Any]
) -> None:
    files = make_indicator(people, "Số hồ sơ thủ tục hành chính tiếp nhận trực tuyến", measure="hồ sơ")
    make_indicator(people, "Số hồ sơ thủ tục hành chính tiếp nhận trực tiếp", measure="hồ sơ")
    put(files, people.south, APRIL, 9)
    put(files, people.north, MARCH, 5)
    labels = ["2. Tổng số hồ sơ TTHC tiếp nhận trực tuyến (hồ sơ)", "Diện tích rừng trồng mới (ha)"]
    with django_assert_num_queries(2):
        (match,) = similar_stored(labels, unit=people.north, limit=3)
    assert (match.indicator_id, match.doubtful, match.value, match.unit) == (files.pk, False, 5, "Xã Bắc Sơn")
    assert (match.period, match.label) == (MARCH.label, labels[0])
    (of_level,) = similar_stored(labels[:1], unit=people.north, limit=1)
    assert of_level.score >= 88


@pytest.mark.django_db
def test_alike_words_with_another_measure_are_only_doubtful(people: People) -> None:
    money = make_indicator(people, "Thu ngân sách trên địa bàn", measure="tỷ đồng")
    put(money, people.north, MARCH, 5)
    (match,) = similar_stored(["Thu ngân sách trên địa bàn (triệu đồng)"], unit=people.north, limit=1)
    assert match.doubtful and "đơn vị tính" in match.why


@pytest.mark.django_db
def test_the_page_that_defines_an_indicator_warns_of_what_is_stored(
    people: People, browser: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_day(monkeypatch, TODAY)
    put(make_indicator(people, "Số hồ sơ trực tuyến", measure="hồ sơ"), people.north, MARCH, 5)
    client = browser(people.coordinator)
    part = client.get(reverse("indicators:check_similar"), {"name": "Tổng số hồ sơ trực tuyến", "measure": "hồ sơ"})
    assert "Số hồ sơ trực tuyến" in part.content.decode()
    sent = {
        "name": "Tổng số hồ sơ trực tuyến", "measure": "hồ sơ", "direction": "up", "decimals": "0",
        "calculation": "direct", "aggregation": "sum", "time_aggregation": "sum", "factor": "1",
    }  # fmt: skip
    refused = client.post(reverse("indicators:define"), sent)
    assert refused.status_code == 422 and "có thể đã có số" in refused.content.decode()
    assert client.post(reverse("indicators:define"), sent | {"confirmed": "1"}).status_code == 302
