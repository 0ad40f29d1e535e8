"""Conformance: what programs are promised of every register, of whatever pack."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from honglam.core.access.models import User
from honglam.core.audit.models import AuditEntry
from honglam.core.organisations.terms import Kind, Level
from honglam.core.personal.masks import mask
from honglam.engines.datahub.public import Supply, supply_of
from honglam.engines.registers.declaration import Register, registers
from honglam.engines.registers.values import column_names
from tests.engines.registers.made_rows import keeper_of, make_rows
from tests.people import make_person, make_unit

each_register = pytest.mark.parametrize("register", registers(), ids=lambda one: one.code)
REASON = "Đối chiếu hồ sơ theo công văn 12/SNV"


class Book:
    """A register with rows in it, its keeper and somebody who sees neither masks nor guards lifted."""

    def __init__(self, register: Register) -> None:
        self.register = register
        province = make_unit("tinh", "Tỉnh Sông Lam", Kind.PROVINCE)
        self.unit = make_unit("90001", "xã Đồng Hạ", Kind.COMMUNE, province, level=Level.COMMUNE)
        self.keeper = keeper_of(register, province)
        self.reader = keeper_of(register, province, "view", guarded=False, username="reader")
        self.rows = make_rows(register, 3, unit=self.unit, by=self.keeper)

    def get(self, path: str = "", user: User | None = None, **asked: Any) -> Any:
        client = Client()
        client.force_login(user or self.keeper)
        return client.get(f"/api/registers/{self.register.code}{path}", asked)

    @property
    def supply(self) -> Supply:
        found = supply_of(f"registers.{self.register.code}")
        assert found is not None
        return found


@pytest.fixture
def book(db: None, settings: Any, register: Register) -> Book:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return Book(register)


@each_register
def test_the_hub_gets_every_column_of_every_row(book: Book) -> None:
    with CaptureQueriesContext(connection) as queries:
        batches = list(book.supply.rows(None))
    assert len(queries) == len(batches) + 1
    rows = {row["uid"]: row for batch in batches for row in batch}
    assert {str(row.uid) for row in book.rows} <= set(rows)
    row = rows[str(book.rows[0].uid)]
    assert list(row) == [column.name for column in book.supply.columns] == column_names(book.register)
    assert all(value is None or (isinstance(value, str) and value) for value in row.values())
    assert book.supply.owner() is not None
    assert set(book.supply.shown([row["uid"]])) == set(book.supply.addresses([row["uid"]])) == {row["uid"]}


@cache
def described() -> dict[str, Any]:
    """What the API says of its addresses: written once, because it is long and the same for every register."""
    paths: dict[str, Any] = Client().get("/api/openapi.json").json()["paths"]
    return paths


@each_register
def test_programs_read_every_row_in_every_order(book: Book) -> None:
    everything = book.get(limit=1000).json()["items"]
    assert {str(row.uid) for row in book.rows} <= {row["uid"] for row in everything}
    for row in everything:
        alone = book.get(f"/{row['uid']}")
        assert alone.status_code == 200 and alone.json() == alone.json() | row
    told = described()[f"/api/registers/{book.register.code}"]["get"]
    (order,) = (one["schema"]["enum"] for one in told["parameters"] if one["name"] == "order")
    for name in order:
        found = [row["uid"] for row in book.get(order=name, limit=1000).json()["items"]]
        first = book.get(order=name, limit=1).json()
        rest = book.get(order=name, limit=1000, cursor=first["next"]).json() if first["next"] else {"items": []}
        assert [row["uid"] for row in first["items"] + rest["items"]] == found, name
        assert len(found) == len(everything), name


@each_register
def test_personal_columns_are_masked_and_guarded_ones_left_out(book: Book) -> None:
    register, row = book.register, book.rows[0]
    for user in (book.reader, book.keeper):
        for told in (book.get(f"/{row.uid}", user).json(),
                     next(one for one in book.get("", user, limit=1000).json()["items"]
                          if one["uid"] == str(row.uid))):  # fmt: skip
            for name, kind in register.masks.items():
                if name in told:
                    assert told[name] == mask(getattr(row, name), kind), name
            if user == book.reader:
                assert not set(register.guarded) & set(told)
            else:
                assert set(register.guarded) <= set(told)
    for name in register.guarded:
        assert book.get("", book.reader, fields=name).status_code == 403
        assert book.get("", book.reader, order=name).status_code == 403


@each_register
def test_masks_are_lifted_for_a_reason_that_stands_in_the_log(book: Book) -> None:
    register, row = book.register, book.rows[0]
    if not register.masks:
        return
    before = AuditEntry.objects.filter(action="personal.read").count()
    assert book.get(f"/{row.uid}", unmask="vì").status_code == 422
    assert book.get(f"/{row.uid}", book.reader, unmask=REASON).status_code == 403
    assert book.get("", book.reader, unmask=REASON).status_code == 403
    assert AuditEntry.objects.filter(action="personal.read").count() == before
    told = book.get(f"/{row.uid}", unmask=REASON).json()
    row.refresh_from_db()
    for name in register.masks:
        value = getattr(row, name)
        assert told[name] == (value.isoformat() if hasattr(value, "isoformat") else value), name
    entries = AuditEntry.objects.filter(action="personal.read").for_target(row)
    assert len(entries) == len(register.masks)
    assert {entry.values.reason for entry in entries} == {REASON}
    book.get("", unmask=REASON, limit=1000)
    assert len(AuditEntry.objects.filter(action="personal.read").for_target(row)) == 2 * len(register.masks)


@each_register
def test_a_row_that_was_read_can_be_written_back(book: Book) -> None:
    row = book.rows[0]
    told = book.get(f"/{row.uid}").json()
    values = {name: told[name] for name in book.register.fields if name in told and name not in book.register.masks}
    client = Client()
    client.force_login(book.keeper)
    answer = client.patch(f"/api/registers/{book.register.code}/{row.uid}",
                          json.dumps({"revision": told["revision"], "values": values}),
                          content_type="application/json")  # fmt: skip
    assert answer.status_code == 200, answer.content
    assert answer.json() == told  # the same values write nothing


@each_register
def test_nobody_without_the_right_reads_anything(book: Book) -> None:
    stranger = make_person("stranger", "Phan Hữu An")
    for path in ("", f"/{book.rows[0].uid}", f"/{book.rows[0].uid}/history"):
        assert book.get(path, stranger).status_code == 403
