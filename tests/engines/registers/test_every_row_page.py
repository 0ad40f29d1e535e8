"""Conformance of the pages of one row: every declared register, of whatever pack, keeps these promises.

A new promise is one function with `@each_register`. Rows come from `made_rows`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from honglam.core.access.models import User
from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import Kind, Level
from honglam.core.search.queries import search
from honglam.core.search.registry import kind_of
from honglam.engines.registers import indexing
from honglam.engines.registers.actions import change, end
from honglam.engines.registers.declaration import Register, register_of, registers
from honglam.engines.registers.naming import named
from tests.engines.registers.made_rows import SINCE, keeper_of, make_rows, other_value
from tests.people import make_person, make_unit

each_register = pytest.mark.parametrize("register", registers(), ids=lambda one: one.code)


@dataclass
class Place:
    """A small province with a commune, and somebody with no right at all."""

    province: Unit
    commune: Unit
    stranger: User

    def keeper(self, register: Register) -> User:
        """Who holds everything that a register asks for, over the whole province."""
        return keeper_of(register, self.province)


@pytest.fixture
def place(db: None, settings: Any) -> Place:
    """The small province."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    province = make_unit("tinh", "Tỉnh Sông Lam", Kind.PROVINCE)
    commune = make_unit("90001", "xã Đồng Hạ", Kind.COMMUNE, province, level=Level.COMMUNE)
    return Place(province, commune, make_person("nguoila", "Phan Văn Lạ"))


def client_of(person: User) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def address(register: Register, row: Any, name: str = "row", **more: Any) -> str:
    """An address of a row."""
    return reverse(f"registers:{name}", kwargs={"code": register.code, "uid": row.uid, **more})


def form_of(client: Client, at: str) -> dict[str, Any]:
    """What the form of a page would send if nobody touched it."""
    document = lxml.html.fromstring(client.get(at).content.decode())
    return dict(document.get_element_by_id("row-form").form_values())


def changed(register: Register, row: Any, place: Place, by: User) -> str:
    """A column that was changed, so that the row has a past."""
    for column in register.fields:
        if column in register.identity or column == "geometry":
            continue
        value = other_value(register, column, row, unit=place.commune)
        if value is not None and change(
            register=register, row=row, values={column: value}, by=by, valid_from=SINCE + datetime.timedelta(days=9)
        ).revision > row.revision:  # fmt: skip
            return column
    raise AssertionError(f"no column of {register.code} could be changed")


@each_register
def test_a_row_has_a_page_on_screen_and_on_paper(register: Register, place: Place) -> None:
    keeper = place.keeper(register)
    row = make_rows(register, 1, unit=place.commune, by=keeper)[0]
    client = client_of(keeper)
    for query in ({}, {"format": "print"}, {"on": "01/01/2019"}, {"on": "31/12/2026"}, {"on": "hôm kia"}):
        answer = client.get(address(register, row), query)
        assert answer.status_code == 200
    text = client.get(address(register, row)).content.decode()
    assert str(register.sections[0].heading) in text
    assert client_of(place.stranger).get(address(register, row)).status_code in {403, 404}


@each_register
def test_a_page_says_what_every_shown_column_is(register: Register, place: Place) -> None:
    keeper = place.keeper(register)
    row = make_rows(register, 1, unit=place.commune, by=keeper)[0]
    document = lxml.html.fromstring(client_of(keeper).get(address(register, row)).content.decode())
    labels = {label.text_content().strip() for label in document.iter("dt")}
    unconditional = {
        column
        for section in register.sections
        if section.when is None
        for column in section.columns
        if column not in register.conditions
    }
    assert {register.label_of(column) for column in unconditional} <= labels
    computed = {str(one.label)[:1].upper() + str(one.label)[1:] for one in register.computed.values()}
    assert computed <= labels


@each_register
def test_no_page_shows_a_personal_value(register: Register, place: Place) -> None:
    keeper = place.keeper(register)
    row = make_rows(register, 1, unit=place.commune, by=keeper)[0]
    client = client_of(keeper)
    secrets = {
        text for column in register.masks
        if len(text := str(getattr(row, column) or "")) > 4 and not register.fields[column].choices
    }  # fmt: skip
    for at in (address(register, row), address(register, row) + "?format=print", address(register, row, "edit_row")):
        text = client.get(at).content.decode()
        assert [secret for secret in secrets if secret in text] == []
    assert [secret for secret in secrets if secret in named(register, row)] == []


