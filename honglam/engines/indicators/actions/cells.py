"""Writes of cells: one at a time as people type, or many at once as they paste; a figure of another body taken over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.audit.actions import EntryDraft, record, record_many
from honglam.engines.indicators.actions.beginning import PlaceKey, Refusal, begin, begin_all
from honglam.engines.indicators.actions.writing import WAITS, CellDraft, CellResult, Filling, Writing
from honglam.engines.indicators.cells import Cell, Key, Surface, lines_by_period
from honglam.engines.indicators.errors import ValueClosed, ValueInvalid
from honglam.engines.indicators.figures import next_version
from honglam.engines.indicators.models import Indicator, IndicatorForm, IndicatorValue, Submission
from honglam.engines.indicators.terms import ValueState

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit
    from honglam.toolkit.periods import Period

WRITTEN = (
    "value", "is_estimate", "estimated_value", "source", "comment", "evidence", "entered_by", "entered_at", "reporter",
    "accepted_by", "accepted_at", "return_reason", "version",
)  # fmt: skip
"""The columns that the writing of a cell may change."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of a filling: a result for every draft in their order, or why nothing may be written there."""

    filling: Filling
    results: tuple[CellResult, ...] = ()
    refusal: Refusal | None = None


def save_cell(*, form: IndicatorForm, unit: Unit, period: Period, draft: CellDraft, by: User) -> Cell:
    """Write one cell; the cell as it stands then, with what is strange about it.

    Raises:
        NotAllowed, StepRefused, ValueInvalid, ValueClosed, ValueChanged, ValueOfOther.
    """
    (result,) = save_cells(form=form, unit=unit, period=period, drafts=[draft], by=by)
    if result.error is not None:
        raise result.error
    return result.cell


def save_cells(
    *, form: IndicatorForm, unit: Unit, period: Period, drafts: Sequence[CellDraft], by: User
) -> list[CellResult]:
    """Write cells of one unit and period; see `save_fillings`, which this is for a single place.

    Raises:
        NotAllowed, StepRefused: nothing may be written in this form, unit and period.
    """
    (filled,) = save_fillings(form=form, fillings=[Filling(unit, period, drafts)], by=by)
    if filled.refusal is not None:
        raise filled.refusal
    return list(filled.results)


@transaction.atomic
def save_fillings(*, form: IndicatorForm, fillings: Sequence[Filling], by: User) -> list[Filled]:
    """Write the cells of a paste over units and periods: all are checked first, then the good ones are written.

    A refused cell keeps its figure and says why, a place where nothing may be written says so; the others are not held
    up by them. Of an indicator that comes twice in a place the last draft is written. Each unit and period has one
    entry in the log. The number of queries depends neither on the cells nor on the places (SQLite takes about fifty
    rows a statement).

    Raises:
        ValueError: a unit and period comes twice.
    """
    if len({filling.key for filling in fillings}) < len(fillings):
        raise ValueError("a unit and period comes twice")
    begun = begin_all(form=form, places=[(one.unit, one.period) for one in fillings], by=by)
    found: dict[PlaceKey, Filled] = {}
    for one in fillings:
        refusal = begun[one.key]
        if not isinstance(refusal, Submission):
            found[one.key] = Filled(one, refusal=refusal)
    if open_ones := [one for one in fillings if one.key not in found]:
        found |= {filled.filling.key: filled for filled in _filled(form, open_ones, by)}
    return [found[one.key] for one in fillings]


def _filled(form: IndicatorForm, fillings: Sequence[Filling], by: User) -> list[Filled]:
    """Write what may be written in places whose submissions are locked."""
    periods = list({one.period.code: one.period for one in fillings}.values())
    by_period = {
        code: {line.indicator_id: line for line in lines} for code, lines in lines_by_period(form, periods).items()
    }
    known = _known(fillings)
    places = [Writing.of(filling, by_period[filling.period.code], known, by) for filling in fillings]
    _write(places)
    touched = {key for place in places for key in place.last}
    indicators = {key: line.indicator for lines in by_period.values() for key, line in lines.items()}
    surface = Surface.of(
        indicators=[indicator for key, indicator in indicators.items() if key in touched],
        units=list({one.unit.pk: one.unit for one in fillings}.values()),
        periods=periods,
    )
    for place in places:
        place.leave_to_others(surface)
    _tell([place for place in places if place.told], by)
    return [
        Filled(place.filling, tuple(place.results(surface, by_period[place.filling.period.code]))) for place in places
    ]


