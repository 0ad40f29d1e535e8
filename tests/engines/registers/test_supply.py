"""A register is a supply of the hub: the same rows in one spelling, in batches, with the way back to each."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from honglam.core.access.errors import NotAllowed
from honglam.engines.datahub.public import ColumnType, Sensitivity, Supply, supply_of
from honglam.engines.registers import supplying
from honglam.engines.registers.errors import ColumnHidden, RecordGone, RecordInvalid
from honglam.engines.registers.public import change, create, create_many, end, register_of, registers
from tests.engines.registers.conftest import Office


def supply(code: str = "registers.projects") -> Supply:
    found = supply_of(code)
    assert found is not None
    return found


def test_every_register_is_a_supply_with_rules_over_its_own_columns() -> None:
    for register in registers():
        one = supply(f"registers.{register.code}")
        assert {rule.code for rule in one.rules} == {rule.code for rule in register.quality}
        assert {column.name for column in one.columns if column.personal} == register.personal_columns
        assert [column.name for column in one.columns][:2] == ["uid", "unit"]


def test_columns_say_their_type_codes_and_who_must_fill_them() -> None:
    columns = {column.name: column for column in supply().columns}
    assert columns["capital"].type == ColumnType.DECIMAL
    assert (columns["land_area"].scale, columns["land_area"].required) == (4, False)
    assert columns["due_on"].type == ColumnType.DATE
    assert columns["is_delayed"].type == ColumnType.BOOLEAN
    assert columns["geometry"].type == ColumnType.GEOMETRY
    assert columns["commune"].type == ColumnType.CODE
    assert columns["name"].required
    assert ("industry", "công nghiệp – xây dựng") in [(code, str(label)) for code, label in columns["sector"].codes]
    assert "building" in dict(columns["state"].codes)
    assert supply().sensitivity == Sensitivity.SHARED


def test_rows_leave_in_one_spelling_with_references_as_names(office: Office) -> None:
    project = office.project(
        capital=Decimal("50000.5"), due_on=datetime.date(2027, 6, 30), is_delayed=True, delay_reason="Vướng mặt bằng",
        geometry='{"type": "Point", "coordinates": [105.9, 18.34]}',
    )  # fmt: skip
    (batch,) = supply().rows(None)
    (row,) = batch
    assert row == row | {
        "uid": str(project.uid), "unit": "tinh.finance", "state": "proposed", "commune": "90001",
        "capital": "50000.50", "disbursed": "0.00", "land_area": None, "jobs": None, "note": None,
        "due_on": "2027-06-30", "is_delayed": "true", "valid_from": timezone.localdate().isoformat(),
        "geometry": '{"type":"Point","coordinates":[105.9,18.34]}',
    }  # fmt: skip
    assert set(row) == {column.name for column in supply().columns}


def test_a_reference_to_another_register_is_its_uid(office: Office) -> None:
    project = office.project()
    create(register=register_of("disbursements"), unit=office.finance, by=office.officer,
           values={"project": project, "month": datetime.date(2026, 3, 31), "amount": 5})  # fmt: skip
    (batch,) = supply("registers.disbursements").rows(None)
    assert batch[0]["project"] == str(project.uid)


def many(office: Office, count: int) -> list[Any]:
    return create_many(register=office.projects, unit=office.finance, by=office.officer, rows=[
        {"code": f"DA-{number}", "name": f"Dự án {number}", "investor": "Công ty B", "investor_kind": "domestic",
         "sector": "trade", "commune": office.commune, "capital": 10} for number in range(count)
    ])  # fmt: skip


def test_rows_come_in_batches_of_one_query_each(
    office: Office, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    rows = many(office, 7)
    monkeypatch.setattr(supplying, "BATCH", 3)
    with django_assert_num_queries(4):  # three batches and the empty one that ends them
        batches = list(supply().rows(None))
    assert [len(batch) for batch in batches] == [3, 3, 1]
    assert [row["uid"] for batch in batches for row in batch] == [str(row.uid) for row in rows]


def test_rows_of_some_keys_leave_out_what_ended_and_what_is_no_key(office: Office) -> None:
    first, second, third = many(office, 3)
    end(register=office.projects, row=second, by=office.head, reason="Ghi nhầm hai lần")
    (batch,) = supply().rows([str(first.uid), str(second.uid), "no-uid"])
    assert [row["uid"] for row in batch] == [str(first.uid)]
    assert [row["uid"] for row in next(supply().rows(None))] == [str(first.uid), str(third.uid)]
    assert list(supply().rows([])) == []


def test_what_was_written_or_ended_since_a_moment_is_named(office: Office) -> None:
    first, _second, third = many(office, 3)
    moment = timezone.now()
    assert supply().changed_since(moment) == []
    change(register=office.projects, row=first, values={"note": "x"}, by=office.officer)
    end(register=office.projects, row=third, by=office.head, reason="Ghi nhầm hai lần")
    assert supply().changed_since(moment) == [str(first.uid), str(third.uid)]


def test_a_row_has_a_page_and_a_name(office: Office, django_assert_num_queries: Any) -> None:
    first, second = many(office, 2)
    keys = [str(first.uid), str(second.uid)]
    assert supply().addresses(keys)[keys[0]] == f"/registers/projects/{keys[0]}/"
    with django_assert_num_queries(1):
        assert supply().shown([*keys, "no-uid"]) == {keys[0]: "Dự án 0", keys[1]: "Dự án 1"}


def test_the_owner_is_the_unit_that_keeps_it_else_the_province(office: Office) -> None:
    assert supply().owner() == office.finance
    office.finance.code, office.finance.path = "tinh.money", "tinh/tinh.money/"
    office.finance.save()
    assert supply().owner() == office.province
    office.finance.function = "finance"
    office.finance.save()
    assert supply().owner() == office.finance


@pytest.mark.parametrize(
    ("column", "text", "kept"),
    [("capital", "60000.25", Decimal("60000.25")), ("due_on", "2027-01-31", datetime.date(2027, 1, 31)),
     ("is_delayed", "false", False), ("land_area", None, None), ("note", "", ""), ("sector", "tourism", "tourism")],
)  # fmt: skip
def test_a_cell_is_mended_through_the_verb_of_the_register(office: Office, column: str, text: Any, kept: Any) -> None:
    project = office.project(land_area=3, note="cũ")
    mended = supply().mend
    assert mended is not None
    mended(key=str(project.uid), column=column, value=text, by=office.officer, reason="Sửa theo bảng chất lượng")
    project.refresh_from_db()
    assert getattr(project, column) == kept
    former = office.projects.versions.objects.all()
    assert [one.reason for one in former] in ([], ["Sửa theo bảng chất lượng"])


def test_a_unit_is_mended_by_its_code(office: Office) -> None:
    project = office.project()
    supplying.mend(office.projects, key=str(project.uid), column="commune", value="90002", by=office.officer,
                   reason="Sai địa bàn")  # fmt: skip
    project.refresh_from_db()
    assert project.commune == office.other


def test_mending_keeps_rights_and_refuses_what_cannot_be(office: Office) -> None:
    project = office.project()
    key = str(project.uid)

    def mended(column: str, value: str, by: Any = office.officer, key: str = key) -> None:
        supplying.mend(office.projects, key=key, column=column, value=value, by=by, reason="Sửa")

    with pytest.raises(NotAllowed):
        mended("note", "x", by=office.commune_officer)
    with pytest.raises(RecordInvalid, match="Không có “99999”"):
        mended("commune", "99999")
    with pytest.raises(RecordInvalid):
        mended("due_on", "31/02/2027")
    with pytest.raises(RecordInvalid):
        mended("is_delayed", "có")
    with pytest.raises(ColumnHidden):
        mended("state", "operating")
    with pytest.raises(ColumnHidden):
        mended("nothing", "x")
    with pytest.raises(RecordGone):
        mended("note", "x", key="0190a3d2-7c00-7000-8000-000000000001")
