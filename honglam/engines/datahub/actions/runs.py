"""Writes of runs: what a check found becomes a run, scores by unit, and the failing rows as they are now."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import transaction
from django.utils import timezone

from honglam.core.organisations.models import Unit
from honglam.engines.datahub import judging, scores
from honglam.engines.datahub.models import (
    Dataset,
    DatasetVersion,
    FailingRow,
    QualityRun,
    RowChange,
    SentBack,
    UnitScore,
)
from honglam.engines.datahub.parts import in_parts
from honglam.engines.datahub.quality import verdicts
from honglam.engines.datahub.quality.checking import engine_of
from honglam.engines.datahub.quality.scoring import unit_scores_of
from honglam.engines.datahub.shared_word import shared_score

if TYPE_CHECKING:
    from honglam.core.access.models import User

BATCH = 1000
MOST_CHANGES = 20_000
"""So many changed rows are kept of one run; a rule that is switched on may break every row of a large dataset."""
KEEP_DAYS = 365
LONGEST_KEY = 200


@transaction.atomic
def keep_run(
    *, dataset: Dataset, version: DatasetVersion | None, judged: judging.Judged, by: User | None
) -> QualityRun:  # fmt: skip
    """Write down what a check found: the run with its scores, those of units, failing rows, and what was sent back."""
    verdict, is_first = judged.verdict, not dataset.runs.exists()
    shared = shared_score(dataset)
    by_word, total = scores.with_shared(verdict, judged.rules, shared.score if shared is not None else None)
    run = QualityRun.objects.create(
        dataset=dataset, version=version, state=judged.state, is_incremental=judged.is_incremental,
        engine=engine_of()[:20], rules=judging.rule_as_json(judged.rules), rows=verdict.rows,
        failing=len(verdict.failing),
        counts=verdict.counts, missing=[[one.rule, one.group, one.expected, one.found] for one in verdict.missing],
        scores=by_word, score=total, started_at=judged.started_at, finished_at=timezone.now(), by=by,
    )  # fmt: skip
    units = dict(Unit.objects.filter(code__in=[one.unit for one in verdict.units]).values_list("code", "pk"))
    by_unit = unit_scores_of(verdict, judged.rules)
    UnitScore.objects.bulk_create([
        UnitScore(run=run, unit_id=units[one.unit], rows=one.rows, failing=one.failing,
                  scores=scores.plain(by_unit[one.unit]), score=total)
        for one in verdict.units if one.unit in units for total in [by_unit[one.unit].total] if total is not None
    ], batch_size=BATCH)  # fmt: skip
    changes = _write_failing(dataset, verdict, units)
    if not is_first:  # the first run has nothing to compare with
        for change in changes[:MOST_CHANGES]:
            change.run = run
        RowChange.objects.bulk_create(changes[:MOST_CHANGES], batch_size=BATCH)
    Dataset.objects.filter(pk=dataset.pk).update(score=run.score)
    dataset.score = run.score
    _recount_sent_back(dataset)
    return run


@transaction.atomic
def forget_changes(*, now: datetime.datetime, by: User | None = None) -> int:
    """Delete which rows changed in runs of more than a year ago; how many. The scores of the runs stay."""
    before = now - datetime.timedelta(days=KEEP_DAYS)
    count, _kinds = RowChange.objects.filter(run__finished_at__lt=before).delete()
    return count


def _write_failing(dataset: Dataset, verdict: verdicts.Verdict, units: dict[str, int]) -> list[RowChange]:
    """Bring the failing rows of a dataset in line with a verdict: only what differs is written; and what differs.

    Rows under one key (the key rule names them) are one line with every rule that any of them breaks. After a re-check
    only the keys that it touched are looked at.
    """
    held: dict[str, tuple[int, str, int | None]] = {}
    standing = dataset.failing_rows.order_by()
    if verdict.touched is None:
        held = _held(standing)
    else:
        for part in in_parts(sorted(verdict.touched), 500):
            held |= _held(standing.filter(key__in=[key[:LONGEST_KEY] for key in part]))
    found = _found(verdict, units)
    now = timezone.now()
    new = [
        FailingRow(dataset=dataset, key=key, unit_id=unit, broken=broken, found_at=now)
        for key, (broken, unit) in found.items() if key not in held
    ]  # fmt: skip
    FailingRow.objects.bulk_create(new, batch_size=BATCH)
    changed = [
        FailingRow(pk=held[key][0], unit_id=unit, broken=broken)
        for key, (broken, unit) in found.items() if key in held and held[key][1:] != (broken, unit)
    ]  # fmt: skip
    FailingRow.objects.bulk_update(changed, ["broken", "unit"], batch_size=200)
    for gone in in_parts((pk for key, (pk, *_rest) in held.items() if key not in found), 500):
        FailingRow.objects.filter(pk__in=gone).delete()
    return _changes(held, found)


def _changes(
    held: dict[str, tuple[int, str, int | None]], found: dict[str, tuple[str, int | None]]
) -> list[RowChange]:  # fmt: skip
    """The rows that break other rules than before, in the order of their keys; they belong to no run yet."""
    changes = []
    for key in sorted(held.keys() | found.keys()):
        _pk, before, former_unit = held.get(key, (0, "", None))
        now, unit = found.get(key, ("", None))
        old, new = before.split(), now.split()
        healed = [code for code in old if code not in new]
        broke = [code for code in new if code not in old]
        if healed or broke:
            told = {"healed": _spaced(healed), "broke": _spaced(broke)}
            changes.append(RowChange(key=key, unit_id=unit or former_unit, **told))
    return changes


def _spaced(codes: Iterable[str]) -> str:
    """Codes between spaces, so that one of them is found; "" of none."""
    named = " ".join(codes)
    return f" {named} " if named else ""


def _held(rows: Any) -> dict[str, tuple[int, str, int | None]]:
    return {key: (pk, broken, unit) for pk, key, broken, unit in rows.values_list("pk", "key", "broken", "unit_id")}


def _found(verdict: verdicts.Verdict, units: dict[str, int]) -> dict[str, tuple[str, int | None]]:
    """What rows break now, by key: the codes between spaces, and the unit."""
    failing = verdict.failing
    rows: Iterable[verdicts.FailingRow] = failing
    if verdict.touched is not None:
        rows = verdicts.Failing(failing.codes, failing.frame.filter(pl.col("key").is_in(list(verdict.touched))))
    codes: dict[str, dict[str, None]] = {}
    unit_of: dict[str, int | None] = {}
    for row in rows:
        key = row.key[:LONGEST_KEY]
        codes.setdefault(key, {}).update(dict.fromkeys(row.rules))
        unit_of.setdefault(key, units.get(row.unit))
    return {key: (f" {' '.join(named)} ", unit_of[key]) for key, named in codes.items()}


def _recount_sent_back(dataset: Dataset) -> None:
    """Bring what was sent back in line with the failing rows; what has none left settles by itself."""
    now = timezone.now()
    for sent in dataset.sent_back.filter(settled_at__isnull=True):
        left = dataset.failing_rows.filter(unit=sent.unit_id, broken__contains=f" {sent.rule} ").count()
        if left != sent.left:
            SentBack.objects.filter(pk=sent.pk).update(left=left, settled_at=None if left else now)
