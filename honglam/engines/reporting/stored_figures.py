"""Indicators that are worded like a label, with the newest figure that a unit stored: a plain comparison of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from rapidfuzz import fuzz, process

from honglam.core.organisations.models import Unit
from honglam.engines.indicators.public import Indicator, IndicatorValue, period_name
from honglam.toolkit.text import fold

LIKE = 88
_NUMBERING = re.compile(r"^(?:[ivx]+|\d+|[a-z])[.)]\s*(?:\d+[.)]?)*\s*")
_FRAME = re.compile(r"\b(?:tổng số|số lượng|số)\b|\([^()]*\)\s*$")
_KIND = re.compile(r"\b(?:tỉ lệ|tỷ lệ|%|bình quân)")


@dataclass(frozen=True, slots=True)
class StoredMatch:
    """An indicator that is like a label, with the unit's newest figure. `score` is from 0 to 100; `doubtful` says that
    it may be counted otherwise, `why` in what."""

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


def similar_stored(labels: Sequence[str], *, unit: Unit | None, limit: int = 3) -> list[StoredMatch]:
    """For each label at most `limit` indicators of which the unit stored a figure, the likest first; two queries."""
    if unit is None or not labels:
        return []
    newest = {
        value.indicator_id: value
        for value in IndicatorValue.objects.of_unit(unit).order_by("period_end", "pk").select_related("indicator")
    }
    known: list[Indicator] = [value.indicator for value in newest.values()]
    names = [_plain(one.name) for one in known]
    found = []
    for label in labels:
        hits = process.extract(_plain(label), names, scorer=fuzz.token_sort_ratio, score_cutoff=LIKE, limit=limit)
        for _text, score, place in hits:
            one = known[place]
            if bool(_KIND.search(fold(label))) != bool(_KIND.search(fold(one.name))):
                continue
            figure = newest[one.pk]
            url = f"{reverse('indicators:indicator', args=[one.uid])}?unit={unit.code}"
            found.append(
                StoredMatch(
                    label, one.pk, one.name, one.measure, round(score), False, "", url, period_name(figure),
                    figure.value, str(unit),
                )
            )  # fmt: skip
    return found


def _plain(label: str) -> str:
    text = _NUMBERING.sub("", fold(label))
    return " ".join(_FRAME.sub(" ", text).split()) or text
