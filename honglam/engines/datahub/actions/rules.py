"""Writes of rules by people: add, change, drop, switch, bring in from a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.engines.datahub.drafts import columns_of
from honglam.engines.datahub.errors import RuleRefused
from honglam.engines.datahub.judging import fault_of
from honglam.engines.datahub.models import Dataset, QualityRule
from honglam.engines.datahub.quality.rule_format import Effect, Rule
from honglam.engines.datahub.queries import MANAGE

if TYPE_CHECKING:
    from honglam.core.access.models import User

SAID = ("kind", "columns", "parameters", "word", "effect", "message")


@transaction.atomic
def add_rule(*, dataset: Dataset, rule: Rule, by: User) -> QualityRule:
    """Add a rule to a dataset.

    Raises:
        NotAllowed. RuleRefused: it says nothing, names a column that is not there, or its code is taken.
    """
    require(by, MANAGE, dataset.owner)
    _check(dataset, rule)
    if dataset.rules.filter(code=rule.code).exists():
        raise RuleRefused(_("Mã quy tắc “%(code)s” đã có; hãy đặt mã khác.") % {"code": rule.code}, column="code")
    said = rule.to_json()
    kept = QualityRule.objects.create(
        dataset=dataset, code=rule.code, position=dataset.rules.count(), **{name: said[name] for name in SAID}
    )
    record(
        by=by, action="datahub.rule_made", target=dataset, unit=dataset.owner, summary=f"{rule.code}: {rule.message}"
    )
    return kept


@transaction.atomic
def change_rule(*, stored: QualityRule, rule: Rule, by: User) -> QualityRule:
    """Change what a rule says; its code stays. A declared rule changes only by `switch_rule`.

    Raises:
        NotAllowed, RuleRefused.
    """
    stored = QualityRule.objects.select_for_update(of=("self",)).select_related("dataset__owner").get(pk=stored.pk)
    require(by, MANAGE, stored.dataset.owner)
    if stored.declared:
        raise RuleRefused(_("Quy tắc này do sổ khai báo; chỉ bật, tắt hoặc đổi mức chặn được."))
    _check(stored.dataset, rule)
    said = rule.to_json()
    changes = {name: (getattr(stored, name), said[name]) for name in SAID if getattr(stored, name) != said[name]}
    for name in changes:
        setattr(stored, name, said[name])
    stored.save()
    if changes:
        record(by=by, action="datahub.rule_changed", target=stored.dataset, unit=stored.dataset.owner,
               changes=changes, summary=stored.code)  # fmt: skip
    return stored


@transaction.atomic
def switch_rule(*, stored: QualityRule, is_active: bool, effect: str, by: User) -> QualityRule:
    """Switch a rule on or off, and say whether it blocks; declared rules too.

    Raises:
        NotAllowed. RuleRefused: no such effect.
    """
    stored = QualityRule.objects.select_for_update(of=("self",)).select_related("dataset__owner").get(pk=stored.pk)
    require(by, MANAGE, stored.dataset.owner)
    if effect not in {one.value for one in Effect}:
        raise RuleRefused(_("Hãy chọn chặn công bố hoặc cảnh báo."), column="effect")
    changes = {"is_active": (stored.is_active, is_active), "effect": (stored.effect, effect)}
    stored.is_active, stored.effect = is_active, effect
    stored.save(update_fields=["is_active", "effect"])
    if any(old != new for old, new in changes.values()):
        record(by=by, action="datahub.rule_changed", target=stored.dataset, unit=stored.dataset.owner,
               changes=changes, summary=stored.code)  # fmt: skip
    return stored


@transaction.atomic
def drop_rule(*, stored: QualityRule, by: User) -> None:
    """Take a rule away. Raises NotAllowed, RuleRefused (a declared rule can only be switched off)."""
    require(by, MANAGE, stored.dataset.owner)
    if stored.declared:
        raise RuleRefused(_("Quy tắc này do sổ khai báo, không bỏ được; hãy tắt quy tắc."))
    record(by=by, action="datahub.rule_dropped", target=stored.dataset, unit=stored.dataset.owner,
           summary=f"{stored.code}: {stored.message}")  # fmt: skip
    stored.delete()


@transaction.atomic
def bring_in_rules(*, dataset: Dataset, rules: Sequence[Rule], by: User) -> dict[str, int]:
    """Add or change rules from a file, all or none; how many were added, changed and left as they were.

    Of a declared rule only the effect is taken.

    Raises:
        NotAllowed, RuleRefused (naming the first rule at fault).
    """
    require(by, MANAGE, dataset.owner)
    standing = {one.code: one for one in dataset.rules.all()}
    done = {"added": 0, "changed": 0, "same": 0}
    for rule in rules:
        stored = standing.get(rule.code)
        if stored is None:
            add_rule(dataset=dataset, rule=rule, by=by)
            done["added"] += 1
        elif _same(stored, rule):
            done["same"] += 1
        elif stored.declared:
            switch_rule(stored=stored, is_active=stored.is_active, effect=rule.effect.value, by=by)
            done["changed"] += 1
        else:
            change_rule(stored=stored, rule=rule, by=by)
            done["changed"] += 1
    return done


def _same(stored: QualityRule, rule: Rule) -> bool:
    said: dict[str, Any] = rule.to_json()
    names = ("effect",) if stored.declared else SAID
    return all(getattr(stored, name) == said[name] for name in names)


def _check(dataset: Dataset, rule: Rule) -> None:
    columns = columns_of(dataset)
    if not columns:
        raise RuleRefused(_("Tập dữ liệu chưa có từ điển cột; hãy khai cột trước khi đặt quy tắc."))
    if fault := fault_of(rule, columns):
        raise RuleRefused(fault)
