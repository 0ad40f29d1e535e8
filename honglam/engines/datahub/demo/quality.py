"""Quality with a past: scores of some weeks that rise, corrections that are suggested, rows that were sent back."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.db import transaction

from honglam.core.organisations.models import Unit
from honglam.engines.datahub import scores
from honglam.engines.datahub.actions.mending import send_back
from honglam.engines.datahub.actions.suggestions import apply_suggestions, dismiss_suggestions, find_suggestions
from honglam.engines.datahub.actions.versions import publish
from honglam.engines.datahub.demo.cast import Cast, dataset_of
from honglam.engines.datahub.models import Dataset, QualityRun, SentBack, UnitScore
from honglam.engines.datahub.terms import SuggestionState

WEEKS = 8
_LOWER = {"devices": 2.1, "networks": 2.6, "systems": 1.4, "projects": 0.9, "parcels": 0.5}
"""How many points a week the scores of a register were lower before: more where its keepers took it up late."""


def load(cast: Cast) -> int:
    """Runs of past weeks, suggestions, rows sent back; how many runs. Nothing when repeated."""
    told = 0
    for register, points in _LOWER.items():
        dataset = dataset_of(f"registers.{register}")
        if dataset is not None and dataset.runs.count() == 1:
            told += _past_runs(cast, dataset, points)
            if register == "parcels":
                _suggest(cast, dataset)
            publish(dataset=dataset, by=None)  # the newest run is a real one
    devices = dataset_of("registers.devices")
    if devices is not None and told:
        _send_back(cast, devices)
    return told


@transaction.atomic
def _past_runs(cast: Cast, dataset: Dataset, points: float) -> int:
    """The first run becomes the oldest, and one a week is written after it, each a little better."""
    first = dataset.runs.get()
    units = list(first.unit_scores.all())
    by_word, failing, counts = dict(first.scores), first.failing, dict(first.counts)
    for week in range(WEEKS, 0, -1):
        at = cast.moment(7 * week, hour=2)
        run = first if week == WEEKS else QualityRun(
            dataset=dataset, state=first.state, engine=first.engine, rules=first.rules, rows=first.rows,
            missing=first.missing,
        )  # fmt: skip
        share = 1 + 0.14 * week
        run.version, run.started_at, run.finished_at = None, at, at + datetime.timedelta(seconds=2)
        run.scores = {word: _lowered(value, points * week) for word, value in by_word.items()}
        run.failing = min(first.rows, round(failing * share))
        run.counts = {rule: min(first.rows, round(count * share)) for rule, count in counts.items()}
        run.score = scores.mean(run.scores.values())
        run.save()
        if run is not first:
            UnitScore.objects.bulk_create([_unit_score(run, one, points * week) for one in units], batch_size=500)
    return WEEKS


def _unit_score(run: QualityRun, one: UnitScore, points: float) -> UnitScore:
    by_word = {word: _lowered(value, points) for word, value in one.scores.items()}
    return UnitScore(run=run, unit_id=one.unit_id, rows=one.rows, failing=one.failing, scores=by_word,
                     score=scores.mean(by_word.values()) or Decimal(0))  # fmt: skip


def _lowered(value: float, points: float) -> float:
    """A score as it was before; what was whole then stays so."""
    return round(max(40.0, value - points), 2) if value < 100 else value


def _suggest(cast: Cast, dataset: Dataset) -> None:
    """Corrections of parcels: a few applied, one dismissed, the others wait for somebody to look."""
    if not find_suggestions(dataset=dataset, by=None):
        return
    waiting = list(dataset.suggestions.filter(state=SuggestionState.OPEN).order_by("pk").values_list("pk", flat=True))
    if len(waiting) > 6:
        apply_suggestions(dataset=dataset, ids=waiting[:5], by=cast.coordinator)
        dismiss_suggestions(dataset=dataset, ids=waiting[5:6], by=cast.coordinator)


def _send_back(cast: Cast, dataset: Dataset) -> None:
    """Rows of the ward without a serial number, or that nobody has counted, went back to it."""
    failing = dataset.failing_rows.filter(unit__isnull=False).order_by("pk")
    row = failing.filter(unit=cast.ward).first() or failing.filter(unit__in=Unit.objects.communes()).first()
    if row is None or row.unit is None or SentBack.objects.filter(dataset=dataset).exists():
        return
    send_back(
        dataset=dataset, rule=row.broken.split()[0], unit=row.unit, due_on=cast.today + datetime.timedelta(days=9),
        note="Kiểm kê lại theo sổ tài sản của đơn vị, sửa trực tiếp trong sổ thiết bị.", by=cast.science_head,
    )  # fmt: skip
