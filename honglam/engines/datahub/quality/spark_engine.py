"""The rules as SQL of Spark: a cluster (spark://…), Spark Connect (sc://…), or what runs here (spark).

Files are read by the workers: their path must mean the same on each of them. Spark cannot compose text (NFC), so the
distinct values that may need it are composed here, once, and joined; the judgements of `stages` run here too.
Everything else runs where the rows are.
"""

from __future__ import annotations

import functools
import os
import socket
import unicodedata
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import polars as pl

from honglam.engines.datahub.quality import normalising as form
from honglam.engines.datahub.quality.preparing import Plan
from honglam.engines.datahub.quality.reference import Judged
from honglam.engines.datahub.quality.sources import Source, SourceError, is_csv, paths_in, text_frame
from honglam.engines.datahub.quality.sql import Dialect
from honglam.engines.datahub.quality.sql_engine import Session
from honglam.engines.datahub.quality.sql_engine import judge as judge_by_sql

JAVA = "openjdk-17-jre-headless"
CSV_OPTIONS = {
    "header": "true", "inferSchema": "false", "multiLine": "true", "quote": '"', "escape": '"', "encoding": "UTF-8",
    "ignoreLeadingWhiteSpace": "false", "ignoreTrailingWhiteSpace": "false", "maxCharsPerColumn": "-1",
}  # fmt: skip


class SparkMissing(RuntimeError):
    """Spark, or what it needs, is not on this machine."""


class SparkDialect(Dialect):
    r"""Spark's words. Patterns are those of Java (of Rust in Sail), so `\A…\z` means the very ends."""

    def name(self, name: str) -> str:
        """A name in backticks."""
        return "`" + name.replace("`", "``") + "`"

    def text(self, text: str) -> str:
        """A text in single quotes, in which backslashes escape."""
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def contains(self, value: str, pattern: str) -> str:
        """A part of the value."""
        return f"({value} RLIKE {self.text(pattern)})"

    def matches(self, value: str, pattern: str) -> str:
        """The whole value."""
        return self.contains(value, rf"\A(?:{pattern})\z")

    def extract(self, value: str, pattern: str) -> str:
        """The first group."""
        return f"regexp_extract({value}, {self.text(pattern)}, 1)"

    def normal(self, value: str) -> str:
        """Trimmed; composed it is before."""
        return f"NULLIF(BTRIM({value}, {self.text(form.WHITE_SPACE)}), '')"

    def days(self, value: str) -> str:
        """Days as whole numbers."""
        return f"CAST(UNIX_DATE(TRY_CAST({value} AS DATE)) AS BIGINT)"

    def decimal(self, value: str, scale: int) -> str:
        """Written digit by digit: a cast would spell small ones with an exponent."""
        digits = self.extract(value, "^-?([0-9]+)")
        whole = f"COALESCE(NULLIF(TRIM(LEADING '0' FROM {digits}), ''), '0')"
        point = ""
        if scale:
            part = self.extract(value, "[.]([0-9]+)")
            point = f", '.', RPAD(SUBSTRING({part}, 1, {scale}), {scale}, '0')"
        sign = f"CASE WHEN {self.contains(value, '^-')} AND {self.contains(value, '[1-9]')} THEN '-' ELSE '' END"
        return f"CONCAT({sign}, {whole}{point})"

    def floor_divide(self, value: str, by: int) -> str:
        """What is left is taken off first."""
        return f"(({value} - PMOD({value}, {by})) DIV {by})"


