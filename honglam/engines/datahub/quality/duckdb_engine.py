"""The rules as SQL of DuckDB, in this process; what does not fit in memory goes to a folder that is removed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from honglam.engines.datahub.quality import normalising as form
from honglam.engines.datahub.quality.preparing import Plan
from honglam.engines.datahub.quality.reference import Judged
from honglam.engines.datahub.quality.sources import Source, is_csv, paths_in, text_frame
from honglam.engines.datahub.quality.sql import Dialect
from honglam.engines.datahub.quality.sql_engine import Session
from honglam.engines.datahub.quality.sql_engine import judge as judge_by_sql

MEMORY = "1GB"
_NO_CHARACTER = 0x10FFFF
"""Stands for NUL while text is composed: `nfc_normalize` would cut the text there."""


class DuckDialect(Dialect):
    """DuckDB's words. Patterns are those of RE2; `regexp_full_match` asks for the whole value."""

    def name(self, name: str) -> str:
        """A name in double quotes."""
        return '"' + name.replace('"', '""') + '"'

    def text(self, text: str) -> str:
        """A text in single quotes."""
        return "'" + text.replace("'", "''") + "'"

    def contains(self, value: str, pattern: str) -> str:
        """RE2 anywhere in the value."""
        return f"regexp_matches({value}, {self.text(pattern)})"

    def matches(self, value: str, pattern: str) -> str:
        """RE2 over the whole value."""
        return f"regexp_full_match({value}, {self.text(pattern)})"

    def extract(self, value: str, pattern: str) -> str:
        """The first group."""
        return f"regexp_extract({value}, {self.text(pattern)}, 1)"

    def normal(self, value: str) -> str:
        """ASCII is NFC and has six kinds of white space; the long way is for the rest."""
        short, long = self.text("\t\n\x0b\x0c\r "), self.text(form.WHITE_SPACE)
        odd = self.contains(value, form.MAYBE_NOT_NFC_PATTERN)
        held = f"replace(nfc_normalize(replace({value}, chr(0), chr({_NO_CHARACTER}))), chr({_NO_CHARACTER}), chr(0))"
        zero = f"CASE WHEN contains({value}, chr(0)) THEN {held} ELSE nfc_normalize({value}) END"
        composed = f"CASE WHEN {odd} THEN {zero} ELSE {value} END"
        ends = self.contains(composed, f"^[{form.WHITE_SPACE}]|[{form.WHITE_SPACE}]$")
        rest = f"CASE WHEN {ends} THEN trim({composed}, {long}) ELSE {composed} END"
        return f"nullif(CASE WHEN strlen({value}) = length({value}) THEN trim({value}, {short}) ELSE {rest} END, '')"

    def days(self, value: str) -> str:
        """Days as whole numbers."""
        return f"(TRY_CAST({value} AS DATE) - DATE '1970-01-01')"

    def decimal(self, value: str, scale: int) -> str:
        """A cast spells every decimal."""
        return f"CAST(TRY_CAST({value} AS DECIMAL(38, {scale})) AS VARCHAR)"

    def floor_divide(self, value: str, by: int) -> str:
        """`//` cuts towards zero: what is left of a negative one is taken off first."""
        return f"(({value} - ((({value} % {by}) + {by}) % {by})) // {by})"


class DuckSession(Session):
    """A database in memory."""

    def __init__(self, folder: Path) -> None:
        self.dialect = DuckDialect()
        self._folder = folder
        self._connection = duckdb.connect(
            config={"memory_limit": MEMORY, "temp_directory": str(folder), "preserve_insertion_order": False}
        )

    def read(self, source: Source, plan: Plan) -> str:
        """The name of a view of the source as text. Raises SourceError."""
        paths = paths_in(source)
        if paths and is_csv(paths):
            text_frame(source, plan)  # says what is wrong with the columns
            files = ", ".join(self.dialect.text(str(path)) for path in paths)
            read = f"read_csv([{files}], header = true, all_varchar = true, quote = '\"', escape = '\"', delim = ',')"
        else:
            path = self._folder / "texts.parquet"
            text_frame(source, plan).sink_parquet(path)
            read = f"read_parquet({self.dialect.text(str(path))})"
        names = ", ".join(self.dialect.name(name) for name in plan.needed)
        self._connection.execute(f"CREATE VIEW texts AS SELECT {names} FROM {read}")
        return "texts"

    def keep(self, name: str, statement: str) -> None:
        """A table."""
        self._connection.execute(f"CREATE TABLE {name} AS {statement}")

    def store(self, name: str, frame: pl.DataFrame) -> None:
        """By way of a file: no other library is needed for it."""
        path = self._folder / f"{name}.parquet"
        frame.write_parquet(path)
        self.keep(name, f"SELECT * FROM read_parquet({self.dialect.text(str(path))})")

    def rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """In portions."""
        found = self._connection.cursor().execute(statement)
        while some := found.fetchmany(20_000):
            yield from some

    def frame(self, statement: str) -> pl.DataFrame:
        """By way of a file."""
        path = self._folder / "answer.parquet"
        self._connection.execute(f"COPY ({statement}) TO {self.dialect.text(str(path))} (FORMAT parquet)")
        return pl.read_parquet(path, memory_map=False)

    def close(self) -> None:
        """Let the database go."""
        self._connection.close()


def judge(plan: Plan, source: Source) -> Judged:
    """Judge all rows of a source. Raises SourceError."""
    with tempfile.TemporaryDirectory(prefix="honglam-checks-") as folder:
        session = DuckSession(Path(folder))
        try:
            return judge_by_sql(plan, session, session.read(source, plan))
        finally:
            session.close()
