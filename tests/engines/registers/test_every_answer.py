"""Every declared register says what it is, adds up by every column, and lets nothing personal out unmasked."""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from honglam.engines.registers.declaration import Register
from honglam.engines.registers.listing import Listing
from honglam.engines.registers.pages.summary import columns_to_group_by, groups_of
from tests.engines.registers.made_rows import SINCE
from tests.engines.registers.test_every_register import Shelf, content, each_register, shelf

__all__ = ["shelf"]


@each_register
def test_the_register_says_what_it_is_and_who_may_move_what(shelf: Shelf) -> None:
    register = shelf.register
    page = shelf.page(address=reverse("registers:about", args=[register.code])).content.decode()
    listed = shelf.page().content.decode()
    assert str(register.legal_basis) in page
    assert not register.notes or (str(register.notes) in page and str(register.notes) in listed)
    for move in register.lifecycle.moves if register.lifecycle else ():
        assert str(move.verb) in page
    for name in register.fields:
        assert register.label_of(name) in page


@each_register
def test_groups_of_every_column_add_up_to_the_list(shelf: Shelf) -> None:
    shelf.rows(4)
    listing = shelf.listing()
    for by in columns_to_group_by(listing):
        sums = [name for name in register_sums(shelf) if by not in shelf.register.computed]
        groups = groups_of(listing, by, sums)
        assert sum(one.count for one in groups) == 4, by
        for name in sums:
            assert sum(one.sums[name] for one in groups) == (listing.totals()[name] or 0), (by, name)
        for one in groups:
            if one.url:
                asked = QueryDict(one.url.partition("?")[2])
                assert Listing(shelf.register, shelf.keeper, asked).count() == one.count, (by, one.label)
        answer = shelf.page(address=reverse("registers:summary", args=[shelf.register.code]), by=by)
        assert answer.status_code == 200 and groups[0].label.lower() in answer.content.decode().lower()
    sheet = shelf.page(address=reverse("registers:summary", args=[shelf.register.code]), format="xlsx")
    assert sheet.status_code == 200


def register_sums(shelf: Shelf) -> list[str]:
    """The columns that are summed."""
    return [name for name in shelf.register.totals if name in shelf.listing().sortable]


@each_register
def test_personal_values_leave_nowhere_without_their_mask(shelf: Shelf) -> None:
    rows = shelf.rows(3)
    secrets = secrets_of(shelf.register, rows)
    for place, shown in leaves(shelf):
        leaked = [secret for secret in secrets if secret in shown]
        assert not leaked, f"{place} shows {leaked}"
    for name in shelf.register.masks:
        assert name not in shelf.listing().sortable
        assert not any(field.split("_from")[0] == name for field in shelf.listing().form.conditions)


def secrets_of(register: Register, rows: list[Any]) -> set[str]:
    """Every spelling of the personal values of rows."""
    found = set()
    for row in rows:
        for column in register.masks:
            value = getattr(row, column)
            found |= {f"{value:%d/%m/%Y}", value.isoformat()} if isinstance(value, datetime.date) else {str(value)}
    return {text for text in found if len(text) > 3 and text != "None"}


def leaves(shelf: Shelf) -> list[tuple[str, str]]:
    """Everything that the list gives out, with all columns, and lists of the registers that point at this one."""
    register = shelf.register
    everything = {"col": shelf.listing().offered}
    past = {**everything, "on": f"{SINCE:%d/%m/%Y}"}
    client = Client()
    client.force_login(shelf.keeper)
    found = [("list", client.get(shelf.address, everything).content.decode()),
             ("past", client.get(shelf.address, past).content.decode()),
             ("print", client.get(shelf.address, {**everything, "format": "print"}).content.decode()),
             ("csv", content(shelf.file("csv", client, **everything)).decode())]  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(content(shelf.file("xlsx", client, **everything))))
    found.append(("xlsx", " ".join(str(cell) for line in book.worksheets[0].values for cell in line)))
    if register.is_located:
        found.append(("geojson", content(shelf.file("geojson", client, **everything)).decode()))
    marked = [str(row.uid) for row in register.model._default_manager.all()]
    address = reverse("registers:bulk", args=[register.code])
    found.append(("bulk", client.get(address, {"scope": "marked", "row": marked}).content.decode()))
    return found
