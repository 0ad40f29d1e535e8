"""Writes of cells: one at a time as people type, or many at once as they paste; a figure of another body taken over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.engines.indicators.cells import Cell, Surface, lines_of, may_be_written
from honglam.engines.indicators.deadlines import due_on
from honglam.engines.indicators.errors import (
    IndicatorError,
    StepRefused,
    ValueChanged,
    ValueClosed,
    ValueInvalid,
    ValueOfOther,
)
from honglam.engines.indicators.figures import next_version, refuse_unfit, usable
from honglam.engines.indicators.models import FormLine, Indicator, IndicatorForm, IndicatorValue, Submission
from honglam.engines.indicators.queries import ENTER
from honglam.engines.indicators.reporters import Reporters
from honglam.engines.indicators.terms import ValueState

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile
    from honglam.core.organisations.models import Unit
    from honglam.toolkit.periods import Period


@dataclass(frozen=True, slots=True)
class CellDraft:
    """What a person wrote into a cell: a figure, or None to clear it, and the version that they saw there.

    `source`, `comment` and `evidence` are kept as they were where they are None.
    """

    indicator: Indicator
    value: Decimal | None
    expected_version: int = 0
    source: str | None = None
    comment: str | None = None
    evidence: StoredFile | None = None


@dataclass(frozen=True, slots=True)
class CellResult:
    """What became of one cell: the cell as it stands now, and the refusal where it was not written."""

    cell: Cell
    error: IndicatorError | None = None


def save_cell(*, form: IndicatorForm, unit: Unit, period: Period, draft: CellDraft, by: User) -> Cell:
    """Write one cell; the cell as it stands then, with what is strange about it.

    Raises:
        NotAllowed, StepRefused, ValueInvalid, ValueClosed, ValueChanged, ValueOfOther.
    """
    (result,) = save_cells(form=form, unit=unit, period=period, drafts=[draft], by=by)
    if result.error is not None:
        raise result.error
    return result.cell


@transaction.atomic
def save_cells(
    *, form: IndicatorForm, unit: Unit, period: Period, drafts: Sequence[CellDraft], by: User
) -> list[CellResult]:
    """Write the cells of a paste: all are checked first, then the good ones are written under one entry of the log.

    A refused cell keeps its figure and says why; the others are not held up by it. An indicator that comes twice is
    written once, as it came last. The number of queries does not depend on the number of cells.

    Raises:
        NotAllowed, StepRefused: nothing may be written in this form, unit and period.
        ValueChanged: somebody filled one of the empty places at the same moment; nothing was written.
    """
    begin(form=form, unit=unit, period=period, by=by)
    lines = {line.indicator_id: line for line in lines_of(form)}
    last = {draft.indicator.pk: draft for draft in drafts}
    known = {
        figure.indicator_id: figure
        for figure in IndicatorValue.objects.select_for_update(of=("self",))
        .select_related("reporter")
        .filter(indicator__in=list(last), unit=unit)
        .of_period(period)
        .order_by("pk")
    }
    errors: dict[int, IndicatorError] = {}
    good: list[CellDraft] = []
    for key, draft in last.items():
        try:
            _check(draft, lines.get(key), known.get(key), unit, period)
            good.append(draft)
        except IndicatorError as error:
            errors[key] = error
    _write(good, known, unit, period, by)
    shown = [lines[key] for key in last if key in lines]
    surface = Surface.of(
        indicators=[line.indicator for line in lines.values()], units=[unit], periods=[period], form=form
    )
    cells = {cell.indicator.pk: cell for cell in surface.cells(shown, unit, period, is_open=True)}
    return [
        CellResult(cells.get(draft.indicator.pk) or Cell(draft.indicator, unit, period), errors.get(draft.indicator.pk))
        for draft in drafts
    ]


@transaction.atomic
def accept_offered(
    *, form: IndicatorForm, unit: Unit, period: Period, indicators: Sequence[Indicator], by: User
) -> list[IndicatorValue]:
    """Take over figures that other bodies reported for the unit: they stand as they are, with their source.

    Raises:
        NotAllowed, StepRefused, ValueInvalid (nothing is offered for an indicator).
    """
    begin(form=form, unit=unit, period=period, by=by)
    offered = (
        IndicatorValue.objects.select_for_update(of=("self",))
        .filter(indicator__in=[one.pk for one in indicators], unit=unit, state=ValueState.DRAFT)
        .filter(accepted_at__isnull=True, reporter__isnull=False)
        .exclude(reporter=unit)
        .of_period(period)
        .select_related("reporter", "indicator")
        .order_by("pk")
    )
    figures = list(offered)
    if len(figures) < len({one.pk for one in indicators}):
        raise ValueInvalid(_("Không có số nào của đơn vị khác để nhận cho chỉ tiêu này."))
    now = timezone.now()
    for figure in figures:
        figure.accepted_by, figure.accepted_at = by, now
        figure.version = next_version(figure.version)
    IndicatorValue.objects.bulk_update(figures, ["accepted_by", "accepted_at", "version"])
    record(
        by=by, action="indicators.value_accepted", target=form, unit=unit, summary=period.short_label,
        rows=[(figure.indicator.code, f"{figure.value} ({figure.reporter})") for figure in figures],
        about=[figure.indicator for figure in figures],
    )  # fmt: skip
    return figures


def begin(*, form: IndicatorForm, unit: Unit, period: Period, by: User) -> Submission:
    """The submission of a form, unit and period, locked for writing; made where this is the first figure.

    Raises:
        NotAllowed, StepRefused: a period of another scheme or not begun, a unit that does not report the form, a
        submission in the receiver's hands.
    """
    require(by, ENTER, unit)
    if period.scheme != form.scheme:
        raise StepRefused(_("Biểu này không báo cáo theo kỳ %(period)s.") % {"period": period.label})
    if period.start > timezone.localdate():
        raise StepRefused(_("Kỳ này chưa bắt đầu."))
    if not form.is_active or period.end < form.starts_on or (form.ends_on is not None and period.end > form.ends_on):
        raise StepRefused(_("Biểu không áp dụng cho kỳ này."))
    locked = Submission.objects.select_for_update().filter(form=form, unit=unit).of_period(period)
    submission = locked.first()
    if submission is None:
        if unit.pk not in {one.pk for one in Reporters.of([form]).on(form, period.end)}:
            raise StepRefused(_("%(unit)s không phải báo cáo biểu này.") % {"unit": unit})
        Submission.objects.get_or_create(
            form=form, unit=unit, period_scheme=period.scheme, period_code=period.code,
            defaults={
                "period_start": period.start, "period_end": period.end,
                "due_on": due_on(form, period, WorkingCalendar.load()),
            },
        )  # fmt: skip
        submission = locked.get()
    if not may_be_written(submission.state):
        raise StepRefused(_("Biểu đã gửi. Đề nghị nơi nhận trả lại để sửa."))
    return submission


def _check(draft: CellDraft, line: FormLine | None, figure: IndicatorValue | None, unit: Unit, period: Period) -> None:
    """Refuse a cell that cannot be written so."""
    if line is None:
        raise ValueInvalid(_("Chỉ tiêu “%(name)s” không có trong biểu này.") % {"name": draft.indicator})
    refuse_unfit(line.indicator, period)
    if draft.value is not None:
        usable(draft.value)
    if (figure.version if figure else 0) != draft.expected_version:
        raise ValueChanged
    if figure is not None and figure.state != ValueState.DRAFT:
        raise ValueClosed(_("Số này đã gửi hoặc đã chính thức. Đề nghị nơi nhận trả lại để sửa."))
    if figure is not None and figure.reporter_id not in (None, unit.pk) and figure.value != draft.value:
        if not (draft.comment or "").strip():
            raise ValueOfOther(str(figure.reporter))


def _write(drafts: Sequence[CellDraft], known: dict[int, IndicatorValue], unit: Unit, period: Period, by: User) -> None:
    """Write checked cells: new ones, changed ones, cleared ones; a figure that stays as it is is not written."""
    made, changed, cleared = [], [], []
    rows: list[tuple[str, str]] = []
    for draft in drafts:
        figure = known.get(draft.indicator.pk)
        before = None if figure is None else figure.value
        if draft.value is None:
            if figure is not None:
                cleared.append(figure.pk)
                rows.append((draft.indicator.code, f"{before} → "))
            continue
        if figure is None:
            figure = IndicatorValue(
                indicator=draft.indicator, unit=unit, period_scheme=period.scheme, period_code=period.code,
                period_start=period.start, period_end=period.end, version=0,
            )  # fmt: skip
            made.append(figure)
        elif not _is_change(draft, figure):
            continue
        else:
            changed.append(figure)
        _fill(figure, draft, unit, by)
        rows.append((draft.indicator.code, f"{'' if before is None else before} → {figure.value}"))
    if not rows:
        return
    if cleared:
        IndicatorValue.objects.filter(pk__in=cleared).delete()
    if changed:
        columns = ("value", "source", "comment", "evidence", "entered_by", "entered_at", "reporter", "accepted_by")
        IndicatorValue.objects.bulk_update(changed, [*columns, "accepted_at", "return_reason", "version"])
    try:
        with transaction.atomic():
            IndicatorValue.objects.bulk_create(made)
    except IntegrityError as error:  # somebody else filled the same empty place a moment ago
        raise ValueChanged from error
    if len(drafts) == 1:
        before_after = rows[0][1].partition(" → ")
        record(
            by=by, action="indicators.value_recorded", target=drafts[0].indicator, unit=unit,
            summary=period.short_label,
            changes={"value": (before_after[0], before_after[2])},
        )  # fmt: skip
        return
    codes = {code for code, _text in rows}
    record(
        by=by, action="indicators.value_recorded", unit=unit, summary=period.short_label, rows=rows,
        about=[draft.indicator for draft in drafts if draft.indicator.code in codes],
    )  # fmt: skip


def _is_change(draft: CellDraft, figure: IndicatorValue) -> bool:
    return (
        draft.value != figure.value
        or (draft.source is not None and draft.source.strip() != figure.source)
        or (draft.comment is not None and draft.comment.strip() != figure.comment)
        or draft.evidence is not None
    )


def _fill(figure: IndicatorValue, draft: CellDraft, unit: Unit, by: User) -> None:
    if draft.value != figure.value:  # the unit now answers for the figure itself
        figure.reporter, figure.accepted_by, figure.accepted_at = unit, None, None
    figure.value = usable(draft.value) if draft.value is not None else figure.value
    figure.source = figure.source if draft.source is None else draft.source.strip()[:300]
    figure.comment = figure.comment if draft.comment is None else draft.comment.strip()
    figure.evidence = draft.evidence or figure.evidence
    figure.entered_by, figure.entered_at, figure.return_reason = by, timezone.now(), ""
    figure.version = next_version(figure.version)
