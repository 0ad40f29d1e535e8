"""A rule tried on the rows that are there, before it is kept: how many would break it, and some of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from honglam.engines.datahub import judging, live, reading, storing
from honglam.engines.datahub.drafts import columns_of
from honglam.engines.datahub.errors import NothingToCheck, RuleRefused
from honglam.engines.datahub.models import Dataset
from honglam.engines.datahub.quality.rule_format import Rule
from honglam.engines.datahub.quality.verdicts import Missing
from honglam.engines.datahub.supply import supply_of

EXAMPLES = 20
MOST_ROWS = 20_000
"""Rows that are read from a supply for a trial; a version or rows that were read before are tried whole."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would say: rows looked at, rows that break it, examples, expectations that are not met."""

    rows: int
    failing: int
    examples: tuple[str, ...]
    missing: tuple[Missing, ...]
    is_cut: bool


def try_rule(dataset: Dataset, rule: Rule) -> Trial:
    """Try a rule on what was last read of the supply, else on the version in use, else on the supply's first rows.

    Raises:
        RuleRefused: it says nothing, or names columns that are not there. NothingToCheck: there are no rows.
        RuleUnanswerable, CheckRefused.
    """
    columns = columns_of(dataset)
    if not columns:
        raise NothingToCheck()
    if fault := judging.fault_of(rule, columns):
        raise RuleRefused(fault)
    last = live.last_read(dataset, columns)
    if last is not None:
        return _tried(dataset, rule, last.paths)
    version = reading.current_version(dataset)
    if version is not None and version.folder:
        return _tried(dataset, rule, storing.paths_of(version.folder))
    supply = supply_of(dataset.supply) if dataset.supply else None
    if supply is None:
        raise NothingToCheck()
    with judging.Workplace() as place:
        taken: list[judging.Row] = []
        for batch in supply.rows(None):
            taken += batch
            if len(taken) > MOST_ROWS:
                break
        return _tried(dataset, rule, place.keep(columns, [taken[:MOST_ROWS]]), is_cut=len(taken) > MOST_ROWS)


def _tried(dataset: Dataset, rule: Rule, paths: Sequence[Path], *, is_cut: bool = False) -> Trial:
    verdict = judging.judge(dataset, columns_of(dataset), [rule], paths)
    examples = tuple(row.key for row in verdict.failing[:EXAMPLES])
    return Trial(verdict.rows, len(verdict.failing), examples, tuple(verdict.missing[:EXAMPLES]), is_cut)
