"""One spelling of every value, before anything is judged."""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal

import pytest

from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.normalising import (
    MAYBE_NOT_NFC_PATTERN,
    WHITE_SPACE,
    canonical,
    day,
    day_of_moment,
    figure,
    is_of_type,
    moment,
    normalise,
)


def column(kind: ColumnType, scale: int = 2) -> Column:
    return Column(name="value", label="Giá trị", type=kind, scale=scale)


@pytest.mark.parametrize(
    ("given", "judged"),
    [
        (None, None), ("", None), ("   ", None), ("\u00a0\u3000\u2028", None), (" a b\n", "a b"), ("\u200b", "\u200b"),
        ("Ho\u0300a", "Hòa"), ("\u0301", "\u0301"), ("e\u0323\u0302", "ệ"), ("e\u0302\u0323", "ệ"), ("\u212a", "K"),
        ("\u1112\u1161\u11ab", "한"), ("\x1c", "\x1c"),
    ],
)  # fmt: skip
def test_values_are_composed_and_trimmed_and_empty_is_nothing(given: str | None, judged: str | None) -> None:
    assert normalise(given) == judged


def test_white_space_is_what_unicode_says() -> None:
    spaces = {chr(code) for code in range(0x110000) if chr(code).isspace()}
    assert set(WHITE_SPACE) == spaces - {
        "\x1c",
        "\x1d",
        "\x1e",
        "\x1f",
    }  # Python strips these controls, Unicode does not


def test_characters_that_are_left_alone_are_composed_already() -> None:
    odd = re.compile(MAYBE_NOT_NFC_PATTERN)
    safe = [chr(code) for code in range(0x3000) if not odd.match(chr(code))]
    assert all(unicodedata.normalize("NFC", one) == one and not unicodedata.combining(one) for one in safe)
    assert unicodedata.normalize("NFC", "".join(safe)) == "".join(safe)


@pytest.mark.parametrize(
    ("kind", "text", "is_right"),
    [
        (ColumnType.TEXT, "hai\ndòng\tchữ", True), (ColumnType.TEXT, "a\x00b", False), (ColumnType.TEXT, "a\x85b",
        False),
        (ColumnType.CODE, "A\tB", False), (ColumnType.CODE, "Đ1", True),
        (ColumnType.INTEGER, "-007", True), (ColumnType.INTEGER, "1.0", False), (ColumnType.INTEGER, "+1", False),
        (ColumnType.INTEGER, "9" * 18, True), (ColumnType.INTEGER, "9" * 19, False), (ColumnType.INTEGER, "١", False),
        (ColumnType.DECIMAL, "1.50", True), (ColumnType.DECIMAL, "1.505", False), (ColumnType.DECIMAL, "1.5000", True),
        (ColumnType.DECIMAL, "NaN", False), (ColumnType.DECIMAL, "Infinity", False), (ColumnType.DECIMAL, "1e3", False),
        (ColumnType.DECIMAL, "1,5", False), (ColumnType.DECIMAL, ".5", False), (ColumnType.DECIMAL, "9" * 20, True),
        (ColumnType.DECIMAL, "9" * 21, False), (ColumnType.DATE, "2024-02-29", True), (ColumnType.DATE,
        "2026-02-29", False),
        (ColumnType.DATE, "22/11/2026", False), (ColumnType.DATE, "20261122", False), (ColumnType.DATE,
        "0000-01-01", False),
        (ColumnType.MOMENT, "2026-11-22T08:00:00+07:00", True), (ColumnType.MOMENT, "2026-11-22T08:00:00", False),
        (ColumnType.MOMENT, "2026-11-22T24:00:00Z", False), (ColumnType.BOOLEAN, "true", True),
        (ColumnType.BOOLEAN, "True", False), (ColumnType.BOOLEAN, "1", False),
    ],
)  # fmt: skip
def test_a_type_says_what_a_value_may_be(kind: ColumnType, text: str, is_right: bool) -> None:
    assert is_of_type(column(kind), text) is is_right


@pytest.mark.parametrize(
    ("kind", "scale", "text", "spelt"),
    [
        (ColumnType.INTEGER, 0, "007", "7"), (ColumnType.INTEGER, 0, "-0", "0"), (ColumnType.INTEGER, 0, "7.0", "7.0"),
        (ColumnType.DECIMAL, 2, "1.5", "1.50"), (ColumnType.DECIMAL, 2, "-0.00", "0.00"), (ColumnType.DECIMAL, 2,
        "1.505", "1.505"),
        (ColumnType.DECIMAL, 0, "10.0", "10"), (ColumnType.DECIMAL, 18, "9" * 20, "9" * 20 + "." + "0" * 18),
        (ColumnType.CODE, 0, "007", "007"), (ColumnType.MOMENT, 0, "1970-01-01T07:00:01+07:00", "1000000"),
    ],
)  # fmt: skip
def test_equal_values_have_one_spelling(kind: ColumnType, scale: int, text: str, spelt: str) -> None:
    assert canonical(column(kind, scale), text) == spelt


def test_figures_days_and_moments_are_exact_or_nothing() -> None:
    assert figure("0.09999999999999999") == Decimal("0.09999999999999999") < Decimal("0.1")
    assert figure("NaN") is None and figure("1_000") is None
    assert day("2026-11-22") == datetime.date(2026, 11, 22) and day("2026-11-31") is None
    assert moment("2026-11-22T00:00:00+07:00") == moment("2026-11-21T17:00:00Z")
    assert day_of_moment(moment("2026-11-21T17:00:00Z") or 0) == datetime.date(2026, 11, 22)
    assert day_of_moment(moment("1969-12-31T16:59:59.999999Z") or 0) == datetime.date(1969, 12, 31)
