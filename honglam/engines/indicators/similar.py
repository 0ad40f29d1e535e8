"""Indicators that already measure what a printed label or a new definition asks for, with what is stored of them.

Labels are compared folded, abbreviations written out, words of the frame (“tổng số”, “tỷ lệ”) left aside: rapidfuzz
over the words. What is alike in words but counted otherwise is `doubtful`, never an answer: another unit of measure,
another denominator (“trên tổng số hộ”), another span of age, another time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Case, F, Q, When, Window
from django.db.models.expressions import OrderBy
from django.db.models.functions import RowNumber
from django.urls import reverse
from rapidfuzz import fuzz, process

from honglam.core.organisations.models import Unit
from honglam.engines.indicators.models import Indicator, IndicatorValue
from honglam.engines.indicators.rules.likeness import abridged, differences
from honglam.toolkit import periods
from honglam.toolkit.text import fold

if TYPE_CHECKING:
    from honglam.core.access.models import User

LIKE, NEAR = 88, 74
"""Scores of 100 from which a name says the same, or may do so."""
MOST_LABELS = 500
_BRACKETS = re.compile(r"\(([^()]*)\)\s*$")


@dataclass(frozen=True, slots=True)
class StoredMatch:
    """An indicator that is like a label, with the newest figure of the unit, or else of a unit of its level.

    `label` is the text that was asked for; `score` is from 0 to 100; `doubtful` says that it may be counted otherwise,
    `why` in what. `period` is the label of the newest period, `value` its figure (None: nothing is stored yet), `unit`
    whose figure it is.
    """

    label: str
    indicator_id: int
    name: str
    measure: str
    score: int
    doubtful: bool
    why: str
    url: str
    period: str = ""
    value: Decimal | None = None
    unit: str = ""


def similar_stored(
    labels: Sequence[str], *, unit: Unit | None, limit: int = 3, user: User | None = None
) -> list[StoredMatch]:
    """For each label at most `limit` indicators of which figures are stored, the likest first, in the labels' order.

    A label may end with its unit of measure in brackets: “Số hộ nghèo (hộ)”. Figures count that are the unit's own or,
    where it has none, of a unit of the same level; without a unit those of anybody. Two queries, however many labels.
    With a `user` only figures count that the person sees; without one the rights are the caller's, a figure of another
    unit is shown with its unit's name.

    Raises:
        ValueError: more than 500 labels at once.
    """
    if len(labels) > MOST_LABELS:
        raise ValueError("too many labels at once")
    wanted = [(label, *_split(label)) for label in labels if label.strip()]
    stored = _stored(unit, user) if wanted else {}
    known = list(Indicator.objects.filter(pk__in=stored).order_by("pk")) if stored else []
    names = [abridged(one.name) for one in known]
    found: list[StoredMatch] = []
    for label, name, measure in wanted:
        hits = process.extract(abridged(name), names, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR, limit=limit * 4)
        matches = [_match(label, name, measure, known[place], score, stored) for _text, score, place in hits]
        found += sorted(matches, key=lambda one: (one.doubtful, -one.score, one.indicator_id))[:limit]
    return found


def _match(
    label: str, name: str, measure: str, indicator: Indicator, score: float, stored: dict[int, IndicatorValue]
) -> StoredMatch:
    why = differences(name, measure, indicator.name, indicator.measure)
    newest = stored[indicator.pk]
    url = f"{reverse('indicators:indicator', args=[indicator.uid])}?unit={newest.unit.code}"
    return StoredMatch(
        label, indicator.pk, indicator.name, indicator.measure, round(score), bool(why) or score < LIKE, why, url,
        _period(newest), newest.value, str(newest.unit),
    )  # fmt: skip


def _stored(unit: Unit | None, user: User | None) -> dict[int, IndicatorValue]:
    """The newest figure of every indicator that has one, the unit's own before those of its level; one query."""
    rows = IndicatorValue.objects.all() if user is None else IndicatorValue.objects.seen_by(user)
    order: list[OrderBy] = [F("period_end").desc(), F("pk").desc()]
    if unit is not None:
        rows = rows.filter(Q(unit=unit) | Q(unit__level=unit.level))
        order.insert(0, Case(When(unit=unit, then=0), default=1).asc())
    ranked = rows.annotate(place=Window(RowNumber(), partition_by=F("indicator"), order_by=order))
    return {row.indicator_id: row for row in ranked.filter(place=1).select_related("unit")}


def _split(label: str) -> tuple[str, str]:
    """The name and the unit of measure that a label ends with in brackets."""
    match = _BRACKETS.search(label)
    if match and len(fold(match[1])) <= 20:
        return label[: match.start()].strip(), match[1].strip()
    return label.strip(), ""


def _period(figure: IndicatorValue) -> str:
    try:
        return periods.parse(figure.period_code).label
    except periods.PeriodError:
        return str(figure.period_code)


def like_definition(name: str, measure: str, *, user: User, but: int | None = None) -> list[StoredMatch]:
    """What a person sees stored of what a definition asks for; `but` is the key of the indicator that is redefined."""
    label = f"{name} ({measure})" if measure.strip() else name
    return [one for one in similar_stored([label], unit=None, limit=4, user=user) if one.indicator_id != but]
