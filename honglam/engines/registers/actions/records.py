"""Writing rows: one, or many in one go with one entry of the log.

Every verb asks for the register's permission over the row's unit, keeps the former state, and is repeated safely by
whoever gives the revision that was read.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from honglam.core.access.reach import reach_of, require
from honglam.core.audit.actions import record
from honglam.core.organisations.models import Unit
from honglam.engines.registers import indexing, writing
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.errors import (
    ColumnHidden,
    MoveRefused,
    NothingLeft,
    NothingToRestore,
    ReasonMissing,
    RecordChanged,
    RecordEnded,
    TooEarly,
    TooLate,
)
from honglam.engines.registers.rules import lifecycle as lifecycle_rules
from honglam.engines.registers.showing import state_words, worded

SHORTEST_REASON = 5


@transaction.atomic
def create(
    *, register: Register, unit: Unit, values: Mapping[str, Any], by: Any, valid_from: datetime.date | None = None,
    reason: str = "",
) -> Any:  # fmt: skip
    """Add a row that `unit` keeps, valid from a day (today); returns it.

    Raises:
        NotAllowed, RecordInvalid, RecordKnown, ColumnHidden.
    """
    require(by, register.permission("edit"), unit)
    _require_columns(register, values, unit, by)
    row = _new(register, unit, values, by, valid_from)
    writing.hold_identities(register)
    writing.require_unknown(register, row, by)
    row.save(force_insert=True)
    told = {name: ("", worded(register, row, name, is_open=True)) for name in values}
    record(by=by, action="registers.created", target=row, unit=unit, reason=reason, changes=_loggable(register, told))
    indexing.index_rows(register, [row])
    return row


@transaction.atomic
def create_many(
    *, register: Register, unit: Unit, rows: Sequence[Mapping[str, Any]], by: Any,
    valid_from: datetime.date | None = None, reason: str = "",
) -> list[Any]:  # fmt: skip
    """Add rows that were judged before (their identities are not looked up again), in one entry of the log.

    Raises:
        NotAllowed, RecordInvalid (naming the first row that the model refuses), ColumnHidden.
    """
    require(by, register.permission("edit"), unit)
    for name in sorted({name for row in rows for name in row}):
        _require_columns(register, {name: None}, unit, by)
    made: list[Any] = [_new(register, unit, values, by, valid_from) for values in rows]
    register.model._default_manager.bulk_create(made, batch_size=500)
    if made:
        record(by=by, action="registers.created_many", unit=unit, reason=reason, summary=str(register.label),
               rows=((str(row.uid), str(row)) for row in made))  # fmt: skip
        indexing.index_rows(register, made)
    return made


@transaction.atomic
def change(
    *, register: Register, row: Any, values: Mapping[str, Any], by: Any, revision: int | None = None,
    valid_from: datetime.date | None = None, reason: str = "", act: str = "",
) -> Any:  # fmt: skip
    """Write new values; the former state is kept until the day before `valid_from` (today). Returns the row.

    `revision` is the one that the person saw; nothing is written over somebody else's change. A value that is the same
    writes nothing. `act` names the deciding paper.

    Raises:
        NotAllowed, RecordEnded, RecordChanged, TooEarly, RecordInvalid, RecordKnown, ColumnHidden.
    """
    writing.hold_identities(register, values)
    row = _locked(register, row, by, "edit", revision)
    _require_columns(register, values, row.unit, by)
    if values.get("unit") is not None:
        require(by, register.permission("edit"), values["unit"])
    changes = _written(register, row, values, by, valid_from, reason, act)
    if changes:
        writing.require_unknown(register, row, by)
        record(by=by, action="registers.changed", target=row, unit=row.unit, reason=reason,
               changes=_loggable(register, changes))  # fmt: skip
        indexing.index_rows(register, [row])
    return row


@transaction.atomic
def change_many(
    *, register: Register, rows: Iterable[Any], values: Mapping[str, Any] | None = None, by: Any,
    each: Mapping[int, Mapping[str, Any]] | None = None, valid_from: datetime.date | None = None, reason: str = "",
    since: Mapping[int, datetime.date] | None = None, acts: Mapping[int, str] | None = None,
) -> int:  # fmt: skip
    """Write the same values to many rows, or `each` row's own by primary key; how many changed. One entry of the log.

    `since` and `acts` are the day from which each row's change holds and its deciding paper, where they differ. Rows
    that ended or lie out of reach are left alone. Five queries a batch of 500, however many rows.

    Raises:
        NothingLeft, RecordInvalid, TooEarly, ColumnHidden.
    """
    reach = reach_of(by, register.permission("edit"))
    keys = [row.pk for row in rows]
    total = 0
    written: list[tuple[str, str]] = []
    named = sorted(set(values or {}) | {name for own in (each or {}).values() for name in own})
    for start in range(0, len(keys), 500):
        standing = register.model._default_manager.select_for_update(of=("self",)).filter(
            reach.q("unit"), pk__in=keys[start : start + 500], ended_on__isnull=True
        )
        found: list[Any] = list(writing.with_what_is_shown(register, standing).order_by("pk"))
        for unit in {row.unit for row in found}:
            _require_columns(register, dict.fromkeys(named), unit, by)
        total += len(found)
        changed: list[Any] = []
        formers: list[tuple[int, datetime.date, str]] = []
        columns: set[str] = set()
        for row in found:
            day = _day(row, (since or {}).get(row.pk, valid_from))
            changes = writing.cleaned(register, row, (each or {}).get(row.pk, values or {}))
            if changes:
                _stamp(row, by, day)
                formers.append((row.pk, day, (acts or {}).get(row.pk, "")))
                changed.append(row)
                columns |= set(changes)
                written.append((str(row.uid), ", ".join(sorted(changes))))
        if changed:
            writing.keep_formers(register, formers, by=by, reason=reason)
            writing.write_many(register, changed, [*columns, *_conditional(register), *_boxes(register, columns)])
            indexing.index_rows(register, changed)
    if not total:
        raise NothingLeft()
    if written:
        record(by=by, action="registers.changed_many", reason=reason, rows=written,
               summary=f"{register.label}: {', '.join(register.label_of(name) for name in named)}")  # fmt: skip
    return len(written)


@transaction.atomic
def move(
    *, register: Register, row: Any, move: str, by: Any, reason: str = "", revision: int | None = None,
    valid_from: datetime.date | None = None, act: str = "",
) -> Any:  # fmt: skip
    """Lead a row along one line of its lifecycle. Returns the row.

    Raises:
        NotAllowed, MoveRefused (no such way from here, or a column is still empty), ReasonMissing, RecordEnded.
    """
    if register.lifecycle is None:
        raise MoveRefused(lifecycle_rules.no_lifecycle())
    line = register.lifecycle.move(move)
    row = _locked(register, row, by, line.needs, revision)
    empty = [register.label_of(name) for name in line.requires if getattr(row, name) in (None, "")]
    if refusal := lifecycle_rules.refusal_of(line, state=row.state, empty=empty):
        raise MoveRefused(refusal)
    if line.asks:
        _require_reason(reason)
    old = row.get_state_display() if hasattr(row, "get_state_display") else row.state
    before = writing.former(register, row, until=_day(row, valid_from), by=by, reason=reason, act=act)
    row.state = line.target
    _stamp(row, by, valid_from)
    before.save(force_insert=True)
    row.save(update_fields=writing.columns_to_write(["state"]))
    labels = dict(register.lifecycle.states.choices)
    record(by=by, action="registers.moved", target=row, unit=row.unit, reason=reason, summary=str(line.verb),
           changes={"state": (str(labels.get(before.state, old)), str(labels[line.target]))})  # fmt: skip
    return row


@transaction.atomic
def end(*, register: Register, row: Any, by: Any, reason: str, on: datetime.date | None = None) -> Any:
    """End a row from a day on (today); nothing is deleted. Returns the row.

    Raises:
        NotAllowed, ReasonMissing, RecordEnded, TooEarly, TooLate (a row that ended stands in no list of today).
    """
    row = _locked(register, row, by, "decide", None)
    _require_reason(reason)
    row.ended_on = _day(row, on)
    if row.ended_on > max(timezone.localdate(), row.valid_from):
        raise TooLate()
    row.ended_reason = reason.strip()
    row.revision += 1
    row.recorded_at, row.recorded_by = timezone.now(), by
    row.save(update_fields=["ended_on", "ended_reason", "revision", "recorded_at", "recorded_by"])
    record(by=by, action="registers.ended", target=row, unit=row.unit, reason=reason)
    indexing.forget_rows(register, [row])
    return row


@transaction.atomic
def restore(*, register: Register, row: Any, version: Any, by: Any, reason: str = "") -> Any:
    """Give a row back the content of its newest former state, as a new change from today on. Returns the row.

    Taking back a move needs the right to decide.

    Raises:
        NotAllowed, RecordEnded, NothingToRestore (not the newest former state, or nothing differs), RecordInvalid,
        RecordKnown, ColumnHidden.
    """
    writing.hold_identities(register)
    row = _locked(register, row, by, "edit", None)
    newest: Any = register.versions._default_manager.filter(record_id=row.pk).order_by("-pk").first()
    if newest is None or newest.pk != version.pk:
        raise NothingToRestore()
    if newest.state != row.state:
        require(by, register.permission("decide"), row.unit)
    values = {
        name: getattr(newest, name)
        for name in (*register.fields, "unit")
        if getattr(newest, writing.register_attribute(register, name))
        != getattr(row, writing.register_attribute(register, name))
    }
    _require_columns(register, values, row.unit, by)
    if values.get("unit") is not None:
        require(by, register.permission("edit"), values["unit"])
    if not values and newest.state == row.state:
        raise NothingToRestore()
    before = writing.former(register, row, until=_day(row, None), by=by, reason=reason, act="")
    olds = {name: worded(register, row, name, is_open=True) for name in values}
    changes = writing.cleaned(register, row, values)
    writing.require_unknown(register, row, by)
    row.state = newest.state
    _stamp(row, by, None)
    before.save(force_insert=True)
    row.save(update_fields=writing.columns_to_write(
        ["state", *changes, *_conditional(register), *_boxes(register, changes)]))  # fmt: skip
    told = {name: (olds[name], worded(register, row, name, is_open=True)) for name in changes}
    if before.state != row.state:
        told["state"] = (state_words(register, before.state), state_words(register, row.state))
    record(by=by, action="registers.restored", target=row, unit=row.unit, reason=reason,
           changes=_loggable(register, told))  # fmt: skip
    indexing.index_rows(register, [row])
    return row


@transaction.atomic
def fill_and_move(
    *, register: Register, row: Any, step: str, values: Mapping[str, Any], by: Any, reason: str = "",
    revision: int | None = None, valid_from: datetime.date | None = None, act: str = "",
) -> Any:  # fmt: skip
    """Fill what the move of the code `step` demands and make it, both or neither. Returns the row.

    Raises:
        What `change` and `move` raise.
    """
    if values:
        row = change(register=register, row=row, values=values, by=by, revision=revision, valid_from=valid_from,
                     reason=reason, act=act)  # fmt: skip
        revision = row.revision
    return move(register=register, row=row, move=step, by=by, reason=reason, revision=revision,
                valid_from=valid_from, act=act)  # fmt: skip


def _new(register: Register, unit: Unit, values: Mapping[str, Any], by: Any, valid_from: datetime.date | None) -> Any:
    row: Any = register.model(unit=unit, recorded_at=timezone.now(), recorded_by=by,
                              valid_from=valid_from or timezone.localdate())  # fmt: skip
    if register.lifecycle is not None:
        row.state = register.lifecycle.initial
    writing.cleaned(register, row, values)
    return row


def _written(
    register: Register, row: Any, values: Mapping[str, Any], by: Any, valid_from: datetime.date | None, reason: str,
    act: str,
) -> dict[str, tuple[Any, Any]]:  # fmt: skip
    before = writing.former(register, row, until=_day(row, valid_from), by=by, reason=reason, act=act)
    olds = {name: worded(register, row, name, is_open=True) for name in values if name != "unit"}
    changes = writing.cleaned(register, row, values)
    if not changes:
        return {}
    _stamp(row, by, valid_from)
    before.save(force_insert=True)
    row.save(update_fields=writing.columns_to_write([*changes, *_conditional(register), *_boxes(register, changes)]))
    return {
        name: (olds[name], worded(register, row, name, is_open=True)) if name in olds else (str(old), str(new))
        for name, (old, new) in changes.items()
    }


def _stamp(row: Any, by: Any, valid_from: datetime.date | None) -> None:
    row.valid_from = _day(row, valid_from)
    row.recorded_at, row.recorded_by = timezone.now(), by
    row.revision += 1


def _day(row: Any, wanted: datetime.date | None) -> datetime.date:
    """The day from which a change holds. Raises TooEarly before the present content began."""
    day = wanted or max(timezone.localdate(), row.valid_from)
    if day < row.valid_from:
        raise TooEarly(f"{row.valid_from:%d/%m/%Y}")
    return day


def _locked(register: Register, row: Any, by: Any, verb: str, revision: int | None) -> Any:
    """The row as it stands now, locked. Raises NotAllowed, RecordEnded, RecordChanged."""
    locked = register.model._default_manager.select_for_update(of=("self",))
    row = writing.with_what_is_shown(register, locked).get(pk=row.pk)
    require(by, register.permission(verb), row.unit)
    if row.ended_on is not None:
        raise RecordEnded()
    if revision is not None and revision != row.revision:
        who = row.recorded_by
        raise RecordChanged(str(who) if who is not None and who != by else "")
    return row


def _require_columns(register: Register, values: Mapping[str, Any], unit: Unit, by: Any) -> None:
    """Raises ColumnHidden where a value is for a column that the person may not see."""
    for name in values:
        code = register.guarded.get(name)
        if code and not reach_of(by, code).covers(unit):
            raise ColumnHidden(register.label_of(name))


def _require_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing()


def _loggable(register: Register, changes: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """Changes as the log keeps them: of personal and guarded columns only that they changed.

    Whoever may read the log, or the history of a row, need not be one who may see them; the values stand in the former
    states, which ask.
    """
    return {
        name: ("•" if old else "", "• •" if new else "") if name in register.withheld else (old, new)
        for name, (old, new) in changes.items()
    }


def _conditional(register: Register) -> list[str]:
    """Columns that a change of another column may have emptied."""
    return [
        *register.conditions,
        *(name for section in register.sections if section.when is not None for name in section.columns),
    ]


def _boxes(register: Register, columns: Iterable[str]) -> list[str]:
    return ["west", "south", "east", "north"] if "geometry" in set(columns) else []
