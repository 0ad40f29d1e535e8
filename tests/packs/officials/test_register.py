"""The personnel register: what is masked, who reads, what the map of fields says of our columns."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

import pytest
import yaml
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

import honglam
from honglam.core.access.errors import NotAllowed
from honglam.core.access.models import User
from honglam.core.access.terms import RoleCode
from honglam.core.personal.registry import column_of
from honglam.engines.datahub.public import ColumnType
from honglam.engines.registers.errors import ColumnHidden, MoveRefused
from honglam.engines.registers.listing import Listing
from honglam.engines.registers.public import change, create, move, register_of, registers
from honglam.packs.officials.models import Official
from tests.people import People, make_person, people

__all__ = ["people"]
FIELDS = Path(honglam.__file__).parent / "packs" / "officials" / "criteria" / "fields.yaml"
PERSON = {
    "citizen_id": "999000000001", "full_name": "Trần Thị Bình", "gender": "female", "staff_kind": "civil_servant",
    "birth_date": datetime.date(1970, 2, 3), "position": "Chuyên viên", "phone": "0900000001",
}  # fmt: skip


def test_search_finds_the_name_and_nothing_that_is_masked(people: People) -> None:
    create(register=register_of("officials"), unit=people.north, values=PERSON, by=people.head)
    assert Official.objects.saying("tran thi binh").exists()
    assert not Official.objects.saying("999000000001").exists()


def test_everything_personal_is_declared_and_only_the_name_is_shown() -> None:
    register = register_of("officials")
    assert register.personal_columns - set(register.masks) == {"full_name"}
    assert {"citizen_id", "birth_date", "gender", "phone", "email", "address", "bank_account"} <= set(register.masks)
    for column in register.personal_columns:
        declared = column_of(Official, column)
        assert declared is not None
        assert declared.retention_days
    assert all(one.open_data is None for one in registers() if one.pack == "officials")


def test_an_officer_of_the_unit_reads_no_files_and_pay_needs_its_own_permission(people: People) -> None:
    register = register_of("officials")
    with pytest.raises(NotAllowed):
        create(register=register, unit=people.north, values=PERSON, by=people.officer)
    row = create(register=register, unit=people.north, values=PERSON, by=people.head)
    assert change(register=register, row=row, values={"salary_step": 3}, by=people.head).salary_step == 3
    assert set(register.guarded.values()) == {"officials.see_salary"}
    assert not Official.objects.visible_to(people.officer, register.permission("view")).exists()


def test_who_may_edit_but_not_see_pay_cannot_write_it(people: People) -> None:
    clerk = make_person("toChuc", "Lê Thị Lan", RoleCode.UNIT_ADMINISTRATOR, people.north)
    with pytest.raises(ColumnHidden):
        create(register=register_of("officials"), unit=people.north, values=PERSON | {"salary_step": 2}, by=clerk)
    assert create(register=register_of("officials"), unit=people.north, values=PERSON, by=clerk).pk


def test_nobody_retires_without_a_day_and_a_decision(people: People) -> None:
    register = register_of("officials")
    row = create(register=register, unit=people.north, values=PERSON, by=people.head)
    with pytest.raises(MoveRefused):
        move(register=register, row=row, move="retire", by=people.head)
    values = {"left_on": datetime.date(2027, 5, 31), "left_by": "12/QĐ-UBND"}
    change(register=register, row=row, values=values, by=people.head)
    assert move(register=register, row=row, move="retire", by=people.head).state == "retired"


def test_the_expected_retirement_is_worked_out_and_found_by_whole_years(people: People) -> None:
    register = register_of("officials")
    row = create(register=register, unit=people.north, values=PERSON, by=people.head)
    column = register.computed["retires_on"]
    assert (column.type, column.mask, column.value(row)) == (ColumnType.DATE, "year", datetime.date(2027, 6, 30))
    assert column.between is not None
    for first, last, found in (
        (datetime.date(2027, 12, 1), datetime.date(2027, 12, 31), True),
        (None, datetime.date(2026, 12, 31), False),
        (datetime.date(2028, 1, 1), None, False),
        (None, None, True),
    ):
        assert Official.objects.filter(column.between(first, last)).exists() is found


def test_the_list_shows_the_year_of_retirement_and_is_asked_for_it(people: People) -> None:
    register = register_of("officials")
    create(register=register, unit=people.north, values=PERSON, by=people.head)
    create(register=register, unit=people.north, by=people.head, values=PERSON | {
        "citizen_id": "999000000002", "full_name": "Lê Văn Chín", "birth_date": datetime.date(1990, 2, 3)})  # fmt: skip
    head = User.objects.get(pk=people.head.pk)
    found = Listing(register, head, QueryDict("retires_on_from=2027&retires_on_to=2027&col=full_name&col=retires_on"))
    rows = list(found.each())
    assert [[found.sight.value(row, name) for name in found.columns] for row in rows] == [["Trần Thị Bình", "2027"]]
    assert "retires_on" not in found.sortable and "retires_on" in found.offered
    assert ("Nghỉ hưu dự kiến từ năm", "2027") in [said[:2] for said in found.form.said()]
    past = Listing(register, head, QueryDict(f"retires_on_to=2026&on={timezone.localdate():%d/%m/%Y}"))
    assert past.count() == 0
    client = Client()
    client.force_login(head)
    forecast = client.get("/registers/officials/summary/", {"by": "retires_on"}).context["groups"]
    assert [(one.label, one.count) for one in forecast] == [("2027", 1), ("2050", 1)]
    page = client.get("/registers/officials/", {"col": ["full_name", "retires_on"], "retires_on_to": "2030"})
    assert "Nghỉ hưu dự kiến" in page.content.decode() and "03/02/1970" not in page.content.decode()
    whole = Listing(register, head, QueryDict(""), unmask=True, every_column=True)
    assert datetime.date(2027, 6, 30) in [whole.sight.value(row, "retires_on") for row in whole.each()]


def test_the_map_of_fields_names_columns_that_exist_and_claims_nothing_official() -> None:
    told = yaml.safe_load(FIELDS.read_text(encoding="utf-8"))
    assert told["official"] is False
    known = {one.code: one for one in registers() if one.pack == "officials"}
    for field in told["fields"]:
        assert ("columns" in field) != ("left_out" in field), field
        assert field.get("left_out", "waits") in told["reasons"]
        for name in field.get("columns", ()):
            register, _, column = name.partition(".")
            assert column in {*known[register].fields, "unit"}, name
    counts = Counter("columns" in field for field in told["fields"])
    assert counts[True] == told["fields_mapped"]
    assert len(told["fields"]) == told["fields_known"] < told["fields_of_the_circular"]
    assert "chưa có bản chính thức" in str(register_of("officials").notes)
