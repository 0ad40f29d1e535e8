"""The rule format: what a rule says, as data, and what is wrong with a rule that says nothing.

    Rule("parcel-area", Kind.RANGE, ("area_m2",), {"min": "0.1", "max": "100000000"}, Word.CORRECT, Effect.BLOCKS)

Nothing (an empty cell after trimming) breaks only NOT_NULL and COMPLETE; every other kind judges values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Word(StrEnum):
    """The six words of good data."""

    CORRECT = "correct"
    COMPLETE = "complete"
    CLEAN = "clean"
    LIVE = "live"
    CONSISTENT = "consistent"
    SHARED = "shared"


class Effect(StrEnum):
    """What a broken rule does to a version: keeps it from being published, or is only said."""

    BLOCKS = "blocks"
    WARNS = "warns"


class Kind(StrEnum):
    """What a rule judges. The parameters of each stand in `PARAMETERS`."""

    NOT_NULL = "not_null"
    TYPE = "type"
    FORMAT = "format"
    RANGE = "range"
    CODES = "codes"
    KEY = "key"
    REFERENCE = "reference"
    ORDER = "order"
    GEOMETRY = "geometry"
    EQUAL = "equal"
    ALIKE = "alike"
    FRESH = "fresh"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Shape:
    """Which columns and parameters a kind takes: least and most columns, parameters that must and may be there."""

    least: int
    most: int
    must: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()


_MANY = 12
PARAMETERS: Mapping[Kind, Shape] = {
    Kind.NOT_NULL: Shape(1, 1),
    Kind.TYPE: Shape(1, 1),  # the type that the schema gives the column
    Kind.FORMAT: Shape(1, 1, frozenset({"pattern"})),  # the whole value; see `check_pattern`
    Kind.RANGE: Shape(1, 1, may=frozenset({"min", "max"})),  # inclusive; figures or dates as text
    Kind.CODES: Shape(1, 1, may=frozenset({"codes", "list"})),  # values here, or the name of a list in the facts
    Kind.KEY: Shape(1, _MANY),  # every row of a group with the same values fails; a row with an empty part does not
    Kind.REFERENCE: Shape(1, 1, frozenset({"to"})),  # "dataset.column" in the facts
    Kind.ORDER: Shape(2, 2),  # the first not after the second
    Kind.GEOMETRY: Shape(1, 2, may=frozenset({"box"})),  # GeoJSON text, or longitude and latitude; box w,s,e,n
    Kind.EQUAL: Shape(
        2, _MANY, frozenset({"to"})
    ),  # the last column equals "dataset.column" of the row with the same keys
    Kind.ALIKE: Shape(1, _MANY, may=frozenset({"likeness"})),  # near duplicates; 100: equal after folding
    Kind.FRESH: Shape(1, 1, frozenset({"days"}), frozenset({"of"})),  # of each "row" (as a rule), or the "newest"
    Kind.COMPLETE: Shape(
        1, 1, frozenset({"expected"})
    ),  # rows for each value of the column; name of counts in the facts
}
WORD_OF: Mapping[Kind, Word] = {
    Kind.NOT_NULL: Word.COMPLETE, Kind.TYPE: Word.CLEAN, Kind.FORMAT: Word.CORRECT, Kind.RANGE: Word.CORRECT,
    Kind.CODES: Word.CONSISTENT, Kind.KEY: Word.CLEAN, Kind.REFERENCE: Word.CONSISTENT, Kind.ORDER: Word.CORRECT,
    Kind.GEOMETRY: Word.CORRECT, Kind.EQUAL: Word.CONSISTENT, Kind.ALIKE: Word.CLEAN, Kind.FRESH: Word.LIVE,
    Kind.COMPLETE: Word.COMPLETE,
}  # fmt: skip
_CODE = re.compile(r"[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*")


class RuleError(ValueError):
    """A rule cannot be read; the text says what is wrong with which rule, in Vietnamese. `code` is stable."""

    code = "datahub.bad_rule"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule over the rows of a dataset. `word` and `message` follow from the kind where they are not given."""

    code: str
    kind: Kind
    columns: tuple[str, ...]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    word: Word | None = None
    effect: Effect = Effect.WARNS
    message: str = ""

    @property
    def of_word(self) -> Word:
        """The word of good data that the rule counts for."""
        return self.word or WORD_OF[self.kind]

    def to_json(self) -> dict[str, Any]:
        """The rule as it is stored; `from_json` gives the same rule back."""
        return {
            "code": self.code, "kind": self.kind.value, "columns": list(self.columns),
            "parameters": dict(self.parameters), "word": self.of_word.value, "effect": self.effect.value,
            "message": str(self.message),
        }  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Rule:
        """A stored rule. Raises RuleError."""
        try:
            rule = cls(
                code=str(data["code"]), kind=Kind(data["kind"]), columns=tuple(data["columns"]),
                parameters=dict(data.get("parameters") or {}), word=Word(data["word"]) if data.get("word") else None,
                effect=Effect(data.get("effect") or Effect.WARNS), message=str(data.get("message") or ""),
            )  # fmt: skip
        except (KeyError, ValueError, TypeError) as error:
            raise RuleError(f"Quy tắc {data.get('code', '?')}: không đọc được ({error}).") from error
        check_rule(rule)
        return rule


