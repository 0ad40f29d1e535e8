"""How the hub asks the quality library: which rules, with which facts, over which rows; nothing here writes records."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import polars as pl
from django.conf import settings
from django.utils import timezone

from honglam.engines.datahub.facts import facts_for
from honglam.engines.datahub.models import Dataset
from honglam.engines.datahub.quality.checking import check
from honglam.engines.datahub.quality.columns import Column
from honglam.engines.datahub.quality.rule_format import Effect, Rule, RuleError, check_rule
from honglam.engines.datahub.quality.verdicts import Verdict
from honglam.engines.datahub.terms import RunState

if TYPE_CHECKING:
    import datetime

Row = Mapping[str, str | None]
ROWS_OF_A_PIECE = 50_000


@dataclass(frozen=True, slots=True)
class Judged:
    """What a run came to, before it is written down."""

    verdict: Verdict
    rules: tuple[Rule, ...]
    columns: Sequence[Column]
    started_at: datetime.datetime
    is_incremental: bool = False

    @property
    def state(self) -> RunState:
        """Blocked where a blocking rule is broken, warned where any is, else passed."""
        broken = {code for code, count in self.verdict.counts.items() if count}
        broken |= {one.rule for one in self.verdict.missing}
        if any(rule.effect == Effect.BLOCKS for rule in self.rules if rule.code in broken):
            return RunState.BLOCKED
        return RunState.WARNED if broken else RunState.PASSED


class Workplace:
    """A folder in which rows stand as they were given, as text, while they are judged; gone when the work is done."""

    def __init__(self) -> None:
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        self._folder = Path(tempfile.mkdtemp(prefix="judging-", dir=settings.MEDIA_ROOT))
        self._paths: list[Path] = []
        self.rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_why: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def keep(self, columns: Sequence[Column], batches: Iterable[Sequence[Row]]) -> list[Path]:
        """Put rows into files, piece by piece; where they stand. Memory holds one piece."""
        names = [column.name for column in columns]
        waiting: list[Row] = []
        for batch in batches:
            waiting += batch
            while len(waiting) >= ROWS_OF_A_PIECE:
                self._write(names, waiting[:ROWS_OF_A_PIECE])
                waiting = waiting[ROWS_OF_A_PIECE:]
        if waiting or not self._paths:
            self._write(names, waiting)
        return self._paths

    def batches(self) -> Iterator[list[dict[str, str | None]]]:
        """The rows again, piece by piece."""
        for path in self._paths:
            yield pl.read_parquet(path).to_dicts()

    def _write(self, names: Sequence[str], rows: Sequence[Row]) -> None:
        path = self._folder / f"piece-{len(self._paths):05d}.parquet"
        texts = {name: [row.get(name) for row in rows] for name in names}
        pl.DataFrame(texts, schema=dict.fromkeys(names, pl.String)).write_parquet(path)
        self._paths.append(path)
        self.rows += len(rows)


def active_rules(dataset: Dataset) -> list[Rule]:
    """The rules of a dataset that are on and that its columns can bear, in their order."""
    schema = dataset.schemas.first()
    names = [column.name for column in schema.read_columns()] if schema is not None else []
    rules = []
    for stored in dataset.rules.filter(is_active=True):
        try:
            rule = stored.read()
            check_rule(rule, names)
        except RuleError:
            continue
        rules.append(rule)
    return rules


def unreadable_rules(dataset: Dataset) -> dict[str, str]:
    """Rules that are on and cannot run, by code, with the reason: a column went, a parameter is wrong."""
    schema = dataset.schemas.first()
    names = [column.name for column in schema.read_columns()] if schema is not None else []
    found = {}
    for stored in dataset.rules.filter(is_active=True):
        try:
            check_rule(stored.read(), names)
        except RuleError as error:
            found[stored.code] = str(error)
    return found


def judge(
    dataset: Dataset, columns: Sequence[Column], rules: Sequence[Rule], source: Sequence[Path]
) -> Verdict:
    """Check rows that stand in Parquet files, with everything that the rules compare with."""
    facts = facts_for(dataset, rules, today=timezone.localdate())
    return check(list(source), columns, rules, facts, key=dataset.key[0], unit_column=dataset.unit_column)


def rule_as_json(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """The rules of a run as it keeps them."""
    return [rule.to_json() for rule in rules]