@each_register
def test_a_form_that_nobody_touched_changes_nothing(register: Register, place: Place) -> None:
    keeper = place.keeper(register)
    row = make_rows(register, 1, unit=place.commune, by=keeper)[0]
    client, at = client_of(keeper), address(register, row, "edit_row")
    answer = client.post(at, form_of(client, at))
    assert answer.status_code == 302, answer.content.decode()
    row.refresh_from_db()
    assert row.revision == 1


@each_register
def test_a_new_row_is_asked_for_and_an_empty_form_says_what_is_missing(register: Register, place: Place) -> None:
    keeper = place.keeper(register)
    client, at = client_of(keeper), reverse("registers:new_row", args=[register.code])
    demanded = any(not one.blank and not one.has_default() for one in register.fields.values())
    answer = client.post(at, form_of(client, at))
    assert answer.status_code == (422 if demanded else 302)
    assert client_of(place.stranger).get(at).status_code == 403


@each_register
def test_what_a_row_was_is_shown_and_taken_back(register: Register, place: Place) -> None:
    keeper = place.keeper(register)
    row = make_rows(register, 1, unit=place.commune, by=keeper)[0]
    column = changed(register, row, place, keeper)
    before = getattr(row, register.fields[column].attname)
    client = client_of(keeper)
    text = client.get(address(register, row)).content.decode()
    assert register.label_of(column) in text and 'id="former"' in text
    assert client.get(address(register, row), {"on": f"{SINCE:%d/%m/%Y}"}).status_code == 200
    version = register.versions._default_manager.get(record_id=row.pk)
    undo = address(register, row, "undo_row", version=version.pk)
    assert client.get(undo).status_code == 200
    assert client.post(undo, {"reason": ""}).status_code == 302
    row.refresh_from_db()
    assert (getattr(row, register.fields[column].attname), row.revision) == (before, 3)


@each_register
def test_every_move_has_a_way_that_opens(register: Register, place: Place) -> None:
    keeper = place.keeper(register)
    row = make_rows(register, 1, unit=place.commune, by=keeper)[0]
    client = client_of(keeper)
    for move in register.lifecycle.moves if register.lifecycle else ():
        register.model._default_manager.filter(pk=row.pk).update(state=move.sources[0])
        assert str(move.verb) in client.get(address(register, row)).content.decode()
        assert client.get(address(register, row, "move_row", step=move.code)).status_code == 200


@each_register
def test_a_row_costs_the_same_however_many_belong_to_it(register: Register, place: Place) -> None:
    keeper = place.keeper(register)
    row = make_rows(register, 1, unit=place.commune, by=keeper)[0]
    client = client_of(keeper)
    client.get(address(register, row))
    with CaptureQueriesContext(connection) as alone:
        client.get(address(register, row))
    grown = 0
    for related in register.related:
        other = register_of(related.register)
        helper = keeper_of(other, place.province, username=f"helper-{other.code}")
        made = make_rows(other, 6, unit=place.commune, by=helper)
        keys = [one.pk for one in made]
        grown += other.model._default_manager.filter(pk__in=keys).update(**{related.via: row})
    with CaptureQueriesContext(connection) as together:
        client.get(address(register, row))
    assert len(together) <= len(alone), f"{grown} rows more cost {len(together) - len(alone)} queries more"


@each_register
def test_a_row_is_found_as_declared_until_it_ends(register: Register, place: Place) -> None:
    keeper = place.keeper(register)
    row = make_rows(register, 1, unit=place.commune, by=keeper)[0]
    entries = list(indexing.every_entry(register))
    assert [entry.object_id for entry in entries] == [row.pk]
    if not register.in_search:
        return
    code = indexing.kind_of(register)
    assert kind_of(code).permission == register.permission("view")
    words = entries[0].title
    assert [hit.url for hit in search(words, user=keeper, kinds=[code]).hits] == [address(register, row)]
    assert not search(words, user=place.stranger, kinds=[code]).hits
    end(register=register, row=row, by=keeper, reason="Không còn dùng nữa")
    assert not search(words, user=keeper, kinds=[code]).hits
