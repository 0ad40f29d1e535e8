"""Conformance: every declared register, of whatever pack, does what the engine promises of all of them.

A new promise is one function with `@each_register`; it is asked of every register there is. Rows come from
`made_rows`. What stands here covers the declaration and the list.
"""

from __future__ import annotations

import ast
import csv
import datetime
import inspect
import io
import json
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from honglam.core.access.models import User
from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import Kind, Level
from honglam.engines.registers.choosing import changeable
from honglam.engines.registers.declaration import Register, faults_of, registers
from honglam.engines.registers.listing import Listing
from honglam.engines.registers.public import change, end
from tests.engines.registers.made_rows import keeper_of, make_rows, other_value
from tests.people import make_person, make_unit

MOST_LINES = 60
ROOT = Path(__file__).resolve().parents[3]
HOSTILE = [
    "²",
    "9" * 40,
    "-1",
    "2026-13-45",
    "9999-12-31",
    "%",
    "'\"><script>",
    "1e400",
    "\\",
    "a:*&|!(",
    "1,5",
    "x" * 3000,
]
each_register = pytest.mark.parametrize("register", registers(), ids=lambda one: one.code)


@dataclass(frozen=True)
class Shelf:
    """One register with its keeper, a person who holds nothing, and the unit that keeps the rows."""

    register: Register
    unit: Unit
    keeper: User
    stranger: User

    @property
    def address(self) -> str:
        """The list."""
        return reverse("registers:rows", args=[self.register.code])

    def rows(self, count: int, **options: Any) -> list[Any]:
        """Rows of the unit."""
        return make_rows(self.register, count, unit=self.unit, by=self.keeper, **options)

    def page(self, user: User | None = None, address: str = "", **asked: Any) -> Any:
        """A page as a person opens it, the keeper where nobody is named."""
        client = Client()
        client.force_login(user or self.keeper)
        return client.get(address or self.address, asked)

    def file(self, form: str, client: Client | None = None, **asked: Any) -> Any:
        """The list as a file; where it names people, for a purpose that is stated."""
        if client is None:
            client = Client()
            client.force_login(self.keeper)
        at_once = client.get(self.address, {**asked, "format": form})
        if not self.register.names_people:
            return at_once
        assert at_once.status_code == 302
        address = f"{reverse('registers:export', args=[self.register.code])}?{urlencode(asked, doseq=True)}"
        assert client.post(address, {"form": form, "columns": "", "purpose": ""}).status_code == 422
        return client.post(address, {"form": form, "columns": "", "purpose": "Rà soát sổ hằng quý"})

    def listing(self, **asked: Any) -> Listing:
        """The list of the keeper."""
        return Listing(self.register, User.objects.get(pk=self.keeper.pk), QueryDict(urlencode(asked, doseq=True)))


@pytest.fixture
def shelf(db: None, settings: Any, register: Register) -> Shelf:
    """A small province in which a department keeps the register."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    province = make_unit("tinh", "Tỉnh Sông Lam", Kind.PROVINCE)
    unit = make_unit("90001", "xã Đồng Hạ", Kind.COMMUNE, province, level=Level.COMMUNE)
    return Shelf(register, unit, keeper_of(register, province), make_person("stranger", "Phan Hữu An"))


def content(answer: Any) -> bytes:
    """What a download holds."""
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def sheet_rows(answer: Any, headings: list[str]) -> list[tuple[Any, ...]]:
    """The rows of a workbook below its heading row."""
    lines = list(openpyxl.load_workbook(io.BytesIO(content(answer))).worksheets[0].iter_rows(values_only=True))
    start = next(number for number, line in enumerate(lines) if list(line[: len(headings)]) == headings)
    return [line for line in lines[start + 1 :] if any(cell is not None for cell in line)]


# --- the declaration -------------------------------------------------------------------------------------------------


@each_register
def test_the_declaration_holds(register: Register) -> None:
    assert faults_of(register) == []
    for text in (register.label, register.purpose, register.legal_basis):
        assert str(text).strip()
    assert register.icon in json.loads((ROOT / "frontend" / "icons.json").read_text(encoding="utf-8"))
    if register.personal:
        assert all(str(one.purpose or register.purpose_of_personal).strip() for one in register.personal)
        assert all(str(one.legal_basis or register.law_of_personal).strip() for one in register.personal)


@each_register
def test_a_register_with_everything_is_declared_in_sixty_lines(register: Register) -> None:
    pack = sys.modules[register.model.__module__.rpartition(".")[0] + ".pack"]
    found = lines_of(inspect.getsource(pack), register.code)
    assert found <= MOST_LINES, f"{register.code} takes {found} lines"


def lines_of(source: str, code: str) -> int:
    """How many lines the `Register(…)` of a code takes. AssertionError where there is none."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Register":
            named = [word.value for word in node.keywords if word.arg == "code"]
            if named and isinstance(named[0], ast.Constant) and named[0].value == code:
                assert node.end_lineno is not None
                return node.end_lineno - node.lineno + 1
    raise AssertionError(f"no Register(code={code!r}, …) stands in pack.py")


