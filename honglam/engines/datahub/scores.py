"""Scores as runs keep and pages show them: the six words, of all rows and of each unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from honglam.engines.datahub.models import QualityRun
from honglam.engines.datahub.quality.rule_format import Rule, Word
from honglam.engines.datahub.quality.scoring import Scores, scores_of
from honglam.engines.datahub.quality.verdicts import Verdict
from honglam.engines.datahub.terms import WORD_LABELS


@dataclass(frozen=True, slots=True)
class WordScore:
    """One word with its score, and the change against the run before (None where it had none)."""

    code: str
    label: str
    score: Decimal
    change: Decimal | None = None

    @property
    def tone(self) -> str:
        """How the score looks: from 95 on good, below 80 bad."""
        return tone_of(self.score)


def with_shared(
    verdict: Verdict, rules: Sequence[Rule], shared: float | None
) -> tuple[dict[str, float], Decimal | None]:
    """The scores of a run by word, dùng chung among them where it can be said, and their mean."""
    scores = scores_of(verdict, rules)
    by_word = plain(scores)
    if shared is None:
        return by_word, scores.total
    by_word[Word.SHARED.value] = shared
    return by_word, mean(by_word.values())


def plain(scores: Scores) -> dict[str, float]:
    """Scores by word as they are stored."""
    return {word: float(score) for word, score in scores.by_word.items()}


def mean(values: Iterable[Any]) -> Decimal | None:
    """The mean of scores, two decimals, or None of none; 100 is only said where all are 100."""
    held = [Decimal(str(value)) for value in values]
    if not held:
        return None
    found = (sum(held, Decimal(0)) / len(held)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return found if all(value == 100 for value in held) else min(found, Decimal("99.99"))


def words_of_run(run: QualityRun | None, former: QualityRun | None = None) -> list[WordScore]:
    """The words that a run has scores for, in the order in which people say them."""
    if run is None:
        return []
    before = former.scores if former is not None else {}
    return [
        WordScore(
            word.value, str(label), Decimal(str(run.scores[word.value])),
            Decimal(str(run.scores[word.value])) - Decimal(str(before[word.value])) if word.value in before else None,
        )
        for word, label in WORD_LABELS.items() if word.value in run.scores
    ]  # fmt: skip


def broken_rules(run: QualityRun) -> list[dict[str, Any]]:
    """The rules of a run that are broken, each with `count`: rows, or expectations that are not met; most first."""
    counted = [{**rule, "count": run.counts.get(rule["code"], 0)} for rule in run.rules]
    return sorted((one for one in counted if one["count"]), key=lambda one: (-one["count"], one["code"]))


def tone_of(score: Decimal | float | None) -> str:
    """How a score looks: from 95 on success, from 80 on soon, below danger; nothing is neutral."""
    if score is None:
        return "neutral"
    return "success" if score >= 95 else "soon" if score >= 80 else "danger"
