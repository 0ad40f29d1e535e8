"""Writes of definitions: indicators, forms, validation rules."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.numbering.series import next_code, next_codes
from honglam.core.search.queries import searchable_text
from honglam.engines.indicators.actions.form_versions import LineDraft, write_lines
from honglam.engines.indicators.definition_checks import indicators_of, refuse_unclean
from honglam.engines.indicators.definition_reading import circle_named
from honglam.engines.indicators.errors import DefinitionInvalid
from honglam.engines.indicators.formulas import FormulaError, parse
from honglam.engines.indicators.models import (
    Indicator,
    IndicatorDependency,
    IndicatorForm,
    IndicatorValue,
)
from honglam.engines.indicators.terms import (
    Aggregation,
    Calculation,
    Direction,
    TimeAggregation,
)
from honglam.toolkit.periods import Scheme
from honglam.toolkit.text import fold, nfc, squeeze

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit, UnitGroup
    from honglam.toolkit.periods import Period

DEFINE = "indicators.define_indicators"


@dataclass(frozen=True, slots=True)
class IndicatorDraft:
    """An indicator as a plan words it: its name and its unit of measure."""

    name: str
    measure: str = ""

    @property
    def key(self) -> str:
        """The same for the same indicator, however its name is spelled."""
        return hashlib.sha256(f"{fold(self.name)}|{fold(self.measure)}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class IndicatorDefinition:
    """Everything that defines an indicator; the columns of `Indicator` of the same names.

    `formula` refers to other indicators by their codes between square brackets.
    """

    name: str
    measure: str = ""
    definition: str = ""
    direction: str = Direction.UP
    decimals: int = 1
    legal_source: str = ""
    owner: Unit | None = None
    scheme: str = ""
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    calculation: str = Calculation.DIRECT
    formula: str = ""
    numerator: Indicator | None = None
    denominator: Indicator | None = None
    factor: Decimal = Decimal(1)
    aggregation: str = Aggregation.NONE
    weight: Indicator | None = None
    time_aggregation: str = TimeAggregation.NONE

    @classmethod
    def of(cls, indicator: Indicator) -> IndicatorDefinition:
        """The definition that an indicator has; change it with `dataclasses.replace`."""
        return cls(**{column.name: getattr(indicator, column.name) for column in fields(cls)})


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """Everything that defines a form; the columns of `IndicatorForm` of the same names, its units and its lines."""

    code: str
    name: str
    scheme: str
    receiver: Unit
    starts_on: datetime.date
    lines: tuple[LineDraft, ...]
    group: UnitGroup | None = None
    units: tuple[Unit, ...] = ()
    legal_source: str = ""
    due_after_working_days: int = 1
    ends_on: datetime.date | None = None
    is_active: bool = True


@transaction.atomic
def ensure_indicators(*, drafts: Sequence[IndicatorDraft], by: User | None, legal_source: str = "") -> list[Indicator]:
    """The indicators of the drafts, in their order; those that nobody has defined yet are defined."""
    known = {indicator.name_key: indicator for indicator in Indicator.objects.filter(
        name_key__in={draft.key for draft in drafts})}  # fmt: skip
    missing = list({draft.key: draft for draft in drafts if draft.key not in known}.values())
    codes = next_codes("CT", timezone.localdate().year, len(missing)) if missing else []
    made = Indicator.objects.bulk_create(
        Indicator(
            code=code, name=_with_capital(draft.name), measure=draft.measure[:80], legal_source=legal_source[:300],
            name_key=draft.key, search_text=searchable_text(code, draft.name),
        )
        for code, draft in zip(codes, missing, strict=True)
    )  # fmt: skip
    if made:
        named = [(indicator.code, indicator.name) for indicator in made]
        record(by=by, action="indicators.defined", rows=named, about=made)
    known |= {indicator.name_key: indicator for indicator in made}
    return [known[draft.key] for draft in drafts]


@transaction.atomic
def define(*, definition: IndicatorDefinition, by: User) -> Indicator:
    """Define an indicator.

    Raises:
        NotAllowed, DefinitionInvalid (the formula cannot be read, a name is taken, parts are missing).
    """
    require(by, DEFINE, definition.owner)
    indicator = Indicator(code=next_code("CT", timezone.localdate().year))
    _write(indicator, definition)
    record(by=by, action="indicators.defined", target=indicator, unit=definition.owner, summary=indicator.name)
    return indicator


@transaction.atomic
def redefine(*, indicator: Indicator, definition: IndicatorDefinition, by: User, reason: str = "") -> Indicator:
    """Change a definition; figures stay as they were reported.

    Raises:
        NotAllowed, DefinitionInvalid (also: a circle of formulas, named; entered figures would be hidden).
    """
    require(by, DEFINE, indicator.owner)
    require(by, DEFINE, definition.owner)
    indicator = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    before = IndicatorDefinition.of(indicator)
    if definition.calculation != Calculation.DIRECT and not indicator.is_calculated:
        if IndicatorValue.objects.filter(indicator=indicator).exists():
            raise DefinitionInvalid(
                _("Chỉ tiêu đã có số nhập trực tiếp nên không đổi được cách tính; hãy định nghĩa chỉ tiêu mới."),
                "calculation",
            )
    if definition.scheme != before.scheme and _is_part(indicator):
        raise DefinitionInvalid(
            _("Chỉ tiêu đang được ghép với chỉ tiêu khác cùng kỳ nên không đổi được kỳ báo cáo."), "scheme"
        )
    _write(indicator, definition)
    changes = {
        column.name: (getattr(before, column.name), getattr(definition, column.name)) for column in fields(definition)
    }
    record(by=by, action="indicators.redefined", target=indicator, unit=indicator.owner, changes=changes,
           reason=reason)  # fmt: skip
    return indicator


@transaction.atomic
def define_form(*, definition: FormDefinition, by: User) -> IndicatorForm:
    """Define a form with its lines. Raises NotAllowed, DefinitionInvalid."""
    require(by, DEFINE, definition.receiver)
    form = IndicatorForm()
    _write_form(form, definition)
    write_lines(form=form, drafts=definition.lines, by=by)
    record(by=by, action="indicators.form_defined", target=form, unit=form.receiver, summary=form.code)
    return form


@transaction.atomic
def redefine_form(
    *, form: IndicatorForm, definition: FormDefinition, by: User, reason: str = "", from_period: Period | None = None
) -> IndicatorForm:
    """Change a form; other lines make a new version that holds from a period on, earlier periods keep theirs.

    Without `from_period` the new lines hold from the first period that nobody has begun to fill.

    Raises:
        NotAllowed, DefinitionInvalid (also: somebody has sent the form for `from_period` or later).
    """
    require(by, DEFINE, form.receiver)
    require(by, DEFINE, definition.receiver)
    form = IndicatorForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
    if form.scheme != definition.scheme and form.submissions.exists():
        raise DefinitionInvalid(_("Biểu đã có lần gửi nên không đổi được kỳ báo cáo; hãy lập biểu mới."), "scheme")
    if form.scheme != definition.scheme and form.versions.count() > 1:
        raise DefinitionInvalid(_("Biểu đã có nhiều phiên bản nên không đổi được kỳ báo cáo."), "scheme")
    _write_form(form, definition)
    write_lines(form=form, drafts=definition.lines, by=by, reason=reason, from_period=from_period)
    record(by=by, action="indicators.form_redefined", target=form, unit=form.receiver, summary=form.code,
           reason=reason)  # fmt: skip
    return form


def _write(indicator: Indicator, definition: IndicatorDefinition) -> None:
    """Put a definition into an indicator, check it, save it and derive what it uses."""
    draft = IndicatorDraft(squeeze(nfc(definition.name)), squeeze(nfc(definition.measure)))
    for column in fields(definition):
        setattr(indicator, column.name, getattr(definition, column.name))
    indicator.name, indicator.measure, indicator.name_key = _with_capital(draft.name), draft.measure, draft.key
    indicator.search_text = searchable_text(indicator.code, indicator.name)
    used: list[Indicator] = [one for one in (definition.numerator, definition.denominator) if one is not None]
    if definition.calculation == Calculation.FORMULA:
        try:
            formula = parse(definition.formula)
        except FormulaError as error:
            raise DefinitionInvalid(str(error), "formula") from error
        indicator.formula = formula.canonical
        used = indicators_of(formula.codes)
    if definition.weight is not None:
        used.append(definition.weight)
        if definition.weight.is_calculated:
            raise DefinitionInvalid(_("Trọng số phải là một chỉ tiêu nhập trực tiếp."), "weight")
    if definition.calculation == Calculation.RATIO and any(one.is_calculated for one in used):
        raise DefinitionInvalid(
            _("Tử số và mẫu số phải là chỉ tiêu nhập trực tiếp; phép tính khác thì dùng công thức."), "numerator"
        )
    if definition.calculation != Calculation.DIRECT and indicator.pk and _is_part(indicator):
        raise DefinitionInvalid(
            _("Chỉ tiêu đang làm tử số, mẫu số hoặc trọng số của chỉ tiêu khác nên phải nhập trực tiếp."), "calculation"
        )
    if definition.scheme and definition.scheme not in set(Scheme):
        raise DefinitionInvalid(_("Không có loại kỳ này."), "scheme")
    _refuse_other_periods(indicator, definition)
    refuse_unclean(indicator)
    _refuse_circle(indicator, used)
    indicator.save()
    IndicatorDependency.objects.filter(indicator=indicator).delete()
    IndicatorDependency.objects.bulk_create(
        IndicatorDependency(indicator=indicator, used=one) for one in dict.fromkeys(used)
    )


def _refuse_other_periods(indicator: Indicator, definition: IndicatorDefinition) -> None:
    """Figures that are paired unit by unit come from the same periods; a ratio is reported as its numerator is."""
    beside = definition.weight if definition.calculation == Calculation.DIRECT else definition.denominator
    over = indicator
    if definition.calculation == Calculation.RATIO and definition.numerator is not None:
        over = definition.numerator
        indicator.scheme = definition.scheme or over.scheme
    if beside is not None and not (indicator.scheme == over.scheme == beside.scheme):
        raise DefinitionInvalid(_("Tử số, mẫu số, trọng số phải cùng kỳ báo cáo với chỉ tiêu."), "scheme")


def _is_part(indicator: Indicator) -> bool:
    """Whether ratios or weighted means take the indicator's own figures."""
    part = Q(numerator=indicator) | Q(denominator=indicator) | Q(weight=indicator)
    return Indicator.objects.filter(part).exists()


