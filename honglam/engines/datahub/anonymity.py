"""Whether rows may be shown to everybody: no personal column, nothing that looks like one, nobody alone in a group.

k-anonymity (Samarati, Sweeney 1998): of the columns that identify a person together, each combination of values that
occurs stands for at least k rows. Decree 47/2020/NĐ-CP, article 20: open data tells nobody's personal data, also not
when several data are put together.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from honglam.engines.datahub.quality.columns import Column, ColumnType

SHOWN_GROUPS = 20
_LOOKS = {
    "identity": r"(?:^|[^0-9])0[0-9]{11}(?:[^0-9]|$)",
    "phone": r"(?:^|[^0-9])(?:\+?84|0)[35789][0-9]{8}(?:[^0-9]|$)",
    "email": r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}",
}
"""Numbers of citizen's cards (twelve digits, the first is 0), of mobile telephones, addresses of mail."""
LOOKS = tuple(_LOOKS)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A column whose values look like personal data: of which kind, in how many rows."""

    column: str
    looks_like: str
    rows: int


@dataclass(frozen=True, slots=True)
class Anonymity:
    """What was found. `smallest` is the size of the smallest group of `quasi`, None where no column identifies.

    `joined` are other open data that were put together with these rows by their common key.
    """

    rows: int
    personal: tuple[str, ...] = ()
    suspicions: tuple[Suspicion, ...] = ()
    groups: int = 0
    smallest: int | None = None
    small_groups: int = 0
    rows_in_small: int = 0
    examples: tuple[tuple[tuple[str, ...], int], ...] = field(default=())
    least: int = 0
    quasi: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()

    @property
    def is_safe(self) -> bool:
        """Whether everybody may see the rows."""
        return not self.personal and not self.suspicions and not self.small_groups

    def to_json(self) -> dict[str, Any]:
        """The finding as a release keeps it; values of small groups stay out, they would tell what must not be told."""
        return {
            "rows": self.rows, "personal": list(self.personal), "groups": self.groups, "smallest": self.smallest,
            "suspicions": [[one.column, one.looks_like, one.rows] for one in self.suspicions],
            "small_groups": self.small_groups, "rows_in_small": self.rows_in_small, "least": self.least,
            "joined": list(self.joined),
        }  # fmt: skip


def judge(
    rows: pl.LazyFrame, columns: Sequence[Column], *, quasi: Sequence[str], least: int,
    cleared: Collection[tuple[str, str]] = (),
) -> Anonymity:  # fmt: skip
    """Judge the rows that everybody would get. `columns` are those of the dataset, of which the frame has some.

    `cleared` are columns and looks (of LOOKS) of which a person said why they are not personal. The same rows always
    give the same finding; memory grows with the number of groups, not of rows.
    """
    names = rows.collect_schema().names()
    known = {column.name: column for column in columns}
    personal = tuple(name for name in names if name in known and known[name].personal)
    total = int(rows.select(pl.len()).collect(engine="streaming").item())
    suspicions = _suspicions(rows, [known[name] for name in names if name in known], frozenset(cleared))
    if not quasi:
        return Anonymity(total, personal, suspicions, least=least)
    groups = rows.group_by(list(quasi)).len("people").collect(engine="streaming")
    small = groups.filter(pl.col("people") < least).sort("people", *quasi, nulls_last=True)
    examples = tuple(
        (tuple("" if value is None else str(value) for value in row[:-1]), int(row[-1]))
        for row in small.head(SHOWN_GROUPS).rows()
    )
    return Anonymity(
        total, personal, suspicions, groups.height, None if groups.is_empty() else int(groups["people"].min()),  # type: ignore[arg-type]
        small.height, int(small["people"].sum()), examples, least, tuple(quasi),
    )  # fmt: skip


def _suspicions(
    rows: pl.LazyFrame, columns: Sequence[Column], cleared: Collection[tuple[str, str]]
) -> tuple[Suspicion, ...]:  # fmt: skip
    texts = [column for column in columns if column.type in {ColumnType.TEXT, ColumnType.CODE} and not column.codes]
    asked = [
        pl.col(column.name).str.contains(pattern).sum().alias(f"{look}|{column.name}")
        for column in texts for look, pattern in _LOOKS.items() if (column.name, look) not in cleared
    ]  # fmt: skip
    if not asked:
        return ()
    counts = rows.select(asked).collect(engine="streaming").row(0, named=True)
    found = [(name.partition("|")[2], name.partition("|")[0], int(count or 0)) for name, count in counts.items()]
    return tuple(Suspicion(column, look, count) for column, look, count in found if count)
