"""Check again after a few rows changed, and say exactly what a full check would say.

    verdict = check_and_keep(rows, columns, rules, facts, key="code", state=path)      # once, and after new rules
    verdict = recheck(path, changed, removed, columns, rules, facts, key="code")       # as often as rows change

Only the rows of the changed keys are judged, and those that other rows decide about: of the same values (KEY), of
spellings near by (ALIKE); and rows whose day is no longer fresh, for the day of the check may move. New expected counts
need no full check; other rules, columns, lists or references do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from honglam.engines.datahub.quality import polars_engine
from honglam.engines.datahub.quality.assembling import verdict_of
from honglam.engines.datahub.quality.columns import Column
from honglam.engines.datahub.quality.keeping import opened, save
from honglam.engines.datahub.quality.preparing import prepare
from honglam.engines.datahub.quality.renewing import Renewing
from honglam.engines.datahub.quality.rule_format import Rule
from honglam.engines.datahub.quality.sources import Row, Source
from honglam.engines.datahub.quality.verdicts import Facts, Verdict


def check_and_keep(
    source: Source, columns: Sequence[Column], rules: Sequence[Rule], facts: Facts | None = None, *, key: str,
    unit_column: str = "", state: Path,
) -> Verdict:  # fmt: skip
    """Check all rows (with Polars), and keep in the file `state` what `recheck` needs. Raises as `check` does."""
    plan = prepare(columns, rules, facts or Facts(), key=key, unit_column=unit_column)
    kept = polars_engine.swept(plan, source, with_days=True)
    save(plan, kept, state)
    return verdict_of(plan, polars_engine.judged_of(plan, kept))


def recheck(
    state: Path, changed: Iterable[Row], removed: Collection[str], columns: Sequence[Column], rules: Sequence[Rule],
    facts: Facts | None = None, *, key: str, unit_column: str = "",
) -> Verdict:  # fmt: skip
    """Judge what changed, and say what a full check of all rows would say now; `touched` says which keys to look at.

    Args:
        state: the file of `check_and_keep`; it is brought up to date, in one transaction.
        changed: the rows that stand now under the keys that changed, new keys among them; where rows share a key, all.
        removed: the keys under which no row stands any more.

    Raises:
        StateError: there is no state, or other rules or lists made it: check in full first.
        RuleError: as `check`.
    """
    plan = prepare(columns, rules, facts or Facts(), key=key, unit_column=unit_column)
    connection = opened(state)
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            renewing = Renewing(plan, connection, state)
            renewing.run(changed, removed)
            verdict = renewing.verdict()
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        return verdict
    finally:
        connection.close()
