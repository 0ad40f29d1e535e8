"""Writes of forms of upper levels: take a blank in, map its cells, take the next blank in, fill it, drop it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.files.actions import store
from honglam.core.jobs.actions import start
from honglam.core.organisations.models import Unit
from honglam.engines.reporting.errors import UpperFormRefused
from honglam.engines.reporting.forms import Blank, Carried, FormCell, Proposed, carried, propose, read_blank, written
from honglam.engines.reporting.models import FilledForm, MappedCell, UpperForm, UpperFormVersion
from honglam.engines.reporting.queries import FILL
from honglam.engines.reporting.terms import CellContent
from honglam.engines.reporting.upper_forms import (
    blank_of,
    empty_cells,
    known_indicators,
    mapped_cells,
    newest_version,
    units_named,
    values_for,
)
from honglam.engines.reporting.workbooks import FormError
from honglam.toolkit.periods import Period, Scheme
from honglam.toolkit.text import squeeze

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.jobs.models import JobRun
    from honglam.engines.indicators.public import Indicator

PURPOSE = "reporting.upper_form"
MANY_CELLS = 400
"""Forms with more mapped cells are filled in the background."""
LEAST_FACTOR, MOST_FACTOR = Decimal("0.000000001"), Decimal("1000000000000")
_XLSX = ["xlsx"]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CellDraft:
    """What a person decides about one cell: a figure of an indicator, or a name. `unit` None: the unit that fills."""

    sheet: str
    cell: str
    content: str = CellContent.FIGURE
    indicator: Indicator | None = None
    measure: str = ""
    unit: Unit | None = None
    factor: Decimal = field(default=Decimal(1))


@transaction.atomic
def add_upper_form(
    *, upload: UploadedFile[Any], unit: Unit, name: str, scheme: str, by: User, asked_by: str = "",
    legal_basis: str = "",
) -> UpperForm:  # fmt: skip
    """Take a blank form in as its first version and propose what its cells are filled with.

    Raises: NotAllowed: the person may not fill forms for the unit. UpperFormRefused: no .xlsx, a password, nothing to
    fill, a name that is taken. FileRefused: the file is not what its name says.
    """
    require(by, FILL, unit)
    blank = _read(upload)
    if scheme not in set(Scheme):
        raise UpperFormRefused(_("Hãy chọn kỳ báo cáo của biểu."), "scheme")
    stored = store(upload=upload, by=by, purpose=PURPOSE, allowed=_XLSX, unit=unit)
    title = squeeze(name) or PurePosixPath(stored.name).stem
    if UpperForm.objects.current().filter(unit=unit, name=title).exists():
        raise UpperFormRefused(_taken(title), "name")
    try:
        with transaction.atomic():
            form = UpperForm.objects.create(
                unit=unit, name=title[:300], asked_by=squeeze(asked_by)[:300], legal_basis=squeeze(legal_basis)[:300],
                scheme=scheme, created_by=by,
            )  # fmt: skip
    except IntegrityError as error:  # somebody was quicker
        raise UpperFormRefused(_taken(title), "name") from error
    version = UpperFormVersion.objects.create(form=form, number=1, file=stored, created_by=by)
    record(by=by, action="reporting.upper_form_added", target=form, unit=unit, summary=title)
    _add_proposals(version, _proposals(form, blank), by)
    return form


@transaction.atomic
def propose_mapping(*, form: UpperForm, by: User) -> int:
    """Propose anew for the cells that nobody has mapped (indicators may have come since); how many proposals."""
    form, version = _open(form, by)
    blank = blank_of(version)
    mapped = set(version.cells.values_list("sheet", "cell"))
    free = [cell for key, cell in blank.cells.items() if key not in mapped]
    return _add_proposals(version, _proposals(form, blank, free), by) if free else 0


@transaction.atomic
def map_cells(
    *, form: UpperForm, by: User, change: Sequence[CellDraft] = (), accept: Collection[Key] = (),
    clear: Collection[Key] = (),
) -> int:  # fmt: skip
    """Decide about cells of the newest version, all at once: write what `change` says, take proposals over as they are
    (`accept`), take cells out of the mapping (`clear`). Returns how many cells were decided.

    Raises: UpperFormRefused: a cell is none that can be filled, a figure names no indicator, a factor cannot be kept.
    """
    form, version = _open(form, by)
    blank = blank_of(version)
    before = {(cell.sheet, cell.cell): cell for cell in mapped_cells(version)}
    rows = [(f"{draft.sheet}!{draft.cell}", _told(draft)) for draft in change]
    for draft in change:
        _refuse_unfit(draft, blank)
        MappedCell.objects.update_or_create(
            version=version, sheet=draft.sheet, cell=draft.cell,
            defaults={"content": draft.content, "indicator": draft.indicator, "measure": draft.measure,
                      "unit": draft.unit, "factor": draft.factor, "is_proposed": False},
        )  # fmt: skip
    taken = [before[key] for key in accept if key in before and before[key].is_proposed]
    rows += [(str(cell), "+") for cell in taken]
    MappedCell.objects.filter(pk__in=[cell.pk for cell in taken]).update(is_proposed=False)
    gone = [before[key] for key in clear if key in before]
    rows += [(str(cell), "-") for cell in gone]
    MappedCell.objects.filter(pk__in=[cell.pk for cell in gone]).delete()
    if rows:
        record(
            by=by, action="reporting.upper_form_mapped", target=form, unit=form.unit, rows=rows,
            summary=_("%(count)d ô") % {"count": len(rows)},
        )  # fmt: skip
    return len(rows)


@transaction.atomic
def replace_blank(*, form: UpperForm, upload: UploadedFile[Any], by: User) -> UpperFormVersion:
    """Take the next blank of a form in as a new version; the mapping goes along by the words of lines and headings.

    What moved is kept; what reads differently is kept as a proposal to look at; what is new is proposed. Raises as
    `add_upper_form`.
    """
    form, version = _open(form, by)
    blank = _read(upload)
    old = blank_of(version)
    cells = mapped_cells(version)
    moved = carried(old, blank, [(cell.sheet, cell.cell) for cell in cells])
    stored = store(upload=upload, by=by, purpose=PURPOSE, allowed=_XLSX, unit=form.unit)
    found = UpperFormVersion.objects.create(
        form=form, number=version.number + 1, file=stored, created_by=by,
        notes=[*(note.to_json() for note in moved.notes), *_doubts_kept(version, moved)],
    )  # fmt: skip
    MappedCell.objects.bulk_create(_moved(cells, moved, found))
    record(
        by=by, action="reporting.upper_form_changed", target=form, unit=form.unit,
        changes={"version": (version.number, found.number)},
        summary=_("%(kept)d ô giữ nguyên cách ghép, %(look)d ô cần xem lại, %(fresh)d ô mới") % {
            "kept": len(moved.places) - len(moved.doubtful), "look": len(moved.doubtful), "fresh": len(moved.fresh),
        },
    )  # fmt: skip
    if moved.fresh:
        _add_proposals(found, _proposals(form, blank, moved.fresh), by)
    return found


@transaction.atomic
def fill_form(*, form: UpperForm, period: Period, by: User) -> FilledForm:
    """Fill a copy of the newest blank with what is stored for a period; empty cells are named with their reason.

    Raises: UpperFormRefused: the period is of another scheme or has not begun, or no cell is mapped yet.
    """
    form, version = _open(form, by)
    _refuse_period(form, period)
    today = timezone.localdate()
    blank = blank_of(version)
    cells = mapped_cells(version)
    decided = [cell for cell in cells if not cell.is_proposed]
    if not decided:
        raise UpperFormRefused(_("Chưa ô nào được ghép. Hãy nhận đề xuất hoặc ghép ô trước khi điền."))
    values = values_for(form=form, blank=blank, cells=decided, period=period, by=by, today=today)
    entries = {key: value.entry for key, value in values.items() if value.entry is not None}
    name = f"{form.name} {period.short_label}".replace("/", "-")
    try:
        file = ContentFile(written(version.file.path.read_bytes(), entries), name=f"{name}.xlsx")
    except FormError as error:
        raise UpperFormRefused(error.message) from error
    filled = FilledForm.objects.create(
        version=version, period_code=period.code, created_by=by,
        file=store(upload=file, by=by, purpose=PURPOSE, allowed=_XLSX, unit=form.unit),
        filled_count=len(entries), missing=empty_cells(blank, cells, values),
    )  # fmt: skip
    record(
        by=by, action="reporting.upper_form_filled", target=form, unit=form.unit,
        summary=_("%(period)s: điền %(filled)d ô, còn trống %(missing)d ô") % {
            "period": period.short_label, "filled": filled.filled_count, "missing": len(filled.missing),
        },
    )  # fmt: skip
    return filled


@transaction.atomic
def ask_filling(*, form: UpperForm, period: Period, by: User) -> FilledForm | JobRun:
    """Fill a form at once, or in the background where it has many cells. Raises as `fill_form`."""
    found, version = _open(form, by)
    if version.cells.filter(is_proposed=False).count() <= MANY_CELLS:
        return fill_form(form=found, period=period, by=by)
    _refuse_period(found, period)
    return start(
        "reporting.fill_form", by=by, unit=found.unit, target=found, form_id=found.pk, period=period.code,
        person_id=by.pk,
    )  # fmt: skip


@transaction.atomic
def drop_form(*, form: UpperForm, by: User, reason: str = "") -> UpperForm:
    """Put a form aside; what was filled stays in the store and in the log."""
    form, _version = _open(form, by)
    form.is_dropped = True
    form.save(update_fields=["is_dropped"])
    record(by=by, action="reporting.upper_form_dropped", target=form, unit=form.unit, reason=reason, summary=form.name)
    return form


def _read(upload: UploadedFile[Any]) -> Blank:
    content = upload.read()
    upload.seek(0)
    try:
        return read_blank(content)
    except FormError as error:
        raise UpperFormRefused(error.message, "upload") from error


def _open(form: UpperForm, by: User) -> tuple[UpperForm, UpperFormVersion]:
    """The form, locked, with its newest version. UpperFormRefused where it was dropped or cannot be read any more."""
    require(by, FILL, form.unit)
    found = UpperForm.objects.select_for_update(of=("self",)).select_related("unit").get(pk=form.pk)
    if found.is_dropped:
        raise UpperFormRefused(_("Biểu này đã được bỏ."))
    version = newest_version(found)
    try:
        blank_of(version)
    except (FormError, OSError) as error:
        raise UpperFormRefused(_("Không đọc được tệp biểu trống. Hãy tải lại biểu trống.")) from error
    return found, version


def _refuse_period(form: UpperForm, period: Period) -> None:
    if period.scheme != form.scheme:
        message = _("Biểu này lập theo %(scheme)s; hãy chọn kỳ của loại đó.")
        raise UpperFormRefused(message % {"scheme": Scheme(form.scheme).label.lower()}, "period")
    if period.start > timezone.localdate():
        raise UpperFormRefused(_("Kỳ này chưa bắt đầu, chưa có số để điền."), "period")


def _refuse_unfit(draft: CellDraft, blank: Blank) -> None:
    at = blank.cells.get((draft.sheet, draft.cell))
    if at is None:
        message = _("Ô %(cell)s không điền được: có chữ, công thức hoặc nằm ngoài bảng.")
        raise UpperFormRefused(message % {"cell": f"{draft.sheet}!{draft.cell}"}, "cell")
    if draft.content == CellContent.FIGURE and draft.indicator is None:
        raise UpperFormRefused(_("Hãy chọn chỉ tiêu cho ô này: gõ vài chữ của tên rồi chọn."), "indicator")
    if draft.content == CellContent.FIGURE and not draft.measure:
        raise UpperFormRefused(_("Hãy chọn điền số nào của chỉ tiêu."), "measure")
    if not LEAST_FACTOR <= draft.factor <= MOST_FACTOR:
        raise UpperFormRefused(_("Hệ số phải từ 0,000000001 đến 1.000.000.000.000."), "factor")


def _told(draft: CellDraft) -> str:
    code = draft.indicator.code if draft.indicator is not None else ""
    return f"{draft.content}:{code}:{draft.measure}:{draft.unit.code if draft.unit else ''}:{draft.factor}"


def _taken(name: str) -> str:
    return _("Đơn vị đã có biểu mang tên “%(name)s”. Mở biểu đó để tải biểu trống mới.") % {"name": name}


def _proposals(form: UpperForm, blank: Blank, only: Iterable[FormCell] = ()) -> list[Proposed]:
    return propose(blank, known_indicators(), units_named(form.unit, timezone.localdate()), only=only)


def _add_proposals(version: UpperFormVersion, found: Sequence[Proposed], by: User) -> int:
    """Keep proposals as cells to be looked at, their doubts with the version."""
    MappedCell.objects.bulk_create(
        MappedCell(
            version=version, sheet=one.sheet, cell=one.cell, content=one.content, indicator_id=one.indicator,
            measure=one.measure or "", unit_id=one.unit, factor=_kept(one.factor), is_proposed=True,
        )
        for one in found
    )  # fmt: skip
    version.notes = [
        *version.notes,
        *({"kind": "doubt", "sheet": one.sheet, "cell": one.cell, "text": one.doubt} for one in found if one.doubt),
    ]
    version.save(update_fields=["notes"])
    if found:
        record(
            by=by, action="reporting.upper_form_mapped", target=version.form, unit=version.form.unit,
            summary=_("Máy đề xuất %(count)d ô") % {"count": len(found)},
        )  # fmt: skip
    return len(found)


def _kept(factor: Decimal) -> Decimal:
    """A factor within what a cell can keep; the doubt about it is for people to see."""
    return min(max(factor, LEAST_FACTOR), MOST_FACTOR)


def _moved(cells: Iterable[MappedCell], moved: Carried, version: UpperFormVersion) -> list[MappedCell]:
    found = []
    for cell in cells:
        place = moved.places.get((cell.sheet, cell.cell))
        if place is not None:
            found.append(
                MappedCell(
                    version=version, sheet=place[0], cell=place[1], content=cell.content, indicator=cell.indicator,
                    measure=cell.measure, unit=cell.unit, factor=cell.factor,
                    is_proposed=cell.is_proposed or place in moved.doubtful,
                )
            )  # fmt: skip
    return found


def _doubts_kept(version: UpperFormVersion, moved: Carried) -> list[dict[str, str]]:
    """Doubts of proposals that nobody has decided about, at their new places."""
    found = []
    for note in version.notes:
        place = moved.places.get((note.get("sheet", ""), note.get("cell", "")))
        if note.get("kind") == "doubt" and place is not None:
            found.append({**note, "sheet": place[0], "cell": place[1]})
    return found
