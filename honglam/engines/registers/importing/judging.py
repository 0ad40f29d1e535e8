"""What a line will do to the register: add a row, change one, change nothing, or be refused, and why.

The judge reads the table and writes nothing. Trying a file and bringing it in ask the same judge.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import Reach, reach_of
from honglam.core.organisations.models import Unit
from honglam.engines.registers import writing
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.errors import ColumnHidden, RecordInvalid, TooEarly
from honglam.engines.registers.importing.creation import Creation, objects_of
from honglam.engines.registers.importing.lookups import conditions
from honglam.engines.registers.importing.reading import Reader, ReadLine
from honglam.engines.registers.importing.references import Pointed
from honglam.engines.registers.importing.seen import Seen

Key = tuple[Any, ...]


class Way(StrEnum):
    """What to do with a row that the register knows."""

    UPDATE = "update"
    SKIP = "skip"
    REJECT = "reject"


class Outcome(StrEnum):
    """What becomes of a line; the names are the counts of a run."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(slots=True)
class Verdict:
    """One line judged: the stored values of a new row, or the changed object with what it was, or faults."""

    line: ReadLine
    outcome: Outcome
    new: list[Any] | None = None
    row: Any = None
    former: Any = None
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Terms:
    """How a file comes in: who brings it, for which unit, from which day, and what to do with known rows."""

    by: Any
    unit: Unit
    way: Way = Way.UPDATE
    empty_clears: bool = False
    valid_from: datetime.date | None = None
    reason: str = ""


