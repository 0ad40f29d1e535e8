"""From the lines of a file to values by column: every cell is read, every reference found; what cannot be is said."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from honglam.core.organisations.models import Unit
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.importing import cells
from honglam.engines.registers.importing.cells import Parser
from honglam.engines.registers.importing.references import Book, Named, Rows, Units
from honglam.engines.registers.importing.targets import LATITUDE, LONGITUDE, Target, targets_of


@dataclass(slots=True)
class ReadLine:
    """A line of a file: its number, its cells as they came, its values by column, and faults as (heading, message).

    `values` hold what is written; a column of the file whose cell is empty is missing there.
    """

    number: int
    cells: list[Any]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)
    unit: Unit | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class _Reference:
    """A column that points at something: its parts' places and headings, what finds it, and the place of its name."""

    column: str
    finder: Units | Rows | Named
    parts: tuple[tuple[int, str], ...] = ()
    name: tuple[int, str] | None = None


class Reader:
    """Reads lines by a mapping heading → key of a target; made once for a run."""

    def __init__(
        self, register: Register, headings: Sequence[str], mapping: Mapping[str, str], *, issuer: Unit | None,
        on: datetime.date, targets: Sequence[Target] | None = None, by: Any = None,
    ) -> None:  # fmt: skip
        known = {target.key: target for target in targets or targets_of(register)}
        self.register = register
        self.book = Book(issuer, on, by)
        self.heading_of: dict[str, str] = {}
        self._plain: list[tuple[int, str, str, Parser]] = []
        self._references: dict[str, _Reference] = {}
        self._unit: tuple[int, str] | None = None
        self._state: tuple[int, str, Parser] | None = None
        self._halves: dict[str, tuple[int, str]] = {}
        for place, heading in enumerate(headings):
            if (target := known.get(mapping.get(heading, ""))) is not None:
                self._take(target, place, heading)

    @property
    def columns(self) -> list[str]:
        """The columns of the register that the file fills."""
        return [name for name in self.heading_of if name not in ("unit", "state")]

    def _take(self, target: Target, place: int, heading: str) -> None:
        self.heading_of.setdefault(target.column, heading)
        if target.key == "unit":
            self._unit = (place, heading)
        elif target.key == "state" and self.register.lifecycle is not None:
            self._state = (place, heading, cells.choice_parser(self.register.lifecycle.states.choices))
        elif target.key in (LONGITUDE, LATITUDE):
            self._halves[target.key] = (place, heading)
        else:
            column = self.register.fields[target.column]
            if not column.is_relation:
                self._plain.append((place, heading, target.column, cells.parser_of(column)))
                return
            made = self._references.get(target.column) or _Reference(target.column, self.book.finder(column))
            if target.part:
                made = _Reference(made.column, made.finder, (*made.parts, (place, heading)), made.name)
            else:
                made = _Reference(made.column, made.finder, made.parts, (place, heading))
            self._references[target.column] = made

    def read(self, lines: Iterable[tuple[int, list[Any]]]) -> list[ReadLine]:
        """The lines with their values; references cost a query a column, not a line."""
        found = [ReadLine(number, row) for number, row in lines]
        for place, heading, column, parse in self._plain:
            _read_column(found, place, heading, column, parse)
        for reference in self._references.values():
            _read_reference(found, reference)
        if self._halves:
            self._read_points(found)
        if self._unit is not None:
            self._read_units(found, *self._unit)
        if self._state is not None:
            place, heading, parse = self._state
            _read_column(found, place, heading, "state", parse)
            for line in found:
                line.state = line.values.pop("state", "")
        return found

    def _read_points(self, found: list[ReadLine]) -> None:
        longitude, latitude = self._halves.get(LONGITUDE), self._halves.get(LATITUDE)
        if longitude is None or latitude is None:
            return
        for line in found:
            try:
                x, y = cells.degrees(_cell(line, longitude[0])), cells.degrees(_cell(line, latitude[0]))
                if x is None and y is None:
                    continue
                if x is None or y is None:
                    raise ValueError(_("Có kinh độ thì phải có vĩ độ và ngược lại."))
                line.values["geometry"] = cells.point(x, y)
            except ValueError as error:
                line.faults.append((longitude[1], str(error)))

    def _read_units(self, found: list[ReadLine], place: int, heading: str) -> None:
        for line in found:
            try:
                if (written := cells.line(_cell(line, place))) is not None:
                    line.unit = self.book.units.find((written,)).target
            except ValueError as error:
                line.faults.append((heading, str(error)))


def storable(cell: Any) -> Any:
    """A cell as it is kept as JSON: days as people write them, so that it reads the same again."""
    if isinstance(cell, datetime.datetime):
        return f"{cell:%d/%m/%Y}" if cell.time() == datetime.time() else f"{cell:%H:%M %d/%m/%Y}"
    if isinstance(cell, datetime.date):
        return f"{cell:%d/%m/%Y}"
    if cell is None or isinstance(cell, bool | int):
        return cell
    if isinstance(cell, float):
        return cell if math.isfinite(cell) else str(cell)
    return str(cell).replace("\x00", "")


def _cell(line: ReadLine, place: int) -> Any:
    return line.cells[place] if place < len(line.cells) else None


def _read_column(found: list[ReadLine], place: int, heading: str, column: str, parse: Parser) -> None:
    for line in found:
        row = line.cells
        cell = row[place] if place < len(row) else None
        if cell is None or cell == "":
            continue
        try:
            value = parse(cell)
        except ValueError as error:
            line.faults.append((heading, str(error)))
        else:
            if value is not None:
                line.values[column] = value


def _read_reference(found: list[ReadLine], reference: _Reference) -> None:
    """Parts of an identity where they are written, else the name; all looked up together."""
    asked: list[tuple[ReadLine, str, tuple[str, ...]]] = []
    for line in found:
        try:
            parts = [cells.line(_cell(line, place)) for place, _heading in reference.parts]
            if any(part is not None for part in parts):
                asked.append((line, reference.parts[0][1], tuple(part or "" for part in parts)))
            elif reference.name is not None:
                if (name := cells.line(_cell(line, reference.name[0]))) is not None:
                    asked.append((line, reference.name[1], (name,)))
        except ValueError as error:
            line.faults.append(((reference.name or reference.parts[0])[1], str(error)))
    reference.finder.learn(key for _line, _heading, key in asked)
    for line, heading, key in asked:
        try:
            line.values[reference.column] = reference.finder.find(key)
        except ValueError as error:
            line.faults.append((heading, str(error)))
