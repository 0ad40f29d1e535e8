"""Writes of validation rules: added, changed in place, taken out of use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.engines.indicators.actions.definitions import DEFINE
from honglam.engines.indicators.definition_checks import indicators_of, refuse_unclean
from honglam.engines.indicators.definition_reading import rule_in_words
from honglam.engines.indicators.errors import DefinitionInvalid
from honglam.engines.indicators.formulas import parse
from honglam.engines.indicators.models import Indicator, IndicatorForm, ValidationRule
from honglam.engines.indicators.rules.checks import RuleError, rule_of
from honglam.engines.indicators.terms import RuleKind, Severity

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit


@transaction.atomic
def define_rule(
    *,
    kind: str,
    parameters: Mapping[str, Any],
    by: User,
    indicator: Indicator | None = None,
    form: IndicatorForm | None = None,
    severity: str = Severity.WARNS,
    message: str = "",
) -> ValidationRule:
    """Add a check to an indicator, or a comparison to a form. Raises NotAllowed, DefinitionInvalid."""
    made = ValidationRule(indicator=indicator, form=form, kind=kind)
    require(by, DEFINE, _unit_of(made))
    _write(made, parameters, severity, message)
    record(
        by=by, action="indicators.rule_defined", target=made, unit=_unit_of(made), summary=rule_in_words(made),
        about=_owner_of(made),
    )  # fmt: skip
    return made


@transaction.atomic
def redefine_rule(
    *, rule: ValidationRule, parameters: Mapping[str, Any], severity: str, message: str, by: User, reason: str = ""
) -> ValidationRule:
    """Change what a check allows, how severe it is, what it says; the kind stays. Figures stay as they are.

    What was sent and approved under the old check keeps its state; a form that is still to be sent is looked at anew.

    Raises:
        NotAllowed, DefinitionInvalid (also: the check was taken out of use).
    """
    require(by, DEFINE, _unit_of(rule))
    rule = (
        ValidationRule.objects.select_for_update(of=("self",))
        .select_related("indicator__owner", "form__receiver")
        .get(pk=rule.pk)
    )
    if not rule.is_active:
        raise DefinitionInvalid(_("Quy tắc này đã bỏ. Hãy thêm quy tắc mới."))
    before = (rule_in_words(rule), rule.severity, rule.message)
    _write(rule, parameters, severity, message)
    after = (rule_in_words(rule), rule.severity, rule.message)
    if after != before:
        changes = dict(zip(("parameters", "severity", "message"), zip(before, after, strict=True), strict=True))
        record(
            by=by, action="indicators.rule_redefined", target=rule, unit=_unit_of(rule), changes=changes,
            reason=reason.strip(), about=_owner_of(rule),
        )  # fmt: skip
    return rule


@transaction.atomic
def drop_rule(*, rule: ValidationRule, by: User, reason: str = "") -> ValidationRule:
    """Take a check out of use. Raises NotAllowed."""
    require(by, DEFINE, _unit_of(rule))
    rule.is_active = False
    rule.save(update_fields=["is_active"])
    record(
        by=by, action="indicators.rule_dropped", target=rule, unit=_unit_of(rule), reason=reason,
        summary=rule_in_words(rule), about=_owner_of(rule),
    )  # fmt: skip
    return rule


def _write(rule: ValidationRule, parameters: Mapping[str, Any], severity: str, message: str) -> None:
    """Put parameters into a rule, check them and save it. Raises DefinitionInvalid."""
    try:
        read = rule_of(rule.kind, parameters, severity, message)
    except (RuleError, KeyError) as error:
        raise DefinitionInvalid(str(error), "parameters") from error
    rule.parameters = {name: str(number) for name, number in read.numbers.items()}
    if rule.kind == RuleKind.COMPARISON:
        rule.parameters = {"left": read.left, "operator": read.operator, "right": read.right}
        indicators_of(parse(read.left).codes + parse(read.right).codes)
    rule.severity, rule.message = severity, message.strip()[:300]
    refuse_unclean(rule)
    rule.save()


def _unit_of(rule: ValidationRule) -> Unit | None:
    """The unit that answers for a rule: the indicator's owner or the form's receiver."""
    return rule.indicator.owner if rule.indicator else rule.form.receiver if rule.form else None


def _owner_of(rule: ValidationRule) -> list[Indicator | IndicatorForm]:
    """The indicator or the form, whose history shows what happened to its rules."""
    return [one for one in (rule.indicator, rule.form) if one is not None]
