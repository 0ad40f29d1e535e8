"""Reading a CSV file of units: every row is checked, and what is wrong with it is said in Vietnamese.

Columns by their Vietnamese headings, in any order (those marked * are needed):
Mã*, Tên*, Loại*, Mã cấp trên*, Mã cấp trên thứ hai, Khối, Tên ngắn, Mã định danh, Từ ngày, Hộp thư, Điện thoại, Trụ sở,
Tên khác (between semicolons)
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from honglam.core.organisations.derived import fill_derived
from honglam.core.organisations.errors import RowError
from honglam.core.organisations.models import Unit
from honglam.core.organisations.models.units import CODE_PATTERN
from honglam.core.organisations.rules import kind_fits_below, level_of
from honglam.core.organisations.terms import VILLAGE_KINDS, Bloc, Kind
from honglam.toolkit.text import fold, nfc, squeeze

CODE, NAME, KIND, PARENT, SECOND = "Mã", "Tên", "Loại", "Mã cấp trên", "Mã cấp trên thứ hai"
BLOC, SHORT, IDENTIFIER, SINCE = "Khối", "Tên ngắn", "Mã định danh", "Từ ngày"
EMAIL, PHONE, ADDRESS, ALIASES = "Hộp thư", "Điện thoại", "Trụ sở", "Tên khác"
REQUIRED = (CODE, NAME, KIND, PARENT)
HEADINGS = (*REQUIRED, SECOND, BLOC, SHORT, IDENTIFIER, SINCE, EMAIL, PHONE, ADDRESS, ALIASES)
MOST_ROWS = 20_000

_KIND_WORDS = {fold(str(kind.label)): kind for kind in Kind} | {
    "sở": Kind.DEPARTMENT,
    "ban": Kind.DEPARTMENT,
    "ngành dọc": Kind.VERTICAL_AGENCY,
    "cơ quan đảng": Kind.ORGANISATION,
    "đoàn thể": Kind.ORGANISATION,
    "hội": Kind.ORGANISATION,
    "công an": Kind.FORCE,
    "quân sự": Kind.FORCE,
    "trường học": Kind.SERVICE_UNIT,
    "trường": Kind.SERVICE_UNIT,
    "phòng": Kind.OFFICE,
    "văn phòng": Kind.OFFICE,
    "trung tâm": Kind.OFFICE,
    "khối": Kind.BLOCK,
    "khối phố": Kind.BLOCK,
    "ban chỉ đạo": Kind.COORDINATION,
}
_KIND_WORDS |= {kind.value: kind for kind in Kind}
_BLOC_WORDS = {fold(str(bloc.label)): bloc for bloc in Bloc} | {bloc.value: bloc for bloc in Bloc}
_BLOC_OF_KIND = {
    Kind.FORCE: Bloc.ARMED_FORCES,
    Kind.SERVICE_UNIT: Bloc.SERVICE,
    Kind.ENTERPRISE: Bloc.ENTERPRISE,
    Kind.COORDINATION: Bloc.STEERING,
    Kind.ORGANISATION: Bloc.FRONT,
}


@dataclass
class _Row:
    """One line of the file, checked as far as it goes."""

    number: int
    values: Mapping[str, str]
    kind: Kind | None = None
    bloc: Bloc = Bloc.GOVERNMENT
    since: dt.date | None = None


@dataclass(frozen=True)
class ImportPreview:
    """What a file would do: the units it would add, superiors first, and what is wrong with it."""

    units: tuple[Unit, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    errors: tuple[RowError, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether the file can be taken."""
        return bool(self.units) and not self.errors


