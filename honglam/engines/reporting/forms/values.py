"""The figure that a cell asks for, out of what is stored; or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from honglam.engines.reporting.terms import FormMeasure

SHARE_PLACES = 1
"""Decimals of “so cùng kỳ (%)” and its like, as statistics print them."""
STORED_PLACES = 4
SHARE_STORED_PLACES = 2
"""Decimals that an entered figure, an entered share can have; what has more was calculated."""
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Measured:
    """What is stored of one indicator, unit and period, drafts included; `is_approved` says whether `value` counts.

    `estimate` is what was estimated for the period, `cumulative` the figure from the start of the year to its end,
    `previous` and `year_before` those of the period before and of the same one a year earlier, `target` what is asked
    for. `measure` and `decimals` are the indicator's. `cell_url` is where the figure is entered. `reason` beside a
    value says that it rests on a part only.
    """

    value: Decimal | None = None
    is_estimate: bool = False
    estimate: Decimal | None = None
    cumulative: Decimal | None = None
    previous: Decimal | None = None
    year_before: Decimal | None = None
    target: Decimal | None = None
    target_operator: str = ""
    measure: str = ""
    decimals: int = 1
    cell_url: str = ""
    is_approved: bool = False
    reason: str = ""


class Gap(StrEnum):
    """Why a cell stays empty."""

    NOT_MEASURED = "not_measured"
    NO_FIGURE = "no_figure"
    INCOMPLETE = "incomplete"
    NOT_APPROVED = "not_approved"
    ONLY_ESTIMATE = "only_estimate"
    NO_CUMULATIVE = "no_cumulative"
    NO_TARGET = "no_target"
    NO_EARLIER = "no_earlier"
    NOT_ALLOWED = "not_allowed"

    @property
    def label(self) -> str:
        """In words, with what to do."""
        return str(_WORDS[self])


_WORDS = {
    Gap.NOT_MEASURED: _("Chưa theo dõi chỉ tiêu này ở đơn vị"),
    Gap.NO_FIGURE: _("Kỳ này chưa có số"),
    Gap.INCOMPLETE: _("Mới có số của một phần kỳ"),
    Gap.NOT_APPROVED: _("Đã có số nhưng chưa được duyệt hoặc chưa đủ đơn vị báo cáo"),
    Gap.ONLY_ESTIMATE: _("Mới có số ước, chưa có số thực hiện"),
    Gap.NO_CUMULATIVE: _("Chưa đủ số được duyệt từ đầu năm để cộng lũy kế"),
    Gap.NO_TARGET: _("Chưa giao chỉ tiêu"),
    Gap.NO_EARLIER: _("Không có số kỳ trước hoặc cùng kỳ để điền, so sánh"),
    Gap.NOT_ALLOWED: _("Bạn không có quyền xem số của đơn vị này"),
}


def figure_for(measured: Measured | None, kind: str, factor: Decimal) -> Decimal | Gap:
    """The number to write into a cell: as it was entered, calculated ones rounded as their indicator is; then turned
    into the cell's measure.

    Only approved figures are written; an estimate only where an estimate is asked for. “Ước thực hiện” of a period
    whose actual figure is there and was never estimated is the actual figure.
    """
    if measured is None:
        return Gap.NOT_MEASURED
    found = _plain(measured, kind)
    if isinstance(found, Gap):
        return found
    if kind in (FormMeasure.GROWTH, FormMeasure.CHANGE, FormMeasure.OF_TARGET):
        found = _rounded(found, SHARE_PLACES)
    elif found != _rounded(found, SHARE_STORED_PLACES if measured.measure == "%" else STORED_PLACES):
        found = _rounded(found, measured.decimals)
    return (found * factor).normalize() + 0


def _plain(measured: Measured, kind: str) -> Decimal | Gap:
    if kind == FormMeasure.TARGET:
        return Gap.NO_TARGET if measured.target is None else measured.target
    if kind == FormMeasure.PREVIOUS:
        return Gap.NO_EARLIER if measured.previous is None else measured.previous
    if kind == FormMeasure.YEAR_BEFORE:
        return Gap.NO_EARLIER if measured.year_before is None else measured.year_before
    if measured.value is None and not (kind == FormMeasure.ESTIMATE and measured.estimate is not None):
        return Gap.NO_FIGURE
    if measured.value is not None and measured.reason:
        return Gap.INCOMPLETE
    if not measured.is_approved:
        return Gap.NOT_APPROVED
    if kind == FormMeasure.ESTIMATE:
        return _first(measured.estimate, measured.value)
    if measured.is_estimate:
        return Gap.ONLY_ESTIMATE
    if kind == FormMeasure.CUMULATIVE:
        return Gap.NO_CUMULATIVE if measured.cumulative is None else measured.cumulative
    if kind == FormMeasure.OF_TARGET:
        return _share(measured.value, measured.target, Gap.NO_TARGET)
    if kind in (FormMeasure.GROWTH, FormMeasure.CHANGE):
        share = _share(measured.value, measured.year_before, Gap.NO_EARLIER)
        return share - _HUNDRED if kind == FormMeasure.CHANGE and isinstance(share, Decimal) else share
    return _first(measured.value)


def _first(*figures: Decimal | None) -> Decimal | Gap:
    return next((figure for figure in figures if figure is not None), Gap.NO_FIGURE)


def _share(part: Decimal | None, whole: Decimal | None, gap: Gap) -> Decimal | Gap:
    if part is None or not whole:
        return gap
    return _HUNDRED * part / whole


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