def _refuse_circle(indicator: Indicator, used: Sequence[Indicator]) -> None:
    """A definition that needs itself, however far around, is refused with the circle named."""
    if circle := circle_named(indicator, used):
        raise DefinitionInvalid(_("Công thức đi vòng tròn: %(circle)s.") % {"circle": circle}, "formula")


def _write_form(form: IndicatorForm, definition: FormDefinition) -> None:
    """Put a definition into a form, check it and save it with its units; its lines are written as a version."""
    if not definition.lines:
        raise DefinitionInvalid(_("Biểu cần ít nhất một chỉ tiêu."), "lines")
    if definition.group is None and not definition.units:
        raise DefinitionInvalid(_("Biểu cần nhóm đơn vị hoặc danh sách đơn vị báo cáo."), "units")
    for name in ("code", "name", "legal_source"):
        setattr(form, name, squeeze(nfc(getattr(definition, name))))
    for name in ("scheme", "receiver", "starts_on", "ends_on", "group", "due_after_working_days", "is_active"):
        setattr(form, name, getattr(definition, name))
    if definition.scheme not in set(Scheme):
        raise DefinitionInvalid(_("Không có loại kỳ này."), "scheme")
    seen: set[int] = set()
    for line in definition.lines:
        if line.indicator.pk in seen:
            raise DefinitionInvalid(_("Chỉ tiêu “%(name)s” có hai lần trong biểu.") % {"name": line.indicator}, "lines")
        if line.indicator.scheme and line.indicator.scheme != definition.scheme:
            names = {"name": line.indicator, "scheme": Scheme(line.indicator.scheme).label}
            raise DefinitionInvalid(_("Chỉ tiêu “%(name)s” báo cáo theo kỳ khác: %(scheme)s.") % names, "lines")
        seen.add(line.indicator.pk)
    refuse_unclean(form)
    form.save()
    form.units.set(definition.units)


def _with_capital(name: str) -> str:
    """A name that stands alone begins with a capital, also where the plan prints it inside a sentence."""
    return name[:1].upper() + name[1:]
