"""Writes of runs: what a check found becomes a run, scores by unit, and the failing rows as they are now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from honglam.core.organisations.models import Unit
from honglam.engines.datahub import judging, scores
from honglam.engines.datahub.models import Dataset, DatasetVersion, FailingRow, QualityRun, SentBack, UnitScore
from honglam.engines.datahub.quality.scoring import unit_scores_of
from honglam.engines.datahub.shared_word import shared_score

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.engines.datahub.quality import verdicts

BATCH = 1000
LONGEST_KEY = 200


@transaction.atomic
def keep_run(
    *, dataset: Dataset, version: DatasetVersion | None, judged: judging.Judged, by: User | None
) -> QualityRun:  # fmt: skip
    """Write down what a check found: the run with its scores, those of units, failing rows, and what was sent back."""
    verdict = judged.verdict
    shared = shared_score(dataset)
    by_word, total = scores.with_shared(verdict, judged.rules, shared.score if shared is not None else None)
    run = QualityRun.objects.create(
        dataset=dataset, version=version, state=judged.state, is_incremental=judged.is_incremental,
        engine="polars", rules=judging.rule_as_json(judged.rules), rows=verdict.rows, failing=len(verdict.failing),
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
    _write_failing(dataset, verdict.failing, units)
    Dataset.objects.filter(pk=dataset.pk).update(score=run.score)
    dataset.score = run.score
    _recount_sent_back(dataset)
    return run


def _write_failing(dataset: Dataset, failing: Iterable[verdicts.FailingRow], units: dict[str, int]) -> None:
    """Replace the failing rows of a dataset; one that stood before keeps the moment when it was found.

    Rows under one key (the key rule names them) are one line with every rule that any of them breaks.
    """
    before = dict(dataset.failing_rows.values_list("key", "found_at"))
    dataset.failing_rows.all().delete()
    now = timezone.now()
    waiting: dict[str, FailingRow] = {}
    for row in failing:
        key = row.key[:LONGEST_KEY]
        known = waiting.get(key)
        if known is not None:
            known.broken = f" {' '.join(dict.fromkeys([*known.rule_codes, *row.rules]))} "
            continue
        if len(waiting) >= BATCH:
            FailingRow.objects.bulk_create(waiting.values(), batch_size=BATCH)
            waiting = {}
        waiting[key] = FailingRow(
            dataset=dataset, key=key, unit_id=units.get(row.unit), broken=f" {' '.join(row.rules)} ",
            found_at=before.get(key, now),
        )  # fmt: skip
    FailingRow.objects.bulk_create(waiting.values(), batch_size=BATCH)


def _recount_sent_back(dataset: Dataset) -> None:
    """Bring what was sent back in line with the failing rows; what has none left settles by itself."""
    now = timezone.now()
    for sent in dataset.sent_back.filter(settled_at__isnull=True):
        left = dataset.failing_rows.filter(unit=sent.unit_id, broken__contains=f" {sent.rule} ").count()
        if left != sent.left:
            SentBack.objects.filter(pk=sent.pk).update(left=left, settled_at=None if left else now)
