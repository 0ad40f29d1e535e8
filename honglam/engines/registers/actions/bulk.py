"""One value, or one move of the lifecycle, for many rows: in batches, each kept whole and told of in the log once.

A run that is stopped leaves the batches that are done; run again it goes over them without writing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.engines.registers import writing
from honglam.engines.registers.actions.records import SHORTEST_REASON, change_many
from honglam.engines.registers.declaration import Move, Register
from honglam.engines.registers.errors import NothingLeft, ReasonMissing
from honglam.engines.registers.judging import Judged, judge, judged_move, line_of, standing_rows

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
def _move_batch(register: Register, keys: Sequence[int], line: Move, by: Any, reason: str) -> Judged:
    rows = {row.pk: row for row in standing_rows(register, keys, by, line.needs, locked=True)}
    judged = judged_move(register, line, rows.values())
    if not judged.changing:
        return judged
    today, now = timezone.localdate(), timezone.now()
    formers, moved = [], [rows[key] for key in judged.changing]
    for row in moved:
        since = max(today, row.valid_from)
        formers.append(writing.former(register, row, until=since, by=by, reason=reason, act=""))
        row.state, row.valid_from, row.recorded_at, row.recorded_by = line.target, since, now, by
        row.revision += 1
    register.versions._default_manager.bulk_create(formers, batch_size=BATCH)
    register.model._default_manager.bulk_update(moved, writing.columns_to_write(["state"]), batch_size=100)
    record(by=by, action="registers.moved", reason=reason, summary=f"{register.label}: {line.verb}",
           rows=((str(row.uid), line.target) for row in moved))  # fmt: skip
    return judged


def _require_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing()
