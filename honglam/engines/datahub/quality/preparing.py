"""Rules made ready: what each compares with, read once and the same for every engine."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cached_property
from typing import Any, cast

from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.normalising import canonical, day, figure, moment, normalise
from honglam.engines.datahub.quality.rule_format import Kind, Rule, RuleError, check_rule
from honglam.engines.datahub.quality.verdicts import Facts

Bound = Decimal | datetime.date | int
LIKENESS = 90


class FactError(RuleError):
    """A rule compares with something that the facts do not hold."""

    code = "datahub.missing_fact"


class Measure(StrEnum):
    """What is compared where values have an order: exact figures, days, moments in microseconds."""

    FIGURE = "figure"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A rule with everything that it needs to judge rows.

    `values` are canonical; `table` is keys → value of EQUAL; `box` is west, south, east, north; `expects` is the counts
    of COMPLETE; `days` the promise of FRESH, `low` then the oldest day that is fresh. A rule that `is_expectation`
    judges no row but the whole.
    """

    number: int
    rule: Rule
    columns: tuple[Column, ...]
    measure: Measure | None = None
    low: Any = None
    high: Any = None
    values: frozenset[str] = frozenset()
    table: Mapping[tuple[str, ...], str | None] = field(default_factory=dict)
    pattern: str = ""
    box: tuple[Decimal, Decimal, Decimal, Decimal] | None = None
    likeness: int = LIKENESS
    days: int = 0
    of_newest: bool = False
    expects: Mapping[str, int] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """What the rule judges."""
        return self.rule.kind

    @property
    def is_expectation(self) -> bool:
        """Whether the rule is about all rows together, and fails no single row."""
        return self.kind == Kind.COMPLETE or self.of_newest

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the rule's columns."""
        return self.rule.columns


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A whole check made ready."""

    columns: Mapping[str, Column]
    rules: tuple[Ready, ...]
    facts: Facts
    key: str
    unit_column: str

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the rules, in order."""
        return tuple(one.rule.code for one in self.rules)

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """The columns that are read at all, in the order of the dataset."""
        wanted = {self.key, self.unit_column} | {name for one in self.rules for name in one.names}
        return tuple(name for name in self.columns if name in wanted)

    def of_kind(self, *kinds: Kind) -> list[Ready]:
        """The rules of some kinds."""
        return [one for one in self.rules if one.kind in kinds]


def prepare(columns: Sequence[Column], rules: Sequence[Rule], facts: Facts, *, key: str, unit_column: str = "") -> Plan:
    """Read all rules of a check.

    Raises:
        RuleError: a rule says nothing, or not about these columns.
        FactError: the facts lack what a rule compares with.
    """
    known = {column.name: column for column in columns}
    for name in (key, *([unit_column] if unit_column else [])):
        if name not in known:
            raise RuleError(f"Tập dữ liệu không có cột {name}.")
    codes = [rule.code for rule in rules]
    if repeated := sorted({code for code in codes if codes.count(code) > 1}):
        raise RuleError(f"Mã quy tắc bị lặp: {', '.join(repeated)}. Mỗi quy tắc cần một mã riêng.")
    ready = []
    for number, rule in enumerate(rules):
        check_rule(rule, known)
        its_columns = tuple(known[name] for name in rule.columns)
        parts = _READERS[rule.kind](rule, its_columns, facts)
        ready.append(Ready(number=number, rule=rule, columns=its_columns, **parts))
    return Plan(columns=known, rules=tuple(ready), facts=facts, key=key, unit_column=unit_column)


def _nothing(rule: Rule, columns: tuple[Column, ...], facts: Facts) -> dict[str, Any]:
    return {}


def _format(rule: Rule, columns: tuple[Column, ...], facts: Facts) -> dict[str, Any]:
    if columns[0].type in {ColumnType.MOMENT, ColumnType.GEOMETRY}:
        raise RuleError(f"Quy tắc {rule.code}: cột {columns[0].name} là {columns[0].type.value}, không đặt mẫu được.")
    return {"pattern": unicodedata.normalize("NFC", str(rule.parameters["pattern"]))}


def _range(rule: Rule, columns: tuple[Column, ...], facts: Facts) -> dict[str, Any]:
    texts = {name: str(value) for name, value in rule.parameters.items()}
    for measure in _measures(columns[0]):
        read = {name: _bound(measure, text) for name, text in texts.items()}
        if None not in read.values():
            low, high = cast("Any", read.get("min")), cast("Any", read.get("max"))
            if low is not None and high is not None and low > high:
                raise RuleError(f"Quy tắc {rule.code}: min lớn hơn max.")
            return {"measure": measure, "low": low, "high": high}
    raise RuleError(
        f"Quy tắc {rule.code}: min, max ({', '.join(texts.values())}) không so được với cột {columns[0].name} "
        f"({columns[0].type.value}). Hãy ghi số như 0.5, ngày như 2026-11-22."
    )


def _codes(rule: Rule, columns: tuple[Column, ...], facts: Facts) -> dict[str, Any]:
    if "codes" in rule.parameters:
        given = rule.parameters["codes"]
        if not isinstance(given, list | tuple | set | frozenset) or not given:
            raise RuleError(f"Quy tắc {rule.code}: codes cần là danh sách mã, không rỗng.")
        return {"values": _values(columns[0], given)}
    name = str(rule.parameters["list"])
    if name not in facts.lists:
        raise FactError(f"Quy tắc {rule.code}: không có danh mục {name}.")
    return {"values": _values(columns[0], facts.lists[name])}