@transaction.atomic
def accept_offered(
    *, form: IndicatorForm, unit: Unit, period: Period, indicators: Sequence[Indicator], by: User
) -> list[IndicatorValue]:
    """Take over figures that other bodies reported for the unit: they stand as they are, with their source.

    Raises:
        NotAllowed, StepRefused, ValueInvalid (nothing is offered for an indicator).
        ValueClosed: the figure is a correction that its receiver has yet to approve again.
    """
    begin(form=form, unit=unit, period=period, by=by)
    offered = (
        IndicatorValue.objects.select_for_update(of=("self",))
        .filter(indicator__in=[one.pk for one in indicators], unit=unit, state=ValueState.DRAFT)
        .filter(accepted_at__isnull=True, reporter__isnull=False)
        .exclude(reporter=unit)
        .of_period(period)
        .with_waiting_correction()
        .select_related("reporter", "indicator")
        .order_by("pk")
    )
    figures = list(offered)
    if any(figure.is_being_corrected for figure in figures):
        raise ValueClosed(WAITS)
    if len(figures) < len({one.pk for one in indicators}):
        raise ValueInvalid(_("Không có số nào của đơn vị khác để nhận cho chỉ tiêu này."))
    now = timezone.now()
    for figure in figures:
        figure.accepted_by, figure.accepted_at = by, now
        figure.version = next_version(figure.version)
    IndicatorValue.objects.bulk_update(figures, ["accepted_by", "accepted_at", "version"])
    record(
        by=by, action="indicators.value_accepted", target=form, unit=unit, summary=period.label,
        rows=[(figure.indicator.code, f"{figure.value} ({figure.reporter})") for figure in figures],
        about=[figure.indicator for figure in figures],
    )  # fmt: skip
    return figures


def _known(fillings: Sequence[Filling]) -> dict[Key, IndicatorValue]:
    """The figures that stand where something is to be written, locked; one query."""
    rows = (
        IndicatorValue.objects.select_for_update(of=("self",))
        .select_related("reporter")
        .filter(indicator__in={draft.indicator.pk for filling in fillings for draft in filling.drafts})
        .of_places((filling.unit.pk, filling.period) for filling in fillings)
        .with_waiting_correction()
        .order_by("pk")
    )
    return {(row.indicator_id, row.unit_id, row.period_code): row for row in rows}


def _write(places: Sequence[Writing]) -> None:
    """Write what is new, changed and cleared in all places."""
    if cleared := [figure.pk for place in places for figure in place.cleared]:
        IndicatorValue.objects.filter(pk__in=cleared).delete()
    if changed := [figure for place in places for figure in place.changed]:
        IndicatorValue.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN
        )  # an update of many rows in one statement: the rows are locked and there, nothing is inserted
    if made := [figure for place in places for figure in place.made]:
        IndicatorValue.objects.bulk_create(made, ignore_conflicts=True)


def _tell(places: Sequence[Writing], by: User) -> None:
    """The entries of the log: of a single cell what it was and is, of several their rows; one a unit and period."""
    drafts = []
    for place in places:
        unit, summary, told = place.filling.unit, place.filling.period.label, place.told
        if place.is_single:
            ((indicator, before, after),) = told
            drafts.append(EntryDraft(target=indicator, unit=unit, summary=summary, changes={"value": (before, after)}))
        else:
            rows = [(indicator.code, f"{before} → {after}") for indicator, before, after in told]
            about = [indicator for indicator, _before, _after in told]
            drafts.append(EntryDraft(unit=unit, summary=summary, rows=rows, about=about))
    record_many(by=by, action="indicators.value_recorded", drafts=drafts)
