"""What a check found of a dataset, with one of everything that has a page, for the walks."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from honglam.core.organisations.models import Unit
from honglam.engines.datahub.models import Dataset, QualityRule, QualityRun, UnitScore

RULE = "area-there"


def make_quality(dataset: Dataset, unit: Unit, by: Any) -> QualityRule:
    """A rule that a row of the unit breaks, sent back, with a correction that waits."""
    rule = dataset.rules.create(
        code=RULE, kind="not_null", columns=["area"], word="complete", message="Thiếu diện tích"
    )
    now = timezone.now()
    run = QualityRun.objects.create(
        dataset=dataset, state="warned", rules=[rule.read().to_json()], rows=2, failing=1, counts={RULE: 1},
        scores={"complete": 50.0}, score=50, started_at=now, finished_at=now, by=by,
    )  # fmt: skip
    UnitScore.objects.create(run=run, unit=unit, rows=2, failing=1, scores={"complete": 50.0}, score=50)
    run.row_changes.create(key="A1", unit=unit, broke=f" {RULE} ")
    dataset.failing_rows.create(key="A1", unit=unit, broken=f" {RULE} ", found_at=now)
    dataset.suggestions.create(key="A1", unit=unit, column="area", old=" 120,5", new="120.5", why="Viết lại")
    dataset.sent_back.create(
        unit=unit, rule=RULE, rows=1, left=1, due_on=timezone.localdate() + datetime.timedelta(days=3), by=by
    )
    Dataset.objects.filter(pk=dataset.pk).update(score=50)
    return rule