def _reference(rule: Rule, columns: tuple[Column, ...], facts: Facts) -> dict[str, Any]:
    name = str(rule.parameters["to"])
    if name not in facts.references:
        raise FactError(f"Quy tắc {rule.code}: không có giá trị của {name} để đối chiếu.")
    return {"values": _values(columns[0], facts.references[name])}


def _equal(rule: Rule, columns: tuple[Column, ...], facts: Facts) -> dict[str, Any]:
    name = str(rule.parameters["to"])
    if name not in facts.equal:
        raise FactError(f"Quy tắc {rule.code}: không có giá trị của {name} để đối chiếu.")
    table: dict[tuple[str, ...], str | None] = {}
    for given, value in facts.equal[name].items():
        if len(given) != len(columns) - 1:
            raise FactError(f"Quy tắc {rule.code}: {name} có {len(given)} cột khóa, quy tắc có {len(columns) - 1}.")
        keys = tuple(canonical(column, normalise(key)) for column, key in zip(columns, given, strict=False))
        if None not in keys:
            table[tuple(map(str, keys))] = canonical(columns[-1], normalise(value))
    return {"table": table}


def _order(rule: Rule, columns: tuple[Column, ...], facts: Facts) -> dict[str, Any]:
    types = {column.type for column in columns}
    if types <= {ColumnType.INTEGER, ColumnType.DECIMAL}:
        return {"measure": Measure.FIGURE}
    if types == {ColumnType.MOMENT}:
        return {"measure": Measure.MOMENT}
    if types <= {ColumnType.DATE, ColumnType.MOMENT}:
        return {"measure": Measure.DAY}
    raise RuleError(f"Quy tắc {rule.code}: chỉ so thứ tự hai cột số, hoặc hai cột ngày, giờ.")


def _geometry(rule: Rule, columns: tuple[Column, ...], facts: Facts) -> dict[str, Any]:
    given = rule.parameters.get("box")
    if given is None:
        return {}
    parts = given.split(",") if isinstance(given, str) else list(given)
    try:
        west, south, east, north = (Decimal(str(part).strip()) for part in parts)
    except (InvalidOperation, ValueError) as error:
        raise RuleError(f"Quy tắc {rule.code}: box cần bốn số: tây, nam, đông, bắc.") from error
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise RuleError(f"Quy tắc {rule.code}: box cần tây ≤ đông trong ±180, nam ≤ bắc trong ±90.")
    return {"box": (west, south, east, north)}


def _alike(rule: Rule, columns: tuple[Column, ...], facts: Facts) -> dict[str, Any]:
    return {"likeness": _whole(rule, "likeness", LIKENESS, 50, 100)}


def _fresh(rule: Rule, columns: tuple[Column, ...], facts: Facts) -> dict[str, Any]:
    of = str(rule.parameters.get("of", "row"))
    if of not in {"row", "newest"}:
        raise RuleError(f"Quy tắc {rule.code}: of là row (từng dòng) hoặc newest (dòng mới nhất).")
    if columns[0].type in {ColumnType.INTEGER, ColumnType.DECIMAL, ColumnType.BOOLEAN, ColumnType.GEOMETRY}:
        raise RuleError(f"Quy tắc {rule.code}: cột {columns[0].name} không phải cột ngày.")
    days = _whole(rule, "days", 0, 0, 36_500)
    oldest = facts.today - datetime.timedelta(days=days)
    return {"days": days, "of_newest": of == "newest", "measure": Measure.DAY, "low": oldest}


def _complete(rule: Rule, columns: tuple[Column, ...], facts: Facts) -> dict[str, Any]:
    name = str(rule.parameters["expected"])
    if name not in facts.expected:
        raise FactError(f"Quy tắc {rule.code}: không có số lượng phải có {name}.")
    read = {canonical(columns[0], normalise(group)): int(count) for group, count in facts.expected[name].items()}
    return {"expects": {group: count for group, count in read.items() if group is not None}}


_READERS = {
    Kind.NOT_NULL: _nothing, Kind.TYPE: _nothing, Kind.FORMAT: _format, Kind.RANGE: _range, Kind.CODES: _codes,
    Kind.KEY: _nothing, Kind.REFERENCE: _reference, Kind.ORDER: _order, Kind.GEOMETRY: _geometry, Kind.EQUAL: _equal,
    Kind.ALIKE: _alike, Kind.FRESH: _fresh, Kind.COMPLETE: _complete,
}  # fmt: skip


def _measures(column: Column) -> tuple[Measure, ...]:
    match column.type:
        case ColumnType.INTEGER | ColumnType.DECIMAL:
            return (Measure.FIGURE,)
        case ColumnType.DATE:
            return (Measure.DAY,)
        case ColumnType.MOMENT:
            return (Measure.DAY, Measure.MOMENT)
        case ColumnType.TEXT | ColumnType.CODE:
            return (Measure.DAY, Measure.FIGURE)
        case _:
            return ()


def _bound(measure: Measure, text: str) -> Bound | None:
    readers: dict[Measure, Callable[[str], Bound | None]] = {
        Measure.FIGURE: figure, Measure.DAY: day, Measure.MOMENT: moment,
    }  # fmt: skip
    return readers[measure](text)


def _values(column: Column, given: Any) -> frozenset[str]:
    read = (canonical(column, normalise(str(value))) for value in given if value is not None)
    return frozenset(value for value in read if value is not None)


def _whole(rule: Rule, name: str, default: int, least: int, most: int) -> int:
    given = rule.parameters.get(name, default)
    if not str(given).isascii() or not str(given).isdigit() or not least <= int(given) <= most:
        raise RuleError(f"Quy tắc {rule.code}: {name} cần là số nguyên từ {least} đến {most}.")
    return int(given)
