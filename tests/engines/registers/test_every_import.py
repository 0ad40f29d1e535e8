"""Every declared register takes its own template filled in, and what goes out comes in again unchanged."""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models

from honglam.core.access.models import Role, User
from honglam.engines.registers import writing
from honglam.engines.registers.declaration import Register, registers
from honglam.engines.registers.importing.targets import Target, reference_parts, targets_of
from honglam.engines.registers.importing.template import code_list, write_template
from honglam.engines.registers.pointing import pointers_at
from honglam.toolkit.sheets import Column, Table, write_xlsx
from tests.engines.registers.bringing import brought, counts, tried
from tests.engines.registers.conftest import Office
from tests.engines.registers.made_rows import keeper_of, make_rows, values_of
from tests.people import give

EVERY = pytest.mark.parametrize("register", registers(), ids=lambda register: register.code)


def bringer_of(register: Register, office: Office) -> User:
    """The keeper of a register, who also sees the other books of its sector: a file points only at what one sees."""
    keeper = keeper_of(register, office.province)
    codes = [one.permission("view") for one in registers() if one.pack == register.pack]
    give(keeper, Role.objects.create(code="reader", name="reader", permissions=codes), unit=office.province)
    return User.objects.get(pk=keeper.pk)


def cells_of(register: Register, values: dict[str, Any]) -> dict[str, Any]:
    """What an official writes under each target for a row with these values."""
    cells: dict[str, Any] = {}
    for target in targets_of(register):
        value = values.get(target.column)
        if value is None or target.part in ("longitude", "latitude"):
            continue
        field = register.fields[target.column]
        if target.part:
            other = field.related_model
            part = other._meta.get_field(target.part)  # type: ignore[union-attr]
            held = getattr(value, target.part)
            cells[target.key] = held.code if part.is_relation and hasattr(held, "code") else _written(part, held)
        elif field.is_relation:
            identity = next((one.identity for one in registers() if one.model is type(value)), None)
            if identity is None:
                cells[target.key] = getattr(value, "code", str(value))
            elif len(identity) == 1:
                cells[target.key] = _written(value._meta.get_field(identity[0]), getattr(value, identity[0]))
        else:
            cells[target.key] = _written(field, value)
    return cells


def _written(field: Any, value: Any) -> Any:
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "x" if value else "không"
    if isinstance(value, datetime.datetime):
        return value.astimezone().replace(tzinfo=None)
    return value


def filled(register: Register, rows: list[dict[str, Any]]) -> SimpleUploadedFile:
    """The template with rows written below its headings."""
    stream = io.BytesIO()
    write_template(stream, register)
    stream.seek(0)
    book = openpyxl.load_workbook(stream)
    sheet = book.worksheets[0]
    keys = [target.key for target in targets_of(register)]
    for number, row in enumerate(rows, 2):
        for key, value in row.items():
            cell = sheet.cell(number, keys.index(key) + 1, value)
            cell.number_format = "General" if isinstance(value, int | float) else cell.number_format
    saved = io.BytesIO()
    book.save(saved)
    return SimpleUploadedFile(f"{register.code}.xlsx", saved.getvalue())


@EVERY
def test_the_template_filled_in_comes_in_cleanly_and_once(office: Office, register: Register) -> None:
    keeper = bringer_of(register, office)
    rows = [cells_of(register, values_of(register, number, unit=office.finance)) for number in range(12)]
    run = brought(register, filled(register, rows), unit=office.finance, by=keeper)
    assert counts(run) == (12, 0, 0, 0), list(run.rejected_rows.values_list("line", "faults"))
    again = tried(register, filled(register, rows), unit=office.finance, by=keeper)
    assert counts(again) == (0, 0, 12, 0), again.trial


@EVERY
def test_what_goes_out_comes_in_again_unchanged(office: Office, register: Register) -> None:
    keeper = bringer_of(register, office)
    make_rows(register, 10, unit=office.finance, by=keeper)
    rows: Any = register.model._default_manager
    columns = [
        Column(target.label, _taker(register, target), target.kind) for target in targets_of(register)
        if target.key not in ("state", "geometry.longitude", "geometry.latitude") and not _is_whole(register, target)
    ]  # fmt: skip
    stream = io.BytesIO()
    write_xlsx(stream, [Table(str(register.label), columns, list(writing.with_what_is_shown(register, rows.all())))])
    run = tried(register, SimpleUploadedFile("a.xlsx", stream.getvalue()), unit=office.finance, by=keeper)
    assert counts(run) == (0, 0, 10, 0), list(run.rejected_rows.values_list("line", "faults"))


def _is_whole(register: Register, target: Target) -> bool:
    """A reference that goes out in parts, because the rows that it points at have no one column that names them."""
    return target.column != "unit" and not target.part and len(reference_parts(register.fields[target.column])) > 1


def _taker(register: Register, target: Target) -> Any:
    name = target.column
    if target.part:
        return lambda row: _part(getattr(row, name), target.part)
    field = register.model._meta.get_field(name)
    if field.is_relation:
        parts = () if name == "unit" else reference_parts(register.fields[name])
        return lambda row: _part(getattr(row, name), parts[0]) if parts else writing.shown(row, name)
    return lambda row: writing.shown(row, name) if getattr(field, "choices", None) else getattr(row, name)


def _part(row: Any, part: str) -> Any:
    return None if row is None else writing.shown(row, part) if row._meta.get_field(part).is_relation else (
        getattr(row, part)
    )  # fmt: skip


@EVERY
def test_code_lists_of_the_template_are_read_by_name_and_by_code(register: Register) -> None:
    for target in targets_of(register):
        codes = code_list(register, target)
        assert len({label for _code, label in codes}) == len(codes), f"{target.key}: two entries of one name"


@EVERY
def test_an_identity_is_found_by_an_index(register: Register) -> None:
    """Without one every batch of an import reads a table of millions from end to end."""
    identity = {register.model._meta.get_field(name) for name in register.identity}
    leading = [index.fields[0].removeprefix("-") for index in register.model._meta.indexes if index.fields]
    leading += [one.fields[0] for one in register.model._meta.constraints if isinstance(one, models.UniqueConstraint)
                and one.fields]  # fmt: skip
    found = {one.name for one in identity if one.name in leading or getattr(one, "db_index", False)
             or getattr(one, "unique", False)}  # fmt: skip
    assert found, f"{register.code}: no index begins with one of {', '.join(register.identity)}"


@EVERY
def test_every_pointer_is_known_by_table_and_column(register: Register) -> None:
    for pointer in pointers_at(register):
        assert pointer.model._meta.get_field(pointer.column).related_model is register.model
        assert pointer.rows().model is pointer.model
