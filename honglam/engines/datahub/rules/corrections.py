"""Corrections that can be read from the value itself: what was meant is certain, or nearly so and said to be so.

A person looks at each before anything is written. Nothing here guesses at a value that is missing.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.normalising import day, is_of_type, normalise
from honglam.engines.datahub.quality.rule_format import Kind, Rule
from honglam.toolkit.text import nfc, squeeze, strip_marks

_DAY = re.compile(r"([0-3]?[0-9])[/.-]([01]?[0-9])[/.-]((?:19|20)[0-9]{2})")
_GROUPED = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
_YES, _NO = {"co", "x", "dung", "yes", "1", "true"}, {"khong", "sai", "no", "0", "false"}


@dataclass(frozen=True, slots=True)
class Correction:
    """What a cell should say, which rule it heals ("" where it only tidies), and why."""

    column: str
    new: str
    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class Known:
    """What corrections look up: the columns, the rules, which column holds the code of the unit, and codes of units by
    their folded name (names that two units share are left out)."""

    columns: Sequence[Column]
    rules: Sequence[Rule]
    unit_column: str = ""
    units: Mapping[str, str] | None = None


def corrections_of(row: Mapping[str, str | None], known: Known) -> list[Correction]:
    """Everything that can be corrected in a row, at most one correction a column."""
    found: dict[str, Correction] = {}
    for column in known.columns:
        value = row.get(column.name)
        if value is not None and (made := _of_cell(column, value, known)) is not None:
            found[column.name] = made
    for rule in known.rules:
        if rule.kind == Kind.ORDER and not set(rule.columns) & set(found):
            for made in _of_order(rule, row):
                found.setdefault(made.column, made)
    return list(found.values())


def typed(column: Column, text: str) -> str:
    """What a person typed, in the spelling of the hub: 31/12/2026 and 1.234,5 are a day and a figure; else as it is."""
    return _as_type(column, squeeze(nfc(text))) or text.strip()


def folded_names(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Folded name → code of (code, name) pairs; a name that stands for two codes is left out."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for code, name in names:
        folded = strip_marks(squeeze(name))
        if found.setdefault(folded, code) != code:
            twice.add(folded)
    return {name: code for name, code in found.items() if name not in twice}


def _of_cell(column: Column, value: str, known: Known) -> Correction | None:
    tidy = _tidied(column, value)
    if tidy is None:
        return None
    of_type = _as_type(column, tidy)
    if of_type is not None:
        rule = _rule_of(known.rules, column.name, Kind.TYPE, Kind.RANGE, Kind.ORDER, Kind.FORMAT, Kind.FRESH)
        return Correction(column.name, of_type, rule, _("Viết lại theo dạng chuẩn của kho."))
    codes, rule = _codes_of(column, known)
    if codes and tidy not in codes.values() and (code := codes.get(strip_marks(tidy))) is not None:
        return Correction(column.name, code, rule, _("Đổi tên gọi thành mã trong danh mục."))
    if tidy != value:
        return Correction(column.name, tidy, "", _("Bỏ khoảng trắng thừa, viết lại theo bảng mã chuẩn (NFC)."))
    return None


def _tidied(column: Column, value: str) -> str | None:
    """NFC, trimmed, runs of spaces made one (not in text of several lines); None for nothing."""
    text = normalise(value)
    if text is None or column.type == ColumnType.GEOMETRY or "\n" in text:
        return text
    return squeeze(nfc(text))


def _as_type(column: Column, text: str) -> str | None:
    """The value in the spelling of the hub where it is a figure, a day or a yes in another spelling."""
    if is_of_type(column, text):
        return None
    match column.type:
        case ColumnType.DATE:
            parts = _DAY.fullmatch(text)
            made = "{2}-{1:0>2}-{0:0>2}".format(*parts.groups()) if parts else ""
        case ColumnType.INTEGER | ColumnType.DECIMAL:
            plain = text.replace(" ", "")
            is_vietnamese = _GROUPED.fullmatch(plain) or _COMMA.fullmatch(plain)
            if column.type == ColumnType.DECIMAL and plain.count(".") == 1 and "," not in plain:
                return None  # 1.234 may be a thousand, or three decimals too many
            made = plain.replace(".", "").replace(",", ".") if is_vietnamese else plain
        case ColumnType.BOOLEAN:
            word = strip_marks(text)
            made = "true" if word in _YES else "false" if word in _NO else ""
        case _:
            return None
    return made if made and made != text and is_of_type(column, made) else None


def _codes_of(column: Column, known: Known) -> tuple[dict[str, str], str]:
    """Folded labels and codes → code of the column's code list, and the rule that asks for it."""
    rule = next((one for one in known.rules if one.kind == Kind.CODES and column.name in one.columns), None)
    allowed = [str(code) for code in rule.parameters.get("codes", ())] if rule is not None else []
    pairs = [(code, label) for code, label in column.codes if not allowed or code in allowed]
    pairs += [(code, code) for code in [*(code for code, _label in pairs), *allowed]]
    if pairs:
        return folded_names(pairs), rule.code if rule is not None else ""
    unit_rule = next(
        (one for one in known.rules if one.kind == Kind.REFERENCE and column.name in one.columns
         and one.parameters.get("to") == "units.code"), None,
    )  # fmt: skip
    if known.units and (unit_rule is not None or column.name == known.unit_column):
        return dict(known.units), unit_rule.code if unit_rule is not None else ""
    return {}, ""


def _of_order(rule: Rule, row: Mapping[str, str | None]) -> list[Correction]:
    """Day and month of one of two dates exchanged, where exactly one of the two exchanges puts them in order."""
    texts = [row.get(name) or "" for name in rule.columns]
    first, second = (day(text) for text in texts)
    if first is None or second is None or first <= second:
        return []
    ways = []
    if (other := _exchanged(first)) is not None and other <= second:
        ways.append((rule.columns[0], other))
    if (other := _exchanged(second)) is not None and first <= other:
        ways.append((rule.columns[1], other))
    if len(ways) != 1:
        return []
    column, meant = ways[0]
    return [Correction(column, meant.isoformat(), rule.code, _("Có thể ngày và tháng viết đảo; hãy đối chiếu hồ sơ."))]


def _exchanged(date: datetime.date) -> datetime.date | None:
    if date.day > 12 or date.day == date.month:
        return None
    return date.replace(month=date.day, day=date.month)


def _rule_of(rules: Sequence[Rule], column: str, *kinds: Kind) -> str:
    return next((rule.code for kind in kinds for rule in rules if rule.kind == kind and column in rule.columns), "")
