"""What rules compare with, read from other datasets: values of a column, values by key, code lists, counts.

A rule names another dataset's column as "dataset.column", by the dataset's code or by that of its supply. The rows are
those of its supply as they stand where it has one, else those of its version in use.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from django.utils import timezone

from honglam.core.organisations.models import Unit
from honglam.engines.datahub import reading
from honglam.engines.datahub.errors import RuleUnanswerable
from honglam.engines.datahub.models import Dataset
from honglam.engines.datahub.quality.rule_format import Kind, Rule
from honglam.engines.datahub.quality.verdicts import Facts
from honglam.engines.datahub.supply import supply_of

Row = Mapping[str, str | None]
UNITS = "units"
"""“units.code” is the codes of the units of the province that stand today; no dataset has this code."""


def facts_for(dataset: Dataset, rules: Sequence[Rule], *, today: datetime.date) -> Facts:
    """Everything that the rules of a dataset need beside its own rows.

    Raises:
        RuleUnanswerable: a rule names a dataset, a column, a list or counts that do not exist.
    """
    references: dict[str, frozenset[str]] = {}
    equal: dict[str, dict[tuple[str, ...], str | None]] = {}
    lists: dict[str, list[str]] = {}
    expected: dict[str, Mapping[str, int]] = {}
    for rule in rules:
        match rule.kind:
            case Kind.REFERENCE:
                target = str(rule.parameters["to"])
                if target not in references:
                    references[target] = frozenset(_values(rule, target))
            case Kind.EQUAL:
                target = str(rule.parameters["to"])
                equal[target] = _by_key(rule, target)
            case Kind.CODES if "list" in rule.parameters:
                name = str(rule.parameters["list"])
                lists[name] = _code_list(dataset, rule, name)
            case Kind.COMPLETE:
                name = str(rule.parameters["expected"])
                expected[name] = _expected(dataset, rule, name)
            case _:
                pass
    return Facts(today=today, references=references, equal=equal, lists=lists, expected=expected)


def _values(rule: Rule, target: str) -> Iterator[str]:
    name, _dot, column = target.rpartition(".")
    if name == UNITS and column in {"code", "name"}:
        yield from Unit.objects.valid_on(timezone.localdate()).values_list(column, flat=True)
        return
    for row in _rows(rule, name, [column]):
        value = row.get(column)
        if value is not None:
            yield value


def _by_key(rule: Rule, target: str) -> dict[tuple[str, ...], str | None]:
    """The values of a column by the key columns of the rule, which have the same names in the other dataset."""
    name, _dot, column = target.rpartition(".")
    keys = rule.columns[:-1]
    found: dict[tuple[str, ...], str | None] = {}
    for row in _rows(rule, name, [*keys, column]):
        parts = tuple(row.get(key) or "" for key in keys)
        if all(parts):
            found[parts] = row.get(column)
    return found


def _code_list(dataset: Dataset, rule: Rule, name: str) -> list[str]:
    """A code list by name: the codes in the dictionary of this dataset's column, or "dataset.column"."""
    schema = dataset.schemas.first()
    for column in schema.read_columns() if schema is not None else []:
        if column.name == name and column.codes:
            return [code for code, _label in column.codes]
    if "." in name:
        return sorted(set(_values(rule, name)))
    raise RuleUnanswerable(rule.code, name)


def _expected(dataset: Dataset, rule: Rule, name: str) -> Mapping[str, int]:
    supply = supply_of(dataset.supply) if dataset.supply else None
    counts = supply.expected() if supply is not None and supply.expected is not None else {}
    if name not in counts:
        raise RuleUnanswerable(rule.code, name)
    return counts[name]


def _rows(rule: Rule, name: str, columns: Sequence[str]) -> Iterator[Row]:
    other = Dataset.objects.filter(code=name).first() or Dataset.objects.filter(supply=name).exclude(supply="").first()
    supply = supply_of(other.supply) if other is not None and other.supply else supply_of(name)
    if supply is not None:
        if set(columns) - {column.name for column in supply.columns}:
            raise RuleUnanswerable(rule.code, f"{name}.{columns[-1]}")
        for given in supply.rows(None):
            yield from given
        return
    version = reading.current_version(other) if other is not None else None
    if version is None or set(columns) - {column.name for column in reading.columns_of(version)}:
        raise RuleUnanswerable(rule.code, f"{name}.{columns[-1]}")
    for batch in reading.batches_of(version, columns):
        yield from batch
