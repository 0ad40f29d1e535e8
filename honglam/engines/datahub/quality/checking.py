"""Check rows by rules, with the engine that fits their number: the door of this library.

    verdict = check(rows, columns, rules, Facts(references={"communes.code": codes}), key="code", unit_column="commune")

Every engine gives the same verdict; `python` is the slow one that says what is right.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from honglam.engines.datahub.quality.assembling import verdict_of
from honglam.engines.datahub.quality.columns import Column
from honglam.engines.datahub.quality.duckdb_engine import judge as judge_in_duckdb
from honglam.engines.datahub.quality.polars_engine import judge as judge_in_polars
from honglam.engines.datahub.quality.preparing import FactError, Plan, prepare
from honglam.engines.datahub.quality.reference import Judged
from honglam.engines.datahub.quality.reference import judge as judge_in_python
from honglam.engines.datahub.quality.rule_format import Rule
from honglam.engines.datahub.quality.sources import Source, SourceError, text_rows
from honglam.engines.datahub.quality.verdicts import Facts, Failing, FailingRow, Missing, UnitTally, Verdict

__all__ = [
    "EngineError", "FactError", "Facts", "Failing", "FailingRow", "Missing", "SourceError", "UnitTally", "Verdict",
    "check", "engine_of",
]  # fmt: skip


class EngineError(ValueError):
    """No engine has this name, or it cannot run here."""

    code = "datahub.no_engine"


def engine_of(given: str = "") -> str:
    """The engine that runs: the one given, else the one of DATAHUB_ENGINE, else polars."""
    return given or os.environ.get("DATAHUB_ENGINE", "") or "polars"


def check(
    source: Source, columns: Sequence[Column], rules: Sequence[Rule], facts: Facts | None = None, *, key: str,
    unit_column: str = "", engine: str = "",
) -> Verdict:  # fmt: skip
    """Judge all rows of a source by the rules.

    Args:
        source: rows (text by column), the path of a CSV file, of Parquet files, or a frame of Polars.
        columns: what the dataset's columns are; of the source, only those that rules, key and unit name are read.
        facts: what the rules compare with.
        key: the column that names a row.
        unit_column: the column that says whose row it is.
        engine: python, polars, duckdb, spark, sc://host:port (Spark Connect), spark://host:port (a cluster).

    Raises:
        RuleError: a rule says nothing, or not about these columns; FactError where the facts lack something.
        SourceError: the source lacks a column or cannot be read.
        EngineError: the engine is unknown or cannot run here.
    """
    plan = prepare(columns, rules, facts or Facts(), key=key, unit_column=unit_column)
    name = engine_of(engine)
    if name == "python":
        return verdict_of(plan, judge_in_python(plan, text_rows(source, plan)))
    if name == "polars":
        return verdict_of(plan, judge_in_polars(plan, source))
    if name == "duckdb":
        return verdict_of(plan, judge_in_duckdb(plan, source))
    if name == "spark" or name.startswith(("sc://", "spark://")):
        return verdict_of(plan, _judge_in_spark(plan, source, name))
    raise EngineError(
        f"Không có công cụ kiểm tra {name!r}. Hãy chọn polars, duckdb, python, spark hoặc spark://máy:cổng."
    )


def _judge_in_spark(plan: Plan, source: Source, name: str) -> Judged:
    from honglam.engines.datahub.quality import spark_engine  # noqa: PLC0415 - needed only where Spark is

    try:
        return spark_engine.judge(plan, source, name)
    except spark_engine.SparkMissing as error:
        raise EngineError(str(error)) from error
