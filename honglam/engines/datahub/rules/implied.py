"""The rules that a dictionary implies: what is the key, what must be there, of which type, from which code list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.rule_format import Effect, Kind, Rule

_TYPED = {
    ColumnType.INTEGER, ColumnType.DECIMAL, ColumnType.DATE, ColumnType.MOMENT, ColumnType.BOOLEAN,
}  # fmt: skip


def implied_rules(columns: Sequence[Column], key: Sequence[str]) -> list[Rule]:
    """One rule for the key (it blocks), for each required column, each typed column and each code list (they warn)."""
    rules = [Rule("key-once", Kind.KEY, tuple(key), effect=Effect.BLOCKS)] if key else []
    for column in columns:
        code = re.sub("_+", "-", column.name).strip("-")
        if column.required or column.name in key:
            effect = Effect.BLOCKS if column.name in key else Effect.WARNS
            rules.append(Rule(f"{code}-there", Kind.NOT_NULL, (column.name,), effect=effect))
        if column.type in _TYPED:
            rules.append(Rule(f"{code}-type", Kind.TYPE, (column.name,)))
        if column.type == ColumnType.GEOMETRY:
            rules.append(Rule(f"{code}-shape", Kind.GEOMETRY, (column.name,)))
        if column.codes:
            codes = [value for value, _label in column.codes]
            rules.append(Rule(f"{code}-codes", Kind.CODES, (column.name,), {"codes": codes}))
    return rules
