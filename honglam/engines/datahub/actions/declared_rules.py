"""Writes of rules that nobody types: those that a supply declares, and those that a dictionary implies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from honglam.core.audit.actions import record
from honglam.engines.datahub.models import Dataset, QualityRule
from honglam.engines.datahub.quality.columns import Column
from honglam.engines.datahub.quality.rule_format import Rule
from honglam.engines.datahub.rules.implied import implied_rules
from honglam.engines.datahub.rules.wording import message_of

if TYPE_CHECKING:
    from honglam.core.access.models import User

SAID = ("kind", "columns", "parameters", "word", "message")


@transaction.atomic
def sync_rules(*, dataset: Dataset, rules: Sequence[Rule], columns: Sequence[Column], by: User | None) -> bool:
    """Bring the declared rules of a dataset in line with its supply; whether anything changed.

    A rule's effect and whether it is on stay as the province wants them. A rule that somebody added under the same code
    becomes the declared one.
    """
    standing = {one.code: one for one in dataset.rules.all()}
    changed = False
    for position, rule in enumerate(rules):
        stored = standing.get(rule.code)
        said = rule.to_json() | {"message": message_of(rule, columns)}
        if stored is None:
            QualityRule.objects.create(
                dataset=dataset, code=rule.code, position=position, declared=True, effect=said["effect"],
                **{name: said[name] for name in SAID},
            )  # fmt: skip
            changed = True
            continue
        news = {name: said[name] for name in SAID if getattr(stored, name) != said[name]}
        if news or not stored.declared or stored.position != position:
            changes = {name: (getattr(stored, name), value) for name, value in news.items()}
            for name, value in news.items():
                setattr(stored, name, value)
            stored.declared, stored.position = True, position
            stored.save()
            if changes:
                changed = True
                record(by=by, action="datahub.rule_changed", target=dataset, unit=dataset.owner, changes=changes,
                       summary=rule.code)  # fmt: skip
    wanted = {rule.code for rule in rules}
    for code in sorted(code for code, one in standing.items() if one.declared and code not in wanted):
        standing[code].delete()
        record(by=by, action="datahub.rule_dropped", target=dataset, unit=dataset.owner, summary=code)
        changed = True
    return changed


@transaction.atomic
def begin_with_rules(*, dataset: Dataset, by: User | None) -> int:
    """Give a dataset the rules that its dictionary implies and that it does not have; how many were added."""
    schema = dataset.schemas.first()
    if schema is None:
        return 0
    taken, columns = set(dataset.rules.values_list("code", flat=True)), schema.read_columns()
    wanted = [rule for rule in implied_rules(columns, dataset.key) if rule.code not in taken]
    for number, rule in enumerate(wanted):
        said = rule.to_json() | {"message": message_of(rule, columns)}
        QualityRule.objects.create(
            dataset=dataset, code=rule.code, position=len(taken) + number, effect=said["effect"],
            **{name: said[name] for name in SAID},
        )  # fmt: skip
    if wanted:
        record(by=by, action="datahub.rule_made", target=dataset, unit=dataset.owner,
               summary=", ".join(rule.code for rule in wanted))  # fmt: skip
    return len(wanted)