def test_the_lines_of_a_declaration_are_counted() -> None:
    assert lines_of("X = declare(Register(\n    code='a',\n))\n", "a") == 3
    with pytest.raises(AssertionError):
        lines_of("X = 1", "a")


# --- the list --------------------------------------------------------------------------------------------------------


@each_register
def test_the_list_shows_the_rows_and_what_it_is_for(shelf: Shelf) -> None:
    empty = shelf.page().content.decode()
    assert "Sổ chưa có dòng nào" in empty or "Chưa có dòng nào" in empty
    shelf.rows(3)
    page = shelf.page().content.decode()
    assert page.count('name="row"') == 3
    assert str(shelf.register.purpose)[:40] in page
    index = shelf.page(address=reverse("registers:index")).content.decode()
    assert shelf.address in index
    assert shelf.page(address=reverse("registers:pack", args=[shelf.register.pack])).status_code == 200


@each_register
def test_the_list_is_sorted_by_every_column(shelf: Shelf) -> None:
    shelf.rows(4)
    listing = shelf.listing()
    assert listing.sortable
    for name in listing.sortable:
        field = shelf.register.model._meta.get_field(name)
        for sort in (name, f"-{name}"):
            found = list(shelf.listing(sort=sort).each())
            assert len(found) == 4, sort
            values = [getattr(row, name) for row in found]
            figures = [value for value in values if isinstance(value, int | Decimal | datetime.date)]
            if len(figures) == 4 and not field.is_relation and not getattr(field, "choices", None):
                assert figures == sorted(figures, reverse=sort.startswith("-")), sort
    assert shelf.page(sort=listing.sortable[0]).status_code == 200


@each_register
def test_every_filter_leaves_the_rows_that_it_says(shelf: Shelf) -> None:
    row = shelf.rows(4)[0]
    shelf.listing()
    for name in shelf.listing().form.conditions:
        column = name.removesuffix("_from").removesuffix("_to") if name not in shelf.register.fields else name
        value = asked_for(shelf.register, row, column)
        if value is None:
            continue
        listing = shelf.listing(**{name: value})
        assert not listing.form.errors, (name, value, listing.form.errors)
        found = list(listing.each())
        assert row.pk in {one.pk for one in found}, (name, value)
        if name == column and name != "unit" and not shelf.register.model._meta.get_field(name).is_relation:
            assert {getattr(one, name) for one in found} == {getattr(row, name)}, name
        assert shelf.page(**{name: value}).status_code == 200


def asked_for(register: Register, row: Any, column: str) -> str | None:
    """What one types to filter by a row's own value."""
    if (computed := register.computed.get(column)) is not None:
        day = computed.value(row)
        return None if day is None else str(day.year) if computed.mask == "year" else f"{day:%d/%m/%Y}"
    field: Any = register.model._meta.get_field(column)
    value = getattr(row, column)
    if value in (None, ""):
        return None
    if isinstance(value, Unit):
        return value.code
    if field.is_relation:
        return str(value.uid)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return str(value).replace(".", ",") if isinstance(value, Decimal) else str(value)


@each_register
def test_the_list_leaves_as_files_with_all_its_rows(shelf: Shelf) -> None:
    shelf.rows(3)
    listing = shelf.listing()
    headings = [shelf.register.label_of(name) for name in listing.columns]
    assert len(sheet_rows(shelf.file("xlsx"), headings)) == 3
    lines = list(csv.reader(io.StringIO(content(shelf.file("csv")).decode("utf-8-sig"))))
    assert lines[0] == headings and len(lines) == 4
    if shelf.register.is_located:
        collection = json.loads(content(shelf.file("geojson")))
        assert len(collection["features"]) == 3
        assert all(feature["geometry"]["type"] == "Point" for feature in collection["features"])
    else:
        assert shelf.page(format="geojson").status_code == 302
    paper = shelf.page(format="print").content.decode()
    assert "print-page" in paper and paper.count("<tr>") == 4