def preview_import(*, content: bytes) -> ImportPreview:
    """Check a CSV file (UTF-8, with comma, semicolon or tab between columns) without writing anything."""
    rows, errors = _read(content)
    if errors:
        return ImportPreview(errors=tuple(errors))
    known = {unit.code: unit for unit in Unit.objects.all()}
    errors = [error for row in rows for error in _check_alone(row, known)]
    errors += _check_repeats(rows)
    built: dict[str, Unit] = {}
    if not errors:
        errors = _build(rows, known, built)
    return ImportPreview(
        units=tuple(built.values()),
        aliases={row.values[CODE]: _aliases(row) for row in rows if _aliases(row)} if not errors else {},
        errors=tuple(sorted(errors, key=lambda error: error.row)),
    )


def _read(content: bytes) -> tuple[list[_Row], list[RowError]]:
    """The lines of the file under their headings."""
    try:
        text = nfc(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return [], [RowError(1, "", _("Tệp không ở bảng mã UTF-8. Trong Excel, hãy lưu dạng “CSV UTF-8”."))]
    heading = text.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    lines = csv.reader(io.StringIO(text), delimiter=delimiter)
    headings = [squeeze(cell) for cell in next(lines, [])]
    by_fold = {fold(name): name for name in HEADINGS}
    columns = [by_fold.get(fold(cell), "") for cell in headings]
    if missing := [name for name in REQUIRED if name not in columns]:
        return [], [RowError(1, "", _("Thiếu cột: %(columns)s.") % {"columns": ", ".join(missing)})]
    if strange := [cell for cell, column in zip(headings, columns, strict=True) if cell and not column]:
        return [], [RowError(1, strange[0], _("Không có cột này trong mẫu nhập."))]
    rows = []
    for number, cells in enumerate(lines, start=2):
        values = dict.fromkeys(HEADINGS, "") | {
            column: squeeze(cell) for column, cell in zip(columns, cells, strict=False) if column
        }
        if any(values.values()):
            rows.append(_Row(number, values | {code: values[code].lower() for code in (CODE, PARENT, SECOND)}))
    if not rows:
        return [], [RowError(1, "", _("Tệp không có dòng dữ liệu nào."))]
    if len(rows) > MOST_ROWS:
        return [], [RowError(1, "", _("Tệp có hơn %(most)d dòng; hãy chia nhỏ.") % {"most": MOST_ROWS})]
    return rows, []


def _check_alone(row: _Row, known: Mapping[str, Unit]) -> list[RowError]:
    """What is wrong with a row seen by itself; fills its kind, bloc and date."""
    errors = [RowError(row.number, name, _("Không được để trống.")) for name in REQUIRED if not row.values[name]]
    code = row.values[CODE]
    if code and not _is_code(code):
        errors.append(RowError(row.number, CODE, _("Mã chỉ gồm chữ thường không dấu, chữ số, dấu chấm và gạch nối.")))
    if code in known:
        errors.append(RowError(row.number, CODE, _("Mã đã được dùng cho “%(name)s”.") % {"name": known[code].name}))
    for column, longest in ((CODE, 60), (NAME, 250), (SHORT, 120), (IDENTIFIER, 40), (PHONE, 40), (ADDRESS, 250)):
        if len(row.values[column]) > longest:
            errors.append(RowError(row.number, column, _("Dài quá %(longest)d ký tự.") % {"longest": longest}))
    row.kind = _KIND_WORDS.get(fold(row.values[KIND]))
    if row.values[KIND] and row.kind is None:
        kinds = ", ".join(str(kind.label) for kind in Kind)
        errors.append(RowError(row.number, KIND, _("Không có loại này. Các loại: %(kinds)s.") % {"kinds": kinds}))
    row.bloc = _BLOC_OF_KIND.get(row.kind, Bloc.GOVERNMENT) if row.kind else Bloc.GOVERNMENT
    if row.values[BLOC]:
        found = _BLOC_WORDS.get(fold(row.values[BLOC]))
        if found is None:
            blocs = ", ".join(str(bloc.label) for bloc in Bloc)
            errors.append(RowError(row.number, BLOC, _("Không có khối này. Các khối: %(blocs)s.") % {"blocs": blocs}))
        row.bloc = found or row.bloc
    errors += _check_date_and_email(row)
    return errors


def _check_date_and_email(row: _Row) -> list[RowError]:
    errors = []
    if text := row.values[SINCE]:
        for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
            try:
                row.since = dt.datetime.strptime(text, pattern).date()
                break
            except ValueError:
                continue
        else:
            errors.append(RowError(row.number, SINCE, _("Ngày phải viết dạng ngày/tháng/năm, ví dụ 01/07/2025.")))
    if row.values[EMAIL]:
        try:
            validate_email(row.values[EMAIL])
        except ValidationError:
            errors.append(RowError(row.number, EMAIL, _("Địa chỉ hộp thư không hợp lệ.")))
    return errors


def _check_repeats(rows: Sequence[_Row]) -> list[RowError]:
    """Codes that stand twice in the file."""
    first: dict[str, int] = {}
    errors = []
    for row in rows:
        code = row.values[CODE]
        if code and code in first:
            errors.append(RowError(row.number, CODE, _("Mã lặp lại dòng %(first)d.") % {"first": first[code]}))
        first.setdefault(code, row.number)
    return errors


def _build(rows: Sequence[_Row], known: Mapping[str, Unit], built: dict[str, Unit]) -> list[RowError]:
    """Unsaved units in `built`, superiors first; what is wrong between rows."""
    in_file = {row.values[CODE] for row in rows}
    waiting = list(rows)
    errors: list[RowError] = []
    for row in rows:
        for column in (PARENT, SECOND):
            above = row.values[column]
            if above and above not in known and above not in in_file:
                errors.append(RowError(row.number, column, _("Không có đơn vị mang mã “%(code)s”.") % {"code": above}))
    if errors:
        return errors
    while waiting:
        units = {**known, **built}
        ready = [row for row in waiting if {row.values[PARENT], row.values[SECOND]} - {""} <= units.keys()]
        if not ready:
            return [RowError(row.number, PARENT, _("Các cấp trên trỏ vòng vào nhau.")) for row in waiting]
        for row in ready:
            unit, wrong = _unit_of(row, units)
            errors += wrong
            built[unit.code] = unit
        waiting = [row for row in waiting if row not in ready]
    return errors


def _unit_of(row: _Row, units: Mapping[str, Unit]) -> tuple[Unit, list[RowError]]:
    """The unsaved unit of a row whose superiors are known."""
    parent, second = units[row.values[PARENT]], units.get(row.values[SECOND])
    errors = []
    kind = row.kind or Kind.OFFICE
    if not kind_fits_below(kind, parent.kind):
        errors.append(
            RowError(
                row.number,
                PARENT,
                _("“%(kind)s” không đặt được dưới “%(parent)s”.") % {"kind": kind.label, "parent": parent.name},
            )
        )
    if second is not None and second.code == parent.code:
        errors.append(RowError(row.number, SECOND, _("Hai cấp trên phải khác nhau.")))
    if parent.ends_on is not None:
        errors.append(RowError(row.number, PARENT, _("Cấp trên đã kết thúc hoạt động.")))
    unit = Unit(
        code=row.values[CODE],
        name=row.values[NAME],
        kind=kind,
        level=level_of(kind, parent.level),
        bloc=row.bloc if kind not in VILLAGE_KINDS else Bloc.GOVERNMENT,
        parent=parent,
        second_parent=second,
        short_name=row.values[SHORT],
        identifier=row.values[IDENTIFIER],
        starts_on=row.since,
        email=row.values[EMAIL],
        phone=row.values[PHONE],
        address=row.values[ADDRESS],
    )
    fill_derived(unit, _aliases(row))
    return unit, errors


def _aliases(row: _Row) -> tuple[str, ...]:
    """Other names in one cell, between semicolons; each spelling once."""
    names = {fold(name): squeeze(name) for name in row.values[ALIASES].split(";") if name.strip()}
    return tuple(names.values())


def _is_code(code: str) -> bool:
    return bool(re.fullmatch(CODE_PATTERN, code))
