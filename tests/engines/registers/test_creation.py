"""The compiled judgement of new rows says what `writing.cleaned` says, whatever stands in the file."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from honglam.engines.registers import storing, writing
from honglam.engines.registers.constraints import broken_by, checks_of
from honglam.engines.registers.errors import RecordInvalid
from honglam.engines.registers.importing import cells
from honglam.engines.registers.importing.creation import Creation, objects_of
from honglam.engines.registers.importing.references import Pointed
from honglam.packs.investment.models import Project
from tests.engines.registers.conftest import Office

WORDS = st.text(max_size=40) | st.sampled_from(["Nhà máy  gỗ", "Hoà Hải", "x" * 301, "Đồng\tHạ"])
FIGURES = st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.sampled_from(
    [Decimal("-1"), Decimal("12345678901234.99"), Decimal("123456789012345"), Decimal("1E+3"), Decimal("0.001")]
)
DAYS = st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2030, 1, 1))
PLACES = st.sampled_from([
    '{"type":"Point","coordinates":[105.9,18.3]}', '{"type":"Point","coordinates":[540000,2030000]}', "không phải hình",
    '{"type":"Polygon","coordinates":[[[105,18],[106,18],[106,19],[105,18]]]}', cells.point(105.5, 18.0),
])  # fmt: skip


def values(commune: Pointed) -> st.SearchStrategy[dict[str, Any]]:
    """Values of a project as parsers give them: right ones most of the time, and anything else."""
    texts = WORDS.map(lambda text: _parsed(text)).filter(lambda text: text is not None)
    good = st.sampled_from(["domestic", "foreign"])
    return st.fixed_dictionaries(
        {"code": st.sampled_from(["DA-1", "DA-2", "x" * 31]), "name": texts, "investor": texts,
         "investor_kind": good | texts, "sector": st.sampled_from(["trade", "energy"]),
         "capital": st.sampled_from([Decimal("50000"), Decimal("1.5")]) | FIGURES, "commune": st.just(commune)},
        optional={"disbursed": FIGURES, "land_area": FIGURES, "jobs": st.integers(-5, 10**10), "starts_on": DAYS,
                  "due_on": DAYS, "is_delayed": st.booleans(), "delay_reason": texts, "note": texts,
                  "geometry": PLACES},
    )  # fmt: skip


def _parsed(text: str) -> str | None:
    try:
        return cells.line(text)
    except ValueError:
        return None


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_quick_judge_never_differs_from_the_careful_one(office: Office, data: st.DataObject) -> None:
    given_values = data.draw(values(Pointed(office.commune.pk, str(office.commune), office.commune)))
    register, at, since = office.projects, timezone.now(), timezone.localdate()
    creation = Creation(register, by=office.officer, at=at, since=since)
    careful: Any = register.model(unit=office.finance, recorded_at=at, recorded_by=office.officer, valid_from=since,
                                  state="proposed")  # fmt: skip
    try:
        writing.cleaned(register, careful, objects_of(given_values))
        expected: Any = {one.attname: getattr(careful, one.attname) for one in creation.fields if one.name != "uid"}
    except RecordInvalid as error:
        expected = error.faults
    try:
        row = creation.row(given_values, unit=office.finance)
        found: Any = {one.attname: value for one, value in zip(creation.fields, row, strict=True) if one.name != "uid"}
    except RecordInvalid as error:
        found = error.faults
    assert found == expected


def test_a_right_row_takes_the_quick_way(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> None:
        raise AssertionError("the careful way was taken")

    monkeypatch.setattr(writing, "cleaned", refuse)
    creation = Creation(office.projects, by=office.officer, at=timezone.now(), since=timezone.localdate())
    row = creation.row({
        "code": "DA-1", "name": "Nhà máy gỗ", "investor": "Công ty A", "investor_kind": "domestic", "sector": "trade",
        "capital": Decimal("1.50"), "is_delayed": True, "delay_reason": "Vướng mặt bằng", "jobs": 12,
        "commune": Pointed(office.commune.pk, "xã Đồng Hạ", office.commune), "geometry": cells.point(105.9, 18.3),
        "starts_on": datetime.date(2026, 1, 1), "due_on": datetime.date(2026, 2, 1),
    }, unit=office.finance)  # fmt: skip
    assert row


def test_rows_stored_in_bulk_are_those_that_saving_stores(office: Office) -> None:
    values_ = {
        "code": "DA-1", "name": "Nhà máy gỗ", "investor": "Công ty A", "investor_kind": "domestic", "sector": "trade",
        "capital": Decimal("1234.5"), "land_area": Decimal("0.1250"), "starts_on": datetime.date(2026, 1, 1),
        "commune": Pointed(office.commune.pk, "xã Đồng Hạ", office.commune), "geometry": cells.point(105.9, 18.3),
    }  # fmt: skip
    creation = Creation(office.projects, by=office.officer, at=timezone.now(), since=timezone.localdate())
    storing.insert(Project, [creation.row(values_, unit=office.finance)])
    bulk = Project.objects.get()
    saved = office.project(**objects_of(values_) | {"code": "DA-2"})
    saved.refresh_from_db()
    passed_over = {"id", "uid", "code", "recorded_at", "search_text"}
    for one in Project._meta.concrete_fields:
        if one.name not in passed_over:
            assert getattr(bulk, one.attname) == getattr(saved, one.attname), one.name
    assert bulk.search_text.replace("da 1", "da 2") == saved.search_text
    assert Project.objects.filter(capital=Decimal("1234.5"), land_area=Decimal("0.125")).count() == 2


@pytest.mark.parametrize(("changed", "broken"), [
    ({}, set()), ({"capital": Decimal(-1)}, {""}), ({"disbursed": Decimal("-0.01")}, {""}),
    ({"starts_on": datetime.date(2026, 2, 1), "due_on": datetime.date(2026, 1, 1)}, {""}),
    ({"starts_on": datetime.date(2026, 2, 1)}, set()), ({"due_on": datetime.date(2026, 1, 1)}, set()),
    ({"starts_on": datetime.date(2026, 1, 1), "due_on": datetime.date(2026, 1, 1)}, set()),
    ({"ended_on": datetime.date(2020, 1, 1)}, {""}), ({"merged_into_id": 5}, {""}),
])  # fmt: skip
def test_check_constraints_are_judged_as_the_database_judges_them(
    office: Office, changed: dict[str, Any], broken: set[str]
) -> None:
    row = office.project()
    for name, value in changed.items():
        setattr(row, name, value)
    assert set(broken_by(row)) == broken
    by_database = set()
    for check in checks_of(Project):
        assert check.condition is not None
        try:
            check.constraint.validate(Project, row)
        except Exception:
            by_database.add("")
    assert by_database == broken


def test_a_row_that_a_constraint_refuses_is_refused_in_words_by_hand_too(office: Office) -> None:
    with pytest.raises(RecordInvalid, match="phải từ ngày khởi công trở đi"):
        office.project(starts_on=datetime.date(2026, 2, 1), due_on=datetime.date(2026, 1, 1))