def check_rule(rule: Rule, columns: Iterable[str] | None = None) -> None:
    """Refuse a rule that says nothing, before it runs; `columns` are those of the dataset, where they are known.

    Raises:
        RuleError: what is wrong, and how to mend it.
    """
    shape = PARAMETERS[rule.kind]
    given = set(rule.parameters)
    if not _CODE.fullmatch(rule.code):
        raise RuleError(f"Quy tắc {rule.code!r}: mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối.")
    if not shape.least <= len(rule.columns) <= shape.most or len(set(rule.columns)) != len(rule.columns):
        raise RuleError(f"Quy tắc {rule.code}: loại {rule.kind.value} cần {_count(shape)} cột khác nhau.")
    if missing := shape.must - given:
        raise RuleError(f"Quy tắc {rule.code}: thiếu tham số {', '.join(sorted(missing))}.")
    if unknown := given - shape.must - shape.may:
        raise RuleError(
            f"Quy tắc {rule.code}: tham số {', '.join(sorted(unknown))} không thuộc loại {rule.kind.value}."
        )
    if columns is not None and (absent := [name for name in rule.columns if name not in set(columns)]):
        raise RuleError(f"Quy tắc {rule.code}: tập dữ liệu không có cột {', '.join(absent)}.")
    if rule.kind == Kind.RANGE and not given:
        raise RuleError(f"Quy tắc {rule.code}: cần min, max hoặc cả hai.")
    if rule.kind == Kind.CODES and len(given) != 1:
        raise RuleError(f"Quy tắc {rule.code}: cần đúng một trong hai: codes (danh sách) hoặc list (tên danh mục).")
    if rule.kind == Kind.FORMAT:
        check_pattern(rule)


# What means the same in every engine: ASCII classes, literals without special meaning, counts, groups, alternatives.
_SAFE = re.compile(
    r"""(?: [^\\\[\](){}^$.|*+?]                 # a literal, also a Vietnamese letter
          | \\[.\-/()\[\]{}+*?|^$\\]             # an escaped literal
          | \[\^?(?:(?!&&|--|~~|\|\|)[^\\\[\]]|\\[\-\]\[\\^])+\]  # a class of characters, no sum of classes
          | \(\?: | \((?!\?) | \) | \|
          | (?:[*+?] | \{[0-9]{1,3}(?:,(?:[0-9]{1,3})?)?\})(?![*+?{])  # never lazy, never possessive
        )+""",
    re.VERBOSE,
)


def check_pattern(rule: Rule) -> None:
    r"""Refuse patterns that engines read differently (`\d`, `\w`, `.`, anchors, flags, look-around). Raises RuleError.

    Patterns are of the whole value, so that no anchor is needed; `[0-9]{12}` is the same everywhere, `\d{12}` is not.
    """
    pattern = str(rule.parameters["pattern"])
    if not _SAFE.fullmatch(pattern):
        raise RuleError(
            f"Quy tắc {rule.code}: mẫu {pattern!r} dùng ký hiệu mà các công cụ hiểu khác nhau. "
            "Hãy viết lớp ký tự rõ ràng, ví dụ [0-9] thay cho \\d, và bỏ dấu ^, $, dấu chấm."
        )
    try:
        re.compile(pattern)
    except re.error as error:
        raise RuleError(f"Quy tắc {rule.code}: mẫu không đọc được ({error}).") from error


def _count(shape: Shape) -> str:
    return str(shape.least) if shape.least == shape.most else f"{shape.least} đến {shape.most}"
