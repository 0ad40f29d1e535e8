"""The cells of entry grids as pages show them: loaded for some units, indicators and periods in a constant number of
queries, with what is calculated, offered by others, or strange."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, Sum

from honglam.core.organisations.models import Unit
from honglam.engines.indicators.calculation import Definitions
from honglam.engines.indicators.formulas import Outcome, Step, parse
from honglam.engines.indicators.models import FormLine, Indicator, IndicatorForm, IndicatorValue, ValidationRule
from honglam.engines.indicators.rules.checks import Finding, Rule, Surroundings, findings, rule_of
from honglam.engines.indicators.terms import EDITABLE_STATES, OFFICIAL_STATES, Aggregation, RuleKind, ValueState
from honglam.toolkit.periods import Period

USUAL = 12
"""How many earlier figures show what is usual."""

LOOKING_BACK = (RuleKind.JUMP, RuleKind.YEAR_ON_YEAR, RuleKind.UNIT_MIX_UP)

Key = tuple[int, int, str]
"""Indicator, unit, period code."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure in a grid, or the place for one. `version` is sent back when it is written (0 for an empty place).

    `is_asked` is False where the form's version of that period does not ask for the indicator. `is_estimate`: the
    figure, or one that it is calculated from, is an estimate; `estimated_value` is what was estimated before.
    """

    indicator: Indicator
    unit: Unit
    period: Period
    value: Decimal | None = None
    state: str = ""
    version: int = 0
    is_editable: bool = False
    is_required: bool = False
    is_calculated: bool = False
    is_offered: bool = False
    is_being_corrected: bool = False
    is_asked: bool = True
    is_estimate: bool = False
    estimated_value: Decimal | None = None
    reporter: str = ""
    source: str = ""
    comment: str = ""
    evidence_uid: UUID | None = None
    figure_uid: UUID | None = None
    return_reason: str = ""
    findings: tuple[Finding, ...] = ()
    trace: tuple[Step, ...] = ()
    reason: str = ""

    def not_asked(self) -> Cell:
        """The same cell in a period whose version of the form does not ask for it: shown, never written."""
        return replace(self, is_editable=False, is_required=False, is_asked=False, is_offered=False, findings=())

    @property
    def is_official(self) -> bool:
        """Whether the figure counts without a mark."""
        return self.state in OFFICIAL_STATES

    @property
    def is_answered(self) -> bool:
        """Whether the unit has given the figure: its own, taken over, calculated, or official already."""
        return self.value is not None and not self.is_offered and not self.is_being_corrected


@dataclass(frozen=True)
class Surface:
    """Everything that cells of some units and periods need, loaded at once.

    `figures` are those of the periods shown, `history` earlier ones of the indicators whose rules look back.
    """

    definitions: Definitions
    figures: Mapping[Key, IndicatorValue]
    history: Mapping[Key, Decimal]
    rules: Mapping[int, tuple[Rule, ...]]
    form_rules: tuple[Rule, ...]
    parts: Mapping[Key, tuple[Decimal | None, int]]

    @classmethod
    def of(
        cls,
        *,
        indicators: Sequence[Indicator],
        units: Sequence[Unit],
        periods: Sequence[Period],
        form: IndicatorForm | None = None,
        trial: Rule | None = None,
    ) -> Surface:
        """Load rules, definitions and figures; history, sums of units below, indicators of comparisons where asked.

        A `trial` is looked at instead of all rules in use: on the form where one is given, else on each indicator.
        """
        if trial is None:
            rules, form_rules = _rules_of(indicators, form)
        else:
            rules = {} if form is not None else {indicator.pk: (trial,) for indicator in indicators}
            form_rules = (trial,) if form is not None else ()
        definitions = Definitions.around([*indicators, *_compared(indicators, rules, form_rules)])
        keys = [unit.pk for unit in units]
        figures = (
            IndicatorValue.objects.filter(indicator__in=definitions.direct, unit__in=keys)
            .of_periods(periods)
            .with_waiting_correction()
            .select_related("reporter", "evidence")
        )
        looking_back = _with(rules, LOOKING_BACK)
        above = _with(rules, (RuleKind.PARENT_DIFFERS,))
        return cls(
            definitions,
            {(figure.indicator_id, figure.unit_id, figure.period_code): figure for figure in figures},
            _earlier(looking_back, keys, periods) if looking_back else {},
            rules,
            form_rules,
            _parts_of(above, definitions, keys, periods) if above else {},
        )

    def cells(
        self,
        lines: Sequence[FormLine],
        unit: Unit,
        period: Period,
        *,
        is_open: bool,
    ) -> list[Cell]:
        """The cells of one unit and period, one a line; `is_open` says whether the person may write here at all."""
        outcomes = self.outcomes(unit, period)
        by_code = self._values(unit, period, outcomes)
        return [self._cell(line, unit, period, outcomes, by_code, is_open=is_open) for line in lines]

    def outcomes(self, unit: Unit, period: Period) -> dict[int, Outcome]:
        """What is calculated for a unit and period."""
        entered = {key: self._entered(key, unit, period) for key in self.definitions.direct}
        return self.definitions.outcomes(entered)

    def form_findings(self, unit: Unit, period: Period) -> tuple[Finding, ...]:
        """What the comparisons of the form find."""
        values = self._values(unit, period, self.outcomes(unit, period))
        return self._found(self.form_rules, Surroundings(None, values=values))

    def _cell(
        self, line: FormLine, unit: Unit, period: Period, outcomes: Mapping[int, Outcome],
        by_code: Mapping[str, Decimal | None], *, is_open: bool,
    ) -> Cell:  # fmt: skip
        indicator = line.indicator
        applies = indicator.applies_to(period)
        is_required, is_open = line.is_required and applies, is_open and applies
        found = self._found(self.rules.get(indicator.pk, ()), self._around(indicator, unit, period, by_code))
        if indicator.is_calculated:
            outcome = outcomes[indicator.pk]
            return Cell(
                indicator, unit, period, value=outcome.value, is_required=is_required, is_calculated=True,
                findings=found, trace=outcome.steps, reason=outcome.reason,
                is_estimate=self._rests_on_estimates(indicator, unit, period),
            )  # fmt: skip
        figure = self.figures.get((indicator.pk, unit.pk, period.code))
        if figure is None:
            return Cell(indicator, unit, period, is_editable=is_open, is_required=is_required, findings=found)
        is_others = figure.reporter_id not in (None, unit.pk)
        is_free = figure.state == ValueState.DRAFT and not figure.is_being_corrected
        is_untaken = is_others and figure.accepted_at is None and figure.state not in OFFICIAL_STATES
        return Cell(
            indicator, unit, period, value=figure.value, state=figure.state, version=figure.version,
            is_editable=is_open and is_free, is_required=is_required,
            is_offered=is_untaken and not figure.is_being_corrected, is_being_corrected=figure.is_being_corrected,
            reporter=str(figure.reporter) if is_others else "", source=figure.source, comment=figure.comment,
            evidence_uid=figure.evidence.uid if figure.evidence else None, figure_uid=figure.uid,
            return_reason=figure.return_reason, findings=found, is_estimate=figure.is_estimate,
            estimated_value=figure.estimated_value,
        )  # fmt: skip

    def _around(
        self, indicator: Indicator, unit: Unit, period: Period, by_code: Mapping[str, Decimal | None]
    ) -> Surroundings:
        if not self.rules.get(indicator.pk):
            return Surroundings(None)
        parts, part_count = self.parts.get((indicator.pk, unit.pk, period.code), (None, 0))
        earlier = [self.history.get((indicator.pk, unit.pk, before.code)) for before in _history(period)[:USUAL]]
        return Surroundings(
            value=by_code.get(indicator.code),
            previous=earlier[0],
            year_before=self.history.get((indicator.pk, unit.pk, period.year_before().code)),
            usual=[figure for figure in earlier if figure is not None],
            parts=parts,
            part_count=part_count,
            values=by_code,
        )

    def _rests_on_estimates(self, indicator: Indicator, unit: Unit, period: Period) -> bool:
        """Whether a figure that a calculated one is made from is an estimate."""
        found = (self.figures.get((key, unit.pk, period.code)) for key in self.definitions.rests_on(indicator.pk))
        return any(figure is not None and figure.is_estimate for figure in found)

    def _entered(self, indicator_id: int, unit: Unit, period: Period) -> Decimal | None:
        figure = self.figures.get((indicator_id, unit.pk, period.code))
        return None if figure is None else figure.value

    def _found(self, rules: Sequence[Rule], around: Surroundings) -> tuple[Finding, ...]:
        """What rules find, told with the names of indicators: nobody knows their codes."""
        return tuple(replace(one, message=self._with_names(one.message)) for one in findings(rules, around))

    def _with_names(self, text: str) -> str:
        for indicator in self.definitions.indicators.values():
            text = text.replace(f"[{indicator.code}]", f"“{indicator.name}”")
        return text

    def _values(self, unit: Unit, period: Period, outcomes: Mapping[int, Outcome]) -> dict[str, Decimal | None]:
        return {
            indicator.code: outcomes[key].value if key in outcomes else self._entered(key, unit, period)
            for key, indicator in self.definitions.indicators.items()
        }


def lines_of(form: IndicatorForm, period: Period) -> list[FormLine]:
    """The lines of the version of a form that holds for a period, with their indicators; one query."""
    return list(form.lines.holding_on(period.end).select_related("indicator").order_by("position"))


def lines_by_period(form: IndicatorForm, periods: Sequence[Period]) -> dict[str, list[FormLine]]:
    """The lines of a form for each of some periods, by period code; one query."""
    ends = [period.end for period in periods]
    rows = list(
        form.lines.holding_between(min(ends), max(ends)).select_related("indicator", "version").order_by("position")
    )
    return {period.code: [row for row in rows if row.version.holds_on(period.end)] for period in periods}


def may_be_written(state: str | None) -> bool:
    """Whether the cells of a submission in this state (None: not begun) may be written."""
    return state is None or state in EDITABLE_STATES


def _rules_of(
    indicators: Sequence[Indicator], form: IndicatorForm | None
) -> tuple[dict[int, tuple[Rule, ...]], tuple[Rule, ...]]:
    """The rules in use of indicators, and those of a form; one query."""
    belonging = Q(indicator__in=[indicator.pk for indicator in indicators])
    if form is not None:
        belonging |= Q(form=form)
    rules: dict[int, list[Rule]] = {}
    of_form: list[Rule] = []
    for row in ValidationRule.objects.filter(belonging, is_active=True):
        rule = rule_of(row.kind, row.parameters, row.severity, row.message)
        (rules.setdefault(row.indicator_id, []) if row.indicator_id else of_form).append(rule)
    return {key: tuple(some) for key, some in rules.items()}, tuple(of_form)


def _compared(
    indicators: Sequence[Indicator], rules: Mapping[int, tuple[Rule, ...]], of_form: Sequence[Rule]
) -> list[Indicator]:
    """Indicators that only comparisons speak of; one query where there are any."""
    every = [*of_form, *(rule for some in rules.values() for rule in some)]
    codes = {code for rule in every for text in (rule.left, rule.right) if text for code in parse(text).codes}
    codes -= {indicator.code for indicator in indicators}
    return list(Indicator.objects.filter(code__in=codes)) if codes else []


def _with(rules: Mapping[int, tuple[Rule, ...]], kinds: Iterable[str]) -> list[int]:
    """Keys of the indicators that have a rule of one of the kinds."""
    wanted = set(kinds)
    return [key for key, some in rules.items() if any(rule.kind in wanted for rule in some)]


def _earlier(indicators: Sequence[int], units: Sequence[int], periods: Sequence[Period]) -> dict[Key, Decimal]:
    """Entered figures of the periods before; one query."""
    codes = {before.code for period in periods for before in (*_history(period), period.year_before())}
    rows = IndicatorValue.objects.filter(indicator__in=indicators, unit__in=units, period_code__in=codes)
    return {
        (indicator_id, unit_id, code): value
        for indicator_id, unit_id, code, value in rows.order_by().values_list(
            "indicator_id", "unit_id", "period_code", "value"
        )
    }


def _history(period: Period) -> list[Period]:
    """The periods before one that show what is usual, newest first."""
    before = [period.previous()]
    while len(before) < USUAL:
        before.append(before[-1].previous())
    return before


def _parts_of(
    asked: Sequence[int], definitions: Definitions, units: Sequence[int], periods: Sequence[Period]
) -> dict[Key, tuple[Decimal | None, int]]:
    """What the units directly below add up to, and how many of them, for indicators that are added up; one query."""
    added = [key for key in asked if definitions.indicators[key].aggregation == Aggregation.SUM]
    sums = (
        IndicatorValue.objects.filter(indicator__in=added, unit__parent__in=units)
        .of_periods(periods)
        .order_by()
        .values_list("indicator_id", "unit__parent_id", "period_code")
        .annotate(total=Sum("value"), n=Count("pk"))
    )
    return {(indicator_id, parent_id, code): (total, count) for indicator_id, parent_id, code, total, count in sums}
