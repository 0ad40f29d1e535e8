"""What is to be written in the form of one unit and period: drafts checked and sorted, nothing saved here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.engines.indicators.actions.beginning import PlaceKey
from honglam.engines.indicators.cells import Cell, Key, Surface
from honglam.engines.indicators.errors import IndicatorError, ValueChanged, ValueClosed, ValueInvalid, ValueOfOther
from honglam.engines.indicators.figures import next_version, put_value, refuse_unfit, told, usable
from honglam.engines.indicators.models import FormLine, Indicator, IndicatorValue
from honglam.engines.indicators.terms import ValueState

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile
    from honglam.core.organisations.models import Unit
    from honglam.toolkit.periods import Period

WAITS = gettext_lazy("Số này nơi nhận đang hiệu chỉnh trong một biểu đã duyệt; chờ duyệt lại xong mới sửa, nhận được.")
"""Why a figure is closed to the other forms that ask for it."""


@dataclass(frozen=True, slots=True)
class CellDraft:
    """What a person wrote into a cell: a figure, or None to clear it, and the version that they saw there.

    `source`, `comment` and `evidence` are kept as they were where they are None; `is_estimate` marks the figure as an
    estimate (ước thực hiện), without it the figure is the actual one.
    """

    indicator: Indicator
    value: Decimal | None
    expected_version: int = 0
    source: str | None = None
    comment: str | None = None
    evidence: StoredFile | None = None
    is_estimate: bool = False


@dataclass(frozen=True, slots=True)
class CellResult:
    """What became of one cell: the cell as it stands now, and the refusal where it was not written."""

    cell: Cell
    error: IndicatorError | None = None


@dataclass(frozen=True, slots=True)
class Filling:
    """What a person wrote into the form of one unit and period."""

    unit: Unit
    period: Period
    drafts: Sequence[CellDraft]

    @property
    def key(self) -> PlaceKey:
        """How the place is found among others."""
        return self.unit.pk, self.period.code


@dataclass
class Writing:
    """The drafts of one place on their way: refused ones with the reason, the others as figures to be saved.

    `told` is what the log says of each figure that changes: the indicator, the figure before and after, empty for none.
    """

    filling: Filling
    last: dict[int, CellDraft]
    errors: dict[int, IndicatorError] = field(default_factory=dict)
    made: list[IndicatorValue] = field(default_factory=list)
    changed: list[IndicatorValue] = field(default_factory=list)
    cleared: list[IndicatorValue] = field(default_factory=list)
    told: list[tuple[Indicator, str, str]] = field(default_factory=list)

    @classmethod
    def of(
        cls, filling: Filling, lines: Mapping[int, FormLine], known: Mapping[Key, IndicatorValue], by: User
    ) -> Writing:
        """Check and sort the drafts; of an indicator that comes twice the last one counts."""
        made = cls(filling, {draft.indicator.pk: draft for draft in filling.drafts})
        for key, draft in made.last.items():
            figure = known.get((key, *filling.key))
            try:
                _check(draft, lines.get(key), figure, filling.unit, filling.period)
            except IndicatorError as error:
                made.errors[key] = error
            else:
                made._sort(draft, figure, by)
        return made

    @property
    def is_single(self) -> bool:
        """Whether one cell was to be written and could be."""
        return len(self.last) - len(self.errors) == 1

    def leave_to_others(self, surface: Surface) -> None:
        """Refuse the new figures whose place somebody else filled at the same moment: theirs stands in `surface`."""
        for figure in self.made:
            standing = surface.figures.get((figure.indicator_id, *self.filling.key))
            if standing is None or standing.uid != figure.uid:
                self.errors[figure.indicator_id] = ValueChanged()
        self.told = [one for one in self.told if one[0].pk not in self.errors]

    def results(self, surface: Surface, lines: Mapping[int, FormLine]) -> list[CellResult]:
        """One result for every draft in their order, with the cells as they stand in `surface`."""
        unit, period = self.filling.unit, self.filling.period
        shown = [lines[key] for key in self.last if key in lines]
        cells = {cell.indicator.pk: cell for cell in surface.cells(shown, unit, period, is_open=True)}
        return [
            CellResult(
                cells.get(draft.indicator.pk) or Cell(draft.indicator, unit, period),
                self.errors.get(draft.indicator.pk),
            )
            for draft in self.filling.drafts
        ]

    def _sort(self, draft: CellDraft, figure: IndicatorValue | None, by: User) -> None:
        """Put a checked draft with what is new, changed or cleared; a figure that stays as it is with none of them."""
        before = "" if figure is None else told(figure.value, is_estimate=figure.is_estimate)
        if draft.value is None:
            if figure is not None:
                self.cleared.append(figure)
                self.told.append((draft.indicator, before, ""))
            return
        if figure is None:
            period = self.filling.period
            figure = IndicatorValue(
                indicator=draft.indicator, unit=self.filling.unit, period_scheme=period.scheme,
                period_code=period.code, period_start=period.start, period_end=period.end, version=0,
            )  # fmt: skip
            self.made.append(figure)
        elif not _is_change(draft, figure):
            return
        else:
            self.changed.append(figure)
        _fill(figure, draft, self.filling.unit, by)
        self.told.append((draft.indicator, before, told(figure.value, is_estimate=figure.is_estimate)))


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
    if figure is not None and figure.is_being_corrected:
        raise ValueClosed(WAITS)
    if figure is not None and figure.reporter_id not in (None, unit.pk) and _says_otherwise(draft, figure):
        if not (draft.comment or "").strip():
            raise ValueOfOther(str(figure.reporter))


def _says_otherwise(draft: CellDraft, figure: IndicatorValue) -> bool:
    """Whether the draft is another figure, or the same as an estimate where it was actual or the other way round."""
    return draft.value != figure.value or draft.is_estimate != figure.is_estimate


def _is_change(draft: CellDraft, figure: IndicatorValue) -> bool:
    return (
        _says_otherwise(draft, figure)
        or (draft.source is not None and draft.source.strip() != figure.source)
        or (draft.comment is not None and draft.comment.strip() != figure.comment)
        or draft.evidence is not None
    )


def _fill(figure: IndicatorValue, draft: CellDraft, unit: Unit, by: User) -> None:
    if _says_otherwise(draft, figure):  # the unit now answers for the figure itself
        figure.reporter, figure.accepted_by, figure.accepted_at = unit, None, None
    if draft.value is not None:
        put_value(figure, draft.value, is_estimate=draft.is_estimate)
    figure.source = figure.source if draft.source is None else draft.source.strip()[:300]
    figure.comment = figure.comment if draft.comment is None else draft.comment.strip()
    figure.evidence = draft.evidence or figure.evidence
    figure.entered_by, figure.entered_at, figure.return_reason = by, timezone.now(), ""
    figure.version = next_version(figure.version)