class Judge:
    """Judges lines of one file, in their order; made once for a run."""

    def __init__(self, register: Register, reader: Reader, terms: Terms, seen: Seen) -> None:
        self.register, self.reader, self.terms, self._seen = register, reader, terms, seen
        self._attributes = [writing.register_attribute(register, name) for name in register.identity]
        self._mapped = [(name, writing.register_attribute(register, name)) for name in reader.columns]
        self._reach = reach_of(terms.by, register.permission("edit"))
        self._deciding = reach_of(terms.by, register.permission("decide"))
        self._guards: dict[str, Reach] = {
            name: reach_of(terms.by, register.guarded[name]) for name in reader.columns if name in register.guarded
        }
        self._units: dict[int, Unit] = {terms.unit.pk: terms.unit}
        self._refusals: dict[int, list[tuple[str, str]]] = {}
        self._since = terms.valid_from or timezone.localdate()
        self._creation = Creation(register, by=terms.by, at=timezone.now(), since=self._since)

    def note(self, lines: Sequence[ReadLine]) -> dict[int, int]:
        """Remember what lines are called without judging them: those that an earlier attempt has brought in."""
        return self._seen.note((key, line.number) for line in lines if (key := self._key(line)) is not None)

    def judge(self, lines: Sequence[ReadLine], *, lock: bool = False) -> list[Verdict]:
        """What becomes of each line; with `lock` the known rows are held until the transaction ends."""
        earlier = self.note(lines)
        keys = {line.number: self._key(line) for line in lines}
        known = self._known([key for number, key in keys.items() if key is not None and number not in earlier], lock)
        verdicts: list[Verdict] = []
        open_rows: list[tuple[Verdict, Mapping[str, Any]]] = []
        for line in lines:
            key = keys[line.number]
            stored = known.get(key) if key is not None else None
            verdict = self._first_look(line, key, earlier.get(line.number), stored)
            if verdict is None:
                assert stored is not None
                verdict = Verdict(line, Outcome.UNCHANGED)
                open_rows.append((verdict, stored))
            verdicts.append(verdict)
        if open_rows:
            self._change(open_rows, lock)
        return verdicts

    def _first_look(
        self, line: ReadLine, key: Key | None, earlier: int | None, stored: Mapping[str, Any] | None
    ) -> Verdict | None:
        """The verdict where the line and the stored values suffice for it; None where the row itself must be asked."""
        faults = list(line.faults)
        if key is None:
            faults += self._lacking(line)
        elif earlier is not None:
            faults.append(("", _("Trùng với dòng %(n)d của tệp. Hãy giữ một dòng.") % {"n": earlier}))
        if faults:
            return Verdict(line, Outcome.REJECTED, faults=faults)
        if stored is None:
            return self._new(line)
        if not self._reach.covers(self._unit(stored["unit_id"])):  # nor is told whether what is written is the same
            return Verdict(line, Outcome.REJECTED, faults=self._refused(self._unit(stored["unit_id"])))
        if self.terms.way == Way.REJECT:
            fault = _("Dòng này đã có trong sổ; lần nhập này không nhận dòng đã có.")
            return Verdict(line, Outcome.REJECTED, faults=[("", fault)])
        if self.terms.way == Way.SKIP or not self._differs(line, stored):
            return Verdict(line, Outcome.UNCHANGED)
        if refusals := self._refused_for_known(line, stored):
            return Verdict(line, Outcome.REJECTED, faults=refusals)
        return None

    def _new(self, line: ReadLine) -> Verdict:
        unit = line.unit or self.terms.unit
        refusals = self._refused(unit)
        if line.state and self.register.lifecycle and line.state != self.register.lifecycle.initial:
            if not self._deciding.covers(unit):
                refusals = [*refusals, (self.reader.heading_of["state"], ColumnHidden(_("Trạng thái")).args[0])]
        if refusals:
            return Verdict(line, Outcome.REJECTED, faults=refusals)
        try:
            return Verdict(line, Outcome.CREATED, new=self._creation.row(line.values, unit=unit, state=line.state))
        except RecordInvalid as error:
            return Verdict(line, Outcome.REJECTED, faults=self._worded(error))

    def _change(self, open_rows: Sequence[tuple[Verdict, Mapping[str, Any]]], lock: bool) -> None:
        """Lines that differ from what is stored: the objects are read together, and each is cleaned as by hand."""
        rows: Any = self.register.model._default_manager
        if lock:
            rows = rows.select_for_update(of=("self",))
        wanted = rows.filter(pk__in=[stored["pk"] for _verdict, stored in open_rows])
        found = {row.pk: row for row in writing.with_what_is_shown(self.register, wanted)}
        for verdict, stored in open_rows:
            row = found[stored["pk"]]
            day = self.terms.valid_from or max(self._since, row.valid_from)
            if day < row.valid_from:
                verdict.outcome = Outcome.REJECTED
                verdict.faults = [("", str(TooEarly(f"{row.valid_from:%d/%m/%Y}")))]
                continue
            before = writing.former(self.register, row, until=day, by=self.terms.by, reason=self.terms.reason, act="")
            try:
                verdict.changes = writing.cleaned(self.register, row, self._values(verdict.line))
            except RecordInvalid as error:
                verdict.outcome, verdict.faults = Outcome.REJECTED, self._worded(error)
                continue
            if verdict.changes:
                verdict.outcome, verdict.row, verdict.former = Outcome.UPDATED, row, before
                row.valid_from, row.recorded_at, row.recorded_by = day, timezone.now(), self.terms.by
                row.revision += 1

    def _values(self, line: ReadLine) -> dict[str, Any]:
        values = objects_of(line.values)
        if self.terms.empty_clears:
            for name, _attribute in self._mapped:
                if name not in values:
                    values[name] = _emptied(self.register.fields[name])
        if line.unit is not None:
            values["unit"] = line.unit
        return values

    def _differs(self, line: ReadLine, stored: Mapping[str, Any]) -> bool:
        """Whether anything written in the line is not what is stored; quick, and never wrong in saying no."""
        for name, attribute in self._mapped:
            value = line.values.get(name)
            if value is None:
                if self.terms.empty_clears and stored[attribute] not in (None, "", False):
                    return True
            elif (value.pk if type(value) is Pointed else value) != stored[attribute]:
                return True
        return bool(
            (line.unit is not None and line.unit.pk != stored["unit_id"])
            or (line.state and line.state != stored["state"])
        )

    def _refused_for_known(self, line: ReadLine, stored: Mapping[str, Any]) -> list[tuple[str, str]]:
        refusals = self._refused(self._unit(stored["unit_id"]))
        if line.unit is not None and line.unit.pk != stored["unit_id"]:
            refusals = [*refusals, *self._refused(line.unit)]
        if line.state and line.state != stored["state"]:
            said = _("Trạng thái của dòng đã có không đổi bằng tệp. Hãy chuyển bước trên trang của dòng.")
            refusals = [*refusals, (self.reader.heading_of["state"], said)]
        return refusals

    def _refused(self, unit: Unit) -> list[tuple[str, str]]:
        """Why the person may not write rows of a unit; remembered by unit."""
        if unit.pk not in self._refusals:
            found: list[tuple[str, str]] = []
            if not self._reach.covers(unit):
                said = _("Bạn không có quyền ghi dòng của %(unit)s.") % {"unit": unit}
                found.append((self.reader.heading_of.get("unit", ""), said))
            for name, reach in self._guards.items():
                if not reach.covers(unit):
                    hidden = ColumnHidden(self.register.label_of(name))
                    found.append((self.reader.heading_of[name], str(hidden)))
            self._refusals[unit.pk] = found
        return self._refusals[unit.pk]

    def _unit(self, pk: int) -> Unit:
        if pk not in self._units:
            self._units[pk] = Unit.objects.get(pk=pk)
        return self._units[pk]

    def _key(self, line: ReadLine) -> Key | None:
        values = line.values
        key = [
            values.get(name) if name != "unit" else (line.unit or self.terms.unit).pk for name in self.register.identity
        ]
        if None in key:
            return None
        return tuple(value.pk if type(value) is Pointed else value for value in key)

    def _lacking(self, line: ReadLine) -> list[tuple[str, str]]:
        """What is said of a line whose identity is not whole, beside what its cells say already."""
        said = {heading for heading, _message in line.faults}
        found = []
        for name in self.register.identity:
            heading = self.reader.heading_of.get(name, "")
            if name != "unit" and line.values.get(name) is None and heading not in said:
                label = self.register.label_of(name)
                found.append((heading, _("Hãy điền ô này: sổ nhận ra mỗi dòng theo “%(name)s”.") % {"name": label}))
        return found

    def _known(self, keys: Sequence[Key], lock: bool) -> dict[Key, dict[str, Any]]:
        """The standing rows of identities: what the file fills of them, and what rights ask for."""
        wanted = dict.fromkeys(
            ("pk", "unit_id", "state", *self._attributes, *(attribute for _name, attribute in self._mapped))
        )
        rows: Any = self.register.model._default_manager
        if lock:
            rows = rows.select_for_update()
        found: dict[Key, dict[str, Any]] = {}
        for condition in conditions(self._attributes, keys):
            for stored in rows.filter(condition, ended_on__isnull=True).order_by("-pk").values(*wanted):
                found[tuple(stored[name] for name in self._attributes)] = stored
        return found

    def _worded(self, error: RecordInvalid) -> list[tuple[str, str]]:
        return [
            (self.reader.heading_of.get(column, ""), message if column in self.reader.heading_of or not column
             else f"{self.register.label_of(column)}: {message}")
            for column, messages in error.faults.items() for message in messages
        ]  # fmt: skip


def _emptied(column: models.Field[Any, Any]) -> Any:
    """What a column holds when it is emptied on purpose."""
    if isinstance(column, models.BooleanField) and not column.null:
        return False
    return None if column.null or not column.empty_strings_allowed else ""
