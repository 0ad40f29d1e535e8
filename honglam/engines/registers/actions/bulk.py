"""One value, or one move of the lifecycle, for many rows: in batches, each kept whole and told of in the log once.

A run that is stopped leaves the batches that are done; run again it goes over them without writing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from honglam.core.access.reach import reach_of, require
from honglam.core.audit.actions import record
from honglam.engines.registers import writing
from honglam.engines.registers.actions.records import SHORTEST_REASON, change_many
from honglam.engines.registers.declaration import Move, Register
from honglam.engines.registers.errors import MoveRefused, NothingLeft, ReasonMissing, TooEarly
from honglam.engines.registers.judging import Judged, judge, judged_move, line_of, standing_rows
from honglam.engines.registers.rules.lifecycle import no_lifecycle

BATCH = 500
Told = Callable[[int, int], None]


def change_chosen(
    *, register: Register, keys: Sequence[int], column: str, value: Any, by: Any, reason: str, told: Told | None = None
) -> Judged:
    """Give one column a value in many rows, by primary key; what became of them.

    Rows that refuse the value, ended, or lie out of reach are left alone and counted. `told` hears how far it is and
    may raise to stop it.

    Raises:
        NotAllowed, ReasonMissing, NothingLeft, ColumnHidden.
    """
    require(by, register.permission("edit"))
    _require_reason(reason)
    outcome = Judged()
    for start in range(0, len(keys), BATCH):
        with transaction.atomic():
            rows = standing_rows(register, keys[start : start + BATCH], by, "edit", locked=True)
            judged = judge(register, rows, {column: value})
            if judged.changing:
                chosen = register.model._default_manager.filter(pk__in=judged.changing).only("pk")
                change_many(register=register, rows=chosen, values={column: value}, by=by, reason=reason)
        outcome.add(judged)
        if told is not None:
            told(min(start + BATCH, len(keys)), len(keys))
    if not (outcome.changing or outcome.unchanged or outcome.refused):
        raise NothingLeft()
    return outcome


def move_chosen(
    *, register: Register, keys: Sequence[int], move: str, by: Any, reason: str = "", told: Told | None = None
) -> Judged:
    """Lead many rows along one line of the lifecycle; what became of them.

    Raises:
        NotAllowed, MoveRefused (the register has no such line), ReasonMissing, NothingLeft.
    """
    line = line_of(register, move)
    require(by, register.permission(line.needs))
    if line.asks:
        _require_reason(reason)
    outcome = Judged()
    for start in range(0, len(keys), BATCH):
        outcome.add(_move_batch(register, keys[start : start + BATCH], line, by, reason))
        if told is not None:
            told(min(start + BATCH, len(keys)), len(keys))
    if not (outcome.changing or outcome.unchanged or outcome.refused):
        raise NothingLeft()
    return outcome


@transaction.atomic
def move_many(
    *, register: Register, rows: Iterable[Any], move: str, by: Any, reason: str = "",
    valid_from: datetime.date | None = None, acts: Mapping[int, str] | None = None,
) -> int:  # fmt: skip
    """Lead many rows along the same line of their lifecycle; how many went. One entry of the log.

    Rows that ended, lie out of reach, stand elsewhere or lack a column that the line demands are left alone. `acts` are
    the deciding papers by primary key. Three queries a batch of 500.

    Raises:
        MoveRefused (no lifecycle), ReasonMissing, NothingLeft (no row may go), TooEarly.
    """
    if register.lifecycle is None:
        raise MoveRefused(no_lifecycle())
    line = register.lifecycle.move(move)
    if line.asks:
        _require_reason(reason)
    reach = reach_of(by, register.permission(line.needs))
    keys, today = [row.pk for row in rows], timezone.localdate()
    written: list[tuple[str, str]] = []
    for start in range(0, len(keys), 500):
        found = [
            row for row in register.model._default_manager.select_for_update(of=("self",)).filter(
                reach.q("unit"), pk__in=keys[start : start + 500], ended_on__isnull=True, state__in=line.sources
            ).order_by("pk").values("pk", "uid", "valid_from", *line.requires)
            if not any(row[name] in (None, "") for name in line.requires)
        ]  # fmt: skip
        if valid_from and (early := [row["valid_from"] for row in found if row["valid_from"] > valid_from]):
            raise TooEarly(f"{max(early):%d/%m/%Y}")
        formers = [
            (row["pk"], valid_from or max(today, row["valid_from"]), (acts or {}).get(row["pk"], "")) for row in found
        ]
        writing.keep_formers(register, formers, by=by, reason=reason)
        register.model._default_manager.filter(pk__in=[row["pk"] for row in found]).update(
            state=line.target, valid_from=Greatest("valid_from", Value(valid_from or today)),
            revision=F("revision") + 1, recorded_at=timezone.now(), recorded_by=by,
        )  # fmt: skip
        written += [(str(row["uid"]), line.target) for row in found]
    if not written:
        raise NothingLeft()
    record(by=by, action="registers.moved_many", reason=reason, rows=written,
           summary=f"{register.label}: {line.verb}")  # fmt: skip
    return len(written)


@transaction.atomic
def _move_batch(register: Register, keys: Sequence[int], line: Move, by: Any, reason: str) -> Judged:
    rows = {row.pk: row for row in standing_rows(register, keys, by, line.needs, locked=True)}
    judged = judged_move(register, line, rows.values())
    if not judged.changing:
        return judged
    today, now = timezone.localdate(), timezone.now()
    formers, moved = [], [rows[key] for key in judged.changing]
    for row in moved:
        since = max(today, row.valid_from)
        formers.append((row.pk, since, ""))
        row.state, row.valid_from, row.recorded_at, row.recorded_by = line.target, since, now, by
        row.revision += 1
    writing.keep_formers(register, formers, by=by, reason=reason)
    writing.write_many(register, moved, ["state"])
    record(by=by, action="registers.moved", reason=reason, summary=f"{register.label}: {line.verb}",
           rows=((str(row.uid), line.target) for row in moved))  # fmt: skip
    return judged


def _require_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing()
