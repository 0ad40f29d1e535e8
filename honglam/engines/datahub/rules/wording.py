"""What a rule says in words, where nobody wrote a message for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.normalising import day, figure
from honglam.engines.datahub.quality.rule_format import Kind, Rule
from honglam.toolkit.numbers import format_date, format_number

LONGEST = 300


def message_of(rule: Rule, columns: Sequence[Column]) -> str:
    """The rule's own message, else a sentence about what is wrong with a row that breaks it."""
    if said := str(rule.message).strip():
        return said[:LONGEST]
    labels = {column.name: str(column.label) for column in columns}
    names = [labels.get(name, name) for name in rule.columns]
    words = {"column": names[0], "columns": ", ".join(names), "other": names[-1], **_parameters(rule.parameters)}
    types = {column.type for column in columns if column.name in rule.columns}
    if rule.kind == Kind.ORDER and types <= {ColumnType.INTEGER, ColumnType.DECIMAL}:
        return (_("%(column)s lớn hơn %(other)s") % words)[:LONGEST]
    return (_SENTENCES[rule.kind](rule) % words)[:LONGEST]


def _range(rule: Rule) -> str:
    if {"min", "max"} <= set(rule.parameters):
        return _("%(column)s ngoài khoảng %(min)s đến %(max)s")
    return _("%(column)s dưới %(min)s") if "min" in rule.parameters else _("%(column)s trên %(max)s")


def _fresh(rule: Rule) -> str:
    if rule.parameters.get("of") == "newest":
        return _("Không có dòng nào mới trong %(days)s ngày (%(column)s)")
    return _("%(column)s cũ quá %(days)s ngày")


def _parameters(parameters: Mapping[str, Any]) -> dict[str, str]:
    return {name: _shown(str(value)) for name, value in parameters.items() if not isinstance(value, list | tuple)}


def _shown(text: str) -> str:
    """A bound as people write it: 10.000,5 and 22/11/2026."""
    if (date := day(text)) is not None:
        return format_date(date)
    number = figure(text)
    return format_number(number) if number is not None else text


_SENTENCES = {
    Kind.NOT_NULL: lambda rule: _("Thiếu %(column)s"),
    Kind.TYPE: lambda rule: _("%(column)s sai kiểu"),
    Kind.FORMAT: lambda rule: _("%(column)s sai mẫu"),
    Kind.RANGE: _range,
    Kind.CODES: lambda rule: _("%(column)s ngoài danh mục"),
    Kind.KEY: lambda rule: _("Trùng nhau ở %(columns)s"),
    Kind.REFERENCE: lambda rule: _("%(column)s không có trong %(to)s"),
    Kind.ORDER: lambda rule: _("%(column)s sau %(other)s"),
    Kind.GEOMETRY: lambda rule: _("%(columns)s không phải vị trí hợp lệ"),
    Kind.EQUAL: lambda rule: _("%(other)s khác với %(to)s"),
    Kind.ALIKE: lambda rule: _("Gần giống nhau ở %(columns)s"),
    Kind.FRESH: _fresh,
    Kind.COMPLETE: lambda rule: _("Chưa đủ số dòng theo %(column)s"),
}