class SparkSession(Session):
    """A session of its own: views of two checks never meet."""

    def __init__(self, url: str) -> None:
        self.dialect = SparkDialect()
        self._spark = connected(url)
        self._kept: list[Any] = []

    def read(self, source: Source, plan: Plan) -> str:
        """The name of a view of the source as text, composed. Raises SourceError."""
        paths = [str(path.resolve()) for path in paths_in(source)]
        if not paths:
            self.store("delivered", text_frame(source, plan).collect())
        elif is_csv(paths_in(source)):
            self._spark.read.options(**CSV_OPTIONS).csv(paths).createOrReplaceTempView("delivered")
        else:
            text_frame(source, plan)  # says what is wrong with the columns
            self._spark.read.parquet(*paths).createOrReplaceTempView("delivered")
        types = dict(self._spark.table("delivered").dtypes)
        if absent := [name for name in plan.needed if name not in types]:
            raise SourceError(f"Dữ liệu thiếu cột {', '.join(absent)}.")
        columns = ", ".join(f"{self._as_text(name, types[name])} AS {self.dialect.name(name)}" for name in plan.needed)
        self._view("texts", f"SELECT {columns} FROM delivered")
        return self._composed("texts", plan)

    def keep(self, name: str, statement: str) -> None:
        """Kept by the workers, in memory and on disk; what a lost worker kept is computed again."""
        frame = self._spark.sql(statement)
        frame.persist()
        self._kept.append(frame)
        frame.createOrReplaceTempView(name)

    def store(self, name: str, frame: pl.DataFrame) -> None:
        """A table from here."""
        import pyarrow  # type: ignore[import-untyped]  # noqa: PLC0415 - comes with Spark's client

        fields = [pyarrow.field(column, pyarrow.string()) for column in frame.columns]
        arrays = [pyarrow.array(frame[column].to_list(), pyarrow.string()) for column in frame.columns]
        table = pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields))
        columns = ", ".join(f"{self.dialect.name(column)} STRING" for column in frame.columns)
        self._spark.createDataFrame(table, schema=columns).createOrReplaceTempView(name)

    def rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        """All at once; they come in columns."""
        return self.frame(statement).iter_rows()

    def frame(self, statement: str) -> pl.DataFrame:
        """Brought here in columns."""
        return pl.DataFrame(pl.from_arrow(self._spark.sql(statement).toArrow()))

    def close(self) -> None:
        """Let go of what was kept."""
        for frame in self._kept:
            frame.unpersist()

    def _view(self, name: str, statement: str) -> None:
        self._spark.sql(statement).createOrReplaceTempView(name)

    def _as_text(self, name: str, kind: str) -> str:
        column = self.dialect.name(name)
        if kind.startswith("timestamp"):
            return f"DATE_FORMAT({column}, \"yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'\")"
        if kind.startswith("decimal"):
            scale = int(kind.rstrip(")").split(",")[1])
            plain = f"CAST({column} AS STRING)"
            return plain if scale <= 6 else f"FORMAT_NUMBER({column}, '0.{'0' * scale}')"
        return column if kind == "string" else f"CAST({column} AS STRING)"

    def _composed(self, texts: str, plan: Plan) -> str:
        """The view with values in NFC: distinct values that may need it are composed here and joined."""
        name, text = self.dialect.name, self.dialect.text
        parts = ", ".join(f"STRUCT({text(one)} AS name, {name(one)} AS text)" for one in plan.needed)
        odd = self.dialect.contains("text", form.MAYBE_NOT_NFC_PATTERN)
        statement = f"SELECT DISTINCT name, text FROM (SELECT INLINE(ARRAY({parts})) FROM {texts}) cells WHERE {odd}"
        changed: dict[str, list[tuple[str, str]]] = {}
        for column, value in self.rows(statement):
            if (composed := unicodedata.normalize("NFC", value)) != value:
                changed.setdefault(column, []).append((value, composed))
        if not changed:
            return texts
        joins, columns = "", []
        for number, column in enumerate(plan.needed):
            if column not in changed:
                columns.append(f"{texts}.{name(column)} AS {name(column)}")
                continue
            table = f"composed{number}"
            self.store(table, pl.DataFrame(changed[column], schema=["written", "nfc"], orient="row"))
            joins += f" LEFT JOIN {table} ON {texts}.{name(column)} = {table}.written"
            columns.append(f"COALESCE({table}.nfc, {texts}.{name(column)}) AS {name(column)}")
        self._view("composed", f"SELECT {', '.join(columns)} FROM {texts}{joins}")
        return "composed"


def judge(plan: Plan, source: Source, url: str) -> Judged:
    """Judge all rows of a source. Raises SourceError, SparkMissing."""
    session = SparkSession(url)
    try:
        return judge_by_sql(plan, session, session.read(source, plan))
    finally:
        session.close()


def connected(url: str) -> Any:
    """A new session of Spark. Raises SparkMissing."""
    try:
        from pyspark.sql import SparkSession as Spark  # noqa: PLC0415 - there only where Spark is used
    except ImportError as error:
        raise SparkMissing(
            "Máy này chưa có thư viện PySpark: hãy cài pyspark (có máy chủ) hoặc pyspark-client."
        ) from error
    if "://" in url:
        _reached(url)
    address = url if url.startswith("sc://") else _sail_address() if url == "spark" else ""
    try:
        if address:
            spark = Spark.builder.remote(address).create()
        else:
            builder = Spark.builder.master("local[*]" if url == "spark" else url).appName("honglam-checks")
            spark = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate().newSession()
    except Exception as error:
        raise SparkMissing(
            f"Không mở được {url}: {str(error).splitlines()[0]}. Cụm spark:// cần thư viện pyspark đầy đủ và Java "
            f"(gói Debian {JAVA})."
        ) from error
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    return spark


def _reached(url: str) -> None:
    """Ask at the door first: Spark's own client would go on asking for minutes."""
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10).close()
    except OSError as error:
        raise SparkMissing(f"Không kết nối được {url} ({error}). Hãy xem lại địa chỉ và máy chủ Spark.") from error


@functools.cache
def _sail_address() -> str:
    """The address of a Sail server in this process, "" where Sail is not installed (then Spark itself runs here)."""
    os.environ.setdefault("RUST_LOG", "error")
    try:
        from pysail.spark import SparkConnectServer  # type: ignore[import-untyped]  # noqa: PLC0415
    except ImportError:
        return ""
    server = SparkConnectServer()
    server.start(background=True)
    _servers.append(server)
    host, port = server.listening_address or ("127.0.0.1", 0)
    return f"sc://{host}:{port}"


_servers: list[Any] = []
"""Servers of this process; they end with it."""
