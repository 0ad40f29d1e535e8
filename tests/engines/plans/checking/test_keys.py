"""A finding is known again by its kind and its folded quotations, whatever moved around it."""

from __future__ import annotations

import pytest

from honglam.engines.plans.alignment import Finding, Kind, Quote, Severity
from honglam.engines.plans.checking.keys import is_about_upper, stable_keys
from honglam.engines.plans.checking.wording import KIND_LABELS, kind_label, place_of, quoted
from honglam.engines.plans.extraction.items import Source


def quote(text: str, start: int = 0, page: int | None = None, section: str = "I") -> Quote:
    return Quote(text, None, None, section, Source(start, start + len(text), page))


def finding(
    kind: Kind = Kind.DUPLICATE, upper: str = "", lower: str = "", said: str = "Vì sao.", **more: int
) -> Finding:
    return Finding(
        kind, Severity.HIGH, quote(upper, **more) if upper else None, quote(lower, **more) if lower else None, said
    )


def key(one: Finding) -> str:
    return stable_keys([one])[0]


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        (finding(lower="Tỷ lệ hoà giải"), finding(lower="tỷ lệ  hòa giải", start=900, page=4), True),
        (finding(lower="Văn hóa – Xã hội"), finding(lower="Văn hóa - Xã hội", said="Nói cách khác."), True),
        (finding(lower="đạt 60%"), finding(lower="đạt 80%"), False),
        (finding(Kind.DUPLICATE, lower="đạt 60%"), finding(Kind.NO_DATE, lower="đạt 60%"), False),
        (finding(upper="đạt 60%"), finding(lower="đạt 60%"), False),
        (finding(said="Thiếu phụ lục I."), finding(said="Thiếu phụ lục II."), False),
    ],
)
def test_what_makes_a_finding_the_same(before: Finding, after: Finding, is_same: bool) -> None:
    assert (key(before) == key(after)) is is_same


def test_equal_findings_are_told_apart_by_their_order() -> None:
    keys = stable_keys([finding(lower="UBND huyện", said="Một."), finding(lower="UBND huyện", said="Hai.")])
    assert len(set(keys)) == 2
    assert keys == stable_keys([finding(lower="UBND huyện"), finding(lower="UBND huyện")])


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (finding(Kind.MISSING_TARGET, upper="đạt 80%"), False),
        (finding(Kind.MISSING_TASK, upper="Tập huấn"), False),
        (finding(Kind.DUPLICATE, upper="Tập huấn"), True),
        (finding(Kind.WEAKER_TARGET, upper="đạt 80%", lower="đạt 60%"), False),
        (finding(Kind.DUPLICATE, lower="Tập huấn"), False),
        (finding(Kind.MISSING_ANNEX), False),
    ],
)
def test_a_fault_of_the_upper_plan_is_not_the_drafts(one: Finding, expected: bool) -> None:
    assert is_about_upper(one) is expected


def test_every_kind_has_words() -> None:
    assert set(KIND_LABELS) == set(Kind)
    assert len({kind_label(kind) for kind in Kind}) == len(Kind)
    assert kind_label("newer_kind") == "newer_kind"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"text": "đạt 60%", "section": "II/3", "source": {"page": 4}}, "“đạt 60%” (mục II/3, trang 4)"),
        ({"text": "đạt 60%", "section": "", "source": {"page": None}}, "“đạt 60%”"),
        ({"text": "Tập huấn", "section": "PHỤ LỤC II/3", "source": {}}, "“Tập huấn” (Phụ lục II/3)"),
        (None, ""),
    ],
)
def test_a_quotation_says_where_it_stands(said: dict[str, object] | None, expected: str) -> None:
    assert quoted(said) == expected
    assert place_of(said) in expected
