"""Definitions in and out of Excel: the columns of the sheet, and reading a filled one row by row."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from honglam.core.access.errors import NotAllowed
from honglam.core.organisations.choosing import meant_units
from honglam.core.organisations.models import Unit
from honglam.engines.indicators.actions import IndicatorDefinition, define, redefine
from honglam.engines.indicators.errors import DefinitionInvalid
from honglam.engines.indicators.models import Indicator
from honglam.engines.indicators.terms import Aggregation, Calculation, Direction, TimeAggregation
from honglam.toolkit.numbers import format_number
from honglam.toolkit.periods import Scheme
from honglam.toolkit.sheets import Column, Field, Kind, SheetError, read_table
from honglam.toolkit.text import fold

if TYPE_CHECKING:
    from honglam.core.access.models import User

MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one row: its number (0: the file itself), the cell where it is known, the words."""

    row: int
    cell: str
    message: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file defines: new indicators and changed ones, or the problems because of which nothing was taken."""

    made: tuple[Indicator, ...] = ()
    changed: tuple[Indicator, ...] = ()
    problems: tuple[RowProblem, ...] = ()


class _Undo(Exception):
    """Leave the transaction without what was written in it."""


def columns() -> list[Column]:
    """The columns of a definition, for rows that are indicators with their parts loaded."""
    return [
        Column(_("Mã"), lambda row: row.code, width=18),
        Column(_("Chỉ tiêu"), lambda row: row.name, width=60),
        Column(_("Đơn vị tính"), lambda row: row.measure),
        Column(_("Căn cứ"), lambda row: row.legal_source, width=40),
        Column(_("Nội dung, phương pháp tính"), lambda row: row.definition, width=40),
        Column(_("Chiều"), lambda row: row.get_direction_display()),
        Column(_("Số thập phân"), lambda row: row.decimals, Kind.NUMBER),
        Column(_("Kỳ báo cáo"), lambda row: Scheme(row.scheme).label if row.scheme else ""),
        Column(_("Đơn vị quản lý"), lambda row: row.owner.code if row.owner else ""),
        Column(_("Cách tính"), lambda row: row.get_calculation_display()),
        Column(_("Tử số"), lambda row: row.numerator.code if row.numerator else ""),
        Column(_("Mẫu số"), lambda row: row.denominator.code if row.denominator else ""),
        Column(_("Hệ số"), lambda row: format_number(row.factor)),
        Column(_("Công thức"), lambda row: row.formula, width=40),
        Column(_("Tổng hợp"), lambda row: row.get_aggregation_display()),
        Column(_("Trọng số"), lambda row: row.weight.code if row.weight else ""),
        Column(_("Gộp theo thời gian"), lambda row: row.get_time_aggregation_display()),
        Column(_("Áp dụng từ"), lambda row: row.valid_from, Kind.DATE),
        Column(_("Áp dụng đến"), lambda row: row.valid_to, Kind.DATE),
    ]


def import_definitions(*, content: bytes, by: User, dry: bool) -> Imported:
    """Define what a workbook says: rows with a code change that indicator, rows without one make a new one.

    All or nothing; with `dry` nothing stays. Parts are named by code, or by the exact name of an indicator that exists
    or stands in a row above. An empty cell of a row with a code keeps what is defined.
    """
    try:
        table = read_table(io.BytesIO(content), _fields())
    except SheetError as error:
        return Imported(problems=(RowProblem(0, "", error.message),))
    problems = [RowProblem(one.row, one.cell, f"{one.heading}: {one.message}") for one in table.errors]
    if not table.rows and not problems:
        problems.append(RowProblem(0, "", _("Tệp không có dòng dữ liệu nào.")))
    if len(table.rows) > MOST_ROWS:
        problems = [RowProblem(0, "", _("Tệp có hơn %(most)d dòng; hãy chia nhỏ.") % {"most": MOST_ROWS})]
        return Imported(problems=tuple(problems))
    made: list[Indicator] = []
    changed: list[Indicator] = []
    try:
        with transaction.atomic():
            for row in table.rows:
                try:
                    with transaction.atomic():
                        indicator, is_new = _taken(row.values, by)
                        (made if is_new else changed).append(indicator)
                except DefinitionInvalid as error:
                    problems.append(RowProblem(row.number, "", str(error)))
                except NotAllowed:
                    problems.append(RowProblem(row.number, "", _("Anh/chị không có quyền định nghĩa cho đơn vị này.")))
            if dry or problems:
                raise _Undo
    except _Undo:
        pass
    return Imported(tuple(made), tuple(changed), tuple(sorted(problems, key=lambda one: one.row)))


def _fields() -> list[Field]:
    def text(key: str, *headings: str, **more: Any) -> Field:
        return Field(key, headings, expected=False, **more)

    return [
        Field("name", (_("Chỉ tiêu"), _("Tên chỉ tiêu"), _("Tên")), required=True),
        text("code", _("Mã")),
        text("measure", _("Đơn vị tính")),
        text("legal_source", _("Căn cứ")),
        text("definition", _("Nội dung, phương pháp tính")),
        text("direction", _("Chiều"), parse=_one_of(Direction)),
        text("decimals", _("Số thập phân"), kind=Kind.NUMBER, parse=_decimals),
        text("scheme", _("Kỳ báo cáo"), parse=_one_of(Scheme)),
        text("owner", _("Đơn vị quản lý"), parse=_unit),
        text("calculation", _("Cách tính"), parse=_one_of(Calculation)),
        text("numerator", _("Tử số")),
        text("denominator", _("Mẫu số")),
        text("factor", _("Hệ số"), kind=Kind.NUMBER),
        text("formula", _("Công thức")),
        text("aggregation", _("Tổng hợp"), parse=_one_of(Aggregation)),
        text("weight", _("Trọng số")),
        text("time_aggregation", _("Gộp theo thời gian"), parse=_one_of(TimeAggregation)),
        text("valid_from", _("Áp dụng từ"), kind=Kind.DATE),
        text("valid_to", _("Áp dụng đến"), kind=Kind.DATE),
    ]


def _taken(values: dict[str, Any], by: User) -> tuple[Indicator, bool]:
    """One row, defined. Raises DefinitionInvalid, NotAllowed."""
    given = {key: value for key, value in values.items() if value is not None and key != "code"}
    for key in ("numerator", "denominator", "weight"):
        if key in given:
            given[key] = _indicator(given[key])
    if not values["code"]:
        return define(definition=IndicatorDefinition(**given), by=by), True
    indicator = Indicator.objects.filter(code__iexact=values["code"].strip()).first()
    if indicator is None:
        words = {"codes": values["code"]}
        raise DefinitionInvalid(_("Không có chỉ tiêu mang mã: %(codes)s.") % words, "code")
    before = IndicatorDefinition.of(indicator)
    if given.get("calculation", before.calculation) != Calculation.RATIO:
        given |= {"numerator": None, "denominator": None, "factor": Decimal(1)}
    if given.get("calculation", before.calculation) != Calculation.FORMULA:
        given["formula"] = ""
    if given.get("aggregation", before.aggregation) != Aggregation.WEIGHTED:
        given["weight"] = None
    definition = replace(before, **given)
    if definition == before:
        return indicator, False
    return redefine(indicator=indicator, definition=definition, by=by, reason=_("Nhập từ Excel")), False


def _indicator(text: str) -> Indicator:
    """The indicator of a code or an exact name. Raises DefinitionInvalid."""
    found = Indicator.objects.filter(code__iexact=text.strip()).first()
    if found is None:
        found = next((one for one in Indicator.objects.saying(text) if fold(one.name) == fold(text)), None)
    if found is None:
        raise DefinitionInvalid(_("Không có chỉ tiêu mang mã hoặc tên “%(text)s”.") % {"text": text})
    return found


def _one_of(terms: Any) -> Any:
    """Reads one of the words of a list of choices, as the sheet writes it or by its code."""

    def read(text: str) -> str:
        for term in terms:
            if fold(text) in (fold(str(term.label)), fold(str(term.value))):
                return str(term.value)
        words = ", ".join(str(term.label) for term in terms)
        raise ValueError(_("Phải là một trong: %(words)s.") % {"words": words})

    return read


def _decimals(number: Decimal) -> int:
    if number != int(number) or not 0 <= number <= 4:
        raise ValueError(_("Số chữ số thập phân từ 0 đến 4."))
    return int(number)


def _unit(text: str) -> Unit:
    found: Sequence[Unit] = meant_units(text, Unit.objects.all())
    if len(found) != 1:
        raise ValueError(_("Không rõ đơn vị nào mang tên hoặc mã “%(text)s”.") % {"text": text})
    return found[0]
