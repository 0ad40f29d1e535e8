"""One read of figures for other engines: reports that are assembled and forms that are filled from what is stored.

`measured_figures` gives for indicators × units the figure of a period with everything that is printed beside it. The
figures are the units' **own**: entered, taken over, or calculated from the unit's own parts (ratios and formulas as the
grid calculates them); what the units below add up to is `roll_up`. Drafts and submitted figures are given too:
`is_approved` says which figures are official, `is_estimate` which are only estimated. Rights are the caller's: ask for
units that the reader may see.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from honglam.core.organisations.models import Unit
from honglam.engines.indicators.frames import Frame, Framed, Frames
from honglam.engines.indicators.models import FormLine, Indicator
from honglam.engines.indicators.promises import Promise, promised_to
from honglam.engines.indicators.reporters import Reporters
from honglam.toolkit.periods import Period

MEASURES = ("value", "estimate", "cumulative", "previous", "year_before", "target", "growth", "of_target")
"""What may be asked for. Growth needs the figure of a year ago, the share of a target the target."""

_FRAMES = {
    "cumulative": Frame.CUMULATIVE, "previous": Frame.PREVIOUS, "year_before": Frame.YEAR_BEFORE,
    "growth": Frame.YEAR_BEFORE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """What is stored of one indicator for one unit and period.

    - `value`: the figure of the period; of a longer period than the indicator is reported by, its short periods joined
      as the indicator's `time_aggregation` says. None where nothing is stored; `reason` says why, or that only a part
      of the short periods is there.
    - `is_estimate`: the value, or one that it is made from, is an estimate (ước thực hiện); `estimate`: the figure as
      it was estimated, also after the actual one took its place (None where nothing was estimated, or it is joined).
    - `cumulative`: from the year's beginning to the period's end. Flows are added, means averaged; None for what does
      not add up (figures of a moment, indicators that are not joined over time). For a cumulative period the value.
    - `previous`, `year_before`: the same for the period before and the same period a year ago.
    - `target`, `target_operator`: the newest target that binds the unit in the period's year (">=", "<=" …; of
      “range” the lower end), as plans declare it; None and "" where there is none.
    - `measure`, `decimals`: how the indicator is printed. `cell_url`: the cell of the form in which the unit reports
      it, else the indicator's page. `is_approved`: all figures behind the value are approved or locked.
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
    decimals: int = 0
    cell_url: str = ""
    is_approved: bool = False
    reason: str = ""


def measured_figures(
    *, indicator_ids: Collection[int], units: Sequence[Unit], period: Period, measures: Collection[str] | None = None
) -> dict[tuple[int, int], Measured]:
    """The figures of indicators (by key) and units for a period, by (indicator key, unit key).

    Every pair of an indicator that exists and a unit is there, also where nothing is stored. `measures` names what is
    needed (of `MEASURES`; None: all), so that nothing else is read. A constant number of queries, at most ten, however
    many indicators and units.
    """
    wanted = set(MEASURES if measures is None else measures)
    indicators = list(Indicator.objects.filter(pk__in=set(indicator_ids)).order_by("pk"))
    if not indicators or not units:
        return {}
    frames = {Frame.NOW} | {frame for name, frame in _FRAMES.items() if name in wanted}
    loaded = Frames.of(indicators, units, period, frames)
    targets = promised_to(indicators, units, period) if wanted & {"target", "of_target"} else {}
    forms = _forms_of(indicators, period)
    found: dict[tuple[int, int], Measured] = {}
    for unit in units:
        by_frame = {frame: loaded.of_unit(unit, frame) for frame in frames}
        for indicator in indicators:
            framed = {frame: figures[indicator.pk] for frame, figures in by_frame.items()}
            url = _url(indicator, unit, period, forms)
            found[indicator.pk, unit.pk] = _measured(indicator, framed, targets.get((indicator.pk, unit.pk)), url)
    return found


def _measured(indicator: Indicator, framed: dict[Frame, Framed], target: Promise | None, url: str) -> Measured:
    now = framed[Frame.NOW]
    beside = {frame: framed.get(frame, Framed()).value for frame in Frame}
    return Measured(
        now.value, now.is_estimate, now.estimate, beside[Frame.CUMULATIVE], beside[Frame.PREVIOUS],
        beside[Frame.YEAR_BEFORE], target.value if target else None, target.operator if target else "",
        indicator.measure, indicator.decimals, url, now.is_official, now.reason,
    )  # fmt: skip


def _forms_of(indicators: Sequence[Indicator], period: Period) -> dict[tuple[int, int], str]:
    """By indicator and unit the form in which it is reported for the period; four queries, one where there is none."""
    lines = list(
        FormLine.objects.holding_on(period.end)
        .filter(indicator__in=[one.pk for one in indicators], form__is_active=True, form__scheme=period.scheme.value)
        .select_related("form__group", "form__receiver")
        .order_by("form__code")
    )
    forms = {line.form_id: line.form for line in lines}
    reporters = Reporters.of(forms.values())
    reporting = {key: [unit.pk for unit in reporters.on(form, period.end)] for key, form in forms.items()}
    found: dict[tuple[int, int], str] = {}
    for line in lines:
        for unit_id in reporting[line.form_id]:
            found.setdefault((line.indicator_id, unit_id), str(line.form.uid))
    return found


def _url(indicator: Indicator, unit: Unit, period: Period, forms: dict[tuple[int, int], str]) -> str:
    form = forms.get((indicator.pk, unit.pk))
    if form is not None:
        return reverse("indicators:cell", args=[form, period.code, unit.code, indicator.code])
    return f"{reverse('indicators:indicator', args=[indicator.uid])}?unit={unit.code}"