@each_register
def test_the_list_of_a_past_day_shows_what_held_then(shelf: Shelf) -> None:
    today = timezone.localdate()
    first, *others = shelf.rows(4)
    shelf.rows(1, first=50, valid_from=today)
    yesterday = f"{today - datetime.timedelta(days=1):%d/%m/%Y}"
    changed = next((name for name in changeable(shelf.register, shelf.listing().sight)
                    if other_value(shelf.register, name, first, unit=shelf.unit) is not None), None)  # fmt: skip
    before = getattr(first, changed) if changed else None
    if changed:
        value = other_value(shelf.register, changed, first, unit=shelf.unit)
        change(register=shelf.register, row=first, values={changed: value}, by=shelf.keeper, valid_from=today)
    end(register=shelf.register, row=others[0], by=shelf.keeper, reason="Thử xem lại", on=today)
    past = shelf.listing(on=yesterday)
    rows = {row.uid: row for row in past.each()}
    assert set(rows) == {first.uid, *(row.uid for row in others)}
    if changed:
        assert getattr(rows[first.uid], changed) == before
    assert past.count() == past.counted == 4
    for name in past.sortable:
        assert len(list(shelf.listing(on=yesterday, sort=f"-{name}").each())) == 4, name
    page = shelf.page(on=yesterday).content.decode()
    assert "chỉ xem, không sửa" in page and 'name="row"' not in page
    assert len(sheet_rows(shelf.file("xlsx", on=yesterday),
                          [shelf.register.label_of(name) for name in past.columns])) == 4  # fmt: skip
    assert shelf.listing().count() == 4  # one ended, one came


@each_register
def test_a_person_without_the_permission_is_refused_everywhere(shelf: Shelf) -> None:
    shelf.rows(2)
    code = shelf.register.code
    client = Client()
    client.force_login(shelf.stranger)
    for name in ("rows", "bulk", "export", "save_view"):
        address = reverse(f"registers:{name}", args=[code])
        assert {client.get(address).status_code, client.post(address).status_code} <= {403, 405}, name
        assert client.post(address).status_code == 403, name
    for form in ("xlsx", "csv", "geojson", "print"):
        assert shelf.page(shelf.stranger, format=form).status_code == 403, form
    assert shelf.address not in shelf.page(shelf.stranger, reverse("registers:index")).content.decode()
    assert shelf.page(shelf.stranger, reverse("registers:pack", args=[shelf.register.pack])).status_code == 404


@each_register
def test_who_only_reads_is_offered_nothing_to_write(shelf: Shelf) -> None:
    shelf.rows(2)
    reader = keeper_of(shelf.register, shelf.unit, "view", username="reader")
    page = shelf.page(reader)
    assert page.status_code == 200 and 'name="row"' not in page.content.decode()
    assert shelf.page(reader, reverse("registers:bulk", args=[shelf.register.code])).status_code == 403


@each_register
def test_a_longer_list_asks_no_more_queries(shelf: Shelf) -> None:
    shelf.rows(3)
    few = queries_of(shelf)
    shelf.rows(27, first=3)
    assert queries_of(shelf) == few
    assert few["list"] <= 16, few


def queries_of(shelf: Shelf) -> dict[str, int]:
    """How many queries each form of the list takes."""
    client = Client()
    client.force_login(shelf.keeper)
    yesterday = {"on": f"{timezone.localdate() - datetime.timedelta(days=1):%d/%m/%Y}"}
    counts = {}
    every = {"col": shelf.listing().offered}
    for name, asked in (("list", {}), ("columns", every), ("past", yesterday)):
        with CaptureQueriesContext(connection) as queries:
            content(client.get(shelf.address, asked))
        counts[name] = len(queries)
    with CaptureQueriesContext(connection) as queries:
        content(shelf.file("csv", client))
    counts["csv"] = len(queries)
    return counts


@each_register
def test_nothing_in_the_address_breaks_the_list(shelf: Shelf) -> None:
    shelf.rows(1)
    client = Client(raise_request_exception=False)
    client.force_login(shelf.keeper)
    names = [*shelf.listing().form.fields, "q", "sort", "page", "col", "after", "view", "whole"]
    for value in HOSTILE:
        for asked in (dict.fromkeys(names, value), *({name: value} for name in shelf.listing().form.conditions)):
            assert client.get(shelf.address, asked).status_code < 500, asked


@each_register
def test_many_rows_take_a_value_at_once_after_a_look_ahead(shelf: Shelf) -> None:
    rows = shelf.rows(3)
    plain = [name for name in changeable(shelf.register, shelf.listing().sight)
             if not shelf.register.fields[name].is_relation]  # fmt: skip
    column = plain[0] if plain else None
    if column is None:
        pytest.skip(f"{shelf.register.code} has no column that many rows may share")
    value = other_value(shelf.register, column, rows[0], unit=shelf.unit)
    sent = asked_for_value(value)
    client = Client()
    client.force_login(shelf.keeper)
    address = reverse("registers:bulk", args=[shelf.register.code])
    form = {"scope": "all", "what": f"column:{column}", "value": sent, "reason": "Rà soát lại sổ"}
    looked = client.post(address, {**form, "step": "preview"})
    assert looked.status_code == 200, looked.content.decode()
    changing = looked.context["preview"]["changing"]
    assert shelf.register.versions._default_manager.count() == 0
    assert client.post(address, {**form, "step": "write"}).status_code == 302
    assert shelf.register.versions._default_manager.count() == changing


def asked_for_value(value: Any) -> str:
    """A value as a form sends it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    return str(value).replace(".", ",") if isinstance(value, Decimal) else str(value)
