"""Scores of the six words, 0 to 100 with two decimals: pure figures from a verdict.

- Score of a word = share of the rows that break no rule of the word × share of its expectations that is met.
- The share met of an expectation: of COMPLETE, rows found ÷ rows expected (never over 1); of FRESH "of the newest",
  1 or 0. The share of several is their mean.
- A word without rules has no score. The total is the mean of the words that have one; without any there is none.
- A table without rows breaks nothing: its rows count as 1. What should be there is for COMPLETE to say.
- Rounded half up, but 100.00 is only said when nothing at all is broken: 99.999 becomes 99.99.
- Of a unit, only expectations of rows of that unit count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from honglam.engines.datahub.quality.rule_format import Rule
from honglam.engines.datahub.quality.verdicts import Missing, Verdict

HUNDRED = Decimal("100.00")


@dataclass(frozen=True, slots=True)
class Scores:
    """The score of each word that has rules, and of all together."""

    by_word: Mapping[str, Decimal]
    total: Decimal | None


def scores_of(verdict: Verdict, rules: Sequence[Rule]) -> Scores:
    """The scores of all rows."""
    return _scores(verdict.rows, verdict.by_word, rules, verdict.missing, verdict.expectations)


def unit_scores_of(verdict: Verdict, rules: Sequence[Rule]) -> dict[str, Scores]:
    """The scores of each unit's rows."""
    its_missing: dict[str, list[Missing]] = {}
    for one in verdict.missing:
        if one.rule in verdict.unit_rules:
            its_missing.setdefault(one.group, []).append(one)
    asked = dict.fromkeys(verdict.unit_rules, 1)
    return {
        tally.unit: _scores(tally.rows, tally.by_word, rules, its_missing.get(tally.unit, ()), asked)
        for tally in verdict.units
    }


def share_met(missing: Iterable[Missing], asked: int) -> Fraction:
    """The share of `asked` expectations that is met, when these are not."""
    if asked == 0:
        return Fraction(1)
    lost = sum((1 - (Fraction(one.found, one.expected) if one.group else Fraction(0)) for one in missing), Fraction(0))
    return max(Fraction(0), 1 - lost / asked)


def score(share: Fraction) -> Decimal:
    """A share (0 to 1) as a score (0 to 100)."""
    if share >= 1:
        return HUNDRED
    rounded = (Decimal(100 * share.numerator) / Decimal(share.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return min(rounded, Decimal("99.99"))


def _scores(
    rows: int, failing: Mapping[str, int], rules: Sequence[Rule], missing: Iterable[Missing], asked: Mapping[str, int]
) -> Scores:
    missing = list(missing)
    shares = {}
    for word in dict.fromkeys(rule.of_word.value for rule in rules):
        codes = {rule.code for rule in rules if rule.of_word == word}
        clean = Fraction(rows - failing.get(word, 0), rows) if rows else Fraction(1)
        count = sum(number for code, number in asked.items() if code in codes)
        shares[word] = clean * share_met([one for one in missing if one.rule in codes], count)
    if not shares:
        return Scores({}, None)
    total = score(sum(shares.values(), Fraction(0)) / len(shares))
    return Scores({word: score(share) for word, share in shares.items()}, total)
