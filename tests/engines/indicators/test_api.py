"""Figures for programs: JSON and CSV of what the person sees, and nothing else."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from honglam.core.access.terms import RoleCode
from honglam.engines.indicators.actions import submit
from honglam.engines.indicators.api import canonical
from honglam.engines.indicators.models import Indicator, IndicatorForm, IndicatorValue
from tests.engines.indicators.stories import APRIL, MARCH, TODAY, enter, make_form, make_indicator, on_day, put
from tests.people import People, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    on_day(monkeypatch, TODAY)


@pytest.fixture
def files(people: People) -> Indicator:
    return make_indicator(people, "Số hồ sơ", measure="hồ sơ")


@pytest.fixture
def form(people: People, files: Indicator) -> IndicatorForm:
    return make_form(people, files)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def rows_of(answer: Any) -> list[dict[str, str]]:
    content = b"".join(answer.streaming_content).decode()
    assert content.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))))


def test_an_officer_reads_the_figures_of_the_own_commune_only(
    people: People, form: IndicatorForm, files: Indicator
) -> None:
    put(files, people.north, MARCH, "1234.5")
    put(files, people.south, MARCH, 7)
    answer = signed_in(people.officer).get("/api/indicators/values").json()
    assert answer["count"] == 1
    (row,) = answer["items"]
    assert (row["indicator"], row["unit"], row["period"], row["value"]) == (files.code, "90001", "2026-03", "1234.5")


def test_the_receiver_reads_what_stands_in_forms_on_their_way_to_it(
    people: People, form: IndicatorForm, files: Indicator
) -> None:
    receiver = make_person("receiver", "Lý Văn Nhận", RoleCode.HEAD, people.science)
    put(make_indicator(people, "Số khác"), people.north, APRIL, 3)
    enter(form, people.north, people.officer, files, 5)
    assert {one.indicator for one in IndicatorValue.objects.seen_by(receiver)} == {files}
    assert signed_in(receiver).get("/api/indicators/values").json()["count"] == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("form=B01", 2), ("form=B99", 0), ("unit=90001", 2), ("unit=90002", 0), ("period=2026-03", 1),
        ("state=approved", 1), ("estimate=true", 1), ("form=B01&period=2026-04&estimate=true", 1),
    ],
)  # fmt: skip
def test_figures_are_filtered(people: People, form: IndicatorForm, files: Indicator, query: str, found: int) -> None:
    put(files, people.north, MARCH, 1)
    enter(form, people.north, people.officer, files, 5, is_estimate=True)
    assert signed_in(people.officer).get(f"/api/indicators/values?{query}").json()["count"] == found


@pytest.mark.parametrize("query", ["state=none", "estimate=perhaps", "limit=0", "format=xml"])
def test_what_cannot_be_asked_is_refused(people: People, query: str) -> None:
    assert signed_in(people.officer).get(f"/api/indicators/values?{query}").status_code == 422


@pytest.mark.parametrize("address", ["/api/indicators/values.csv", "/api/indicators/values?format=csv"])
def test_csv_has_the_mark_decimal_points_and_no_formulas(
    people: People, form: IndicatorForm, files: Indicator, address: str
) -> None:
    put(files, people.north, MARCH, "-1234.5", source="=1+1")
    (row,) = rows_of(signed_in(people.officer).get(address))
    assert (row["value"], row["is_estimate"], row["estimated_value"]) == ("-1234.5", "false", "")
    assert row["source"] == "'=1+1"


def test_definitions_and_submissions_leave_too(people: People, form: IndicatorForm, files: Indicator) -> None:
    enter(form, people.north, people.officer, files, 5, is_estimate=True)
    submit(form=form, unit=people.north, period=APRIL, by=people.officer)
    client = signed_in(people.officer)
    (definition,) = client.get("/api/indicators/definitions?text=so ho so&form=B01").json()["items"]
    assert (definition["code"], definition["measure"], definition["factor"]) == (files.code, "hồ sơ", "1")
    (row,) = client.get("/api/indicators/submissions?form=B01").json()["items"]
    assert (row["state"], row["version"], row["estimates"], row["unit"]) == ("submitted", 1, 1, "90001")
    assert rows_of(client.get("/api/indicators/submissions.csv?period=2026-04"))[0]["form"] == "B01"
    assert rows_of(client.get("/api/indicators/definitions.csv"))[0]["code"] == files.code


def test_a_stranger_gets_a_problem(client: Client) -> None:
    assert client.get("/api/indicators/values.csv").status_code == 401


@pytest.mark.parametrize("name", ["values", "submissions", "definitions"])
def test_the_number_of_queries_does_not_depend_on_the_rows(
    people: People, form: IndicatorForm, files: Indicator, name: str,
    django_assert_max_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    for number in range(8):
        one = make_indicator(people, f"Chỉ tiêu {number}")
        put(one, people.north, MARCH, number)
    client = signed_in(people.officer)
    client.get("/api/session")
    with django_assert_max_num_queries(12):
        assert client.get(f"/api/indicators/{name}").status_code == 200


def test_numbers_have_no_exponent_and_no_idle_zeros() -> None:
    written = [canonical(Decimal(text)) for text in ("120.0000", "0.5000", "-3", "0", "1000000")]
    assert written == ["120", "0.5", "-3", "0", "1000000"]
