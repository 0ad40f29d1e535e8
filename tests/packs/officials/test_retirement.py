"""The retirement age by month of birth, as the annex of Decree 135/2020/NĐ-CP lists it."""

from __future__ import annotations

import datetime
import itertools

import pytest

from honglam.packs.officials.retirement import births_retiring, retirement_age, retires_on

# First month of birth of each step (Annex I of the decree), years and months of age, the month in which it is reached.
MEN = [
    ((1960, 12), (60, 0), (2020, 12)), ((1961, 1), (60, 3), (2021, 4)), ((1961, 10), (60, 6), (2022, 4)),
    ((1962, 7), (60, 9), (2023, 4)), ((1963, 4), (61, 0), (2024, 4)), ((1964, 1), (61, 3), (2025, 4)),
    ((1964, 10), (61, 6), (2026, 4)), ((1965, 7), (61, 9), (2027, 4)), ((1966, 4), (62, 0), (2028, 4)),
    ((1990, 1), (62, 0), (2052, 1)),
]  # fmt: skip
WOMEN = [
    ((1965, 12), (55, 0), (2020, 12)), ((1966, 1), (55, 4), (2021, 5)), ((1966, 9), (55, 8), (2022, 5)),
    ((1967, 5), (56, 0), (2023, 5)), ((1968, 1), (56, 4), (2024, 5)), ((1968, 9), (56, 8), (2025, 5)),
    ((1969, 5), (57, 0), (2026, 5)), ((1970, 1), (57, 4), (2027, 5)), ((1970, 9), (57, 8), (2028, 5)),
    ((1971, 5), (58, 0), (2029, 5)), ((1972, 1), (58, 4), (2030, 5)), ((1972, 9), (58, 8), (2031, 5)),
    ((1973, 5), (59, 0), (2032, 5)), ((1974, 1), (59, 4), (2033, 5)), ((1974, 9), (59, 8), (2034, 5)),
    ((1975, 5), (60, 0), (2035, 5)), ((1990, 12), (60, 0), (2050, 12)),
]  # fmt: skip
TABLE = [("male", *row) for row in MEN] + [("female", *row) for row in WOMEN]


@pytest.mark.parametrize(("gender", "month", "age", "retired"), TABLE)
def test_whoever_is_born_in_a_month_retires_at_the_age_of_the_roadmap(
    gender: str, month: tuple[int, int], age: tuple[int, int], retired: tuple[int, int]
) -> None:
    for day in (1, 28):
        born = datetime.date(*month, day)
        assert retirement_age(gender, born) == age
        last_day = retires_on(gender, born)
        assert last_day is not None
        assert (last_day.year, last_day.month) == retired
        assert (last_day + datetime.timedelta(days=1)).day == 1, "the end of the month"


@pytest.mark.parametrize("steps", [MEN, WOMEN])
def test_the_month_before_a_step_still_has_the_age_before(steps: list[tuple[tuple[int, int], ...]]) -> None:
    gender = "male" if steps is MEN else "female"
    for before, (month, _age, _retired) in itertools.pairwise(steps[:-1]):
        born = datetime.date(*month, 1) - datetime.timedelta(days=1)
        assert retirement_age(gender, born) == before[1]


def test_nobody_who_is_born_later_retires_earlier() -> None:
    for gender in ("male", "female"):
        days = [
            retires_on(gender, datetime.date(year, month, 1)) for year in range(1950, 1990) for month in range(1, 13)
        ]
        assert days == sorted(days)  # type: ignore[type-var]


def test_without_gender_or_birth_nothing_is_said() -> None:
    assert retires_on("", datetime.date(1970, 1, 1)) is None
    assert retires_on("male", None) is None


def test_the_births_that_retire_in_years_are_exactly_those() -> None:
    for gender in ("male", "female"):
        for year in (2020, 2021, 2026, 2035, 2040):
            first, last = births_retiring(gender, year, year) or pytest.fail("somebody retires every year")
            day = datetime.timedelta(days=1)
            assert retires_on(gender, first).year == retires_on(gender, last).year == year  # type: ignore[union-attr]
            assert retires_on(gender, first - day).year < year < retires_on(gender, last + day).year  # type: ignore[union-attr]
