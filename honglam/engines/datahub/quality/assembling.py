"""From what an engine found to the verdict: counts, words, units, expectations that are not met."""

from __future__ import annotations

import polars as pl

from honglam.engines.datahub.quality.preparing import Plan
from honglam.engines.datahub.quality.reference import Judged
from honglam.engines.datahub.quality.rule_format import Kind
from honglam.engines.datahub.quality.verdicts import BITS, Failing, Missing, UnitTally, Verdict, masks_of


def verdict_of(plan: Plan, judged: Judged) -> Verdict:
    """The verdict; the same whichever engine judged."""
    frame, words = judged.failing, word_masks(plan)
    per_word = {word: (frame.filter(breaks(masks)) if any(masks) else frame.clear()) for word, masks in words.items()}
    counts = {
        code: frame.select(((pl.col(f"mask{at // BITS}") & (1 << at % BITS)) != 0).sum()).item()
        for at, code in enumerate(plan.codes)
    }  # fmt: skip
    missing = missing_of(plan, judged)
    for one in plan.rules:
        if one.is_expectation:
            counts[one.rule.code] = sum(item.rule == one.rule.code for item in missing)
    tallies = {word: dict(one.group_by("unit").len().iter_rows()) for word, one in per_word.items()}
    return Verdict(
        rows=judged.rows,
        counts=counts,
        failing=Failing(plan.codes, frame),
        missing=missing,
        units=units_of(plan, judged.unit_rows, dict(frame.group_by("unit").len().iter_rows()), tallies),
        by_word={word: one.height for word, one in per_word.items()},
        expectations=expectations_of(plan),
        unit_rules=unit_rules_of(plan),
    )


def word_masks(plan: Plan) -> dict[str, tuple[int, ...]]:
    """For each word that has rules, the masks of its rules that judge rows."""
    words: dict[str, set[int]] = {}
    for one in plan.rules:
        words.setdefault(one.rule.of_word.value, set()).update(() if one.is_expectation else {one.number})
    return {word: masks_of(numbers, len(plan.rules)) for word, numbers in words.items()}


def breaks(masks: tuple[int, ...]) -> pl.Expr:
    """Whether a failing row breaks any rule of the masks."""
    return pl.any_horizontal((pl.col(f"mask{at}") & mask) != 0 for at, mask in enumerate(masks))


def missing_of(plan: Plan, judged: Judged) -> list[Missing]:
    """The expectations that are not met, by rule and group."""
    missing = []
    for one in plan.rules:
        code = one.rule.code
        if one.kind == Kind.COMPLETE:
            found = judged.groups[code]
            missing += [
                Missing(code, group, count, found.get(group, 0))
                for group, count in sorted(one.expects.items()) if found.get(group, 0) < count
            ]  # fmt: skip
        elif one.of_newest:
            newest = judged.newest[code]
            if newest is None or newest < one.low:
                missing.append(Missing(code, "", one.days, -1 if newest is None else (plan.facts.today - newest).days))
    return missing


def expectations_of(plan: Plan) -> dict[str, int]:
    """How many things each rule of expectations expects."""
    return {
        one.rule.code: len(one.expects) if one.kind == Kind.COMPLETE else 1 for one in plan.rules if one.is_expectation
    }


def unit_rules_of(plan: Plan) -> tuple[str, ...]:
    """The rules that expect rows of each unit."""
    return tuple(one.rule.code for one in plan.of_kind(Kind.COMPLETE) if one.names == (plan.unit_column,))


def units_of(
    plan: Plan, rows: dict[str, int], failing: dict[str, int], by_word: dict[str, dict[str, int]]
) -> list[UnitTally]:
    """The tally of every unit that has rows or should have some, in order; empty where rows have no unit."""
    if not plan.unit_column:
        return []
    units = set(rows) | {unit for one in plan.rules if one.rule.code in unit_rules_of(plan) for unit in one.expects}
    return [
        UnitTally(
            unit=unit, rows=rows.get(unit, 0), failing=failing.get(unit, 0),
            by_word={word: counts.get(unit, 0) for word, counts in by_word.items()},
        )
        for unit in sorted(units)
    ]  # fmt: skip
