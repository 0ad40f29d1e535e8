"""How the hub asks the quality library: which rules, with which facts, over which rows; nothing here writes records."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import polars as pl
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.engines.datahub.errors import CheckRefused
from honglam.engines.datahub.facts import facts_for
from honglam.engines.datahub.models import Dataset, QualityRule
from honglam.engines.datahub.quality.checking import EngineError, FactError, SourceError, check, engine_of
from honglam.engines.datahub.quality.columns import Column
from honglam.engines.datahub.quality.keeping import StateError
from honglam.engines.datahub.quality.preparing import prepare
from honglam.engines.datahub.quality.rechecking import check_and_keep, recheck
from honglam.engines.datahub.quality.rule_format import Effect, Rule, RuleError, check_rule
from honglam.engines.datahub.quality.verdicts import Facts, Verdict
from honglam.engines.datahub.terms import RunState

if TYPE_CHECKING:
    import datetime

Row = Mapping[str, str | None]
Told = Callable[[int, str], None]
ROWS_OF_A_PIECE = 50_000


def nobody_listens(_rows: int, _words: str) -> None:
    """Hears how far work is, and does nothing."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What a run came to, before it is written down."""

    verdict: Verdict
    rules: tuple[Rule, ...]
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
        self.folder = Path(tempfile.mkdtemp(prefix="judging-", dir=settings.MEDIA_ROOT))
        self._paths: list[Path] = []
        self.rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_why: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def paths(self) -> list[Path]:
        """Where the rows stand."""
        return list(self._paths)

    def keep(self, columns: Sequence[Column], batches: Iterable[Sequence[Row]]) -> list[Path]:
        """Put rows into files, piece by piece; where they stand. Memory holds one piece."""
        names = [column.name for column in columns]
        waiting: list[Row] = []
        for batch in batches:
            waiting += batch
            while len(waiting) >= ROWS_OF_A_PIECE:
                self.write(names, waiting[:ROWS_OF_A_PIECE])
                waiting = waiting[ROWS_OF_A_PIECE:]
        if waiting or not self._paths:
            self.write(names, waiting)
        return self._paths

    def batches(self) -> Iterator[list[dict[str, str | None]]]:
        """The rows again, piece by piece."""
        for path in self._paths:
            yield pl.read_parquet(path).to_dicts()

    def write(self, names: Sequence[str], rows: Sequence[Row]) -> None:
        """Put some rows into a file."""
        texts = {name: [row.get(name) for row in rows] for name in names}
        self.take(pl.DataFrame(texts, schema=dict.fromkeys(names, pl.String)))

    def take(self, frame: pl.DataFrame) -> None:
        """Put a frame of texts into a file."""
        path = self.folder / f"piece-{len(self._paths):05d}.parquet"
        frame.write_parquet(path)
        self._paths.append(path)
        self.rows += frame.height


def active_rules(dataset: Dataset) -> list[Rule]:
    """The rules of a dataset that are on and that its columns can bear, in their order."""
    return [rule for _stored, rule, fault in _read_rules(dataset) if rule is not None and not fault]


def unreadable_rules(dataset: Dataset) -> dict[str, str]:
    """Rules that are on and cannot run, by code, with the reason: a column went, a parameter is wrong."""
    return {stored.code: fault for stored, _rule, fault in _read_rules(dataset) if fault}


def fault_of(rule: Rule, columns: Sequence[Column]) -> str:
    """What is wrong with a rule for these columns, or an empty text. What it compares with is not looked up."""
    try:
        check_rule(rule, [column.name for column in columns])
        prepare(columns, [rule], Facts(), key=columns[0].name)
    except FactError:  # a rule error itself; what is missing beside the rows is said when they are checked
        return ""
    except RuleError as error:
        return str(error)
    return ""


def _read_rules(dataset: Dataset) -> list[tuple[QualityRule, Rule | None, str]]:
    schema = dataset.schemas.first()
    columns = schema.read_columns() if schema is not None else []
    found: list[tuple[QualityRule, Rule | None, str]] = []
    for stored in dataset.rules.filter(is_active=True):
        try:
            rule = stored.read()
        except RuleError as error:
            found.append((stored, None, str(error)))
            continue
        found.append((stored, rule, fault_of(rule, columns) if columns else _("Tập dữ liệu chưa có cột.")))
    return found


def judge(
    dataset: Dataset, columns: Sequence[Column], rules: Sequence[Rule], source: Sequence[Path], *,
    state: Path | None = None,
) -> Verdict:  # fmt: skip
    """Check rows that stand in Parquet files, with everything that the rules compare with.

    `state`: where to leave what a re-check needs; left out where another engine than Polars is set.

    Raises:
        RuleUnanswerable: a rule compares with what is not there. CheckRefused: the rows or the engine are not fit.
    """
    facts = facts_for(dataset, rules, today=timezone.localdate())
    key, unit_column = dataset.key[0], dataset.unit_column
    try:
        if state is not None and engine_of() == "polars":
            return check_and_keep(
                list(source), columns, rules, facts, key=key, unit_column=unit_column, state=state
            )  # fmt: skip
        return check(list(source), columns, rules, facts, key=key, unit_column=unit_column)
    except (RuleError, FactError, SourceError, EngineError) as error:
        raise CheckRefused(str(error)) from error


def judge_again(
    dataset: Dataset, columns: Sequence[Column], rules: Sequence[Rule], state: Path, changed: Sequence[Row],
    removed: Sequence[str],
) -> Verdict | None:  # fmt: skip
    """Judge what changed since a full check; None where that cannot say what a full check would: run one then.

    Raises:
        RuleUnanswerable: a rule compares with what is not there.
    """
    facts = facts_for(dataset, rules, today=timezone.localdate())
    try:
        return recheck(
            state, changed, removed, columns, rules, facts, key=dataset.key[0], unit_column=dataset.unit_column
        )
    except (StateError, RuleError, SourceError):
        return None


def rule_as_json(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """The rules of a run as it keeps them."""
    return [rule.to_json() for rule in rules]
